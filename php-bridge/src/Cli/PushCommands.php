<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Settings\Channels;

/** `wp unopim push`. */
final class PushCommands {

	private const LISTS = array( 'products' => 'product', 'categories' => 'category', 'attributes' => 'attribute' );

	public function __construct( private Foreground $foreground, private Channels $channels ) {}

	/** Pushes what was edited in the shop: everything, --products, --categories, --attributes, --id=<product>[,<product>], or --queue; with --dry-run it only plans. */
	public function push( array $args, array $options ): int {
		$worst = Console::DONE;
		foreach ( $this->channels( $options ) as $channel ) {
			$worst = max( $worst, $this->foreground->start( self::job( $options ) + array( 'channel' => $channel, 'dry' => isset( $options['dry-run'] ) ) ) );
		}
		return $worst;
	}

	/** Plans a push, with the options of `push`, and sends nothing. */
	public function plan( array $args, array $options ): int {
		return $this->push( $args, array( 'dry-run' => true ) + $options );
	}

	/** @param array<string,mixed> $options @return array<string,mixed> */
	private static function job( array $options ): array {
		$job = array( 'kind' => 'push' );
		if ( isset( $options['id'] ) ) {
			$ids = array_map( 'trim', explode( ',', (string) $options['id'] ) );
			if ( array() !== array_filter( $ids, static fn( $id ) => ! ctype_digit( $id ) ) ) {
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
			return array( (string) $options['channel'] );
		}
		$sites = isset( $options['id'] ) ? array() : array_filter( $this->channels->sites(), fn( $site ) => array() !== $this->channels->pushing( $site ) );
		$first = array_map( fn( $site ) => $this->channels->pushing( $site )[0]['code'], $sites );
		return array( ...( array() === $first || array() !== $this->channels->pushing( 0 ) ? array( null ) : array() ), ...array_values( $first ) );
	}
}
