<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Store\Sql;

/**
 * Which file of UnoPim is which attachment. A row is a path; many paths may lead to one attachment, for equal bytes are one attachment.
 * What is gone from the media library counts as unknown.
 */
class Library {

	public const META = '_unopim_sha256';

	private const MAX_PATH = 1024;

	/** A row and its attachment, as long as there is one. */
	private const ROWS = "SELECT m.id, m.path, m.path_hash, m.etag, m.attachment_id, p.post_mime_type, f.meta_value AS file
		FROM %i AS m
		INNER JOIN %i AS p ON p.ID = m.attachment_id AND p.post_type = 'attachment' AND p.post_status <> 'trash'
		LEFT JOIN %i AS f ON f.post_id = p.ID AND f.meta_key = '_wp_attached_file'";

	public function __construct( private \wpdb $db, private Schema $schema ) {}

	/**
	 * @param array<string> $paths
	 * @return array<string,array{row:int,path:string,id:int,etag:string,kind:string,url:string}> by path
	 */
	public function read( array $paths ): array {
		$asked = array();
		foreach ( $paths as $path ) {
			$asked[ self::key( $path ) ] = $path;
		}
		if ( array() === $asked ) {
			return array();
		}
		$found = array();
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		foreach ( $this->db->get_results( $this->db->prepare( self::ROWS . ' WHERE m.path_hash IN (' . Sql::in( $asked ) . ') ORDER BY m.id', array_merge( $this->tables(), array_keys( $asked ) ) ) ) as $row ) {
			$path           = $asked[ $row->path_hash ];
			$found[ $path ] = array( 'path' => $path ) + self::answer( $row );
		}
		return $found;
	}

	/** @return array<array{row:int,path:string,id:int,etag:string,kind:string,url:string}> */
	public function page( int $after, int $limit ): array {
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		$rows = $this->db->get_results( $this->db->prepare( self::ROWS . " WHERE m.id > %d AND m.path_hash <> '' ORDER BY m.id LIMIT %d", array_merge( $this->tables(), array( $after, $limit ) ) ) );
		return array_map( array( self::class, 'answer' ), $rows );
	}

	/** The attachment with this content; null when there is none. */
	public function find( string $hash ): ?int {
		$id = $this->db->get_var( $this->db->prepare( "SELECT MIN(p.ID) FROM %i AS m INNER JOIN %i AS p ON p.ID = m.attachment_id AND p.post_type = 'attachment' AND p.post_status <> 'trash' WHERE m.hash = %s", $this->schema->table( 'media' ), $this->db->posts, $hash ) );
		return null === $id ? null : (int) $id;
	}

	/**
	 * Attachments by what is noted at themselves: for contents that the table has lost. There is no index over the values, so this is
	 * asked for several at a time.
	 *
	 * @param array<string> $hashes
	 * @return array<string,int>
	 */
	public function find_by_meta( array $hashes ): array {
		if ( array() === $hashes ) {
			return array();
		}
		$sql = "SELECT m.meta_value AS hash, MIN(p.ID) AS id FROM %i AS m INNER JOIN %i AS p ON p.ID = m.post_id AND p.post_type = 'attachment' AND p.post_status <> 'trash'
			WHERE m.meta_key = %s AND m.meta_value IN (" . Sql::in( $hashes ) . ') GROUP BY m.meta_value';
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		$rows = $this->db->get_results( $this->db->prepare( $sql, array_merge( array( $this->db->postmeta, $this->db->posts, self::META ), $hashes ) ) );
		return array_map( 'intval', array_column( $rows, 'id', 'hash' ) );
	}

	/** Notes that a path leads to an attachment now, and by what the server recognises that content. */
	public function remember( string $path, string $hash, int $attachment, string $validator ): void {
		$table = $this->schema->table( 'media' );
		$row   = array( 'hash' => $hash, 'attachment_id' => $attachment, 'path' => mb_substr( $path, 0, self::MAX_PATH ), 'path_hash' => self::key( $path ), 'etag' => $validator );
		$known = (int) $this->db->get_var( $this->db->prepare( 'SELECT MIN(id) FROM %i WHERE path_hash = %s', $table, $row['path_hash'] ) );
		if ( 0 === $known ) {
			$this->db->insert( $table, $row + array( 'created_at' => Sql::now() ) );
			return;
		}
		$this->db->update( $table, $row, array( 'id' => $known ) );
		// Two processes may have noted the path at once.
		$this->db->query( $this->db->prepare( 'DELETE FROM %i WHERE path_hash = %s AND id > %d', $table, $row['path_hash'], $known ) );
	}

	/**
	 * The paths of UnoPim under which a content is known.
	 *
	 * @param array<string> $hashes
	 * @return array<string,array<string>> by hash
	 */
	public function paths_of( array $hashes ): array {
		$paths = array();
		if ( array() !== $hashes ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			foreach ( $this->db->get_results( $this->db->prepare( "SELECT hash, path FROM %i WHERE path_hash <> '' AND hash IN (" . Sql::in( $hashes ) . ') ORDER BY id', array_merge( array( $this->schema->table( 'media' ) ), $hashes ) ) ) as $row ) {
				$paths[ (string) $row->hash ][] = (string) $row->path;
			}
		}
		return $paths;
	}

	/** UnoPim's path of an attachment, the last that brought it; '' when it is none of ours. */
	public function path_of( int $attachment ): string {
		return (string) $this->db->get_var( $this->db->prepare( "SELECT path FROM %i WHERE attachment_id = %d AND path_hash <> '' ORDER BY id DESC LIMIT 1", $this->schema->table( 'media' ), $attachment ) );
	}

	/** @return array{id:int,kind:string,url:string} */
	public function describe( int $attachment ): array {
		return array( 'id' => $attachment, 'kind' => FileType::kind_of( (string) get_post_mime_type( $attachment ) ), 'url' => self::url( $attachment, (string) get_post_meta( $attachment, '_wp_attached_file', true ) ) );
	}

	/** @return array{row:int,path:string,id:int,etag:string,kind:string,url:string} */
	private static function answer( object $row ): array {
		return array(
			'row'  => (int) $row->id,
			'path' => (string) $row->path,
			'id'   => (int) $row->attachment_id,
			'etag' => (string) $row->etag,
			'kind' => FileType::kind_of( (string) $row->post_mime_type ),
			'url'  => self::url( (int) $row->attachment_id, (string) $row->file ),
		);
	}

	/** As `wp_get_attachment_url()` gives it, without loading the post; and the same whether this request came over http or https. */
	private static function url( int $id, string $file ): string {
		return (string) apply_filters( 'wp_get_attachment_url', wp_get_upload_dir()['baseurl'] . '/' . $file, $id ); // phpcs:ignore WordPress.NamingConventions -- a hook of WordPress, for plugins that keep files elsewhere.
	}

	private static function key( string $path ): string {
		return hash( 'sha256', $path );
	}

	/** @return array<string> */
	private function tables(): array {
		return array( $this->schema->table( 'media' ), $this->db->posts, $this->db->postmeta );
	}
}
