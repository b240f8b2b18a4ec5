<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;

/**
 * The queue of SKUs that a webhook has named. A SKU that a run was given is `running`; a further message about it makes it `waiting`
 * again, and then it is pulled once more.
 */
class PullQueue {

	public const LANE = 'pull';

	/** As many SKUs as one run is given. */
	public const SKUS = 50;

	private const MAX_TRIES = 5;
	private const FIRST_DELAY = 60;

	/** A run that has not ended by then never will. */
	private const LOST_AFTER = 6 * 3600;

	public function __construct( private ItemBook $items, private Clock $clock ) {}

	/** @return array<string> channels with something to pull; '' stands for every channel. */
	public function channels(): array {
		$this->items->release_older( self::LANE, 'running', 'waiting', $this->clock->now() - self::LOST_AFTER );
		return $this->items->due_channels( self::LANE );
	}

	/** @return array<array<string,mixed>> */
	public function next( string $channel ): array {
		return $this->items->due_items( self::LANE, $channel, self::SKUS );
	}

	/** @param array<array<string,mixed>> $items given to a run. */
	public function given( array $items ): void {
		$this->items->set_state( array_column( $items, 'row' ), 'running', $this->clock->now() );
	}

	/** What the run was given is done; after a failure it waits again, longer each time. */
	public function ended( Run $run ): void {
		$skus = (array) ( $run->job['skus'] ?? array() );
		if ( 'pull' !== $run->kind() || 'one' !== ( $run->job['scope'] ?? '' ) || $run->is_dry() || array() === $skus ) {
			return;
		}
		$places = array( $run->channel(), "{$run->channel()}@{$run->locale()}", '' );
		$items  = array_merge( ...array_map( fn( string $place ): array => $this->items->of_keys( self::LANE, $place, 'running', $skus ), $places ) );
		if ( 'failed' !== $run->status ) {
			$this->items->remove( array_column( $items, 'row' ) );
			return;
		}
		foreach ( $items as $item ) {
			$tries = $item['tries'] + 1;
			if ( $tries >= self::MAX_TRIES ) {
				$this->items->remove( array( $item['row'] ) );
			} else {
				$this->items->set_state( array( $item['row'] ), 'waiting', $this->clock->now() + self::FIRST_DELAY * 4 ** ( $tries - 1 ), $tries );
			}
		}
	}
}
