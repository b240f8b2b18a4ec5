<?php
declare(strict_types=1);

namespace UnoPim\Connector\Push;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Container;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Run\RunGate;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Source\Connection;

/** How the services of this folder are made. */
final class Parts {

	/** @return array<class-string,callable(Container):object> */
	public static function recipes( \wpdb $db ): array {
		return array(
			Deletions::class => static fn( Container $c ) => new Deletions( $db, $c->get( Schema::class ), $c->get( Clock::class ) ),
			Queue::class     => static fn( Container $c ) => new Queue( $db, $c->get( Schema::class ), $c->get( Sites::class ), $c->get( Clock::class ) ),
			State::class     => static fn( Container $c ) => new State( $db, $c->get( Schema::class ), $c->get( Sites::class ), $c->get( Channels::class ), $c->get( Connection::class ), $c->get( RunGate::class ), $c->get( Queue::class ) ),
			Changes::class   => static fn( Container $c ) => new Changes( $db, $c->get( Schema::class ), $c->get( Sites::class ), $c->get( Channels::class ), $c->get( GeneralSettings::class ), $c->get( Queue::class ) ),
			Listeners::class => static fn( Container $c ) => new Listeners( static fn() => $c->get( Changes::class ) ),
		);
	}
}
