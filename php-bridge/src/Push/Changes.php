<?php
declare(strict_types=1);

namespace UnoPim\Connector\Push;

use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\GeneralSettings;

/**
 * What was saved and deleted in a request. It is put into the queue when the request ends, with one statement: saving waits for nobody.
 */
class Changes {

	/** A long process must not keep them to itself until its end. */
	private const MOST = 500;

	/** @var array<int,array<string,array{entity:string,id:int,change:string,kind:string,links:array<array{channel:string,code:string}>}>> by site, then entity and id */
	private array $noted = array();

	private bool $waits = false;

	public function __construct( private \wpdb $db, private Schema $schema, private Sites $sites, private Channels $channels, private GeneralSettings $settings, private Queue $queue ) {}

	public function saved( string $entity, int $id ): void {
		$this->note( $entity, $id, Queue::SAVED, '', array() );
	}

	/** What it was called in UnoPim is looked up now, while the links are there. */
	public function deleted( string $entity, int $id, string $kind ): void {
		$this->note( $entity, $id, Queue::DELETED, $kind, $this->links( $entity, $id ) );
	}

	public function flush(): void {
		$noted       = $this->noted;
		$this->noted = array();
		foreach ( $noted as $site => $changes ) {
			try {
				$this->sites->at( is_multisite() ? $site : 0, fn() => $this->put( array_values( $changes ) ) );
			} catch ( \Throwable $error ) {
				// Nobody's save fails because of this; a push of all products finds what was edited.
				error_log( 'UnoPim Connector: saved items could not be noted for the push: ' . $error->getMessage() ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- the plugin's own log lies in the same database.
			}
		}
	}

	/** @param array<array{channel:string,code:string}> $links */
	private function note( string $entity, int $id, string $change, string $kind, array $links ): void {
		if ( $id < 1 ) {
			return;
		}
		$this->noted[ get_current_blog_id() ][ "{$entity} {$id}" ] = array( 'entity' => $entity, 'id' => $id, 'change' => $change, 'kind' => $kind, 'links' => $links );
		if ( ! $this->waits ) {
			$this->waits = true;
			add_action( 'shutdown', fn() => $this->flush(), 5 );
		}
		if ( count( $this->noted[ get_current_blog_id() ] ) >= self::MOST ) {
			$this->flush();
		}
	}

	/** @param array<array{entity:string,id:int,change:string,kind:string,links:array<array{channel:string,code:string}>}> $changes */
	private function put( array $changes ): void {
		if ( ! $this->schema->is_current() ) {
			return;
		}
		$site = null === $this->sites->owner() ? 0 : get_current_blog_id();
		list( $pushes, $deletes ) = $this->sites->as_owner( fn(): array => array( array() !== $this->channels->pushing( $site ), true === $this->settings->get( 'writeback_delete' ) ) );
		if ( ! $pushes ) {
			return;
		}
		$rows = array();
		foreach ( $changes as $change ) {
			if ( Queue::SAVED === $change['change'] ) {
				$rows[] = array( 'entity' => $change['entity'], 'id' => $change['id'], 'body' => array( 'change' => Queue::SAVED ) );
			} elseif ( $deletes && array() !== $change['links'] ) {
				$rows[] = array( 'entity' => $change['entity'], 'id' => $change['id'], 'body' => array( 'change' => Queue::DELETED, 'links' => $change['links'], 'kind' => $change['kind'] ) );
			}
		}
		if ( array() !== $rows ) {
			$this->queue->add( $rows );
		}
	}

	/** Translations have links of their own, and go by themselves. @return array<array{channel:string,code:string}> */
	private function links( string $entity, int $id ): array {
		if ( ! $this->schema->is_current() ) {
			return array();
		}
		$rows = $this->db->get_results( $this->db->prepare( 'SELECT channel, code FROM %i WHERE entity = %s AND shop_id = %d AND channel NOT LIKE %s ORDER BY id', $this->schema->table( 'links' ), $entity, $id, '%@%' ), ARRAY_A );
		return $rows ?: array();
	}
}
