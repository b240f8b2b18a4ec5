<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Health\LookupTables;
use UnoPim\Connector\Health\Report;
use UnoPim\Connector\Platform\Fault;

/** `/health`: every check with state, value and next step; the report as text; repair of what can be repaired. */
final class HealthController extends Controller {

	public function __construct( private Report $report, private LookupTables $lookup ) {}

	public function routes(): void {
		$this->route( '/health', array( 'GET' => fn() => array( 'checks' => $this->report->checks() ) ) );
		$this->route( '/health/report', array( 'GET' => fn() => array( 'text' => $this->report->text() ) ) );
		$this->route( '/health/repair', array( 'POST' => fn( $request ) => $this->repair( $request ) ) );
	}

	/** @return array<string,mixed> */
	private function repair( \WP_REST_Request $request ): array {
		$check = self::body( $request )->check ?? null;
		if ( 'lookup' !== $check ) {
			throw new Fault( 'bad_body', __( 'This check has no repair.', 'unopim-connector' ), __( 'Send {"check": "lookup"}.', 'unopim-connector' ), 'check', 422 );
		}
		return array( 'left' => $this->lookup->repair() ?? throw new Fault( 'no_woocommerce', __( 'WooCommerce is not active.', 'unopim-connector' ), __( 'Activate it.', 'unopim-connector' ), 'check', 409 ) );
	}
}
