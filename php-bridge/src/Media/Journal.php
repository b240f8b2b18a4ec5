<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Store\Sql;

/**
 * Contents that are on their way into the media library, so that a process that is killed leaves nothing behind for good: first the file
 * is named, then it is put there, then it becomes an attachment, then its sizes are made. The rows lie in the media table, without the
 * hash of a path; `etag` counts how often the sizes were begun.
 */
class Journal {

	public function __construct( private \wpdb $db, private Schema $schema ) {}

	public function begin( string $hash, string $file ): void {
		$this->db->insert( $this->table(), array( 'hash' => $hash, 'attachment_id' => 0, 'path' => $file, 'path_hash' => '', 'etag' => '0', 'created_at' => Sql::now() ) );
	}

	public function attached( string $hash, int $attachment ): void {
		$this->db->update( $this->table(), array( 'attachment_id' => $attachment, 'etag' => '1' ), array( 'hash' => $hash, 'path_hash' => '' ) );
	}

	public function tried( string $hash, int $times ): void {
		$this->db->update( $this->table(), array( 'etag' => (string) $times ), array( 'hash' => $hash, 'path_hash' => '' ) );
	}

	public function finish( string $hash ): void {
		$this->db->delete( $this->table(), array( 'hash' => $hash, 'path_hash' => '' ) );
	}

	/** @return array{hash:string,file:string,attachment:int,tries:int}|null */
	public function open( string $hash ): ?array {
		$row = $this->db->get_row( $this->db->prepare( "SELECT hash, path, attachment_id, etag FROM %i WHERE hash = %s AND path_hash = '' ORDER BY id DESC LIMIT 1", $this->table(), $hash ) );
		return null === $row ? null : self::entry( $row );
	}

	/** @return array<array{hash:string,file:string,attachment:int,tries:int}> begun before that time. */
	public function left( string $before ): array {
		$rows = $this->db->get_results( $this->db->prepare( "SELECT hash, path, attachment_id, etag FROM %i WHERE path_hash = '' AND created_at < %s ORDER BY id LIMIT 200", $this->table(), $before ) );
		return array_map( array( self::class, 'entry' ), $rows );
	}

	/** @return array{hash:string,file:string,attachment:int,tries:int} */
	private static function entry( object $row ): array {
		return array( 'hash' => (string) $row->hash, 'file' => (string) $row->path, 'attachment' => (int) $row->attachment_id, 'tries' => (int) $row->etag );
	}

	private function table(): string {
		return $this->schema->table( 'media' );
	}
}
