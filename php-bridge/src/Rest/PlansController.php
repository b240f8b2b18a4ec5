<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\Plans;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunStarter;

/** `/plans`: make a plan, look at it, apply or discard it. */
final class PlansController extends Controller {

	public function __construct( private Plans $plans, private RunStarter $starter, private Lane $lane, private Clock $clock ) {}

	protected function is_of_owner(): bool {
		return true;
	}

	public function routes(): void {
		$this->route(
			'/plans',
			array( 'GET' => fn( $request ) => $this->page( $request ), 'POST' => fn( $request ) => $this->make( $request ) ),
			self::list_args() + array( 'channel' => array( 'type' => 'string', 'default' => '', 'maxLength' => 64 ) )
		);
		$id = '/plans/(?P<id>\d+)';
		$this->route( $id, array( 'GET' => fn( $request ) => $this->view( (int) $request['id'] ), 'DELETE' => fn( $request ) => $this->discard( (int) $request['id'] ) ) );
		$this->route( "{$id}/operations", array( 'GET' => fn( $request ) => RunsController::operations( $this->plans, $this->plans->find( (int) $request['id'] ), $request ) ), RunsController::operation_args() );
		$this->route( "{$id}/apply", array( 'POST' => fn( $request ) => $this->apply( $request ) ) );
	}

	private function page( \WP_REST_Request $request ): \WP_REST_Response {
		$found = $this->plans->page( (string) $request['channel'], (int) $request['page'], (int) $request['per_page'] );
		return self::listing( array_map( fn( Run $plan ) => $this->row( $plan ), $found['plans'] ), $found['total'], (int) $request['per_page'] );
	}

	private function make( \WP_REST_Request $request ): \WP_REST_Response {
		$body = (array) json_decode( (string) $request->get_body(), true );
		$job  = is_array( $body['job'] ?? null ) ? $body['job'] : $body;
		unset( $job['host'] );
		return RunsController::start_job( $this->starter, $this->lane, $this->clock, array( 'dry' => true ) + $job + array( 'kind' => 'pull' ), $body['host'] ?? 'browser' );
	}

	/** @return array<string,mixed> */
	private function view( int $id ): array {
		return $this->row( $this->plans->find( $id ) ) + array( 'summary' => $this->plans->summary( $id ) );
	}

	/** @return array<string,mixed> */
	private function row( Run $plan ): array {
		return $plan->to_rest( $this->clock->now() ) + array(
			'state'      => $this->plans->state( $plan ),
			'hash'       => '' === $plan->plan_hash ? null : $plan->plan_hash,
			'operations' => $this->plans->count( $plan->id ),
		);
	}

	private function apply( \WP_REST_Request $request ): \WP_REST_Response {
		$body = (array) json_decode( (string) $request->get_body(), true );
		return RunsController::start_job( $this->starter, $this->lane, $this->clock, array( 'kind' => 'apply', 'plan' => (int) $request['id'] ), $body['host'] ?? 'server' );
	}

	/** @return array{discarded:bool} */
	private function discard( int $id ): array {
		$this->plans->discard( $id );
		return array( 'discarded' => true );
	}
}
