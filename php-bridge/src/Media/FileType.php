<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

/** What a file is, judged by its content. Its name only helps where the content leaves a choice (a Word document is a ZIP archive, too). */
final class FileType {

	private const IMAGES = array(
		'image/jpeg' => 'jpg',
		'image/png'  => 'png',
		'image/gif'  => 'gif',
		'image/webp' => 'webp',
		'image/avif' => 'avif',
		'image/bmp'  => 'bmp',
	);

	private const VIDEOS = array(
		'video/mp4'        => 'mp4',
		'video/webm'       => 'webm',
		'video/x-matroska' => 'mkv',
	);

	/** Whatever WordPress is told to allow: these run in a browser or on the server. */
	private const NEVER = array( 'html', 'htm', 'xhtml', 'js', 'mjs', 'svg', 'svgz', 'swf', 'php', 'phtml', 'phar', 'exe', 'sh', 'xml' );

	/** Libraries name some types in an older way. */
	private const OTHER_NAMES = array( 'image/x-ms-bmp' => 'image/bmp', 'image/pjpeg' => 'image/jpeg', 'image/svg' => 'image/svg+xml' );

	/** What cannot be told; WordPress takes it for a Photoshop file. */
	private const ANYTHING = 'application/octet-stream';

	private function __construct( public readonly string $kind, public readonly string $mime, public readonly string $extension ) {}

	/**
	 * @param string $allow `image`; `video`, which takes images too; or `file`, which takes both and whatever else WordPress allows.
	 * @param string $name  of the file at its source
	 * @throws MediaFault
	 */
	public static function of( string $file, string $allow, string $name ): self {
		if ( ! is_file( $file ) || 0 === filesize( $file ) ) {
			throw 'image' === $allow ? MediaFault::unreadable() : MediaFault::type( '' );
		}
		$mime = self::mime( $file );
		if ( self::is_svg( $file, $mime ) ) {
			throw MediaFault::svg();
		}
		$images = self::images();
		if ( isset( $images[ $mime ] ) ) {
			self::check_image( $file, $mime );
			return new self( 'image', $mime, $images[ $mime ] );
		}
		if ( isset( self::VIDEOS[ $mime ] ) && 'image' !== $allow ) {
			return new self( 'video', $mime, self::VIDEOS[ $mime ] );
		}
		return 'file' === $allow && ! str_starts_with( $mime, 'image/' ) ? self::other( $file, $mime, $name ) : throw MediaFault::type( $mime );
	}

	/** `image`, `video` or `file`, of what is in the media library. */
	public static function kind_of( string $mime ): string {
		return match ( true ) {
			str_starts_with( $mime, 'image/' ) => 'image',
			str_starts_with( $mime, 'video/' ) => 'video',
			default                            => 'file',
		};
	}

	private static function mime( string $file ): string {
		$info = class_exists( \finfo::class ) ? ( new \finfo( FILEINFO_MIME_TYPE ) )->file( $file ) : false;
		$size = @getimagesize( $file ); // phpcs:ignore WordPress.PHP.NoSilencedErrors -- warns about what is no image.
		$mime = is_string( $info ) && self::ANYTHING !== $info ? $info : (string) ( $size['mime'] ?? $info );
		return self::OTHER_NAMES[ $mime ] ?? $mime;
	}

	private static function is_svg( string $file, string $mime ): bool {
		if ( 'image/svg+xml' === $mime ) {
			return true;
		}
		return 1 === preg_match( '#^(?:text/|application/(?:xml|xhtml|octet))#', $mime ) && 1 === preg_match( '/<(?:\w+:)?svg[\s>]/i', (string) file_get_contents( $file, false, null, 0, 65536 ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a local file.
	}

	/** @return array<string,string> extension by type */
	private static function images(): array {
		/**
		 * Filters the media types of images that are taken. SVG never is.
		 *
		 * @param array<string> $types
		 */
		$types = apply_filters( 'unopim_connector_image_types', array_keys( self::IMAGES ) );
		$types = array_intersect( is_array( $types ) ? $types : array(), get_allowed_mime_types() );
		return array_intersect_key( self::IMAGES, array_flip( array_filter( $types, 'is_string' ) ) );
	}

	/** A file that begins as an image and is none would fail later, in the middle of a page. */
	private static function check_image( string $file, string $mime ): void {
		$size = wp_getimagesize( $file );
		if ( ! is_array( $size ) || $size[0] < 1 || $size[1] < 1 ) {
			throw MediaFault::unreadable();
		}
		if ( ! PixelBudget::holds( $size[0], $size[1] ) ) {
			throw MediaFault::too_many_pixels( $size[0], $size[1] );
		}
	}

	private static function other( string $file, string $mime, string $name ): self {
		// WordPress compares the name with the content and answers nothing where they do not go together.
		$known = wp_check_filetype_and_ext( $file, $name );
		$type  = (string) $known['type'];
		$end   = strtolower( (string) $known['ext'] );
		if ( '' === $type || '' === $end ) {
			foreach ( get_allowed_mime_types() as $ends => $allowed ) {
				if ( $allowed === $mime && self::ANYTHING !== $mime ) {
					list( $type, $end ) = array( $mime, explode( '|', $ends )[0] );
					break;
				}
			}
		}
		if ( '' === $type || '' === $end || in_array( $end, self::NEVER, true ) ) {
			throw MediaFault::type( $mime );
		}
		return new self( self::kind_of( $type ), $type, $end );
	}
}
