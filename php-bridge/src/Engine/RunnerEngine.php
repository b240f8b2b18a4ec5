<?php
declare(strict_types=1);

namespace UnoPim\Connector\Engine;

/**
 * The engine inside the native runner. The process gets a fixed argument list (no shell), three pipes, an empty
 * environment and the build folder to stand in; its own limits are memory and computing time.
 */
final class RunnerEngine implements Engine {

	private const MEMORY_MB = 64;
	private const SECONDS   = 60;
	private const CHUNK     = 65536;
	private const MAX_ERROR = 4096;

	/** @var resource|null */
	private $process = null;

	/** @var array<int,resource> */
	private array $pipes = array();

	private string $errors = '';

	public function __construct( private string $runner, private string $module, private float $patience = self::SECONDS + 5 ) {}

	public function name(): string {
		return 'runner';
	}

	public function send( string $frame ): string {
		$this->start();
		$until  = hrtime( true ) / 1e9 + $this->patience;
		$sent   = 0;
		$length = strlen( $frame );
		$answer = '';
		$size   = null;
		while ( null === $size || strlen( $answer ) < $size ) {
			$left = $until - hrtime( true ) / 1e9;
			if ( $left <= 0 ) {
				$this->close();
				throw EngineFault::too_slow( $this->name(), $this->patience );
			}
			$read  = array_filter( array( 1 => $this->pipes[1], 2 => $this->pipes[2] ?? null ) );
			$write = $sent < $length ? array( $this->pipes[0] ) : array();
			$other = array();
			if ( false === @stream_select( $read, $write, $other, (int) $left, (int) ( fmod( $left, 1 ) * 1e6 ) ) ) { // phpcs:ignore WordPress.PHP.NoSilencedErrors -- a signal interrupts it with a warning.
				continue;
			}
			if ( isset( $read[2] ) ) {
				$this->read_errors();
			}
			if ( $write ) {
				$sent += $this->write( substr( $frame, $sent, self::CHUNK ) );
			}
			if ( isset( $read[1] ) ) {
				$part = fread( $this->pipes[1], self::CHUNK ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a pipe, not a file.
				if ( ( false === $part || '' === $part ) && feof( $this->pipes[1] ) ) {
					throw $this->died();
				}
				$answer .= (string) $part;
				$size  ??= Frame::size( $answer );
			}
		}
		if ( strlen( $answer ) > $size ) {
			$this->close();
			throw EngineFault::bad_frame( 'more than one came for one' );
		}
		return $answer;
	}

	public function close(): void {
		foreach ( $this->pipes as $pipe ) {
			fclose( $pipe ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a pipe.
		}
		$this->pipes = array();
		if ( null !== $this->process ) {
			// With its input closed a sound engine ends by itself; one that computes on is ended.
			proc_terminate( $this->process );
			proc_close( $this->process );
			$this->process = null;
		}
	}

	public function __destruct() {
		$this->close();
	}

	private function start(): void {
		if ( null !== $this->process ) {
			return;
		}
		$command = array( $this->runner, $this->module, '--memory-mb', (string) self::MEMORY_MB, '--seconds', (string) self::SECONDS );
		$pipes   = array();
		$process = @proc_open( $command, array( array( 'pipe', 'r' ), array( 'pipe', 'w' ), array( 'pipe', 'w' ) ), $pipes, dirname( $this->module ), array() ); // phpcs:ignore WordPress.PHP.NoSilencedErrors,Generic.PHP.ForbiddenFunctions -- an argument list, no shell.
		if ( ! is_resource( $process ) ) {
			throw EngineFault::died( $this->name(), error_get_last()['message'] ?? 'it could not be started' );
		}
		foreach ( $pipes as $pipe ) {
			stream_set_blocking( $pipe, false );
		}
		$this->process = $process;
		$this->pipes   = $pipes;
		$this->errors  = '';
	}

	private function write( string $part ): int {
		$written = @fwrite( $this->pipes[0], $part ); // phpcs:ignore WordPress.PHP.NoSilencedErrors,WordPress.WP.AlternativeFunctions -- warns where the other end is gone.
		if ( false === $written ) {
			throw $this->died();
		}
		return $written;
	}

	private function read_errors(): void {
		$part = fread( $this->pipes[2], self::CHUNK ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a pipe.
		if ( ( false === $part || '' === $part ) && feof( $this->pipes[2] ) ) {
			fclose( $this->pipes[2] ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a pipe.
			unset( $this->pipes[2] );
			return;
		}
		$this->errors = substr( $this->errors . $part, -self::MAX_ERROR );
	}

	private function died(): EngineFault {
		if ( isset( $this->pipes[2] ) ) {
			stream_set_blocking( $this->pipes[2], true );
			stream_set_timeout( $this->pipes[2], 1 );
			$this->errors = substr( $this->errors . (string) stream_get_contents( $this->pipes[2], self::MAX_ERROR ), -self::MAX_ERROR );
		}
		$lines = array_filter( array_map( 'trim', explode( "\n", $this->errors ) ) );
		$this->close();
		return EngineFault::died( $this->name(), (string) end( $lines ) );
	}
}
