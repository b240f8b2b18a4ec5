<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Store\Store;

/** A test of the store on an empty shop. */
abstract class StoreTestCase extends TestCase {

	protected $backupGlobals = false;

	private int $n = 0;

	protected function setUp(): void {
		parent::setUp();
		Shop::clear();
		wp_set_current_user( 1 );
	}

	protected function tearDown(): void {
		Shop::clear();
		parent::tearDown();
	}

	protected function store( int $run = 1, int $batch_size = 50, bool $dry = false ): Store {
		global $wpdb;
		return new Store( $wpdb, new Schema( $wpdb ), $run, $batch_size, $dry );
	}

	/** The answer as it arrives in the engine: through JSON. @param array<string, mixed> $request */
	protected function ask( array $request, int $run = 1, int $batch_size = 50, bool $dry = false ): array {
		$answer = $this->store( $run, $batch_size, $dry )->answer( self::as_decoded( json_decode( json_encode( $request ) ) ) );
		return json_decode( json_encode( $answer, JSON_THROW_ON_ERROR ), true );
	}

	/** As the bridge decodes a frame: arrays, but for what only passes through. */
	private static function as_decoded( mixed $value ): mixed {
		return ( new \ReflectionMethod( \UnoPim\Connector\Engine\Frame::class, 'plain' ) )->invoke( null, $value );
	}

	/**
	 * An operation; fields as name => new value, written.
	 *
	 * @param array<string, mixed> $fields
	 * @param array<string, mixed> $more
	 */
	protected function op( string $action, string $key, array $fields, array $more = array() ): array {
		$list  = array();
		$bases = array();
		foreach ( $fields as $name => $value ) {
			$list[]         = array( 'field' => $name, 'old' => null, 'new' => $value, 'reason' => 'created', 'write' => true, 'expect' => $more['expect'][ $name ] ?? null );
			$bases[ $name ] = array( 'src' => substr( md5( json_encode( $value ) ), 0, 16 ) );
		}
		unset( $more['expect'] );
		return $more + array(
			'n'       => ++$this->n,
			'entity'  => 'product',
			'key'     => $key,
			'channel' => 'default',
			'action'  => $action,
			'kind'    => 'simple',
			'id'      => null,
			'parent'  => null,
			'fields'  => $list,
			'link'    => array( 'target' => md5( $key ), 'bases' => (object) $bases, 'context' => null, 'flags' => array() ),
		);
	}

	/** @param array<array<string, mixed>> $operations */
	protected function apply( array $operations, int $run = 1, int $batch_size = 50 ): array {
		return $this->ask( array( 'do' => 'store.apply', 'operations' => $operations ), $run, $batch_size )['results'];
	}

	/** Creates one product and returns its id. @param array<string, mixed> $fields */
	protected function create( string $sku, array $fields = array(), array $more = array() ): int {
		$name   = 'variation' === ( $more['kind'] ?? 'simple' ) ? array() : array( 'name' => $sku );
		$result = $this->apply( array( $this->op( 'create', $sku, $fields + $name + array( 'sku' => $sku ), $more ) ) )[0];
		$this->assertSame( 'done', $result['status'], json_encode( $result ) );
		return $result['id'];
	}

	/** @param array<string> $fields */
	protected function snapshot( int $id, array $fields = array( '*' ) ): array {
		return $this->ask( array( 'do' => 'products.read', 'channel' => 'default', 'ids' => array( $id ), 'fields' => $fields ) )['items'][0];
	}

	/** Field => value. @return array<string, mixed> */
	protected function values( int $id, array $fields = array( '*' ) ): array {
		return array_map( static fn( array $field ): mixed => $field['v'], $this->snapshot( $id, $fields )['fields'] );
	}

	protected function queries( callable $work ): int {
		global $wpdb;
		$before = $wpdb->num_queries;
		$work();
		return $wpdb->num_queries - $before;
	}
}
