<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

/** The sizes of an image, and what else WordPress notes of a file: made as for any upload. */
final class Sizes {

	public static function make( int $attachment ): void {
		require_once ABSPATH . 'wp-admin/includes/file.php';
		require_once ABSPATH . 'wp-admin/includes/media.php';
		require_once ABSPATH . 'wp-admin/includes/image.php';
		if ( is_array( wp_get_attachment_metadata( $attachment, true ) ) ) {
			wp_update_image_subsizes( $attachment );
			return;
		}
		$file = (string) get_attached_file( $attachment );
		wp_update_attachment_metadata( $attachment, wp_generate_attachment_metadata( $attachment, $file ) );
	}
}
