<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\Registrable;
use UnoPim\Connector\Platform\Sites;

/** Registers the taxonomies of the mapping: brands, collections, materials and whatever else UnoPim knows and WooCommerce does not. */
final class Taxonomies implements Registrable {

	/**
	 * The rows alone, and loaded with the site's options: they are needed with every page, the mapping document with none. Kept as JSON
	 * text, written anew with every change of the mapping.
	 */
	private const OPTION = Options::PREFIX . 'taxonomies';

	private const MAPPING  = Options::PREFIX . 'mapping';
	private const CHANNELS = Options::PREFIX . 'channels';

	/**
	 * @param callable():Mapping    $mapping
	 * @param callable():array<int> $served the other sites that this one's channels write to
	 */
	public function __construct( private $mapping, private $served, private Sites $sites ) {}

	public function register(): void {
		// After WooCommerce's own (5), before what lists taxonomies.
		add_action( 'init', array( $this, 'add' ), 6 );
		add_action( 'add_option_' . self::MAPPING, array( $this, 'note' ) );
		add_action( 'update_option_' . self::MAPPING, array( $this, 'note' ) );
		add_action( 'add_option_' . self::CHANNELS, array( $this, 'note' ) );
		add_action( 'update_option_' . self::CHANNELS, array( $this, 'note' ) );
		add_action( 'delete_option_' . self::MAPPING, static fn() => delete_option( self::OPTION ) );
	}

	/** @return array<mixed> the rows of the mapping */
	public function note(): array {
		$rows = ( $this->mapping )()->document()->taxonomies;
		$text = (string) wp_json_encode( $rows );
		foreach ( array( 0, ...( $this->served )() ) as $site ) {
			$this->sites->at( $site, static fn() => self::keep( $text ) );
		}
		return $rows;
	}

	private static function keep( string $text ): void {
		if ( get_option( self::OPTION ) !== $text ) {
			update_option( self::OPTION, $text, true );
			delete_option( 'rewrite_rules' ); // WordPress makes them anew, with the addresses of these.
		}
	}

	/** @return array<mixed> */
	private function rows(): array {
		$text = get_option( self::OPTION );
		$rows = is_string( $text ) ? json_decode( $text ) : null;
		return is_array( $rows ) ? $rows : $this->note();
	}

	public function add(): void {
		/**
		 * Filters the taxonomies that the connector registers for products.
		 *
		 * @param array<object> $taxonomies taxonomy, name, hierarchical
		 */
		$wanted = apply_filters( 'unopim_connector_taxonomies', $this->rows() );
		try {
			$rows = MappingRules::taxonomies( array_values( array_map( static fn( $row ) => (object) $row, is_array( $wanted ) ? $wanted : array() ) ) );
		} catch ( \UnoPim\Connector\Platform\Fault $fault ) {
			_doing_it_wrong( 'unopim_connector_taxonomies', esc_html( $fault->getMessage() ), '0.1.0' );
			return;
		}
		foreach ( $rows as $row ) {
			// Another plugin may have brought it meanwhile.
			if ( ! taxonomy_exists( $row->taxonomy ) ) {
				register_taxonomy(
					$row->taxonomy,
					array( 'product' ),
					array(
						'label'             => $row->name,
						'hierarchical'      => $row->hierarchical,
						'public'            => true,
						'show_in_rest'      => true,
						'show_admin_column' => false,
						'capabilities'      => array( 'manage_terms' => 'manage_product_terms', 'edit_terms' => 'edit_product_terms', 'delete_terms' => 'delete_product_terms', 'assign_terms' => 'assign_product_terms' ),
					)
				);
			}
		}
	}
}
