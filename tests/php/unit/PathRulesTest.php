<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Source\PathRules;
use UnoPim\Connector\Source\SourceFault;

final class PathRulesTest extends TestCase {

	/** @dataProvider plain */
	public function test_paths_of_the_api_pass( string $path ): void {
		PathRules::check( $path );
		$this->addToAssertionCount( 1 );
	}

	/** @return array<array{string}> */
	public static function plain(): array {
		return array_map( static fn( $path ) => array( $path ), array( 'products', 'attributes/color/options', 'products/MUG-1.5', 'products/a%20b', 'configrable-products/x', 'products/50%25', 'products/a:b', 'products/..hidden', 'products/a..b', 'products/%C3%BC', 'products/(x)' ) );
	}

	/** @dataProvider others */
	public function test_paths_to_other_places_are_refused( string $path ): void {
		try {
			PathRules::check( $path );
			self::fail( 'accepted' );
		} catch ( SourceFault $fault ) {
			self::assertSame( 'bad_path', $fault->slug() );
			self::assertSame( 400, $fault->status() );
		}
	}

	/** @return array<string,array{string}> */
	public static function others(): array {
		$paths = array(
			'', '/products', '//evil.example/x', 'http://evil.example/x', 'https:evil.example', 'javascript:x', 'products//x',
			'../oauth/token', 'products/../../admin', '..', '.', 'products/.', './products', 'products/..;/x',
			'%2e%2e/x', 'products/%2e%2e/x', 'products/%2E./x', 'products/%252e%252e/x', 'products/%25252e%25252e/x', 'products/%2525252525252e/x',
			'products%2f..%2fx', 'products/a%2Fb', 'products/a%252Fb', '%2fproducts', 'products\\..\\x', 'products/%5c..%5cx', 'products%255cx',
			"products\nHost: evil", "products\r\n", 'products/%0d%0aX: y', 'products/%00', "products\0", 'products/%250a',
			'products?x=1', 'products#x', 'products/%3Fx', 'products/%23x', 'products/%', 'products/%zz', 'products/%2', 'products/a b', 'products/ü', str_repeat( 'a', 1025 ),
		);
		return array_combine( array_map( 'json_encode', array_map( 'bin2hex', $paths ) ), array_map( static fn( $path ) => array( $path ), $paths ) );
	}

	public function test_a_query_is_encoded_pair_by_pair(): void {
		self::assertSame( 'limit=100&filters=%7B%22sku%22%3A%5B%5D%7D&page=', PathRules::query( array( array( 'limit', '100' ), array( 'filters', '{"sku":[]}' ), array( 'page', '' ) ) ) );
		self::assertSame( 'a%26b=c%3Dd%20e%0A', PathRules::query( array( array( 'a&b', "c=d e\n" ) ) ) );
		self::assertSame( '', PathRules::query( array() ) );
	}

	/**
	 * @dataProvider bad_queries
	 * @param array<mixed> $query
	 */
	public function test_a_query_that_is_no_list_of_pairs_is_refused( array $query ): void {
		$this->expectException( SourceFault::class );
		PathRules::query( $query );
	}

	/** @return array<array{array<mixed>}> */
	public static function bad_queries(): array {
		return array( array( array( 'limit=1' ) ), array( array( array( 'limit' ) ) ), array( array( array( 'limit', 1 ) ) ), array( array( array( '', 'x' ) ) ), array( array( array( 'a', array( 'b' ) ) ) ), array( array( array( 'a', 'b', 'c' ) ) ) );
	}
}
