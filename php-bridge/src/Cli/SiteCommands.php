<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Health\LookupTables;
use UnoPim\Connector\Health\Report;
use UnoPim\Connector\Settings\Connecting;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\ConnectionState;

/** `wp unopim status|doctor|connect|disconnect`. */
final class SiteCommands {

	private const SECRETS = array( 'client_secret', 'password' );

	/** `--url` is WP-CLI's own, and names a site. */
	private const OPTIONS = array( 'url' => 'address', 'client_id' => 'client-id', 'username' => 'username' );

	/** @param callable(string):string $ask asks for a secret: at the terminal without showing it, else a line of standard input. */
	public function __construct( private Report $report, private LookupTables $lookup, private Connecting $connecting, private Connection $connection, private ConnectionState $state, private $ask ) {}

	/** Shows the state of the connection and of the synchronisation. */
	public function status( array $args, array $options ): int {
		Console::rows( $this->report->checks(), array( 'label', 'state', 'value' ), $options );
		return 'not_connected' === $this->state->badge() ? Console::FAILED : Console::DONE;
	}

	/** Shows every health check with its next step; with --repair, what can be repaired is. */
	public function doctor( array $args, array $options ): int {
		if ( isset( $options['repair'] ) ) {
			$left = $this->lookup->repair();
			if ( null !== $left ) {
				/* translators: %s: what still differs */
				Console::say( sprintf( __( 'WooCommerce’s lookup table was filled again: %s.', 'unopim-connector' ), LookupTables::in_words( $left ) ) );
			}
		}
		$checks = $this->report->checks();
		Console::rows( $checks, array( 'id', 'state', 'value', 'next_step' ), $options );
		return in_array( 'critical', array_column( $checks, 'state' ), true ) ? Console::FAILED : Console::DONE;
	}

	/** Tests and saves a connection: --address, --client-id, --username; secrets come from the prompt, standard input or constants, never from arguments. */
	public function connect( array $args, array $options ): int {
		$typed = array();
		foreach ( Connection::FIELDS as $field ) {
			if ( in_array( $field, $this->connection->locked(), true ) ) {
				$typed[ $field ] = '';
			} elseif ( in_array( $field, self::SECRETS, true ) ) {
				$typed[ $field ] = ( $this->ask )( $field );
			} else {
				$typed[ $field ] = (string) ( $options[ self::OPTIONS[ $field ] ] ?? $this->connection->value( $field ) );
			}
		}
		$this->connecting->connect( $typed );
		Console::say( __( 'Connected.', 'unopim-connector' ) );
		return Console::DONE;
	}

	/** Removes credentials and tokens; links and mapping stay. */
	public function disconnect( array $args, array $options ): int {
		Console::confirm( __( 'Remove the credentials?', 'unopim-connector' ), $options );
		$this->connecting->disconnect();
		Console::say( __( 'Disconnected.', 'unopim-connector' ) );
		return Console::DONE;
	}

	/** A secret: asked for where somebody sits, read where something is piped in. */
	public static function secret( string $field ): string {
		if ( function_exists( 'posix_isatty' ) && posix_isatty( STDIN ) ) {
			return trim( (string) \cli\prompt( $field, false, ': ', true ) );
		}
		return trim( (string) fgets( STDIN ) );
	}
}
