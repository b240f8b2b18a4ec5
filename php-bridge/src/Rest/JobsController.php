<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Jobs\JobBook;
use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Jobs\Scheduler;
use UnoPim\Connector\Jobs\Standing;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\Started;

/**
 * `/jobs`: the scheduled jobs. Kinds: `pull_changes` (a channel's own, and those for further languages), `push` (own, with `entities`), and the
 * standing ones, whose id says what they are: `push_queue`, `image_queue` (with the number of `waiting` items), `deletion_check`, `upkeep`.
 * What is `fixed` can neither be changed nor deleted; `runnable` says whether it can be started by hand.
 */
final class JobsController extends Controller {

	public function __construct( private JobBook $jobs, private Standing $standing, private Scheduler $scheduler, private RunRepository $runs, private Lane $lane, private Clock $clock ) {}

	public function routes(): void {
		$this->route( '/jobs', array( 'GET' => fn() => $this->rows(), 'POST' => fn( $request ) => $this->add( $request ) ) );
		$id = '/jobs/(?P<id>[\w-]+)';
		$this->route( $id, array( 'PUT' => fn( $request ) => $this->change( (string) $request['id'], $request ), 'DELETE' => fn( $request ) => $this->delete( (string) $request['id'] ) ) );
		$this->route( "{$id}/run", array( 'POST' => fn( $request ) => RunsController::started( $this->start( (string) $request['id'] ), $this->lane, $this->clock ) ) );
	}

	/** @return array<array<string,mixed>> those of channels and people first. */
	private function rows(): array {
		$standing = array_map( static fn( $job ) => $job + array( 'own' => false, 'channel' => '', 'locale' => '', 'fixed' => true, 'runnable' => 'upkeep' !== $job['id'] ), $this->standing->all() );
		return array_map( fn( $job ) => $this->row( $job ), array( ...array_values( $this->jobs->all() ), ...$standing ) );
	}

	private function start( string $id ): Started {
		return $this->standing->has( $id ) ? $this->standing->start( $id, 'admin', get_current_user_id() ) : $this->scheduler->start( $id, 'admin', get_current_user_id() );
	}

	/**
	 * @param array<string,mixed> $job
	 * @return array<string,mixed>
	 */
	private function row( array $job ): array {
		$run = null === $job['run'] ? null : $this->runs->find( $job['run'] )?->to_rest( $this->clock->now() );
		return array(
			'id'       => $job['id'],
			'kind'     => $job['kind'],
			'own'      => $job['own'],
			'fixed'    => $job['fixed'] ?? false,
			'runnable' => $job['runnable'] ?? true,
			'channel'  => $job['channel'],
			'locale'   => $job['locale'],
			'entities' => $job['entities'] ?? array(),
			'interval' => $job['interval'],
			'enabled'  => $job['enabled'],
			'waiting'  => $job['waiting'] ?? null,
			'last_run' => null === $run ? null : array_intersect_key( $run, array_flip( array( 'id', 'status', 'counts', 'warnings', 'error', 'started_at', 'finished_at', 'seconds' ) ) ),
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
