<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Logs\LogCsv;
use UnoPim\Connector\Logs\LogFlush;
use UnoPim\Connector\Logs\LogReader;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Settings\Channels;

/** `/logs`: rows by filters, as a page or as CSV; flush. */
final class LogsController extends Controller {

	public function __construct( private LogReader $logs, private LogFlush $flush, private RunRepository $runs, private Channels $channels ) {}

	public function routes(): void {
		$text    = array( 'type' => 'string', 'default' => '', 'maxLength' => 191 );
		$filters = array(
			'run'     => array( 'type' => 'integer', 'minimum' => 0 ),
			'after'   => array( 'type' => 'integer', 'minimum' => 0 ),
			'level'   => $text,
			'op'      => $text,
			'entity'  => $text,
			'dir'     => $text,
			'channel' => $text,
			'from'    => $text,
			'to'      => $text,
			'search'  => $text,
		);
		$this->route( '/logs', array( 'GET' => fn( $request ) => $this->page( $request ) ), self::list_args() + $filters + array( 'order' => array( 'type' => 'string', 'enum' => array( 'asc', 'desc' ), 'default' => 'desc' ) ) );
		$this->route( '/logs', array( 'DELETE' => fn() => array( 'flushed' => $this->flush->run( wp_get_current_user()->user_login ) ) ) );
		$this->route( '/logs/export', array( 'GET' => fn( $request ) => $this->export( $request ) ), $filters );
	}

	private function page( \WP_REST_Request $request ): \WP_REST_Response {
		$found = $this->logs->page( $this->filters( $request ), (int) $request['page'], (int) $request['per_page'], 'asc' === $request['order'] );
		return self::listing( $found['rows'], $found['total'], (int) $request['per_page'] );
	}

	private function export( \WP_REST_Request $request ): StreamResponse {
		$filters = $this->filters( $request );
		unset( $filters['after'] );
		return new StreamResponse( LogCsv::lines( $this->logs->each( $filters ) ), 'text/csv; charset=utf-8', 'unopim-connector-log.csv' );
	}

	/** @return array<string,mixed> */
	private function filters( \WP_REST_Request $request ): array {
		$filters = array( 'run_id' => $request['run'] );
		foreach ( array( 'after', 'level', 'op', 'entity', 'dir', 'channel', 'search' ) as $name ) {
			$filters[ $name ] = $request[ $name ];
		}
		$filters['from'] = self::time( (string) $request['from'], 'from', '00:00:00' );
		$filters['to']   = self::time( (string) $request['to'], 'to', '23:59:59' );
		// The rows of a run are where it writes.
		$channel         = null === $request['run'] ? (string) $request['channel'] : (string) $this->runs->find( (int) $request['run'] )?->channel();
		$filters['site'] = '' === $channel ? 0 : $this->channels->site_of( $channel );
		return $filters;
	}

	/** A day of the site, or a UTC time; as the table holds it. */
	private static function time( string $value, string $name, string $of_day ): string {
		if ( '' === $value ) {
			return '';
		}
		$time = match ( true ) {
			1 === preg_match( '/^\d{4}-\d\d-\d\d$/', $value ) => date_create_immutable( "{$value} {$of_day}", wp_timezone() ),
			1 === preg_match( '/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/', $value ) => date_create_immutable( $value ),
			default => false,
		};
		if ( false === $time ) {
			throw new Fault( 'bad_parameter', __( 'This is no day and no time.', 'unopim-connector' ), __( 'Send 2026-01-31, or 2026-01-31T10:00:00Z.', 'unopim-connector' ), $name, 400 );
		}
		return gmdate( 'Y-m-d H:i:s', $time->getTimestamp() );
	}
}
