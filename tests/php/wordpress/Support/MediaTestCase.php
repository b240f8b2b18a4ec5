<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress\Support;

use UnoPim\Connector\Media\Library;
use UnoPim\Connector\Media\Media;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Settings\GeneralSettings;

/** A test of the media library's side, with a server of files. The shop's own attachments are emptied before every test. */
abstract class MediaTestCase extends SiteTestCase {

	protected FakeMedia $files;

	protected function setUp(): void {
		parent::setUp();
		foreach ( get_posts( array( 'post_type' => 'attachment', 'post_status' => 'any', 'numberposts' => -1, 'fields' => 'ids' ) ) as $id ) {
			wp_delete_attachment( $id, true );
		}
		foreach ( self::uploaded() as $file ) {
			unlink( $file );
		}
		$this->files = new FakeMedia();
		self::service( Options::class )->write( 'connection', array( 'url' => $this->files->url ) );
	}

	protected function tearDown(): void {
		$this->files->close();
		parent::tearDown();
	}

	/** @param array<array<string,mixed>|string> $files */
	protected function fetch( array $files ): array {
		$files = array_map( static fn( $file ) => is_string( $file ) ? array( 'path' => $file ) : $file, $files );
		$files = array_map( static fn( $file ) => $file + array( 'etag' => null, 'name' => 'Mug', 'alt' => 'A mug', 'allow' => 'image', 'max_bytes' => 1_000_000 ), $files );
		return self::answer( array( 'do' => 'media.fetch', 'files' => $files ) )['files'];
	}

	/** As it arrives in the engine: through JSON. @param array<string,mixed> $request */
	protected static function answer( array $request ): array {
		return json_decode( (string) wp_json_encode( self::service( Media::class )->answer( $request ) ), true );
	}

	/** @param array<string> $paths @return array<array<string,mixed>> */
	protected static function read( array $paths ): array {
		return self::answer( array( 'do' => 'media.read', 'paths' => $paths ) )['media'];
	}

	protected static function set( string $name, mixed $value ): void {
		self::service( GeneralSettings::class )->save( array( $name => $value ) );
	}

	/** @return array<int> */
	protected static function attachments(): array {
		return array_map( 'intval', get_posts( array( 'post_type' => 'attachment', 'post_status' => 'any', 'numberposts' => -1, 'fields' => 'ids', 'orderby' => 'ID', 'order' => 'ASC' ) ) );
	}

	/** @return array<string> files in the uploads folder */
	protected static function uploaded(): array {
		$files = new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( wp_get_upload_dir()['basedir'], \FilesystemIterator::SKIP_DOTS ) );
		return array_values( array_map( 'strval', array_filter( iterator_to_array( $files, false ), static fn( $file ) => $file->isFile() ) ) );
	}

	/** @return array<string> temporary files that nobody took away */
	protected static function temporary(): array {
		return glob( get_temp_dir() . \UnoPim\Connector\Media\Download::PREFIX . '*' ) ?: array();
	}

	/** How many rows of the media table say that a content is on its way. */
	protected static function unfinished(): int {
		global $wpdb;
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}unopim_media WHERE path_hash = ''" );
	}

	protected static function sha_of( int $id ): string {
		return (string) get_post_meta( $id, Library::META, true );
	}

	protected static function png( int $red, int $side = 8 ): string {
		return self::drawn( $red, $side, 'imagepng' );
	}

	protected static function jpeg( int $red, int $side = 8 ): string {
		return self::drawn( $red, $side, 'imagejpeg' );
	}

	private static function drawn( int $red, int $side, callable $format ): string {
		$image = imagecreatetruecolor( $side, $side );
		imagefill( $image, 0, 0, imagecolorallocate( $image, $red % 256, intdiv( $red, 256 ), 7 ) );
		ob_start();
		$format( $image );
		return (string) ob_get_clean();
	}
}
