<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Platform\Fault;

/** The form of the mapping's rows, not their meaning. A row keeps the keys that are known; its path is named in a fault. */
final class MappingRules {

	private const MAX_ROWS = 1000;
	private const MAX_CODE = 191;
	private const MAX_CATEGORIES = 50000;

	/** @return array<string,object|null> */
	public static function core( object $core ): array {
		$rows = array();
		foreach ( get_object_vars( $core ) as $field => $row ) {
			if ( ! in_array( $field, Mapping::CORE, true ) ) {
				throw self::fault( "core.{$field}", __( 'There is no such core field.', 'unopim-connector' ) );
			}
			$rows[ $field ] = null === $row ? null : self::row( $row, "core.{$field}" );
		}
		return $rows;
	}

	/**
	 * @param array<mixed> $rows
	 * @return array<object>
	 */
	public static function attributes( array $rows ): array {
		if ( ! array_is_list( $rows ) || count( $rows ) > self::MAX_ROWS ) {
			throw self::fault( 'rows', __( 'The rows are not a list, or too many.', 'unopim-connector' ) );
		}
		$clean = array();
		foreach ( $rows as $place => $row ) {
			$path = "rows[{$place}]";
			if ( ! is_object( $row ) || ! is_string( $row->target ?? null ) || ! preg_match( '/^[a-z_]+(?::.+)?$/us', $row->target ) || ! Rule::is_text( $row->target, self::MAX_CODE + 20 ) ) {
				throw self::fault( "{$path}.target", __( 'The row has no target.', 'unopim-connector' ) );
			}
			$clean[] = (object) ( array( 'target' => $row->target ) + get_object_vars( self::row( $row, $path ) ) );
		}
		return $clean;
	}

	public static function categories( object $rows ): object {
		$clean = new \stdClass();
		if ( count( get_object_vars( $rows ) ) > self::MAX_CATEGORIES ) {
			throw self::fault( 'rows', __( 'There are too many rows.', 'unopim-connector' ) );
		}
		foreach ( get_object_vars( $rows ) as $code => $term ) {
			$code = (string) $code;
			if ( '' === $code || ! Rule::is_text( $code, self::MAX_CODE ) || ! is_int( $term ) || $term < 1 ) {
				throw self::fault( "rows.{$code}", __( 'A category row is a UnoPim code and the number of a shop category.', 'unopim-connector' ) );
			}
			$clean->$code = $term;
		}
		return $clean;
	}

	private static function row( mixed $row, string $path ): object {
		if ( ! is_object( $row ) || ! Rule::is_text( $row->attribute ?? null, self::MAX_CODE ) || '' === $row->attribute ) {
			throw self::fault( "{$path}.attribute", __( 'The row names no UnoPim attribute.', 'unopim-connector' ) );
		}
		$clean = array( 'attribute' => $row->attribute );
		foreach ( array( 'clear_when_empty', 'visible' ) as $flag ) {
			if ( property_exists( $row, $flag ) ) {
				if ( ! is_bool( $row->$flag ) ) {
					throw self::fault( "{$path}.{$flag}", __( 'Send true or false.', 'unopim-connector' ) );
				}
				$clean[ $flag ] = $row->$flag;
			}
		}
		if ( property_exists( $row, 'write' ) ) {
			if ( ! in_array( $row->write, array( 'label', 'code' ), true ) ) {
				throw self::fault( "{$path}.write", __( 'Send "label" or "code".', 'unopim-connector' ) );
			}
			$clean['write'] = $row->write;
		}
		return (object) $clean;
	}

	private static function fault( string $path, string $message ): Fault {
		return new Fault( 'invalid_mapping', $message, __( 'Correct the row and save again.', 'unopim-connector' ), $path, 422 );
	}
}
