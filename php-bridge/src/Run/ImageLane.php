<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\Schema;

/** The queue of images: how much waits, and whether it may go on. */
class ImageLane {

	private const OPTION = 'image_lane';

	public function __construct( private \wpdb $db, private Schema $schema, private Options $options, private Clock $clock ) {}

	public function is_paused(): bool {
		return true === ( $this->options->fresh( self::OPTION )['paused'] ?? false );
	}

	public function pause( bool $paused ): void {
		$this->options->write( self::OPTION, array( 'paused' => $paused ) );
	}

	/** @return array{waiting:int,retry:int,failed:int,done:int} `done` are the files that are in the media library. */
	public function counts(): array {
		$counts = array( 'waiting' => 0, 'retry' => 0, 'failed' => 0 );
		foreach ( $this->db->get_results( $this->db->prepare( "SELECT state, COUNT(*) AS count FROM %i WHERE lane = 'image' GROUP BY state", $this->schema->table( 'items' ) ) ) as $row ) {
			if ( isset( $counts[ $row->state ] ) ) {
				$counts[ $row->state ] = (int) $row->count;
			}
		}
		return $counts + array( 'done' => (int) $this->db->get_var( $this->db->prepare( 'SELECT COUNT(DISTINCT attachment_id) FROM %i', $this->schema->table( 'media' ) ) ) );
	}

	/** Puts what has failed back into the queue. @return int how many */
	public function retry_failed(): int {
		return (int) $this->db->query( $this->db->prepare( "UPDATE %i SET state = 'waiting', tries = 0, next_try = %d, error_code = '' WHERE lane = 'image' AND state = 'failed'", $this->schema->table( 'items' ), $this->clock->now() ) );
	}
}
