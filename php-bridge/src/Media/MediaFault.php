<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Source\SourceFault;

/** Why a file did not come into the media library, and whether another try may end differently. Every message names the remedy. */
final class MediaFault extends Fault {

	private function __construct( string $code, string $message, string $next_step, private bool $passing = false, private ?int $retry_after = null ) {
		parent::__construct( $code, $message, $next_step, 'path', 422 );
	}

	public static function host_refused( string $host ): self {
		/* translators: %s: host name */
		return new self( 'host_refused', sprintf( __( 'Files are not fetched from %s.', 'unopim-connector' ), '' === $host ? '?' : $host ), __( 'Files come from the media address, and over https from the hosts listed under Media hosts. Add the host there if it can be trusted.', 'unopim-connector' ) );
	}

	public static function bad_path( string $path ): self {
		/* translators: %s: path */
		return new self( 'host_refused', sprintf( __( '%s is neither a path below the media address nor a plain address.', 'unopim-connector' ), '"' . mb_substr( wp_strip_all_tags( $path ), 0, 120 ) . '"' ), __( 'Upload the file in UnoPim anew.', 'unopim-connector' ) );
	}

	public static function private_address( string $host ): self {
		/* translators: %s: host name */
		return new self( 'host_refused', sprintf( __( '%s is an address of a private network.', 'unopim-connector' ), $host ), __( 'If files really come from there, define UNOPIM_CONNECTOR_ALLOW_PRIVATE as true in wp-config.php.', 'unopim-connector' ) );
	}

	public static function too_many_redirects( string $host ): self {
		/* translators: %s: host name */
		return new self( 'host_refused', sprintf( __( '%s redirects again and again.', 'unopim-connector' ), $host ), __( 'Check the media address: it must lead to the files themselves.', 'unopim-connector' ) );
	}

	public static function not_found( int $status ): self {
		return 200 === $status
			? new self( 'not_found', __( 'A web page was answered in place of the file.', 'unopim-connector' ), __( 'The file is missing in UnoPim’s storage, or the media address is wrong.', 'unopim-connector' ) )
			/* translators: %d: HTTP status */
			: new self( 'not_found', sprintf( __( 'The file could not be had: HTTP %d.', 'unopim-connector' ), $status ), __( 'Check that the file exists in UnoPim, that its storage is linked, and that the media address is right.', 'unopim-connector' ) );
	}

	public static function busy( int $status, int $retry_after ): self {
		/* translators: %d: HTTP status */
		return new self( 'transport', sprintf( __( 'The server of the file answered HTTP %d.', 'unopim-connector' ), $status ), __( 'It is tried again by itself.', 'unopim-connector' ), true, 0 === $retry_after ? null : $retry_after );
	}

	public static function no_time(): self {
		return new self( 'timeout', __( 'There was no time left for this file.', 'unopim-connector' ), __( 'It is fetched with the next step.', 'unopim-connector' ), true, 0 );
	}

	public static function being_stored(): self {
		return new self( 'timeout', __( 'Another process is storing the same file.', 'unopim-connector' ), __( 'It is tried again by itself.', 'unopim-connector' ), true, 60 );
	}

	public static function too_large( int $limit ): self {
		/* translators: %s: size such as 15 MB */
		return new self( 'too_large', sprintf( __( 'The file is larger than %s.', 'unopim-connector' ), size_format( $limit ) ?: $limit ), __( 'Make it smaller in UnoPim, or raise Largest image under General Settings.', 'unopim-connector' ) );
	}

	public static function no_file( int $attachment ): self {
		/* translators: %d: number of an attachment */
		return new self( 'not_found', sprintf( __( 'The attachment %d, or its file, is gone.', 'unopim-connector' ), $attachment ), __( 'Choose another image, or upload it to the media library anew.', 'unopim-connector' ) );
	}

	public static function too_large_to_send( string $name, int $limit ): self {
		/* translators: 1: name of a file, 2: size such as 15 MB */
		return new self( 'too_large', sprintf( __( 'The file %1$s is larger than %2$s.', 'unopim-connector' ), $name, size_format( $limit ) ?: $limit ), __( 'Make it smaller, or raise Largest image under General Settings.', 'unopim-connector' ) );
	}

	public static function too_many_pixels( int $width, int $height ): self {
		/* translators: 1: width, 2: height */
		return new self( 'too_large', sprintf( __( 'The image has %1$d × %2$d pixels, more than PHP’s memory can hold.', 'unopim-connector' ), $width, $height ), __( 'Make it smaller in UnoPim, or raise WP_MAX_MEMORY_LIMIT.', 'unopim-connector' ) );
	}

	public static function svg(): self {
		return new self( 'svg_refused', __( 'The file is an SVG, which may hold scripts.', 'unopim-connector' ), __( 'Upload it to UnoPim as PNG, JPEG or WebP.', 'unopim-connector' ) );
	}

	public static function type( string $found ): self {
		/* translators: %s: media type such as text/x-php */
		return new self( 'type_refused', sprintf( __( 'By its content the file is %s, which is not taken here.', 'unopim-connector' ), '' === $found ? __( 'empty or of no known type', 'unopim-connector' ) : $found ), __( 'Upload a file of a type that WordPress allows; the name does not count.', 'unopim-connector' ) );
	}

	public static function unreadable(): self {
		return new self( 'unreadable_image', __( 'The image is damaged or empty.', 'unopim-connector' ), __( 'Upload it to UnoPim anew.', 'unopim-connector' ) );
	}

	public static function disk_full( string $detail = '' ): self {
		return new self( 'disk_full', trim( __( 'The file could not be written.', 'unopim-connector' ) . ' ' . $detail ), __( 'Free space on the server, and check that WordPress may write to its uploads folder.', 'unopim-connector' ), true );
	}

	public static function database( string $detail ): self {
		/* translators: %s: text of the database */
		return new self( 'transport', sprintf( __( 'The file could not be registered in the media library: %s', 'unopim-connector' ), wp_strip_all_tags( $detail ) ), __( 'It is tried again; see the PHP error log if it stays.', 'unopim-connector' ), true );
	}

	/** Of a download. What stands between the shop and UnoPim passes; the address of a private network does not. */
	public static function of_source( SourceFault $fault, string $host ): self {
		if ( 'private_address' === $fault->slug() ) {
			return self::private_address( $host );
		}
		$wire = $fault->to_wire();
		return new self( $wire['code'], $wire['message'], $wire['hint'], 'bad_path' !== $fault->slug(), $fault->retry_after() > 0 ? $fault->retry_after() : null );
	}

	/** @return array<string,mixed> the answer for one file (docs/wire.md). */
	public function answer( string $path ): array {
		return array(
			'path'        => $path,
			'status'      => 'failed',
			'passing'     => $this->passing,
			'retry_after' => $this->retry_after,
			'error'       => array( 'code' => $this->slug(), 'message' => $this->getMessage(), 'hint' => $this->next_step() ),
		);
	}
}
