<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Logs\Redactor;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\KeySource;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Source\ChannelRefresh;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\ConnectionState;
use UnoPim\Connector\Source\ConnectionTest;
use UnoPim\Connector\Source\TokenStore;

/** Test & Save and Disconnect, with what the log says about them; by page or by command alike. */
class Connecting {

	public function __construct(
		private Connection $connection,
		private ConnectionState $state,
		private ConnectionTest $test,
		private TokenStore $tokens,
		private ChannelRefresh $channels,
		private Client $client,
		private KeySource $keys,
		private LogWriter $logs,
		private Redactor $redactor,
		private Sites $sites
	) {}

	/** @param array<string,string> $typed by field; blank secrets keep the stored ones. @throws Fault */
	public function connect( array $typed ): void {
		$about = array( 'op' => 'connect', 'dir' => 'to_shop' );
		$owner = $this->sites->owner();
		if ( null !== $owner ) {
			/* translators: %s: name of a site */
			throw new Fault( 'served', sprintf( __( 'The connection of the site “%s” writes to this one already.', 'unopim-connector' ), (string) get_blog_option( $owner, 'blogname' ) ), __( 'Choose another site for its channels first.', 'unopim-connector' ), 'url', 409 );
		}
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
	}

	public function disconnect(): void {
		$this->connection->forget();
		$this->tokens->clear();
		$this->state->forget();
		$this->redactor->reset();
		$this->logs->write( array( 'level' => 'info', 'op' => 'connect', 'code' => 'disconnected', 'message' => __( 'Disconnected from UnoPim.', 'unopim-connector' ) ) );
	}
}
