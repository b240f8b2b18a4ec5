<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress\Support;

/** The fake UnoPim as a process of its own, behind real HTTP. */
final class FakeUnoPim {

	public const CREDENTIALS = array( 'client_id' => 'client-1', 'client_secret' => 'top-secret-value', 'username' => 'admin@example.test', 'password' => 'top-password-value' );

	/** @var resource */
	private $process;

	private string $folder;

	public readonly string $url;

	public function __construct() {
		$this->folder = sys_get_temp_dir() . '/unopim-fake-' . bin2hex( random_bytes( 6 ) );
		mkdir( $this->folder, 0700 );
		$socket = stream_socket_server( 'tcp://127.0.0.1:0' );
		$name   = (string) stream_socket_get_name( $socket, false );
		fclose( $socket );
		$this->url     = 'http://' . $name;
		$pipes         = array();
		$this->process = proc_open( array( PHP_BINARY, '-S', $name, dirname( __DIR__ ) . '/fake-unopim/router.php' ), array( 1 => array( 'file', '/dev/null', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes, null, array( 'FAKE_FOLDER' => $this->folder, 'PHP_CLI_SERVER_WORKERS' => '' ) );
		for ( $try = 0; $try < 200; $try++ ) {
			$open = @stream_socket_client( "tcp://$name", $code, $text, 1 );
			if ( $open ) {
				fclose( $open );
				return;
			}
			usleep( 20_000 );
		}
		throw new \RuntimeException( 'The fake UnoPim did not start.' );
	}

	/** @param array<string,mixed> $mode see fake-unopim/router.php */
	public function behave( array $mode ): void {
		file_put_contents( $this->folder . '/mode.json', json_encode( $mode ) );
	}

	/** @return array<array<string,mixed>> every request since the last call */
	public function seen(): array {
		$file = $this->folder . '/seen.jsonl';
		$seen = is_file( $file ) ? array_map( static fn( $line ) => json_decode( $line, true ), file( $file, FILE_IGNORE_NEW_LINES ) ) : array();
		@unlink( $file );
		return $seen;
	}

	/** @return array<array<string,mixed>> sign-ins since the last call of `seen` */
	public function sign_ins(): array {
		return array_values( array_filter( $this->seen(), static fn( $request ) => '/oauth/token' === $request['path'] ) );
	}

	public function close(): void {
		proc_terminate( $this->process );
		proc_close( $this->process );
		array_map( 'unlink', glob( $this->folder . '/*' ) );
		rmdir( $this->folder );
	}
}
