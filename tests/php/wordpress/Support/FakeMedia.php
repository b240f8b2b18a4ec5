<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress\Support;

/** A server of files as a process of its own, behind real HTTP. */
final class FakeMedia {

	/** @var resource */
	private $process;

	private string $folder;

	/** @var array<string,array<string,mixed>> */
	private array $files = array();

	public readonly string $url;

	public function __construct() {
		$this->folder = sys_get_temp_dir() . '/unopim-files-' . bin2hex( random_bytes( 6 ) );
		mkdir( $this->folder, 0700 );
		$this->put( '/', '' );
		$socket = stream_socket_server( 'tcp://127.0.0.1:0' );
		$name   = (string) stream_socket_get_name( $socket, false );
		fclose( $socket );
		$this->url     = 'http://' . $name;
		$this->process = proc_open( array( PHP_BINARY, '-S', $name, dirname( __DIR__ ) . '/fake-media/router.php' ), array( 1 => array( 'file', '/dev/null', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes, null, array( 'FAKE_FOLDER' => $this->folder, 'PHP_CLI_SERVER_WORKERS' => '' ) );
		for ( $try = 0; $try < 200; $try++ ) {
			$open = @stream_socket_client( "tcp://$name", $code, $text, 1 );
			if ( $open ) {
				fclose( $open );
				return;
			}
			usleep( 20_000 );
		}
		throw new \RuntimeException( 'The server of files did not start.' );
	}

	/** @param array<string,mixed> $more see fake-media/router.php */
	public function put( string $path, string $body, array $more = array() ): void {
		$this->files[ $path ] = $more + array( 'body' => base64_encode( $body ) );
		file_put_contents( $this->folder . '/files.json', json_encode( $this->files ) );
	}

	/** @return array<array{path:string,headers:array<string,string>}> every request since the last call */
	public function seen(): array {
		$file = $this->folder . '/seen.jsonl';
		$seen = is_file( $file ) ? array_map( static fn( $line ) => json_decode( $line, true ), file( $file, FILE_IGNORE_NEW_LINES ) ) : array();
		@unlink( $file );
		return $seen;
	}

	public function close(): void {
		proc_terminate( $this->process );
		proc_close( $this->process );
		array_map( 'unlink', glob( $this->folder . '/*' ) );
		rmdir( $this->folder );
	}
}
