<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

/** Tells other plugins what became of each item, after it was written. */
final class ItemActions {

	private const ACTIONS = array(
		'create'  => 'item_created',
		'update'  => 'item_pulled',
		'restore' => 'item_pulled',
		'trash'   => 'item_deleted',
		'delete'  => 'item_deleted',
	);

	private const LANES = array( 'parked' => 'item_parked', 'held' => 'item_held' );

	/**
	 * @param array<string,mixed> $request
	 * @param array<string,mixed> $answer
	 */
	public static function tell( array $request, array $answer ): void {
		if ( 'store.apply' === $request['do'] ) {
			self::written( (array) $request['operations'], (array) ( $answer['results'] ?? array() ) );
		} elseif ( 'items.write' === $request['do'] ) {
			self::put_aside( (array) ( $request['items'] ?? array() ) );
		}
	}

	/**
	 * @param array<array<string,mixed>> $operations
	 * @param array<array<string,mixed>> $results in the same order
	 */
	private static function written( array $operations, array $results ): void {
		foreach ( $operations as $place => $operation ) {
			$result = (array) ( $results[ $place ] ?? array() );
			$action = self::ACTIONS[ $operation['action'] ?? '' ] ?? null;
			if ( null !== $action && 'done' === ( $result['status'] ?? '' ) ) {
				/**
				 * Fires after an item was created, written (`item_pulled`) or deleted.
				 *
				 * @param string              $entity
				 * @param int                 $id
				 * @param string              $key
				 * @param array<string,mixed> $operation docs/wire.md, `store.apply`
				 */
				do_action( "unopim_connector_{$action}", (string) ( $operation['entity'] ?? '' ), (int) ( $result['id'] ?? 0 ), (string) ( $operation['key'] ?? '' ), $operation );
			}
		}
	}

	/** @param array<array<string,mixed>> $items */
	private static function put_aside( array $items ): void {
		foreach ( $items as $item ) {
			$action = self::LANES[ $item['lane'] ?? '' ] ?? null;
			if ( null !== $action ) {
				/**
				 * Fires when an item is parked, or waits for a choice (`item_held`).
				 *
				 * @param string $entity
				 * @param string $key
				 * @param string $reason
				 */
				do_action( "unopim_connector_{$action}", (string) ( $item['entity'] ?? '' ), (string) ( $item['code'] ?? '' ), (string) ( $item['error_code'] ?? '' ) );
			}
		}
	}
}
