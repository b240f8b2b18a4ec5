<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Platform\Registrable;

/** Ties the background work to its actions; what does the work is made when an action runs. */
final class Hooks implements Registrable {

	/**
	 * @param callable():Lane   $lane
	 * @param callable():Upkeep $upkeep
	 */
	public function __construct( private $lane, private $upkeep ) {}

	public function register(): void {
		add_action( Lane::HOOK, fn( $run = 0 ) => ( $this->lane )()->work( (int) $run ) );
		add_action( Upkeep::TICK, fn() => ( $this->upkeep )()->tick() );
		add_action( Upkeep::DAILY, fn() => ( $this->upkeep )()->daily() );
		// Action Scheduler asks from time to time; older versions of it do not, so an admin page does once an hour.
		add_action( 'action_scheduler_ensure_recurring_actions', fn() => ( $this->upkeep )()->ensure() );
		add_action( 'admin_init', fn() => false === get_transient( Upkeep::CHECKED ) ? ( $this->upkeep )()->ensure_hourly() : null, 20 );
	}
}
