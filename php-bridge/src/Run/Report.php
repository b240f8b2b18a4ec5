<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

/** What an engine reports beside its requests, brought into its form: it may come from a browser. */
final class Report {

	private const COUNTS   = array( 'created', 'updated', 'unchanged', 'skipped', 'held', 'parked', 'failed', 'deleted', 'restored', 'writes' );
	private const MAX_LOGS = 2000;

	/** A plan that is larger is shown by the host that made it, and not kept. */
	private const MAX_VALUE = 4 * 1024 * 1024;

	/**
	 * @param array<array<string,mixed>> $logs
	 * @param array<string,mixed>        $progress
	 * @param array<string,int>          $pace     how many of each may go out in a minute; 0: any number
	 */
	private function __construct( public readonly array $logs, private array $progress, public readonly array $pace ) {}

	public static function read( mixed $report ): self {
		$report   = is_array( $report ) ? $report : array();
		$logs     = is_array( $report['logs'] ?? null ) ? array_values( array_filter( $report['logs'], 'is_array' ) ) : array();
		$progress = is_array( $report['progress'] ?? null ) ? $report['progress'] : array();
		return new self(
			array_slice( $logs, 0, self::MAX_LOGS ),
			array(
				'step'   => self::word( $progress['step'] ?? '' ),
				'done'   => self::number( $progress['done'] ?? 0 ),
				'total'  => is_int( $progress['total'] ?? null ) ? self::number( $progress['total'] ) : null,
				'counts' => self::counts( $progress['counts'] ?? null ),
			),
			array_map( static fn( $name ) => self::number( $report['pace'][ $name ] ?? 0 ), array( Budget::REQUESTS => Budget::REQUESTS, Budget::IMAGES => Budget::IMAGES ) )
		);
	}

	public function progress_json(): string {
		return (string) wp_json_encode( $this->progress );
	}

	/** @return array{status:string,counts:array<string,int>,warnings:int,error:array<string,string|null>|null,value:mixed} */
	public static function result( mixed $result ): array {
		$result = is_array( $result ) ? $result : array();
		$status = in_array( $result['status'] ?? null, array( 'done', 'done_with_errors', 'failed' ), true ) ? $result['status'] : 'failed';
		$error  = is_array( $result['error'] ?? null ) ? $result['error'] : null;
		$value  = $result['value'] ?? null;
		return array(
			'status'   => $status,
			'counts'   => self::counts( $result['counts'] ?? null ),
			'warnings' => self::number( $result['warnings'] ?? 0 ),
			'error'    => null === $error ? null : array(
				'code'    => self::word( $error['code'] ?? 'unknown' ),
				'path'    => isset( $error['path'] ) ? self::sentence( $error['path'] ) : null,
				'message' => self::sentence( $error['message'] ?? '' ),
				'hint'    => isset( $error['hint'] ) ? self::sentence( $error['hint'] ) : null,
			),
			'value'    => strlen( (string) wp_json_encode( $value ) ) > self::MAX_VALUE ? null : $value,
		);
	}

	/** @return array<string,int> */
	private static function counts( mixed $counts ): array {
		$clean = array();
		foreach ( self::COUNTS as $name ) {
			$clean[ $name ] = self::number( is_array( $counts ) ? ( $counts[ $name ] ?? 0 ) : 0 );
		}
		return $clean;
	}

	private static function number( mixed $value ): int {
		return is_int( $value ) ? max( 0, $value ) : 0;
	}

	private static function word( mixed $value ): string {
		return is_string( $value ) ? substr( preg_replace( '/[^\w.\-]/', '', $value ) ?? '', 0, 64 ) : '';
	}

	private static function sentence( mixed $value ): string {
		return is_string( $value ) ? mb_substr( wp_check_invalid_utf8( $value, true ), 0, 2000 ) : '';
	}
}
