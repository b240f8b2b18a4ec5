<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Logs\LogReader;

/** `/logs`: rows by filters. */
final class LogsController extends Controller {

	public function __construct( private LogReader $logs ) {}

	public function routes(): void {
		$text = array( 'type' => 'string', 'default' => '', 'maxLength' => 191 );
		$args = self::list_args() + array(
			'run'     => array( 'type' => 'integer', 'minimum' => 0 ),
			'after'   => array( 'type' => 'integer', 'minimum' => 0 ),
			'level'   => $text,
			'op'      => $text,
			'entity'  => $text,
			'dir'     => $text,
			'channel' => $text,
			'search'  => $text,
		);
		$this->route( '/logs', array( 'GET' => fn( $request ) => $this->page( $request ) ), $args );
	}

	private function page( \WP_REST_Request $request ): \WP_REST_Response {
		$filters = array( 'run_id' => $request['run'] );
		foreach ( array( 'after', 'level', 'op', 'entity', 'dir', 'channel', 'search' ) as $name ) {
			$filters[ $name ] = $request[ $name ];
		}
		$found = $this->logs->page( $filters, (int) $request['page'], (int) $request['per_page'] );
		return self::listing( $found['rows'], $found['total'], (int) $request['per_page'] );
	}
}
