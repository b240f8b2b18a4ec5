<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Cli\Commands;
use UnoPim\Connector\Cli\Console;
use UnoPim\Connector\Cli\Grammar;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Tests\WordPress\Support\CommandTestCase;
use UnoPim\Connector\Tests\WordPress\Support\Frames;

/** `wp unopim …` typed wrongly: the argument is named, what to do is told, and nothing was done. */
final class BadCommandsTest extends CommandTestCase {

	/** @return array<string,array{string,array<string>,array<string,mixed>,string}> command, arguments, options, what the error names */
	public static function mistakes(): array {
		return array(
			'an option that is mistyped'      => array( 'pull', array(), array( 'dryrun' => true ), '--dryrun' ),
			'an argument too many'            => array( 'pull', array( 'mug' ), array(), 'mug' ),
			'two ways to pull'                => array( 'pull', array(), array( 'full' => true, 'changes' => true ), '--changes' ),
			'everything and one'              => array( 'pull', array(), array( 'full' => true, 'sku' => 'mug' ), '--sku' ),
			'an option without its value'     => array( 'pull', array(), array( 'sku' => true ), '--sku' ),
			'commas alone'                    => array( 'pull', array(), array( 'sku' => ' , ' ), '--sku' ),
			'a value for a switch'            => array( 'pull', array(), array( 'full' => 'no' ), '--full' ),
			'an entity without a code'        => array( 'pull', array(), array( 'entity' => 'category' ), '--code' ),
			'a code without an entity'        => array( 'pull', array(), array( 'code' => 'men' ), '--entity' ),
			'a code beside a SKU'             => array( 'pull', array(), array( 'sku' => 'mug', 'code' => 'men' ), '--entity' ),
			'an unknown entity'               => array( 'pull', array(), array( 'entity' => 'coupon', 'code' => 'x' ), '--entity' ),
			'an unknown channel'              => array( 'pull', array(), array( 'channel' => 'nowhere' ), '--channel: The channels are: default, web' ),
			'an unknown language'             => array( 'pull', array(), array( 'locale' => 'xx_XX' ), '--locale: The languages are: en_US, de_DE' ),
			'a language of another channel'   => array( 'pull', array(), array( 'channel' => 'web', 'locale' => 'de_DE' ), '--locale: The languages are: en_US.' ),
			'an unknown channel to look at'   => array( 'deletions', array(), array( 'channel' => 'nowhere' ), '--channel' ),
			'an unknown channel to push'      => array( 'push', array(), array( 'channel' => 'nowhere' ), '--channel' ),
			'a number below one'              => array( 'push', array(), array( 'id' => '-3' ), '--id' ),
			'kinds and one'                   => array( 'push', array(), array( 'products' => true, 'id' => '3' ), '--id' ),
			'nothing to compare'              => array( 'diff', array(), array(), '<sku>' ),
			'no plan'                         => array( 'apply', array(), array(), '<plan>' ),
			'a plan by name'                  => array( 'apply', array( 'last' ), array(), '<plan>' ),
			'an unknown plan'                 => array( 'apply', array( '999999' ), array(), 'wp unopim plan list' ),
			'an apply that only plans'        => array( 'apply', array( '1' ), array( 'dry-run' => true ), '--dry-run' ),
			'an undo that only plans'         => array( 'undo', array( '1' ), array( 'dry-run' => true ), '--dry-run' ),
			'a negative run'                  => array( 'undo', array( '-1' ), array(), '<id>' ),
			'an unknown run'                  => array( 'run show', array( '999999' ), array(), 'wp unopim run list' ),
			'an unknown run to cancel'        => array( 'run cancel', array( '999999' ), array(), 'There is no run 999999' ),
			'an answer that is missing'       => array( 'run answer', array( '1' ), array(), '<answer>' ),
			'an unknown state'                => array( 'run list', array(), array( 'status' => 'asleep' ), '--status' ),
			'an unknown format'               => array( 'media pause', array(), array( 'format' => 'xml' ), '--format' ),
			'an unknown format of a change'   => array( 'job disable', array( 'channel-default' ), array( 'format' => 'yaml' ), '--format' ),
			'an unknown job'                  => array( 'job run', array( 'own-99' ), array(), 'wp unopim job list' ),
			'a setting that is mistyped'      => array( 'channel set', array( 'web' ), array( 'intervall' => 'daily' ), '--intervall' ),
			'a setting without its value'     => array( 'channel set', array( 'web' ), array( 'interval' => true ), 'interval' ),
			'a cooldown below zero'           => array( 'channel set', array( 'web' ), array( 'cooldown' => '-5' ), 'cooldown' ),
			'no item to try again'            => array( 'parked retry', array(), array(), '<id>' ),
			'an item and all'                 => array( 'parked retry', array( '1' ), array( 'all' => true ), '<id>' ),
			'an unknown item'                 => array( 'parked retry', array( '999999' ), array(), 'wp unopim parked list' ),
			'no choice'                       => array( 'review resolve', array( '1' ), array(), '--choice' ),
			'a choice for an unknown item'    => array( 'review resolve', array( '999999' ), array( 'choice' => 'shop' ), 'wp unopim review list' ),
			'a link with a negative item'     => array( 'link add', array( 'mug', '-4' ), array( 'channel' => 'default' ), '<id>' ),
			'a link of an unknown kind'       => array( 'link add', array( 'mug', '4' ), array( 'channel' => 'default', 'entity' => 'coupon' ), '--entity' ),
			'an unknown link'                 => array( 'link remove', array( '999999' ), array(), 'wp unopim link list' ),
			'a level that is none'            => array( 'log list', array(), array( 'level' => 'loud' ), '--level' ),
			'no number of rows'               => array( 'log list', array(), array( 'number' => '-1' ), '--number' ),
			'a run that is none'              => array( 'log export', array(), array( 'run' => 'last' ), '--run' ),
			'a mapping that is not there'     => array( 'mapping import', array( '/no/such.json' ), array( 'yes' => true ), '<file>' ),
			'a password as an argument'       => array( 'connect', array(), array( 'password' => 'x' ), '--password' ),
		);
	}

	/**
	 * @dataProvider mistakes
	 * @param array<string>       $args
	 * @param array<string,mixed> $options
	 */
	public function test_a_mistake_is_named_and_nothing_is_done( string $name, array $args, array $options, string $named ): void {
		$this->ready( array( 'default' => array(), 'web' => array() ) );
		$before = $this->kept();
		self::assertSame( Console::FAILED, $this->wp( $name, $args, $options ), implode( "\n", \WP_CLI::$lines ) );
		self::assertStringContainsString( $named, \WP_CLI::$errors[0] );
		self::assertSame( $before, $this->kept() );
	}

	/** @return array<mixed> what a command could have changed */
	private function kept(): array {
		$options = self::service( Options::class );
		return array( $this->rest( 'GET', '/runs' )->get_data(), $this->rest( 'GET', '/channels' )->get_data(), $options->fresh( 'jobs' ), $options->fresh( 'mapping' ), $this->rest( 'GET', '/media' )->get_data()['paused'] );
	}

	public function test_who_is_asked_and_does_not_answer_has_nothing_done(): void {
		$this->ready( array( 'default' => array() ) );
		$id = $this->start()['id'];
		$this->end( $id );
		$asked = array( array( 'undo', array( (string) $id ) ), array( 'run undo', array( (string) $id ) ), array( 'log flush', array() ), array( 'disconnect', array() ), array( 'webhook secret', array() ) );
		foreach ( array( static fn() => false, static fn() => "no\n" ) as Console::$answer ) {
			foreach ( $asked as list( $name, $args ) ) {
				self::assertSame( Console::FAILED, $this->wp( $name, $args ), $name );
				self::assertStringContainsString( '--yes', \WP_CLI::$errors[0] );
				self::assertSame( Console::FAILED, $this->wp( $name, $args, array( 'yes' => false ) ), "{$name}: denied" );
			}
		}
		self::assertSame( array( $id, 'connected' ), array( $this->last_run()['id'], $this->rest( 'GET', '/connection' )->get_data()['state'] ) );
	}

	public function test_what_is_denied_is_not_done(): void {
		$this->ready( array( 'default' => array() ) );
		self::assertSame( Console::DONE, $this->wp( 'deletions', array(), array( 'apply' => false ) ) );
		self::assertTrue( $this->last_run()['dry'], 'as without --apply' );
		self::assertSame( Console::DONE, $this->wp( 'channel set', array( 'default' ), array( 'mirror' => true, 'pull' => false ) ) );
		$row = $this->rest( 'GET', '/channels' )->get_data()[0];
		self::assertSame( array( true, false ), array( $row['mirror'], $row['pull'] ) );
	}

	public function test_one_channel_in_the_way_does_not_hold_up_the_others(): void {
		$this->ready();
		$this->rest( 'POST', '/runs/' . $this->start()['id'] . '/stop' );
		self::assertSame( Console::BLOCKED, $this->wp( 'pull' ) );
		self::assertSame( array( 'web', 'done' ), array( $this->last_run()['job']['channel'], $this->last_run()['status'] ) );
		self::assertSame( Console::FAILED, Console::worst( Console::PARKED, Console::FAILED, Console::BLOCKED ), 'a failure is not told as done with parked items' );
	}

	public function test_a_language_is_pulled_where_a_channel_has_it(): void {
		$this->ready();
		self::assertSame( Console::DONE, $this->wp( 'pull', array(), array( 'locale' => 'de_DE' ) ) );
		self::assertSame( array( 'default', 'de_DE' ), array( $this->last_run()['job']['channel'], $this->last_run()['job']['locale'] ) );
		self::assertCount( 1, $this->rest( 'GET', '/runs' )->get_data() );
	}

	public function test_what_went_wrong_in_a_run_is_told(): void {
		$this->ready( array( 'default' => array() ) );
		$this->script = static fn( $frame, $n ) => 1 === $n
			? Frames::step( array( Frames::get( 1, 'locales' ) ), array( 'at' => 1 ), array( array( 'level' => 'error', 'op' => 'pull', 'entity' => 'product', 'key' => 'nope', 'code' => 'not_found', 'message' => 'UnoPim has no product “nope”', 'hint' => 'Check the SKU.' ) ) )
			: Frames::done( 'done_with_errors' );
		foreach ( array( array( 'pull', array(), array( 'sku' => 'nope' ) ), array( 'diff', array( 'nope' ), array() ) ) as list( $name, $args, $options ) ) {
			self::assertSame( Console::PARKED, $this->wp( $name, $args, $options ) );
			self::assertSame( 'product nope: UnoPim has no product “nope” Check the SKU. (not_found)', end( \WP_CLI::$lines ) );
		}
	}

	public function test_every_command_has_a_grammar_that_wp_cli_reads(): void {
		foreach ( array_keys( Commands::ALL ) as $name ) {
			self::assertMatchesRegularExpression( '/^(<[a-z]+> |\[<[a-z]+>\] )*(\[--[a-z_-]+(\[=<[a-z|]+>\])?\] ?)+$/', Grammar::of( $name ), $name );
		}
	}
}
