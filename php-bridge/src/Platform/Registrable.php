<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** A service that hooks itself into WordPress. `register()` adds hooks and does nothing else. */
interface Registrable {

	public function register(): void;
}
