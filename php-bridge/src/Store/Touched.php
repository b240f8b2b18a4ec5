<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** What an attempt has written so far, so that a rollback can drop the caches of exactly that, and knows whether it is needed at all. */
final class Touched {

	/** @var array<int, true> */
	private array $products = array();

	/** @var array<int, string> Term to taxonomy. */
	private array $terms = array();

	/** @var array<string, true> */
	private array $taxonomies = array();

	/** @var array<string, true> */
	private array $removed = array();

	private bool $dirty = false;

	/** To be called before an operation's first write. */
	public function write(): void {
		$this->dirty = true;
	}

	public function product( int $id ): void {
		$this->products[ $id ] = true;
	}

	public function term( int $id, string $taxonomy ): void {
		$this->terms[ $id ] = $taxonomy;
	}

	/** A taxonomy registered during the attempt. */
	public function taxonomy( string $taxonomy ): void {
		$this->taxonomies[ $taxonomy ] = true;
	}

	/** A taxonomy whose attribute was deleted during the attempt. */
	public function removed_taxonomy( string $taxonomy ): void {
		$this->removed[ $taxonomy ] = true;
	}

	/** A new operation begins: has it written anything? */
	public function next(): void {
		$this->dirty = false;
	}

	public function is_dirty(): bool {
		return $this->dirty;
	}

	/** @return array<int> */
	public function products(): array {
		return array_keys( $this->products );
	}

	/** @return array<int, string> */
	public function terms(): array {
		return $this->terms;
	}

	/** @return array<string> */
	public function taxonomies(): array {
		return array_map( 'strval', array_keys( $this->taxonomies ) );
	}

	/** @return array<string> */
	public function removed_taxonomies(): array {
		return array_map( 'strval', array_keys( $this->removed ) );
	}

	public function forget(): void {
		$this->removed    = array();
		$this->products   = array();
		$this->terms      = array();
		$this->taxonomies = array();
		$this->dirty      = false;
	}
}
