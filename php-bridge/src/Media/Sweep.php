<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Jobs\Upkeep;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Options;
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
		$this->forget_locks();
		foreach ( glob( get_temp_dir() . Download::PREFIX . '*' ) ?: array() as $file ) {
			if ( is_file( $file ) && (int) filemtime( $file ) < $before ) {
				wp_delete_file( $file );
			}
		}
	}

	/** Of contents that nobody asks for again. A lock begins with the time at which it counts for nothing. */
	private function forget_locks(): void {
		global $wpdb;
		$name = $wpdb->esc_like( Options::PREFIX . 'lock_' . Attachments::LOCK ) . '%';
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s AND SUBSTRING_INDEX(option_value, ':', 1) + 0 < %d", $name, $this->clock->now() ) );
	}
}
