<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress\Support;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Platform\Capability;
use UnoPim\Connector\Platform\Container;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\Plugin;
use UnoPim\Connector\Platform\Schema;

/**
 * A test on a real site. Several processes take part in some tests, so nothing is rolled back: the plugin's own data is emptied before
 * every test instead.
 */
abstract class SiteTestCase extends TestCase {

	protected $backupGlobals = false;

	protected FakeUnoPim $unopim;

	private bool $started = false;

	protected function setUp(): void {
		self::clean();
		wp_set_current_user( 1 );
	}

	protected function tearDown(): void {
		if ( $this->started ) {
			$this->unopim->close();
			$this->started = false;
		}
		wp_set_current_user( 0 );
	}

	protected function unopim(): FakeUnoPim {
		if ( ! $this->started ) {
			$this->unopim  = new FakeUnoPim();
			$this->started = true;
		}
		return $this->unopim;
	}

	protected static function container(): Container {
		return Plugin::container();
	}

	/** @template T of object @param class-string<T> $name @return T */
	protected static function service( string $name ): object {
		return Plugin::container()->get( $name );
	}

	protected static function clean(): void {
		global $wpdb;
		$schema = self::service( Schema::class );
		foreach ( Schema::TABLES as $table ) {
			$wpdb->query( 'DELETE FROM ' . $schema->table( $table ) );
		}
		self::service( Options::class )->delete_all();
		update_option( Schema::OPTION, Schema::VERSION, false );
		Capability::grant();
		self::service( \UnoPim\Connector\Logs\Redactor::class )->reset();
		wp_cache_flush();
	}

	protected function connect(): void {
		$answer = $this->rest( 'POST', '/connection/test', array( 'url' => $this->unopim()->url ) + FakeUnoPim::CREDENTIALS );
		self::assertSame( 200, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		$this->unopim->seen();
	}

	/** @param array<mixed>|string|null $body JSON, or bytes @param array<string,string> $headers */
	protected function rest( string $method, string $route, array|string|null $body = null, array $headers = array() ): \WP_REST_Response {
		$parts   = explode( '?', $route, 2 );
		$request = new \WP_REST_Request( $method, '/unopim-connector/v1' . $parts[0] );
		if ( isset( $parts[1] ) ) {
			parse_str( $parts[1], $query );
			$request->set_query_params( $query );
		}
		$request->set_header( 'Content-Type', is_string( $body ) ? 'application/octet-stream' : 'application/json' );
		if ( null !== $body ) {
			$request->set_body( is_string( $body ) ? $body : (string) wp_json_encode( $body ) );
		}
		foreach ( $headers + array( 'X-WP-Nonce' => wp_create_nonce( 'wp_rest' ) ) as $name => $value ) {
			if ( '' !== $value ) {
				$request->set_header( $name, $value );
			}
		}
		return rest_do_request( $request );
	}

	/** Everything of the plugin that the database holds, as text. */
	protected static function stored(): string {
		global $wpdb;
		$text = '';
		foreach ( Schema::TABLES as $table ) {
			$text .= (string) wp_json_encode( $wpdb->get_results( 'SELECT * FROM ' . self::service( Schema::class )->table( $table ) ), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
		}
		return $text . (string) wp_json_encode( $wpdb->get_results( "SELECT option_name, option_value FROM {$wpdb->options}" ), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
	}

	protected static function user( string $role ): int {
		$user = get_user_by( 'login', "unopim-$role" );
		return $user ? (int) $user->ID : (int) wp_insert_user( array( 'user_login' => "unopim-$role", 'user_pass' => wp_generate_password(), 'user_email' => "$role@example.test", 'role' => $role ) );
	}
}
