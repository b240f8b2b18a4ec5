<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Fault;

/** A run cannot be started, or a step cannot be carried out. */
final class RunFault extends Fault {

	public static function not_found( int $id ): self {
		/* translators: %d: number of a run */
		return new self( 'run_not_found', sprintf( __( 'There is no run %d.', 'unopim-connector' ), $id ), __( 'Reload the page.', 'unopim-connector' ), 'id', 404 );
	}

	public static function lease_lost(): self {
		return new self( 'lease_lost', __( 'Another host drives this run now, or it was stopped.', 'unopim-connector' ), __( 'Look at its progress; nothing is lost.', 'unopim-connector' ), '', 409 );
	}

	public static function over( string $status ): self {
		/* translators: %s: status */
		return new self( 'run_over', sprintf( __( 'This run has ended (%s).', 'unopim-connector' ), $status ), __( 'Start a new one.', 'unopim-connector' ), '', 409 );
	}

	public static function active( Run $run ): self {
		/* translators: 1: number of a run, 2: channel */
		return new self( 'run_active', sprintf( __( 'Run %1$d of the channel “%2$s” is not over.', 'unopim-connector' ), $run->id, $run->channel() ), __( 'Wait for its end, or cancel it.', 'unopim-connector' ), 'job', 409 );
	}

	public static function bad_job( string $path, string $message ): self {
		return new self( 'bad_job', $message, __( 'Correct it and start again.', 'unopim-connector' ), $path, 422 );
	}

	public static function blocked( string $code, string $message, string $next_step ): self {
		return new self( $code, $message, $next_step, 'job', 409 );
	}

	public static function bad_request( string $path, string $message ): self {
		return new self( 'bad_request', $message, __( 'Plugin and engine are of different releases: reload the page, or install the plugin again.', 'unopim-connector' ), $path, 400 );
	}

	public static function worn_out( int $attempts ): self {
		/* translators: %d: number of tries */
		return new self( 'worn_out', sprintf( __( 'The same step was tried %d times and never ended.', 'unopim-connector' ), $attempts ), __( 'See the server’s error log; lower the batch size, or raise PHP’s memory limit.', 'unopim-connector' ), '', 500 );
	}
}
