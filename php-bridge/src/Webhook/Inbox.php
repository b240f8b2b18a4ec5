<?php
declare(strict_types=1);

namespace UnoPim\Connector\Webhook;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Store\Sql;

/** Puts the SKUs of a message into the pull queue, for every channel that pulls; a SKU that waits already waits once. */
class Inbox {

	private const OPTION = 'webhook_last';
	private const LANE   = 'pull';

	public function __construct( private \wpdb $db, private Schema $schema, private Channels $channels, private Options $options, private Clock $clock ) {}

	public function take( Message $message ): void {
		$rows = array();
		foreach ( $this->pulling() as $channel ) {
			foreach ( $message->skus as $sku ) {
				$rows[] = Sql::row( $this->db, array( self::LANE, 'product', $channel, $sku, 'waiting', 0, $this->clock->utc() ) );
			}
		}
		// One that is being pulled just now is to be pulled once more: what UnoPim says is newer than what was read.
		Sql::insert( $this->db, $this->schema->table( 'items' ), 'lane, entity, channel, item_key, state, next_try, created_at', $rows, "ON DUPLICATE KEY UPDATE state = 'waiting', next_try = 0, tries = 0, error_code = '', created_at = VALUES(created_at)" );
		$this->options->write( self::OPTION, array( 'at' => $this->clock->now(), 'event' => $message->event, 'skus' => count( $message->skus ) ) );
		/**
		 * UnoPim has named products that changed; they are queued for pulling.
		 *
		 * @param array<string> $skus
		 */
		do_action( 'unopim_connector_webhook_received', $message->skus );
	}

	/** @return array{at:int,event:string,skus:int}|null */
	public function last(): ?array {
		$last = $this->options->read( self::OPTION );
		return isset( $last['at'] ) ? $last : null;
	}

	/** @return array<string> */
	private function pulling(): array {
		$rows = array_filter( $this->channels->rows(), static fn( array $row ) => $row['saved'] && true === $row['pull'] && ! $row['missing'] );
		return array_map( 'strval', array_column( $rows, 'code' ) );
	}
}
