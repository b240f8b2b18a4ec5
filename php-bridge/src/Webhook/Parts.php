<?php
declare(strict_types=1);

namespace UnoPim\Connector\Webhook;

use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Container;
use UnoPim\Connector\Platform\Envelope;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Rest\WebhookController;
use UnoPim\Connector\Settings\Channels;

/** How the services of this folder, and its route, are made. */
final class Parts {

	/** @return array<class-string,callable(Container):object> */
	public static function recipes( \wpdb $db ): array {
		return array(
			Secret::class            => static fn( Container $c ) => new Secret( $c->get( Options::class ), $c->get( Envelope::class ), $c->get( Clock::class ) ),
			Memory::class            => static fn( Container $c ) => new Memory( $db, $c->get( Schema::class ), $c->get( Clock::class ) ),
			Inbox::class             => static fn( Container $c ) => new Inbox( $db, $c->get( Schema::class ), $c->get( Channels::class ), $c->get( Options::class ), $c->get( Clock::class ) ),
			Receiver::class          => static fn( Container $c ) => new Receiver( $c->get( Secret::class ), $c->get( Memory::class ), $c->get( Inbox::class ), $c->get( LogWriter::class ), $c->get( Clock::class ) ),
			Upkeep::class            => static fn( Container $c ) => new Upkeep( static fn() => $c->get( Memory::class ) ),
			WebhookController::class => static fn( Container $c ) => new WebhookController( $c->get( Receiver::class ), $c->get( Secret::class ), $c->get( Inbox::class ), $c->get( \UnoPim\Connector\Logs\Redactor::class ) ),
		);
	}
}
