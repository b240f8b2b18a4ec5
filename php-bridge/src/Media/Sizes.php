<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

/** The sizes of an image, and what else WordPress notes of a file: made as for any upload, and all of them or none. */
final class Sizes {

	/** Below this a disk counts as full. */
	private const ROOM = 64 * 1024;

	/** @throws MediaFault when the disk was too full; the attachment is then as it was, without sizes. */
	public static function make( int $attachment ): void {
		require_once ABSPATH . 'wp-admin/includes/file.php';
		require_once ABSPATH . 'wp-admin/includes/media.php';
		require_once ABSPATH . 'wp-admin/includes/image.php';
		if ( is_array( wp_get_attachment_metadata( $attachment, true ) ) ) {
			wp_update_image_subsizes( $attachment );
		} else {
			$file = (string) get_attached_file( $attachment );
			wp_update_attachment_metadata( $attachment, wp_generate_attachment_metadata( $attachment, $file ) );
		}
		if ( ! self::are_there( $attachment ) ) {
			self::take_away( $attachment );
			throw MediaFault::disk_full();
		}
	}

	private static function are_there( int $attachment ): bool {
		$file = (string) get_attached_file( $attachment );
		// The file that came was looked at when it came.
		$made = array_map( static fn( array $size ) => path_join( dirname( $file ), $size['file'] ), self::of( $attachment ) );
		if ( wp_get_original_image_path( $attachment ) !== $file && wp_attachment_is_image( $attachment ) ) {
			$made[] = $file;
		}
		foreach ( $made as $one ) {
			if ( ! FileEnd::is_there( $one ) ) {
				return false;
			}
		}
		// A size may be missing for another reason: a type that this server cannot scale.
		return array() === wp_get_missing_image_subsizes( $attachment ) || self::has_room( dirname( $file ) );
	}

	private static function has_room( string $folder ): bool {
		$free = function_exists( 'disk_free_space' ) ? @disk_free_space( $folder ) : false; // phpcs:ignore WordPress.PHP.NoSilencedErrors -- not every host tells.
		return ! is_float( $free ) || $free > self::ROOM;
	}

	private static function take_away( int $attachment ): void {
		$file = (string) get_attached_file( $attachment );
		foreach ( self::of( $attachment ) as $size ) {
			wp_delete_file( path_join( dirname( $file ), $size['file'] ) );
		}
		// WordPress shows a large image by a smaller copy of it.
		$whole = (string) wp_get_original_image_path( $attachment );
		if ( '' !== $whole && $whole !== $file ) {
			wp_delete_file( $file );
			update_attached_file( $attachment, $whole );
		}
		delete_post_meta( $attachment, '_wp_attachment_metadata' );
	}

	/** @return array<array{file:string}> */
	private static function of( int $attachment ): array {
		$meta = wp_get_attachment_metadata( $attachment, true );
		return array_values( array_filter( (array) ( $meta['sizes'] ?? array() ), static fn( $size ) => is_array( $size ) && isset( $size['file'] ) ) );
	}
}
