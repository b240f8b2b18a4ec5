<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

/**
 * How times of UnoPim become the site's. They are the site's own unless a filter names another zone; then the engine, which knows no zones, is
 * told by how much the two differ, and from when on.
 */
final class TimeZone {

	private const HOOK = 'unopim_connector_datetime_zone';

	/** Changes of zones are told for these years; the last difference holds for what comes after. */
	private const FIRST = '1970-01-01 00:00:00';
	private const LAST  = '2051-01-01 00:00:00';

	/** @return array<string,mixed> `zone`, only where it is another one. */
	public static function fact( string $channel ): array {
		$site = wp_timezone();
		/**
		 * Filters the zone in which date and datetime values of UnoPim are meant.
		 *
		 * @param string $zone    name of a zone, or an offset such as `+05:30`; by itself the site's
		 * @param string $channel
		 */
		$wanted = apply_filters( self::HOOK, $site->getName(), $channel );
		if ( ! is_string( $wanted ) || $wanted === $site->getName() ) {
			return array();
		}
		try {
			$zone = new \DateTimeZone( $wanted );
		} catch ( \Exception ) { // Of PHP 8.3 a more particular one.
			_doing_it_wrong( esc_html( self::HOOK ), esc_html( "“{$wanted}” is no time zone." ), '0.1.0' );
			return array();
		}
		return array( 'zone' => self::differences( $zone, $site ) );
	}

	/** @return array<array{from:string,minutes:int}> by UnoPim's clock. */
	private static function differences( \DateTimeZone $zone, \DateTimeZone $site ): array {
		$utc   = new \DateTimeZone( 'UTC' );
		$first = ( new \DateTimeImmutable( self::FIRST, $utc ) )->getTimestamp();
		$last  = ( new \DateTimeImmutable( self::LAST, $utc ) )->getTimestamp();
		$times = array_merge( ...array_map( static fn( \DateTimeZone $one ) => array_column( $one->getTransitions( $first, $last ) ?: array(), 'ts' ), array( $zone, $site ) ) );
		$times = array_unique( array( $first, ...$times ) );
		sort( $times );
		$steps = array();
		foreach ( $times as $time ) {
			$there   = self::offset( $zone, $time );
			$minutes = intdiv( self::offset( $site, $time ) - $there, 60 );
			if ( array() === $steps || end( $steps )['minutes'] !== $minutes ) {
				// An hour that the clocks show twice is the second one, as PHP takes it.
				$steps[] = array( 'from' => gmdate( 'Y-m-d\TH:i:s', $time + $there ), 'minutes' => $minutes );
			}
		}
		return $steps;
	}

	private static function offset( \DateTimeZone $zone, int $time ): int {
		return $zone->getOffset( new \DateTimeImmutable( "@{$time}" ) );
	}
}
