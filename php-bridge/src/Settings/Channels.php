<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Source\Catalog;

/**
 * The channels: their definition as UnoPim had it at the last refresh, and what was chosen for them here. A channel does
 * nothing before it was saved once.
 */
class Channels {

	private const OPTION = 'channels';

	/** Channels whose definition a run found changed in UnoPim since the last refresh. */
	public const CHANGED = 'channels_changed';

	/** What the engine says then. */
	private const CHANGE = 'channel_changed';

	private const MAX_ROWS = 200;

	public function __construct( private Options $options, private Catalog $catalog, private Sites $sites, private Schema $schema ) {}

	/** @return array<string,Rule> `site` on a network only; 0 is the site that owns the connection. */
	public static function rules(): array {
		return ( is_multisite() ? array( 'site' => Rule::number( 0, 0, PHP_INT_MAX ) ) : array() ) + array(
			'pull'              => Rule::flag( true ),
			'push'              => Rule::flag( false ),
			'interval'          => Rule::choice( 'hourly', array( 'disabled', '5min', '15min', '30min', 'hourly', 'twicedaily', 'daily' ) ),
			'cooldown'          => Rule::number( 60, 0, 3600 ),
			'default_locale'    => Rule::text(),
			'price_currency'    => Rule::text(),
			'conflict_policy'   => Rule::choice( 'unopim', array( 'unopim', 'woocommerce', 'review' ) ),
			'mirror'            => Rule::flag( false ),
			'push_images'       => Rule::flag( false ),
			'root_only'         => Rule::flag( false ),
			'create_categories' => Rule::flag( true ),
		);
	}

	/**
	 * All channels: saved ones in their order, then those that UnoPim has besides.
	 *
	 * @param bool $recent UnoPim's definitions may be those of a few seconds ago
	 * @return array<array<string,mixed>>
	 */
	public function rows( bool $recent = false ): array {
		$known = array();
		foreach ( $recent ? $this->catalog->recent( 'channel' ) : $this->catalog->bodies( 'channel' ) as $body ) {
			$known[ (string) ( $body['code'] ?? '' ) ] = $body;
		}
		$saved = $this->saved();
		$rows  = array();
		foreach ( array_unique( array_merge( array_keys( $saved ), array_keys( $known ) ) ) as $code ) {
			$rows[] = $this->row( (string) $code, $known[ $code ] ?? null, $saved[ $code ] ?? null );
		}
		return $rows;
	}

	/** @return array<string,mixed>|null null when nobody knows the channel. */
	public function find( string $code, bool $recent = false ): ?array {
		foreach ( $this->rows( $recent ) as $row ) {
			if ( $row['code'] === $code ) {
				return $row;
			}
		}
		return null;
	}

	/** The site that a channel writes to; 0 is the one that owns the connection. */
	public function site_of( string $code ): int {
		return is_multisite() ? (int) ( $this->saved()[ explode( '@', $code )[0] ]['site'] ?? 0 ) : 0;
	}

	/** The channel that stands for all of a site's: the first of those that are saved and there. */
	public function first_of( int $site ): ?string {
		foreach ( $this->rows() as $row ) {
			if ( $row['saved'] && ! $row['missing'] && $this->site_of( $row['code'] ) === $site ) {
				return $row['code'];
			}
		}
		return null;
	}

	/** The channels that a site pushes to, by priority. @return array<array<string,mixed>> */
	public function pushing( int $site ): array {
		return array_values( array_filter( $this->rows(), fn( $row ) => $row['saved'] && $row['push'] && ! $row['missing'] && $this->site_of( $row['code'] ) === $site ) );
	}

	/** @return array<int> the other sites that saved channels write to. */
	public function sites(): array {
		return array_values( array_unique( array_filter( array_map( fn( $code ) => $this->site_of( (string) $code ), array_keys( $this->saved() ) ) ) ) );
	}

	/** Keeps what a run tells about the definitions of channels. @param array<array<string,mixed>> $logs of a step */
	public function heard( array $logs ): void {
		$changed = array_column( array_filter( $logs, static fn( $log ) => self::CHANGE === ( $log['code'] ?? '' ) && is_string( $log['key'] ?? null ) ), 'key' );
		if ( array() !== $changed ) {
			$this->options->write( self::CHANGED, array( 'codes' => array_values( array_unique( array_merge( (array) ( $this->options->fresh( self::CHANGED )['codes'] ?? array() ), $changed ) ) ) ) );
		}
	}

	public function revision(): int {
		return (int) ( $this->options->read( self::OPTION )['revision'] ?? 0 );
	}

	/**
	 * Saves rows: those named get the values given, keep their others, and stand in this order; the rest follows as it was.
	 *
	 * @param array<mixed> $rows
	 */
	public function save( array $rows ): void {
		$before = $this->saved();
		$served = $this->sites();
		$after  = array();
		foreach ( $this->check( $rows ) as $row ) {
			$after[ $row['code'] ] = array_diff_key( $row, array( 'code' => 1 ) ) + ( $before[ $row['code'] ] ?? array() );
		}
		$this->options->write( self::OPTION, array( 'revision' => $this->revision() + 1, 'rows' => $after + $before ) );
		foreach ( $this->sites() as $site ) {
			$this->sites->serve( $site, $this->schema );
		}
		foreach ( array_diff( $served, $this->sites() ) as $site ) {
			$this->sites->release( $site );
		}
	}

	/**
	 * @param array<mixed> $rows
	 * @return array<array<string,mixed>> code, and the values that are named.
	 * @throws Fault
	 */
	public function check( array $rows ): array {
		if ( ! array_is_list( $rows ) || count( $rows ) > self::MAX_ROWS ) {
			throw new Fault( 'invalid_value', __( 'The channels are not a list.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), 'channels', 422 );
		}
		$clean = array();
		foreach ( $rows as $place => $row ) {
			$code = is_array( $row ) ? ( $row['code'] ?? null ) : null;
			if ( ! is_string( $code ) || ! preg_match( '/^\w{1,64}$/', $code ) || isset( $clean[ $code ] ) ) {
				throw new Fault( 'invalid_value', __( 'A channel has no code, an impossible one, or stands here twice.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), "channels[{$place}].code", 422 );
			}
			$clean[ $code ] = array( 'code' => $code );
			foreach ( self::rules() as $name => $rule ) {
				if ( array_key_exists( $name, $row ) ) {
					$clean[ $code ][ $name ] = $rule->check( $row[ $name ], "channels[{$place}].{$name}" );
				}
			}
			$this->check_site( $code, $clean[ $code ]['site'] ?? null, "channels[{$place}].site" );
		}
		return array_values( $clean );
	}

	/** A site that is chosen anew must be there, free, and this user's to use. @throws Fault */
	private function check_site( string $code, ?int $site, string $path ): void {
		if ( null === $site || $site === $this->site_of( $code ) ) {
			return;
		}
		$user     = get_current_user_id();
		$obstacle = $this->sites->obstacle( $site ) ?? ( 0 === $user || $this->sites->may( $user, $site ) ? null : 'no_permission' );
		if ( null !== $obstacle ) {
			throw new Fault( 'no_site', self::obstacle( $obstacle ), __( 'Choose another site.', 'unopim-connector' ), $path, 422 );
		}
	}

	/** Why a site cannot be written to, as a sentence. */
	public static function obstacle( string $code ): string {
		return match ( $code ) {
			'no_plugin'      => __( 'UnoPim Connector is not active there.', 'unopim-connector' ),
			'no_woocommerce' => __( 'WooCommerce is not active there.', 'unopim-connector' ),
			'own_connection' => __( 'It has a UnoPim connection of its own.', 'unopim-connector' ),
			'served'         => __( 'Another site’s connection writes to it.', 'unopim-connector' ),
			'no_permission'  => __( 'You may not use the connector there.', 'unopim-connector' ),
			default          => __( 'There is no such site.', 'unopim-connector' ),
		};
	}

	/** @return array<string,array<string,mixed>> what was chosen, by code. */
	private function saved(): array {
		$rows = $this->options->read( self::OPTION )['rows'] ?? array();
		return is_array( $rows ) ? $rows : array();
	}

	/**
	 * @param array<string,mixed>|null $body
	 * @param array<string,mixed>|null $saved
	 * @return array<string,mixed>
	 */
	private function row( string $code, ?array $body, ?array $saved ): array {
		$locales = self::codes( $body['locales'] ?? array() );
		$row     = array(
			'code'          => $code,
			'label'         => self::label( $body['labels'] ?? array(), $code ),
			'locales'       => array_map( static fn( $locale ) => array( 'code' => $locale, 'label' => self::language( $locale ) ), $locales ),
			'currencies'    => self::codes( $body['currencies'] ?? array() ),
			'root_category' => is_string( $body['root_category'] ?? null ) ? $body['root_category'] : null,
			'saved'         => null !== $saved,
			'missing'       => null === $body,
			'changed'       => in_array( $code, (array) ( $this->options->read( self::CHANGED )['codes'] ?? array() ), true ),
		);
		foreach ( self::rules() as $name => $rule ) {
			$row[ $name ] = $saved[ $name ] ?? $rule->default;
		}
		if ( '' === $row['default_locale'] ) {
			$row['default_locale'] = $locales[0] ?? '';
		}
		return $row;
	}

	/** @return array<string> */
	private static function codes( mixed $list ): array {
		return is_array( $list ) ? array_values( array_filter( $list, 'is_string' ) ) : array();
	}

	private static function label( mixed $labels, string $code ): string {
		$labels = is_array( $labels ) ? array_filter( $labels, static fn( $label ) => is_string( $label ) && '' !== trim( $label ) ) : array();
		return $labels[ get_user_locale() ] ?? $labels['en_US'] ?? ( array_values( $labels )[0] ?? $code );
	}

	/** A language by name where PHP knows it: `de_DE` reads "German (Germany)". */
	private static function language( string $locale ): string {
		$name = class_exists( \Locale::class ) ? \Locale::getDisplayName( $locale, get_user_locale() ) : '';
		return is_string( $name ) && '' !== $name ? $name : $locale;
	}
}
