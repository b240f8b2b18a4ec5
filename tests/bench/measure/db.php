<?php
/**
 * db.php, a drop-in of the bench's site: WordPress' own database object, which also counts and times its queries by kind and by the first
 * table they name. `unopim_bench_queries()` hands out what was counted since it was asked last.
 *
 * @package UnoPim\Connector
 */

final class Bench_Database extends wpdb {

	/** @var array<string, array{0: int, 1: int}> How many and how many nanoseconds, by label. */
	public array $counted = array();

	/** @param string $query */
	public function query( $query ) {
		$start  = hrtime( true );
		$answer = parent::query( $query );
		$label  = $this->label( (string) $query );

		$this->counted[ $label ]    ??= array( 0, 0 );
		$this->counted[ $label ][0] += 1;
		$this->counted[ $label ][1] += hrtime( true ) - $start;
		return $answer;
	}

	private function label( string $query ): string {
		$kind = strtoupper( strtok( ltrim( $query, " \t\n(" ), " \t\n" ) );
		if ( 1 !== preg_match( '/\b(?:FROM|INTO|UPDATE|TABLE)\s+`?(' . $this->prefix . '\w+)/i', $query, $found ) ) {
			return $kind;
		}
		return ( 'REPLACE' === $kind ? 'INSERT' : $kind ) . ' ' . substr( $found[1], strlen( $this->prefix ) );
	}
}

/** @return array<string, array{0: int, 1: int}> */
function unopim_bench_queries(): array {
	$counted = $GLOBALS['wpdb']->counted;

	$GLOBALS['wpdb']->counted = array();
	return $counted;
}

$wpdb = new Bench_Database( DB_USER, DB_PASSWORD, DB_NAME, DB_HOST ); // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- what the drop-in is for.
