<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Health\Report;

/** `/health`: every check with state, value and next step. */
final class HealthController extends Controller {

	public function __construct( private Report $report ) {}

	public function routes(): void {
		$this->route( '/health', array( 'GET' => fn() => array( 'checks' => $this->report->checks() ) ) );
	}
}
