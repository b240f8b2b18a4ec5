<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Media\Download;
use UnoPim\Connector\Media\Journal;
use UnoPim\Connector\Media\Sweep;
use UnoPim\Connector\Tests\WordPress\Support\MediaTestCase;

/** Several processes, and processes that die: one attachment for one content all the same, and nothing is left over. */
final class MediaProcessTest extends MediaTestCase {

	/** @param array<string> $paths @return array{resource,resource} */
	private function process( string $signal, array $paths, string $kill = '' ): array {
		$process = proc_open( array_merge( array( PHP_BINARY, '-d', 'error_reporting=0', __DIR__ . '/processes/fetch.php', $signal ), $paths ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes, null, getenv() + array( 'UNOPIM_KILL' => $kill ) );
		return array( $process, $pipes[1] );
	}

	/** @param array<string> $paths @return array<mixed>|null null when it died */
	private function run_alone( array $paths, string $kill ): ?array {
		list( $process, $pipe ) = $this->process( __FILE__, $paths, $kill );
		fgets( $pipe );
		$line = fgets( $pipe );
		proc_close( $process );
		return false === $line ? null : json_decode( $line, true );
	}

	public function test_processes_that_bring_equal_bytes_at_once_make_one_attachment(): void {
		$paths = array();
		for ( $n = 0; $n < 4; $n++ ) {
			$paths[] = "$n.jpg";
			$this->files->put( "/storage/$n.jpg", self::jpeg( 5, 300 ) );
		}
		$signal = sys_get_temp_dir() . '/unopim-go-' . bin2hex( random_bytes( 4 ) );
		$all    = array_map( fn( $path ) => $this->process( $signal, array( $path, '0.jpg' ) ), $paths );
		foreach ( $all as list( , $pipe ) ) {
			self::assertSame( "ready\n", fgets( $pipe ) );
		}
		touch( $signal );
		$new = array();
		foreach ( $all as list( $process, $pipe ) ) {
			foreach ( json_decode( (string) fgets( $pipe ), true ) as $answer ) {
				self::assertSame( 'done', $answer['status'], (string) json_encode( $answer ) );
				$new[] = $answer['new'];
			}
			proc_close( $process );
		}
		unlink( $signal );
		wp_cache_flush();
		self::assertCount( 1, array_filter( $new ) );
		self::assertCount( 1, self::attachments() );
		self::assertCount( 4, self::read( $paths ) );
		self::assertCount( 4, self::answer( array( 'do' => 'media.list', 'after' => 0, 'limit' => 9 ) )['media'] );
		self::assertSame( 0, self::unfinished() );
	}

	public function test_killed_at_any_query_the_next_one_ends_with_one_attachment_and_no_stray_file(): void {
		$this->files->put( '/storage/a.jpg', self::jpeg( 9, 400 ), array( 'etag' => '"v1"' ) );
		$whole = $this->run_alone( array( 'a.jpg' ), '0' );
		self::assertSame( 'done', $whole[0]['status'] );
		wp_cache_flush();
		$reference = array_map( 'basename', self::uploaded() );
		sort( $reference );
		self::assertGreaterThan( 15, $whole['queries'] );
		for ( $at = 1; $at <= $whole['queries']; $at += 2 ) {
			$this->forget();
			self::assertNull( $this->run_alone( array( 'a.jpg' ), (string) $at ), "query $at" );
			$this->expire_locks();
			wp_cache_flush();
			$answer = $this->fetch( array( 'a.jpg' ) )[0];
			self::assertSame( 'done', $answer['status'], "query $at: " . json_encode( $answer ) );
			self::assertSame( array( $answer['id'] ), self::attachments(), "query $at" );
			self::assertSame( array(), wp_get_missing_image_subsizes( $answer['id'] ), "query $at" );
			$files = array_map( 'basename', self::uploaded() );
			sort( $files );
			self::assertSame( $reference, $files, "query $at" );
			self::assertSame( 0, self::unfinished(), "query $at" );
			self::assertSame( array( $answer['id'] ), array_column( self::read( array( 'a.jpg' ) ), 'id' ), "query $at" );
		}
		$this->sweep_temporary();
	}

	public function test_an_image_whose_sizes_kill_the_process_is_left_as_it_is_after_the_second_time(): void {
		$this->files->put( '/storage/a.jpg', self::jpeg( 9, 400 ) );
		$id      = $this->fetch( array( 'a.jpg' ) )[0]['id'];
		$journal = self::service( Journal::class );
		$journal->begin( self::sha_of( $id ), 'x' );
		$journal->attached( self::sha_of( $id ), $id );
		$journal->tried( self::sha_of( $id ), 2 );
		$count = 0;
		add_filter( 'wp_image_editors', $spy = static function ( $editors ) use ( &$count ) {
			++$count;
			return $editors;
		} );
		delete_post_meta( $id, '_wp_attachment_metadata' );
		self::assertSame( 'done', $this->fetch( array( 'a.jpg' ) )[0]['status'] );
		remove_filter( 'wp_image_editors', $spy );
		self::assertSame( array( false, 0 ), array( wp_get_attachment_metadata( $id ), self::unfinished() ) );
	}

	public function test_what_nobody_comes_back_for_is_swept_away(): void {
		global $wpdb;
		$journal = self::service( Journal::class );
		$orphan  = wp_upload_dir()['basedir'] . '/orphan-1.jpg';
		file_put_contents( $orphan, 'x' );
		$journal->begin( 'aa', 'orphan-1.jpg' );
		$journal->begin( 'bb', 'young-1.jpg' );
		$wpdb->query( "UPDATE {$wpdb->prefix}unopim_media SET created_at = '2020-01-01 00:00:00' WHERE hash = 'aa'" );
		$old = (string) tempnam( get_temp_dir(), Download::PREFIX );
		$new = (string) tempnam( get_temp_dir(), Download::PREFIX );
		touch( $old, time() - 86400 );
		foreach ( array( 'dead' => time() - 5, 'held' => time() + 60 ) as $name => $until ) {
			$wpdb->insert( $wpdb->options, array( 'option_name' => "unopim_connector_lock_media_$name", 'option_value' => "$until:abc", 'autoload' => 'off' ) );
		}
		self::assertNotFalse( has_action( 'unopim_connector_daily', array( self::service( Sweep::class ), 'run' ) ) );
		self::service( Sweep::class )->run();
		self::assertSame( array( false, false, true ), array( file_exists( $orphan ), file_exists( $old ), file_exists( $new ) ) );
		self::assertSame( 1, self::unfinished() );
		self::assertSame( array( 'unopim_connector_lock_media_held' ), $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE 'unopim\\_connector\\_lock\\_media%'" ) );
		unlink( $new );
	}

	private function forget(): void {
		global $wpdb;
		foreach ( self::attachments() as $id ) {
			wp_delete_attachment( $id, true );
		}
		$wpdb->query( "DELETE FROM {$wpdb->prefix}unopim_media" );
		self::assertSame( array(), self::uploaded() );
	}

	/** Time passes. */
	private function expire_locks(): void {
		global $wpdb;
		$wpdb->query( "DELETE FROM {$wpdb->options} WHERE option_name LIKE 'unopim\\_connector\\_lock\\_%'" );
	}

	private function sweep_temporary(): void {
		array_map( 'unlink', self::temporary() );
	}
}
