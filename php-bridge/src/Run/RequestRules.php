<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Source\PathRules;
use UnoPim\Connector\Source\SourceFault;

/**
 * Which requests a step may hold. A step may come from a browser, so nothing in it is trusted: what is not on the list, or
 * not of its form, refuses the whole step before any of it is carried out.
 */
final class RequestRules {

	private const READS  = array( 'source.get', 'links.read', 'products.read', 'variations.read', 'attributes.read', 'terms.read', 'links.pending', 'catalog.read', 'wait' );
	private const WRITES = array( 'store.apply', 'catalog.write' );

	private const ENTITIES = array( 'product', 'attribute', 'option', 'category' );
	private const ACTIONS  = array( 'create', 'update', 'link', 'sync' );
	private const KINDS    = array( 'attribute', 'option', 'family', 'category', 'channel', 'locale', 'currency' );

	private const MAX_REQUESTS   = 256;
	private const MAX_OPERATIONS = 500;
	private const MAX_LIST       = 20000;
	private const MAX_WAIT       = 3600;

	/**
	 * @param mixed $requests of a step frame
	 * @return array<array<string,mixed>>
	 * @throws RunFault|SourceFault
	 */
	public static function check( mixed $requests, string $job ): array {
		if ( ! is_array( $requests ) || ! array_is_list( $requests ) || count( $requests ) > self::MAX_REQUESTS ) {
			throw RunFault::bad_request( 'requests', __( 'The requests are not a list, or too many.', 'unopim-connector' ) );
		}
		$seen = array();
		foreach ( $requests as $place => $request ) {
			$path = "requests[{$place}]";
			$id   = is_array( $request ) ? ( $request['id'] ?? null ) : null;
			if ( ! is_int( $id ) || $id < 0 || isset( $seen[ $id ] ) ) {
				throw RunFault::bad_request( "{$path}.id", __( 'A request has no number of its own.', 'unopim-connector' ) );
			}
			$seen[ $id ] = true;
			self::check_one( $request, $job, $path );
		}
		return $requests;
	}

	/** @return array<string> */
	public static function allowed( string $job ): array {
		return match ( $job ) {
			'probe'   => array( 'source.get', 'wait' ),
			'preview' => self::READS,
			'pull'    => array_merge( self::READS, self::WRITES ),
			default   => array(),
		};
	}

	/** @param array<string,mixed> $request */
	private static function check_one( array $request, string $job, string $path ): void {
		$name = $request['do'] ?? null;
		if ( ! in_array( $name, self::allowed( $job ), true ) ) {
			throw RunFault::bad_request( "{$path}.do", __( 'A run of this kind may not ask for that.', 'unopim-connector' ) );
		}
		$valid = match ( $name ) {
			'source.get'      => is_string( $request['path'] ?? null ) && is_array( $request['query'] ?? array() ) && self::is_text_or_null( $request['etag'] ?? null ),
			'links.read'      => self::is_entity( $request ) && is_string( $request['channel'] ?? null ) && self::is_list( $request['codes'] ?? null, 'is_string' ) && in_array( $request['match'] ?? null, array( null, 'sku' ), true ),
			'products.read'   => is_string( $request['channel'] ?? null ) && self::is_list( $request['ids'] ?? null, 'is_int' ) && self::is_list( $request['fields'] ?? null, 'is_string' ),
			'variations.read' => self::is_list( $request['parents'] ?? null, 'is_int' ),
			'attributes.read' => true,
			'terms.read'      => self::is_list( $request['taxonomies'] ?? null, array( self::class, 'is_wish' ) ),
			'links.pending'   => self::is_entity( $request ) && is_string( $request['channel'] ?? null ) && is_string( $request['flag'] ?? null ) && is_int( $request['after'] ?? null ) && is_int( $request['limit'] ?? null ),
			'catalog.read'    => self::is_list( $request['kinds'] ?? null, static fn( $kind ) => in_array( $kind, self::KINDS, true ) ),
			'catalog.write'   => in_array( $request['kind'] ?? null, self::KINDS, true ) && is_bool( $request['complete'] ?? null ) && self::is_list( $request['records'] ?? null, array( self::class, 'is_record' ) ),
			'store.apply'     => self::is_list( $request['operations'] ?? null, array( self::class, 'is_operation' ), self::MAX_OPERATIONS ),
			'wait'            => is_int( $request['seconds'] ?? null ) && $request['seconds'] >= 0 && $request['seconds'] <= self::MAX_WAIT,
		};
		if ( ! $valid ) {
			/* translators: %s: name of a request */
			throw RunFault::bad_request( $path, sprintf( __( 'The request %s is not of its form.', 'unopim-connector' ), $name ) );
		}
		if ( 'source.get' === $name ) {
			PathRules::check( $request['path'] );
			PathRules::query( $request['query'] ?? array() );
		}
	}

	private static function is_text_or_null( mixed $value ): bool {
		return null === $value || is_string( $value );
	}

	/** @param array<string,mixed> $request */
	private static function is_entity( array $request ): bool {
		return in_array( $request['entity'] ?? null, self::ENTITIES, true );
	}

	private static function is_list( mixed $value, callable $item, int $most = self::MAX_LIST ): bool {
		if ( ! is_array( $value ) || ! array_is_list( $value ) || count( $value ) > $most ) {
			return false;
		}
		foreach ( $value as $part ) {
			if ( ! $item( $part ) ) {
				return false;
			}
		}
		return true;
	}

	private static function is_wish( mixed $wish ): bool {
		return is_array( $wish ) && is_string( $wish['taxonomy'] ?? null ) && ( str_starts_with( $wish['taxonomy'], 'pa_' ) || in_array( $wish['taxonomy'], array( 'product_cat', 'product_tag', 'product_brand' ), true ) )
			&& self::is_entity( $wish ) && is_string( $wish['channel'] ?? null ) && is_string( $wish['prefix'] ?? null );
	}

	private static function is_record( mixed $record ): bool {
		return is_array( $record ) && is_string( $record['code'] ?? null ) && '' !== $record['code'] && is_string( $record['hash'] ?? null ) && array_key_exists( 'body', $record );
	}

	private static function is_operation( mixed $operation ): bool {
		return is_array( $operation ) && is_int( $operation['n'] ?? null ) && self::is_entity( $operation ) && in_array( $operation['action'] ?? null, self::ACTIONS, true )
			&& is_string( $operation['key'] ?? null ) && is_array( $operation['fields'] ?? array() );
	}
}
