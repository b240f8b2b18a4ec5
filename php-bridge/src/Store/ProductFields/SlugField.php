<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Text;

/** The last part of a product's address. WordPress makes one of the name where none is given, and puts a number to one that is taken. */
final class SlugField implements Field {

	/** What WordPress puts to the slug of an item in the trash. */
	private const TRASHED = '__trashed';

	public function read( \WC_Product $product ): ?string {
		if ( $product->is_type( 'variation' ) ) {
			return null;
		}
		$slug = (string) $product->get_slug( 'edit' );
		$text = rawurldecode( $slug ); // WordPress keeps other scripts URL-encoded; where it cut one short, what is left is no text.
		$slug = mb_check_encoding( $text, 'UTF-8' ) ? $text : $slug;
		return 'trash' === $product->get_status( 'edit' ) && str_ends_with( $slug, self::TRASHED ) ? substr( $slug, 0, -strlen( self::TRASHED ) ) : $slug;
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variation( $product, 'slug' );
		$product->set_slug( sanitize_title( Text::line( (string) $value ) ) );
	}
}
