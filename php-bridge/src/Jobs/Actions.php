<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

/** The few calls to Action Scheduler, all in one group. Does nothing where it is not loaded. */
class Actions {

	public const GROUP = 'unopim-connector';

	public function are_available(): bool {
		return function_exists( 'as_schedule_single_action' ) && class_exists( \ActionScheduler::class ) && \ActionScheduler::is_initialized();
	}

	/** When the pending action of a hook is due; null when there is none. */
	public function pending_at( string $hook ): ?int {
		$ids = $this->are_available() ? as_get_scheduled_actions( array( 'hook' => $hook, 'group' => self::GROUP, 'status' => \ActionScheduler_Store::STATUS_PENDING, 'per_page' => 1, 'orderby' => 'date', 'order' => 'ASC' ), 'ids' ) : array();
		$id  = reset( $ids );
		return false === $id ? null : \ActionScheduler::store()->get_date( (string) $id )->getTimestamp();
	}

	/** @param array<mixed> $args */
	public function once( int $time, string $hook, array $args ): void {
		if ( $this->are_available() ) {
			as_schedule_single_action( $time, $hook, $args, self::GROUP );
		}
	}

	/** One of its kind, whoever asks first. */
	public function every( int $seconds, string $hook ): void {
		if ( $this->are_available() && ! as_has_scheduled_action( $hook, null, self::GROUP ) ) {
			as_schedule_recurring_action( time() + $seconds, $seconds, $hook, array(), self::GROUP, true );
		}
	}

	public function cancel( string $hook ): void {
		if ( $this->are_available() ) {
			as_unschedule_all_actions( $hook, null, self::GROUP );
		}
	}

	public function cancel_all(): void {
		if ( $this->are_available() ) {
			as_unschedule_all_actions( '', array(), self::GROUP );
		}
	}

	public function count_pending(): int {
		return $this->are_available() ? (int) \ActionScheduler::store()->query_actions( array( 'group' => self::GROUP, 'status' => \ActionScheduler_Store::STATUS_PENDING ), 'count' ) : 0;
	}
}
