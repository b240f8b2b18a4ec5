<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Source\FailureKind;

final class FailureKindTest extends TestCase {

	/** @dataProvider texts */
	public function test_the_http_clients_texts_are_told_apart( string $text, string $code ): void {
		$fault = FailureKind::fault( 'pim.example.com', $text );
		self::assertSame( $code, $fault->slug() );
		self::assertStringContainsString( 'pim.example.com', $fault->getMessage() );
		self::assertNotSame( '', $fault->next_step() );
		self::assertTrue( $fault->is_passing() );
		self::assertSame( $code, $fault->to_wire()['code'] );
	}

	/** @return array<array{string,string}> */
	public static function texts(): array {
		return array(
			array( 'cURL error 6: Could not resolve host: pim.example.com', 'dns' ),
			array( 'cURL error 7: Failed to connect to 127.0.0.1 port 1 after 0 ms: Connection refused', 'refused' ),
			array( 'cURL error 28: Operation timed out after 15001 milliseconds with 0 bytes received', 'timeout' ),
			array( 'cURL error 60: SSL certificate problem: self-signed certificate', 'tls' ),
			array( 'cURL error 35: error:0A00010B:SSL routines::wrong version number', 'tls' ),
			array( 'cURL error 52: Empty reply from server', 'transport' ),
			array( 'cURL error 18: transfer closed with 100 bytes remaining to read', 'transport' ),
			array( 'stream_socket_client(): php_network_getaddresses: getaddrinfo for x failed: Name or service not known', 'dns' ),
			array( 'stream_socket_client(): Unable to connect to tcp://127.0.0.1:1 (Connection refused)', 'refused' ),
			array( 'fsocket timed out', 'timeout' ),
			array( 'The SSL certificate for the host could not be verified.', 'tls' ),
			array( 'something new', 'transport' ),
		);
	}
}
