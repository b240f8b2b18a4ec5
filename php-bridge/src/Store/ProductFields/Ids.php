<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;
use UnoPim\Connector\Store\StoreError;

/** Lists of ids, as they are read, and as they are written: each once, and only of records that exist. */
final class Ids {

	/**
	 * @param array<mixed> $ids
	 * @return array<int>
	 */
	public static function sorted( array $ids ): array {
		$ids = self::listed( $ids );
		sort( $ids );
		return $ids;
	}

	/**
	 * @param array<mixed> $ids
	 * @return array<int>
	 */
	public static function listed( array $ids ): array {
		return array_values( array_filter( array_map( 'intval', $ids ) ) );
	}

	/**
	 * @param array<mixed> $terms Ids, or references to links.
	 * @return array<int>
	 * @throws StoreError When one does not exist.
	 */
	public static function of_terms( array $terms, string $taxonomy, string $field, Refs $refs, string $channel ): array {
		$ids = self::resolved( $terms, $field, $refs, $channel );
		foreach ( $ids as $id ) {
			if ( ! get_term( $id, $taxonomy ) instanceof \WP_Term ) {
				throw new StoreError( 'term_missing', "The term #{$id} of {$taxonomy} does not exist any more.", $field, 'Run a full pull, which creates missing terms.' );
			}
		}
		return $ids;
	}

	/**
	 * @param array<mixed> $products Ids, or references to links.
	 * @return array<int>
	 * @throws StoreError When one does not exist.
	 */
	public static function of_products( array $products, string $field, Refs $refs, string $channel ): array {
		$ids = self::resolved( $products, $field, $refs, $channel );
		foreach ( $ids as $id ) {
			if ( ! in_array( get_post_type( $id ), array( 'product', 'product_variation' ), true ) ) {
				throw new StoreError( 'product_missing', "The product #{$id} does not exist any more.", $field, 'Run a full pull, which finds or creates it again.' );
			}
		}
		return $ids;
	}

	/**
	 * @param array<mixed> $attachments
	 * @return array<int>
	 * @throws StoreError When one is gone from the media library.
	 */
	public static function of_attachments( array $attachments, string $field ): array {
		$ids = array_map( 'intval', array_values( $attachments ) );
		foreach ( $ids as $id ) {
			if ( 'attachment' !== get_post_type( $id ) ) {
				throw new StoreError( 'attachment_missing', "The media library has no file #{$id} any more.", $field, 'Run the pull again, which fetches the file anew.' );
			}
		}
		return array_values( array_unique( $ids ) );
	}

	/**
	 * @param array<mixed> $list
	 * @return array<int>
	 */
	private static function resolved( array $list, string $field, Refs $refs, string $channel ): array {
		return array_values( array_unique( array_map( static fn( mixed $entry ): int => $refs->id( $entry, $channel, $field ), $list ) ) );
	}
}
