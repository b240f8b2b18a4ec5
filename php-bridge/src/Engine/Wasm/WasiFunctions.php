<?php
/**
 * The part of `wasi_snapshot_preview1` that a command without files, clock, environment and randomness needs.
 *
 * Every function returns a WASI error number, 0 for success; addresses point into the module's memory.
 *
 * @package UnoPim\Connector
 */

declare(strict_types=1);

namespace UnoPim\Connector\Engine\Wasm;

final class WasiFunctions {

	private const MODULE = 'wasi_snapshot_preview1';

	private const BAD_DESCRIPTOR = 8;

	private const NOT_SUPPORTED = 52;

	private const CANNOT_SEEK = 70;

	private const CHARACTER_DEVICE = 2;

	/** What a translated Rust command may import besides the functions below; all of them answer "not supported". */
	private const REFUSED = array(
		'clock_res_get',
		'fd_advise',
		'fd_allocate',
		'fd_datasync',
		'fd_fdstat_set_flags',
		'fd_fdstat_set_rights',
		'fd_filestat_get',
		'fd_filestat_set_size',
		'fd_filestat_set_times',
		'fd_pread',
		'fd_pwrite',
		'fd_readdir',
		'fd_renumber',
		'fd_sync',
		'fd_tell',
		'path_create_directory',
		'path_filestat_get',
		'path_filestat_set_times',
		'path_link',
		'path_open',
		'path_readlink',
		'path_remove_directory',
		'path_rename',
		'path_symlink',
		'path_unlink_file',
		'poll_oneoff',
		'proc_raise',
		'sock_accept',
		'sock_recv',
		'sock_send',
		'sock_shutdown',
	);

	public function __construct( private WasiStreams $streams ) {}

	/** @return array<string,array<string,callable>> By module and name, as a translated module takes them. */
	public function imports(): array {
		$functions = array_fill_keys( self::REFUSED, static fn( object $module ): int => self::NOT_SUPPORTED );
		$no_files  = static fn( object $module ): int => self::BAD_DESCRIPTOR;
		$nothing   = static fn( object $module ): int => 0;

		return array(
			self::MODULE => array(
				'fd_read'             => $this->fd_read( ... ),
				'fd_write'            => $this->fd_write( ... ),
				'fd_fdstat_get'       => $this->fd_fdstat_get( ... ),
				'fd_seek'             => static fn( object $module ): int => self::CANNOT_SEEK,
				'fd_close'            => $nothing,
				'fd_prestat_get'      => $no_files,
				'fd_prestat_dir_name' => $no_files,
				'environ_sizes_get'   => $this->none( ... ),
				'environ_get'         => $nothing,
				'args_sizes_get'      => $this->none( ... ),
				'args_get'            => $nothing,
				'clock_time_get'      => static function ( object $module, int $clock, int $precision, int $time ): int {
					$module->write( $time, pack( 'P', 0 ) );
					return 0;
				},
				// The engine uses no randomness; the standard library may ask for seeds of hash tables.
				'random_get'          => static function ( object $module, int $address, int $length ): int {
					$module->write( $address, str_repeat( "\x5a", $length ) );
					return 0;
				},
				'sched_yield'         => $nothing,
				'proc_exit'           => static fn( object $module, int $status ) => throw new WasiExit( $status ),
			) + $functions,
		);
	}

	private function fd_read( object $module, int $descriptor, int $vectors, int $count, int $read ): int {
		if ( 0 !== $descriptor ) {
			return self::BAD_DESCRIPTOR;
		}
		$total = 0;
		foreach ( $this->vectors( $module, $vectors, $count ) as list( $address, $length ) ) {
			if ( 0 === $length ) {
				continue;
			}
			// Only the first vector waits: what is there is answered at once.
			$bytes = $this->streams->read( $length );
			$module->write( $address, $bytes );
			$total += strlen( $bytes );
			if ( strlen( $bytes ) < $length || $total > 0 ) {
				break;
			}
		}
		$module->write( $read, pack( 'V', $total ) );
		return 0;
	}

	private function fd_write( object $module, int $descriptor, int $vectors, int $count, int $written ): int {
		if ( 1 !== $descriptor && 2 !== $descriptor ) {
			return self::BAD_DESCRIPTOR;
		}
		$total = 0;
		foreach ( $this->vectors( $module, $vectors, $count ) as list( $address, $length ) ) {
			$bytes = $module->read( $address, $length );
			1 === $descriptor ? $this->streams->write( $bytes ) : $this->streams->complain( $bytes );
			$total += $length;
		}
		$module->write( $written, pack( 'V', $total ) );
		return 0;
	}

	/** A character device that can be read and written, and not sought in. */
	private function fd_fdstat_get( object $module, int $descriptor, int $stat ): int {
		if ( $descriptor > 2 ) {
			return self::BAD_DESCRIPTOR;
		}
		$right = 0 === $descriptor ? 2 : 64;
		$module->write( $stat, pack( 'CCvVPP', self::CHARACTER_DEVICE, 0, 0, 0, $right, 0 ) );
		return 0;
	}

	/** No arguments and no variables: their number and the size of their text are zero. */
	private function none( object $module, int $count, int $size ): int {
		$module->write( $count, pack( 'V', 0 ) );
		$module->write( $size, pack( 'V', 0 ) );
		return 0;
	}

	/** @return list<array{int,int}> Address and length of each piece. */
	private function vectors( object $module, int $address, int $count ): array {
		return array_map(
			static fn( string $vector ): array => array_values( unpack( 'Va/Vl', $vector ) ),
			0 === $count ? array() : str_split( $module->read( $address, $count * 8 ), 8 )
		);
	}
}
