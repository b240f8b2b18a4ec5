<?php
declare(strict_types=1);

namespace UnoPim\Connector\Webhook;

use UnoPim\Connector\Jobs;
use UnoPim\Connector\Platform\Registrable;

/** Once a day the receiver forgets what it need not remember. */
final class Upkeep implements Registrable {

	/** @param callable():Memory $memory */
	public function __construct( private $memory ) {}

	public function register(): void {
		add_action( Jobs\Upkeep::DAILY, fn() => ( $this->memory )()->trim() );
	}
}
