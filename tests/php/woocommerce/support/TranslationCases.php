<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use UnoPim\Connector\Languages\Languages;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Store\Store;

/**
 * The store under a translation plugin, whichever it is: English items are linked under `default`, French ones under `default@fr_FR`.
 * Products and categories are translated.
 */
trait TranslationCases {

	abstract protected function languages(): Languages;

	protected function store( int $run = 1, int $batch_size = 50, bool $dry = false ): Store {
		global $wpdb;
		return new Store( $wpdb, new Schema( $wpdb ), $run, $batch_size, $dry, null, $this->languages() );
	}

	public function test_the_languages_of_the_site_are_told(): void {
		self::assertSame(
			array( array( 'code' => 'en', 'locale' => 'en_US', 'default' => true ), array( 'code' => 'fr', 'locale' => 'fr_FR', 'default' => false ) ),
			$this->languages()->all()
		);
	}

	public function test_a_translation_is_made_once_and_has_all_but_its_texts_from_the_original(): void {
		$mugs   = $this->category( 'mugs', array( 'name' => 'Mugs', 'slug' => 'mugs' ) );
		$id     = $this->original( 'mug', array( 'name' => 'Mug', 'regular_price' => '9.5', 'weight' => '0.4', 'stock_quantity' => '7', 'categories' => array( $mugs ), 'status' => 'draft' ) );
		$tasses = $this->category( 'mugs', array( 'name' => 'Tasses', 'slug' => 'mugs-fr' ), array( 'channel' => self::FRENCH, 'language' => 'fr', 'translation_of' => $mugs ) );
		self::assertSame( 'en', $this->languages()->of( Languages::POST, $id, 'product' ) );
		self::assertSame( $tasses, $this->languages()->translation( Languages::TERM, $mugs, 'product_cat', 'fr' ) );

		self::assertSame( array( array( 'code' => 'mug', 'id' => $id, 'kind' => 'simple' ) ), $this->asked_in_french( 'mug', 'unknown' )['originals'] );
		$made = $this->translate( 'mug', $id, array( 'name' => 'Tasse' ) );
		self::assertSame( 'done', $made['status'], json_encode( $made ) );
		self::assertSame( $made['id'], $this->languages()->translation( Languages::POST, $id, 'product', 'fr' ) );
		self::assertSame( $id, $this->languages()->translation( Languages::POST, $made['id'], 'product', 'en' ) );
		self::assertEquals(
			array( 'name' => 'Tasse', 'regular_price' => '9.5', 'weight' => '0.4', 'stock_quantity' => '7', 'categories' => array( $tasses ), 'status' => 'draft', 'sku' => '' ),
			$this->values( $made['id'], array( 'name', 'regular_price', 'weight', 'stock_quantity', 'categories', 'status', 'sku' ) )
		);
		self::assertSame( 'Mug', $this->values( $id, array( 'name' ) )['name'] );

		$again = $this->asked_in_french( 'mug' );
		self::assertSame( array( $made['id'] ), array_column( $again['links'], 'id' ) );
		self::assertSame( array( array(), array() ), array( $again['matches'], $again['originals'] ) );
		self::assertSame( $made['id'], $this->translate( 'mug', $id, array( 'name' => 'Tasse' ) )['id'], 'an interrupted run' );
	}

	public function test_a_translation_is_made_with_the_brand_of_its_original(): void {
		$id    = $this->original( 'mug', array( 'name' => 'Mug' ) );
		$brand = (int) wp_insert_term( 'Acme', 'product_brand' )['term_id'];
		wp_set_object_terms( $id, array( $brand ), 'product_brand' );
		$made = $this->translate( 'mug', $id, array( 'name' => 'Tasse' ) );
		self::assertSame( array( $brand ), wp_get_object_terms( $made['id'], 'product_brand', array( 'fields' => 'ids' ) ) );
		wp_delete_term( $brand, 'product_brand' );
	}

	public function test_a_translation_that_somebody_made_is_found_and_not_doubled(): void {
		$id   = $this->original( 'mug', array( 'name' => 'Mug' ) );
		$hand = Shop::product( array( 'name' => 'Ma tasse' ) )->get_id();
		$this->languages()->put( Languages::POST, $hand, 'product', 'fr', $id );
		$found = $this->asked_in_french( 'mug' );
		self::assertSame( array(), $found['originals'] );
		self::assertSame( array( array( $hand, 'translation', false ) ), array_map( static fn( array $match ): array => array( $match['id'], $match['by'], $match['linked'] ), $found['matches'] ) );
		$refused = $this->translate( 'mug', $id, array( 'name' => 'Tasse' ) );
		self::assertSame( array( 'failed', 'translated' ), array( $refused['status'], $refused['error']['code'] ), 'somebody was faster' );
	}

	public function test_an_item_in_the_trash_is_no_original(): void {
		$id = $this->original( 'mug', array( 'name' => 'Mug' ) );
		wp_trash_post( $id );
		self::assertSame( array(), $this->asked_in_french( 'mug' )['originals'] );
	}

	public function test_the_default_language_takes_no_translation_for_its_own(): void {
		$english = Shop::product( array( 'name' => 'Mug', 'sku' => 'mug' ) )->get_id();
		$french  = Shop::product( array( 'name' => 'Tasse' ) )->get_id();
		$this->languages()->put( Languages::POST, $english, 'product', 'en', 0 );
		$this->languages()->put( Languages::POST, $french, 'product', 'fr', $english );
		// As a plugin does that shares a SKU among translations.
		global $wpdb;
		$wpdb->update( $wpdb->prefix . 'wc_product_meta_lookup', array( 'sku' => 'mug' ), array( 'product_id' => $french ) );
		$asked = array( 'do' => 'links.read', 'entity' => 'product', 'channel' => 'default', 'codes' => array( 'mug' ), 'match' => 'sku' );
		self::assertSame( array( $english, $french ), array_column( $this->ask( $asked )['matches'], 'id' ) );
		self::assertSame( array( $english ), array_column( $this->ask( $asked + array( 'language' => 'en' ) )['matches'], 'id' ) );
	}

	public function test_terms_are_told_by_language_with_what_is_a_translation_of_what(): void {
		$mugs   = $this->category( 'mugs', array( 'name' => 'Mugs', 'slug' => 'mugs' ) );
		$cups   = $this->category( 'cups', array( 'name' => 'Cups', 'slug' => 'cups' ) );
		$tasses = (int) wp_insert_term( 'Tasses', 'product_cat' )['term_id'];
		$this->languages()->put( Languages::TERM, $tasses, 'product_cat', 'fr', $mugs );
		$names  = static fn( array $row ): array => array_values( array_intersect( array_column( $row['terms'], 'name' ), array( 'Mugs', 'Cups', 'Tasses' ) ) );
		$french = $this->categories( array( 'language' => 'fr', 'of' => 'default' ) );
		self::assertSame( array( 'Tasses' ), $names( $french ) );
		self::assertSame(
			array( array( 'code' => 'cups', 'original' => $cups, 'id' => 0 ), array( 'code' => 'mugs', 'original' => $mugs, 'id' => $tasses ) ),
			$french['translations']
		);
		$english = $this->categories( array( 'language' => 'en', 'channel' => 'default' ) );
		self::assertSame( array( 'Mugs', 'Cups' ), $names( $english ) );
		self::assertArrayNotHasKey( 'translations', $english );
		self::assertSame( array( 'Mugs', 'Cups', 'Tasses' ), $names( $this->categories( array() ) ) );
	}

	public function test_a_push_is_told_the_language_and_the_translations_of_each_product(): void {
		$id    = $this->original( 'mug', array( 'name' => 'Mug' ) );
		$tasse = $this->translate( 'mug', $id, array( 'name' => 'Tasse' ) )['id'];
		$rows  = $this->ask( array( 'do' => 'shop.products', 'after' => 0, 'limit' => 50 ) )['products'];
		self::assertSame( array( $id => 'en', $tasse => 'fr' ), array_column( $rows, 'language', 'id' ) );
		self::assertSame( array( $id => array( 'fr' => $tasse ), $tasse => array( 'en' => $id ) ), array_column( $rows, 'translations', 'id' ) );
	}

	/** An English product. @param array<string, mixed> $fields */
	private function original( string $sku, array $fields ): int {
		return $this->create( $sku, $fields, array( 'language' => 'en' ) );
	}

	/** What a run in French is told about codes. */
	private function asked_in_french( string ...$codes ): array {
		return $this->ask( array( 'do' => 'links.read', 'entity' => 'product', 'channel' => self::FRENCH, 'codes' => $codes, 'match' => null, 'language' => 'fr', 'of' => 'default' ) );
	}

	/** @param array<string, mixed> $fields @return array<string, mixed> the result */
	private function translate( string $sku, int $original, array $fields ): array {
		return $this->apply( array( $this->op( 'create', $sku, $fields, array( 'channel' => self::FRENCH, 'language' => 'fr', 'translation_of' => $original ) ) ) )[0];
	}

	/** @param array<string, mixed> $fields @param array<string, mixed> $more */
	private function category( string $code, array $fields, array $more = array() ): int {
		$result = $this->apply( array( $this->op( 'create', $code, $fields, $more + array( 'entity' => 'category', 'taxonomy' => 'product_cat', 'kind' => null, 'language' => 'en' ) ) ) )[0];
		self::assertSame( 'done', $result['status'], json_encode( $result ) );
		return $result['id'];
	}

	/** The categories as a run in a language is told them. @param array<string, mixed> $more */
	private function categories( array $more ): array {
		return $this->ask( array( 'do' => 'terms.read', 'taxonomies' => array( $more + array( 'taxonomy' => 'product_cat', 'entity' => 'category', 'channel' => self::FRENCH, 'prefix' => '' ) ) ) )['taxonomies'][0];
	}
}
