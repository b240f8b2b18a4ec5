<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunFault;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\RunStarter;

/** `/runs`: start, list, look, stop, resume, cancel. The steps of a run have a controller of their own. */
final class RunsController extends Controller {

	public function __construct( private RunRepository $runs, private RunStarter $starter, private Lane $lane, private Clock $clock ) {}

	public function routes(): void {
		$this->route(
			'/runs',
			array( 'GET' => fn( $request ) => $this->page( $request ), 'POST' => fn( $request ) => $this->start( $request ) ),
			self::list_args() + array( 'active' => array( 'type' => 'boolean', 'default' => false ) )
		);
		$this->route( '/runs/(?P<id>\d+)', array( 'GET' => fn( $request ) => $this->view( (int) $request['id'] ) ) );
		$this->route( '/runs/(?P<id>\d+)/stop', array( 'POST' => fn( $request ) => $this->change( (int) $request['id'], Run::DRIVABLE, 'stopped' ) ) );
		$this->route( '/runs/(?P<id>\d+)/resume', array( 'POST' => fn( $request ) => $this->resume( (int) $request['id'] ) ) );
		$this->route( '/runs/(?P<id>\d+)/cancel', array( 'POST' => fn( $request ) => $this->change( (int) $request['id'], Run::ACTIVE, 'cancelled' ) ) );
	}

	private function page( \WP_REST_Request $request ): \WP_REST_Response {
		$found = $this->runs->page( (bool) $request['active'], (int) $request['page'], (int) $request['per_page'] );
		$now   = $this->clock->now();
		return self::listing( array_map( static fn( Run $run ) => $run->to_rest( $now ), $found['runs'] ), $found['total'], (int) $request['per_page'] );
	}

	/**
	 * Whoever asks drives the run, under the lease in the answer; with `"host": "server"` the server's lane does.
	 */
	private function start( \WP_REST_Request $request ): \WP_REST_Response {
		$body   = (array) json_decode( $request->get_body(), true );
		$server = 'server' === ( $body['host'] ?? 'browser' );
		$lease  = $server ? '' : bin2hex( random_bytes( 16 ) );
		$user   = get_current_user_id();
		$run    = $this->starter->start( is_array( $body['job'] ?? null ) ? $body['job'] : $body, 'admin', $user, $server ? '' : BrowserLease::owner( $user, $lease ) );
		if ( $server ) {
			$this->lane->schedule();
		}
		return new \WP_REST_Response( $run->to_rest( $this->clock->now() ) + array( 'lease' => $lease ), 201 );
	}

	/** @return array<string,mixed> */
	private function view( int $id ): array {
		return $this->find( $id )->to_rest( $this->clock->now() ) + array( 'value' => $this->runs->value( $id ) );
	}

	/**
	 * @param array<string> $from
	 * @return array<string,mixed>
	 */
	private function change( int $id, array $from, string $to ): array {
		$run = $this->find( $id );
		if ( ! $this->runs->change_status( $id, $from, $to ) && $to !== $run->status ) {
			throw RunFault::over( $run->status );
		}
		return $this->view( $id );
	}

	/** @return array<string,mixed> */
	private function resume( int $id ): array {
		$view = $this->change( $id, array( 'stopped' ), 'queued' );
		$this->lane->schedule();
		return $view;
	}

	private function find( int $id ): Run {
		return $this->runs->find( $id ) ?? throw RunFault::not_found( $id );
	}
}
