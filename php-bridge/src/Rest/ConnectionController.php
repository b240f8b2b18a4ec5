<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\KeySource;
use UnoPim\Connector\Settings\Connecting;
use UnoPim\Connector\Source\BaseAddress;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\ConnectionState;

/** `/connection`, `/connection/test`: state without secrets, Test & Save, Disconnect. */
final class ConnectionController extends Controller {

	public function __construct(
		private Connection $connection,
		private ConnectionState $state,
		private Connecting $connecting,
		private KeySource $keys
	) {}

	public function routes(): void {
		$this->route( '/connection', array( 'GET' => fn() => $this->view(), 'DELETE' => fn() => $this->disconnect() ) );
		$this->route( '/connection/test', array( 'POST' => fn( $request ) => $this->test( $request ) ) );
	}

	/** @return array<string,mixed> */
	private function view(): array {
		return array(
			'state'            => $this->state->badge(),
			'problem'          => $this->state->problem(),
			'url'              => $this->connection->value( 'url' ),
			'client_id'        => $this->connection->value( 'client_id' ),
			'username'         => $this->connection->value( 'username' ),
			'has_secret'       => $this->connection->has( 'client_secret' ),
			'has_password'     => $this->connection->has( 'password' ),
			'locked'           => $this->connection->locked(),
			'denied'           => $this->state->denied(),
			'capabilities'     => $this->state->capabilities(),
			'plain_http'       => BaseAddress::is_plain( $this->connection->value( 'url' ) ),
			'weak_key_storage' => $this->keys->is_weak(),
		);
	}

	/** @return array<string,mixed> */
	private function test( \WP_REST_Request $request ): array {
		$body  = self::body( $request );
		$typed = array();
		foreach ( Connection::FIELDS as $field ) {
			$value = $body->$field ?? '';
			if ( ! is_string( $value ) ) {
				throw new Fault( 'invalid_value', __( 'This field is a text.', 'unopim-connector' ), __( 'Enter it again.', 'unopim-connector' ), $field, 422 );
			}
			$typed[ $field ] = $value;
		}
		$this->connecting->connect( $typed );
		return $this->view();
	}

	/** @return array<string,mixed> */
	private function disconnect(): array {
		$this->connecting->disconnect();
		return $this->view();
	}
}
