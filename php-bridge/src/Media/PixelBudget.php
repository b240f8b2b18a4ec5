<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

/**
 * Whether an image can be unpacked in PHP's memory. GD keeps every pixel there, and where it ends the whole process ends, again and again
 * with every retry; ImageMagick has limits of its own and says so.
 */
final class PixelBudget {

	/** Four for the colours, and some for the copy that is being made. */
	private const BYTES_PER_PIXEL = 5;

	private const RESERVE = 16 * 1024 * 1024;

	public static function holds( int $width, int $height ): bool {
		if ( 'WP_Image_Editor_Imagick' === _wp_image_editor_choose() ) {
			return true;
		}
		wp_raise_memory_limit( 'image' );
		$limit = wp_convert_hr_to_bytes( (string) ini_get( 'memory_limit' ) );
		return $limit <= 0 || $width * $height * self::BYTES_PER_PIXEL + self::RESERVE + memory_get_usage() <= $limit;
	}
}
