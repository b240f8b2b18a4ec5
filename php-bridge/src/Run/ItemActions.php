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

	/** In UnoPim. */
	private const PUSHED = array( 'create' => 'item_pushed', 'update' => 'item_pushed', 'delete' => 'item_pushed' );

	private const LANES = array( 'parked' => 'item_parked', 'held' => 'item_held' );

	/**
	 * @param array<string,mixed> $request
	 * @param array<string,mixed> $answer
	 * @param callable(int):string $path_of UnoPim's path of an attachment
	 */
	public static function tell( array $request, array $answer, callable $path_of ): void {
		if ( 'store.apply' === $request['do'] ) {
			self::written( (array) $request['operations'], (array) ( $answer['results'] ?? array() ), $path_of );
		} elseif ( 'items.write' === $request['do'] ) {
			self::put_aside( (array) ( $request['items'] ?? array() ) );
		}
	}

	/**
	 * @param array<array<string,mixed>> $operations
	 * @param array<array<string,mixed>> $results in the same order
	 */
	private static function written( array $operations, array $results, callable $path_of ): void {
		foreach ( $operations as $place => $operation ) {
			$result = (array) ( $results[ $place ] ?? array() );
			$action = 'unopim' === ( $operation['side'] ?? '' ) ? self::PUSHED[ $operation['action'] ?? '' ] ?? null : self::ACTIONS[ $operation['action'] ?? '' ] ?? null;
			if ( null !== $action && 'done' === ( $result['status'] ?? '' ) ) {
				/**
				 * Fires after an item was created, written (`item_pulled`) or deleted in the shop, or any of these in UnoPim (`item_pushed`).
				 *
				 * @param string              $entity
				 * @param int                 $id
				 * @param string              $key
				 * @param array<string,mixed> $operation docs/wire.md, `store.apply`
				 */
				do_action( "unopim_connector_{$action}", (string) ( $operation['entity'] ?? '' ), (int) ( $result['id'] ?? 0 ), (string) ( $operation['key'] ?? '' ), $operation );
				self::attached( $operation, (int) ( $result['id'] ?? 0 ), $path_of );
			}
		}
	}

	/**
	 * @param array<string,mixed> $operation that was carried out
	 * @param callable(int):string $path_of
	 */
	private static function attached( array $operation, int $product, callable $path_of ): void {
		if ( 'product' !== ( $operation['entity'] ?? '' ) || isset( $operation['side'] ) || ! has_action( 'unopim_connector_image_attached' ) ) {
			return;
		}
		foreach ( (array) ( $operation['fields'] ?? array() ) as $field ) {
			if ( in_array( $field['field'] ?? '', array( 'image', 'gallery' ), true ) && true === ( $field['write'] ?? false ) ) {
				foreach ( array_diff( array_filter( (array) $field['new'], 'is_int' ), array_filter( (array) $field['old'], 'is_int' ) ) as $attachment ) {
					/**
					 * Fires when an image was put onto a product or variation.
					 *
					 * @param int    $attachment
					 * @param int    $product
					 * @param string $path       of UnoPim's storage, or an address
					 */
					do_action( 'unopim_connector_image_attached', $attachment, $product, $path_of( $attachment ) );
				}
			}
		}
	}

	/**
	 * Rows of a step's report: a warning about an item as a whole says why it was left out.
	 *
	 * @param array<array<string,mixed>> $logs
	 */
	public static function reported( array $logs ): void {
		foreach ( has_action( 'unopim_connector_item_skipped' ) ? $logs : array() as $log ) {
			if ( 'warn' === ( $log['level'] ?? '' ) && null === ( $log['field'] ?? null ) && '' !== (string) ( $log['key'] ?? '' ) ) {
				/**
				 * Fires when an item was left out.
				 *
				 * @param string $entity
				 * @param string $key
				 * @param string $reason
				 */
				do_action( 'unopim_connector_item_skipped', (string) ( $log['entity'] ?? '' ), (string) $log['key'], (string) ( $log['code'] ?? '' ) );
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
