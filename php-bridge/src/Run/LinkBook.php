<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Schema;

/** Which UnoPim records stand for which shop items, as people see and correct it. What a pull makes of a link is the engine's matter. */
class LinkBook {

	public const ENTITIES = array( 'product', 'category', 'attribute', 'option', 'term' );

	/** `all`; the item is there, gone or in the trash; two codes of a channel on one item; shop products without a link. */
	public const STATES = array( 'all', 'linked', 'gone', 'trash', 'double', 'unlinked' );

	/** Kinds of posts that a product link can stand for. */
	private const POSTS = "( 'product', 'product_variation' )";

	public function __construct( private \wpdb $db, private Schema $schema, private ItemBook $items, private Clock $clock ) {}

	/**
	 * @param array{entity:string,state:string,channel:string,search:string} $filters
	 * @return array{rows:array<array<string,mixed>>,total:int} linked last first.
	 */
	public function page( array $filters, int $page, int $per_page ): array {
		if ( 'unlinked' === $filters['state'] ) {
			return $this->unlinked( $filters, $page, $per_page );
		}
		$links = $this->schema->table( 'links' );
		$from  = "{$links} AS l";
		$where = array( $this->db->prepare( 'l.entity = %s', $filters['entity'] ) );
		if ( '' !== $filters['channel'] ) {
			$where[] = $this->of_channel( $filters['channel'] );
		}
		if ( '' !== $filters['search'] ) {
			$where[] = $this->db->prepare( 'l.code LIKE %s', $this->like( $filters['search'] ) );
		}
		if ( 'product' === $filters['entity'] ) {
			$from .= " LEFT JOIN {$this->db->posts} AS p ON p.ID = l.shop_id AND p.post_type IN " . self::POSTS;
		} elseif ( 'attribute' === $filters['entity'] ) {
			$from .= " LEFT JOIN {$this->db->prefix}woocommerce_attribute_taxonomies AS a ON a.attribute_id = l.shop_id";
		} else {
			$from .= " LEFT JOIN {$this->db->terms} AS t ON t.term_id = l.shop_id";
		}
		$there   = match ( $filters['entity'] ) { 'product' => 'p.ID', 'attribute' => 'a.attribute_id', default => 't.term_id' };
		$where[] = match ( $filters['state'] ) {
			'gone'   => "{$there} IS NULL",
			'linked' => "{$there} IS NOT NULL" . ( 'product' === $filters['entity'] ? " AND p.post_status <> 'trash'" : '' ),
			'trash'  => 'product' === $filters['entity'] ? "p.post_status = 'trash'" : '1 = 0',
			'double' => "EXISTS ( SELECT 1 FROM {$links} AS o WHERE o.entity = l.entity AND o.channel = l.channel AND o.shop_id = l.shop_id AND o.id <> l.id )",
			default  => '1 = 1',
		};
		$title     = match ( $filters['entity'] ) { 'product' => 'p.post_title', 'attribute' => 'a.attribute_label', default => 't.name' };
		$status    = 'product' === $filters['entity'] ? 'p.post_status' : "''";
		$condition = implode( ' AND ', $where );
		$rows      = $this->db->get_results( "SELECT l.id, l.code, l.channel, l.shop_id, l.flags, l.last_pull, l.last_push, {$there} AS there, {$title} AS title, {$status} AS status FROM {$from} WHERE {$condition} ORDER BY l.id DESC" . $this->limit( $page, $per_page ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		return array(
			'rows'  => array_map( static fn( $row ) => self::row( $filters['entity'], $row ), $rows ?: array() ),
			'total' => (int) $this->db->get_var( "SELECT COUNT(*) FROM {$from} WHERE {$condition}" ), // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		);
	}

	/** @return array<array<string,mixed>> the links of a shop item. */
	public function about( string $entity, int $shop_id ): array {
		$rows = $this->db->get_results( $this->db->prepare( 'SELECT id, code, channel, shop_id, flags, last_pull, last_push, shop_id AS there, NULL AS title, NULL AS status FROM %i WHERE entity = %s AND shop_id = %d ORDER BY id', $this->schema->table( 'links' ), $entity, $shop_id ), ARRAY_A );
		return array_map( static fn( $row ) => self::row( $entity, $row ), $rows ?: array() );
	}

	/** How many links of products have no item any more. */
	public function count_gone(): int {
		return (int) $this->db->get_var( $this->db->prepare( "SELECT COUNT(*) FROM %i AS l LEFT JOIN {$this->db->posts} AS p ON p.ID = l.shop_id AND p.post_type IN " . self::POSTS . " WHERE l.entity = 'product' AND p.ID IS NULL", $this->schema->table( 'links' ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
	}

	/** Links a code with a shop item. Nothing is compared yet: the next pull adopts what it finds. @return int the link's number @throws Fault */
	public function link( string $entity, string $channel, string $code, int $shop_id ): int {
		$channel = self::channel( $entity, $channel );
		if ( ! $this->exists( $entity, $shop_id ) ) {
			throw self::fault( 'no_such_item', __( 'The shop has no such item.', 'unopim-connector' ), __( 'Search for it again.', 'unopim-connector' ), 'id', 404 );
		}
		$taken = $this->db->get_row( $this->db->prepare( 'SELECT id, code, shop_id FROM %i WHERE entity = %s AND channel = %s AND ( code = %s OR shop_id = %d ) LIMIT 1', $this->schema->table( 'links' ), $entity, $channel, $code, $shop_id ) );
		if ( null !== $taken ) {
			/* translators: 1: UnoPim code, 2: number of a shop item */
			throw self::fault( 'already_linked', sprintf( __( '“%1$s” is linked with the shop item %2$d.', 'unopim-connector' ), $taken->code, (int) $taken->shop_id ), __( 'Unlink it first.', 'unopim-connector' ), (int) $taken->shop_id === $shop_id ? 'id' : 'code', 409 );
		}
		$this->db->insert( $this->schema->table( 'links' ), array( 'entity' => $entity, 'channel' => $channel, 'code' => $code, 'shop_id' => $shop_id, 'bases' => '{}', 'created_at' => $this->clock->utc() ) );
		return (int) $this->db->insert_id;
	}

	/** Links a code with the product that has it as its SKU. @throws Fault */
	public function adopt( string $channel, string $sku ): int {
		$id = function_exists( 'wc_get_product_id_by_sku' ) ? (int) wc_get_product_id_by_sku( $sku ) : 0;
		if ( 0 === $id ) {
			/* translators: %s: SKU */
			throw self::fault( 'no_such_item', sprintf( __( 'The shop has no product with the SKU “%s”.', 'unopim-connector' ), $sku ), __( 'Choose the product yourself.', 'unopim-connector' ), 'code', 404 );
		}
		return $this->link( 'product', $channel, $sku, $id );
	}

	/** Forgets a link whose item is gone, so that the next pull makes the item again. @throws Fault */
	public function forget_gone( string $entity, string $channel, string $code ): void {
		$link = $this->db->get_row( $this->db->prepare( 'SELECT id, shop_id FROM %i WHERE entity = %s AND channel = %s AND code = %s', $this->schema->table( 'links' ), $entity, self::channel( $entity, $channel ), $code ) );
		if ( null === $link ) {
			throw self::not_found();
		}
		if ( $this->exists( $entity, (int) $link->shop_id ) ) {
			throw self::fault( 'not_gone', __( 'The shop item is still there.', 'unopim-connector' ), __( 'Unlink it, or restore it from the trash.', 'unopim-connector' ), 'code', 409 );
		}
		$this->unlink( (int) $link->id );
	}

	public function unlink( int $id ): void {
		if ( 1 !== $this->db->delete( $this->schema->table( 'links' ), array( 'id' => $id ) ) ) {
			throw self::not_found();
		}
	}

	/** Keeps an item out of pull and push, or lets it in again. */
	public function exclude( string $entity, string $channel, string $code, int $shop_id, bool $out ): void {
		if ( $out ) {
			$this->items->put( 'excluded', $entity, self::channel( $entity, $channel ), $code, $shop_id, 'open' );
		} else {
			$this->items->take( 'excluded', $entity, self::channel( $entity, $channel ), $code );
		}
	}

	/**
	 * @param array{entity:string,state:string,channel:string,search:string} $filters
	 * @return array{rows:array<array<string,mixed>>,total:int}
	 */
	private function unlinked( array $filters, int $page, int $per_page ): array {
		$where = array( "p.post_type = 'product'", "p.post_status NOT IN ( 'trash', 'auto-draft' )" );
		$on    = "l.entity = 'product' AND l.shop_id = p.ID" . ( '' === $filters['channel'] ? '' : ' AND ' . $this->of_channel( $filters['channel'] ) );
		if ( '' !== $filters['search'] ) {
			$where[] = $this->db->prepare( '( p.post_title LIKE %s OR k.sku LIKE %s )', $this->like( $filters['search'] ), $this->like( $filters['search'] ) );
		}
		$from      = "{$this->db->posts} AS p LEFT JOIN {$this->db->prefix}wc_product_meta_lookup AS k ON k.product_id = p.ID";
		$condition = implode( ' AND ', $where ) . " AND NOT EXISTS ( SELECT 1 FROM {$this->schema->table( 'links' )} AS l WHERE {$on} )";
		$rows      = $this->db->get_results( "SELECT NULL AS id, k.sku AS code, p.ID AS shop_id, p.ID AS there, p.post_title AS title, p.post_status AS status FROM {$from} WHERE {$condition} ORDER BY p.ID DESC" . $this->limit( $page, $per_page ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		return array(
			'rows'  => array_map( static fn( $row ) => self::row( 'product', $row + array( 'channel' => $filters['channel'], 'flags' => '', 'last_pull' => null, 'last_push' => null ) ), $rows ?: array() ),
			'total' => (int) $this->db->get_var( "SELECT COUNT(*) FROM {$from} WHERE {$condition}" ), // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		);
	}

	/** Its further languages among them. */
	private function of_channel( string $channel ): string {
		return $this->db->prepare( "SUBSTRING_INDEX( l.channel, '@', 1 ) = %s", $channel );
	}

	private function exists( string $entity, int $id ): bool {
		return match ( $entity ) {
			'product'   => in_array( get_post_type( $id ), array( 'product', 'product_variation' ), true ),
			'attribute' => null !== $this->db->get_var( $this->db->prepare( "SELECT attribute_id FROM {$this->db->prefix}woocommerce_attribute_taxonomies WHERE attribute_id = %d", $id ) ),
			default     => term_exists( $id ) > 0,
		};
	}

	/** Attributes, options and terms belong to no channel. */
	private static function channel( string $entity, string $channel ): string {
		return in_array( $entity, array( 'product', 'category' ), true ) ? $channel : '';
	}

	/**
	 * @param array<string,string|null> $row
	 * @return array<string,mixed>
	 */
	private static function row( string $entity, array $row ): array {
		return array(
			'link'      => null === $row['id'] ? null : (int) $row['id'],
			'entity'    => $entity,
			'code'      => (string) $row['code'],
			'id'        => (int) $row['shop_id'],
			'channel'   => $row['channel'],
			'title'     => (string) $row['title'],
			'state'     => match ( true ) { null === $row['id'] => 'unlinked', null === $row['there'] => 'gone', 'trash' === $row['status'] => 'trash', default => 'linked' },
			'flags'     => '' === (string) $row['flags'] ? array() : explode( ',', (string) $row['flags'] ),
			'last_pull' => self::iso( $row['last_pull'] ),
			'last_push' => self::iso( $row['last_push'] ),
		);
	}

	private static function iso( ?string $utc ): ?string {
		return null === $utc ? null : gmdate( 'Y-m-d\TH:i:s\Z', Run::time( $utc ) );
	}

	private function like( string $text ): string {
		return '%' . $this->db->esc_like( $text ) . '%';
	}

	private function limit( int $page, int $per_page ): string {
		return $this->db->prepare( ' LIMIT %d OFFSET %d', $per_page, ( $page - 1 ) * $per_page );
	}

	private static function not_found(): Fault {
		return self::fault( 'link_not_found', __( 'There is no such link.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), 'id', 404 );
	}

	private static function fault( string $code, string $message, string $next_step, string $path, int $status ): Fault {
		return new Fault( $code, $message, $next_step, $path, $status );
	}
}
