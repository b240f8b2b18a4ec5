<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Source\AddressGuard;
use UnoPim\Connector\Source\BaseAddress;
use UnoPim\Connector\Source\SourceFault;

final class AddressTest extends TestCase {

	/** @dataProvider typed */
	public function test_an_address_is_stored_in_one_form( string $typed, string $stored ): void {
		self::assertSame( $stored, BaseAddress::clean( $typed ) );
	}

	/** @return array<array{string,string}> */
	public static function typed(): array {
		return array(
			array( '  https://pim.example.com/ ', 'https://pim.example.com' ),
			array( 'HTTPS://PIM.Example.com///', 'https://pim.example.com' ),
			array( 'https://pim.example.com:8443/Sub/folder/', 'https://pim.example.com:8443/Sub/folder' ),
			array( 'http://10.0.0.5', 'http://10.0.0.5' ),
			array( 'https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443' ),
		);
	}

	/** @dataProvider refused */
	public function test_what_is_no_base_address_is_refused( string $typed, string $code ): void {
		try {
			BaseAddress::clean( $typed );
			self::fail( 'accepted' );
		} catch ( Fault $fault ) {
			self::assertSame( $code, $fault->slug() );
			self::assertSame( 'url', $fault->path() );
		}
	}

	/** @return array<array{string,string}> */
	public static function refused(): array {
		return array(
			array( '', 'required' ), array( ' / ', 'required' ),
			array( 'pim.example.com', 'invalid_url' ), array( 'ftp://pim.example.com', 'invalid_url' ), array( 'file:///etc/passwd', 'invalid_url' ), array( 'https://', 'invalid_url' ),
			array( 'https://user@pim.example.com', 'invalid_url' ), array( 'https://u:p@pim.example.com', 'invalid_url' ), array( 'https://pim.example.com?x=1', 'invalid_url' ),
			array( 'https://pim.example.com/#x', 'invalid_url' ), array( "https://pim.example.com\n.evil", 'invalid_url' ), array( 'https://pim.example.com\\@evil', 'invalid_url' ), array( 'https://pim.example.com/../x', 'invalid_url' ),
		);
	}

	/** @dataProvider addresses */
	public function test_private_networks_are_told_from_public_ones( string $address, bool $public ): void {
		self::assertSame( $public, AddressGuard::is_public( $address ) );
	}

	/** @return array<array{string,bool}> */
	public static function addresses(): array {
		return array(
			array( '93.184.216.34', true ), array( '2606:2800:220:1::1', true ), array( '100.128.0.1', true ),
			array( '127.0.0.1', false ), array( '10.1.2.3', false ), array( '172.16.0.1', false ), array( '192.168.1.1', false ), array( '169.254.169.254', false ), array( '0.0.0.0', false ),
			array( '100.64.0.1', false ), array( '100.127.255.254', false ), array( '198.18.0.1', false ), array( '198.19.255.255', false ), array( '192.0.0.1', false ), array( '240.0.0.1', false ),
			array( '::1', false ), array( 'fc00::1', false ), array( 'fe80::1', false ), array( '::ffff:127.0.0.1', false ), array( '::ffff:10.0.0.1', false ), array( '2002:7f00:1::', false ), array( '64:ff9b::7f00:1', false ),
			array( 'no address', false ),
		);
	}

	public function test_a_name_with_one_private_address_is_refused(): void {
		$guard = $this->guard( array( '93.184.216.34', '10.0.0.1' ) );
		try {
			$guard->addresses( 'https://pim.example.com' );
			self::fail( 'accepted' );
		} catch ( SourceFault $fault ) {
			self::assertSame( 'private_address', $fault->slug() );
			self::assertStringContainsString( 'UNOPIM_CONNECTOR_ALLOW_PRIVATE', $fault->next_step() );
			self::assertSame( 'refused', $fault->to_wire()['code'] );
		}
	}

	public function test_the_checked_addresses_are_those_to_ask(): void {
		self::assertSame( array( '93.184.216.34' ), $this->guard( array( '93.184.216.34' ) )->addresses( 'https://pim.example.com/x' ) );
		self::assertSame( array( '2606:2800:220:1::1' ), $this->guard( array() )->addresses( 'https://[2606:2800:220:1::1]' ) );
	}

	public function test_an_unknown_name_is_a_dns_fault(): void {
		$this->expectExceptionMessage( 'unknown to this server' );
		$this->guard( array() )->addresses( 'https://nowhere.invalid' );
	}

	public function test_private_addresses_can_be_allowed(): void {
		self::assertSame( array(), $this->guard( array( '10.0.0.1' ), true )->addresses( 'https://pim.internal' ) );
	}

	/** @param array<string> $addresses */
	private function guard( array $addresses, bool $private = false ): AddressGuard {
		return new class( $addresses, $private ) extends AddressGuard {
			public function __construct( private array $found, private bool $private ) {}
			protected function resolve( string $host ): array {
				return $this->found;
			}
			protected function allows_private(): bool {
				return $this->private;
			}
		};
	}
}
