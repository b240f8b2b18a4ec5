<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Container;
use UnoPim\Connector\Platform\Lock;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\Transport;

/** How the services of this folder are made. */
final class Parts {

	/** @return array<class-string,callable(Container):object> */
	public static function recipes( \wpdb $db ): array {
		return array(
			Media::class         => static fn( Container $c ) => new Media( $c->get( Library::class ), $c->get( Fetcher::class ), $c->get( Outbox::class ) ),
			Outbox::class        => static fn( Container $c ) => new Outbox( $c->get( Library::class ), $c->get( GeneralSettings::class ) ),
			Edited::class        => static fn() => new Edited(),
			Library::class       => static fn( Container $c ) => new Library( $db, $c->get( Schema::class ) ),
			Journal::class       => static fn( Container $c ) => new Journal( $db, $c->get( Schema::class ) ),
			UploadsFolder::class => static fn() => new UploadsFolder(),
			Places::class        => static fn( Container $c ) => new Places( $c->get( Connection::class ), $c->get( GeneralSettings::class ) ),
			Assets::class        => static fn( Container $c ) => new Assets( $c->get( Client::class ) ),
			Downloader::class    => static fn( Container $c ) => new Downloader( $c->get( Transport::class ), $c->get( Places::class ) ),
			Attachments::class   => static fn( Container $c ) => new Attachments( $db, $c->get( Library::class ), $c->get( Journal::class ), $c->get( UploadsFolder::class ), $c->get( Lock::class ) ),
			Fetcher::class       => static fn( Container $c ) => new Fetcher( $c->get( Library::class ), $c->get( Places::class ), $c->get( Assets::class ), $c->get( Downloader::class ), $c->get( Attachments::class ), $c->get( GeneralSettings::class ), $c->get( Clock::class ) ),
			Sweep::class         => static fn( Container $c ) => new Sweep( static fn() => $c->get( Journal::class ), static fn() => $c->get( Attachments::class ), $c->get( Clock::class ) ),
		);
	}
}
