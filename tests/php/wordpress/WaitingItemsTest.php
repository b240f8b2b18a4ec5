<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** Held fields, parked items, links, images and what an editor shows of a product. */
final class WaitingItemsTest extends RunTestCase {

	private const HELD = '{"fields":[{"field":"name","shop":"Cup","unopim":"Mug","shown":null},{"field":"regular_price","shop":"5","unopim":"6","shown":null}],"target":"a1"}';

	/** @var array<int> */
	private array $posts = array();

	protected function setUp(): void {
		parent::setUp();
		post_type_exists( 'product' ) || register_post_type( 'product' );
	}

	protected function tearDown(): void {
		array_map( static fn( $id ) => wp_delete_post( $id, true ), $this->posts );
		parent::tearDown();
	}

	private function product( string $title, string $status = 'publish' ): int {
		return $this->posts[] = wp_insert_post( array( 'post_type' => 'product', 'post_title' => $title, 'post_status' => $status ) );
	}

	private function link_row( int $id, string $code, string $channel = 'default', string $entity = 'product' ): int {
		return self::insert( 'links', array( 'entity' => $entity, 'channel' => $channel, 'code' => $code, 'shop_id' => $id, 'bases' => '{}', 'last_pull' => '2026-11-23 10:00:00', 'created_at' => '2026-01-01 00:00:00' ) );
	}

	public function test_held_fields_are_listed_and_decided_by_a_pull(): void {
		$this->ready();
		$id  = self::item( array( 'lane' => 'held', 'shop_id' => $this->product( 'Cup' ), 'state' => 'open', 'body' => self::HELD ) );
		$row = $this->rest( 'GET', '/reviews?channel=default&search=mu' )->get_data()[0];
		self::assertSame( array( $id, 'mug', 'Cup', 'name', 'Mug' ), array( $row['row'], $row['key'], $row['title'], $row['fields'][0]->field, $row['fields'][0]->unopim ) );
		self::assertSame( array(), $this->rest( 'GET', '/reviews?channel=web' )->get_data() );
		$run = $this->rest( 'POST', "/reviews/{$id}", array( 'choices' => array( 'name' => 'unopim', 'regular_price' => 'shop' ) ) );
		self::assertSame( array( 201, 'one', array( 'mug' ) ), array( $run->get_status(), $run->get_data()['job']['scope'], $run->get_data()['job']['skus'] ) );
		self::assertSame( '{"mug":{"name":"unopim","regular_price":"shop"}}', json_encode( $run->get_data()['job']['choices'] ) );
	}

	public function test_what_waits_in_a_further_language_is_decided_in_that_language(): void {
		$this->ready();
		$id  = self::item( array( 'lane' => 'held', 'channel' => 'default@fr_FR', 'shop_id' => $this->product( 'Tasse' ), 'state' => 'open', 'body' => self::HELD ) );
		self::assertSame( array( $id ), array_column( $this->rest( 'GET', '/reviews?channel=default' )->get_data(), 'row' ), 'it is among what waits in the channel' );
		$job = $this->rest( 'POST', "/reviews/{$id}", array( 'choices' => array( 'name' => 'unopim' ) ) )->get_data()['job'];
		self::assertSame( array( 'default', 'fr_FR', array( 'mug' ) ), array( $job['channel'], $job['locale'], $job['skus'] ) );
	}

	public function test_a_held_field_is_shown_with_what_both_sides_had_at_last(): void {
		$this->ready();
		$cup = $this->product( 'Cup' );
		self::item( array( 'lane' => 'held', 'shop_id' => $cup, 'state' => 'open', 'body' => self::HELD ) );
		$wrote = static fn( string $fields, string $at, array $more = array() ) => self::insert( 'operations', $more + array( 'run_id' => 1, 'n' => 1, 'entity' => 'product', 'item_key' => 'mug', 'channel' => 'default', 'action' => 'update', 'shop_id' => $cup, 'fields' => $fields, 'outcome' => 'done', 'created_at' => $at ) );
		$wrote( '[{"field":"name","old":null,"new":"First","write":true}]', '2026-01-01 10:00:00' );
		$wrote( '[{"field":"name","old":"First","new":"Second","write":true}]', '2026-01-02 10:00:00' );
		$wrote( '[{"field":"name","old":"Second","new":"Third","write":false}]', '2026-01-03 10:00:00' );
		$wrote( '[{"field":"name","old":"Second","new":"Planned","write":true}]', '2026-01-04 10:00:00', array( 'outcome' => 'planned' ) );
		[ $name, $price ] = $this->rest( 'GET', '/reviews' )->get_data()[0]['fields'];
		self::assertSame( array( 'value' => 'Second', 'at' => '2026-01-02T10:00:00Z' ), $name->base );
		self::assertFalse( isset( $price->base ) );
	}

	public function test_all_that_are_shown_can_be_decided_at_once(): void {
		$this->ready();
		$ids = array( self::item( array( 'lane' => 'held', 'state' => 'open', 'body' => self::HELD ) ), self::item( array( 'lane' => 'held', 'item_key' => '7', 'state' => 'open', 'body' => self::HELD ) ) );
		$run = $this->rest( 'POST', '/reviews', array( 'ids' => $ids, 'all' => 'shop' ) )->get_data();
		self::assertSame( '{"mug":{"name":"shop","regular_price":"shop"},"7":{"name":"shop","regular_price":"shop"}}', json_encode( $run['job']['choices'] ) );
		self::assertSame( array( 'mug', '7' ), $run['job']['skus'] );
	}

	public function test_a_pair_of_skus_that_may_be_one_product_is_decided_as_a_whole(): void {
		$this->ready();
		$id  = self::item( array( 'lane' => 'held', 'item_key' => 'cup', 'state' => 'renamed', 'body' => '{"renamed_from":"mug","fields":[],"target":"a"}' ) );
		$row = $this->rest( 'GET', '/reviews' )->get_data()[0];
		self::assertSame( array( 'renamed', 'mug' ), array( $row['state'], $row['renamed_from'] ) );
		self::assertSame( '{"cup":{"renamed":"unopim"}}', json_encode( $this->rest( 'POST', "/reviews/{$id}", array( 'all' => 'unopim' ) )->get_data()['job']['choices'] ) );
	}

	private const RENAMED_TERM = '{"fields":[{"field":"name","shop":"Ruby","unopim":"Crimson","shown":null}],"target":"a1"}';

	public function test_what_waits_of_the_structure_is_decided_by_a_pull_of_what_it_belongs_to(): void {
		$this->ready();
		$codes = array( array( 'option', '', 'color/red' ), array( 'category', 'default', 'men' ), array( 'term', '', 'product_brand:brand/acme' ), array( 'attribute', '', 'size' ) );
		$ids   = array_map( static fn( $row ) => self::item( array( 'lane' => 'held', 'entity' => $row[0], 'channel' => $row[1], 'item_key' => $row[2], 'state' => 'open', 'body' => self::RENAMED_TERM ) ), $codes );
		$shown = $this->rest( 'GET', '/reviews?channel=default' )->get_data();
		self::assertSame( array_reverse( $ids ), array_column( $shown, 'row' ), 'what all channels share waits with the first of them' );
		self::assertSame( array( 'default' ), array_values( array_unique( array_column( $shown, 'channel' ) ) ) );
		self::assertSame( array(), $this->rest( 'GET', '/reviews?channel=web' )->get_data() );
		$job = $this->rest( 'POST', "/reviews/{$ids[0]}", array( 'choices' => array( 'name' => 'unopim' ) ) )->get_data()['job'];
		self::assertSame( array( 'one', 'default', array(), array( 'color' ) ), array( $job['scope'], $job['channel'], $job['skus'], $job['attributes'] ) );
		self::assertSame( '{"option:color\/red":{"name":"unopim"}}', json_encode( $job['chosen'] ) );
		$all = $this->rest( 'POST', '/reviews', array( 'ids' => $ids, 'all' => 'shop' ) )->get_data()['job'];
		self::assertSame( array( array( 'color', 'brand', 'size' ), array( 'men' ) ), array( $all['attributes'], $all['categories'] ) );
		self::assertSame( array( 'option:color/red', 'category:men', 'term:product_brand:brand/acme', 'attribute:size' ), array_keys( (array) $all['chosen'] ) );
		self::assertFalse( isset( $all['choices'] ) );
	}

	public function test_a_shared_term_in_a_further_language_is_decided_in_that_language(): void {
		$this->ready();
		$id  = self::item( array( 'lane' => 'held', 'entity' => 'option', 'channel' => '@fr_FR', 'item_key' => 'color/red', 'state' => 'open', 'body' => self::RENAMED_TERM ) );
		self::assertSame( array( $id ), array_column( $this->rest( 'GET', '/reviews?channel=default' )->get_data(), 'row' ) );
		$job = $this->rest( 'POST', "/reviews/{$id}", array( 'all' => 'shop' ) )->get_data()['job'];
		self::assertSame( array( 'default', 'fr_FR' ), array( $job['channel'], $job['locale'] ) );
	}

	public function test_a_term_that_waits_is_shown_by_its_name_with_the_way_to_it(): void {
		$this->ready();
		$term = wp_insert_term( 'Rouge & noir', 'category' )['term_id'];
		self::item( array( 'lane' => 'held', 'entity' => 'category', 'item_key' => 'men', 'shop_id' => $term, 'state' => 'open', 'body' => self::RENAMED_TERM ) );
		$row = $this->rest( 'GET', '/reviews' )->get_data()[0];
		wp_delete_term( $term, 'category' );
		self::assertSame( array( 'category', 'Rouge & noir' ), array( $row['entity'], $row['title'] ) );
		self::assertStringContainsString( "tag_ID={$term}", (string) $row['edit_url'] );
	}

	public function test_choices_name_what_they_are_about(): void {
		$this->ready();
		foreach ( array( 'red', 'option:', 'product:mug' ) as $key ) {
			$answer = $this->rest( 'POST', '/runs', array( 'host' => 'server', 'job' => array( 'kind' => 'pull', 'channel' => 'default', 'scope' => 'one', 'attributes' => array( 'color' ), 'chosen' => array( $key => array( 'name' => 'shop' ) ) ) ) );
			self::assertSame( array( 422, "job.chosen.{$key}" ), array( $answer->get_status(), $answer->get_data()['path'] ) );
		}
	}

	public function test_a_parked_term_can_be_tried_again(): void {
		$this->ready();
		foreach ( array( 'product_brand:brand/acme' => array( 'attributes' => array( 'brand' ) ), 'product_collection:summer' => array( 'categories' => array( 'summer' ) ) ) as $code => $lists ) {
			$id  = self::item( array( 'entity' => 'term', 'item_key' => $code ) );
			$job = $this->rest( 'POST', "/parked/{$id}/retry" )->get_data()['job'];
			self::assertSame( $lists, array_filter( array_intersect_key( $job, array( 'attributes' => 1, 'categories' => 1, 'skus' => 1 ) ) ) );
		}
	}

	/** @dataProvider bad_choices @param array<string,mixed> $body */
	public function test_a_bad_choice_starts_nothing( array $body, int $status, string $path ): void {
		$this->ready();
		$id     = self::item( array( 'lane' => 'held', 'state' => 'open', 'body' => self::HELD ) );
		$answer = $this->rest( 'POST', "/reviews/{$id}", $body );
		self::assertSame( array( $status, $path ), array( $answer->get_status(), $answer->get_data()['path'] ) );
		self::assertSame( array(), $this->rest( 'GET', '/runs' )->get_data() );
	}

	/** @return array<array{array<string,mixed>,int,string}> */
	public static function bad_choices(): array {
		return array( array( array( 'choice' => 'shop' ), 400, 'choices' ), array( array( 'all' => 'both' ), 400, 'choices' ), array( array( 'choices' => array( 'name' => 'mine' ) ), 422, 'job.choices.mug.name' ) );
	}

	public function test_items_of_two_channels_are_not_decided_together(): void {
		$this->ready();
		$ids = array( self::item( array( 'lane' => 'held', 'state' => 'open', 'body' => self::HELD ) ), self::item( array( 'lane' => 'held', 'channel' => 'web', 'state' => 'open', 'body' => self::HELD ) ) );
		self::assertSame( array( 422, 'ids' ), array( $this->rest( 'POST', '/reviews', array( 'ids' => $ids, 'all' => 'shop' ) )->get_status(), $this->rest( 'POST', '/reviews', array( 'ids' => $ids, 'all' => 'shop' ) )->get_data()['path'] ) );
		self::assertSame( 404, $this->rest( 'POST', '/reviews/999999', array( 'all' => 'shop' ) )->get_status() );
	}

	public function test_a_sku_that_was_changed_in_the_shop_is_put_back_by_a_pull_whatever_parked_it(): void {
		$this->ready();
		$id  = self::item( array( 'error_code' => 'sku_changed', 'body' => '{"dir":"to_unopim","code":"sku_changed","message":"x"}' ) );
		self::assertSame( 400, $this->rest( 'POST', "/parked/{$id}/retry", array( 'choices' => array( 'sku' => 'mine' ) ) )->get_status() );
		$run = $this->rest( 'POST', "/parked/{$id}/retry", array( 'choices' => array( 'sku' => 'unopim' ) ) );
		$job = json_decode( (string) wp_json_encode( $run->get_data()['job'] ?? null ), true );
		self::assertSame( array( 201, 'pull', array( 'mug' ), array( 'mug' => array( 'sku' => 'unopim' ) ) ), array( $run->get_status(), $job['kind'], $job['skus'], $job['choices'] ) );
	}

	public function test_parked_items_show_their_reason_and_can_be_retried_or_ignored(): void {
		$this->ready();
		$id  = self::item( array( 'error_code' => 'sku_taken', 'tries' => 2, 'body' => '{"code":"sku_taken","message":"Another product has this SKU.","hint":"Adopt it.","field":"sku","target":"a"}' ) );
		$row = $this->rest( 'GET', '/parked?error_code=sku_taken' )->get_data()[0];
		self::assertSame( array( 'mug', 'parked', 2, 'sku_taken', 'Another product has this SKU.', 'Adopt it.', 'sku' ), array( $row['key'], $row['state'], $row['tries'], $row['code'], $row['message'], $row['hint'], $row['field'] ) );
		self::assertSame( 'ignored', $this->rest( 'POST', "/parked/{$id}/ignore" )->get_data()['state'] );
		$run = $this->rest( 'POST', "/parked/{$id}/retry" );
		self::assertSame( array( 201, array( 'mug' ) ), array( $run->get_status(), $run->get_data()['job']['skus'] ) );
		self::assertSame( array( 'mug' => 'retry' ), self::items( 'parked' ) );
		$category = self::item( array( 'entity' => 'category', 'item_key' => 'men' ) );
		self::assertSame( array( 'men' ), $this->rest( 'POST', "/parked/{$category}/retry" )->get_data()['job']['categories'] );
		self::assertSame( 404, $this->rest( 'POST', '/parked/999999/retry' )->get_status() );
	}

	public function test_links_are_listed_by_state(): void {
		$mug  = $this->product( 'Mug' );
		$tee  = $this->product( 'Tee', 'trash' );
		$lone = $this->product( 'Lone' );
		$this->link_row( $mug, 'mug' );
		$this->link_row( $mug, 'cup' );
		$this->link_row( $tee, 'tee' );
		$this->link_row( 999999, 'gone' );
		$this->link_row( $mug, 'mug', 'web' );
		$codes = fn( string $query ) => array_column( $this->rest( 'GET', "/links?{$query}" )->get_data(), 'state', 'code' );
		self::assertSame( array( 'gone' => 'gone', 'tee' => 'trash', 'cup' => 'linked', 'mug' => 'linked' ), $codes( 'channel=default' ) );
		self::assertSame( array( 'gone' => 'gone' ), $codes( 'state=gone' ) );
		self::assertSame( array( 'tee' => 'trash' ), $codes( 'state=trash' ) );
		self::assertSame( array( 'cup', 'mug' ), array_keys( $codes( 'state=double&channel=default' ) ) );
		self::assertSame( array( 'mug' => 'linked' ), $codes( 'state=linked&channel=web' ) );
		self::assertSame( array( 'tee' => 'trash' ), $codes( 'search=te' ) );
		$row = $this->rest( 'GET', '/links?search=tee' )->get_data()[0];
		self::assertSame( array( $tee, 'Tee', '2026-11-23T10:00:00Z' ), array( $row['id'], $row['title'], $row['last_pull'] ) );
		self::assertSame( 400, $this->rest( 'GET', '/links?state=lost' )->get_status() );
		self::assertSame( 400, $this->rest( 'GET', '/links?state=unlinked&entity=category' )->get_status() );
		unset( $lone );
	}

	public function test_links_of_a_further_language_are_its_channels(): void {
		$mug   = $this->product( 'Mug' );
		$tasse = $this->product( 'Tasse' );
		$this->link_row( $mug, 'mug' );
		$this->link_row( $tasse, 'mug', 'default@fr_FR' );
		$ids = fn( string $query ) => array_column( $this->rest( 'GET', "/links?{$query}" )->get_data(), 'id' );
		self::assertSame( array( $tasse, $mug ), $ids( 'channel=default' ) );
		self::assertSame( array(), $ids( 'channel=web' ) );
		self::assertSame( array(), array_intersect( array( $tasse, $mug ), $ids( 'state=unlinked&channel=default' ) ) );
	}

	public function test_a_link_is_made_and_removed_by_hand(): void {
		$this->ready();
		$id   = $this->product( 'Mug' );
		$made = $this->rest( 'POST', '/links', array( 'do' => 'link', 'channel' => 'default', 'code' => 'mug', 'id' => $id ) );
		self::assertSame( 200, $made->get_status(), (string) wp_json_encode( $made->get_data() ) );
		foreach ( array( array( array( 'code' => 'mug', 'id' => $this->product( 'Other' ) ), 409, 'code' ), array( array( 'code' => 'cup', 'id' => $id ), 409, 'id' ), array( array( 'code' => 'cup', 'id' => 999999 ), 404, 'id' ), array( array( 'code' => '', 'id' => $id ), 422, 'code' ), array( array( 'code' => 'x', 'id' => $id, 'channel' => '' ), 422, 'channel' ), array( array( 'code' => 'x', 'id' => $id, 'do' => 'burn' ), 422, 'do' ) ) as list( $body, $status, $path ) ) {
			$answer = $this->rest( 'POST', '/links', $body + array( 'do' => 'link', 'channel' => 'default' ) );
			self::assertSame( array( $status, $path ), array( $answer->get_status(), $answer->get_data()['path'] ), (string) wp_json_encode( $answer->get_data() ) );
		}
		self::assertSame( array( 'unlinked' => true ), $this->rest( 'DELETE', '/links/' . $made->get_data()['link'] )->get_data() );
		self::assertSame( 404, $this->rest( 'DELETE', '/links/' . $made->get_data()['link'] )->get_status() );
	}

	public function test_a_product_that_was_deleted_for_good_can_be_made_again(): void {
		$this->ready();
		$this->link_row( 999999, 'gone' );
		$this->link_row( $this->product( 'Mug' ), 'mug' );
		self::assertSame( 409, $this->rest( 'POST', '/links', array( 'do' => 'recreate', 'channel' => 'default', 'code' => 'mug' ) )->get_status() );
		$run = $this->rest( 'POST', '/links', array( 'do' => 'recreate', 'channel' => 'default', 'code' => 'gone' ) );
		self::assertSame( array( 201, array( 'gone' ) ), array( $run->get_status(), $run->get_data()['job']['skus'] ) );
		self::assertSame( array( 'mug' ), array_column( $this->rest( 'GET', '/links' )->get_data(), 'code' ) );
	}

	public function test_an_item_is_excluded_and_let_in_again(): void {
		$id = $this->product( 'Mug' );
		$this->link_row( $id, 'mug' );
		self::item( array( 'lane' => 'held', 'shop_id' => $id, 'state' => 'open', 'body' => self::HELD ) );
		$this->rest( 'POST', '/links', array( 'do' => 'exclude', 'channel' => 'default', 'code' => 'mug', 'id' => $id ) );
		$this->rest( 'POST', '/links', array( 'do' => 'exclude', 'channel' => 'default', 'code' => 'mug', 'id' => $id ) );
		self::assertSame( array( 'mug' => 'open' ), self::items( 'excluded' ) );
		$state = $this->rest( 'GET', "/products/{$id}/state" )->get_data();
		self::assertSame( array( true, 1, array( 'mug' ), array() ), array( $state['excluded'], count( $state['held'] ), array_column( $state['links'], 'code' ), $state['parked'] ) );
		$this->rest( 'POST', '/links', array( 'do' => 'include', 'channel' => 'default', 'code' => 'mug', 'id' => $id ) );
		self::assertFalse( $this->rest( 'GET', "/products/{$id}/state" )->get_data()['excluded'] );
		self::assertSame( 404, $this->rest( 'GET', '/products/999999/state' )->get_status() );
	}

	public function test_the_image_queue_is_shown_paused_and_tried_again(): void {
		self::item( array( 'lane' => 'image', 'state' => 'failed', 'tries' => 5, 'error_code' => 'too_large', 'body' => '{"fields":{"image":["a.jpg"]},"kind":"simple","name":"Mug"}' ) );
		self::item( array( 'lane' => 'image', 'item_key' => 'tee', 'state' => 'retry' ) );
		self::insert( 'media', array( 'hash' => 'h', 'attachment_id' => 3, 'created_at' => '2026-01-01 00:00:00' ) );
		$media = $this->rest( 'GET', '/media?state=failed' );
		self::assertSame( array( array( 'waiting' => 0, 'retry' => 1, 'failed' => 1, 'done' => 1 ), false, '1' ), array( $media->get_data()['counts'], $media->get_data()['paused'], $media->get_headers()['X-WP-Total'] ) );
		self::assertSame( array( 'mug', 'too_large', array( 'a.jpg' ) ), array( $media->get_data()['items'][0]['key'], $media->get_data()['items'][0]['code'], $media->get_data()['items'][0]['wanted']->image ) );
		self::assertTrue( $this->rest( 'POST', '/media/pause' )->get_data()['paused'] );
		self::assertSame( array( 1, 1 ), array( $this->rest( 'POST', '/media/retry' )->get_data()['retried'], $this->rest( 'GET', '/media' )->get_data()['counts']['waiting'] ) );
		self::assertTrue( self::service( Schema::class )->is_current() );
	}
}
