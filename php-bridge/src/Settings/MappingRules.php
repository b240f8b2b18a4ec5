<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Platform\Fault;

/** The form of the mapping's rows, not their meaning. A row keeps the keys that are known; its path is named in a fault. */
final class MappingRules {

	private const MAX_ROWS = 1000;
	private const MAX_CODE = 191;
	private const MAX_CATEGORIES = 50000;
	private const MAX_PARTS = 100;

	/** Fields of a product that a row can write to by their name. */
	public const FIELDS = array(
		'slug', 'purchase_note', 'menu_order', 'gtin', 'weight', 'length', 'width', 'height', 'tax_status', 'tax_class', 'shipping_class',
		'sale_start', 'sale_end', 'manage_stock', 'backorders', 'low_stock_amount', 'featured', 'sold_individually', 'reviews_allowed', 'virtual',
		'catalog_visibility', 'image', 'gallery', 'tags',
	);

	/** What a custom type of association can become; null is nothing. */
	private const ASSOCIATIONS = array( 'upsells', 'cross_sells', 'related', 'grouped', null );

	/** Of WordPress and WooCommerce: nobody else may register them. */
	private const TAKEN = array( 'category', 'post_tag', 'nav_menu', 'link_category', 'post_format', 'product_cat', 'product_tag', 'product_brand', 'product_type', 'product_visibility', 'product_shipping_class' );

	/** @return array<string,object|null> */
	public static function core( object $core ): array {
		$rows = array();
		foreach ( get_object_vars( $core ) as $field => $row ) {
			if ( ! in_array( $field, Mapping::CORE, true ) ) {
				throw self::fault( "core.{$field}", __( 'There is no such core field.', 'unopim-connector' ) );
			}
			$rows[ $field ] = null === $row ? null : self::row( $row, "core.{$field}" );
		}
		return $rows;
	}

	/**
	 * @param array<mixed> $rows
	 * @return array<object>
	 */
	public static function attributes( array $rows ): array {
		if ( ! array_is_list( $rows ) || count( $rows ) > self::MAX_ROWS ) {
			throw self::fault( 'rows', __( 'The rows are not a list, or too many.', 'unopim-connector' ) );
		}
		$clean = array();
		foreach ( $rows as $place => $row ) {
			$path = "rows[{$place}]";
			if ( ! is_object( $row ) || ! self::is_target( $row->target ?? null ) ) {
				throw self::fault( "{$path}.target", __( 'The row has no target that the shop knows.', 'unopim-connector' ) );
			}
			$clean[] = (object) ( array( 'target' => $row->target ) + get_object_vars( self::row( $row, $path ) ) );
		}
		return $clean;
	}

	public static function categories( object $rows ): object {
		$clean = new \stdClass();
		if ( count( get_object_vars( $rows ) ) > self::MAX_CATEGORIES ) {
			throw self::fault( 'rows', __( 'There are too many rows.', 'unopim-connector' ) );
		}
		foreach ( get_object_vars( $rows ) as $code => $term ) {
			$code = (string) $code;
			if ( '' === $code || ! Rule::is_text( $code, self::MAX_CODE ) || ! is_int( $term ) || $term < 1 ) {
				throw self::fault( "rows.{$code}", __( 'A category row is a UnoPim code and the number of a shop category.', 'unopim-connector' ) );
			}
			$clean->$code = $term;
		}
		return $clean;
	}

	/** A whole document, of version 1 or 2. */
	public static function document( object $document ): object {
		if ( ! in_array( $document->version ?? 1, array( 1, 2 ), true ) ) {
			throw self::fault( 'version', __( 'The mapping is of a version that is not known here.', 'unopim-connector' ) );
		}
		$clean = array(
			'core'            => (object) self::core( self::as_map( $document->core ?? null, 'core' ) ),
			'attributes'      => new \stdClass(),
			'categories'      => new \stdClass(),
			'category_fields' => self::category_fields( self::as_map( $document->category_fields ?? null, 'category_fields' ) ),
			'taxonomies'      => self::taxonomies( $document->taxonomies ?? array() ),
			'references'      => new \stdClass(),
		);
		foreach ( get_object_vars( self::as_map( $document->attributes ?? null, 'attributes' ) ) as $channel => $languages ) {
			$channel                         = self::code( $channel, 'attributes' );
			$clean['attributes']->$channel = new \stdClass();
			foreach ( get_object_vars( self::as_map( $languages, "attributes.{$channel}" ) ) as $locale => $rows ) {
				$locale = self::code( $locale, "attributes.{$channel}" );
				if ( ! is_array( $rows ) ) {
					throw self::fault( "attributes.{$channel}.{$locale}", __( 'The rows are not a list, or too many.', 'unopim-connector' ) );
				}
				$clean['attributes']->$channel->$locale = self::attributes( $rows );
			}
		}
		foreach ( get_object_vars( self::as_map( $document->categories ?? null, 'categories' ) ) as $channel => $rows ) {
			$channel                       = self::code( $channel, 'categories' );
			$clean['categories']->$channel = self::categories( self::as_map( $rows, "categories.{$channel}" ) );
		}
		foreach ( get_object_vars( self::as_map( $document->references ?? null, 'references' ) ) as $channel => $rows ) {
			$channel                       = self::code( $channel, 'references' );
			$clean['references']->$channel = self::references( $rows );
		}
		if ( isset( $document->associations ) ) {
			$clean['associations'] = self::associations( self::as_map( $document->associations, 'associations' ) );
		}
		return (object) $clean;
	}

	/** An empty list is the empty map of a client that cannot tell; nothing is one too. */
	public static function as_map( mixed $value, string $path ): object {
		if ( null === $value || array() === $value ) {
			return new \stdClass();
		}
		if ( ! is_object( $value ) ) {
			throw self::fault( $path, __( 'This is no map of rows.', 'unopim-connector' ) );
		}
		return $value;
	}

	/** Fields of UnoPim's categories and what of a term they fill. */
	public static function category_fields( object $fields ): object {
		$clean = new \stdClass();
		foreach ( get_object_vars( $fields ) as $field => $target ) {
			$field = (string) $field;
			if ( '' === $field || ! Rule::is_text( $field, self::MAX_CODE ) || ! Rule::is_text( $target, self::MAX_CODE ) || ! preg_match( '/^(?:name|description|thumbnail|meta:.+)$/us', $target ) ) {
				throw self::fault( "category_fields.{$field}", __( 'A category field fills name, description, thumbnail or meta:key.', 'unopim-connector' ) );
			}
			$clean->$field = $target;
		}
		return $clean;
	}

	/** @return array<object> the taxonomies that are registered here. */
	public static function taxonomies( mixed $rows ): array {
		$clean = array();
		foreach ( self::short_list( $rows, 'taxonomies' ) as $place => $row ) {
			$path = "taxonomies[{$place}]";
			$slug = is_object( $row ) ? ( $row->taxonomy ?? null ) : null;
			if ( ! is_string( $slug ) || ! preg_match( '/^[a-z][a-z0-9_-]{0,31}$/', $slug ) || str_starts_with( $slug, 'pa_' ) || in_array( $slug, self::TAKEN, true ) || isset( $clean[ $slug ] ) ) {
				throw self::fault( "{$path}.taxonomy", __( 'A taxonomy has a slug of its own: small letters, digits, - and _, 32 at most, and none that WordPress or WooCommerce uses.', 'unopim-connector' ) );
			}
			if ( ! Rule::is_text( $row->name ?? null, self::MAX_CODE ) || '' === trim( $row->name ) ) {
				throw self::fault( "{$path}.name", __( 'The taxonomy has no name.', 'unopim-connector' ) );
			}
			if ( ! is_bool( $row->hierarchical ?? false ) ) {
				throw self::fault( "{$path}.hierarchical", __( 'Send true or false.', 'unopim-connector' ) );
			}
			$clean[ $slug ] = (object) array( 'taxonomy' => $slug, 'name' => $row->name, 'hierarchical' => $row->hierarchical ?? false );
		}
		return array_values( $clean );
	}

	/** @return array<object> category subtrees that become terms of a taxonomy. */
	public static function references( mixed $rows ): array {
		$clean = array();
		foreach ( self::short_list( $rows, 'references' ) as $place => $row ) {
			if ( ! is_object( $row ) || ! is_string( $row->taxonomy ?? null ) || ! preg_match( '/^[a-z0-9_-]{1,32}$/', $row->taxonomy ) ) {
				throw self::fault( "references[{$place}].taxonomy", __( 'The row names no taxonomy.', 'unopim-connector' ) );
			}
			if ( ! Rule::is_text( $row->category ?? null, self::MAX_CODE ) || '' === $row->category ) {
				throw self::fault( "references[{$place}].category", __( 'The row names no UnoPim category.', 'unopim-connector' ) );
			}
			$clean[] = (object) array( 'taxonomy' => $row->taxonomy, 'category' => $row->category );
		}
		return $clean;
	}

	/** Types of association and what they become. */
	public static function associations( object $rows ): object {
		$clean = new \stdClass();
		foreach ( get_object_vars( $rows ) as $type => $target ) {
			$type = (string) $type;
			if ( '' === $type || ! Rule::is_text( $type, self::MAX_CODE ) || ! in_array( $target, self::ASSOCIATIONS, true ) ) {
				throw self::fault( "associations.{$type}", __( 'An association becomes upsells, cross_sells, related, grouped, or nothing.', 'unopim-connector' ) );
			}
			$clean->$type = $target;
		}
		return $clean;
	}

	private static function is_target( mixed $target ): bool {
		return Rule::is_text( $target, self::MAX_CODE + 20 ) && ( in_array( $target, self::FIELDS, true ) || 1 === preg_match( '/^(?:attribute:pa_|custom:|meta:|taxonomy:).+$/us', $target ) );
	}

	private static function code( string|int $code, string $path ): string {
		if ( ! preg_match( '/^\w{1,64}$/', (string) $code ) ) {
			throw self::fault( $path, __( 'Channels and languages are named by their codes.', 'unopim-connector' ) );
		}
		return (string) $code;
	}

	/** @return array<mixed> */
	private static function short_list( mixed $rows, string $path ): array {
		if ( ! is_array( $rows ) || ! array_is_list( $rows ) || count( $rows ) > self::MAX_PARTS ) {
			throw self::fault( $path, __( 'The rows are not a list, or too many.', 'unopim-connector' ) );
		}
		return $rows;
	}

	private static function row( mixed $row, string $path ): object {
		if ( ! is_object( $row ) || ! Rule::is_text( $row->attribute ?? null, self::MAX_CODE ) || '' === $row->attribute ) {
			throw self::fault( "{$path}.attribute", __( 'The row names no UnoPim attribute.', 'unopim-connector' ) );
		}
		$clean = array( 'attribute' => $row->attribute );
		foreach ( array( 'clear_when_empty', 'visible', 'create_options' ) as $flag ) {
			if ( property_exists( $row, $flag ) ) {
				if ( ! is_bool( $row->$flag ) ) {
					throw self::fault( "{$path}.{$flag}", __( 'Send true or false.', 'unopim-connector' ) );
				}
				$clean[ $flag ] = $row->$flag;
			}
		}
		if ( property_exists( $row, 'write' ) ) {
			if ( ! in_array( $row->write, array( 'label', 'code', 'id', 'url' ), true ) ) {
				throw self::fault( "{$path}.write", __( 'Send "label" or "code", for files "id" or "url".', 'unopim-connector' ) );
			}
			$clean['write'] = $row->write;
		}
		if ( property_exists( $row, 'unit' ) && '' !== $row->unit && null !== $row->unit ) {
			if ( ! is_string( $row->unit ) || ! preg_match( '/^[A-Za-z]{1,16}$/', $row->unit ) ) {
				throw self::fault( "{$path}.unit", __( 'A unit is a short word such as g, kg, cm or in.', 'unopim-connector' ) );
			}
			$clean['unit'] = $row->unit;
		}
		return (object) $clean;
	}

	private static function fault( string $path, string $message ): Fault {
		return new Fault( 'invalid_mapping', $message, __( 'Correct the row and save again.', 'unopim-connector' ), $path, 422 );
	}
}
