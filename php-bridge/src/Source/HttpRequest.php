<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** One request to UnoPim, complete. */
final class HttpRequest {

	/** @param array<string,string> $headers */
	public function __construct(
		public readonly string $method,
		public readonly string $url,
		#[\SensitiveParameter] public readonly array $headers,
		#[\SensitiveParameter] public readonly string $body,
		public readonly float $timeout,
		public readonly int $max_bytes,
		/** Takes the answer's body instead of the answer. */
		public readonly ?BodyFile $into = null
	) {}
}
