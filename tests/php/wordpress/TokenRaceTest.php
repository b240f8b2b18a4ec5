<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Source\TokenStore;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** Several real processes, one token. */
final class TokenRaceTest extends SiteTestCase {

	/** @return array<string> what each process got */
	private function ask_together( int $processes ): array {
		$signal = sys_get_temp_dir() . '/unopim-go-' . bin2hex( random_bytes( 4 ) );
		$all    = array();
		for ( $i = 0; $i < $processes; $i++ ) {
			$all[] = array( proc_open( array( PHP_BINARY, '-d', 'error_reporting=0', __DIR__ . '/processes/ask.php', $signal ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes ), $pipes[1] );
		}
		foreach ( $all as list( , $pipe ) ) {
			self::assertSame( "ready\n", fgets( $pipe ) );
		}
		touch( $signal );
		$got = array_map(
			static function ( $one ) {
				$line = trim( (string) fgets( $one[1] ) );
				proc_close( $one[0] );
				return $line;
			},
			$all
		);
		unlink( $signal );
		return $got;
	}

	public function test_ten_processes_without_a_token_sign_in_once(): void {
		$this->connect();
		self::service( TokenStore::class )->clear();
		$this->unopim->behave( array( 'delay' => 0.5 ) );
		self::assertSame( array_fill( 0, 10, '200' ), $this->ask_together( 10 ) );
		self::assertCount( 1, $this->unopim->sign_ins() );
	}

	public function test_processes_with_a_refused_token_sign_in_once(): void {
		$this->connect();
		$this->unopim->behave( array( 'delay' => 0.5, 'revoked' => array( self::service( TokenStore::class )->read()->access ) ) );
		self::assertSame( array_fill( 0, 5, '200' ), $this->ask_together( 5 ) );
		self::assertCount( 1, $this->unopim->sign_ins() );
	}

	public function test_processes_with_wrong_credentials_are_refused_once(): void {
		$this->connect();
		self::service( TokenStore::class )->clear();
		$this->unopim->behave( array( 'status' => array( '/oauth' => 400 ), 'body' => array( '/oauth' => array( 'error' => 'invalid_grant' ) ) ) );
		self::assertSame( array_fill( 0, 5, 'bad_user' ), $this->ask_together( 5 ) );
		self::assertCount( 1, $this->unopim->sign_ins() );
	}
}
