<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunControl;
use UnoPim\Connector\Run\RunRepository;

/** `wp unopim run …`, `wp unopim undo`. */
final class RunCommands {

	public function __construct( private RunRepository $runs, private RunControl $control, private Foreground $foreground, private Clock $clock ) {}

	/** Lists runs, the newest first: --active, --channel, --status. */
	public function page( array $args, array $options ): int {
		$states = array( ...Run::ACTIVE, ...Run::FINAL );
		if ( isset( $options['status'] ) && ! in_array( $options['status'], $states, true ) ) {
			throw Console::bad( '--status', implode( ', ', $states ) );
		}
		$found = $this->runs->page( array( 'active' => isset( $options['active'] ), 'channel' => (string) ( $options['channel'] ?? '' ), 'status' => (string) ( $options['status'] ?? '' ) ), 1, 100 );
		$now   = $this->clock->now();
		$rows  = array_map(
			static fn( Run $run ) => array( 'id' => $run->id, 'kind' => $run->kind(), 'scope' => $run->job['scope'] ?? '', 'channel' => $run->channel(), 'locale' => $run->locale(), 'dry' => $run->is_dry(), 'status' => $run->to_rest( $now )['status'], 'warnings' => $run->warnings, 'origin' => $run->origin, 'created' => $run->created_at, 'finished' => $run->finished_at ),
			$found['runs']
		);
		Console::rows( $rows, array( 'id', 'kind', 'scope', 'channel', 'locale', 'dry', 'status', 'warnings', 'origin', 'created', 'finished' ), $options );
		return Console::DONE;
	}

	/** Shows a run. */
	public function show( array $args, array $options ): int {
		$run  = $this->control->find( Console::number( $args, 0, 'id' ) )->to_rest( $this->clock->now() );
		$rows = array_map( static fn( $name, $value ) => array( 'field' => $name, 'value' => $value ), array_keys( $run ), $run );
		Console::rows( $rows, array( 'field', 'value' ), $options );
		return Console::DONE;
	}

	/** Stops a run after its present step. */
	public function stop( array $args, array $options ): int {
		return self::said( $this->control->stop( Console::number( $args, 0, 'id' ) ) );
	}

	/** Goes on with a stopped run, here. */
	public function resume( array $args, array $options ): int {
		return $this->foreground->finish( $this->control->resume( Console::number( $args, 0, 'id' ) )->id );
	}

	/** Ends a run for good; what it has written stays. */
	public function cancel( array $args, array $options ): int {
		return self::said( $this->control->cancel( Console::number( $args, 0, 'id' ) ) );
	}

	/** Answers a run's question with delete or keep, and goes on with it. */
	public function answer( array $args, array $options ): int {
		return $this->foreground->finish( $this->control->answer( Console::number( $args, 0, 'id' ), $args[1] ?? '' )->id );
	}

	/** Takes back what a run wrote. */
	public function undo( array $args, array $options ): int {
		$id = Console::number( $args, 0, 'id' );
		/* translators: %d: number of a run */
		Console::confirm( sprintf( __( 'Take back what run %d wrote?', 'unopim-connector' ), $id ), $options );
		return $this->foreground->start( array( 'kind' => 'undo', 'run' => $id ) );
	}

	private static function said( Run $run ): int {
		Console::say( Console::line( $run ) );
		return Console::DONE;
	}
}
