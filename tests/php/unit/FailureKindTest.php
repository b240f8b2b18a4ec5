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

	/** @return array<array{string,bool}> */
	public static function moments(): array {
		return array(
			array( 'cURL error 6: Could not resolve host: pim.example.com', false ),
			array( 'cURL error 28: Resolving timed out after 5000 milliseconds', false ),
			array( 'cURL error 7: Failed to connect to 127.0.0.1 port 1 after 0 ms: Connection refused', false ),
			array( 'cURL error 28: Failed to connect to pim.example.com port 443 after 10002 ms: Timeout was reached', false ),
			array( 'cURL error 28: Connection timed out after 10001 milliseconds', false ),
			array( 'cURL error 28: SSL connection timeout', false ),
			array( 'cURL error 60: SSL certificate problem: self-signed certificate', false ),
			array( 'User has blocked requests through HTTP.', false ),
			array( 'cURL error 28: Operation timed out after 15001 milliseconds with 0 bytes received', true ),
			array( 'cURL error 52: Empty reply from server', true ),
			array( 'cURL error 56: Recv failure: Connection reset by peer', true ),
			array( 'fsocket timed out', true ),
			array( 'something new', true ),
		);
	}

	/** @dataProvider moments */
	public function test_what_is_not_known_to_have_failed_earlier_counts_as_sent( string $text, bool $sent ): void {
		self::assertSame( $sent, FailureKind::fault( 'pim.example.com', $text )->was_sent() );
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
