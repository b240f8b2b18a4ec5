<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** Stands in for WPML: its documented hooks over two languages, kept in memory as its table keeps them. */
final class Wpml {

	private const LANGUAGES = array( 'en' => 'en_US', 'fr' => 'fr_FR' );

	private ?string $language = 'en';

	/** @var array<array{0: string, 1: callable, 2: int}> */
	private array $hooks = array();

	/** @param array<string, array{0: int, 1: string, 2: string}> $rows By type and number: group, language, the language it was made from. */
	public function __construct( public array $rows = array() ) {}

	public function register(): void {
		$this->hooks = array(
			array( 'wpml_active_languages', static fn(): array => array_map( static fn( string $locale ): array => array( 'default_locale' => $locale ), self::LANGUAGES ), 1 ),
			array( 'wpml_default_language', static fn(): string => 'en', 1 ),
			array( 'wpml_current_language', fn(): ?string => $this->language, 1 ),
			array( 'wpml_switch_language', function ( ?string $language ): void {
				$this->language = $language;
			}, 1 ),
			array( 'wpml_is_translated_post_type', static fn( bool $is, string $type ): bool => 'product' === $type, 2 ),
			array( 'wpml_is_translated_taxonomy', static fn( bool $is, string $taxonomy ): bool => 'product_cat' === $taxonomy, 2 ),
			array( 'wpml_element_type', array( self::class, 'type' ), 1 ),
			array( 'wpml_element_language_details', array( $this, 'details' ), 2 ),
			array( 'wpml_object_id', array( $this, 'translation' ), 4 ),
			array( 'wpml_set_element_language_details', array( $this, 'put' ), 1 ),
			array( 'terms_clauses', array( $this, 'narrow' ), 1 ),
		);
		foreach ( $this->hooks as list( $hook, $callback, $arguments ) ) {
			add_filter( $hook, $callback, 10, $arguments );
		}
	}

	public function unregister(): void {
		foreach ( $this->hooks as list( $hook, $callback ) ) {
			remove_filter( $hook, $callback );
		}
	}

	public static function type( string $type ): string {
		return ( post_type_exists( $type ) ? 'post_' : 'tax_' ) . $type;
	}

	/** @param array<string, mixed> $of */
	public function details( mixed $nothing, array $of ): ?object {
		$row = $this->rows[ self::type( $of['element_type'] ) . '/' . $of['element_id'] ] ?? null;
		return null === $row ? null : (object) array( 'element_id' => $of['element_id'], 'trid' => $row[0], 'language_code' => $row[1], 'source_language_code' => $row[2] );
	}

	/** By the number of the post or term, as the hook takes it. */
	public function translation( int $id, string $type, bool $or_original, string $language ): ?int {
		$term = get_term( $id, $type );
		$own  = $this->rows[ self::type( $type ) . '/' . ( $term instanceof \WP_Term ? $term->term_taxonomy_id : $id ) ] ?? null;
		foreach ( $this->rows as $key => $row ) {
			if ( null !== $own && $row[0] === $own[0] && $row[1] === $language && str_starts_with( $key, self::type( $type ) . '/' ) ) {
				$element = (int) substr( $key, strlen( self::type( $type ) ) + 1 );
				return $term instanceof \WP_Term ? self::term_of( $element ) : $element;
			}
		}
		return $or_original ? $id : null;
	}

	private static function term_of( int $element ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( "SELECT term_id FROM {$wpdb->term_taxonomy} WHERE term_taxonomy_id = %d", $element ) );
	}

	/** @param array<string, mixed> $row */
	public function put( array $row ): void {
		$group = false === $row['trid'] ? 1 + max( array( 0, ...array_column( $this->rows, 0 ) ) ) : (int) $row['trid'];
		$this->rows[ "{$row['element_type']}/{$row['element_id']}" ] = array( $group, (string) $row['language_code'], (string) $row['source_language_code'] );
	}

	/** Terms of other languages are not seen. @param array<string, string> $clauses @return array<string, string> */
	public function narrow( array $clauses ): array {
		$others = array();
		foreach ( $this->rows as $key => $row ) {
			if ( 'all' !== $this->language && $row[1] !== $this->language && str_starts_with( $key, 'tax_' ) ) {
				$others[] = (int) substr( $key, (int) strrpos( $key, '/' ) + 1 );
			}
		}
		if ( array() !== $others ) {
			$clauses['where'] .= ' AND tt.term_taxonomy_id NOT IN (' . implode( ',', $others ) . ')';
		}
		return $clauses;
	}
}
