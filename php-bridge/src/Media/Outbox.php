<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Settings\GeneralSettings;

/** Attachments on their way to UnoPim: what they are by content, and their files. A content is hashed once and noted at the attachment. */
class Outbox {

	private const MEGABYTE = 1024 * 1024;

	public function __construct( private Library $library, private GeneralSettings $settings ) {}

	/**
	 * `media.of`. What is gone, or has no file, is left out.
	 *
	 * @param array<int> $ids
	 * @return array<array{id:int,hash:string,kind:string,name:string,size:int,paths:array<string>}>
	 */
	public function describe( array $ids ): array {
		$ids = array_values( array_unique( array_map( 'intval', $ids ) ) );
		_prime_post_caches( $ids, false, true );
		$found = array();
		foreach ( $ids as $id ) {
			$path = self::path( $id );
			$hash = null === $path ? '' : $this->hash( $id, $path );
			if ( '' !== $hash ) {
				$found[] = array( 'id' => $id, 'hash' => $hash, 'kind' => FileType::kind_of( (string) get_post_mime_type( $id ) ), 'name' => wp_basename( $path ), 'size' => (int) filesize( $path ) );
			}
		}
		$paths = $this->library->paths_of( array_column( $found, 'hash' ) );
		return array_map( static fn( array $one ): array => $one + array( 'paths' => $paths[ $one['hash'] ] ?? array() ), $found );
	}

	/**
	 * `media.note`.
	 *
	 * @param array<array{path:string,id:int}> $notes
	 */
	public function note( array $notes ): void {
		foreach ( $notes as $note ) {
			$path = self::path( $note['id'] );
			$hash = null === $path ? '' : $this->hash( $note['id'], $path );
			if ( '' !== $hash ) {
				$this->library->remember( $note['path'], $hash, $note['id'], '' );
			}
		}
	}

	/**
	 * The file of an attachment, under the name that it has in the shop's folder.
	 *
	 * @return array{name:string,mime:string,content:string}
	 * @throws MediaFault
	 */
	public function file( int $id ): array {
		$path = self::path( $id );
		if ( null === $path ) {
			throw MediaFault::no_file( $id );
		}
		$most = $this->most();
		if ( filesize( $path ) > $most ) {
			throw MediaFault::too_large_to_send( wp_basename( $path ), $most );
		}
		$content = @file_get_contents( $path ); // phpcs:ignore WordPress.PHP.NoSilencedErrors,WordPress.WP.AlternativeFunctions -- a local file; said by the fault.
		if ( ! is_string( $content ) ) {
			throw MediaFault::no_file( $id );
		}
		return array( 'name' => wp_basename( $path ), 'mime' => (string) get_post_mime_type( $id ) ?: 'application/octet-stream', 'content' => $content );
	}

	private function hash( int $id, string $path ): string {
		$noted = (string) get_post_meta( $id, Library::META, true );
		if ( '' !== $noted ) {
			return $noted;
		}
		$hash = (string) @hash_file( 'sha256', $path ); // phpcs:ignore WordPress.PHP.NoSilencedErrors -- a file that cannot be read has none.
		if ( '' !== $hash ) {
			update_post_meta( $id, Library::META, $hash );
		}
		return $hash;
	}

	/** Null when the attachment or its file is gone. */
	private static function path( int $id ): ?string {
		if ( $id < 1 || 'attachment' !== get_post_type( $id ) || 'trash' === get_post_status( $id ) ) {
			return null;
		}
		$file  = (string) get_attached_file( $id );
		$whole = (string) wp_get_original_image_path( $id );
		// WordPress shows a large image by a smaller copy of it. An image that was edited is what it was made into.
		$file = self::is_copy( $file ) && is_file( $whole ) ? $whole : $file;
		return is_file( $file ) ? $file : null;
	}

	/** Whether two files of an attachment show the same, one of them being WordPress' smaller copy. */
	public static function is_same( string $one, string $other ): bool {
		$plain = static fn( string $file ): string => self::is_copy( $file ) ? (string) preg_replace( '/-scaled(\.\w+)$/', '$1', $file ) : $file;
		return wp_basename( $plain( $one ) ) === wp_basename( $plain( $other ) );
	}

	private static function is_copy( string $file ): bool {
		return 1 === preg_match( '/-scaled\.\w+$/', $file );
	}

	private function most(): int {
		/** This filter is documented in Media/Fetcher.php. */
		return max( 1, (int) apply_filters( 'unopim_connector_max_image_bytes', (int) $this->settings->get( 'largest_image_mb' ) * self::MEGABYTE, 'send' ) );
	}
}
