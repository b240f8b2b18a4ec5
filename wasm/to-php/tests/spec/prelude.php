<?php
/**
 * What a script made from one file of the specification's tests needs. Prints a line for each directive:
 * `P` for passed, `F line text` for failed, `S reason` for skipped; `END` at last, so that a crash cannot look like success.
 */

declare(strict_types=1);

namespace Spec;

use UnoPim\Connector\Engine\Wasm\WasmTrap;

const CANONICAL_NAN  = 'canonical';
const ARITHMETIC_NAN = 'arithmetic';

function f32( int $bits ): float {
	// A NaN keeps its bits only if no conversion by hardware touches them.
	if ( ( $bits & 0x7f800000 ) === 0x7f800000 && $bits & 0x7fffff ) {
		return f64( ( $bits & 0x80000000 ) << 32 | 0x7ff0000000000000 | ( $bits & 0x7fffff ) << 29 );
	}
	return unpack( 'g', pack( 'V', $bits ) )[1];
}

function f64( int $bits ): float {
	return unpack( 'e', pack( 'P', $bits ) )[1];
}

function bits( string $type, $value ): int {
	if ( ! is_float( $value ) ) {
		throw new \UnexpectedValueException( "$type is not a float: " . var_export( $value, true ) );
	}
	$wide = unpack( 'P', pack( 'e', $value ) )[1];
	if ( 'f64' === $type ) {
		return $wide;
	}
	if ( is_nan( $value ) ) {
		return $wide >> 32 & 0x80000000 | 0x7f800000 | $wide >> 29 & 0x7fffff;
	}
	return unpack( 'V', pack( 'g', $value ) )[1];
}

function matches( string $type, $expected, $actual ): bool {
	if ( 'i32' === $type || 'i64' === $type ) {
		return $expected === $actual;
	}
	$bits  = bits( $type, $actual );
	$quiet = 'f32' === $type ? 0x7fc00000 : 0x7ff8000000000000;
	$sign  = 'f32' === $type ? 0x7fffffff : PHP_INT_MAX;
	switch ( $expected ) {
		case CANONICAL_NAN:
			return ( $bits & $sign ) === $quiet;
		case ARITHMETIC_NAN:
			return ( $bits & $quiet ) === $quiet;
		default:
			return $bits === $expected;
	}
}

function passed(): void {
	echo "P\n";
}

/** Stands for an instance of a module that depends on one that was skipped. */
final class Skipped extends \Exception {

	public const EXPORTS = array();

	/** @var array<int,bool> Instances that a skipped module would have changed. */
	public static array $marked = array();

	public static function mark( object $instance ): self {
		self::$marked[ spl_object_id( $instance ) ] = true;
		return new self();
	}

	public function invoke() {
		throw $this;
	}

	public function global() {
		throw $this;
	}
}

function skipped(): Skipped {
	echo "S imports from a skipped module\n";
	return new Skipped();
}

function failed( int $line, string $text ): void {
	echo "F $line ", strtr( $text, "\n", ' ' ), "\n";
}

/** @param list<array{string,int|string}> $expected */
function returns( int $line, callable $run, array $expected ): void {
	try {
		$actual = WasmTrap::guard( $run );
	} catch ( Skipped $skipped ) {
		skipped();
		return;
	} catch ( \Throwable $error ) {
		failed( $line, (string) $error );
		return;
	}
	$actual = 1 === count( $expected ) ? array( $actual ) : (array) $actual;
	foreach ( $expected as $index => list( $type, $value ) ) {
		if ( ! matches( $type, $value, $actual[ $index ] ?? null ) ) {
			failed( $line, "$type: expected " . var_export( $value, true ) . ', got ' . var_export( $actual[ $index ] ?? null, true ) );
			return;
		}
	}
	passed();
}

function traps( int $line, callable $run, string $message ): void {
	try {
		$value = WasmTrap::guard( $run );
		failed( $line, "expected the trap \"$message\", got " . var_export( $value, true ) );
	} catch ( WasmTrap $trap ) {
		$said = $trap->getMessage();
		str_starts_with( $message, $said ) || str_starts_with( $said, $message ) ? passed() : failed( $line, "expected the trap \"$message\", got \"$said\"" );
	} catch ( Skipped $skipped ) {
		skipped();
	} catch ( \Throwable $error ) {
		failed( $line, (string) $error );
	}
}

/** @param array<string,object> $registered */
function instance( int $line, string $class, array $registered ): ?object {
	foreach ( array_keys( $class::IMPORTS ) as $module ) {
		if ( ( $registered[ $module ] ?? null ) instanceof Skipped ) {
			return skipped();
		}
	}
	try {
		$instance = WasmTrap::guard( fn() => new $class( imports( $registered ) ) );
		passed();
		return $instance;
	} catch ( \Throwable $error ) {
		failed( $line, (string) $error );
		return null;
	}
}

/** @param array<string,object> $registered */
function imports( array $registered ): array {
	$ignore  = static fn() => null;
	$imports = array(
		'spectest' => array_fill_keys( array( 'print', 'print_i32', 'print_i64', 'print_f32', 'print_f64', 'print_i32_f32', 'print_f64_f64' ), $ignore ) + array(
			'global_i32' => 666,
			'global_i64' => 666,
			'global_f32' => f32( 0x4426a666 ),
			'global_f64' => 666.6,
		),
	);
	foreach ( $registered as $module => $instance ) {
		foreach ( $instance::EXPORTS as $name => $kind ) {
			if ( 'function' === $kind ) {
				$imports[ $module ][ $name ] = static function ( object $caller, ...$args ) use ( $instance, $name ) {
					return isset( Skipped::$marked[ spl_object_id( $instance ) ] ) ? throw new Skipped() : $instance->invoke( (string) $name, ...$args );
				};
			} elseif ( 'global' === $kind ) {
				$imports[ $module ][ $name ] = $instance->global( (string) $name );
			}
		}
	}
	return $imports;
}
