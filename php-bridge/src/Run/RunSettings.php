<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Languages\Chosen;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Store\Currencies\Plugins;

/** The settings of a run (docs/wire.md, `settings`): those of the site, those of its channel, and what follows from the order of the channels. */
class RunSettings {

	/** The guard of deletions that the engine has by itself. */
	private const GUARD_LEAST = 50;
	private const GUARD_SHARE = 20;

	public function __construct( private GeneralSettings $settings, private Channels $channels, private ShopFacts $shop, private \wpdb $db, private Schema $schema ) {}

	/** @return array<string,mixed> */
	public function of( string $code, string $locale ): array {
		$general = $this->settings->all();
		$channel = $this->channels->find( $code ) ?? array();
		$default = (string) ( $channel['default_locale'] ?? '' );
		$values  = array(
			'channel'             => $code,
			'locale'              => $locale,
			'default_locale'      => $default,
			'locale_chain'        => self::chain( $locale, $default, $code ),
			'price_currency'      => $this->currency( $channel ),
			'conflict_policy'     => $channel['conflict_policy'] ?? 'unopim',
			'mirror'              => $channel['mirror'] ?? false,
			'root_only'           => $channel['root_only'] ?? false,
			'create_categories'   => $channel['create_categories'] ?? true,
			'category_assignment' => $general['category_assignment'],
			'on_delete'           => $general['on_delete'],
			'trashed_match'       => $general['trashed_match'],
			'match_by_gtin'       => $general['match_by_gtin'],
			'requests_per_minute' => self::limit( 'rate_limit', (int) $general['requests_per_minute'], 1000 ),
			'images_per_minute'   => self::limit( 'image_rate', (int) $general['images_per_minute'], 600 ),
			'largest_image_mb'    => (int) $general['largest_image_mb'],
			// A further language brings its own rows only, so that two languages never overwrite each other.
			'own_rows_only'       => '' !== $default && $locale !== $default,
			'batch_size'          => self::batch_size( (int) $general['batch_size'] ),
			'ask_names'           => ItemFilters::has_names(),
			'above'               => $this->above( $code ),
			'below'               => $this->below( $code ),
			'push_images'         => $channel['push_images'] ?? false,
			'writeback_delete'    => $general['writeback_delete'],
			'cooldown_seconds'    => self::cooldown( (int) ( $channel['cooldown'] ?? 60 ), $code ),
			'default_family'      => $general['default_family'],
		);
		$plugin = Plugins::active();
		if ( null !== $plugin ) {
			$values['currencies'] = $plugin->currencies();
		}
		if ( array() !== Chosen::here()->all() ) {
			$values['locales']       = array_column( $channel['locales'] ?? array(), 'code' );
			$further                 = array_values( array_diff( $values['locales'], array( $locale ) ) );
			$values['locale_chains'] = (object) array_combine( $further, array_map( static fn( string $other ): array => self::chain( $other, $default, $code ), $further ) );
		}
		$guard = $this->guard( $code );
		return array() === $guard ? $values : $values + array( 'guard' => $guard );
	}

	public static function batch_size( int $size ): int {
		return self::limit( 'batch_size', $size, 500 );
	}

	private static function limit( string $name, int $value, int $most ): int {
		/**
		 * Filters how much a run may do at a time: `rate_limit` (requests a minute), `image_rate` (images a minute), `batch_size`
		 * (operations that share a transaction).
		 *
		 * @param int    $value
		 * @param string $context
		 */
		return max( 1, min( $most, (int) apply_filters( "unopim_connector_{$name}", $value, 'run' ) ) );
	}

	private static function cooldown( int $seconds, string $channel ): int {
		/**
		 * Filters for how long the opposite direction waits after an item was synchronised.
		 *
		 * @param int    $seconds
		 * @param string $channel
		 */
		return max( 0, min( 3600, (int) apply_filters( 'unopim_connector_cooldown_seconds', $seconds, $channel ) ) );
	}

	/** @return array<string> active language, the channel's, the site's, English. */
	private static function chain( string $locale, string $default, string $channel ): array {
		$chain = array_values( array_unique( array_filter( array( $locale, $default, get_locale(), 'en_US' ) ) ) );
		/**
		 * Filters the languages in which a text is looked for, the wanted one first.
		 *
		 * @param array<string> $chain
		 * @param string        $locale
		 * @param string        $channel
		 */
		$filtered = apply_filters( 'unopim_connector_locale_chain', $chain, $locale, $channel );
		return is_array( $filtered ) ? array_values( array_filter( $filtered, 'is_string' ) ) : $chain;
	}

	/**
	 * The chosen one, else the shop's if the channel has it. Without either no price is written.
	 *
	 * @param array<string,mixed> $channel
	 */
	private function currency( array $channel ): ?string {
		$chosen = (string) ( $channel['price_currency'] ?? '' );
		if ( '' !== $chosen ) {
			return $chosen;
		}
		$known = $channel['currencies'] ?? array();
		$shop  = $this->shop->currency();
		return array() === $known || in_array( $shop, $known, true ) ? $shop : null;
	}

	/** @return array<array<string,mixed>> the channels that stand above this one and pull into the same shop. */
	private function above( string $code ): array {
		return array_map(
			static fn( array $row ): array => array( 'channel' => $row['code'], 'locale' => $row['default_locale'], 'default_locale' => $row['default_locale'], 'locales' => array_column( $row['locales'], 'code' ), 'root_only' => $row['root_only'] ),
			$this->beside( $code )[0]
		);
	}

	/** @return array<array<string,mixed>> those that stand below it. */
	private function below( string $code ): array {
		return array_map( static fn( array $row ): array => array( 'channel' => $row['code'], 'root_only' => $row['root_only'] ), $this->beside( $code )[1] );
	}

	/** @return array{0:array<array<string,mixed>>,1:array<array<string,mixed>>} what else pulls into the same shop: above and below. */
	private function beside( string $code ): array {
		$sides = array( array(), array() );
		$below = 0;
		foreach ( $this->channels->rows() as $row ) {
			if ( $row['code'] === $code ) {
				$below = 1;
			} elseif ( $row['saved'] && $row['pull'] && ! $row['missing'] && $this->channels->site_of( $row['code'] ) === $this->channels->site_of( $code ) ) {
				$sides[ $below ][] = $row;
			}
		}
		return $sides;
	}

	/** @return array<string,int> by entity, only where a filter lowers what the engine does by itself. */
	private function guard( string $channel ): array {
		$lowered = array();
		if ( ! has_filter( 'unopim_connector_deletion_guard' ) ) {
			return $lowered;
		}
		$linked = $this->db->get_results( $this->db->prepare( 'SELECT entity, COUNT(*) AS linked FROM %i WHERE channel IN (%s, %s) GROUP BY entity', $this->schema->table( 'links' ), $channel, '' ) );
		foreach ( $linked as $row ) {
			$limit = max( self::GUARD_LEAST, intdiv( (int) $row->linked, self::GUARD_SHARE ) );
			/**
			 * Filters how many items of an entity may go without a question. It can be lowered, and not raised.
			 *
			 * @param int    $limit
			 * @param int    $linked how many items of the entity are linked
			 * @param string $entity
			 */
			$wanted = max( 0, (int) apply_filters( 'unopim_connector_deletion_guard', $limit, (int) $row->linked, (string) $row->entity ) );
			if ( $wanted < $limit ) {
				$lowered[ (string) $row->entity ] = $wanted;
			}
		}
		return $lowered;
	}
}
