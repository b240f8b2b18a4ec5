<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Registrable;

/** Gives every error of our routes the form `{code, message, path, next_step}`, those that WordPress raises too. */
final class ErrorShape implements Registrable {

	public function register(): void {
		add_filter( 'rest_request_after_callbacks', array( $this, 'shape' ), 10, 3 );
	}

	/**
	 * @param mixed               $response
	 * @param array<string,mixed> $handler
	 */
	public function shape( mixed $response, $handler, \WP_REST_Request $request ): mixed {
		if ( ! $response instanceof \WP_Error || ! str_starts_with( $request->get_route(), '/' . Controller::NAMESPACE . '/' ) ) {
			return $response;
		}
		$data   = $response->get_error_data();
		$data   = is_array( $data ) ? $data : array();
		$params = is_array( $data['params'] ?? null ) ? $data['params'] : array();
		$shaped = new \WP_REST_Response(
			array(
				'code'      => (string) $response->get_error_code(),
				'message'   => $response->get_error_message(),
				'path'      => $data['path'] ?? array_key_first( $params ),
				'next_step' => $data['next_step'] ?? null,
				'data'      => array( 'status' => (int) ( $data['status'] ?? 500 ) ),
			),
			(int) ( $data['status'] ?? 500 )
		);
		$shaped->header( 'Cache-Control', 'no-store' );
		return $shaped;
	}
}
