<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

/** The log's rows about operations that were carried out, or planned: one each. What is unchanged is only counted, and what failed the engine tells. */
final class OperationRows {

	/** The history has values whole; a log of two hundred thousand rows has to stay small. */
	private const EXCERPT = 100;

	/** Links alone are no news to anybody. */
	private const TOLD = array( 'create', 'update', 'trash', 'restore', 'delete', 'unlink' );

	/**
	 * @param array<array<string,mixed>> $operations
	 * @param array<array<string,mixed>> $results    in the same order
	 * @return array<array<string,mixed>> as the log writer takes them
	 */
	public static function of( Run $run, array $operations, array $results ): array {
		$rows = array();
		foreach ( $operations as $place => $operation ) {
			$result = (array) ( $results[ $place ] ?? array() );
			if ( 'done' !== ( $result['status'] ?? '' ) || ! in_array( $operation['action'] ?? '', self::TOLD, true ) ) {
				continue;
			}
			$written = array_column( array_filter( (array) ( $operation['fields'] ?? array() ), static fn( $field ) => true === ( $field['write'] ?? false ) ), 'new', 'field' );
			$pushed  = 'unopim' === ( $operation['side'] ?? '' );
			$rows[]  = array( 'channel' => $pushed ? (string) $operation['channel'] : $run->channel() ) + $run->log_columns() + array(
				'level'    => $run->is_dry() ? 'info' : 'success',
				'op'       => self::op( $run->kind(), $operation['action'], $pushed ),
				'entity'   => self::entity( $operation ),
				'item_key' => $operation['key'],
				'dir'      => $pushed ? 'to_unopim' : 'to_shop',
				'code'     => $operation['action'],
				'message'  => ( $run->is_dry() ? 'dry-run: ' : '' ) . ( $pushed ? self::pushed( $operation ) : self::sentence( $operation['action'], $operation['key'], array_keys( $written ) ) ),
				'detail'   => array( 'operation' => $operation['n'], 'id' => $result['id'] ?? null, 'written' => array_map( array( self::class, 'excerpt' ), $written ) ) + ( $pushed ? array( 'reason' => (string) ( $operation['reason'] ?? $operation['fields'][0]['reason'] ?? '' ) ) : array() ),
			);
		}
		return $rows;
	}

	private static function excerpt( mixed $value ): mixed {
		$text = is_scalar( $value ) || null === $value ? $value : wp_json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
		return is_string( $text ) && mb_strlen( $text ) > self::EXCERPT ? mb_substr( $text, 0, self::EXCERPT ) . '…' : $text;
	}

	private static function op( string $kind, string $action, bool $pushed ): string {
		return match ( true ) {
			'undo' === $kind   => 'undo',
			'images' === $kind => 'media',
			in_array( $action, array( 'trash', 'delete', 'unlink' ), true ) => 'delete',
			$pushed            => 'push',
			default            => 'pull',
		};
	}

	/** @param array<string,mixed> $operation */
	private static function entity( array $operation ): string {
		return match ( true ) {
			'term' === $operation['entity'] => 'product_tag' === ( $operation['taxonomy'] ?? '' ) ? 'tag' : 'reference',
			'variation' === ( $operation['kind'] ?? '' ) => 'variant',
			default => (string) $operation['entity'],
		};
	}

	/** What was done in UnoPim, each field with why it was sent. @param array<string,mixed> $operation */
	private static function pushed( array $operation ): string {
		$what   = match ( $operation['action'] ) {
			/* translators: %s: SKU or code */
			'create' => sprintf( __( '%s was created in UnoPim', 'unopim-connector' ), $operation['key'] ),
			/* translators: %s: SKU or code */
			'delete' => sprintf( __( '%s was deleted in UnoPim', 'unopim-connector' ), $operation['key'] ),
			/* translators: %s: SKU or code */
			default  => sprintf( __( '%s was updated in UnoPim', 'unopim-connector' ), $operation['key'] ),
		};
		$fields = array_filter( (array) ( $operation['fields'] ?? array() ), static fn( $field ) => true === ( $field['write'] ?? false ) );
		$told   = array_map( static fn( $field ) => $field['field'] . ( '' === (string) ( $field['reason'] ?? '' ) ? '' : " ({$field['reason']})" ), $fields );
		return array() === $told ? $what : $what . ': ' . implode( ', ', $told );
	}

	/** @param array<string> $fields */
	private static function sentence( string $action, string $key, array $fields ): string {
		$what = match ( $action ) {
			/* translators: %s: SKU or code */
			'create'  => sprintf( __( '%s was created', 'unopim-connector' ), $key ),
			/* translators: %s: SKU or code */
			'update'  => sprintf( __( '%s was updated', 'unopim-connector' ), $key ),
			/* translators: %s: SKU or code */
			'trash'   => sprintf( __( '%s went to the trash', 'unopim-connector' ), $key ),
			/* translators: %s: SKU or code */
			'restore' => sprintf( __( '%s came back from the trash', 'unopim-connector' ), $key ),
			/* translators: %s: SKU or code */
			'delete'  => sprintf( __( '%s was deleted', 'unopim-connector' ), $key ),
			/* translators: %s: SKU or code */
			default   => sprintf( __( '%s was unlinked and kept', 'unopim-connector' ), $key ),
		};
		return 'update' === $action && array() !== $fields ? $what . ': ' . implode( ', ', $fields ) : $what;
	}
}
