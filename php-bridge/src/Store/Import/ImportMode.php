<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

use UnoPim\Connector\Platform\Schema;

/**
 * WordPress and WooCommerce while a batch is written: what they would do after every product is gathered, and done once at the end;
 * what they would ask although the answer is known is answered.
 */
final class ImportMode {

	/** @var array<mixed> Parents that WooCommerce had queued before the batch. */
	private array $queued = array();

	public function __construct(
		private TermCounts $counts,
		private AttributeLookup $lookup,
		private ProductCaches $caches,
		private BulkMeta $bulk_meta,
		private AbsentMeta $absent_meta,
		private TermQueries $term_queries,
		private RepeatedDrops $drops
	) {}

	public static function make( \wpdb $db, Schema $tables ): self {
		return new self( new TermCounts(), new AttributeLookup( $db, $tables ), new ProductCaches(), new BulkMeta( $db ), new AbsentMeta(), new TermQueries(), new RepeatedDrops() );
	}

	public function enter(): void {
		global $wc_deferred_product_sync;
		$this->queued = (array) ( $wc_deferred_product_sync ?? array() );
		$this->counts->defer();
		$this->lookup->defer();
		$this->caches->defer();
		$this->drops->defer();
		$this->term_queries->start();
		$this->absent_meta->start();
		$this->bulk_meta->start();
	}

	/** A variable product is about to be synchronised: it must see all of its variations. */
	public function before_sync( int $id ): void {
		$this->caches->clear_now( $id );
		$this->lookup->synced( $id );
	}

	/** A variable product has become a simple one, or the other way round: other variations are found in its place. */
	public function type_changed( int $id ): void {
		$this->lookup->synced( $id );
	}

	/** A product is shown in the catalogue, or hidden, as it was not before. */
	public function visibility_changed( int $id ): void {
		$this->counts->note_shown( $id );
	}

	/** A term with products moved away from below this one, or to it. */
	public function branch_changed( string $taxonomy, int $id ): void {
		$this->counts->note_branch( $taxonomy, $id );
	}

	/** Terms are gone: none, for all of the taxonomy. */
	public function after_terms_deleted( string $taxonomy, ?int $id = null ): void {
		$this->lookup->drop_terms( $taxonomy, $id );
	}

	/** The gathered work, inside of the transaction. */
	public function settle(): void {
		$this->bulk_meta->finish();
		$this->absent_meta->settle();
		$this->stop_answering();
		$this->caches->settle();
		$this->drops->settle();
		$this->lookup->settle();
		$this->counts->settle();
	}

	/** Whatever happened. */
	public function leave(): void {
		global $wc_deferred_product_sync;
		$this->stop_answering();
		$this->caches->release();
		$this->drops->release();
		$this->lookup->release();
		$this->counts->settle();
		// WooCommerce would synchronise every parent again when the request ends; the `sync` operations do that.
		$wc_deferred_product_sync = $this->queued; // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- WooCommerce's own queue.
	}

	private function stop_answering(): void {
		$this->bulk_meta->stop();
		$this->absent_meta->stop();
		$this->term_queries->stop();
	}
}
