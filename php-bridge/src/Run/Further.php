<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Fault;

/** Runs that follow another: where the site has several languages, the engine names those that are pulled next. */
class Further {

	/** @param \Closure():RunStarter $starter */
	public function __construct( private \Closure $starter ) {}

	public function follow( Run $run ): void {
		$locales = $run->result['value']['then'] ?? array();
		if ( ! in_array( $run->kind(), array( 'pull', 'deletions' ), true ) || $run->is_dry() || ! is_array( $locales ) || ! in_array( $run->status, array( 'done', 'done_with_errors' ), true ) ) {
			return;
		}
		// What was chosen for held fields was chosen for one language.
		$job = array_diff_key( $run->job, array( 'choices' => 1 ) );
		foreach ( array_filter( $locales, 'is_string' ) as $locale ) {
			try {
				( $this->starter )()->start( array( 'locale' => $locale ) + $job, 'schedule', 0 );
			} catch ( Fault ) {
				return; // The direction was switched off meanwhile, or the connection went: the next pull names them again.
			}
		}
	}
}
