<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Logs\ShopLog;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Source\ConnectionState;

/**
 * What follows the end of a run: what it has found out is kept, its queue is told, one row says how it went, in both logs, and others
 * hear of it.
 */
class RunEnd {

	/** How a run ends when UnoPim does not know an address that its version should know. */
	private const DOUBTFUL = array( 'not_found', 'source_error' );

	public function __construct( private ConnectionState $state, private Watermarks $watermarks, private PullQueue $queue, private Plans $plans, private RunRepository $runs, private LogWriter $logs, private ShopLog $shop_log, private Clock $clock, private Further $further ) {}

	public function tell( Run $run ): void {
		if ( 'probe' === $run->kind() && 'done' === $run->status && is_array( $run->result['value'] ?? null ) ) {
			$this->state->probed( (object) $run->result['value'] );
		}
		if ( in_array( $run->status, array( 'done', 'done_with_errors' ), true ) ) {
			$this->watermarks->keep( $run );
		}
		if ( in_array( $run->result['error']['code'] ?? '', self::DOUBTFUL, true ) ) {
			$this->state->doubt();
		}
		$this->queue->ended( $run );
		$this->further->follow( $run );
		if ( $run->is_dry() && 'cancelled' !== $run->status ) {
			$this->runs->set_plan_hash( $run->id, $this->plans->hash( $run->id ) );
		}
		if ( ! in_array( $run->kind(), RunGate::READS, true ) ) {
			$this->summary( $run );
		}
		$this->tell_others( $run );
	}

	private function summary( Run $run ): void {
		$counts = array_filter( (array) ( $run->result['counts'] ?? $run->progress['counts'] ?? array() ) );
		$words  = implode( ', ', array_map( static fn( $name, $count ) => "{$name} {$count}", array_keys( $counts ), $counts ) );
		$error  = $run->result['error'] ?? null;
		$what   = $run->kind() . ( isset( $run->job['scope'] ) ? ' ' . $run->job['scope'] : '' );
		$tail   = is_array( $error ) ? $error['code'] . ': ' . $error['message'] : ( '' === $words ? __( 'nothing to do', 'unopim-connector' ) : $words );
		$tail  .= $run->warnings > 0 ? ", warnings {$run->warnings}" : '';
		$level  = match ( $run->status ) { 'done' => 'success', 'failed' => 'error', default => 'warn' };
		$this->logs->write(
			$run->log_columns() + array(
				'level'   => $level,
				'op'      => self::op( $run->kind(), $run->is_push() ),
				'dir'     => $run->is_push() ? 'to_unopim' : 'to_shop',
				'code'    => 'run_' . $run->status,
				'message' => ( $run->is_dry() ? 'dry-run ' : '' ) . "{$what}: " . self::outcome( $run ) . ". {$tail}",
				'hint'    => is_array( $error ) ? ( $error['hint'] ?? '' ) : '',
			),
			false
		);
		$this->shop_log->line( 'success' === $level ? 'info' : $level, sprintf( 'Run %d (%s%s, %s, %s): %s. %s', $run->id, $run->is_dry() ? 'dry-run ' : '', $what, $run->channel(), $run->locale(), $run->status, $tail ) );
	}

	/** How it came out, in words. */
	private static function outcome( Run $run ): string {
		return match ( $run->status ) {
			'done'             => $run->warnings > 0 ? __( 'done with warnings', 'unopim-connector' ) : __( 'done', 'unopim-connector' ),
			'done_with_errors' => __( 'done with errors', 'unopim-connector' ),
			'failed'           => __( 'failed', 'unopim-connector' ),
			'cancelled'        => __( 'cancelled', 'unopim-connector' ),
			default            => $run->status,
		};
	}

	private static function op( string $kind, bool $push ): string {
		return match ( $kind ) { 'deletions' => 'delete', 'images' => 'media', 'undo' => 'undo', default => $push ? 'push' : 'pull' };
	}

	private function tell_others( Run $run ): void {
		$shown = $run->to_rest( $this->clock->now() );
		/**
		 * Fires when a run has ended.
		 *
		 * @param array<string,mixed> $run as the routes show it
		 */
		do_action( 'unopim_connector_run_finished', $shown );
		if ( $run->is_dry() && in_array( $run->status, array( 'done', 'done_with_errors' ), true ) ) {
			/**
			 * Fires when a plan is ready.
			 *
			 * @param int $plan its number
			 */
			do_action( 'unopim_connector_plan_created', $run->id );
		} elseif ( 'apply' === $run->kind() ) {
			/**
			 * Fires after a plan was applied.
			 *
			 * @param int $plan its number
			 */
			do_action( 'unopim_connector_after_apply', (int) $run->of_run );
		} elseif ( 'undo' === $run->kind() ) {
			/**
			 * Fires when a run was taken back.
			 *
			 * @param array<string,mixed> $run the one that took it back
			 */
			do_action( 'unopim_connector_undone', $shown );
		}
	}
}
