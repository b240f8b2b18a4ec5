<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** A file that an answer's body is written to while it arrives. It says why it took no more: too large, or no room on the disk. */
final class BodyFile {

	public const TOO_LARGE = 'too_large';
	public const DISK_FULL = 'disk_full';

	/** @var resource|null */
	private $handle = null;

	private int $bytes = 0;

	private string $problem = '';

	public function __construct( public readonly string $path, private int $limit ) {}

	/** How many bytes were taken; fewer than given end the transfer. */
	public function write( string $data ): int {
		if ( '' !== $this->problem ) {
			return 0;
		}
		if ( $this->bytes + strlen( $data ) > $this->limit ) {
			$this->problem = self::TOO_LARGE;
			return 0;
		}
		$this->handle ??= @fopen( $this->path, 'wb' ) ?: null; // phpcs:ignore WordPress.PHP.NoSilencedErrors,WordPress.WP.AlternativeFunctions -- said by `problem()`.
		$written        = null === $this->handle ? 0 : (int) @fwrite( $this->handle, $data ); // phpcs:ignore WordPress.PHP.NoSilencedErrors,WordPress.WP.AlternativeFunctions -- likewise.
		$this->bytes   += $written;
		if ( $written < strlen( $data ) ) {
			$this->problem = self::DISK_FULL;
		}
		return $written;
	}

	/** Why the body is not whole; '' when all that came was written. */
	public function problem(): string {
		return $this->problem;
	}

	public function bytes(): int {
		return $this->bytes;
	}

	public function close(): void {
		if ( null !== $this->handle && ! @fclose( $this->handle ) && '' === $this->problem ) { // phpcs:ignore WordPress.PHP.NoSilencedErrors,WordPress.WP.AlternativeFunctions -- a file system may say only now that it is full.
			$this->problem = self::DISK_FULL;
		}
		$this->handle = null;
	}

	/** Another answer's body follows: the last one was only the way to it. */
	public function restart(): void {
		$this->close();
		$this->bytes   = 0;
		$this->problem = '';
		$this->remove();
	}

	public function remove(): void {
		$this->close();
		if ( is_file( $this->path ) ) {
			unlink( $this->path );
		}
	}
}
