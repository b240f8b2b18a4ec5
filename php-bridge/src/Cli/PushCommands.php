<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Settings\Channels;

/** `wp unopim push`. */
final class PushCommands {

	private const LISTS = array( 'products' => 'product', 'categories' => 'category', 'attributes' => 'attribute' );

	public function __construct( private Foreground $foreground, private Channels $channels, private Scope $scope ) {}

	/** Pushes what was edited in the shop: everything, --products, --categories, --attributes, --id=<product>[,<product>], or --queue; with --dry-run it only plans. */
	public function push( array $args, array $options ): int {
		$job = self::job( $options ) + array( 'dry' => isset( $options['dry-run'] ) );
		return $this->foreground->each( array_map( static fn( $channel ) => $job + array( 'channel' => $channel ), $this->channels( $options ) ) );
	}

	/** Plans a push, with the options of `push`, and sends nothing. */
	public function plan( array $args, array $options ): int {
		return $this->push( $args, array( 'dry-run' => true ) + $options );
	}

	/** @param array<string,mixed> $options @return array<string,mixed> */
	private static function job( array $options ): array {
		$job  = array( 'kind' => 'push' );
		$what = array_keys( array_intersect_key( $options, self::LISTS ) );
		$what = array( ...array_slice( $what, 0, 1 ), ...array_keys( array_intersect_key( $options, array( 'id' => 1, 'queue' => 1 ) ) ) );
		if ( isset( $what[1] ) ) {
			throw Console::bad( "--{$what[1]}", __( 'Name kinds of items, --id or --queue.', 'unopim-connector' ) );
		}
		if ( isset( $options['id'] ) ) {
			$ids = array_map( 'trim', explode( ',', (string) $options['id'] ) );
			if ( array() !== array_filter( $ids, static fn( $id ) => ! ctype_digit( $id ) || (int) $id < 1 ) ) {
				throw Console::bad( '--id', __( 'Name products by their numbers.', 'unopim-connector' ) );
			}
			return $job + array( 'scope' => 'one', 'ids' => array( 'product' => array_map( 'intval', $ids ) ) );
		}
		if ( isset( $options['queue'] ) ) {
			return $job + array( 'scope' => 'queue' );
		}
		$entities = array_values( array_intersect_key( self::LISTS, $options ) );
		return $job + array( 'scope' => 'all' ) + ( array() === $entities ? array() : array( 'entities' => $entities ) );
	}

	/**
	 * The channel that is named, else the first of every site with Push on; a product's number is one of this site.
	 *
	 * @param array<string,mixed> $options
	 * @return array<string|null>
	 */
	private function channels( array $options ): array {
		if ( isset( $options['channel'] ) ) {
			return array( $this->scope->named( $options )['code'] );
		}
		$sites = isset( $options['id'] ) ? array() : array_filter( $this->channels->sites(), fn( $site ) => array() !== $this->channels->pushing( $site ) );
		$first = array_map( fn( $site ) => $this->channels->pushing( $site )[0]['code'], $sites );
		return array( ...( array() === $first || array() !== $this->channels->pushing( 0 ) ? array( null ) : array() ), ...array_values( $first ) );
	}
}
