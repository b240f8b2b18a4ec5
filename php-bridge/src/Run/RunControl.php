<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;

/** Stop, resume, cancel, answer: what a person does to a run that exists. */
class RunControl {

	private const ANSWERS = array( 'delete', 'keep' );

	/** @param callable(Run):void $finished hears of a run that ends here. */
	public function __construct( private RunRepository $runs, private Clock $clock, private $finished ) {}

	/** @throws RunFault */
	public function find( int $id ): Run {
		return $this->runs->find( $id ) ?? throw RunFault::not_found( $id );
	}

	/** After the present step; whoever drives it notices that its lease is gone. */
	public function stop( int $id ): Run {
		return $this->change( $id, Run::DRIVABLE, 'stopped' );
	}

	/** A stopped run goes on from its checkpoint; a stalled one needs nothing but a host. */
	public function resume( int $id ): Run {
		$run = $this->find( $id );
		if ( 'waiting' === $run->status ) {
			throw RunFault::blocked( 'waiting_for_answer', __( 'This run waits for an answer.', 'unopim-connector' ), __( 'Answer its question on the Sync page.', 'unopim-connector' ) );
		}
		if ( $run->is_stalled( $this->clock->now() ) ) {
			$this->runs->touch( $id );
			return $this->find( $id );
		}
		return 'running' === $run->status ? $run : $this->change( $id, array( 'stopped' ), 'queued' );
	}

	/** Ends it for good; what it has written stays. */
	public function cancel( int $id ): Run {
		$was   = $this->find( $id );
		$after = $this->change( $id, Run::ACTIVE, 'cancelled' );
		if ( ! $was->is_over() ) {
			( $this->finished )( $after );
		}
		return $after;
	}

	/** @param mixed $answer `delete` or `keep` */
	public function answer( int $id, mixed $answer ): Run {
		$run = $this->find( $id );
		if ( ! in_array( $answer, self::ANSWERS, true ) ) {
			throw new RunFault( 'bad_answer', __( 'There is no such answer.', 'unopim-connector' ), __( 'Answer “delete” or “keep”.', 'unopim-connector' ), 'answer', 422 );
		}
		$question = $run->question['question'] ?? null;
		if ( 'waiting' !== $run->status || ! is_string( $question ) || ! $this->runs->keep_answers( $id, array( $question => $answer ) + $run->answers ) ) {
			throw RunFault::blocked( 'no_question', __( 'This run waits for no answer.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ) );
		}
		return $this->find( $id );
	}

	/** @param array<string> $from */
	private function change( int $id, array $from, string $to ): Run {
		$run = $this->find( $id );
		if ( ! $this->runs->change_status( $id, $from, $to ) && $to !== $run->status ) {
			throw 'waiting' === $run->status
				? RunFault::blocked( 'waiting_for_answer', __( 'This run waits for an answer.', 'unopim-connector' ), __( 'Answer its question, or cancel it.', 'unopim-connector' ) )
				: RunFault::over( $run->status );
		}
		return $this->find( $id );
	}
}
