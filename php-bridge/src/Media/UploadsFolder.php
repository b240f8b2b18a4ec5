<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

/** WordPress' uploads folder. Files are named by what they show and their content's hash, relative to the folder. */
class UploadsFolder {

	private const HASH_LENGTH = 10;
	private const NAME_LENGTH = 60;

	/** Beside the file there must be room for its sizes. */
	private const ROOM = 3;
	private const SPARE = 8 * 1024 * 1024;

	/** @throws MediaFault */
	public function free_name( string $name, string $hash, string $extension ): string {
		$upload = wp_upload_dir();
		if ( false !== $upload['error'] ) {
			throw MediaFault::disk_full( wp_strip_all_tags( (string) $upload['error'] ) );
		}
		$plain = trim( strtolower( (string) preg_replace( '/[^A-Za-z0-9]+/', '-', remove_accents( $name ) ) ), '-' );
		$plain = trim( substr( $plain, 0, self::NAME_LENGTH ), '-' );
		$stem  = ltrim( trim( $upload['subdir'], '/' ) . '/' . ( '' === $plain ? 'file' : $plain ) . '-' . substr( $hash, 0, self::HASH_LENGTH ), '/' );
		// WordPress' own way to a free name reads the whole folder each time; this name is free but for what somebody put there by hand.
		for ( $n = 1, $end = ''; file_exists( $this->path( "{$stem}{$end}.{$extension}" ) ); ) {
			$end = '-v' . ++$n;
		}
		return "{$stem}{$end}.{$extension}";
	}

	/**
	 * Moves a file here, whole or not at all.
	 *
	 * @throws MediaFault
	 */
	public function take( string $source, string $file ): void {
		$path  = $this->path( $file );
		$bytes = (int) filesize( $source );
		$free  = function_exists( 'disk_free_space' ) ? @disk_free_space( dirname( $path ) ) : false; // phpcs:ignore WordPress.PHP.NoSilencedErrors -- not every host tells.
		if ( is_float( $free ) && $free < $bytes * self::ROOM + self::SPARE ) {
			throw MediaFault::disk_full();
		}
		// Another file system: PHP copies, and may stop in the middle.
		$moved = @rename( $source, $path ); // phpcs:ignore WordPress.PHP.NoSilencedErrors,WordPress.WP.AlternativeFunctions -- said by the fault.
		clearstatcache( true, $path );
		if ( ! $moved || filesize( $path ) !== $bytes ) {
			throw MediaFault::disk_full();
		}
		$rights = stat( dirname( $path ) );
		if ( false !== $rights ) {
			@chmod( $path, $rights['mode'] & 0666 ); // phpcs:ignore WordPress.PHP.NoSilencedErrors,WordPress.WP.AlternativeFunctions -- as WordPress does with uploads.
		}
	}

	public function remove( string $file ): void {
		$path = $this->path( $file );
		if ( '' !== $file && ! str_contains( $file, '..' ) && is_file( $path ) ) {
			wp_delete_file( $path );
		}
	}

	public function is_registered( string $file ): bool {
		global $wpdb;
		return null !== $wpdb->get_var( $wpdb->prepare( "SELECT post_id FROM {$wpdb->postmeta} WHERE meta_key = '_wp_attached_file' AND meta_value = %s LIMIT 1", $file ) );
	}

	public function path( string $file ): string {
		return wp_get_upload_dir()['basedir'] . '/' . $file;
	}

	public function url( string $file ): string {
		return wp_get_upload_dir()['baseurl'] . '/' . $file;
	}
}
