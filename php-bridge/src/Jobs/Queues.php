<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Push\Queue;
use UnoPim\Connector\Run\ImageLane;
use UnoPim\Connector\Run\ItemBook;
use UnoPim\Connector\Run\Place;
use UnoPim\Connector\Run\PullQueue;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunControl;
use UnoPim\Connector\Run\RunGate;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Settings\Channels;

/** Starts runs for what waits in queues: SKUs that a webhook named, parked items whose time has come, images, and what was saved in the shop. */
class Queues {

	/** The engine sets the next time of an item that fails again; until it has, nobody else takes the item. */
	public const RETRY_LEASE = 900;

	/** After a run of the push queue that failed as a whole. */
	private const PUSH_PAUSE = 300;

	/** Which list of a job names an entity. */
	private const LISTS = array( 'product' => 'skus', 'category' => 'categories', 'attribute' => 'attributes', 'family' => 'families' );

	public function __construct( private RunStarter $starter, private RunRepository $runs, private ItemBook $items, private PullQueue $pulls, private ImageLane $images, private Channels $channels, private RunControl $control, private Clock $clock, private Queue $pushes, private RunGate $gate, private Sites $sites ) {}

	public function tick(): void {
		$this->pulls();
		$this->retries();
		$this->images();
		$this->pushes();
	}

	private function pulls(): void {
		foreach ( $this->pulls->channels() as $channel ) {
			// A message names SKUs and no channel: they are pulled for every channel, or for none yet.
			$codes = '' === $channel ? array_column( array_filter( $this->channels->rows(), static fn( $row ) => $row['saved'] && $row['pull'] && ! $row['missing'] ), 'code' ) : array( $channel );
			if ( array() !== array_filter( $codes, fn( $code ) => $this->is_busy( Place::channel( $code ) ) ) ) {
				continue;
			}
			$items   = $this->pulls->next( $channel );
			$started = array_filter( $codes, fn( $code ) => $this->start( array( 'kind' => 'pull', 'scope' => 'one', 'skus' => array_column( $items, 'code' ) ) + Place::of( $code ), 'webhook' ) );
			if ( array() !== $started ) {
				$this->pulls->given( $items );
			}
		}
	}

	private function retries(): void {
		foreach ( $this->items->due_channels( 'parked' ) as $channel ) {
			if ( $this->is_busy( Place::channel( $channel ) ) ) {
				continue;
			}
			$items  = array_values( array_filter( $this->items->due_items( 'parked', $channel, PullQueue::SKUS ), static fn( $item ) => 'retry' === $item['state'] ) );
			$pushed = array_filter( $items, array( self::class, 'is_of_push' ) );
			$this->push( $pushed );
			$this->items->postpone( array_column( $pushed, 'row' ), $this->clock->now() + self::RETRY_LEASE );
			$items = array_values( array_diff_key( $items, $pushed ) );
			if ( array() !== $items && $this->start( array( 'kind' => 'pull', 'scope' => 'one' ) + Place::of( $channel ) + self::lists( $items ), 'retry' ) ) {
				$this->items->postpone( array_column( $items, 'row' ), $this->clock->now() + self::RETRY_LEASE );
			}
		}
	}

	/** What was parked on its way to UnoPim. @param array<string,mixed> $item */
	public static function is_of_push( array $item ): bool {
		return 'to_unopim' === ( $item['body']->dir ?? null );
	}

	/** Puts items into the queue of what is to be sent. @param array<array<string,mixed>> $items */
	public function push( array $items ): void {
		foreach ( $items as $item ) {
			$this->sites->at( $this->channels->site_of( Place::channel( $item['channel'] ) ), fn() => $this->pushes->again( $item['entity'], $item['id'] ) );
		}
	}

	/** One run for each site with something to send. */
	private function pushes(): void {
		foreach ( $this->pushes->due() as $site => $last ) {
			$channel = $this->channels->pushing( $site )[0]['code'] ?? null;
			if ( null !== $channel && ! $this->is_busy( $channel, 'push' ) && ! $this->has_looked( $channel, $last ) ) {
				$this->start( array( 'kind' => 'push', 'scope' => 'queue', 'channel' => $channel ), 'schedule' );
			}
		}
	}

	/** A dry run leaves the queue as it is, and is made once for what is there; after one that failed there is a pause. */
	private function has_looked( string $channel, int $last ): bool {
		$run = $this->runs->page( array( 'kind' => 'push', 'channel' => $channel ), 1, 1 )['runs'][0] ?? null;
		if ( null === $run || 'queue' !== ( $run->job['scope'] ?? '' ) || null === $run->finished_at ) {
			return false;
		}
		return $run->is_dry() && $this->gate->is_dry() ? Run::time( $run->created_at ) >= $last : 'failed' === $run->status && Run::time( $run->finished_at ) > $this->clock->now() - self::PUSH_PAUSE;
	}

	/** Pauses the image queue, or lets it go on. What a run has at hand goes back into the queue. */
	public function pause_images( bool $paused ): void {
		$this->images->pause( $paused );
		foreach ( $paused ? $this->runs->page( array( 'active' => true, 'kind' => 'images' ), 1, 100 )['runs'] : array() as $run ) {
			$this->control->cancel( $run->id );
		}
	}

	private function images(): void {
		if ( $this->images->is_paused() ) {
			return;
		}
		foreach ( $this->items->due_channels( 'image' ) as $channel ) {
			$this->start( array( 'kind' => 'images', 'channel' => $channel ), 'schedule' );
		}
	}

	/**
	 * The names that a pull of these items needs.
	 *
	 * @param array<array<string,mixed>> $items
	 * @return array<string,array<string>>
	 */
	public static function lists( array $items ): array {
		$lists = array();
		foreach ( $items as $item ) {
			list( $entity, $code ) = array( $item['entity'], $item['code'] );
			if ( 'option' === $entity || 'term' === $entity ) {
				// Pulled with its attribute (`color/red`, `product_brand:brand/acme`), or as the category that it stands for (`product_brand:acme`).
				$of     = explode( '/', 'term' === $entity ? ( explode( ':', $code, 2 )[1] ?? '' ) : $code, 2 );
				$entity = isset( $of[1] ) ? 'attribute' : 'category';
				$code   = $of[0];
			}
			if ( isset( self::LISTS[ $entity ] ) && '' !== $code ) {
				$lists[ self::LISTS[ $entity ] ][] = $code;
			}
		}
		return array_map( static fn( $codes ) => array_values( array_unique( $codes ) ), $lists );
	}

	/** Work of a queue does not line up behind a run: it is looked at again in a minute, and is more by then. */
	private function is_busy( string $channel, string $kind = 'pull' ): bool {
		return array() !== $this->runs->active( $channel, Run::EXCLUSIVE, $kind );
	}

	/** @param array<string,mixed> $job */
	private function start( array $job, string $origin ): bool {
		try {
			$this->starter->start( $job, $origin, 0 );
			return true;
		} catch ( Fault ) {
			return false; // Switched off, or not connected: it waits.
		}
	}
}
