<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/**
 * Two kinds of term queries that a batch repeats for every product although the answer is known: the terms of an item that was just
 * inserted (none, until one is added), and whether a term exists (WordPress drops its own cache of that whenever any product gets terms).
 */
final class TermQueries {

	/** @var array<int, true> Items that were inserted during the batch. */
	private array $new = array();

	/** @var array<int, array<string, true>> Items to the taxonomies that they got terms of during the batch. */
	private array $related = array();

	/** @var array<string, array<mixed>> */
	private array $answers = array();

	private bool $asking = false;

	public function start(): void {
		add_action( 'transition_post_status', array( $this, 'begin' ), 0, 3 );
		add_action( 'add_term_relationship', array( $this, 'related' ), 0, 3 );
		add_filter( 'terms_pre_query', array( $this, 'answer' ), PHP_INT_MAX, 2 );
		foreach ( array( 'created_term', 'edited_term', 'edited_terms', 'delete_term' ) as $action ) {
			add_action( $action, array( $this, 'forget' ), 0 );
		}
	}

	public function stop(): void {
		remove_action( 'transition_post_status', array( $this, 'begin' ), 0 );
		remove_action( 'add_term_relationship', array( $this, 'related' ), 0 );
		remove_filter( 'terms_pre_query', array( $this, 'answer' ), PHP_INT_MAX );
		foreach ( array( 'created_term', 'edited_term', 'edited_terms', 'delete_term' ) as $action ) {
			remove_action( $action, array( $this, 'forget' ), 0 );
		}
		$this->new     = array();
		$this->related = array();
		$this->answers = array();
	}

	/** @param \WP_Post $post */
	public function begin( $to, $from, $post ): void {
		// WordPress may have given it default terms before; those are noted already.
		if ( 'new' === $from && in_array( $post->post_type, array( 'product', 'product_variation' ), true ) ) {
			$this->new[ $post->ID ] = true;
		}
	}

	public function related( $id, $tt_id, $taxonomy ): void {
		$this->related[ (int) $id ][ (string) $taxonomy ] = true;
	}

	public function forget(): void {
		$this->answers = array();
	}

	/** @param \WP_Term_Query $query */
	public function answer( $terms, $query ): mixed {
		if ( null !== $terms || $this->asking ) {
			return $terms;
		}
		$vars = $query->query_vars;
		if ( ! empty( $vars['object_ids'] ) ) {
			return $this->has_none( (array) $vars['object_ids'], (array) $vars['taxonomy'] ) && 'count' !== $vars['fields'] ? array() : null;
		}
		return $this->is_plain( $vars ) ? $this->remembered( $vars ) : null;
	}

	/**
	 * @param array<int|string> $ids
	 * @param array<string>     $taxonomies
	 */
	private function has_none( array $ids, array $taxonomies ): bool {
		foreach ( $ids as $id ) {
			if ( ! isset( $this->new[ (int) $id ] ) || array() !== array_intersect_key( $this->related[ (int) $id ] ?? array(), array_flip( $taxonomies ) ) ) {
				return false;
			}
		}
		return array() !== $taxonomies;
	}

	/**
	 * As `term_exists()` and `get_term_by()` ask: any term, no order that a plugin could change. Whether `get_terms` is filtered afterwards does
	 * not matter here.
	 *
	 * @param array<string, mixed> $vars
	 */
	private function is_plain( array $vars ): bool {
		return 'all' === $vars['get'] && in_array( $vars['orderby'], array( 'none', 'term_id' ), true ) && empty( $vars['meta_key'] ) && empty( $vars['meta_query'] );
	}

	/**
	 * @param array<string, mixed> $vars
	 * @return array<mixed>|null
	 */
	private function remembered( array $vars ): ?array {
		$key = md5( serialize( array_intersect_key( $vars, array_flip( array( 'taxonomy', 'include', 'name', 'slug', 'parent', 'child_of', 'search', 'term_taxonomy_id', 'fields', 'number', 'offset', 'order', 'orderby', 'exclude', 'name__like', 'description__like' ) ) ) ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- only a key.
		if ( ! isset( $this->answers[ $key ] ) ) {
			$this->asking = true;
			try {
				$found = ( new \WP_Term_Query() )->query( $vars );
			} finally {
				$this->asking = false;
			}
			if ( ! is_array( $found ) ) {
				return null;
			}
			if ( array() === $found ) {
				return $found; // It may be created at any moment by a query of which nobody hears.
			}
			$this->answers[ $key ] = $found;
		}
		// Each asker gets objects of its own, as from WordPress.
		return array_map( static fn( mixed $term ): mixed => is_object( $term ) ? clone $term : $term, $this->answers[ $key ] );
	}
}
