<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Webhook\Secret;

/** `wp unopim webhook …`. */
final class WebhookCommands {

	public function __construct( private Secret $secret ) {}

	/** Makes a new secret for UnoPim's messages and shows it once; the old one is void. */
	public function secret( array $args, array $options ): int {
		Console::confirm( __( 'Make a new secret? Messages that are signed with the old one are refused from then on.', 'unopim-connector' ), $options );
		Console::say( $this->secret->renew() );
		return Console::DONE;
	}
}
