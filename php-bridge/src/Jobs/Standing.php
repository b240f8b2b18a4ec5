<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Push\Queue;
use UnoPim\Connector\Run\ImageLane;
use UnoPim\Connector\Run\ItemBook;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Run\Started;
use UnoPim\Connector\Settings\Channels;

/** The jobs that every site has and nobody adds: the queues, the daily look for what is gone, and the trimming. */
class Standing {

	/** Id → kind of the runs that it starts; null: it does its work without one. */
	private const JOBS = array( 'push-queue' => 'push', 'image-queue' => 'images', 'deletion-check' => 'deletions', 'upkeep' => null );

	/** As many of the last runs are looked through for the last of a queue. */
	private const BACK = 20;

	public function __construct( private Queue $pushes, private ItemBook $items, private ImageLane $images, private RunRepository $runs, private RunStarter $starter, private Channels $channels, private Actions $actions ) {}

	public function has( string $id ): bool {
		return array_key_exists( $id, self::JOBS );
	}

	/** @return array<array{id:string,kind:string,interval:string,enabled:bool,run:int|null,next:int|null,waiting:int|null}> */
	public function all(): array {
		$daily = $this->actions->pending_at( Upkeep::DAILY );
		$rows  = array(
			'push-queue'     => array( 'interval' => 'minute', 'enabled' => array() !== $this->pushing(), 'next' => $this->pushes->next_time(), 'waiting' => $this->pushes->count() ),
			'image-queue'    => array( 'interval' => 'minute', 'enabled' => ! $this->images->is_paused(), 'next' => $this->items->next_time( 'image' ), 'waiting' => $this->items->count_waiting( 'image' ) ),
			'deletion-check' => array( 'interval' => 'daily', 'enabled' => array() !== $this->pulling(), 'next' => $daily, 'waiting' => null ),
			'upkeep'         => array( 'interval' => 'daily', 'enabled' => true, 'next' => $daily, 'waiting' => null ),
		);
		$jobs  = array();
		foreach ( $rows as $id => $row ) {
			$jobs[] = array( 'id' => $id, 'kind' => str_replace( '-', '_', $id ), 'run' => $this->last( $id ) ) + $row;
		}
		return $jobs;
	}

	/** Starts its runs, and names the first. @throws Fault */
	public function start( string $id, string $origin, int $user ): Started {
		$jobs = match ( $id ) {
			'push-queue'     => array_map( static fn( $row ) => array( 'kind' => 'push', 'scope' => 'queue', 'channel' => $row['code'] ), $this->pushing() ?: array( array( 'code' => null ) ) ),
			'image-queue'    => array_map( static fn( $channel ) => array( 'kind' => 'images', 'channel' => $channel ), $this->items->due_channels( 'image' ) ),
			'deletion-check' => array_map( static fn( $row ) => array( 'kind' => 'deletions', 'channel' => $row['code'] ), $this->pulling() ),
			default          => array(),
		};
		$first = null;
		foreach ( $jobs as $job ) {
			$started = $this->starter->start( $job, $origin, $user );
			$first   = $first ?? $started;
		}
		return $first ?? throw new Fault( 'nothing_to_start', __( 'There is nothing to do for this job now.', 'unopim-connector' ), __( 'It goes on by itself as soon as there is.', 'unopim-connector' ), 'id', 409 );
	}

	private function last( string $id ): ?int {
		$kind = self::JOBS[ $id ];
		$runs = null === $kind ? array() : $this->runs->page( array( 'kind' => $kind ), 1, self::BACK )['runs'];
		$own  = array_filter( $runs, static fn( Run $run ) => 'push' !== $kind || 'queue' === ( $run->job['scope'] ?? '' ) );
		return ( reset( $own ) ?: null )?->id;
	}

	/** @return array<array<string,mixed>> the first channel of each site that pushes. */
	private function pushing(): array {
		return array_values( array_filter( array_map( fn( $site ) => $this->channels->pushing( $site )[0] ?? null, array( 0, ...$this->channels->sites() ) ) ) );
	}

	/** @return array<array<string,mixed>> */
	private function pulling(): array {
		return array_values( array_filter( $this->channels->rows(), static fn( $row ) => $row['saved'] && $row['pull'] && ! $row['missing'] ) );
	}
}
