<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Languages\Languages;

/** The store on a site with several languages: which records are translations, and how a new one begins. */
final class Translations {

	/** What a copy does not share with its original. */
	private const OWN_META = array( '_unopim_related_ids' );

	/** Of a term: its place, and its pictures. */
	private const TERM_META = array( 'order', 'thumbnail_id', 'display_type', 'unopim_swatch_color', 'unopim_swatch_image_id' );

	public function __construct( private Languages $languages, private LinkReader $links, private Matches $matches ) {}

	/**
	 * Of `links.read`: matches in the language that is asked about; with `of` the translations of what that channel's links name, and
	 * what has none yet.
	 *
	 * @param array<string, mixed> $request
	 * @param array<string, mixed> $answer
	 * @return array<string, mixed>
	 */
	public function of_links( array $request, array $answer ): array {
		$language = (string) ( $request['language'] ?? '' );
		if ( '' === $language || ! $this->languages->translates( Languages::POST, 'product' ) ) {
			return $answer;
		}
		if ( ! isset( $request['of'] ) ) {
			$answer['matches'] = array_values( array_filter( $answer['matches'], fn( array $match ): bool => $this->is_in( Languages::POST, (int) $match['id'], 'product', $language ) ) );
			return $answer;
		}
		$left      = array_diff( array_map( 'strval', $request['codes'] ), array_column( $answer['links'], 'code' ) );
		$originals = $this->links->read( (string) $request['entity'], (string) $request['of'], array_values( $left ), null )['links'];
		$originals = array_filter( $originals, static fn( array $link ): bool => $link['id'] > 0 && 'gone' !== $link['kind'] && 'trash' !== ( $link['status'] ?? '' ) );
		update_object_term_cache( array_column( $originals, 'id' ), 'product' );
		$answer['originals'] = array();
		foreach ( $originals as $link ) {
			$id    = $this->languages->translation( Languages::POST, $link['id'], 'product', $language );
			$match = $id > 0 ? $this->matches->by_id( (string) $request['channel'], $link['code'], $id ) : null;
			if ( null === $match ) {
				$answer['originals'][] = array( 'code' => $link['code'], 'id' => $link['id'], 'kind' => $link['kind'] );
			} elseif ( $id !== $link['id'] ) {
				$answer['matches'][] = array( 'by' => 'translation' ) + $match;
			}
		}
		return $answer;
	}

	/**
	 * Of `terms.read`, a taxonomy: its terms in the language that is asked about, and with `of` what is a translation of what.
	 *
	 * @param array<string, mixed> $wish
	 * @param array<string, mixed> $row
	 * @return array<string, mixed>
	 */
	public function of_terms( array $wish, array $row ): array {
		$language = (string) ( $wish['language'] ?? '' );
		$taxonomy = (string) $wish['taxonomy'];
		if ( '' === $language || ! $row['exists'] || ! $this->languages->translates( Languages::TERM, $taxonomy ) ) {
			return $row;
		}
		update_object_term_cache( array_column( $row['terms'], 'id' ), 'term' );
		$row['terms'] = array_values( array_filter( $row['terms'], fn( array $term ): bool => $this->is_in( Languages::TERM, $term['id'], $taxonomy, $language ) ) );
		if ( ! isset( $wish['of'] ) ) {
			return $row;
		}
		$there  = array_flip( array_column( $row['terms'], 'id' ) );
		$groups = $this->links->groups( array( array( (string) $wish['entity'], (string) $wish['of'] ) ) );
		foreach ( array_merge( ...array_values( $groups ) ) as $link ) {
			if ( str_starts_with( $link->code, (string) ( $wish['prefix'] ?? '' ) ) && get_term( $link->shop_id, $taxonomy ) instanceof \WP_Term ) {
				$id = $this->languages->translation( Languages::TERM, $link->shop_id, $taxonomy, $language );
				if ( $id !== $link->shop_id ) {
					$row['translations'][] = array( 'code' => $link->code, 'original' => $link->shop_id, 'id' => isset( $there[ $id ] ) ? $id : 0 );
				}
			}
		}
		return $row;
	}

	/**
	 * Of `shop.products`: the language of each, of a variation its product's, and its translations.
	 *
	 * @param array<array<string, mixed>> $rows
	 * @return array<array<string, mixed>>
	 */
	public function of_products( array $rows ): array {
		if ( ! $this->languages->translates( Languages::POST, 'product' ) ) {
			return $rows;
		}
		$products = array_map( static fn( array $row ): int => (int) ( $row['parent'] ?? $row['id'] ), $rows );
		update_object_term_cache( $products, 'product' );
		$languages = array_column( $this->languages->all(), 'code' );
		return array_map( fn( array $row, int $id ): array => $row + $this->group( $id, $languages ), $rows, $products );
	}

	/** @param array<string> $languages @return array{language?:string,translations?:array<string,int>} */
	private function group( int $product, array $languages ): array {
		$own = $this->languages->of( Languages::POST, $product, 'product' );
		if ( '' === $own ) {
			return array();
		}
		$others = array_diff( $languages, array( $own ) );
		$others = array_combine( $others, array_map( fn( string $language ): int => $this->languages->translation( Languages::POST, $product, 'product', $language ), $others ) );
		return array_filter( array( 'language' => $own, 'translations' => array_filter( $others, static fn( int $id ): bool => $id > 0 && $id !== $product ) ) );
	}

	/**
	 * Work that sees the records of all languages.
	 *
	 * @template T
	 * @param callable(): T $work
	 * @return T
	 */
	public function everywhere( callable $work ): mixed {
		return $this->languages->everywhere( $work );
	}

	/** Puts what was created into its language and group. */
	public function keep( Operation $operation, string $kind, int $id, string $type ): void {
		if ( null !== $operation->language && $this->languages->translates( $kind, $type ) ) {
			$this->languages->put( $kind, $id, $type, $operation->language, (int) $operation->translation_of );
		}
	}

	/**
	 * A new product like its original, not saved yet: what belongs to no language is the same, and what it names is named in its language.
	 *
	 * @throws StoreError When the original is gone, or has a translation by now.
	 */
	public function copy( Operation $operation ): \WC_Product {
		$language = (string) $operation->language;
		$original = ProductReader::load( (int) $operation->translation_of );
		if ( null === $original ) {
			throw new StoreError( 'gone', "The product #{$operation->translation_of} that was to be translated is gone.", null, 'Pull the default language first.' );
		}
		if ( $this->languages->translation( Languages::POST, $original->get_id(), 'product', $language ) > 0 ) {
			throw new StoreError( 'translated', "The product #{$original->get_id()} was translated in the meantime.", null, 'The next pull adopts the translation.' );
		}
		$copy = clone $original;
		$copy->set_id( 0 );
		// What is unique stays the original's; a plugin that shares a SKU among translations does so by itself.
		$copy->set_sku( '' );
		if ( method_exists( $copy, 'set_global_unique_id' ) ) {
			$copy->set_global_unique_id( '' );
		}
		$copy->set_slug( '' );
		$copy->set_date_created( null );
		$copy->set_total_sales( 0 );
		$copy->set_rating_counts( array() );
		$copy->set_average_rating( 0 );
		$copy->set_review_count( 0 );
		$copy->set_category_ids( $this->terms( $original->get_category_ids( 'edit' ), 'product_cat', $language ) );
		$copy->set_tag_ids( $this->terms( $original->get_tag_ids( 'edit' ), 'product_tag', $language ) );
		$copy->set_upsell_ids( $this->products( $original->get_upsell_ids( 'edit' ), $language ) );
		$copy->set_cross_sell_ids( $this->products( $original->get_cross_sell_ids( 'edit' ), $language ) );
		$copy->set_attributes( array_map( fn( \WC_Product_Attribute $attribute ): \WC_Product_Attribute => $this->attribute( $attribute, $language ), $original->get_attributes( 'edit' ) ) );
		foreach ( self::OWN_META as $key ) {
			$copy->delete_meta_data( $key );
		}
		return $copy;
	}

	/**
	 * Its terms once more: a plugin may have taken it for an item of the default language while it was saved, and put that language's terms
	 * in their place. Brands, collections and the like are no part of what WooCommerce saves with a product.
	 */
	public function keep_terms( Operation $operation, \WC_Product $product ): void {
		$terms = array( 'product_cat' => $product->get_category_ids( 'edit' ), 'product_tag' => $product->get_tag_ids( 'edit' ) );
		foreach ( $product->get_attributes( 'edit' ) as $attribute ) {
			if ( $attribute instanceof \WC_Product_Attribute && $attribute->is_taxonomy() ) {
				$terms[ $attribute->get_name() ] = array_map( 'intval', $attribute->get_options() );
			}
		}
		$further = array_filter( get_object_taxonomies( 'product', 'objects' ), static fn( \WP_Taxonomy $one ): bool => $one->public && ! isset( $terms[ $one->name ] ) );
		foreach ( array_keys( $further ) as $taxonomy ) {
			$own                = wp_get_object_terms( (int) $operation->translation_of, $taxonomy, array( 'fields' => 'ids' ) );
			$terms[ $taxonomy ] = $this->terms( is_array( $own ) ? $own : array(), $taxonomy, (string) $operation->language );
		}
		foreach ( array_filter( $terms ) as $taxonomy => $ids ) {
			wp_set_object_terms( $product->get_id(), $ids, $taxonomy );
		}
	}

	/** What of a new term belongs to no language. */
	public function copy_term_meta( Operation $operation, int $id ): void {
		foreach ( null === $operation->translation_of ? array() : self::TERM_META as $key ) {
			$value = get_term_meta( $operation->translation_of, $key, true );
			if ( '' !== $value ) {
				update_term_meta( $id, $key, $value );
			}
		}
	}

	private function attribute( \WC_Product_Attribute $attribute, string $language ): \WC_Product_Attribute {
		$attribute = clone $attribute;
		if ( $attribute->is_taxonomy() ) {
			$attribute->set_options( $this->terms( array_map( 'intval', $attribute->get_options() ), $attribute->get_name(), $language ) );
		}
		return $attribute;
	}

	/** @param array<int> $ids @return array<int> */
	private function terms( array $ids, string $taxonomy, string $language ): array {
		return $this->languages->translates( Languages::TERM, $taxonomy ) ? $this->translated( Languages::TERM, $ids, $taxonomy, $language ) : $ids;
	}

	/** @param array<int> $ids @return array<int> */
	private function products( array $ids, string $language ): array {
		return $this->translated( Languages::POST, $ids, 'product', $language );
	}

	/** @param array<int> $ids @return array<int> */
	private function translated( string $kind, array $ids, string $type, string $language ): array {
		return array_values( array_filter( array_map( fn( $id ): int => $this->languages->translation( $kind, (int) $id, $type, $language ), $ids ) ) );
	}

	/** What has no language is in every one. */
	private function is_in( string $kind, int $id, string $type, string $language ): bool {
		return in_array( $this->languages->of( $kind, $id, $type ), array( '', $language ), true );
	}
}
