<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

/** A row of `unopim_runs`. */
final class Run {

	public const ACTIVE = array( 'queued', 'running', 'stopped', 'waiting' );

	/** Kinds that write, or plan it: one of them at a time per channel, in the order in which they were asked for. */
	public const EXCLUSIVE = array( 'pull', 'deletions', 'apply', 'undo', 'push' );

	/** A host may take it up. */
	public const DRIVABLE = array( 'queued', 'running' );

	public const FINAL = array( 'done', 'done_with_errors', 'failed', 'cancelled' );

	/** Without a sign of life for so long a run is shown as stalled; the watchdog resumes it. */
	public const STALLED_AFTER = 300;

	/**
	 * @param array<string,mixed>      $job
	 * @param array<string,mixed>|null $progress
	 * @param array<string,mixed>|null $result
	 * @param int|null                 $of_run   the plan that it applies, or the run that it takes back
	 * @param array<string,mixed>|null $question what it waits for
	 * @param array<string,string>     $answers
	 */
	private function __construct(
		public readonly int $id,
		public readonly array $job,
		public readonly string $status,
		public readonly string $revision,
		public readonly string $lease_owner,
		public readonly int $lease_until,
		public readonly int $heartbeat,
		public readonly int $attempts,
		public readonly ?string $checkpoint,
		public readonly ?array $progress,
		public readonly ?array $result,
		public readonly int $wait_until,
		public readonly string $origin,
		public readonly int $user_id,
		public readonly string $created_at,
		public readonly ?string $started_at,
		public readonly ?string $finished_at,
		public readonly ?int $of_run,
		public readonly ?array $question,
		public readonly array $answers,
		public readonly string $plan_hash,
		public readonly int $warnings
	) {}

	/** @param array<string,string|null> $row */
	public static function from_row( array $row ): self {
		$map = static function ( ?string $json ): ?array {
			$value = null === $json ? null : json_decode( $json, true );
			return is_array( $value ) ? $value : null;
		};
		return new self(
			(int) $row['id'],
			$map( $row['job'] ) ?? array(),
			(string) $row['status'],
			(string) $row['revision'],
			(string) $row['lease_owner'],
			(int) $row['lease_until'],
			(int) $row['heartbeat'],
			(int) $row['attempts'],
			$row['checkpoint'],
			$map( $row['progress'] ),
			$map( $row['result'] ),
			(int) $row['wait_until'],
			(string) $row['origin'],
			(int) $row['user_id'],
			(string) $row['created_at'],
			$row['started_at'],
			$row['finished_at'],
			null === $row['of_run'] ? null : (int) $row['of_run'],
			$map( $row['question'] ),
			$map( $row['answers'] ) ?? array(),
			(string) $row['plan_hash'],
			(int) ( $row['warnings'] ?? 0 )
		);
	}

	/** A run that is not stored, for what only looks. @param array<string,mixed> $job */
	public static function of_job( array $job ): self {
		return new self( 0, $job, 'running', '', '', 0, 0, 0, null, null, null, 0, '', 0, '', null, null, null, null, array(), '', 0 );
	}

	public function kind(): string {
		return (string) ( $this->job['kind'] ?? '' );
	}

	public function channel(): string {
		return (string) ( $this->job['channel'] ?? '' );
	}

	public function locale(): string {
		return (string) ( $this->job['locale'] ?? '' );
	}

	/** It sends to UnoPim: a push, or what applies or takes back one. */
	public function is_push(): bool {
		return Job::is_push( $this->job );
	}

	/** It plans instead of writing. */
	public function is_dry(): bool {
		return true === ( $this->job['dry'] ?? false );
	}

	public function is_over(): bool {
		return in_array( $this->status, self::FINAL, true );
	}

	/** Nobody drives it, and nothing that it waits for explains why. */
	public function is_stalled( int $now ): bool {
		return 'running' === $this->status && $this->lease_until < $now && $this->wait_until < $now && $this->heartbeat < $now - self::STALLED_AFTER;
	}

	/** @return array<string,mixed> what its log rows have in common. */
	public function log_columns(): array {
		return array( 'run_id' => $this->id, 'channel' => $this->channel(), 'locale' => $this->locale() );
	}

	/** @return array<string,mixed> as routes show it. */
	public function to_rest( int $now ): array {
		return array(
			'id'           => $this->id,
			'job'          => Job::to_wire( $this->job ),
			'dry'          => $this->is_dry(),
			'status'       => $this->is_stalled( $now ) ? 'stalled' : $this->status,
			'progress'     => $this->progress,
			'counts'       => $this->result['counts'] ?? $this->progress['counts'] ?? null,
			'warnings'     => $this->warnings,
			'error'        => $this->result['error'] ?? null,
			'question'     => 'waiting' === $this->status ? $this->question : null,
			'origin'       => $this->origin,
			'created_at'   => self::iso( $this->created_at ),
			'started_at'   => null === $this->started_at ? null : self::iso( $this->started_at ),
			'seconds'      => null === $this->started_at ? null : max( 0, ( null === $this->finished_at ? $now : self::time( $this->finished_at ) ) - self::time( $this->started_at ) ),
			'heartbeat_at' => $this->heartbeat > 0 ? gmdate( 'Y-m-d\TH:i:s\Z', $this->heartbeat ) : null,
			'wait_until'   => $this->wait_until > $now ? gmdate( 'Y-m-d\TH:i:s\Z', $this->wait_until ) : null,
			'finished_at'  => null === $this->finished_at ? null : self::iso( $this->finished_at ),
		);
	}

	public static function time( string $utc ): int {
		return (int) strtotime( $utc . ' UTC' );
	}

	private static function iso( string $utc ): string {
		return gmdate( 'Y-m-d\TH:i:s\Z', self::time( $utc ) );
	}
}
