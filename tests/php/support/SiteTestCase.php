<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests;

use PHPUnit\Framework\TestCase;

/**
 * A test on a real site: the administrator is signed in, and what the test wrote is rolled back.
 *
 * A test of code that opens transactions itself sets `$transaction` to false and cleans up on its own: MariaDB does not nest them.
 */
abstract class SiteTestCase extends TestCase {

	/** PHPUnit must not copy WordPress' globals between tests. */
	protected $backupGlobals = false;

	protected bool $transaction = true;

	protected function setUp(): void {
		global $wpdb;
		parent::setUp();
		wp_cache_flush();
		wp_set_current_user( 1 );
		if ( $this->transaction ) {
			$wpdb->query( 'SET autocommit = 0' );
			$wpdb->query( 'START TRANSACTION' );
		}
	}

	protected function tearDown(): void {
		global $wpdb;
		if ( $this->transaction ) {
			$wpdb->query( 'ROLLBACK' );
			$wpdb->query( 'SET autocommit = 1' );
		}
		wp_cache_flush();
		parent::tearDown();
	}
}
