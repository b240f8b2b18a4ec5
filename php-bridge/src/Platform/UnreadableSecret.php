<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** A stored secret that cannot be opened. The cure is the same for both kinds: enter it again. */
final class UnreadableSecret extends \RuntimeException {

	public static function other_key(): self {
		return new self( 'It was sealed with another key.' );
	}

	public static function damaged(): self {
		return new self( 'It is damaged.' );
	}
}
