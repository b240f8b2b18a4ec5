<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\Budget;
use UnoPim\Connector\Run\Job;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\Plans;
use UnoPim\Connector\Run\RunControl;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Run\Started;

/** `/runs`: start, list, look, stop, resume, cancel, undo, answer. The steps of a run have a controller of their own. */
final class RunsController extends Controller {

	public function __construct( private RunRepository $runs, private RunStarter $starter, private RunControl $control, private Plans $plans, private Budget $budget, private Lane $lane, private Clock $clock ) {}

	protected function is_of_owner(): bool {
		return true;
	}

	public function routes(): void {
		$word = array( 'type' => 'string', 'default' => '', 'maxLength' => 64 );
		$this->route(
			'/runs',
			array( 'GET' => fn( $request ) => $this->page( $request ), 'POST' => fn( $request ) => $this->start( $request ) ),
			self::list_args() + array( 'active' => array( 'type' => 'boolean', 'default' => false ), 'dry' => array( 'type' => 'boolean' ), 'kind' => $word, 'kinds' => array( 'type' => 'array', 'items' => array( 'type' => 'string', 'enum' => Job::KINDS ), 'default' => array() ), 'channel' => $word, 'status' => $word )
		);
		$id = '/runs/(?P<id>\d+)';
		$this->route( $id, array( 'GET' => fn( $request ) => $this->view( (int) $request['id'] ) ) );
		$this->route( "{$id}/stop", array( 'POST' => fn( $request ) => $this->after( $this->control->stop( (int) $request['id'] ) ) ) );
		$this->route( "{$id}/resume", array( 'POST' => fn( $request ) => $this->after( $this->control->resume( (int) $request['id'] ) ) ) );
		$this->route( "{$id}/cancel", array( 'POST' => fn( $request ) => $this->after( $this->control->cancel( (int) $request['id'] ) ) ) );
		$this->route( "{$id}/answer", array( 'POST' => fn( $request ) => $this->after( $this->control->answer( (int) $request['id'], self::body( $request )->answer ?? null ) ) ) );
		$this->route( "{$id}/undo", array( 'POST' => fn( $request ) => $this->undo( (int) $request['id'] ) ) );
		$this->route( "{$id}/operations", array( 'GET' => fn( $request ) => self::operations( $this->plans, $this->control->find( (int) $request['id'] ), $request ) ), self::operation_args() );
	}

	/** @return array<string,array<string,mixed>> */
	public static function operation_args(): array {
		$word = array( 'type' => 'string', 'default' => '', 'maxLength' => 191 );
		return self::list_args() + array( 'action' => $word, 'entity' => $word, 'outcome' => $word, 'search' => $word );
	}

	/** What a run did, or what a plan would do. */
	public static function operations( Plans $plans, Run $run, \WP_REST_Request $request ): \WP_REST_Response {
		$filters = array();
		foreach ( array( 'action', 'entity', 'outcome', 'search' ) as $name ) {
			$filters[ $name ] = (string) $request[ $name ];
		}
		$found = $plans->operations( $run->id, $filters, (int) $request['page'], (int) $request['per_page'] );
		return self::listing( $found['rows'], $found['total'], (int) $request['per_page'] );
	}

	private function page( \WP_REST_Request $request ): \WP_REST_Response {
		$filters = array( 'active' => (bool) $request['active'], 'kind' => (string) $request['kind'], 'kinds' => (array) $request['kinds'], 'channel' => (string) $request['channel'], 'status' => (string) $request['status'] );
		// A run that is done has one of two outcomes, and a filter of its own for each.
		if ( in_array( $filters['status'], array( 'done', 'done_with_warnings' ), true ) ) {
			$filters = array( 'warned' => 'done' !== $filters['status'], 'status' => 'done' ) + $filters;
		}
		if ( null !== $request['dry'] ) {
			$filters['dry'] = (bool) $request['dry'];
		}
		$found = $this->runs->page( $filters, (int) $request['page'], (int) $request['per_page'] );
		$now   = $this->clock->now();
		return self::listing( array_map( static fn( Run $run ) => $run->to_rest( $now ), $found['runs'] ), $found['total'], (int) $request['per_page'] );
	}

	private function start( \WP_REST_Request $request ): \WP_REST_Response {
		$body = (array) json_decode( (string) $request->get_body(), true );
		return self::start_job( $this->starter, $this->lane, $this->clock, is_array( $body['job'] ?? null ) ? $body['job'] : $body, $body['host'] ?? 'browser' );
	}

	/**
	 * Whoever asks drives the run, under the lease in the answer; with `"host": "server"` the server's lane does. A run that waits for
	 * another one, or that was there already, comes without a lease.
	 *
	 * @param array<mixed> $job
	 */
	public static function start_job( RunStarter $starter, Lane $lane, Clock $clock, array $job, mixed $host ): \WP_REST_Response {
		$lease   = 'server' === $host ? '' : bin2hex( random_bytes( 16 ) );
		$user    = get_current_user_id();
		$started = $starter->start( $job, 'admin', $user, '' === $lease ? '' : BrowserLease::owner( $user, $lease ) );
		return self::started( $started, $lane, $clock, $lease );
	}

	public static function started( Started $started, Lane $lane, Clock $clock, string $lease = '' ): \WP_REST_Response {
		$own = '' !== $lease && ! $started->joined && null === $started->waits_for;
		if ( ! $own ) {
			$lane->schedule();
		}
		return new \WP_REST_Response( $started->run->to_rest( $clock->now() ) + $started->to_rest() + array( 'lease' => $own ? $lease : '' ), $started->joined ? 200 : 201 );
	}

	private function undo( int $id ): \WP_REST_Response {
		return self::started( $this->starter->start( array( 'kind' => 'undo', 'run' => $id ), 'admin', get_current_user_id() ), $this->lane, $this->clock );
	}

	/** @return array<string,mixed> */
	private function after( Run $run ): array {
		// The run may go on, or another one that has waited for it.
		$this->lane->schedule();
		return $this->view( $run->id );
	}

	/** @return array<string,mixed> */
	private function view( int $id ): array {
		$run = $this->control->find( $id );
		return $run->to_rest( $this->clock->now() ) + array( 'waits_for' => 'queued' === $run->status ? $this->runs->blocker( $run ) : null, 'value' => $this->runs->value( $id ), 'budget' => $this->budget->used( Budget::REQUESTS ) );
	}
}
