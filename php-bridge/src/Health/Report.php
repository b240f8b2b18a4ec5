<?php
declare(strict_types=1);

namespace UnoPim\Connector\Health;

use Automattic\WooCommerce\Utilities\FeaturesUtil;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\KeySource;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Run\Budget;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\ConnectionState;

/**
 * The state of everything the connector depends on: each check with a state (`good`, `recommended`, `critical`), its value
 * and the next step. No secret is in it, so that it can be copied into a support request.
 */
class Report {

	public function __construct(
		private Schema $schema,
		private Connection $connection,
		private ConnectionState $state,
		private EngineChooser $engines,
		private KeySource $keys,
		private Background $background,
		private Budget $budget,
		private GeneralSettings $settings,
		private SyncHealth $sync,
		private Clock $clock
	) {}

	/** @return array<array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed}> */
	public function checks(): array {
		$engine = $this->engine();
		$memory = Memory::check( $engine['detail']['name'] );
		return array( $this->connection(), $this->token(), $this->unopim(), $this->budget(), $engine, $this->tables(), $this->key_storage(), ...$this->background->checks(), ...$this->sync->checks(), ...array( $this->hpos(), $memory, $this->server() ) );
	}

	/** The whole report as text, for a support request. No secret is in it. */
	public function text(): string {
		$lines = array( 'UnoPim Connector ' . UNOPIM_CONNECTOR_VERSION . ', ' . $this->clock->utc( 'Y-m-d\TH:i:s\Z' ) );
		foreach ( $this->checks() as $check ) {
			$lines[] = "[{$check['state']}] {$check['label']}: {$check['value']}" . ( null === $check['detail'] ? '' : ' ' . wp_json_encode( $check['detail'], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) );
		}
		return implode( "\n", $lines ) . "\n";
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	public function connection(): array {
		$badge   = $this->state->badge();
		$problem = $this->state->problem();
		$value   = match ( $badge ) {
			'connected'  => __( 'Connected', 'unopim-connector' ),
			'refreshing' => __( 'Token expired — refreshing', 'unopim-connector' ),
			default      => __( 'Not connected', 'unopim-connector' ),
		};
		return Check::of(
			'connection',
			__( 'Connection to UnoPim', 'unopim-connector' ),
			'not_connected' === $badge ? ( $this->connection->is_complete() ? 'critical' : 'recommended' ) : 'good',
			null === $problem ? $value : $value . ': ' . $problem['message'],
			'not_connected' === $badge ? ( $problem['next_step'] ?? __( 'Enter address and credentials on the Connection page.', 'unopim-connector' ) ) : null
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	public function engine(): array {
		$engine = $this->engines->status( array( EngineSpeed::class, 'of' ) );
		$value  = match ( $engine['name'] ) {
			/* translators: 1: version, 2: number, 3: milliseconds */
			'runner' => sprintf( __( 'Native runner, engine %1$s: %2$s products/s, starts in %3$s ms.', 'unopim-connector' ), $engine['version'], number_format_i18n( (int) $engine['products_per_second'] ), $engine['milliseconds'] ),
			/* translators: 1: version, 2: number, 3: why */
			'php'    => sprintf( __( 'PHP build, engine %1$s: %2$s products/s. The native runner is not used: %3$s', 'unopim-connector' ), $engine['version'], number_format_i18n( (int) $engine['products_per_second'] ), $engine['passed_over']['runner'] ?? __( 'a filter prefers the PHP build.', 'unopim-connector' ) ),
			default  => __( 'No engine runs on this server.', 'unopim-connector' ) . ' ' . implode( ' ', $engine['passed_over'] ),
		};
		return Check::of(
			'engine',
			__( 'Engine', 'unopim-connector' ),
			match ( $engine['name'] ) { 'runner' => 'good', 'php' => 'recommended', default => 'critical' },
			$value,
			match ( $engine['name'] ) {
				'runner' => null,
				'php'    => __( 'It works and is slower. Allow proc_open and the execution of the runner’s file to use the native one.', 'unopim-connector' ),
				default  => __( 'Install the complete plugin. Until then a run works from the open page.', 'unopim-connector' ),
			},
			$engine
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function tables(): array {
		$missing = array_values( array_filter( Schema::TABLES, fn( $name ) => ! $this->schema->exists( $name ) ) );
		return Check::of(
			'tables',
			__( 'Tables', 'unopim-connector' ),
			array() === $missing ? 'good' : 'critical',
			array() === $missing ? __( 'All are there.', 'unopim-connector' ) : implode( ', ', array_map( fn( $name ) => $this->schema->table( $name ), $missing ) ),
			array() === $missing ? null : __( 'Deactivate the plugin and activate it again; the database user needs the right to create tables.', 'unopim-connector' )
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function key_storage(): array {
		$weak = $this->keys->is_weak();
		return Check::of(
			'key_storage',
			__( 'Key for stored secrets', 'unopim-connector' ),
			$weak ? 'recommended' : 'good',
			/* translators: %s: names of constants */
			$weak ? sprintf( __( 'It lies in the database beside the secrets, because wp-config.php does not define %s.', 'unopim-connector' ), implode( ', ', $this->keys->missing() ) ) : __( 'It comes from wp-config.php.', 'unopim-connector' ),
			$weak ? __( 'Define the security keys, or UNOPIM_CONNECTOR_KEY, in wp-config.php and save the connection again.', 'unopim-connector' ) : null
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function unopim(): array {
		$can    = $this->state->capabilities();
		$denied = $this->state->denied();
		$flags  = null === $can ? array() : array_intersect_key( self::abilities(), array_filter( (array) $can, static fn( $value ) => true === $value ) );
		return Check::of(
			'unopim',
			__( 'What this UnoPim can do', 'unopim-connector' ),
			array() === $denied ? 'good' : 'recommended',
			match ( true ) {
				null === $can       => __( 'Not known yet; the next run finds out.', 'unopim-connector' ),
				/* translators: %s: permission keys */
				array() !== $denied => sprintf( __( 'The integration may not read: %s', 'unopim-connector' ), implode( ', ', $denied ) ),
				array() === $flags  => __( 'The least that the connector needs.', 'unopim-connector' ),
				default             => implode( ', ', $flags ),
			},
			array() === $denied ? null : __( 'Give the integration these permissions in UnoPim, then press Test & Save.', 'unopim-connector' ),
			array( 'capabilities' => $can, 'denied' => $denied, 'probed_at' => $this->state->probed_at() )
		);
	}

	/** @return array<string,string> in words, by flag (Source\Capabilities) */
	private static function abilities(): array {
		return array(
			'cursor'         => __( 'lists by cursor and date', 'unopim-connector' ),
			'swatches'       => __( 'swatches', 'unopim-connector' ),
			'inheritance'    => __( 'variants that inherit', 'unopim-connector' ),
			'variant_groups' => __( 'groups of variants', 'unopim-connector' ),
			'measurement'    => __( 'measurements', 'unopim-connector' ),
			'status'         => __( 'status of products', 'unopim-connector' ),
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function token(): array {
		$token = $this->state->token();
		return Check::of(
			'token',
			__( 'Session with UnoPim', 'unopim-connector' ),
			'good',
			null === $token
				? __( 'There is none at present.', 'unopim-connector' )
				/* translators: 1: minutes, 2: time */
				: sprintf( __( '%1$d minutes old, renewed by itself before %2$s', 'unopim-connector' ), intdiv( max( 0, $this->clock->now() - $token['obtained_at'] ), 60 ), (string) wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $token['expires_at'] ) ),
			null,
			$token
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function budget(): array {
		$used = $this->budget->used( Budget::REQUESTS );
		$most = $used['most'] ?? (int) $this->settings->get( 'requests_per_minute' );
		return Check::of(
			'budget',
			__( 'Requests to UnoPim', 'unopim-connector' ),
			'good',
			/* translators: 1: number, 2: number */
			sprintf( __( '%1$d of %2$d of this minute are used', 'unopim-connector' ), $used['used'], $most ),
			null,
			array( 'used' => $used['used'], 'most' => $most )
		);
	}

	/** Orders are none of the connector's business, and it says so to WooCommerce. @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function hpos(): array {
		$known    = class_exists( FeaturesUtil::class );
		$declared = $known ? (array) ( FeaturesUtil::get_compatible_features_for_plugin( plugin_basename( UNOPIM_CONNECTOR_FILE ) )['compatible'] ?? array() ) : array();
		$good     = ! $known || in_array( 'custom_order_tables', $declared, true );
		return Check::of(
			'hpos',
			__( 'High-Performance Order Storage', 'unopim-connector' ),
			$good ? 'good' : 'recommended',
			match ( true ) {
				! $known => __( 'WooCommerce is not active.', 'unopim-connector' ),
				$good    => __( 'Declared compatible; it can be switched on and off.', 'unopim-connector' ),
				default  => __( 'The declaration did not reach WooCommerce.', 'unopim-connector' ),
			},
			$good ? null : __( 'Deactivate the plugin and activate it again.', 'unopim-connector' ),
			$declared
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function server(): array {
		return Check::of(
			'server',
			__( 'Server', 'unopim-connector' ),
			'good',
			/* translators: 1: version, 2: size */
			sprintf( __( 'PHP %1$s, memory limit %2$s', 'unopim-connector' ), PHP_VERSION, (string) ini_get( 'memory_limit' ) ),
			null,
			array(
				'plugin'      => UNOPIM_CONNECTOR_VERSION,
				'php'         => PHP_VERSION,
				'wordpress'   => get_bloginfo( 'version' ),
				'woocommerce' => defined( 'WC_VERSION' ) ? (string) WC_VERSION : null,
				'database'    => $this->schema->server_version(),
			)
		);
	}
}
