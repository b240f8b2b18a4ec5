<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Tests\WordPress\Support\MediaTestCase;

/** Files into the media library: identity by content, the shortcut by ETag or date, and what is registered. */
final class MediaFetchTest extends MediaTestCase {

	public function test_a_file_becomes_an_attachment_with_name_alt_text_hash_and_sizes(): void {
		$bytes = self::jpeg( 1, 400 );
		$this->files->put( '/storage/product/11/image/a%20b%C3%A9%25.jpg', $bytes, array( 'etag' => '"e1"' ) );
		$file = $this->fetch( array( array( 'path' => 'product/11/image/a bé%.jpg', 'name' => 'Große "Tasse" & Mehr \\ x', 'alt' => 'Die "Tasse" \\ <b>rot</b>' ) ) )[0];
		self::assertSame( array( 'done', true, 'image' ), array( $file['status'], $file['new'], $file['kind'] ), (string) json_encode( $file ) );
		self::assertSame( hash( 'sha256', $bytes ), self::sha_of( $file['id'] ) );
		self::assertSame( wp_get_attachment_url( $file['id'] ), $file['url'] );
		self::assertMatchesRegularExpression( '#/\d{4}/\d\d/gro[a-z]*e-tasse-mehr-x-' . substr( hash( 'sha256', $bytes ), 0, 10 ) . '\.jpg$#', $file['url'] );
		self::assertSame( 'Große "Tasse" & Mehr \\ x', get_post( $file['id'] )->post_title );
		self::assertSame( 'Die "Tasse" \\ rot', get_post_meta( $file['id'], '_wp_attachment_image_alt', true ) );
		self::assertSame( 'image/jpeg', get_post( $file['id'] )->post_mime_type );
		$meta = wp_get_attachment_metadata( $file['id'] );
		self::assertSame( array( 400, 400 ), array( $meta['width'], $meta['height'] ) );
		self::assertSame( array( 'medium', 'thumbnail' ), array_values( array_intersect( array( 'medium', 'thumbnail' ), array_keys( $meta['sizes'] ) ) ) );
		self::assertSame( array(), wp_get_missing_image_subsizes( $file['id'] ) );
		self::assertSame( $bytes, file_get_contents( get_attached_file( $file['id'] ) ) );
		self::assertSame( stat( dirname( get_attached_file( $file['id'] ) ) )['mode'] & 0666, stat( get_attached_file( $file['id'] ) )['mode'] & 0777 );
		$row = self::read( array( 'product/11/image/a bé%.jpg', 'elsewhere.jpg' ) );
		self::assertCount( 1, $row );
		self::assertSame( array( 'product/11/image/a bé%.jpg', $file['id'], '"e1"', 'image', $file['url'] ), array( $row[0]['path'], $row[0]['id'], $row[0]['etag'], $row[0]['kind'], $row[0]['url'] ) );
		self::assertSame( array(), self::temporary() );
		self::assertSame( 0, self::unfinished() );
	}

	public function test_equal_bytes_from_two_addresses_are_one_attachment(): void {
		$this->files->put( '/storage/a.png', self::png( 1 ) );
		$this->files->put( '/storage/b.png', self::png( 1 ) );
		$this->files->put( '/storage/c.png', self::png( 2 ) );
		list( $a, $b, $c ) = $this->fetch( array( 'a.png', 'b.png', 'c.png' ) );
		self::assertSame( $a['id'], $b['id'] );
		self::assertNotSame( $a['id'], $c['id'] );
		self::assertSame( array( true, false, true ), array( $a['new'], $b['new'], $c['new'] ) );
		self::assertSame( array( $a['id'], $c['id'] ), self::attachments() );
		$list = self::answer( array( 'do' => 'media.list', 'after' => 0, 'limit' => 2 ) )['media'];
		self::assertSame( array( 'a.png', 'b.png' ), array_column( $list, 'path' ) );
		self::assertSame( array( 'c.png' ), array_column( self::answer( array( 'do' => 'media.list', 'after' => $list[1]['row'], 'limit' => 2 ) )['media'], 'path' ) );
	}

	public function test_a_screen_is_told_names_and_small_pictures_of_what_the_library_has(): void {
		$this->files->put( '/storage/a%20b%2Cc.png', self::png( 1 ) );
		$file     = $this->fetch( array( 'a b,c.png' ) )[0];
		$pictures = fn( string $query ) => json_decode( (string) wp_json_encode( $this->rest( 'GET', "/media/pictures?channel=default&{$query}" )->get_data() ), true );
		$shown    = array( 'name' => wp_basename( $file['url'] ), 'src' => wp_get_attachment_image_url( $file['id'] ) );
		self::assertSame( array( 'ids' => array( $file['id'] => $shown ), 'paths' => array( 'a b,c.png' => $shown ) ), $pictures( "ids={$file['id']},999999&paths=" . rawurlencode( "a b,c.png\nelsewhere.png" ) ) );
		self::assertSame( array( 'ids' => array(), 'paths' => array() ), $pictures( 'ids=&paths=' ) );
	}

	/** @return array<array{array<string,string>,string}> */
	public static function validators(): array {
		return array(
			'ETag'          => array( array( 'etag' => '"v1"' ), 'if-none-match' ),
			'weak ETag'     => array( array( 'etag' => 'W/"v1"' ), 'if-none-match' ),
			'Last-Modified' => array( array( 'modified' => 'Tue, 24 Nov 2026 10:00:00 GMT' ), 'if-modified-since' ),
			'both'          => array( array( 'etag' => '"v1"', 'modified' => 'Tue, 24 Nov 2026 10:00:00 GMT' ), 'if-none-match' ),
		);
	}

	/** @dataProvider validators @param array<string,string> $more */
	public function test_what_is_known_is_not_downloaded_again( array $more, string $header ): void {
		$this->files->put( '/storage/a.png', self::png( 1 ), $more );
		$first = $this->fetch( array( 'a.png' ) )[0];
		$etag  = self::read( array( 'a.png' ) )[0]['etag'];
		self::assertSame( reset( $more ), $etag );
		$this->files->seen();
		$second = $this->fetch( array( array( 'path' => 'a.png', 'etag' => $etag ) ) )[0];
		self::assertSame( array( 'path' => 'a.png', 'status' => 'same', 'id' => $first['id'], 'kind' => 'image', 'url' => $first['url'] ), $second );
		self::assertSame( $etag, $this->files->seen()[0]['headers'][ $header ] );
	}

	public function test_a_file_that_was_replaced_under_its_path_is_a_new_attachment_and_the_old_one_stays(): void {
		$this->files->put( '/storage/a.png', self::png( 1 ), array( 'etag' => '"v1"' ) );
		$first = $this->fetch( array( 'a.png' ) )[0];
		$this->files->put( '/storage/a.png', self::png( 2 ), array( 'etag' => '"v2"' ) );
		$second = $this->fetch( array( array( 'path' => 'a.png', 'etag' => '"v1"', 'name' => '', 'alt' => '' ) ) )[0];
		self::assertSame( array( 'done', true ), array( $second['status'], $second['new'] ) );
		self::assertSame( 'A mug', get_post_meta( $second['id'], '_wp_attachment_image_alt', true ), 'the new file shows the same thing' );
		self::assertSame( array( $first['id'], $second['id'] ), self::attachments() );
		$rows = self::answer( array( 'do' => 'media.list', 'after' => 0, 'limit' => 9 ) )['media'];
		self::assertSame( array( array( $second['id'], '"v2"' ) ), array_map( static fn( $row ) => array( $row['id'], $row['etag'] ), $rows ) );
	}

	public function test_a_new_etag_over_the_same_bytes_is_the_same_attachment(): void {
		$this->files->put( '/storage/a.png', self::png( 1 ), array( 'etag' => '"v1"' ) );
		$first = $this->fetch( array( 'a.png' ) )[0];
		$this->files->put( '/storage/a.png', self::png( 1 ), array( 'etag' => '"v2"' ) );
		$second = $this->fetch( array( array( 'path' => 'a.png', 'etag' => '"v1"' ) ) )[0];
		self::assertSame( array( 'done', false, $first['id'] ), array( $second['status'], $second['new'], $second['id'] ) );
		self::assertSame( '"v2"', self::read( array( 'a.png' ) )[0]['etag'] );
	}

	public function test_without_etag_and_date_it_is_fetched_and_compared(): void {
		$this->files->put( '/storage/a.png', self::png( 1 ) );
		$first = $this->fetch( array( 'a.png' ) )[0];
		self::assertSame( '', self::read( array( 'a.png' ) )[0]['etag'] );
		$second = $this->fetch( array( 'a.png' ) )[0];
		self::assertSame( array( false, $first['id'] ), array( $second['new'], $second['id'] ) );
	}

	public function test_what_is_gone_from_the_media_library_is_unknown_and_comes_anew(): void {
		$this->files->put( '/storage/a.png', self::png( 1 ), array( 'etag' => '"v1"' ) );
		$first = $this->fetch( array( 'a.png' ) )[0];
		wp_delete_attachment( $first['id'], true );
		self::assertSame( array(), self::read( array( 'a.png' ) ) );
		self::assertSame( array(), self::answer( array( 'do' => 'media.list', 'after' => 0, 'limit' => 9 ) )['media'] );
		$second = $this->fetch( array( array( 'path' => 'a.png', 'etag' => '"v1"' ) ) )[0];
		self::assertSame( array( 'done', true ), array( $second['status'], $second['new'] ), 'no 304 for what the library does not have' );
		self::assertCount( 1, self::read( array( 'a.png' ) ) );
	}

	public function test_contents_that_the_table_has_lost_are_found_at_the_attachments(): void {
		global $wpdb;
		$this->files->put( '/storage/a.png', self::png( 1 ) );
		$first = $this->fetch( array( 'a.png' ) )[0];
		$wpdb->query( "DELETE FROM {$wpdb->prefix}unopim_media" );
		$second = $this->fetch( array( 'a.png' ) )[0];
		self::assertSame( array( 'done', false, $first['id'] ), array( $second['status'], $second['new'], $second['id'] ) );
		self::assertSame( array( $first['id'] ), array_column( self::read( array( 'a.png' ) ), 'id' ) );
	}

	public function test_media_read_and_media_list_are_one_query_each(): void {
		global $wpdb;
		for ( $n = 0; $n < 5; $n++ ) {
			$this->files->put( "/storage/$n.png", self::png( $n ) );
		}
		$this->fetch( array( '0.png', '1.png', '2.png', '3.png', '4.png' ) );
		wp_cache_flush();
		wp_load_alloptions();
		$before = $wpdb->num_queries;
		self::assertCount( 5, self::read( array( '0.png', '1.png', '2.png', '3.png', '4.png' ) ) );
		self::assertSame( $before + 1, $wpdb->num_queries );
		self::assertCount( 5, self::answer( array( 'do' => 'media.list', 'after' => 0, 'limit' => 9 ) )['media'] );
		self::assertSame( $before + 2, $wpdb->num_queries );
	}

	public function test_an_alt_text_that_the_shop_set_stays(): void {
		$this->files->put( '/storage/a.png', self::png( 1 ) );
		$id = $this->fetch( array( 'a.png' ) )[0]['id'];
		update_post_meta( $id, '_wp_attachment_image_alt', 'Written by hand' );
		$this->fetch( array( 'a.png' ) );
		self::assertSame( 'Written by hand', get_post_meta( $id, '_wp_attachment_image_alt', true ) );
	}

	public function test_every_type_of_image_gets_its_extension_whatever_it_was_called(): void {
		$draw = static function ( callable $format ): string {
			ob_start();
			$format( imagecreatetruecolor( 8, 8 ) );
			return (string) ob_get_clean();
		};
		$all  = array( 'jpg' => 'imagejpeg', 'png' => 'imagepng', 'gif' => 'imagegif', 'webp' => 'imagewebp', 'bmp' => static fn( $image ) => imagebmp( $image, null, false ) ) + ( function_exists( 'imageavif' ) ? array( 'avif' => 'imageavif' ) : array() );
		foreach ( $all as $extension => $format ) {
			$this->files->put( "/storage/$extension.dat", $draw( $format ) );
			$answer = $this->fetch( array( "$extension.dat" ) )[0];
			self::assertSame( 'image', $answer['kind'] ?? null, $extension . json_encode( $answer ) );
			self::assertStringEndsWith( ".$extension", $answer['url'] );
		}
	}

	public function test_videos_and_documents_where_they_are_wanted(): void {
		$mp4 = "\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41\0\0\0\x08free" . str_repeat( "\0", 64 );
		$pdf = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";
		$this->files->put( '/storage/a.mp4', $mp4 );
		$this->files->put( '/storage/manual.pdf', $pdf );
		$this->files->put( '/storage/prices.csv', "a;b\n1;2\n" );
		list( $image, $video, $pdf_as_video, $document, $csv ) = $this->fetch( array( array( 'path' => 'a.mp4', 'allow' => 'image' ), array( 'path' => 'a.mp4', 'allow' => 'video' ), array( 'path' => 'manual.pdf', 'allow' => 'video' ), array( 'path' => 'manual.pdf', 'allow' => 'file' ), array( 'path' => 'prices.csv', 'allow' => 'file' ) ) );
		self::assertSame( 'type_refused', $image['error']['code'] );
		self::assertSame( 'video', $video['kind'] );
		self::assertSame( 'type_refused', $pdf_as_video['error']['code'] );
		self::assertSame( 'file', $document['kind'] );
		self::assertStringEndsWith( '.pdf', $document['url'] );
		self::assertStringEndsWith( '.csv', $csv['url'] );
		self::assertSame( '', get_post_meta( $document['id'], '_wp_attachment_image_alt', true ) );
	}
}
