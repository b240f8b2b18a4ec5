<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

use UnoPim\Connector\Admin;
use UnoPim\Connector\Cli;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Health;
use UnoPim\Connector\Jobs;
use UnoPim\Connector\Languages;
use UnoPim\Connector\Logs;
use UnoPim\Connector\Media;
use UnoPim\Connector\Push;
use UnoPim\Connector\Rest;
use UnoPim\Connector\Run;
use UnoPim\Connector\Settings;
use UnoPim\Connector\Source;
use UnoPim\Connector\Store\RelatedProducts;
use UnoPim\Connector\Store\Store;
use UnoPim\Connector\Store\StoreError;
use UnoPim\Connector\Webhook;

/** How each service is made, and which of them hook into WordPress. */
final class Services {

	/** Made with every request, so they are few and cheap; each makes what it needs when its hook fires. */
	public const REGISTRABLE = array(
		Upgrade::class,
		Network::class,
		Jobs\Hooks::class,
		Jobs\Runner::class,
		Rest\Routes::class,
		Admin\Page::class,
		Admin\ProductPanel::class,
		Admin\ProductList::class,
		Admin\Privacy::class,
		Health\SiteHealth::class,
		Settings\Taxonomies::class,
		Media\Sweep::class,
		Media\Edited::class,
		Webhook\Upkeep::class,
		RelatedProducts::class,
		Push\Listeners::class,
	);

	/** Made when the REST API is used. */
	public const CONTROLLERS = array(
		Rest\ConnectionController::class,
		Rest\SettingsController::class,
		Rest\ChannelsController::class,
		Rest\MappingController::class,
		Rest\CatalogController::class,
		Rest\LinksController::class,
		Rest\RunsController::class,
		Rest\StepController::class,
		Rest\PlansController::class,
		Rest\ReviewsController::class,
		Rest\MediaController::class,
		Rest\NamesController::class,
		Rest\JobsController::class,
		Rest\ProductsController::class,
		Rest\WebhookController::class,
		Rest\LogsController::class,
		Rest\HealthController::class,
	);

	/** @return array<class-string,callable(Container):object> */
	public static function recipes(): array {
		return self::platform() + self::source() + self::runs() + Media\Parts::recipes( self::db() ) + Webhook\Parts::recipes( self::db() ) + Push\Parts::recipes( self::db() ) + self::rest() + self::admin() + self::cli();
	}

	/** @return array<class-string,callable(Container):object> */
	private static function platform(): array {
		return array(
			Clock::class           => static fn() => new Clock(),
			Sites::class           => static fn() => new Sites(),
			Schema::class          => static fn( Container $c ) => new Schema( self::db(), $c->get( Sites::class ) ),
			Network::class         => static fn() => new Network(),
			Upgrade::class         => static fn( Container $c ) => new Upgrade( $c->get( Schema::class ) ),
			Options::class         => static fn( Container $c ) => new Options( self::db(), $c->get( Sites::class ) ),
			KeySource::class       => static fn() => new KeySource(),
			Envelope::class        => static fn( Container $c ) => new Envelope( $c->get( KeySource::class ) ),
			Lock::class            => static fn( Container $c ) => new OptionLock( self::db(), $c->get( Clock::class ), $c->get( Sites::class ) ),
			EngineChooser::class   => static fn() => new EngineChooser( dirname( UNOPIM_CONNECTOR_FILE ) . '/build' ),
			Logs\Redactor::class   => static fn( Container $c ) => new Logs\Redactor( static fn() => array_merge( Source\KnownSecrets::all( $c->get( Source\Connection::class ), $c->get( Source\TokenStore::class ) ), array_filter( array( $c->get( Webhook\Secret::class )->value() ) ) ) ),
			Logs\LogWriter::class  => static fn( Container $c ) => new Logs\LogWriter( self::db(), $c->get( Schema::class ), $c->get( Logs\Redactor::class ), $c->get( Clock::class ), $c->get( Logs\ShopLog::class ), static fn( string $channel ): int => $c->get( Settings\Channels::class )->site_of( $channel ) ),
			Logs\LogReader::class  => static fn( Container $c ) => new Logs\LogReader( self::db(), $c->get( Schema::class ) ),
			Logs\LogFlush::class   => static fn( Container $c ) => new Logs\LogFlush( self::db(), $c->get( Schema::class ), $c->get( Logs\LogWriter::class ) ),
			Logs\LogTrimmer::class => static fn( Container $c ) => new Logs\LogTrimmer( self::db(), $c->get( Schema::class ), $c->get( Clock::class ) ),
			Logs\ShopLog::class    => static fn( Container $c ) => new Logs\ShopLog( $c->get( Logs\Redactor::class ) ),
			Settings\GeneralSettings::class => static fn( Container $c ) => new Settings\GeneralSettings( $c->get( Options::class ) ),
			Settings\Channels::class        => static fn( Container $c ) => new Settings\Channels( $c->get( Options::class ), $c->get( Source\Catalog::class ), $c->get( Sites::class ), $c->get( Schema::class ) ),
			Settings\AutoMap::class         => static fn( Container $c ) => new Settings\AutoMap( $c->get( EngineChooser::class ), $c->get( Settings\Mapping::class ), $c->get( Source\Catalog::class ) ),
			Settings\Connecting::class      => static fn( Container $c ) => new Settings\Connecting(
				$c->get( Source\Connection::class ),
				$c->get( Source\ConnectionState::class ),
				$c->get( Source\ConnectionTest::class ),
				$c->get( Source\TokenStore::class ),
				$c->get( Source\ChannelRefresh::class ),
				$c->get( Source\Client::class ),
				$c->get( KeySource::class ),
				$c->get( Logs\LogWriter::class ),
				$c->get( Logs\Redactor::class ),
				$c->get( Sites::class )
			),
			Settings\Transfer::class        => static fn( Container $c ) => new Settings\Transfer( $c->get( Settings\GeneralSettings::class ), $c->get( Settings\Channels::class ), $c->get( Settings\Mapping::class ), $c->get( Jobs\JobBook::class ), $c->get( Clock::class ) ),
			RelatedProducts::class          => static fn( Container $c ) => new RelatedProducts( static fn() => $c->get( Sites::class )->for_owner( static fn() => $c->get( Settings\GeneralSettings::class )->get( 'related_products' ) ) ),
			Settings\Taxonomies::class      => static fn( Container $c ) => new Settings\Taxonomies( static fn() => $c->get( Settings\Mapping::class ), static fn() => $c->get( Settings\Channels::class )->sites(), $c->get( Sites::class ) ),
			Settings\Mapping::class         => static fn( Container $c ) => new Settings\Mapping( $c->get( Options::class ) ),
		);
	}

	/** @return array<class-string,callable(Container):object> */
	private static function source(): array {
		return array(
			Source\Transport::class       => static fn() => new Source\WordPressTransport( new Source\AddressGuard() ),
			Source\Connection::class      => static fn( Container $c ) => new Source\Connection( $c->get( Options::class ), $c->get( Envelope::class ) ),
			Source\TokenStore::class      => static fn( Container $c ) => new Source\OptionTokenStore( $c->get( Options::class ), $c->get( Envelope::class ) ),
			Source\ConnectionState::class => static fn( Container $c ) => new Source\ConnectionState( $c->get( Options::class ), $c->get( Source\Connection::class ), $c->get( Source\TokenStore::class ), $c->get( Clock::class ) ),
			Source\SignIn::class          => static fn( Container $c ) => new Source\SignIn( $c->get( Source\Transport::class ), $c->get( Clock::class ) ),
			Source\Session::class         => static fn( Container $c ) => new Source\Session(
				$c->get( Source\SignIn::class ),
				$c->get( Source\TokenStore::class ),
				$c->get( Lock::class ),
				$c->get( Clock::class ),
				static function ( ?Source\SourceFault $fault ) use ( $c ): void {
					$c->get( Source\ConnectionState::class )->signed_in( $fault );
					$c->get( Logs\Redactor::class )->reset(); // There is a new token to keep out of texts.
				}
			),
			Source\Client::class          => static fn( Container $c ) => new Source\Client( $c->get( Source\Transport::class ), $c->get( Source\Session::class ), array( $c->get( Source\Connection::class ), 'credentials' ) ),
			Source\Catalog::class         => static fn( Container $c ) => new Source\Catalog( self::db(), $c->get( Schema::class ) ),
			Source\ChannelRefresh::class  => static fn( Container $c ) => new Source\ChannelRefresh( $c->get( Source\Catalog::class ), static fn() => $c->get( Options::class )->delete( Settings\Channels::CHANGED ) ),
			Source\ConnectionTest::class  => static fn( Container $c ) => new Source\ConnectionTest(
				$c->get( Source\Connection::class ),
				$c->get( Source\ConnectionState::class ),
				$c->get( Source\TokenStore::class ),
				$c->get( Source\SignIn::class ),
				$c->get( Source\Transport::class ),
				$c->get( Clock::class ),
				array( $c->get( Run\Probe::class ), 'run' )
			),
		);
	}

	/** @return array<class-string,callable(Container):object> */
	private static function runs(): array {
		return array(
			Run\RunRepository::class => static fn( Container $c ) => new Run\RunRepository( self::db(), $c->get( Schema::class ), $c->get( Clock::class ) ),
			Run\Lease::class         => static fn( Container $c ) => new Run\Lease( self::db(), $c->get( Schema::class ), $c->get( Clock::class ) ),
			Run\RunTrimmer::class    => static fn( Container $c ) => new Run\RunTrimmer( self::db(), $c->get( Schema::class ), $c->get( Clock::class ) ),
			Run\ShopFacts::class     => static fn() => new Run\ShopFacts(),
			Run\Probe::class         => static fn( Container $c ) => new Run\Probe( $c->get( EngineChooser::class ), $c->get( Clock::class ) ),
			Run\Sketch::class        => static fn( Container $c ) => new Run\Sketch( $c->get( EngineChooser::class ), $c->get( Run\StartFrame::class ), $c->get( Source\Client::class ), self::store( $c ), $c->get( Run\Budget::class ), $c->get( Clock::class ) ),
			Run\Job::class           => static fn( Container $c ) => new Run\Job( $c->get( Settings\Channels::class ) ),
			Run\Watermarks::class    => static fn( Container $c ) => new Run\Watermarks( $c->get( Options::class ), $c->get( Lock::class ) ),
			Run\ItemBook::class      => static fn( Container $c ) => new Run\ItemBook( self::db(), $c->get( Schema::class ), $c->get( Clock::class ), $c->get( Settings\Channels::class ) ),
			Run\LinkBook::class      => static fn( Container $c ) => new Run\LinkBook( self::db(), $c->get( Schema::class ), $c->get( Run\ItemBook::class ), $c->get( Clock::class ) ),
			Run\ProductStates::class => static fn( Container $c ) => new Run\ProductStates( self::db(), $c->get( Schema::class ), $c->get( Sites::class ) ),
			Run\PullQueue::class     => static fn( Container $c ) => new Run\PullQueue( $c->get( Run\ItemBook::class ), $c->get( Clock::class ) ),
			Run\ImageLane::class     => static fn( Container $c ) => new Run\ImageLane( self::db(), $c->get( Schema::class ), $c->get( Options::class ), $c->get( Clock::class ) ),
			Run\RunSettings::class   => static fn( Container $c ) => new Run\RunSettings( $c->get( Settings\GeneralSettings::class ), $c->get( Settings\Channels::class ), $c->get( Run\ShopFacts::class ), self::db(), $c->get( Schema::class ) ),
			Run\Plans::class         => static fn( Container $c ) => new Run\Plans( self::db(), $c->get( Schema::class ), $c->get( Run\RunRepository::class ), $c->get( Run\StartFrame::class ), $c->get( Clock::class ) ),
			Run\LastAgreed::class    => static fn( Container $c ) => new Run\LastAgreed( self::db(), $c->get( Schema::class ) ),
			Run\UndoRules::class     => static fn( Container $c ) => new Run\UndoRules( $c->get( Run\RunRepository::class ), $c->get( Run\Plans::class ), $c->get( Settings\GeneralSettings::class ) ),
			Run\RunEnd::class        => static fn( Container $c ) => new Run\RunEnd(
				$c->get( Source\ConnectionState::class ),
				$c->get( Run\Watermarks::class ),
				$c->get( Run\PullQueue::class ),
				$c->get( Run\Plans::class ),
				$c->get( Run\RunRepository::class ),
				$c->get( Logs\LogWriter::class ),
				$c->get( Logs\ShopLog::class ),
				$c->get( Clock::class ),
				new Run\Further( static fn(): Run\RunStarter => $c->get( Run\RunStarter::class ) )
			),
			Run\RunControl::class    => static fn( Container $c ) => new Run\RunControl( $c->get( Run\RunRepository::class ), $c->get( Clock::class ), array( $c->get( Run\RunEnd::class ), 'tell' ) ),
			Run\Decisions::class     => static fn( Container $c ) => new Run\Decisions( $c->get( Run\ItemBook::class ), $c->get( Run\RunStarter::class ), $c->get( Jobs\Queues::class ), $c->get( Settings\Channels::class ), $c->get( Clock::class ) ),
			Run\StartFrame::class    => static fn( Container $c ) => new Run\StartFrame(
				$c->get( Run\RunSettings::class ),
				$c->get( Settings\Mapping::class ),
				$c->get( Source\ConnectionState::class ),
				$c->get( Run\ShopFacts::class ),
				$c->get( Run\Watermarks::class ),
				$c->get( Settings\Channels::class ),
				$c->get( Sites::class ),
				$c->get( Push\Deletions::class ),
				$c->get( Clock::class )
			),
			Run\Budget::class        => static fn( Container $c ) => new Run\Budget( self::db(), $c->get( Schema::class ), $c->get( Clock::class ) ),
			Run\RunGate::class       => static fn( Container $c ) => new Run\RunGate( $c->get( Settings\Channels::class ), $c->get( Settings\GeneralSettings::class ), $c->get( Run\ImageLane::class ), $c->get( Sites::class ), $c->get( Options::class ) ),
			Run\RunStarter::class    => static fn( Container $c ) => new Run\RunStarter(
				$c->get( Run\RunRepository::class ),
				$c->get( Run\Job::class ),
				$c->get( Run\StartFrame::class ),
				$c->get( Run\Plans::class ),
				$c->get( Run\UndoRules::class ),
				$c->get( Run\RunGate::class ),
				$c->get( Source\Connection::class ),
				$c->get( Lock::class ),
				$c->get( Clock::class )
			),
			Run\Executor::class      => static fn( Container $c ) => new Run\Executor(
				$c->get( Run\RunRepository::class ),
				$c->get( Run\Lease::class ),
				$c->get( Source\Client::class ),
				self::store( $c ),
				static fn( Run\Run $run, int $attachment ): array => $c->get( Sites::class )->at( $c->get( Settings\Channels::class )->site_of( $run->channel() ), static fn(): array => $c->get( Media\Outbox::class )->file( $attachment ) ),
				$c->get( Run\RunGate::class ),
				$c->get( Run\Budget::class ),
				$c->get( Logs\LogWriter::class ),
				$c->get( Clock::class ),
				array( $c->get( Run\RunEnd::class ), 'tell' ),
				array( $c->get( Settings\Channels::class ), 'heard' )
			),
			Run\Chunk::class         => static fn( Container $c ) => new Run\Chunk(
				$c->get( Run\RunRepository::class ),
				$c->get( Run\Lease::class ),
				$c->get( Run\Executor::class ),
				$c->get( Run\StartFrame::class ),
				$c->get( EngineChooser::class ),
				$c->get( Logs\LogWriter::class ),
				$c->get( Clock::class ),
				array( $c->get( Run\RunEnd::class ), 'tell' )
			),
			Jobs\Actions::class      => static fn() => new Jobs\Actions(),
			Jobs\Hooks::class        => static fn( Container $c ) => new Jobs\Hooks( static fn() => $c->get( Jobs\Lane::class ), static fn() => $c->get( Jobs\Upkeep::class ) ),
			Jobs\Lane::class         => static fn( Container $c ) => new Jobs\Lane( $c->get( Run\RunRepository::class ), $c->get( Run\Chunk::class ), $c->get( Jobs\Actions::class ), $c->get( Lock::class ), $c->get( Clock::class ), $c->get( Schema::class ) ),
			Jobs\Upkeep::class       => static fn( Container $c ) => new Jobs\Upkeep(
				$c->get( Jobs\Actions::class ),
				$c->get( Jobs\Lane::class ),
				$c->get( Jobs\Scheduler::class ),
				$c->get( Jobs\Queues::class ),
				$c->get( Jobs\Watchdog::class ),
				$c->get( Source\Connection::class ),
				$c->get( Source\ConnectionState::class ),
				$c->get( Source\Session::class ),
				$c->get( Run\RunStarter::class ),
				$c->get( Logs\LogTrimmer::class ),
				$c->get( Run\RunTrimmer::class ),
				$c->get( Run\Budget::class ),
				$c->get( Settings\GeneralSettings::class ),
				$c->get( Jobs\Runner::class ),
				$c->get( Schema::class )
			),
			Jobs\Runner::class       => static fn( Container $c ) => new Jobs\Runner( $c->get( Options::class ), $c->get( Clock::class ) ),
			Jobs\JobBook::class      => static fn( Container $c ) => new Jobs\JobBook( $c->get( Options::class ), $c->get( Settings\Channels::class ), $c->get( Clock::class ) ),
			Jobs\Standing::class     => static fn( Container $c ) => new Jobs\Standing( $c->get( Push\Queue::class ), $c->get( Run\ItemBook::class ), $c->get( Run\ImageLane::class ), $c->get( Run\RunRepository::class ), $c->get( Run\RunStarter::class ), $c->get( Settings\Channels::class ), $c->get( Jobs\Actions::class ) ),
			Jobs\Scheduler::class    => static fn( Container $c ) => new Jobs\Scheduler( $c->get( Jobs\JobBook::class ), $c->get( Run\RunStarter::class ), $c->get( Run\RunRepository::class ), $c->get( Settings\Channels::class ), $c->get( Clock::class ) ),
			Jobs\Queues::class       => static fn( Container $c ) => new Jobs\Queues(
				$c->get( Run\RunStarter::class ),
				$c->get( Run\RunRepository::class ),
				$c->get( Run\ItemBook::class ),
				$c->get( Run\PullQueue::class ),
				$c->get( Run\ImageLane::class ),
				$c->get( Settings\Channels::class ),
				$c->get( Run\RunControl::class ),
				$c->get( Clock::class ),
				$c->get( Push\Queue::class ),
				$c->get( Run\RunGate::class ),
				$c->get( Sites::class )
			),
			Jobs\Watchdog::class     => static fn( Container $c ) => new Jobs\Watchdog( $c->get( Run\RunRepository::class ), $c->get( Logs\LogWriter::class ), $c->get( Clock::class ) ),
		);
	}

	/** @return array<class-string,callable(Container):object> */
	private static function rest(): array {
		return array(
			Rest\Routes::class               => static fn( Container $c ) => new Rest\Routes( static fn() => array_map( array( $c, 'get' ), self::CONTROLLERS ) ),
			Rest\ConnectionController::class => static fn( Container $c ) => new Rest\ConnectionController( $c->get( Source\Connection::class ), $c->get( Source\ConnectionState::class ), $c->get( Settings\Connecting::class ), $c->get( KeySource::class ) ),
			Rest\SettingsController::class   => static fn( Container $c ) => new Rest\SettingsController( $c->get( Settings\GeneralSettings::class ), $c->get( Settings\Transfer::class ) ),
			Rest\ChannelsController::class   => static fn( Container $c ) => new Rest\ChannelsController( $c->get( Settings\Channels::class ), $c->get( Source\ChannelRefresh::class ), $c->get( Source\Client::class ), $c->get( Sites::class ), $c->get( Logs\LogWriter::class ), new Settings\SiteLanguages( $c->get( EngineChooser::class ), $c->get( Settings\Channels::class ), $c->get( Sites::class ) ) ),
			Rest\MappingController::class    => static fn( Container $c ) => new Rest\MappingController( $c->get( Settings\Mapping::class ), $c->get( Settings\Channels::class ), $c->get( Settings\AutoMap::class ) ),
			Rest\CatalogController::class    => static fn( Container $c ) => new Rest\CatalogController( $c->get( Source\Catalog::class ), $c->get( Run\RunStarter::class ), $c->get( Jobs\Lane::class ), $c->get( Clock::class ) ),
			Rest\LinksController::class      => static fn( Container $c ) => new Rest\LinksController( $c->get( Run\LinkBook::class ), $c->get( Run\RunStarter::class ), $c->get( Jobs\Lane::class ), $c->get( Settings\Channels::class ), $c->get( Sites::class ), $c->get( Clock::class ) ),
			Rest\LogsController::class       => static fn( Container $c ) => new Rest\LogsController( $c->get( Logs\LogReader::class ), $c->get( Logs\LogFlush::class ), $c->get( Run\RunRepository::class ), $c->get( Settings\Channels::class ) ),
			Rest\HealthController::class     => static fn( Container $c ) => new Rest\HealthController( $c->get( Health\Report::class ), $c->get( Health\LookupTables::class ) ),
			Rest\PlansController::class      => static fn( Container $c ) => new Rest\PlansController( $c->get( Run\Plans::class ), $c->get( Run\RunStarter::class ), $c->get( Jobs\Lane::class ), $c->get( Clock::class ) ),
			Rest\ReviewsController::class    => static fn( Container $c ) => new Rest\ReviewsController( $c->get( Run\ItemBook::class ), $c->get( Run\Decisions::class ), $c->get( Run\LastAgreed::class ), $c->get( Jobs\Lane::class ), $c->get( Settings\Channels::class ), $c->get( Sites::class ), $c->get( Clock::class ) ),
			Rest\MediaController::class      => static fn( Container $c ) => new Rest\MediaController( $c->get( Media\Library::class ), $c->get( Run\ImageLane::class ), $c->get( Run\ItemBook::class ), $c->get( Jobs\Queues::class ), $c->get( Jobs\Lane::class ), $c->get( Settings\Channels::class ), $c->get( Sites::class ) ),
			Rest\NamesController::class      => static fn( Container $c ) => new Rest\NamesController( $c->get( Settings\Channels::class ), $c->get( Sites::class ) ),
			Rest\JobsController::class       => static fn( Container $c ) => new Rest\JobsController( $c->get( Jobs\JobBook::class ), $c->get( Jobs\Standing::class ), $c->get( Jobs\Scheduler::class ), $c->get( Run\RunRepository::class ), $c->get( Jobs\Lane::class ), $c->get( Clock::class ) ),
			Rest\ProductsController::class   => static fn( Container $c ) => new Rest\ProductsController( $c->get( Run\LinkBook::class ), $c->get( Run\ItemBook::class ), $c->get( Run\Plans::class ), $c->get( Run\Sketch::class ), $c->get( Settings\Channels::class ), $c->get( Sites::class ), $c->get( Push\State::class ) ),
			Rest\RunsController::class       => static fn( Container $c ) => new Rest\RunsController( $c->get( Run\RunRepository::class ), $c->get( Run\RunStarter::class ), $c->get( Run\RunControl::class ), $c->get( Run\Plans::class ), $c->get( Run\Budget::class ), $c->get( Jobs\Lane::class ), $c->get( Clock::class ) ),
			Rest\StepController::class       => static fn( Container $c ) => new Rest\StepController( $c->get( Run\RunRepository::class ), $c->get( Run\Lease::class ), $c->get( Run\Executor::class ), $c->get( Run\StartFrame::class ), $c->get( Jobs\Lane::class ), $c->get( Schema::class ) ),
		);
	}

	/** @return array<class-string,callable(Container):object> */
	private static function admin(): array {
		return array(
			Admin\Page::class        => static fn() => new Admin\Page( UNOPIM_CONNECTOR_FILE ),
			Admin\ProductPanel::class => static fn( Container $c ) => new Admin\ProductPanel( $c->get( Admin\Page::class ) ),
			Admin\ProductList::class => static fn( Container $c ) => new Admin\ProductList( static fn() => $c->get( Run\ProductStates::class ) ),
			Admin\Privacy::class     => static fn() => new Admin\Privacy(),
			Health\SiteHealth::class => static fn( Container $c ) => new Health\SiteHealth( static fn() => $c->get( Health\Report::class ) ),
			Health\Report::class     => static fn( Container $c ) => new Health\Report(
				$c->get( Schema::class ),
				$c->get( Source\Connection::class ),
				$c->get( Source\ConnectionState::class ),
				$c->get( EngineChooser::class ),
				$c->get( KeySource::class ),
				$c->get( Health\Background::class ),
				$c->get( Run\Budget::class ),
				$c->get( Settings\GeneralSettings::class ),
				$c->get( Health\SyncHealth::class ),
				$c->get( Clock::class )
			),
			Health\Background::class => static fn( Container $c ) => new Health\Background( $c->get( Jobs\Actions::class ), $c->get( Run\RunRepository::class ), $c->get( Jobs\Runner::class ) ),
			Health\LookupTables::class => static fn() => new Health\LookupTables( self::db() ),
			Health\SyncHealth::class => static fn( Container $c ) => new Health\SyncHealth(
				self::db(),
				$c->get( Schema::class ),
				$c->get( Settings\Channels::class ),
				$c->get( Settings\GeneralSettings::class ),
				$c->get( Run\ItemBook::class ),
				$c->get( Run\ImageLane::class ),
				$c->get( Run\LinkBook::class ),
				$c->get( Webhook\Inbox::class ),
				$c->get( Health\LookupTables::class )
			),
		);
	}

	/** @return array<class-string,callable(Container):object> */
	private static function cli(): array {
		return array(
			Cli\Commands::class      => static fn( Container $c ) => new Cli\Commands( array( $c, 'get' ) ),
			Cli\Scope::class         => static fn( Container $c ) => new Cli\Scope( $c->get( Settings\Channels::class ) ),
			Cli\Foreground::class    => static fn( Container $c ) => new Cli\Foreground( $c->get( Run\RunRepository::class ), $c->get( Run\RunStarter::class ), $c->get( Run\Chunk::class ), $c->get( Clock::class ), $c->get( Logs\LogReader::class ), $c->get( Settings\Channels::class ) ),
			Cli\SiteCommands::class  => static fn( Container $c ) => new Cli\SiteCommands( $c->get( Health\Report::class ), $c->get( Health\LookupTables::class ), $c->get( Settings\Connecting::class ), $c->get( Source\Connection::class ), $c->get( Source\ConnectionState::class ), array( Cli\SiteCommands::class, 'secret' ) ),
			Cli\SetupCommands::class => static fn( Container $c ) => new Cli\SetupCommands(
				$c->get( Settings\Channels::class ),
				$c->get( Source\ChannelRefresh::class ),
				$c->get( Source\Client::class ),
				$c->get( Settings\Mapping::class ),
				$c->get( Settings\AutoMap::class ),
				$c->get( Jobs\JobBook::class ),
				$c->get( Jobs\Standing::class ),
				$c->get( Jobs\Scheduler::class ),
				$c->get( Cli\Foreground::class ),
				$c->get( Cli\Scope::class )
			),
			Cli\PullCommands::class  => static fn( Container $c ) => new Cli\PullCommands( $c->get( Cli\Foreground::class ), $c->get( Cli\Scope::class ), $c->get( Run\Plans::class ), $c->get( Run\RunStarter::class ) ),
			Cli\PushCommands::class  => static fn( Container $c ) => new Cli\PushCommands( $c->get( Cli\Foreground::class ), $c->get( Settings\Channels::class ), $c->get( Cli\Scope::class ) ),
			Cli\RunCommands::class   => static fn( Container $c ) => new Cli\RunCommands( $c->get( Run\RunRepository::class ), $c->get( Run\RunControl::class ), $c->get( Cli\Foreground::class ), $c->get( Clock::class ) ),
			Cli\ItemCommands::class  => static fn( Container $c ) => new Cli\ItemCommands( $c->get( Run\ItemBook::class ), $c->get( Run\Decisions::class ), $c->get( Run\LinkBook::class ), $c->get( Run\ImageLane::class ), $c->get( Jobs\Queues::class ), $c->get( Cli\Foreground::class ), $c->get( Cli\Scope::class ) ),
			Cli\WebhookCommands::class => static fn( Container $c ) => new Cli\WebhookCommands( $c->get( Webhook\Secret::class ) ),
			Cli\LogCommands::class   => static fn( Container $c ) => new Cli\LogCommands( $c->get( Logs\LogReader::class ), $c->get( Logs\LogFlush::class ) ),
		);
	}

	/**
	 * The store answers for one run at a time, on the site of its channel; the present one is kept.
	 *
	 * @return callable(Run\Run,array<string,mixed>,callable():void):array<string,mixed>
	 */
	private static function store( Container $c ): callable {
		$present = array( null, null );
		return static function ( Run\Run $run, array $request, callable $hold ) use ( $c, &$present ): array {
			return $c->get( Sites::class )->at(
				$c->get( Settings\Channels::class )->site_of( $run->channel() ),
				static function () use ( $c, $run, $request, $hold, &$present ): array {
					if ( 'names.ask' === $request['do'] ) {
						return Run\ItemFilters::names( $request['names'], $run->channel() );
					}
					if ( $present[0] !== $run->id ) {
						$size    = Run\RunSettings::batch_size( (int) $c->get( Settings\GeneralSettings::class )->get( 'batch_size' ) );
						$present = array( $run->id, new Store( self::db(), $c->get( Schema::class ), $run->id, $size, $run->is_dry(), static fn( array $wish ): array => $c->get( Media\Media::class )->answer( $wish ), Languages\Chosen::here() ) );
					}
					$present[1]->begin_with( $hold );
					try {
						$answer = Run\ItemFilters::answer( $request, $present[1]->answer( $request ), array( $present[1], 'match' ), $run->is_push() );
					} catch ( StoreError $error ) {
						$parts = $error->to_array();
						throw new Fault( $parts['code'], $parts['message'], (string) $parts['hint'], (string) $parts['field'], 500, $error );
					}
					if ( ! $run->is_dry() ) {
						Run\ItemActions::tell( $request, $answer, static fn( int $id ): string => $c->get( Media\Library::class )->path_of( $id ) );
					}
					return $answer;
				}
			);
		};
	}

	private static function db(): \wpdb {
		return $GLOBALS['wpdb'];
	}
}
