<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Logs\Redactor;
use UnoPim\Connector\Webhook\Inbox;
use UnoPim\Connector\Webhook\Receiver;
use UnoPim\Connector\Webhook\Secret;

/** `/webhook`, where UnoPim says what has changed (public, signed); `/webhook/secret`: what the Connection page shows of it, and a new secret. */
final class WebhookController extends Controller {

	private const PATH = '/webhook';

	public function __construct( private Receiver $receiver, private Secret $secret, private Inbox $inbox, private Redactor $redactor ) {}

	public function routes(): void {
		register_rest_route(
			self::NAMESPACE,
			self::PATH,
			array(
				'methods'             => 'POST',
				'callback'            => fn( \WP_REST_Request $request ) => $this->receive( $request ),
				'permission_callback' => '__return_true', // The signature is the permission.
			)
		);
		$this->route( self::PATH . '/secret', array( 'GET' => fn() => $this->view(), 'POST' => fn() => $this->renew() ) );
	}

	private function receive( \WP_REST_Request $request ): \WP_REST_Response|\WP_Error {
		$status = $this->receiver->receive( (string) $request->get_body(), (string) $request->get_header( 'X-Unopim-Signature' ) );
		if ( $status >= 400 ) {
			return new \WP_Error( 'webhook_refused', __( 'The message was not taken.', 'unopim-connector' ), array( 'status' => $status ) );
		}
		$response = new \WP_REST_Response( null, $status );
		$response->header( 'Cache-Control', 'no-store' );
		return $response;
	}

	/** @return array<string,mixed> */
	private function view(): array {
		$last = $this->inbox->last();
		return array(
			'address'    => rest_url( self::NAMESPACE . self::PATH ),
			'has_secret' => '' !== $this->secret->value(),
			'made_at'    => self::time( $this->secret->made_at() ),
			'last'       => null === $last ? null : array( 'at' => self::time( $last['at'] ), 'event' => $last['event'], 'skus' => $last['skus'] ),
		);
	}

	/** The only time that the secret is shown. @return array<string,mixed> */
	private function renew(): array {
		$secret = $this->secret->renew();
		$this->redactor->reset();
		return array( 'secret' => $secret ) + $this->view();
	}

	private static function time( ?int $seconds ): ?string {
		return null === $seconds ? null : gmdate( 'Y-m-d\TH:i:s\Z', $seconds );
	}
}
