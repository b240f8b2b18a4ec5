<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Logs\Redactor;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\KeySource;
use UnoPim\Connector\Source\BaseAddress;
use UnoPim\Connector\Source\ChannelRefresh;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\ConnectionState;
use UnoPim\Connector\Source\ConnectionTest;
use UnoPim\Connector\Source\TokenStore;

/** `/connection`, `/connection/test`: state without secrets, Test & Save, Disconnect. */
final class ConnectionController extends Controller {

	public function __construct(
		private Connection $connection,
		private ConnectionState $state,
		private ConnectionTest $test,
		private TokenStore $tokens,
		private ChannelRefresh $channels,
		private Client $client,
		private KeySource $keys,
		private LogWriter $logs,
		private Redactor $redactor
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
		$about = array( 'op' => 'connect', 'dir' => 'to_shop' );
		try {
			$this->test->run( $typed );
		} catch ( Fault $fault ) {
			$this->logs->fault( $fault, $about );
			throw $fault;
		}
		$this->redactor->reset();
		$this->logs->write( $about + array( 'level' => 'success', 'code' => 'connected', 'message' => __( 'Connected to UnoPim.', 'unopim-connector' ) ) );
		if ( $this->keys->is_weak() ) {
			$this->logs->write(
				$about + array(
					'level'   => 'warn',
					'code'    => 'weak_key_storage',
					/* translators: %s: names of constants */
					'message' => sprintf( __( 'The site’s security keys are missing in wp-config.php (%s), so the key that protects the stored secrets lies in the database beside them.', 'unopim-connector' ), implode( ', ', $this->keys->missing() ) ),
					'hint'    => __( 'Define the security keys, or UNOPIM_CONNECTOR_KEY, in wp-config.php and save the connection again.', 'unopim-connector' ),
				)
			);
		}
		try {
			$this->channels->run( $this->client );
		} catch ( Fault $fault ) {
			$this->logs->fault( $fault, array( 'op' => 'refresh', 'entity' => 'channel', 'dir' => 'to_shop' ) ); // Connected all the same.
		}
		return $this->view();
	}

	/** @return array<string,mixed> */
	private function disconnect(): array {
		$this->connection->forget();
		$this->tokens->clear();
		$this->state->forget();
		$this->redactor->reset();
		$this->logs->write( array( 'level' => 'info', 'op' => 'connect', 'code' => 'disconnected', 'message' => __( 'Disconnected from UnoPim.', 'unopim-connector' ) ) );
		return $this->view();
	}
}
