<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Store\ProductFields\Ids;

/** The fields of terms that are meta: swatches, the thumbnail, and keys by name. */
final class TermMeta {

	public const FIELDS = array(
		'swatch_color' => 'unopim_swatch_color',
		'swatch_image' => 'unopim_swatch_image_id',
		'thumbnail'    => 'thumbnail_id',
	);

	private const PREFIX = 'meta:';

	/** What WooCommerce keeps of its own. */
	private const RESERVED = '/^(order(_.*)?|display_type|product_count_.*|product_ids)$/';

	public static function is_meta( string $field ): bool {
		return isset( self::FIELDS[ $field ] ) || ( str_starts_with( $field, self::PREFIX ) && self::PREFIX !== $field );
	}

	public static function key( string $field ): string {
		return self::FIELDS[ $field ] ?? substr( $field, strlen( self::PREFIX ) );
	}

	public static function read( int $id, string $field ): string|int|null {
		return self::value( $field, get_term_meta( $id, self::key( $field ), false )[0] ?? null );
	}

	/** A row's value as on the wire; null is no row. */
	public static function value( string $field, mixed $raw ): string|int|null {
		return match ( $field ) {
			'swatch_color'              => null === $raw || '' === $raw ? null : (string) $raw,
			'swatch_image', 'thumbnail' => (int) $raw > 0 ? (int) $raw : null,
			default                     => null === $raw ? null : ( is_scalar( $raw ) ? (string) $raw : Sql::json( $raw ) ),
		};
	}

	/**
	 * The value as it is to be kept; null takes it away.
	 *
	 * @throws StoreError When it cannot be this field's.
	 */
	public static function checked( string $field, mixed $value ): string|int|null {
		if ( ! isset( self::FIELDS[ $field ] ) && ( in_array( self::key( $field ), self::FIELDS, true ) || 1 === preg_match( self::RESERVED, self::key( $field ) ) ) ) {
			throw new StoreError( 'meta_reserved', 'Data of the shop is kept under this key.', $field, 'Choose another key.' );
		}
		if ( null === $value ) {
			return null;
		}
		if ( 'swatch_color' === $field ) {
			if ( ! is_string( $value ) || 1 !== preg_match( '/^#[0-9a-f]{6}$/i', $value ) ) {
				throw new StoreError( 'unknown_value', 'The value is no colour.', $field, 'Its form is #rrggbb.' );
			}
			return strtolower( $value );
		}
		return isset( self::FIELDS[ $field ] ) ? Ids::of_attachments( array( $value ), $field )[0] : Text::meta( is_scalar( $value ) ? (string) $value : Sql::json( $value ) );
	}

	public static function write( int $id, string $field, string|int|null $value ): void {
		if ( null === $value ) {
			delete_term_meta( $id, self::key( $field ) );
		} else {
			update_term_meta( $id, self::key( $field ), wp_slash( $value ) );
		}
	}
}
