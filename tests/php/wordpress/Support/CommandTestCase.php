<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress\Support;

use UnoPim\Connector\Cli\Commands;
use UnoPim\Connector\Cli\Console;
use UnoPim\Connector\Cli\Foreground;
use UnoPim\Connector\Cli\ItemCommands;
use UnoPim\Connector\Cli\PullCommands;
use UnoPim\Connector\Cli\PushCommands;
use UnoPim\Connector\Cli\RunCommands;
use UnoPim\Connector\Cli\Scope;
use UnoPim\Connector\Cli\SetupCommands;
use UnoPim\Connector\Cli\SiteCommands;
use UnoPim\Connector\Health\LookupTables;
use UnoPim\Connector\Health\Report;
use UnoPim\Connector\Jobs\JobBook;
use UnoPim\Connector\Jobs\Queues;
use UnoPim\Connector\Jobs\Scheduler;
use UnoPim\Connector\Jobs\Standing;
use UnoPim\Connector\Logs\LogReader;
use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\Chunk;
use UnoPim\Connector\Run\Decisions;
use UnoPim\Connector\Run\Executor;
use UnoPim\Connector\Run\ImageLane;
use UnoPim\Connector\Run\ItemBook;
use UnoPim\Connector\Run\Lease;
use UnoPim\Connector\Run\LinkBook;
use UnoPim\Connector\Run\Plans;
use UnoPim\Connector\Run\RunControl;
use UnoPim\Connector\Run\RunEnd;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Run\StartFrame;
use UnoPim\Connector\Settings\AutoMap;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\Connecting;
use UnoPim\Connector\Settings\Mapping;
use UnoPim\Connector\Source\ChannelRefresh;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\ConnectionState;

/** `wp unopim …`, with a stand-in for WP-CLI. */
abstract class CommandTestCase extends RunTestCase {

	/** @var callable(array<string,mixed>,int):string */
	protected $script;

	/** @var array<string,string> secrets that are typed at the prompt */
	protected array $secrets = array();

	protected function setUp(): void {
		parent::setUp();
		require_once __DIR__ . '/wp-cli.php';
		$this->script = static fn() => Frames::done();
		Console::$answer = static fn() => 'y';
	}

	protected function tearDown(): void {
		Console::$answer = array( Console::class, 'typed' );
		parent::tearDown();
	}

	/**
	 * Runs a command line. The engine plays this test's script.
	 *
	 * @param array<string>       $args
	 * @param array<string,mixed> $options
	 * @return int exit code
	 */
	protected function wp( string $name, array $args = array(), array $options = array() ): int {
		\WP_CLI::$lines  = array();
		\WP_CLI::$errors = array();
		\WP_CLI::$tables = array();
		return Commands::call( $name, $args, $options, fn( string $class ) => $this->command( $class ) );
	}

	private function command( string $class ): object {
		$engine     = new ScriptedEngine( $this->script );
		$chunk      = new Chunk( self::service( RunRepository::class ), self::service( Lease::class ), self::service( Executor::class ), self::service( StartFrame::class ), $engine, self::service( LogWriter::class ), self::service( Clock::class ), array( self::service( RunEnd::class ), 'tell' ) );
		$foreground = new Foreground( self::service( RunRepository::class ), self::service( RunStarter::class ), $chunk, self::service( Clock::class ), self::service( LogReader::class ), self::service( Channels::class ) );
		return match ( $class ) {
			PullCommands::class  => new PullCommands( $foreground, self::service( Scope::class ), self::service( Plans::class ), self::service( RunStarter::class ) ),
			PushCommands::class  => new PushCommands( $foreground, self::service( Channels::class ), self::service( Scope::class ) ),
			RunCommands::class   => new RunCommands( self::service( RunRepository::class ), self::service( RunControl::class ), $foreground, self::service( Clock::class ) ),
			ItemCommands::class  => new ItemCommands( self::service( ItemBook::class ), self::service( Decisions::class ), self::service( LinkBook::class ), self::service( ImageLane::class ), self::service( Queues::class ), $foreground, self::service( Scope::class ) ),
			SetupCommands::class => new SetupCommands( self::service( Channels::class ), self::service( ChannelRefresh::class ), self::service( Client::class ), self::service( Mapping::class ), self::service( AutoMap::class ), self::service( JobBook::class ), self::service( Standing::class ), self::service( Scheduler::class ), $foreground, self::service( Scope::class ) ),
			SiteCommands::class  => new SiteCommands( self::service( Report::class ), self::service( LookupTables::class ), self::service( Connecting::class ), self::service( Connection::class ), self::service( ConnectionState::class ), fn( string $field ) => $this->secrets[ $field ] ?? '' ),
			default              => self::service( $class ),
		};
	}

	/** @return array<string,mixed> the run that started last */
	protected function last_run(): array {
		return $this->rest( 'GET', '/runs?per_page=1' )->get_data()[0];
	}
}
