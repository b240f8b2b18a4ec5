<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** Carries requests to UnoPim. No redirect is followed, whatever the answer says. */
interface Transport {

	/**
	 * @param array<int|string,HttpRequest> $requests
	 * @return array<int|string,HttpAnswer|SourceFault> under the same keys.
	 */
	public function send( array $requests ): array;
}
