<?php
/**
 * Run-time methods of a translated module. The translator copies those that a module needs; this class itself is never loaded.
 *
 * Conventions: an i32 is an int from 0 to 2^32 - 1, an i64 is an int, an f32 is a float that a single can hold, and $m is
 * the memory as 32-bit words.
 */

namespace UnoPim\ToPhp;

final class Runtime {

	/** @return never */
	private function trap( string $message ) {
		throw new WasmTrap( $message );
	}

	/** @return never */
	private function unreachable() {
		$this->trap( 'unreachable' );
	}

	/** @return never */
	private function out_of_bounds() {
		$this->trap( 'out of bounds memory access' );
	}

	/** @return never */
	private function exhausted() {
		$this->trap( 'call stack exhausted' );
	}

	/** @return never */
	private function bad_call( $i ) {
		if ( isset( self::TABLE[ $i ] ) ) {
			$this->trap( 'indirect call type mismatch' );
		}
		$this->trap( $i < self::TABLE_SIZE ? 'uninitialized element' : 'undefined element' );
	}

	private function load8( &$m, $a ) {
		return ( $m[ $a >> 2 ] ?? $this->out_of_bounds() ) >> ( $a << 3 & 24 ) & 255;
	}

	private function load16( &$m, $a ) {
		$high = $this->load8( $m, $a + 1 );
		return $this->load8( $m, $a ) | $high << 8;
	}

	private function load32( &$m, $a ) {
		$i    = $a >> 2;
		$s    = $a << 3 & 24;
		$high = $m[ ( $a + 3 ) >> 2 ] ?? $this->out_of_bounds();
		$low  = $m[ $i ] ?? $this->out_of_bounds();
		return ( $low >> $s | $high << 32 - $s ) & 4294967295;
	}

	private function load64( &$m, $a ) {
		$i    = $a >> 2;
		$s    = $a << 3 & 24;
		$high = $m[ ( $a + 7 ) >> 2 ] ?? $this->out_of_bounds();
		if ( 0 == $s ) {
			return $m[ $i ] | $high << 32;
		}
		$low = $m[ $i ] ?? $this->out_of_bounds();
		return $low >> $s | $m[ $i + 1 ] << 32 - $s | $high << 64 - $s;
	}

	private function store8( &$m, $a, $v ) {
		$i       = $a >> 2;
		$s       = $a << 3 & 24;
		$w       = $m[ $i ] ?? $this->out_of_bounds();
		$m[ $i ] = $w ^ ( ( $w >> $s ^ $v ) & 255 ) << $s;
	}

	private function store16( &$m, $a, $v ) {
		$i = $a >> 2;
		$s = $a << 3 & 24;
		if ( 24 != $s ) {
			$w       = $m[ $i ] ?? $this->out_of_bounds();
			$m[ $i ] = $w ^ ( ( $w >> $s ^ $v ) & 65535 ) << $s;
			return;
		}
		$high        = $m[ $i + 1 ] ?? $this->out_of_bounds();
		$low         = $m[ $i ] ?? $this->out_of_bounds();
		$m[ $i ]     = $low & 16777215 | ( $v & 255 ) << 24;
		$m[ $i + 1 ] = $high & 4294967040 | $v >> 8 & 255;
	}

	private function store32( &$m, $a, $v ) {
		$i = $a >> 2;
		$s = $a << 3 & 24;
		if ( 0 == $s ) {
			$m[ $i ] ?? $this->out_of_bounds();
			$m[ $i ] = $v & 4294967295;
			return;
		}
		$high        = $m[ $i + 1 ] ?? $this->out_of_bounds();
		$low         = $m[ $i ] ?? $this->out_of_bounds();
		$v          &= 4294967295;
		$r           = 32 - $s;
		$m[ $i ]     = $low & 4294967295 >> $r | $v << $s & 4294967295;
		$m[ $i + 1 ] = $high >> $s << $s | $v >> $r;
	}

	private function store64( &$m, $a, $v ) {
		$m[ ( $a + 7 ) >> 2 ] ?? $this->out_of_bounds();
		$this->store32( $m, $a, $v );
		$this->store32( $m, $a + 4, $v >> 32 );
	}

	private function grow( &$m, $pages ) {
		$old = \count( $m ) >> 14;
		if ( $old + $pages > $this->max_pages ) {
			return 4294967295;
		}
		$size = \count( $m );
		$full = 8;
		while ( $full < $size ) {
			$full <<= 1;
		}
		if ( $size > 0 && $size + ( $pages << 14 ) > $full ) {
			// PHP would hold the full array beside one of twice its size. As bytes it takes a quarter of its room.
			$bytes = $this->get( $m, 0, $size << 2 );
			$m     = array();
			$m     = \array_fill( 0, $size + ( $pages << 14 ), 0 );
			$this->put( $m, 0, $bytes );
			return $old;
		}
		for ( $n = $pages << 14; $n > 0; --$n ) {
			$m[] = 0;
		}
		return $old;
	}

	private function copy( &$m, $to, $from, $n ) {
		$size = \count( $m ) << 2;
		if ( $to + $n > $size || $from + $n > $size ) {
			$this->out_of_bounds();
		}
		if ( $to > $from && $to < $from + $n ) {
			$this->copy_down( $m, $to, $from, $n );
			return;
		}
		// Up to the start of a word.
		while ( $to & 3 && $n > 0 ) {
			$w        = $m[ $i = $to >> 2 ];
			$s        = $to << 3 & 24;
			$m[ $i ]  = $w ^ ( ( $w >> $s ^ $m[ $from >> 2 ] >> ( $from << 3 & 24 ) ) & 255 ) << $s;
			++$to;
			++$from;
			--$n;
		}
		$i = $to >> 2;
		$j = $from >> 2;
		$e = $i + ( $n >> 2 );
		$s = $from << 3 & 24;
		if ( 0 == $s ) {
			while ( $i < $e ) {
				$m[ $i ] = $m[ $j ];
				++$i;
				++$j;
			}
			if ( $n &= 3 ) {
				// What is left of a word, in one go.
				$r       = $n << 3;
				$m[ $i ] = $m[ $i ] >> $r << $r | $m[ $j ] & ( 1 << $r ) - 1;
			}
			return;
		}
		$r = 32 - $s;
		if ( $i < $e ) {
			$w = $m[ $j ] >> $s;
			do {
				$v       = $m[ ++$j ];
				$m[ $i ] = $w | $v << $r & 4294967295;
				$w       = $v >> $s;
			} while ( ++$i < $e );
		}
		if ( $n &= 3 ) {
			$w = $m[ $j ] >> $s;
			if ( $n << 3 > $r ) {
				$w |= $m[ $j + 1 ] << $r;
			}
			$r       = $n << 3;
			$m[ $i ] = $m[ $i ] >> $r << $r | $w & ( 1 << $r ) - 1;
		}
	}

	private function copy_down( &$m, $to, $from, $n ) {
		$to   += $n;
		$from += $n;
		for ( ; $n > 0 && $to & 3; --$n ) {
			--$from;
			$this->store8( $m, --$to, $m[ $from >> 2 ] >> ( $from << 3 & 24 ) );
		}
		$i = $to >> 2;
		$j = $from >> 2;
		$e = $i - ( $n >> 2 );
		$s = $from << 3 & 24;
		if ( 0 == $s ) {
			while ( $i > $e ) {
				$m[ --$i ] = $m[ --$j ];
			}
		} elseif ( $i > $e ) {
			$r = 32 - $s;
			$w = $m[ $j ] << $r;
			do {
				$v         = $m[ --$j ];
				$m[ --$i ] = ( $w | $v >> $s ) & 4294967295;
				$w         = $v << $r;
			} while ( $i > $e );
		}
		$done  = $n & -4;
		$to   -= $done;
		$from -= $done;
		for ( $n &= 3; $n > 0; --$n ) {
			--$from;
			$this->store8( $m, --$to, $m[ $from >> 2 ] >> ( $from << 3 & 24 ) );
		}
	}

	private function fill( &$m, $to, $v, $n ) {
		$end = $to + $n;
		if ( $end > \count( $m ) << 2 ) {
			$this->out_of_bounds();
		}
		$v &= 255;
		for ( ; $n > 0 && $to & 3; ++$to, --$n ) {
			$this->store8( $m, $to, $v );
		}
		$w = $v * 16843009;
		for ( $i = $to >> 2, $e = $i + ( $n >> 2 ); $i < $e; ++$i ) {
			$m[ $i ] = $w;
		}
		for ( $to = $end - ( $n & 3 ); $to < $end; ++$to ) {
			$this->store8( $m, $to, $v );
		}
	}

	private function init( &$m, $segment, $to, $from, $n ) {
		if ( $from + $n > \strlen( $segment ) || $to + $n > \count( $m ) << 2 ) {
			$this->out_of_bounds();
		}
		$this->put( $m, $to, \substr( $segment, $from, $n ) );
	}

	private function put( &$m, $to, $bytes ) {
		$n = \strlen( $bytes );
		if ( $to < 0 || $to + $n > \count( $m ) << 2 ) {
			$this->out_of_bounds();
		}
		for ( $k = 0; $k < $n && $to & 3; ++$k, ++$to ) {
			$this->store8( $m, $to, \ord( $bytes[ $k ] ) );
		}
		// PHP's list of numbers is many times as large as the bytes.
		for ( $i = $to >> 2; $n - $k > 3; $k += $words << 2, $to += $words << 2 ) {
			$words = \min( ( $n - $k ) >> 2, 4096 );
			foreach ( \unpack( "V$words", $bytes, $k ) as $word ) {
				$m[ $i++ ] = $word;
			}
		}
		for ( ; $k < $n; ++$k, ++$to ) {
			$this->store8( $m, $to, \ord( $bytes[ $k ] ) );
		}
	}

	private function get( &$m, $from, $n ) {
		if ( $from < 0 || $n < 0 || $from + $n > \count( $m ) << 2 ) {
			$this->out_of_bounds();
		}
		$last  = ( $from + $n + 3 ) >> 2;
		$bytes = '';
		for ( $i = $from >> 2; $i < $last; $i += 4096 ) {
			$bytes .= \pack( 'V*', ...\array_slice( $m, $i, \min( $last - $i, 4096 ) ) );
		}
		return \substr( $bytes, $from & 3, $n );
	}

	private function clz32( $a ) {
		return 0 == $a ? 32 : 32 - \strlen( \decbin( $a ) );
	}

	private function ctz32( $a ) {
		return 0 == $a ? 32 : \strlen( \decbin( $a & -$a ) ) - 1;
	}

	private function clz64( $a ) {
		return $a < 0 ? 0 : ( 0 == $a ? 64 : 64 - \strlen( \decbin( $a ) ) );
	}

	private function ctz64( $a ) {
		return 0 == ( $a & \PHP_INT_MAX ) ? ( 0 == $a ? 64 : 63 ) : \strlen( \decbin( $a & -$a ) ) - 1;
	}

	private function popcnt( $a ) {
		return \substr_count( \decbin( $a ), '1' );
	}

	private function rotl32( $a, $n ) {
		$n &= 31;
		return ( $a << $n | $a >> 32 - $n ) & 4294967295;
	}

	private function rotr32( $a, $n ) {
		$n &= 31;
		return ( $a >> $n | $a << 32 - $n ) & 4294967295;
	}

	private function div_s32( $a, $b ) {
		if ( -1 === $b && -2147483648 === $a ) {
			$this->trap( 'integer overflow' );
		}
		return \intdiv( $a, $b );
	}

	private function add64( $a, $b ) {
		$low = ( $a & 4294967295 ) + ( $b & 4294967295 );
		return ( $a >> 32 ) + ( $b >> 32 ) + ( $low >> 32 ) << 32 | $low & 4294967295;
	}

	private function sub64( $a, $b ) {
		$low = ( $a & 4294967295 ) - ( $b & 4294967295 );
		return ( $a >> 32 ) - ( $b >> 32 ) + ( $low >> 32 ) << 32 | $low & 4294967295;
	}

	private function mul64( $a, $b ) {
		// The lower half of $b as a signed number: no product overflows then.
		$al  = $a & 4294967295;
		$bl  = ( $b & 4294967295 ^ 2147483648 ) - 2147483648;
		$bh  = ( $b >> 32 ) + ( $b >> 31 & 1 );
		$low = $al * $bl;
		return ( $low >> 32 ) + ( $a >> 32 ) * $bl + ( $al * $bh & 4294967295 ) << 32 | $low & 4294967295;
	}

	private function shr64( $a, $n ) {
		$n &= 63;
		return 0 == $n ? $a : $a >> $n & \PHP_INT_MAX >> $n - 1;
	}

	private function rotl64( $a, $n ) {
		$n &= 63;
		return 0 == $n ? $a : $a << $n | $a >> 64 - $n & \PHP_INT_MAX >> 63 - $n;
	}

	private function rotr64( $a, $n ) {
		$n &= 63;
		return 0 == $n ? $a : $a >> $n & \PHP_INT_MAX >> $n - 1 | $a << 64 - $n;
	}

	private function div_s64( $a, $b ) {
		if ( -1 === $b && \PHP_INT_MIN === $a ) {
			$this->trap( 'integer overflow' );
		}
		return \intdiv( $a, $b );
	}

	private function div_u64( $a, $b ) {
		if ( $b < 0 ) {
			return ( $a ^ \PHP_INT_MIN ) < ( $b ^ \PHP_INT_MIN ) ? 0 : 1;
		}
		if ( $a >= 0 ) {
			return \intdiv( $a, $b );
		}
		// Half of the dividend, then the quotient is at most one too small.
		$q = \intdiv( $a >> 1 & \PHP_INT_MAX, $b ) << 1;
		$r = $this->sub64( $a, $this->mul64( $q, $b ) );
		return ( $r ^ \PHP_INT_MIN ) >= ( $b ^ \PHP_INT_MIN ) ? $q + 1 : $q;
	}

	private function rem_u64( $a, $b ) {
		return $a >= 0 && $b > 0 ? $a % $b : $this->sub64( $a, $this->mul64( $this->div_u64( $a, $b ), $b ) );
	}

	private function f32_bits( $a ) {
		if ( \is_nan( $a ) ) {
			$bits = $this->f64_bits( $a );
			return $bits >> 32 & 2147483648 | 2139095040 | $bits >> 29 & 8388607;
		}
		return \unpack( 'V', \pack( 'g', $a ) )[1];
	}

	private function bits_f32( $a ) {
		if ( ( $a & 2139095040 ) == 2139095040 && $a & 8388607 ) {
			// A conversion by hardware would lose whether the NaN is a signalling one.
			return $this->bits_f64( ( $a & 2147483648 ) << 32 | 9218868437227405312 | ( $a & 8388607 ) << 29 );
		}
		return \unpack( 'g', \pack( 'V', $a ) )[1];
	}

	private function f64_bits( $a ) {
		return \unpack( 'q', \pack( 'd', $a ) )[1];
	}

	private function bits_f64( $a ) {
		return \unpack( 'd', \pack( 'q', $a ) )[1];
	}

	private function round32( $a ) {
		return $this->bits_f32( \unpack( 'V', \pack( 'g', $a ) )[1] );
	}

	private function negative( $a ) {
		return \is_nan( $a ) || 0.0 == $a ? $this->f64_bits( $a ) < 0 : $a < 0;
	}

	private function fabs( $a ) {
		return \is_nan( $a ) ? $this->bits_f64( $this->f64_bits( $a ) & \PHP_INT_MAX ) : \abs( $a );
	}

	private function fneg( $a ) {
		return \is_nan( $a ) ? $this->bits_f64( $this->f64_bits( $a ) ^ \PHP_INT_MIN ) : -$a;
	}

	private function copysign( $a, $b ) {
		return $this->negative( $b ) ? $this->fneg( $this->fabs( $a ) ) : $this->fabs( $a );
	}

	private function fceil( $a ) {
		return \is_nan( $a ) ? $a * 1.0 : \ceil( $a );
	}

	private function ffloor( $a ) {
		return \is_nan( $a ) ? $a * 1.0 : \floor( $a );
	}

	private function ftrunc( $a ) {
		return \is_nan( $a ) ? $a * 1.0 : ( $this->negative( $a ) ? \ceil( $a ) : \floor( $a ) );
	}

	private function fnearest( $a ) {
		if ( \is_nan( $a ) ) {
			return $a * 1.0;
		}
		$size = \abs( $a );
		if ( $size >= 4503599627370496.0 ) {
			return $a;
		}
		// At this size a double has no fraction, and the addition rounds half to even.
		$rounded = $size + 4503599627370496.0 - 4503599627370496.0;
		return $this->negative( $a ) ? -$rounded : $rounded;
	}

	private function fsqrt32( $a ) {
		return $this->round32( \sqrt( $a ) );
	}

	private function fmin( $a, $b ) {
		if ( \is_nan( $a ) || \is_nan( $b ) ) {
			return $a + $b;
		}
		return $a < $b || ( $a === $b && $this->negative( $a ) ) ? $a : $b;
	}

	private function fmax( $a, $b ) {
		if ( \is_nan( $a ) || \is_nan( $b ) ) {
			return $a + $b;
		}
		return $a > $b || ( $a === $b && ! $this->negative( $a ) ) ? $a : $b;
	}

	private function truncate( $a, $low, $high ) {
		if ( \is_nan( $a ) ) {
			$this->trap( 'invalid conversion to integer' );
		}
		if ( $a <= $low || $a >= $high ) {
			$this->trap( 'integer overflow' );
		}
	}

	private function trunc_i32( $a ) {
		$this->truncate( $a, -2147483649.0, 2147483648.0 );
		return (int) $a & 4294967295;
	}

	private function trunc_u32( $a ) {
		$this->truncate( $a, -1.0, 4294967296.0 );
		return (int) $a;
	}

	private function trunc_i64( $a ) {
		$this->truncate( $a, -9223372036854777856.0, 9223372036854775808.0 );
		return (int) $a;
	}

	private function trunc_u64( $a ) {
		$this->truncate( $a, -1.0, 18446744073709551616.0 );
		return $this->big( $a );
	}

	private function big( $a ) {
		return $a < 9223372036854775808.0 ? (int) $a : (int) ( $a - 9223372036854775808.0 ) ^ \PHP_INT_MIN;
	}

	private function sat_i32( $a ) {
		return \is_nan( $a ) ? 0 : ( $a <= -2147483648.0 ? 2147483648 : ( $a >= 2147483647.0 ? 2147483647 : (int) $a & 4294967295 ) );
	}

	private function sat_u32( $a ) {
		return \is_nan( $a ) || $a <= 0.0 ? 0 : ( $a >= 4294967295.0 ? 4294967295 : (int) $a );
	}

	private function sat_i64( $a ) {
		return \is_nan( $a ) ? 0 : ( $a < -9223372036854775808.0 ? \PHP_INT_MIN : ( $a >= 9223372036854775808.0 ? \PHP_INT_MAX : (int) $a ) );
	}

	private function sat_u64( $a ) {
		return \is_nan( $a ) || $a <= 0.0 ? 0 : ( $a >= 18446744073709551616.0 ? -1 : $this->big( $a ) );
	}

	private function i32_f32( $a ) {
		return $this->round32( (float) ( ( $a ^ 2147483648 ) - 2147483648 ) );
	}

	private function u32_f32( $a ) {
		return $this->round32( (float) $a );
	}

	private function i64_f32( $a ) {
		if ( $a < 9007199254740992 && $a > -9007199254740992 ) {
			return $this->round32( (float) $a );
		}
		// Rounding twice is rounding once as long as a lost bit leaves its mark.
		return $this->round32( (float) ( $a & -2048 | ( $a & 2047 ? 1024 : 0 ) ) );
	}

	private function u64_f32( $a ) {
		return $a >= 0 ? $this->i64_f32( $a ) : $this->i64_f32( $a >> 1 & \PHP_INT_MAX | $a & 1 ) * 2.0;
	}

	private function u64_f64( $a ) {
		return $a >= 0 ? (float) $a : (float) ( $a >> 1 & \PHP_INT_MAX | $a & 1 ) * 2.0;
	}
}
