<?php
declare(strict_types=1);

namespace UnoPim\Connector\Admin;

use UnoPim\Connector\Platform\Capability;
use UnoPim\Connector\Platform\Registrable;
use UnoPim\Connector\Run\ProductStates;

/** The list of products: a column and a filter for how each stands to UnoPim. */
class ProductList implements Registrable {

	private const COLUMN = 'unopim';
	private const FILTER = 'unopim_state';

	/** @var array<int,string>|null states of the products on this page */
	private ?array $states = null;

	/** @param callable():ProductStates $make only a page that lists products needs them */
	public function __construct( private $make ) {}

	public function register(): void {
		add_filter( 'manage_edit-product_columns', array( $this, 'columns' ), 20 );
		add_action( 'manage_product_posts_custom_column', array( $this, 'cell' ), 10, 2 );
		add_action( 'restrict_manage_posts', array( $this, 'filter' ), 20 );
		add_filter( 'posts_where', array( $this, 'where' ), 10, 2 );
		add_action( 'admin_head-edit.php', array( $this, 'style' ) );
	}

	/**
	 * @param array<string,string> $columns
	 * @return array<string,string>
	 */
	public function columns( array $columns ): array {
		return $this->may() ? $columns + array( self::COLUMN => __( 'UnoPim', 'unopim-connector' ) ) : $columns;
	}

	/** WooCommerce's columns share the whole width among themselves; a further one would have none. */
	public function style(): void {
		if ( 'product' === get_current_screen()?->post_type ) {
			echo '<style>.wp-list-table .column-unopim { width: 9%; }</style>';
		}
	}

	public function cell( string $column, int $id ): void {
		if ( self::COLUMN === $column ) {
			echo esc_html( self::names()[ $this->states()[ $id ] ?? 'unlinked' ] );
		}
	}

	public function filter( string $type ): void {
		if ( 'product' !== $type || ! $this->may() ) {
			return;
		}
		$chosen = self::chosen();
		printf( '<label class="screen-reader-text" for="%1$s">%2$s</label><select name="%1$s" id="%1$s"><option value="">%3$s</option>', esc_attr( self::FILTER ), esc_html__( 'Filter by UnoPim state', 'unopim-connector' ), esc_html__( 'UnoPim: all', 'unopim-connector' ) );
		foreach ( self::names() as $state => $name ) {
			printf( '<option value="%s"%s>%s</option>', esc_attr( $state ), selected( $state, $chosen, false ), esc_html( $name ) );
		}
		echo '</select>';
	}

	public function where( string $where, \WP_Query $query ): string {
		global $pagenow;
		$state = self::chosen();
		if ( '' === $state || ! is_admin() || 'edit.php' !== $pagenow || ! $query->is_main_query() || 'product' !== $query->get( 'post_type' ) || ! $this->may() ) {
			return $where;
		}
		return $where . ' AND ' . ( $this->make )()->condition( $state );
	}

	/** @return array<int,string> */
	private function states(): array {
		if ( null === $this->states ) {
			$posts        = $GLOBALS['wp_query']->posts ?? array();
			$this->states = ( $this->make )()->of( array_map( static fn( $post ) => $post instanceof \WP_Post ? $post->ID : (int) $post, $posts ) );
		}
		return $this->states;
	}

	/** The state asked for, '' for all. A filter of a list changes nothing, so that it needs no nonce. */
	private static function chosen(): string {
		$state = isset( $_GET[ self::FILTER ] ) ? sanitize_key( wp_unslash( (string) $_GET[ self::FILTER ] ) ) : ''; // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- reads only.
		return in_array( $state, ProductStates::STATES, true ) ? $state : '';
	}

	private function may(): bool {
		return current_user_can( Capability::required( 'product-list' ) );
	}

	/** @return array<string,string> */
	private static function names(): array {
		return array(
			'excluded' => __( 'Excluded', 'unopim-connector' ),
			'held'     => __( 'Waits for a choice', 'unopim-connector' ),
			'parked'   => __( 'Parked', 'unopim-connector' ),
			'linked'   => __( 'Linked', 'unopim-connector' ),
			'unlinked' => __( 'Not linked', 'unopim-connector' ),
		);
	}
}
