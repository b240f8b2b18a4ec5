<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Settings\GeneralSettings;

/** Which runs can be taken back: those that have written, are over, and whose history is still there. */
class UndoRules {

	private const KINDS = array( 'pull', 'deletions', 'images', 'apply', 'undo', 'push' );

	public function __construct( private RunRepository $runs, private Plans $plans, private GeneralSettings $settings ) {}

	/** @throws RunFault */
	public function find( int $id ): Run {
		return $this->runs->find( $id ) ?? throw RunFault::not_found( $id );
	}

	/** @throws RunFault */
	public function check( Run $run ): void {
		if ( ! $run->is_over() ) {
			throw RunFault::blocked( 'run_not_over', __( 'This run is not over.', 'unopim-connector' ), __( 'Wait for its end, or cancel it; then take it back.', 'unopim-connector' ) );
		}
		if ( $run->is_dry() || ! in_array( $run->kind(), self::KINDS, true ) || ( 0 === $this->written( $run ) && 0 === $this->plans->count( $run->id ) ) ) {
			throw RunFault::blocked( 'nothing_to_undo', __( 'This run wrote nothing.', 'unopim-connector' ), __( 'Choose another run.', 'unopim-connector' ) );
		}
		foreach ( $this->runs->about( $run->id, 'undo' ) as $undo ) {
			if ( in_array( $undo->status, array( 'done', 'done_with_errors' ), true ) ) {
				/* translators: %d: number of a run */
				throw RunFault::blocked( 'already_undone', sprintf( __( 'Run %d has taken it back.', 'unopim-connector' ), $undo->id ), __( 'Start a new pull to write it again.', 'unopim-connector' ) );
			}
		}
		if ( 0 === $this->plans->count( $run->id ) || 0 === (int) $this->settings->get( 'undo_retention_days' ) ) {
			throw RunFault::blocked( 'history_trimmed', __( 'The history of this run was trimmed, so that it cannot be taken back.', 'unopim-connector' ), __( 'Undo retention in General Settings says how long histories are kept.', 'unopim-connector' ) );
		}
	}

	private function written( Run $run ): int {
		return (int) ( $run->result['counts']['writes'] ?? $run->progress['counts']['writes'] ?? 0 );
	}
}
