<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Jobs\JobBook;
use UnoPim\Connector\Jobs\Scheduler;
use UnoPim\Connector\Jobs\Standing;
use UnoPim\Connector\Settings\AutoMap;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\Mapping;
use UnoPim\Connector\Settings\Rule;
use UnoPim\Connector\Source\ChannelRefresh;
use UnoPim\Connector\Source\Client;

/** `wp unopim channel|mapping|job …`. */
final class SetupCommands {

	private const WORDS = array( 'true' => true, 'yes' => true, 'on' => true, '1' => true, 'false' => false, 'no' => false, 'off' => false, '0' => false );

	public function __construct( private Channels $channels, private ChannelRefresh $refresh, private Client $client, private Mapping $mapping, private AutoMap $auto, private JobBook $jobs, private Standing $standing, private Scheduler $scheduler, private Foreground $foreground, private Scope $scope ) {}

	/** Lists the channels with their settings. */
	public function channels( array $args, array $options ): int {
		Console::rows( $this->channels->rows(), array( 'code', 'saved', 'missing', ...array_keys( Channels::rules() ) ), $options );
		return Console::DONE;
	}

	/** Reads channels, languages and currencies from UnoPim again. */
	public function refresh( array $args, array $options ): int {
		$this->refresh->run( $this->client );
		return $this->channels( $args, $options );
	}

	/** Saves a channel: <code> [--pull=on] [--interval=hourly] [--mirror=off] and so on, as `channel list` names them. */
	public function set( array $args, array $options ): int {
		$row = array( 'code' => Console::word( $args, 0, 'code' ) );
		if ( null === $this->channels->find( $row['code'] ) ) {
			throw Console::bad( '<code>', __( 'UnoPim has no such channel; refresh the channels.', 'unopim-connector' ) );
		}
		foreach ( Channels::rules() as $name => $rule ) {
			$value = $options[ $name ] ?? $options[ str_replace( '_', '-', $name ) ] ?? null;
			if ( null !== $value ) {
				$row[ $name ] = self::typed( $rule, $value );
			}
		}
		$this->channels->save( array( $row ) );
		return $this->channels( $args, $options );
	}

	/** Prints the mapping as JSON. */
	public function export( array $args, array $options ): int {
		Console::say( (string) wp_json_encode( $this->mapping->document(), JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) );
		return Console::DONE;
	}

	/** Takes over a mapping from a JSON file, in place of the present one. */
	public function import( array $args, array $options ): int {
		$file     = Console::word( $args, 0, 'file' );
		$document = is_readable( $file ) ? json_decode( (string) file_get_contents( $file ) ) : null; // phpcs:ignore WordPress.WP.AlternativeFunctions -- a file that the user names.
		if ( ! is_object( $document ) ) {
			throw Console::bad( '<file>', __( 'It cannot be read, or holds no JSON object.', 'unopim-connector' ) );
		}
		Console::confirm( __( 'Replace the present mapping?', 'unopim-connector' ), $options );
		$this->mapping->save_document( $document );
		Console::say( __( 'The mapping was saved.', 'unopim-connector' ) );
		return Console::DONE;
	}

	/** Fills the empty rows of the mapping where names agree, and saves them unless --dry-run is given. */
	public function auto( array $args, array $options ): int {
		$place  = $this->scope->one( $options );
		$locale = $place['locale'] ?? (string) ( $this->channels->find( $place['channel'] )['default_locale'] ?? '' );
		$found  = $this->auto->propose( $place['channel'], $locale );
		if ( ! isset( $options['dry-run'] ) ) {
			$this->mapping->save_document( $found['mapping'] );
		}
		Console::rows( array_map( static fn( $path ) => array( 'filled' => $path ), $found['filled'] ), array( 'filled' ), $options );
		return Console::DONE;
	}

	/** Lists the scheduled jobs. */
	public function jobs( array $args, array $options ): int {
		$jobs = array( ...array_values( $this->jobs->all() ), ...$this->standing->all() );
		$rows = array_map( static fn( $job ) => array( 'next' => null === $job['next'] ? null : gmdate( 'Y-m-d H:i:s', $job['next'] ) ) + $job + array( 'channel' => '', 'locale' => '' ), $jobs );
		Console::rows( $rows, array( 'id', 'channel', 'locale', 'interval', 'enabled', 'run', 'next' ), $options );
		return Console::DONE;
	}

	/** Runs a job now, here. */
	public function run_job( array $args, array $options ): int {
		$id   = Console::word( $args, 0, 'id' );
		$jobs = $this->standing->has( $id ) ? $this->standing : $this->scheduler;
		return $this->foreground->finish( $jobs->start( $id, 'cli', get_current_user_id() )->run->id );
	}

	/** Switches a job on. */
	public function enable_job( array $args, array $options ): int {
		$this->jobs->change( Console::word( $args, 0, 'id' ), array( 'enabled' => true ) );
		return $this->jobs( $args, $options );
	}

	/** Switches a job off. */
	public function disable_job( array $args, array $options ): int {
		$this->jobs->change( Console::word( $args, 0, 'id' ), array( 'enabled' => false ) );
		return $this->jobs( $args, $options );
	}

	/** Arguments are texts; settings are not. */
	private static function typed( Rule $rule, mixed $value ): mixed {
		return match ( true ) {
			is_bool( $rule->default ) => is_bool( $value ) ? $value : ( self::WORDS[ strtolower( (string) $value ) ] ?? $value ),
			is_int( $rule->default )  => is_string( $value ) && ctype_digit( $value ) ? (int) $value : $value,
			default                   => $value,
		};
	}
}
