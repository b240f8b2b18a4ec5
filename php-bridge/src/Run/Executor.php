<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Engine\EngineFault;
use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\HttpAnswer;
use UnoPim\Connector\Source\Outgoing;

/**
 * Carries out one step of an engine, wherever that engine runs: checks the requests, stores the checkpoint, keeps the log,
 * and only then reads and writes. A host that dies anywhere in it is followed by one that does the same step again.
 */
class Executor {

	/** A wait up to here is spent within the step. */
	private const SHORT_WAIT = 5;

	/** As many keys as a question shows. */
	private const MAX_QUESTION_KEYS = 500;

	/** Of a body in the log. */
	private const EXCERPT = 1500;

	private const MAX_CHECKPOINT = 16 * 1024 * 1024;

	/** @var array<string,true> codes of the store's notes that are in the log already. */
	private array $noted = array();

	/**
	 * @param callable(Run,array<string,mixed>,callable():void):array<string,mixed> $store    answers a request for a run, and begins each transaction with
	 *                                                                              the last argument; an answer has no id.
	 * @param callable(Run,int):array{name:string,mime:string,content:string}       $file     the file of an attachment, on the run's site.
	 * @param callable(Run):void                                                    $finished hears of the end of a run.
	 * @param callable(array<array<string,mixed>>):void                             $heard    hears what a step reports.
	 */
	public function __construct(
		private RunRepository $runs,
		private Lease $lease,
		private Client $client,
		private $store,
		private $file,
		private RunGate $gate,
		private Budget $budget,
		private LogWriter $logs,
		private Clock $clock,
		private $finished,
		private $heard
	) {}

	/**
	 * @param float $seconds that the step may take
	 * @param bool  $again   the same frame was sent before, and was told to wait: what it reports is known
	 * @throws \UnoPim\Connector\Platform\Fault when the frame is refused (nothing was done), or the lease is lost.
	 */
	public function answer( Run $run, string $owner, Frame $frame, float $seconds, bool $again = false ): Reply {
		if ( 'done' === $frame->type() ) {
			$this->finish( $run, $owner, $frame );
			return Reply::finished();
		}
		// What only reads UnoPim writes nothing; what is made of it comes with the next step.
		if ( ! self::only_reads( $frame->json['requests'] ?? null ) ) {
			$this->gate->check_again( $run );
		}
		$requests = $this->accept( $run, $owner, $frame, $again );
		foreach ( $requests as $request ) {
			if ( 'ask' === $request['do'] ) {
				return $this->ask( $run, $owner, $request );
			}
		}
		$until    = $this->clock->ticks() + $seconds;
		$wait     = $this->wait( $run, $requests ) ?? $this->take( $run, $requests, Report::read( $frame->json['report'] ?? null )->pace );
		if ( null !== $wait ) {
			return $wait;
		}
		$responses = new Responses();
		$alive     = fn( bool $sure = false ) => $this->stay( $run, $owner, $sure );
		$hold      = fn() => $this->hold( $run, $owner );
		$gets      = array_values( array_filter( $requests, static fn( $request ) => 'source.get' === $request['do'] ) );
		if ( array() !== $gets ) {
			// UnoPim may have taken its time; what follows in this step must not be written by a host that has lost the run.
			SourceReader::answer( $this->client, $gets, $responses, $until, fn() => $alive( count( $gets ) < count( $requests ) ), $run->channel(), fn( string $path, HttpAnswer $answer, int $ms ) => $this->failed( $run, $path, $answer, $ms ) );
		}
		$writer = new SourceWriter( $this->client, fn( int $id ) => ( $this->file )( $run, $id ), fn( Outgoing $sent, HttpAnswer $answer, int $ms ) => $this->refused( $run, $sent, $answer, $ms ) );
		foreach ( $requests as $request ) {
			if ( 'wait' === $request['do'] ) {
				$responses->add( $request['id'], array() );
			} elseif ( in_array( $request['do'], SourceWriter::NAMES, true ) ) {
				$writer->answer( $request, $responses, $until - $this->clock->ticks() );
				$alive( true );
			} elseif ( 'source.get' !== $request['do'] ) {
				$answer = ( $this->store )( $run, ItemFilters::request( $request, $run->kind() ), $hold );
				$this->note( $run, $answer['notes'] ?? array() );
				if ( 'store.apply' === $request['do'] ) {
					$this->logs->write_all( OperationRows::of( $run, $request['operations'], $answer['results'] ?? array() ) );
				}
				$responses->add( $request['id'], $answer );
				$alive();
			}
		}
		$this->runs->clear_attempts( $run->id );
		return Reply::responses( $responses->frame( $this->clock->moment() ) );
	}

	/**
	 * Checks a step and stores its checkpoint, without carrying it out: the end of a chunk.
	 *
	 * @return array<array<string,mixed>> its requests
	 */
	public function accept( Run $run, string $owner, Frame $frame, bool $again = false ): array {
		if ( 'step' !== $frame->type() ) {
			throw EngineFault::unexpected( $frame->type() );
		}
		$requests   = RequestRules::check( $frame->json['requests'] ?? null, $run->kind(), $run->is_push() && ! $run->is_dry() );
		$checkpoint = (string) wp_json_encode( $frame->json['checkpoint'] ?? null, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION );
		if ( strlen( $checkpoint ) > self::MAX_CHECKPOINT ) {
			throw RunFault::bad_request( 'checkpoint', __( 'The checkpoint is too large.', 'unopim-connector' ) );
		}
		$report = Report::read( $frame->json['report'] ?? null );
		if ( ! $this->lease->save_step( $run->id, $owner, $checkpoint, $report->progress_json(), self::has_wait( $requests ) ) ) {
			throw RunFault::lease_lost();
		}
		if ( ! $again ) {
			$this->logs->report( $report->logs, $run->log_columns() );
			ItemActions::reported( $report->logs );
			( $this->heard )( $report->logs );
		}
		return $requests;
	}

	private function finish( Run $run, string $owner, Frame $frame ): void {
		$report = Report::read( $frame->json['report'] ?? null );
		$result = Report::result( $frame->json['result'] ?? null );
		if ( ! $this->lease->finish( $run->id, $owner, $result['status'], $result['warnings'], (string) wp_json_encode( $result, JSON_UNESCAPED_UNICODE ), $report->progress_json() ) ) {
			throw RunFault::lease_lost();
		}
		$this->logs->report( $report->logs, $run->log_columns() );
		$after = $this->runs->find( $run->id );
		if ( null !== $after ) {
			( $this->finished )( $after );
		}
	}

	/** What UnoPim answered in place of data, for whoever has to find out why. What becomes of it, the engine says. */
	private function failed( Run $run, string $path, HttpAnswer $answer, int $milliseconds ): void {
		$this->logs->write(
			$run->log_columns() + array(
				'level'   => 'info',
				'op'      => $run->kind(),
				'dir'     => 'to_shop',
				'code'    => 'http_' . $answer->status,
				/* translators: 1: HTTP status, 2: path */
				'message' => sprintf( __( 'UnoPim answered HTTP %1$d to %2$s.', 'unopim-connector' ), $answer->status, $path ),
				'detail'  => array( 'status' => $answer->status, 'milliseconds' => $milliseconds, 'received' => $answer->body ),
			)
		);
	}

	/** What UnoPim did not take: both sides of the exchange, each cut so that the other has room. */
	private function refused( Run $run, Outgoing $sent, HttpAnswer $answer, int $milliseconds ): void {
		$this->logs->write(
			$run->log_columns() + array(
				'level'   => 'info',
				'op'      => 'undo' === $run->kind() ? 'undo' : 'push',
				'dir'     => 'to_unopim',
				'code'    => 'http_' . $answer->status,
				/* translators: 1: HTTP status, 2: HTTP method, 3: path */
				'message' => sprintf( __( 'UnoPim answered HTTP %1$d to %2$s %3$s.', 'unopim-connector' ), $answer->status, $sent->method, $sent->path ),
				'detail'  => array( 'status' => $answer->status, 'milliseconds' => $milliseconds, 'received' => $this->logs->excerpt( $answer->body, self::EXCERPT ), 'sent' => $this->logs->excerpt( $sent->shown, self::EXCERPT ) ),
			)
		);
	}

	/** @param array<string,mixed> $request */
	private function ask( Run $run, string $owner, array $request ): Reply {
		$question = array_intersect_key( $request, array_flip( array( 'question', 'entity', 'count', 'linked', 'keys' ) ) );
		$question['keys'] = array_slice( $question['keys'] ?? array(), 0, self::MAX_QUESTION_KEYS );
		if ( ! $this->lease->ask( $run->id, $owner, (string) wp_json_encode( $question, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) ) ) {
			throw RunFault::lease_lost();
		}
		$this->logs->write(
			$run->log_columns() + array(
				'level'   => 'warn',
				'op'      => 'delete',
				'entity'  => (string) ( $question['entity'] ?? '' ),
				'dir'     => $run->is_push() ? 'to_unopim' : 'to_shop',
				'code'    => 'waiting_for_answer',
				'message' => sprintf( self::asked( $run ), (int) ( $question['count'] ?? 0 ), (int) ( $question['linked'] ?? 0 ) ),
				'hint'    => __( 'Look at the list on the Sync page, then choose “Delete these” or “Keep”.', 'unopim-connector' ),
			)
		);
		return Reply::asked();
	}

	private static function asked( Run $run ): string {
		return $run->is_push()
			/* translators: 1: number of items, 2: number of linked items */
			? __( '%1$d of %2$d linked items were deleted in the shop within an hour. None is deleted in UnoPim before somebody has answered.', 'unopim-connector' )
			/* translators: 1: number of items, 2: number of linked items */
			: __( '%1$d of %2$d linked items are gone from UnoPim. None is deleted before somebody has answered.', 'unopim-connector' );
	}

	/** @param array<array<string,mixed>> $requests */
	private function wait( Run $run, array $requests ): ?Reply {
		$seconds = 0;
		foreach ( $requests as $request ) {
			if ( 'wait' === $request['do'] ) {
				$seconds = max( $seconds, $request['seconds'] );
			}
		}
		if ( 0 === $seconds ) {
			return null;
		}
		$now   = $this->clock->now();
		$until = $this->runs->find( $run->id )?->wait_until ?? 0;
		if ( $until > $now ) {
			return Reply::wait( $until - $now );
		}
		if ( $until > 0 ) {
			// The wait this step asks for is over: the step was sent before, by this host or by the last one.
			$this->runs->set_wait( $run->id, 0 );
			return null;
		}
		if ( $seconds <= self::SHORT_WAIT ) {
			$this->clock->sleep( $seconds );
			return null;
		}
		$this->runs->set_wait( $run->id, $now + $seconds );
		return Reply::wait( $seconds );
	}

	/**
	 * Takes what the step sends out from the budget that all runs share; without any left, the step is for the next minute.
	 *
	 * @param array<array<string,mixed>> $requests
	 * @param array<string,int>          $pace
	 */
	private function take( Run $run, array $requests, array $pace ): ?Reply {
		$wanted = array( Budget::REQUESTS => 0, Budget::IMAGES => 0 );
		foreach ( $requests as $request ) {
			$wanted[ Budget::REQUESTS ] += str_starts_with( $request['do'], 'source.' ) ? 1 : 0;
			$wanted[ Budget::IMAGES ]   += 'media.fetch' === $request['do'] ? count( $request['files'] ) : 0;
		}
		$seconds = max( array_map( fn( $what, $count ) => $this->budget->take( $what, $count, $pace[ $what ] ), array_keys( $wanted ), $wanted ) );
		if ( 0 === $seconds ) {
			return null;
		}
		$this->runs->set_wait( $run->id, $this->clock->now() + $seconds );
		return Reply::wait( $seconds );
	}

	/**
	 * What the store found out about the shop as a whole: tables without transactions, a plugin that commits in between.
	 *
	 * @param array<array<string,string>> $notes
	 */
	private function note( Run $run, array $notes ): void {
		foreach ( $notes as $note ) {
			// Every batch would say it again.
			if ( isset( $this->noted[ $note['code'] ] ) ) {
				continue;
			}
			$this->noted[ $note['code'] ] = true;
			$this->logs->write( $run->log_columns() + $note + array( 'level' => 'warn', 'op' => 'upkeep' ) );
		}
	}

	/** Another host may have taken over while this one was slow; then it must not write on. */
	private function stay( Run $run, string $owner, bool $sure ): void {
		if ( ! $this->lease->renew( $run->id, $owner, $sure ) ) {
			throw RunFault::lease_lost();
		}
	}

	/** The same within a transaction: until its end nobody takes the run over. */
	private function hold( Run $run, string $owner ): void {
		if ( ! $this->lease->hold( $run->id, $owner ) ) {
			throw RunFault::lease_lost();
		}
	}

	private static function only_reads( mixed $requests ): bool {
		return is_array( $requests ) && array() !== $requests && array( 'source.get' ) === array_values( array_unique( array_column( $requests, 'do' ) ) );
	}

	/** @param array<array<string,mixed>> $requests */
	private static function has_wait( array $requests ): bool {
		return in_array( 'wait', array_column( $requests, 'do' ), true );
	}
}
