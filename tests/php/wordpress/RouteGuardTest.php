<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Platform\Capability;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** Nobody gets past any route without the capability and a nonce. New routes are covered as they are registered. */
final class RouteGuardTest extends SiteTestCase {

	/** @return array<array{string,string}> method and path of every route, with numbers in place of patterns */
	private static function all_routes(): array {
		$all = array();
		foreach ( rest_get_server()->get_routes( 'unopim-connector/v1' ) as $pattern => $endpoints ) {
			if ( '/unopim-connector/v1' === $pattern ) {
				continue; // WordPress' own index of the namespace: names of routes, nothing of the site.
			}
			$path = (string) preg_replace( array( '/\(\?P<id>[^)]*\)/', '/\(\?P<kind>([^)|]*)[^)]*\)/' ), array( '1', '$1' ), $pattern );
			foreach ( $endpoints as $endpoint ) {
				foreach ( array_keys( $endpoint['methods'] ) as $method ) {
					$all[] = array( (string) $method, substr( $path, strlen( '/unopim-connector/v1' ) ) );
				}
			}
		}
		return $all;
	}

	public function test_there_are_all_the_routes(): void {
		$routes = array_map( static fn( $route ) => implode( ' ', $route ), self::all_routes() );
		foreach ( array( 'GET /connection', 'DELETE /connection', 'POST /connection/test', 'GET /settings', 'PUT /settings', 'GET /channels', 'PUT /channels', 'GET /mapping/core', 'PUT /mapping/core', 'GET /mapping/attributes', 'PUT /mapping/attributes', 'GET /mapping/categories', 'PUT /mapping/categories', 'GET /catalog/attributes', 'GET /runs', 'POST /runs', 'GET /runs/1', 'POST /runs/1/step', 'POST /runs/1/release', 'GET /health', 'GET /logs' ) as $route ) {
			self::assertContains( $route, $routes );
		}
		foreach ( $routes as $route ) {
			self::assertStringNotContainsString( '(', $route, 'a pattern that this test does not fill' );
		}
	}

	/**
	 * @dataProvider strangers
	 * @param callable():array<string,string> $become signs in and gives the headers
	 */
	public function test_nobody_else_gets_in( callable $become, int $status, string $code ): void {
		$headers = $become();
		$routes  = self::all_routes();
		self::assertGreaterThan( 20, count( $routes ) );
		$before = self::stored();
		foreach ( $routes as list( $method, $path ) ) {
			if ( 'POST /webhook' === "$method $path" ) {
				continue; // Public: a signature is its permission (WebhookTest).
			}
			$answer = $this->rest( $method, $path, 'GET' === $method ? null : array(), $headers );
			self::assertSame( array( $status, $code ), array( $answer->get_status(), $answer->get_data()['code'] ), "$method $path" );
			self::assertNotEmpty( $answer->get_data()['next_step'], "$method $path" );
		}
		self::assertSame( $before, self::stored() );
	}

	/** @return array<string,array{callable():array<string,string>,int,string}> */
	public static function strangers(): array {
		$as = static fn( string $role, array $headers = array() ) => static function () use ( $role, $headers ): array {
			wp_set_current_user( '' === $role ? 0 : self::user( $role ) );
			return $headers;
		};
		return array(
			'nobody'                             => array( $as( '' ), 401, 'not_signed_in' ),
			'a subscriber'                       => array( $as( 'subscriber' ), 403, 'forbidden' ),
			'an editor'                          => array( $as( 'editor' ), 403, 'forbidden' ),
			'a shop manager without the capability' => array(
				static function (): array {
					get_role( 'shop_manager' ) ?? add_role( 'shop_manager', 'Shop manager', array( 'read' => true ) );
					get_role( 'shop_manager' )->remove_cap( Capability::NAME );
					wp_set_current_user( self::user( 'shop_manager' ) );
					return array();
				},
				403,
				'forbidden',
			),
			'an administrator without a nonce'   => array( $as( 'administrator', array( 'X-WP-Nonce' => '' ) ), 403, 'nonce_missing' ),
			'an administrator with a wrong nonce' => array( $as( 'administrator', array( 'X-WP-Nonce' => 'abcdef0123' ) ), 403, 'rest_cookie_invalid_nonce' ),
			'a nonce of another action'          => array(
				static function (): array {
					wp_set_current_user( self::user( 'administrator' ) );
					return array( 'X-WP-Nonce' => wp_create_nonce( 'something-else' ) );
				},
				403,
				'rest_cookie_invalid_nonce',
			),
			'the nonce of another user'          => array(
				static function (): array {
					wp_set_current_user( self::user( 'subscriber' ) );
					$nonce = wp_create_nonce( 'wp_rest' );
					wp_set_current_user( self::user( 'administrator' ) );
					return array( 'X-WP-Nonce' => $nonce );
				},
				403,
				'rest_cookie_invalid_nonce',
			),
		);
	}

	public function test_a_shop_manager_gets_in_by_default(): void {
		get_role( 'shop_manager' ) ?? add_role( 'shop_manager', 'Shop manager', array( 'read' => true ) );
		Capability::grant();
		wp_set_current_user( self::user( 'shop_manager' ) );
		self::assertSame( 200, $this->rest( 'GET', '/connection' )->get_status() );
	}

	public function test_the_capability_can_be_filtered_by_route(): void {
		add_filter( 'unopim_connector_capability', $filter = static fn( $capability, $context ) => '/unopim-connector/v1/logs' === $context ? 'read' : $capability, 10, 2 );
		wp_set_current_user( self::user( 'subscriber' ) );
		self::assertSame( 200, $this->rest( 'GET', '/logs' )->get_status() );
		self::assertSame( 403, $this->rest( 'GET', '/settings' )->get_status() );
		remove_filter( 'unopim_connector_capability', $filter );
	}

	public function test_only_a_closing_page_may_send_its_nonce_in_the_address(): void {
		$nonce = wp_create_nonce( 'wp_rest' );
		self::assertSame( 403, $this->rest( 'GET', "/settings?_wpnonce={$nonce}", null, array( 'X-WP-Nonce' => '' ) )->get_status() );
		self::assertSame( 404, $this->rest( 'POST', "/runs/999999/release?_wpnonce={$nonce}", array( 'lease' => 'abcdefgh' ), array( 'X-WP-Nonce' => '' ) )->get_status(), 'past the guard, and no such run' );
	}
}
