<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** The cases that every store passes: tests/specs-store. */
final class ContractTest extends StoreTestCase {

	private const CASES = __DIR__ . '/../../specs-store/*.json';

	/** @return array<string, array{0: string}> */
	public function cases(): array {
		$cases = array();
		foreach ( glob( self::CASES ) as $file ) {
			$cases[ basename( $file, '.json' ) ] = array( $file );
		}
		return $cases;
	}

	/** @dataProvider cases */
	public function test_case( string $file ): void {
		$case    = json_decode( (string) file_get_contents( $file ), true, 64, JSON_THROW_ON_ERROR );
		$pattern = new Pattern();
		$this->assertNotEmpty( $case['steps'] );
		foreach ( $case['steps'] as $number => $step ) {
			if ( isset( $step['shop'] ) ) {
				$id = Owner::act( $pattern->filled( array_diff_key( $step['shop'], array( 'as' => 1 ) ) ) );
				if ( isset( $step['shop']['as'] ) ) {
					$pattern->bind( $step['shop']['as'], $id );
				}
				continue;
			}
			wp_cache_flush(); // Every request may reach another process.
			$answer     = $this->ask( $pattern->filled( $step['request'] ), $step['run'] ?? 1, 50, $step['dry'] ?? false );
			$difference = $pattern->difference( $step['response'], $answer );
			$this->assertNull( $difference, sprintf( "step %d (%s)\n%s\n%s", $number + 1, $step['request']['do'], (string) $difference, json_encode( $answer, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) ) );
		}
	}
}
