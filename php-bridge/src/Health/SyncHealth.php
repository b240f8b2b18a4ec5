<?php
declare(strict_types=1);

namespace UnoPim\Connector\Health;

use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Run\ImageLane;
use UnoPim\Connector\Run\ItemBook;
use UnoPim\Connector\Run\LinkBook;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Webhook\Inbox;

/** How the synchronisation itself fares: last pulls, what waits, links, WooCommerce's lookup table. */
class SyncHealth {

	public function __construct( private \wpdb $db, private Schema $schema, private Channels $channels, private GeneralSettings $settings, private ItemBook $items, private ImageLane $images, private LinkBook $links, private Inbox $inbox, private LookupTables $lookup ) {}

	/** @return array<array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed}> */
	public function checks(): array {
		return array( $this->dry_run(), $this->pulls(), $this->pushes(), $this->waiting(), $this->media(), $this->links(), $this->webhook(), $this->lookup() );
	}

	/** @return array<string,string> UTC, by channel: when a run of that kind last ended well. */
	private function last( string $kind ): array {
		$rows = $this->db->get_results( $this->db->prepare( "SELECT channel, MAX(finished_at) AS at FROM %i WHERE kind = %s AND dry = 0 AND status IN ('done', 'done_with_errors') GROUP BY channel", $this->schema->table( 'runs' ), $kind ) );
		return array_column( $rows ?: array(), 'at', 'channel' );
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function dry_run(): array {
		$on = true === $this->settings->get( 'dry_run' );
		return Check::of( 'dry_run', __( 'Dry-run', 'unopim-connector' ), $on ? 'recommended' : 'good', $on ? __( 'On: nothing is written.', 'unopim-connector' ) : __( 'Off.', 'unopim-connector' ), $on ? __( 'Switch it off in General Settings when you have seen enough.', 'unopim-connector' ) : null );
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function pulls(): array {
		$last  = $this->last( 'pull' );
		$lines = array();
		$never = array();
		foreach ( $this->channels->rows() as $row ) {
			if ( ! $row['saved'] || ! $row['pull'] || $row['missing'] ) {
				continue;
			}
			if ( isset( $last[ $row['code'] ] ) ) {
				$lines[] = "{$row['code']}: {$last[ $row['code'] ]} UTC";
			} else {
				$never[] = $row['code'];
				/* translators: %s: channel */
				$lines[] = sprintf( __( '%s: never', 'unopim-connector' ), $row['code'] );
			}
		}
		return Check::of(
			'last_pull',
			__( 'Last successful pull', 'unopim-connector' ),
			array() === $never ? 'good' : 'recommended',
			array() === $lines ? __( 'No channel pulls.', 'unopim-connector' ) : implode( ', ', $lines ),
			array() === $never ? null : __( 'Start Pull Full on the Sync page.', 'unopim-connector' ),
			$last
		);
	}

	/** A push runs for all channels of a site together, under the first. @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function pushes(): array {
		$last  = $this->last( 'push' );
		$lines = array();
		foreach ( array( 0, ...$this->channels->sites() ) as $site ) {
			$codes = array_column( $this->channels->pushing( $site ), 'code' );
			if ( array() !== $codes ) {
				/* translators: %s: channels */
				$lines[] = isset( $last[ $codes[0] ] ) ? implode( ' + ', $codes ) . ": {$last[ $codes[0] ]} UTC" : sprintf( __( '%s: never', 'unopim-connector' ), implode( ' + ', $codes ) );
			}
		}
		return Check::of( 'last_push', __( 'Last successful push', 'unopim-connector' ), 'good', array() === $lines ? __( 'No channel pushes.', 'unopim-connector' ) : implode( ', ', $lines ), null, $last );
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function waiting(): array {
		$parked = array_diff_key( $this->items->counts( 'parked' ), array( 'ignored' => 1 ) );
		$held   = array_sum( $this->items->counts( 'held' ) );
		$sum    = array_sum( $parked ) + $held;
		return Check::of(
			'waiting',
			__( 'Parked and held items', 'unopim-connector' ),
			0 === $sum ? 'good' : 'recommended',
			/* translators: 1: number of parked items, 2: number of held items */
			sprintf( __( '%1$d parked, %2$d held for review', 'unopim-connector' ), array_sum( $parked ), $held ),
			0 === $sum ? null : __( 'Look at Parked and Review on the Sync page.', 'unopim-connector' ),
			array( 'parked' => (object) $this->items->counts( 'parked' ), 'held' => $held )
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function media(): array {
		$counts = $this->images->counts();
		$paused = $this->images->is_paused();
		return Check::of(
			'media',
			__( 'Image queue', 'unopim-connector' ),
			$paused || $counts['failed'] > 0 ? 'recommended' : 'good',
			/* translators: 1: waiting, 2: failed, 3: in the media library */
			( $paused ? __( 'Paused.', 'unopim-connector' ) . ' ' : '' ) . sprintf( __( '%1$d waiting, %2$d failed, %3$d in the media library', 'unopim-connector' ), $counts['waiting'] + $counts['retry'], $counts['failed'], $counts['done'] ),
			$paused ? __( 'Resume it under Media.', 'unopim-connector' ) : ( $counts['failed'] > 0 ? __( 'Look at the failed images under Media, then Retry failed.', 'unopim-connector' ) : null ),
			$counts
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function links(): array {
		$gone = $this->links->count_gone();
		return Check::of(
			'links',
			__( 'Links without item', 'unopim-connector' ),
			0 === $gone ? 'good' : 'recommended',
			/* translators: %d: number of links */
			0 === $gone ? __( 'None.', 'unopim-connector' ) : sprintf( _n( '%d product was deleted in the shop for good and is not made again by itself.', '%d products were deleted in the shop for good and are not made again by themselves.', $gone, 'unopim-connector' ), $gone ),
			0 === $gone ? null : __( 'Recreate or unlink them under Links.', 'unopim-connector' ),
			$gone
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function webhook(): array {
		$last = $this->inbox->last();
		return Check::of(
			'webhook',
			__( 'Last webhook', 'unopim-connector' ),
			'good',
			/* translators: 1: time, 2: number of SKUs */
			null === $last ? __( 'None has come.', 'unopim-connector' ) : sprintf( __( '%1$s UTC, %2$d SKUs', 'unopim-connector' ), gmdate( 'Y-m-d H:i:s', $last['at'] ), $last['skus'] ),
			null,
			$last
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function lookup(): array {
		$drift = $this->lookup->drift();
		$sum   = null === $drift ? 0 : array_sum( $drift );
		return Check::of(
			'lookup',
			__( 'WooCommerce’s lookup table', 'unopim-connector' ),
			0 === $sum ? 'good' : 'recommended',
			match ( true ) {
				null === $drift => __( 'WooCommerce is not active.', 'unopim-connector' ),
				0 === $sum      => __( 'It agrees with the products.', 'unopim-connector' ),
				default         => LookupTables::in_words( $drift ) . '.',
			},
			0 === $sum ? null : __( 'Press Repair: WooCommerce fills the table again.', 'unopim-connector' ),
			$drift
		);
	}
}
