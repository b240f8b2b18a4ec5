<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Languages\Languages;
use UnoPim\Connector\Languages\None;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Store\Import\ImportMode;
use UnoPim\Connector\Store\ProductFields\FieldSet;

/**
 * The shop's side of the wire: answers the engine's store requests (docs/wire.md). It decides nothing; the only comparison it makes is
 * whether a hash is the one that the engine expects.
 */
final class Store {

	private LinkReader $links;
	private Matches $matches;
	private ProductReader $products;
	private ShopProducts $shop;
	private VariationReader $variations;
	private TermReader $terms;
	private AttributeReader $attributes;
	private Catalog $catalog;
	private Items $items;
	private LinkMarks $marks;
	private Plan $plan;
	private History $history;
	private Apply $apply;
	private Transaction $transaction;
	private Translations $translations;
	private Caches $caches;

	/**
	 * @param bool                                                        $dry   Plans in place of writing.
	 * @param (callable(array<string, mixed>): array<string, mixed>)|null $media Answers `media.*`.
	 */
	public function __construct( \wpdb $db, Schema $tables, int $run_id, int $batch_size = 50, private bool $dry = false, private $media = null, ?Languages $languages = null ) {
		$touched     = new Touched();
		$staged      = new Links( $db, $tables, $run_id );
		$refs        = new Refs( $staged );
		$fields      = new FieldSet( $refs );
		$this->plan  = new Plan( $db, $tables, $run_id );
		$log         = new OperationLog( $db, $tables, $run_id, $this->plan );
		$mode        = ImportMode::make( $db, $tables );
		$this->items = new Items( $db, $tables );
		$this->marks = new LinkMarks( $db, $tables, $run_id );
		$this->matches = new Matches( $db, $tables );
		$this->links   = new LinkReader( $db, $tables, $this->matches, $this->items, $dry ? $this->plan : null );

		$this->translations = new Translations( $languages ?? new None(), $this->links, $this->matches );
		$this->products   = new ProductReader( $fields, $this->links );
		$this->shop       = new ShopProducts( $db );
		$this->variations = new VariationReader( $db );
		$this->terms      = new TermReader( $db, $this->links, $this->items, $this->translations );
		$this->attributes = new AttributeReader( $this->links, $this->items );
		$this->catalog    = new Catalog( $db, $tables );
		$this->history    = new History( $db, $tables );

		$usage   = new Usage( $db, $tables );
		$terms   = new TermWriter( $staged, $refs, $touched, $usage, $mode, $this->translations );
		$writers = array(
			'attribute' => new AttributeWriter( $staged, $touched, $usage, $mode ),
			'option'    => $terms,
			'category'  => $terms,
			'term'      => $terms,
			'group'     => new GroupWriter(),
			'product'   => new ProductWriter( $fields, $this->products, $this->links, $staged, $refs, $touched, $mode, new ProductBin( $db, $touched ), $this->translations ),
		);
		$this->transaction = new Transaction( $db );
		$this->caches      = new Caches();
		$attempt           = new Attempt( $this->transaction, new DatabaseErrors( $db ), $mode, $staged, $log, $touched, $this->caches, $writers );

		$this->apply = new Apply( $attempt, $this->transaction, $log, new TableEngines( $db, $tables ), $batch_size );
	}

	/**
	 * @param (callable(): void)|null $hold What each transaction begins with; see `Transaction`.
	 */
	public function begin_with( ?callable $hold ): void {
		$this->transaction->begin_with( $hold );
	}

	/**
	 * A shop item as a match for a code, for whoever found it; null when there is no such product.
	 *
	 * @return array<string, mixed>|null
	 */
	public function match( string $channel, string $code, int $id ): ?array {
		return $this->matches->by_id( $channel, $code, $id );
	}

	/**
	 * @param array<string, mixed> $request Decoded to arrays.
	 * @return array<string, mixed> The response without its id. Maps are objects, so that an empty one stays a map in JSON.
	 * @throws StoreError When the request cannot be answered at all.
	 */
	public function answer( array $request ): array {
		return $this->translations->everywhere( fn(): array => $this->answered( $request ) );
	}

	/**
	 * @param array<string, mixed> $request
	 * @return array<string, mixed>
	 */
	private function answered( array $request ): array {
		$name = (string) ( $request['do'] ?? '' );
		return match ( $name ) {
			'links.read'      => $this->translations->of_links( $request, $this->links->read( ...self::of_links( $request ), codes: self::codes( $request ), match: isset( $request['match'] ) ? (string) $request['match'] : null, gtins: (array) ( $request['gtins'] ?? array() ), others: self::others( $request ) ) ),
			'links.of'        => $this->links->of( ...self::of_links( $request ), ids: array_map( 'intval', (array) $request['ids'] ) ),
			'shop.products'   => array( 'products' => $this->translations->of_products( isset( $request['ids'] ) ? $this->shop->of( array_map( 'intval', (array) $request['ids'] ) ) : $this->shop->page( ...self::page( $request ) ) ) ),
			'links.pending'   => array( 'links' => $this->links->pending( ...self::of_links( $request ), ...self::page( $request ), flag: (string) $request['flag'] ) ),
			'links.mark'      => self::silently( fn() => $this->marks->mark( ...self::of_links( $request ), codes: self::codes( $request ) ) ),
			'links.unseen'    => $this->marks->unseen( ...self::of_links( $request ), ...self::page( $request ) ),
			'links.find'      => array( 'links' => $this->marks->find( ...self::of_links( $request ), ...self::page( $request ), text: (string) $request['text'], unseen: true === ( $request['unseen'] ?? false ) ) ),
			'products.read'   => array( 'items' => $this->loaded( (array) $request['ids'], array_map( 'strval', (array) $request['fields'] ), (string) ( $request['channel'] ?? '' ), self::others( $request ) ) ),
			'variations.read' => array( 'variations' => $this->variations->read( (array) $request['parents'] ) ),
			'attributes.read' => $this->attributes->read(),
			'terms.read'      => array( 'taxonomies' => $this->terms->read( (array) $request['taxonomies'] ) ),
			'items.read'      => array( 'items' => $this->items->read( (string) $request['lane'], (string) ( $request['channel'] ?? '' ), array_map( 'strval', (array) $request['states'] ), true === ( $request['due'] ?? false ), ...self::page( $request ) ) ),
			'catalog.read'    => array( 'records' => $this->catalog->read( array_map( 'strval', (array) $request['kinds'] ) ) ),
			'plan.read'       => array( 'operations' => $this->plan->read( (int) $request['plan'], ...self::page( $request ) ) ),
			'plan.write'      => self::silently( fn() => $this->plan->write( (int) $request['plan'], (array) $request['rows'] ) ),
			'history.read'    => array( 'operations' => $this->history->read( (int) $request['run'], isset( $request['before'] ) ? (int) $request['before'] : null, (int) ( $request['limit'] ?? 50 ) ) ),
			'items.write', 'catalog.write', 'store.apply', 'media.note' => $this->dry ? $this->planned( $request ) : $this->written( $request ),
			default           => str_starts_with( $name, 'media.' ) && null !== $this->media ? ( $this->media )( $request ) : throw new StoreError( 'unsupported', "The store knows no request {$name}.", null, 'The requests are listed in docs/wire.md.' ),
		};
	}

	/**
	 * @param array<string, mixed> $request
	 * @return array<string, mixed>
	 */
	private function written( array $request ): array {
		return match ( $request['do'] ) {
			'items.write'   => self::silently( fn() => $this->items->write( (array) ( $request['items'] ?? array() ), (array) ( $request['remove'] ?? array() ) ) ),
			'catalog.write' => self::silently( fn() => $this->catalog->write( (string) $request['kind'], (array) $request['records'], true === ( $request['complete'] ?? false ) ) ),
			'media.note'    => null === $this->media ? array() : ( $this->media )( $request ),
			default         => array_filter( $this->apply->run( (array) $request['operations'] ), static fn( array $list, string $name ): bool => 'results' === $name || array() !== $list, ARRAY_FILTER_USE_BOTH ),
		};
	}

	/**
	 * @param array<int>    $ids
	 * @param array<string> $fields
	 * @param array<string> $others
	 * @return array<array<string, mixed>>
	 */
	private function loaded( array $ids, array $fields, string $channel, array $others ): array {
		$items = $this->products->read( $channel, $ids, $fields, $others );
		$this->caches->after( count( $items ) );
		return $items;
	}

	/**
	 * Of a dry run nothing stays but its plan, and which links it has seen.
	 *
	 * @param array<string, mixed> $request
	 * @return array<string, mixed>
	 */
	private function planned( array $request ): array {
		if ( 'store.apply' !== $request['do'] ) {
			return array();
		}
		$seen = array();
		foreach ( (array) $request['operations'] as $raw ) {
			$operation = Operation::of( $raw );
			$seen[ $operation->entity ][ $operation->link_channel() ][] = $operation->key;
		}
		foreach ( $seen as $entity => $channels ) {
			foreach ( $channels as $channel => $codes ) {
				$this->marks->mark( (string) $entity, (string) $channel, $codes );
			}
		}
		return $this->plan->add( (array) $request['operations'] );
	}

	/**
	 * @param array<string, mixed> $request
	 * @return array{entity: string, channel: string}
	 */
	private static function of_links( array $request ): array {
		return array( 'entity' => (string) $request['entity'], 'channel' => (string) ( $request['channel'] ?? '' ) );
	}

	/**
	 * @param array<string, mixed> $request
	 * @return array<string>
	 */
	private static function codes( array $request ): array {
		return array_map( 'strval', (array) $request['codes'] );
	}

	/**
	 * The site's other channels, the first one first.
	 *
	 * @param array<string, mixed> $request
	 * @return array<string>
	 */
	private static function others( array $request ): array {
		return array_map( 'strval', (array) ( $request['others'] ?? array() ) );
	}

	/**
	 * @param array<string, mixed> $request
	 * @return array{after: int, limit: int}
	 */
	private static function page( array $request ): array {
		return array( 'after' => (int) ( $request['after'] ?? 0 ), 'limit' => (int) ( $request['limit'] ?? 50 ) );
	}

	/**
	 * Work that has nothing to answer.
	 *
	 * @return array{}
	 */
	private static function silently( callable $work ): array {
		$work();
		return array();
	}
}
