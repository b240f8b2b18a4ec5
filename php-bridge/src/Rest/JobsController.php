<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Jobs\JobBook;
use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Jobs\Scheduler;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\RunRepository;

/** `/jobs`: the scheduled jobs. */
final class JobsController extends Controller {

	public function __construct( private JobBook $jobs, private Scheduler $scheduler, private RunRepository $runs, private Lane $lane, private Clock $clock ) {}

	public function routes(): void {
		$this->route( '/jobs', array( 'GET' => fn() => array_values( array_map( fn( $job ) => $this->row( $job ), $this->jobs->all() ) ), 'POST' => fn( $request ) => $this->add( $request ) ) );
		$id = '/jobs/(?P<id>[\w-]+)';
		$this->route( $id, array( 'PUT' => fn( $request ) => $this->change( (string) $request['id'], $request ), 'DELETE' => fn( $request ) => $this->delete( (string) $request['id'] ) ) );
		$this->route( "{$id}/run", array( 'POST' => fn( $request ) => RunsController::started( $this->scheduler->start( (string) $request['id'], 'admin', get_current_user_id() ), $this->lane, $this->clock ) ) );
	}

	/**
	 * @param array<string,mixed> $job
	 * @return array<string,mixed>
	 */
	private function row( array $job ): array {
		$run = null === $job['run'] ? null : $this->runs->find( $job['run'] )?->to_rest( $this->clock->now() );
		return array(
			'id'       => $job['id'],
			'kind'     => 'pull_changes',
			'own'      => $job['own'],
			'channel'  => $job['channel'],
			'locale'   => $job['locale'],
			'interval' => $job['interval'],
			'enabled'  => $job['enabled'],
			'last_run' => null === $run ? null : array_intersect_key( $run, array_flip( array( 'id', 'status', 'counts', 'error', 'started_at', 'finished_at', 'seconds' ) ) ),
			'next_at'  => null === $job['next'] ? null : gmdate( 'Y-m-d\TH:i:s\Z', max( $job['next'], $this->clock->now() ) ),
		);
	}

	private function add( \WP_REST_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( $this->row( $this->jobs->find( $this->jobs->add( get_object_vars( self::body( $request ) ) ) ) ), 201 );
	}

	/** @return array<string,mixed> */
	private function change( string $id, \WP_REST_Request $request ): array {
		$this->jobs->change( $id, get_object_vars( self::body( $request ) ) );
		return $this->row( $this->jobs->find( $id ) );
	}

	/** @return array{deleted:bool} */
	private function delete( string $id ): array {
		$this->jobs->delete( $id );
		return array( 'deleted' => true );
	}
}
