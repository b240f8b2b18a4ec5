<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Capability;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Plugin;
use UnoPim\Connector\Platform\Sites;

/**
 * What all routes have in common: namespace, permission, errors, lists.
 *
 * The permission is the capability and a nonce. WordPress asks for the nonce only where a cookie signs the user in; here
 * every way of signing in needs it, so that a page of our own is behind every request.
 */
abstract class Controller {

	public const NAMESPACE = 'unopim-connector/v1';

	/** For lists that a screen shows. */
	private const MAX_PER_PAGE = 100;

	abstract public function routes(): void;

	/** Whether its routes mean the site whose connection serves this one, where there is one: runs, and what they make. */
	protected function is_of_owner(): bool {
		return false;
	}

	/**
	 * @param array<string,callable(\WP_REST_Request):mixed> $methods handler by HTTP method
	 * @param array<string,array<string,mixed>>              $args
	 */
	protected function route( string $path, array $methods, array $args = array() ): void {
		$endpoints = array();
		foreach ( $methods as $method => $handler ) {
			$endpoints[] = array(
				'methods'             => $method,
				'callback'            => fn( \WP_REST_Request $request ) => $this->answer( $handler, $request ),
				'permission_callback' => array( $this, 'may' ),
				'args'                => $args,
			);
		}
		register_rest_route( self::NAMESPACE, $path, $endpoints );
	}

	public function may( \WP_REST_Request $request ): bool|\WP_Error {
		if ( ! is_user_logged_in() ) {
			return self::refusal( 'not_signed_in', __( 'You are not signed in.', 'unopim-connector' ), __( 'Sign in to WordPress.', 'unopim-connector' ), 401 );
		}
		if ( ! current_user_can( Capability::required( $request->get_route() ) ) ) {
			return self::refusal( 'forbidden', __( 'You may not use the UnoPim Connector.', 'unopim-connector' ), __( 'Ask an administrator for the capability manage_unopim.', 'unopim-connector' ), 403 );
		}
		$nonce = $this->nonce( $request );
		if ( null === $nonce ) {
			return self::refusal( 'nonce_missing', __( 'The request carries no X-WP-Nonce header.', 'unopim-connector' ), __( 'Send the nonce that the page was printed with.', 'unopim-connector' ), 403 );
		}
		if ( ! wp_verify_nonce( $nonce, 'wp_rest' ) ) {
			return self::refusal( 'rest_cookie_invalid_nonce', __( 'The page has been open too long.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), 403 );
		}
		return true;
	}

	protected function nonce( \WP_REST_Request $request ): ?string {
		return $request->get_header( 'X-WP-Nonce' );
	}

	/** @param callable(\WP_REST_Request):mixed $handler */
	private function answer( callable $handler, \WP_REST_Request $request ): \WP_REST_Response|\WP_Error {
		try {
			$answer = $this->is_of_owner() ? Plugin::container()->get( Sites::class )->as_owner( fn() => $this->as_owner( $handler, $request ) ) : $handler( $request );
			$answer = $answer instanceof \WP_REST_Response ? $answer : new \WP_REST_Response( $answer );
			$answer->header( 'Cache-Control', 'no-store' );
			return $answer;
		} catch ( Fault $fault ) {
			return self::refusal( $fault->slug(), $fault->getMessage(), $fault->next_step(), $fault->status(), $fault->path() );
		} catch ( \Throwable $error ) {
			// The text of an unforeseen error may hold anything; it goes to the server's log and not to the page.
			error_log( 'UnoPim Connector: ' . get_class( $error ) . ': ' . $error->getMessage() . ' in ' . $error->getFile() . ':' . $error->getLine() ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- there is no other place.
			return self::refusal( 'internal', __( 'Something went wrong on the server.', 'unopim-connector' ), __( 'See the server’s error log.', 'unopim-connector' ), 500 );
		}
	}

	/** @param callable(\WP_REST_Request):mixed $handler */
	private function as_owner( callable $handler, \WP_REST_Request $request ): mixed {
		// On the site itself it was asked already.
		if ( is_multisite() && ms_is_switched() && ! current_user_can( Capability::required( $request->get_route() ) ) ) {
			throw new Fault( 'forbidden', __( 'You may not use the UnoPim Connector on the site that has the connection.', 'unopim-connector' ), __( 'Ask an administrator of that site for the capability manage_unopim.', 'unopim-connector' ), '', 403 );
		}
		return $handler( $request );
	}

	/** An error as every route gives it: `{code, message, path, next_step}`, at the top and, for WordPress' sake, under data. */
	private static function refusal( string $code, string $message, string $next_step, int $status, string $path = '' ): \WP_Error {
		return new \WP_Error( $code, $message, array( 'status' => $status, 'path' => '' === $path ? null : $path, 'next_step' => '' === $next_step ? null : $next_step ) );
	}

	/**
	 * A page of a list, with its totals in headers.
	 *
	 * @param array<mixed> $rows
	 */
	protected static function listing( array $rows, int $total, int $per_page ): \WP_REST_Response {
		$response = new \WP_REST_Response( $rows );
		$response->header( 'X-WP-Total', (string) $total );
		$response->header( 'X-WP-TotalPages', (string) (int) ceil( $total / $per_page ) );
		return $response;
	}

	/** @return array<string,array<string,mixed>> */
	protected static function list_args(): array {
		return array(
			'page'     => array( 'type' => 'integer', 'minimum' => 1, 'default' => 1 ),
			'per_page' => array( 'type' => 'integer', 'minimum' => 1, 'maximum' => self::MAX_PER_PAGE, 'default' => 50 ),
		);
	}

	/**
	 * The JSON body with its objects kept, so that an empty map stays one.
	 *
	 * @throws Fault
	 */
	protected static function body( \WP_REST_Request $request ): object {
		$body = json_decode( (string) $request->get_body() );
		if ( ! is_object( $body ) ) {
			throw new Fault( 'bad_body', __( 'The request has no JSON object.', 'unopim-connector' ), __( 'Send one, as application/json.', 'unopim-connector' ), '', 400 );
		}
		return $body;
	}

	/** A code from the address; channels and locales have the same form. */
	protected static function code( \WP_REST_Request $request, string $name ): string {
		$code = $request->get_param( $name );
		if ( ! is_string( $code ) || ! preg_match( '/^\w{1,64}$/', $code ) ) {
			/* translators: %s: parameter */
			throw new Fault( 'bad_parameter', sprintf( __( 'The parameter %s is missing, or no code.', 'unopim-connector' ), $name ), __( 'Choose one from the list.', 'unopim-connector' ), $name, 400 );
		}
		return $code;
	}
}
