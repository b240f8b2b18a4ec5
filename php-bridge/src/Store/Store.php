<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Store\Import\ImportMode;
use UnoPim\Connector\Store\ProductFields\FieldSet;

/**
 * The shop's side of the wire: answers the engine's store requests (docs/wire.md). It decides nothing; the only comparison it makes is
 * whether a hash is the one that the engine expects.
 */
final class Store {

	private LinkReader $links;
	private ProductReader $products;
	private VariationReader $variations;
	private TermReader $terms;
	private AttributeReader $attributes;
	private Catalog $catalog;
	private Apply $apply;

	public function __construct( \wpdb $db, Schema $tables, int $run_id, int $batch_size = 50 ) {
		$touched     = new Touched();
		$staged      = new Links( $db, $tables, $run_id );
		$refs        = new Refs( $staged );
		$fields      = new FieldSet( $refs );
		$log         = new OperationLog( $db, $tables, $run_id );
		$mode        = ImportMode::make( $db, $tables );
		$this->links = new LinkReader( $db, $tables );

		$this->products   = new ProductReader( $fields, $this->links );
		$this->variations = new VariationReader( $db );
		$this->terms      = new TermReader( $db, $this->links );
		$this->attributes = new AttributeReader( $this->links );
		$this->catalog    = new Catalog( $db, $tables );

		$terms   = new TermWriter( $staged, $refs, $touched );
		$writers = array(
			'attribute' => new AttributeWriter( $staged, $touched ),
			'option'    => $terms,
			'category'  => $terms,
			'product'   => new ProductWriter( $fields, $this->products, $this->links, $staged, $refs, $touched, $mode ),
		);
		$transaction = new Transaction( $db );
		$attempt     = new Attempt( $transaction, new DatabaseErrors( $db ), $mode, $staged, $log, $touched, new Caches(), $writers );

		$this->apply = new Apply( $attempt, $transaction, $log, new TableEngines( $db, $tables ), $batch_size );
	}

	/**
	 * @param array<string, mixed> $request Decoded to arrays.
	 * @return array<string, mixed> The response without its id. Maps are objects, so that an empty one stays a map in JSON.
	 * @throws StoreError When the request cannot be answered at all.
	 */
	public function answer( array $request ): array {
		return match ( $request['do'] ?? null ) {
			'links.read'      => $this->links->read( (string) $request['entity'], (string) ( $request['channel'] ?? '' ), (array) $request['codes'], isset( $request['match'] ) ? (string) $request['match'] : null ),
			'links.pending'   => array( 'links' => $this->links->pending( (string) $request['entity'], (string) ( $request['channel'] ?? '' ), (string) $request['flag'], (int) ( $request['after'] ?? 0 ), (int) ( $request['limit'] ?? 50 ) ) ),
			'products.read'   => array( 'items' => $this->products->read( (string) ( $request['channel'] ?? '' ), (array) $request['ids'], array_map( 'strval', (array) $request['fields'] ) ) ),
			'variations.read' => array( 'variations' => $this->variations->read( (array) $request['parents'] ) ),
			'attributes.read' => $this->attributes->read(),
			'terms.read'      => array( 'taxonomies' => $this->terms->read( (array) $request['taxonomies'] ) ),
			'catalog.read'    => array( 'records' => $this->catalog->read( array_map( 'strval', (array) $request['kinds'] ) ) ),
			'catalog.write'   => $this->write_catalog( $request ),
			'store.apply'     => array_filter( $this->apply->run( (array) $request['operations'] ), static fn( array $list, string $name ): bool => 'results' === $name || array() !== $list, ARRAY_FILTER_USE_BOTH ),
			default           => throw new StoreError( 'unsupported', sprintf( 'The store knows no request %s.', (string) ( $request['do'] ?? '' ) ), null, 'The requests are listed in docs/wire.md.' ),
		};
	}

	/**
	 * @param array<string, mixed> $request
	 * @return array<string, mixed>
	 */
	private function write_catalog( array $request ): array {
		$this->catalog->write( (string) $request['kind'], (array) $request['records'], true === ( $request['complete'] ?? false ) );
		return array();
	}
}
