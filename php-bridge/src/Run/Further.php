<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Fault;

/** Runs that follow another: where the site has several languages, the engine names those that are pulled next. */
class Further {

	/** @param \Closure():RunStarter $starter */
	public function __construct( private \Closure $starter ) {}

	public function follow( Run $run ): void {
		foreach ( self::jobs( $run ) as $job ) {
			try {
				( $this->starter )()->start( $job, 'schedule', 0 );
			} catch ( Fault ) {
				return; // The direction was switched off meanwhile, or the connection went: the next pull names them again.
			}
		}
	}

	/** @return array<array<string,mixed>> what is started after a run. */
	public static function jobs( Run $run ): array {
		$locales = $run->result['value']['then'] ?? array();
		if ( ! in_array( $run->kind(), array( 'pull', 'deletions' ), true ) || $run->is_dry() || ! is_array( $locales ) || ! in_array( $run->status, array( 'done', 'done_with_errors' ), true ) ) {
			return array();
		}
		// What was chosen for held fields was chosen for one language.
		$job = array_diff_key( $run->job, array( 'choices' => 1, 'chosen' => 1 ) );
		return array_map( static fn( string $locale ): array => array( 'locale' => $locale ) + $job, array_values( array_filter( $locales, 'is_string' ) ) );
	}
}
