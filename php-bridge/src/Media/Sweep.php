<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Jobs\Upkeep;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Registrable;

/** Once a day: takes away what killed processes have left in the folders and never came back for. */
final class Sweep implements Registrable {

	/** Nobody works on one file for so long. */
	private const AGE = 6 * 3600;

	/**
	 * @param callable():Journal     $journal
	 * @param callable():Attachments $attachments
	 */
	public function __construct( private $journal, private $attachments, private Clock $clock ) {}

	public function register(): void {
		add_action( Upkeep::DAILY, array( $this, 'run' ) );
	}

	public function run(): void {
		$before = $this->clock->now() - self::AGE;
		foreach ( ( $this->journal )()->left( gmdate( 'Y-m-d H:i:s', $before ) ) as $open ) {
			( $this->attachments )()->clear( $open );
		}
		foreach ( glob( get_temp_dir() . Download::PREFIX . '*' ) ?: array() as $file ) {
			if ( is_file( $file ) && (int) filemtime( $file ) < $before ) {
				wp_delete_file( $file );
			}
		}
	}
}
