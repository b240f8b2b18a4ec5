<?php
declare(strict_types=1);

namespace UnoPim\Connector\Engine;

use UnoPim\Connector\Platform\Fault;

/** The engine is not there, has died, or speaks in a way that this host does not know. */
final class EngineFault extends Fault {

	public static function bad_frame( string $reason ): self {
		/* translators: %s: reason */
		return new self( 'bad_frame', sprintf( __( 'This is not a frame: %s.', 'unopim-connector' ), $reason ), __( 'Reload the page; if it stays, plugin and engine are of different releases: install the plugin again.', 'unopim-connector' ), '', 400 );
	}

	public static function unexpected( string $type ): self {
		/* translators: %s: frame type */
		return new self( 'unexpected_frame', sprintf( __( 'The engine answered with a frame of type “%s”, which does not fit here.', 'unopim-connector' ), mb_substr( $type, 0, 40 ) ), __( 'Plugin and engine are of different releases: install the plugin again.', 'unopim-connector' ), '', 500 );
	}

	public static function died( string $engine, string $detail ): self {
		/* translators: 1: engine, 2: what it said */
		return new self( 'engine_died', sprintf( __( 'The engine (%1$s) ended: %2$s', 'unopim-connector' ), $engine, '' === $detail ? __( 'it gave no reason.', 'unopim-connector' ) : $detail ), __( 'The run goes on by itself from its last step. If it stays, see Health.', 'unopim-connector' ), '', 500 );
	}

	public static function too_slow( string $engine, float $seconds ): self {
		/* translators: 1: engine, 2: seconds */
		return new self( 'engine_timeout', sprintf( __( 'The engine (%1$s) gave no answer within %2$d seconds.', 'unopim-connector' ), $engine, (int) $seconds ), __( 'Lower the batch size.', 'unopim-connector' ), '', 500 );
	}

	public static function none( string $why ): self {
		/* translators: %s: reasons */
		return new self( 'no_engine', sprintf( __( 'No engine can run on this server: %s', 'unopim-connector' ), $why ), __( 'Install the complete plugin, or run from the open page: the browser has its own engine.', 'unopim-connector' ), '', 503 );
	}

	/** @param array<string,mixed> $error as the engine gave it. */
	public static function refused( array $error ): self {
		return new self( (string) ( $error['code'] ?? 'engine_error' ), (string) ( $error['message'] ?? '' ), (string) ( $error['hint'] ?? '' ), (string) ( $error['path'] ?? '' ), 422 );
	}
}
