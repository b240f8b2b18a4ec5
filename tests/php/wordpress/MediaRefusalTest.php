<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Media\Attachments;
use UnoPim\Connector\Media\Downloader;
use UnoPim\Connector\Media\Fetcher;
use UnoPim\Connector\Media\Journal;
use UnoPim\Connector\Media\Library;
use UnoPim\Connector\Media\MediaFault;
use UnoPim\Connector\Media\Places;
use UnoPim\Connector\Media\UploadsFolder;
use UnoPim\Connector\Platform\Lock;
use UnoPim\Connector\Source\AddressGuard;
use UnoPim\Connector\Source\BodyFile;
use UnoPim\Connector\Source\WordPressTransport;
use UnoPim\Connector\Tests\WordPress\Support\FakeMedia;
use UnoPim\Connector\Tests\WordPress\Support\MediaTestCase;

/** What is not taken, with code and remedy; and nothing is left behind. */
final class MediaRefusalTest extends MediaTestCase {

	protected function tearDown(): void {
		self::assertSame( array(), self::temporary() );
		self::assertSame( 0, self::unfinished() );
		remove_all_filters( 'unopim_connector_media_hosts' );
		remove_all_filters( 'unopim_connector_image_types' );
		remove_all_filters( 'add_attachment' );
		remove_all_filters( 'upload_dir' );
		parent::tearDown();
	}

	/** @param array<string,mixed> $answer */
	private static function assertRefused( string $code, bool $passing, array $answer ): void {
		self::assertSame( array( 'failed', $code, $passing ), array( $answer['status'], $answer['error']['code'] ?? null, $answer['passing'] ?? null ), (string) json_encode( $answer ) );
		self::assertNotSame( '', $answer['error']['message'] );
		self::assertNotSame( '', $answer['error']['hint'] );
		self::assertSame( array(), self::attachments() );
		self::assertSame( array(), self::uploaded() );
	}

	/** @return array<string,array{string,string,string}> content, what is wanted, code */
	public static function contents(): array {
		$svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
		return array(
			'SVG'                         => array( $svg, 'image', 'svg_refused' ),
			'SVG with a prologue'         => array( "<?xml version=\"1.0\"?>\n<!-- x -->\n$svg", 'image', 'svg_refused' ),
			'SVG as a file'               => array( $svg, 'file', 'svg_refused' ),
			'SVG behind a comment'        => array( '<!-- ' . str_repeat( 'x', 3000 ) . " -->\n$svg", 'file', 'svg_refused' ),
			'a script'                    => array( "<?php echo 1;\n", 'image', 'type_refused' ),
			'a script as a file'          => array( "<?php echo 1;\n", 'file', 'type_refused' ),
			'a page as a file'            => array( '<!DOCTYPE html><html><script>1</script></html>', 'file', 'type_refused' ),
			'a program'                   => array( "\x7fELF\2\1\1\0" . str_repeat( "\0", 64 ), 'file', 'type_refused' ),
			'a PDF in place of an image'  => array( "%PDF-1.4\n%%EOF", 'image', 'type_refused' ),
			'nothing'                     => array( '', 'image', 'unreadable_image' ),
			'the head of a PNG'           => array( "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 'image', 'unreadable_image' ),
		);
	}

	/** @dataProvider contents */
	public function test_a_file_is_judged_by_its_content( string $content, string $allow, string $code ): void {
		$this->files->put( '/storage/photo.jpg', $content, array( 'headers' => array( 'Content-Type' => 'image/jpeg' ) ) );
		self::assertRefused( $code, false, $this->fetch( array( array( 'path' => 'photo.jpg', 'allow' => $allow ) ) )[0] );
	}

	public function test_a_filter_can_take_types_away_and_cannot_allow_svg(): void {
		add_filter( 'unopim_connector_image_types', static fn() => array( 'image/png', 'image/svg+xml' ) );
		$this->files->put( '/storage/a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>' );
		$this->files->put( '/storage/a.jpg', self::jpeg( 1 ) );
		self::assertRefused( 'svg_refused', false, $this->fetch( array( 'a.svg' ) )[0] );
		self::assertRefused( 'type_refused', false, $this->fetch( array( 'a.jpg' ) )[0] );
	}

	public function test_a_file_over_the_limit_is_not_read_to_its_end(): void {
		$this->files->put( '/storage/large.jpg', str_repeat( 'x', 65536 ), array( 'repeat' => 2000 ) );
		$before = memory_get_peak_usage();
		self::assertRefused( 'too_large', false, $this->fetch( array( 'large.jpg' ) )[0] );
		self::assertLessThan( 8 * 1024 * 1024, memory_get_peak_usage() - $before );
		self::set( 'largest_image_mb', 1 );
		self::assertRefused( 'too_large', false, $this->fetch( array( array( 'path' => 'large.jpg', 'max_bytes' => 1 << 30 ) ) )[0] );
	}

	public function test_more_pixels_than_memory_holds_are_refused_before_they_are_unpacked(): void {
		// A PNG of 60,000 × 60,000 pixels: the head says so, nothing more is needed.
		$head = pack( 'NN', 60000, 60000 ) . "\x08\x02\0\0\0";
		$png  = "\x89PNG\r\n\x1a\n" . pack( 'N', 13 ) . 'IHDR' . $head . pack( 'N', crc32( 'IHDR' . $head ) ) . pack( 'N', 0 ) . 'IEND' . pack( 'N', crc32( 'IEND' ) );
		$this->files->put( '/storage/bomb.png', $png );
		self::assertRefused( 'too_large', false, $this->fetch( array( 'bomb.png' ) )[0] );
	}

	public function test_a_missing_file(): void {
		self::assertRefused( 'not_found', false, $this->fetch( array( 'none.jpg' ) )[0] );
		// As UnoPim up to 2.0 says it.
		$this->files->put( '/storage/gone.jpg', "<!DOCTYPE html>\n<title>404 Page Not Found</title>", array( 'headers' => array( 'Content-Type' => 'text/html; charset=UTF-8' ) ) );
		self::assertRefused( 'not_found', false, $this->fetch( array( 'gone.jpg' ) )[0] );
	}

	public function test_several_at_a_time_end_each_in_its_own_way(): void {
		global $wp_filter;
		$kept = $wp_filter['pre_http_request'] ?? null;
		unset( $wp_filter['pre_http_request'] ); // With it the transport sends them one by one.
		$this->files->put( '/storage/good.png', self::png( 1 ), array( 'etag' => '"v1"' ) );
		$this->files->put( '/storage/large.jpg', str_repeat( 'x', 65536 ), array( 'repeat' => 200 ) );
		$this->files->put( '/storage/away.png', '', array( 'status' => 302, 'headers' => array( 'Location' => 'https://elsewhere.example/' ) ) );
		$this->files->put( '/storage/moved.png', 'a page', array( 'status' => 301, 'headers' => array( 'Location' => 'good.png' ) ) );
		$usual = 0;
		add_action( 'http_api_debug', $count = static function () use ( &$usual ): void {
			++$usual;
		} );
		$answers = $this->fetch( array( 'good.png', 'large.jpg', 'away.png', 'moved.png' ) );
		remove_action( 'http_api_debug', $count );
		if ( null !== $kept ) {
			$wp_filter['pre_http_request'] = $kept;
		}
		self::assertSame( array( null, 'too_large', 'host_refused', null ), array_map( static fn( $answer ) => $answer['error']['code'] ?? null, $answers ), (string) json_encode( $answers ) );
		self::assertSame( $answers[0]['id'], $answers[3]['id'] );
		self::assertSame( 1, $usual, 'only the redirected one went alone' );
		self::assertCount( 1, self::attachments() );
	}

	public function test_what_there_is_no_time_for_is_left_for_the_next_step(): void {
		$clock = new class() extends \UnoPim\Connector\Platform\Clock {
			private float $time = 0;
			public function ticks(): float {
				return $this->time += 15;
			}
		};
		for ( $n = 0; $n < 9; $n++ ) {
			$this->files->put( "/storage/$n.png", self::png( $n ) );
		}
		$fetcher = new Fetcher( self::service( Library::class ), self::service( Places::class ), self::service( \UnoPim\Connector\Media\Assets::class ), self::service( Downloader::class ), self::service( Attachments::class ), self::service( \UnoPim\Connector\Settings\GeneralSettings::class ), $clock );
		$answers = $fetcher->run( array_map( static fn( $n ) => array( 'path' => "$n.png", 'name' => 'a', 'allow' => 'image' ), range( 0, 8 ) ) );
		self::assertSame( array( 'done' => 4, 'failed' => 5 ), array_count_values( array_column( $answers, 'status' ) ) );
		self::assertSame( array( 'timeout', true, 0 ), array( $answers[8]['error']['code'], $answers[8]['passing'], $answers[8]['retry_after'] ) );
	}

	/** @return array<array{int,?int}> */
	public static function passing(): array {
		return array( array( 500, null ), array( 503, 30 ), array( 429, 7 ), array( 408, null ) );
	}

	/** @dataProvider passing */
	public function test_what_passes_is_said_to_pass( int $status, ?int $retry_after ): void {
		$this->files->put( '/storage/a.jpg', 'no', array( 'status' => $status, 'headers' => null === $retry_after ? array() : array( 'Retry-After' => (string) $retry_after ) ) );
		$answer = $this->fetch( array( 'a.jpg' ) )[0];
		self::assertRefused( 'transport', true, $answer );
		self::assertSame( $retry_after, $answer['retry_after'] );
	}

	public function test_a_transfer_that_breaks_off_passes_and_half_a_file_is_none(): void {
		$this->files->put( '/storage/a.png', substr( self::png( 1, 64 ), 0, 60 ), array( 'headers' => array( 'Content-Length' => '500' ) ) );
		self::assertRefused( 'transport', true, $this->fetch( array( 'a.png' ) )[0] );
	}

	public function test_one_file_does_not_touch_the_others(): void {
		$this->files->put( '/storage/a.png', self::png( 1 ) );
		$this->files->put( '/storage/b.png', '<?php' );
		$answers = $this->fetch( array( 'none.png', 'b.png', 'a.png', 'https://elsewhere.example/x.png' ) );
		self::assertSame( array( 'not_found', 'type_refused', null, 'host_refused' ), array_map( static fn( $answer ) => $answer['error']['code'] ?? null, $answers ) );
		self::assertSame( array( 'none.png', 'b.png', 'a.png', 'https://elsewhere.example/x.png' ), array_column( $answers, 'path' ) );
		self::assertCount( 1, self::attachments() );
	}

	/** @return array<array{string}> */
	public static function elsewhere(): array {
		return array_map(
			static fn( $path ) => array( $path ),
			array( 'https://elsewhere.example/a.png', 'http://127.0.0.1:1/a.png', 'https://user:pass@127.0.0.1/a.png', 'http://127.0.0.1.elsewhere.example/a.png', 'file:///etc/passwd', 'ftp://127.0.0.1/a', '../../etc/passwd', 'product/../../x.png', "a\nb.png", 'product\\a.png', 'product//a.png', '', 'http:///a', 'php://input' )
		);
	}

	/** @dataProvider elsewhere */
	public function test_only_unopim_and_the_listed_hosts_are_asked( string $path ): void {
		$answer = $this->fetch( array( $path ) )[0];
		self::assertSame( 'failed', $answer['status'] );
		self::assertContains( $answer['error']['code'], array( 'host_refused', 'not_found' ), (string) json_encode( $answer ) );
		foreach ( $this->files->seen() as $request ) {
			self::assertStringStartsWith( '/storage/', $request['path'] );
		}
	}

	public function test_listed_hosts_are_asked_over_https_only(): void {
		$places = self::service( Places::class );
		self::set( 'media_hosts', array( 'Cdn.Example' ) );
		add_filter( 'unopim_connector_media_hosts', static fn( $hosts ) => array_merge( $hosts, array( 'more.example' ) ) );
		self::assertSame( 'https://cdn.example/a.png?s=1', $places->of( 'https://cdn.example/a.png?s=1#x' ) );
		self::assertSame( 'https://more.example/a', $places->of( 'https://more.example/a' ) );
		foreach ( array( 'http://cdn.example/a.png', 'https://a.cdn.example/', 'https://cdn.example.org/' ) as $url ) {
			try {
				$places->of( $url );
				self::fail( $url );
			} catch ( MediaFault $fault ) {
				self::assertSame( 'host_refused', $fault->slug() );
			}
		}
	}

	public function test_the_media_address_can_be_another_place(): void {
		$other = new FakeMedia();
		$other->put( '/files/x/a%20b.png', self::png( 3 ) );
		self::set( 'media_address', $other->url . '/files' );
		self::assertSame( 'done', $this->fetch( array( '/x/a b.png' ) )[0]['status'] );
		$other->close();
	}

	public function test_redirects_are_followed_only_to_where_files_may_come_from(): void {
		$to = static fn( string $where, int $status = 302 ) => array( 'status' => $status, 'headers' => array( 'Location' => $where ) );
		$this->files->put( '/storage/here.png', 'moved', $to( '/storage/sub/../a.png' ) );
		$this->files->put( '/storage/a.png', self::png( 1 ), array( 'etag' => '"v1"' ) );
		$this->files->put( '/storage/sub/../a.png', self::png( 1 ), array( 'etag' => '"v1"' ) );
		$this->files->put( '/storage/away.png', '', $to( 'http://localhost:' . wp_parse_url( $this->files->url, PHP_URL_PORT ) . '/storage/a.png', 301 ) );
		$this->files->put( '/storage/port.png', '', $to( 'http://127.0.0.1:1/x', 307 ) );
		$this->files->put( '/storage/file.png', '', $to( 'file:///etc/passwd', 308 ) );
		$this->files->put( '/storage/round.png', '', $to( '/storage/round.png' ) );
		$answers = $this->fetch( array( 'here.png', 'away.png', 'port.png', 'file.png', 'round.png' ) );
		self::assertSame( array( null, 'host_refused', 'host_refused', 'host_refused', 'host_refused' ), array_map( static fn( $answer ) => $answer['error']['code'] ?? null, $answers ), (string) json_encode( $answers ) );
		self::assertCount( 1, self::attachments() );
		self::assertSame( '"v1"', self::read( array( 'here.png' ) )[0]['etag'] );
	}

	public function test_addresses_of_private_networks_are_not_asked(): void {
		$guard  = new class() extends AddressGuard {
			protected function allows_private(): bool {
				return false;
			}
		};
		$fetcher = new Fetcher( self::service( Library::class ), self::service( Places::class ), self::service( \UnoPim\Connector\Media\Assets::class ), new Downloader( new WordPressTransport( $guard ), self::service( Places::class ) ), self::service( Attachments::class ), self::service( \UnoPim\Connector\Settings\GeneralSettings::class ), self::service( \UnoPim\Connector\Platform\Clock::class ) );
		self::assertRefused( 'host_refused', false, $fetcher->run( array( array( 'path' => 'a.png', 'name' => 'a', 'allow' => 'image' ) ) )[0] );
		self::assertSame( array(), $this->files->seen() );
	}

	public function test_without_a_connection_there_is_no_place_for_paths(): void {
		self::service( \UnoPim\Connector\Platform\Options::class )->delete( 'connection' );
		self::assertRefused( 'host_refused', false, $this->fetch( array( 'a.png' ) )[0] );
	}

	public function test_a_full_disk_while_downloading(): void {
		$file = new BodyFile( '/dev/full', 1000 );
		self::assertSame( 0, $file->write( 'bytes' ) );
		self::assertSame( BodyFile::DISK_FULL, $file->problem() );
		self::assertSame( 0, $file->write( 'more' ), 'and so the transfer ends' );
	}

	public function test_a_full_disk_while_the_file_is_put_into_the_folder(): void {
		$folder = new class() extends UploadsFolder {
			public function take( string $source, string $file ): void {
				file_put_contents( $this->path( $file ), 'half' );
				throw MediaFault::disk_full();
			}
		};
		$this->files->put( '/storage/a.png', self::png( 1 ) );
		self::assertRefused( 'disk_full', true, $this->with_folder( $folder )->run( array( array( 'path' => 'a.png', 'name' => 'a', 'allow' => 'image' ) ) )[0] );
		self::assertSame( 'done', $this->fetch( array( 'a.png' ) )[0]['status'], 'and later there is room' );
	}

	public function test_a_folder_that_cannot_be_written(): void {
		$closed = static fn( $dir ) => array( 'path' => '/dev/null/u', 'basedir' => '/dev/null', 'subdir' => '/u' ) + $dir;
		add_filter( 'upload_dir', $closed );
		$this->files->put( '/storage/a.png', self::png( 1 ) );
		$answer = $this->fetch( array( 'a.png' ) )[0];
		remove_filter( 'upload_dir', $closed );
		self::assertRefused( 'disk_full', true, $answer );
		self::assertStringContainsString( 'writable', $answer['error']['message'] );
	}

	public function test_a_plugin_that_throws_leaves_nothing_behind(): void {
		global $wpdb;
		add_action( 'add_attachment', static fn() => throw new \RuntimeException( 'not today' ) );
		$this->files->put( '/storage/a.png', self::png( 1 ) );
		self::assertRefused( 'transport', true, $this->fetch( array( 'a.png' ) )[0] );
		self::assertSame( '0', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->postmeta} WHERE meta_key IN ( '_unopim_sha256', '_wp_attached_file' )" ) );
		remove_all_filters( 'add_attachment' );
		self::assertSame( 'done', $this->fetch( array( 'a.png' ) )[0]['status'] );
	}

	private function with_folder( UploadsFolder $folder ): Fetcher {
		$attachments = new Attachments( $GLOBALS['wpdb'], self::service( Library::class ), self::service( Journal::class ), $folder, self::service( Lock::class ) );
		return new Fetcher( self::service( Library::class ), self::service( Places::class ), self::service( \UnoPim\Connector\Media\Assets::class ), self::service( Downloader::class ), $attachments, self::service( \UnoPim\Connector\Settings\GeneralSettings::class ), self::service( \UnoPim\Connector\Platform\Clock::class ) );
	}
}
