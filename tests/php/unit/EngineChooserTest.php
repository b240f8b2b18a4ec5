<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Engine\Engine;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Engine\EngineFault;
use UnoPim\Connector\Engine\Frame;

final class EngineChooserTest extends TestCase {

	protected function tearDown(): void {
		unset( $GLOBALS['unit_filters'] );
	}

	/** @param array<string,string|null> $obstacles by engine @param array<string,int|null> $wires null: it dies */
	private function chooser( array $obstacles = array(), array $wires = array() ): EngineChooser {
		return new class( $obstacles, $wires ) extends EngineChooser {
			/** @param array<string,string|null> $obstacles @param array<string,int|null> $wires */
			public function __construct( private array $obstacles, private array $wires ) {
				parent::__construct( '/nowhere' );
			}
			protected function runner_obstacle(): ?string {
				return $this->obstacles['runner'] ?? null;
			}
			protected function php_obstacle(): ?string {
				return $this->obstacles['php'] ?? null;
			}
			protected function make( string $name ): Engine {
				return new class( $name, array_key_exists( $name, $this->wires ) ? $this->wires[ $name ] : 1 ) implements Engine {
					public function __construct( private string $name, private ?int $wire ) {}
					public function send( string $frame ): string {
						return null === $this->wire ? throw EngineFault::died( $this->name, 'a reason' ) : Frame::encode( array( 'type' => 'result', 'value' => array( 'engine' => '0.1.0', 'wire' => $this->wire ) ) );
					}
					public function name(): string {
						return $this->name;
					}
					public function close(): void {}
				};
			}
		};
	}

	public function test_the_runner_comes_first(): void {
		self::assertSame( 'runner', $this->chooser()->open()->name() );
		self::assertSame( array(), $this->chooser()->status()['passed_over'] );
	}

	public function test_a_filter_can_prefer_the_php_build(): void {
		$GLOBALS['unit_filters']['unopim_connector_engine'] = static fn() => 'php';
		self::assertSame( 'php', $this->chooser()->open()->name() );
		self::assertSame( 'runner', $this->chooser( array( 'php' => 'missing' ) )->open()->name() );
	}

	/**
	 * @dataProvider broken_runners
	 * @param array<string,string|null> $obstacles
	 * @param array<string,int|null>    $wires
	 */
	public function test_without_a_sound_runner_the_php_build_is_used_and_the_reason_told( array $obstacles, array $wires, string $reason ): void {
		$status = $this->chooser( $obstacles, $wires )->status();
		self::assertSame( array( 'php', '0.1.0' ), array( $status['name'], $status['version'] ) );
		self::assertStringContainsString( $reason, $status['passed_over']['runner'] );
	}

	/** @return array<string,array{array<string,string>,array<string,int|null>,string}> */
	public static function broken_runners(): array {
		return array(
			'not allowed'  => array( array( 'runner' => 'no processes here' ), array(), 'no processes here' ),
			'dies'         => array( array(), array( 'runner' => null ), 'a reason' ),
			'another wire' => array( array(), array( 'runner' => 2 ), 'wire 2' ),
		);
	}

	public function test_without_any_engine_every_reason_is_told(): void {
		try {
			$this->chooser( array( 'runner' => 'no processes here.', 'php' => 'missing.' ) )->open();
			self::fail( 'opened' );
		} catch ( EngineFault $fault ) {
			self::assertSame( 'no_engine', $fault->slug() );
			self::assertStringContainsString( 'runner: no processes here. php: missing.', $fault->getMessage() );
		}
		self::assertNull( $this->chooser( array( 'runner' => 'a', 'php' => 'b' ) )->status()['name'] );
	}

	public function test_a_runner_that_was_unpacked_without_the_right_to_run_gets_it(): void {
		$build = sys_get_temp_dir() . '/unopim-build-' . getmypid();
		mkdir( $build . '/bin', 0700, true );
		file_put_contents( $build . '/bin/unopim-runner', "#!/bin/sh\nexit 3\n" );
		file_put_contents( $build . '/engine.cwasm', '' );
		chmod( $build . '/bin/unopim-runner', 0644 );
		$status = ( new EngineChooser( $build ) )->status();
		clearstatcache();
		$mode = fileperms( $build . '/bin/unopim-runner' ) & 0777;
		array_map( 'unlink', array( $build . '/bin/unopim-runner', $build . '/engine.cwasm' ) );
		array_map( 'rmdir', array( $build . '/bin', $build ) );
		self::assertSame( 0755, $mode );
		self::assertStringContainsString( 'ended', $status['passed_over']['runner'], 'it was started' );
	}
}
