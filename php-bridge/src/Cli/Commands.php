<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Platform\Registrable;
use UnoPim\Connector\Platform\Upgrade;

/** `wp unopim …`: thin commands over the services that the screens use. Made when WP-CLI runs, and not otherwise. */
final class Commands implements Registrable {

	/** Command → class and method. */
	public const ALL = array(
		'status'         => array( SiteCommands::class, 'status' ),
		'doctor'         => array( SiteCommands::class, 'doctor' ),
		'connect'        => array( SiteCommands::class, 'connect' ),
		'disconnect'     => array( SiteCommands::class, 'disconnect' ),
		'channel list'   => array( SetupCommands::class, 'channels' ),
		'channel refresh' => array( SetupCommands::class, 'refresh' ),
		'channel set'    => array( SetupCommands::class, 'set' ),
		'mapping export' => array( SetupCommands::class, 'export' ),
		'mapping import' => array( SetupCommands::class, 'import' ),
		'mapping auto'   => array( SetupCommands::class, 'auto' ),
		'job list'       => array( SetupCommands::class, 'jobs' ),
		'job run'        => array( SetupCommands::class, 'run_job' ),
		'job enable'     => array( SetupCommands::class, 'enable_job' ),
		'job disable'    => array( SetupCommands::class, 'disable_job' ),
		'pull'           => array( PullCommands::class, 'pull' ),
		'push'           => array( PushCommands::class, 'push' ),
		'plan pull'      => array( PullCommands::class, 'plan' ),
		'plan push'      => array( PushCommands::class, 'plan' ),
		'plan list'      => array( PullCommands::class, 'plans' ),
		'plan show'      => array( PullCommands::class, 'show' ),
		'diff'           => array( PullCommands::class, 'diff' ),
		'apply'          => array( PullCommands::class, 'apply' ),
		'undo'           => array( RunCommands::class, 'undo' ),
		'deletions'      => array( PullCommands::class, 'deletions' ),
		'run list'       => array( RunCommands::class, 'page' ),
		'run show'       => array( RunCommands::class, 'show' ),
		'run stop'       => array( RunCommands::class, 'stop' ),
		'run resume'     => array( RunCommands::class, 'resume' ),
		'run cancel'     => array( RunCommands::class, 'cancel' ),
		'run undo'       => array( RunCommands::class, 'undo' ),
		'run answer'     => array( RunCommands::class, 'answer' ),
		'review list'    => array( ItemCommands::class, 'reviews' ),
		'review resolve' => array( ItemCommands::class, 'resolve' ),
		'parked list'    => array( ItemCommands::class, 'parked' ),
		'parked retry'   => array( ItemCommands::class, 'retry' ),
		'link list'      => array( ItemCommands::class, 'links' ),
		'link add'       => array( ItemCommands::class, 'add_link' ),
		'link remove'    => array( ItemCommands::class, 'remove_link' ),
		'link adopt'     => array( ItemCommands::class, 'adopt' ),
		'media status'   => array( ItemCommands::class, 'media' ),
		'media run'      => array( ItemCommands::class, 'run_media' ),
		'media pause'    => array( ItemCommands::class, 'pause_media' ),
		'media resume'   => array( ItemCommands::class, 'resume_media' ),
		'media retry'    => array( ItemCommands::class, 'retry_media' ),
		'logs'           => array( LogCommands::class, 'page' ),
		'log list'       => array( LogCommands::class, 'page' ),
		'log export'     => array( LogCommands::class, 'export' ),
		'log flush'      => array( LogCommands::class, 'flush' ),
		'webhook secret' => array( WebhookCommands::class, 'secret' ),
	);

	/** @param callable(class-string):object $make */
	public function __construct( private $make ) {}

	public function register(): void {
		if ( ! defined( 'WP_CLI' ) || ! WP_CLI ) {
			return;
		}
		foreach ( self::ALL as $name => list( $class, $method ) ) {
			\WP_CLI::add_command(
				"unopim {$name}",
				function ( array $args, array $options ) use ( $name ): void {
					( $this->make )( Upgrade::class )->run(); // A deployment may go on before anybody opens an admin page.
					$exit = self::call( $name, $args, $options, $this->make );
					if ( 0 !== $exit ) {
						\WP_CLI::halt( $exit );
					}
				},
				array( 'shortdesc' => self::summary( $class, $method ), 'synopsis' => Grammar::of( $name ) )
			);
		}
	}

	/**
	 * @param array<string>                 $args
	 * @param array<string,mixed>           $options
	 * @param callable(class-string):object $make
	 * @return int exit code
	 */
	public static function call( string $name, array $args, array $options, callable $make ): int {
		list( $class, $method ) = self::ALL[ $name ];
		return Console::guard(
			static function () use ( $name, $args, $options, $make, $class, $method ): int {
				$options = Grammar::check( $name, $args, $options );
				return $make( $class )->$method( $args, $options );
			}
		);
	}

	/** The first sentence of the method's own description. */
	private static function summary( string $class, string $method ): string {
		$comment = (string) ( new \ReflectionMethod( $class, $method ) )->getDocComment();
		return preg_match( '/^\/\*\*\s*(?:\*\s*)?([^@\n]+?)\s*(?:@|\*\/|\n)/', $comment, $found ) ? $found[1] : $method;
	}
}
