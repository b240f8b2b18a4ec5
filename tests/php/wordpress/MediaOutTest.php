<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Media\Library;
use UnoPim\Connector\Tests\WordPress\Support\MediaTestCase;

/** What is known of attachments that may go to UnoPim. */
final class MediaOutTest extends MediaTestCase {

	private static function upload( string $name, string $bytes, string $mime = 'image/png' ): int {
		$upload = wp_upload_bits( $name, null, $bytes );
		return wp_insert_attachment( array( 'post_mime_type' => $mime, 'post_title' => $name ), $upload['file'] );
	}

	/** @return array<array<string,mixed>> */
	private static function of( int ...$ids ): array {
		return self::answer( array( 'do' => 'media.of', 'ids' => $ids ) )['media'];
	}

	public function test_an_own_upload_is_hashed_once_and_known_by_no_path_until_it_was_sent(): void {
		$bytes = self::png( 300 );
		$id    = self::upload( 'own.png', $bytes );
		$file  = wp_basename( (string) get_attached_file( $id ) );
		$about = array( 'id' => $id, 'hash' => hash( 'sha256', $bytes ), 'kind' => 'image', 'name' => $file, 'size' => strlen( $bytes ), 'paths' => array() );
		self::assertSame( array( $about ), self::of( $id, $id, 999999 ) );
		self::assertSame( $about['hash'], self::sha_of( $id ) );

		self::assertSame( array(), self::answer( array( 'do' => 'media.note', 'media' => array( array( 'path' => 'product/1/image/own.png', 'id' => $id ), array( 'path' => 'product/1/image/gone.png', 'id' => 999999 ) ) ) ) );
		self::assertSame( array( 'product/1/image/own.png' ), self::of( $id )[0]['paths'] );
		self::assertSame( $id, self::read( array( 'product/1/image/own.png' ) )[0]['id'], 'a pull takes it for what it is' );
	}

	public function test_equal_bytes_are_known_by_the_same_paths(): void {
		$this->files->put( '/storage/red.png', self::png( 1 ) );
		$one   = $this->fetch( array( 'red.png' ) )[0];
		$other = self::upload( 'again.png', (string) file_get_contents( (string) get_attached_file( $one['id'] ) ) );
		self::assertSame( array( 'red.png' ), self::of( $other )[0]['paths'] );
	}

	public function test_an_image_that_was_edited_has_another_content(): void {
		$id = self::upload( 'own.png', self::png( 1 ) );
		self::of( $id );
		$edited = wp_upload_bits( 'own-e123.png', null, self::png( 2 ) );
		update_attached_file( $id, $edited['file'] );
		self::assertSame( hash( 'sha256', self::png( 2 ) ), self::of( $id )[0]['hash'] );
	}

	public function test_of_a_large_image_the_original_goes_out_and_not_wordpress_smaller_copy(): void {
		$bytes = self::jpeg( 5, 3000 );
		$id    = self::upload( 'large.jpg', $bytes, 'image/jpeg' );
		self::of( $id );
		require_once ABSPATH . 'wp-admin/includes/image.php';
		wp_update_attachment_metadata( $id, wp_generate_attachment_metadata( $id, (string) get_attached_file( $id ) ) );
		self::assertStringEndsWith( '-scaled.jpg', (string) get_attached_file( $id ) );
		self::assertNotSame( '', self::sha_of( $id ), 'it is the same image' );
		self::assertSame( array( hash( 'sha256', $bytes ), 'large.jpg', strlen( $bytes ) ), array( self::of( $id )[0]['hash'], self::of( $id )[0]['name'], self::of( $id )[0]['size'] ) );
	}

	public function test_what_has_no_file_is_left_out(): void {
		$id = self::upload( 'own.png', self::png( 9 ) );
		unlink( (string) get_attached_file( $id ) );
		self::assertSame( array(), self::of( $id ) );
		self::assertSame( '', (string) get_post_meta( $id, Library::META, true ) );
	}
}
