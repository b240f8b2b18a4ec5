<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * WordPress and WooCommerce while a batch is written: what they would do after every product is gathered, and done once at the end.
 */
final class ImportMode {

	/** @var array<mixed> Parents that WooCommerce had queued before the batch. */
	private array $queued = array();

	public function __construct(
		private TermCounts $counts,
		private AttributeLookup $lookup,
		private BulkMeta $meta
	) {}

	public function enter(): void {
		global $wc_deferred_product_sync;
		$this->queued = (array) ( $wc_deferred_product_sync ?? array() );
		$this->counts->defer();
		$this->lookup->defer();
		$this->meta->start();
	}

	/** The gathered work, inside of the transaction. */
	public function settle(): void {
		$this->meta->stop();
		$this->lookup->settle();
		$this->counts->settle();
	}

	/** Whatever happened. */
	public function leave(): void {
		global $wc_deferred_product_sync;
		$this->meta->stop();
		$this->lookup->release();
		$this->counts->settle();
		// WooCommerce would synchronise every parent again when the request ends; the `sync` operations do that.
		$wc_deferred_product_sync = $this->queued; // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- WooCommerce's own queue.
	}
}
