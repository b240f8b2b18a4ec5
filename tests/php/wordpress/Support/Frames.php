<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress\Support;

use UnoPim\Connector\Engine\Frame;

/** Frames as an engine would send them. */
final class Frames {

	/** @param array<array<string,mixed>> $requests */
	public static function step( array $requests, mixed $checkpoint = array( 'at' => 1 ), array $logs = array(), array $pace = array() ): string {
		return Frame::encode( array( 'type' => 'step', 'requests' => $requests, 'checkpoint' => $checkpoint, 'report' => array( 'logs' => $logs, 'progress' => self::progress(), 'pace' => $pace ) ) );
	}

	public static function done( string $status = 'done', mixed $value = null, int $warnings = 0 ): string {
		return Frame::encode( array( 'type' => 'done', 'result' => array( 'status' => $status, 'counts' => self::counts( 2 ), 'warnings' => $warnings, 'error' => null, 'value' => $value ), 'report' => array( 'logs' => array(), 'progress' => self::progress() ) ) );
	}

	/** @return array<string,mixed> */
	public static function get( int $id, string $path ): array {
		return array( 'id' => $id, 'do' => 'source.get', 'path' => $path, 'query' => array(), 'etag' => null );
	}

	/** @return array<string,mixed> */
	private static function progress(): array {
		return array( 'step' => 'products', 'done' => 1, 'total' => 7, 'counts' => self::counts( 1 ) );
	}

	/** @return array<string,int> */
	private static function counts( int $updated ): array {
		return array( 'created' => 0, 'updated' => $updated, 'unchanged' => 0, 'skipped' => 0, 'held' => 0, 'parked' => 0, 'failed' => 0, 'writes' => $updated );
	}
}
