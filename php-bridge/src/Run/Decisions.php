<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Jobs\Queues;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Settings\Channels;

/** What a person decides about items that wait: choices for held fields, another try for parked ones, or none until they change. */
class Decisions {

	/** State of a pair of SKUs that may be one product, and the name under which it is decided. */
	private const RENAMED = 'renamed';

	public function __construct( private ItemBook $items, private RunStarter $starter, private Queues $queues, private Channels $channels, private Clock $clock ) {}

	/**
	 * Decides held fields of items of one channel; they are written by a pull of these items at once.
	 *
	 * @param array<int>                 $ids
	 * @param array<mixed>|string        $choice side per field, or one side for every field
	 */
	public function resolve( array $ids, array|string $choice, string $origin, int $user_id ): Started {
		$chosen  = array();
		$kept    = array();
		$terms   = array();
		$choices = array();
		$channel = null;
		foreach ( $ids as $id ) {
			$item    = $this->items->find( $id, 'held' );
			$channel ??= $item['channel'];
			if ( $channel !== $item['channel'] ) {
				throw RunFault::bad_job( 'ids', __( 'The items are of different channels.', 'unopim-connector' ) );
			}
			$fields = is_string( $choice ) ? self::everywhere( $item, $choice ) : $choice;
			$kept   = in_array( 'shop', $fields, true ) && $item['id'] > 0 ? array( ...$kept, $item ) : $kept;
			if ( 'product' === $item['entity'] ) {
				$choices[ $item['code'] ] = $fields;
			} else {
				$terms[]                                        = $item;
				$chosen[ "{$item['entity']}:{$item['code']}" ] = $fields;
			}
		}
		if ( array() === $choices && array() === $chosen ) {
			throw RunFault::bad_job( 'ids', __( 'Name at least one item.', 'unopim-connector' ) );
		}
		$skus    = array_map( 'strval', array_keys( $choices ) );
		$job     = array( 'kind' => 'pull', 'scope' => 'one', 'skus' => $skus ) + array_filter( array( 'choices' => $choices, 'chosen' => $chosen ) );
		$started = $this->starter->start( $job + Place::of( $channel ) + Queues::lists( $terms ), $origin, $user_id );
		// Where the shop's value stands, UnoPim is to have it: the push comes after that pull, which it waits for.
		if ( array() !== $this->channels->pushing( $this->channels->site_of( Place::channel( $channel ) ) ) ) {
			$this->queues->push( $kept );
		}
		return $started;
	}

	/**
	 * @param array<int>           $ids    of parked items of one channel
	 * @param array<string,string> $choice side per field that is decided with it, such as `sku`; such items are pulled, whatever parked them
	 */
	public function retry( array $ids, string $origin, int $user_id, array $choice = array() ): Started {
		$items = array_map( fn( $id ) => $this->items->find( $id, 'parked' ), $ids );
		if ( array() === $items || count( array_unique( array_column( $items, 'channel' ) ) ) > 1 ) {
			throw RunFault::bad_job( 'ids', __( 'Name parked items of one channel.', 'unopim-connector' ) );
		}
		$pushed = array() === $choice ? array_filter( $items, array( Queues::class, 'is_of_push' ) ) : array();
		if ( array() !== $pushed && count( $pushed ) < count( $items ) ) {
			throw RunFault::bad_job( 'ids', __( 'Name items of one direction.', 'unopim-connector' ) );
		}
		if ( array() !== $pushed ) {
			$started = $this->starter->start( array( 'kind' => 'push', 'scope' => 'queue', 'channel' => Place::channel( $items[0]['channel'] ) ), $origin, $user_id );
			$this->queues->push( $items );
		} else {
			$choices = array() === $choice ? array() : array( 'choices' => array_fill_keys( array_map( 'strval', array_column( $items, 'code' ) ), $choice ) );
			$started = $this->starter->start( array( 'kind' => 'pull', 'scope' => 'one' ) + Place::of( $items[0]['channel'] ) + Queues::lists( $items ) + $choices, $origin, $user_id );
		}
		// Until that run has looked at them, the clock does not take them too.
		$this->items->set_state( $ids, 'retry', $this->clock->now() + Queues::RETRY_LEASE, 0 );
		return $started;
	}

	/** Left alone until it changes in UnoPim. */
	public function ignore( int $id ): void {
		$this->items->set_state( array( $this->items->find( $id, 'parked' )['row'] ), 'ignored', 0 );
	}

	/**
	 * @param array<string,mixed> $item
	 * @return array<string,string>
	 */
	private static function everywhere( array $item, string $side ): array {
		if ( self::RENAMED === $item['state'] ) {
			return array( self::RENAMED => $side );
		}
		$fields = is_array( $item['body']->fields ?? null ) ? array_column( $item['body']->fields, 'field' ) : array();
		if ( array() === $fields ) {
			throw RunFault::bad_job( 'choices', __( 'No field of this item waits for a choice.', 'unopim-connector' ) );
		}
		return array_fill_keys( array_map( 'strval', $fields ), $side );
	}
}
