<?php
declare(strict_types=1);

namespace UnoPim\Connector\Engine;

/**
 * Picks the engine of this server: the native runner where processes may be started and it answers, else the same module
 * translated to PHP. Says which one it took, and why not the other.
 */
class EngineChooser {

	/** The wire this host speaks (docs/wire.md). */
	private const WIRE = 1;

	/** @var array<string,string> why an engine was passed over, by name */
	private array $passed = array();

	public function __construct( private string $build ) {}

	/** @throws EngineFault when there is none. */
	public function open(): Engine {
		$this->passed = array();
		foreach ( $this->order() as $name ) {
			$why = 'runner' === $name ? $this->runner_obstacle() : $this->php_obstacle();
			if ( null !== $why ) {
				$this->passed[ $name ] = $why;
				continue;
			}
			$engine = $this->make( $name );
			try {
				$this->greet( $engine );
				return $engine;
			} catch ( \Throwable $fault ) {
				$engine->close();
				$this->passed[ $name ] = $fault->getMessage();
			}
		}
		throw EngineFault::none( implode( ' ', array_map( static fn( $name, $why ) => "{$name}: {$why}", array_keys( $this->passed ), $this->passed ) ) );
	}

	/** @return array{name:string|null,version:string|null,passed_over:array<string,string>,milliseconds:float|null,products_per_second:int|null} for Health. @param (callable(Engine):?int)|null $measure products per second */
	public function status( ?callable $measure = null ): array {
		$started = hrtime( true );
		try {
			$engine = $this->open();
		} catch ( EngineFault ) {
			return array( 'name' => null, 'version' => null, 'passed_over' => $this->passed, 'milliseconds' => null, 'products_per_second' => null );
		}
		$version = $this->greet( $engine );
		$took    = round( ( hrtime( true ) - $started ) / 1e6, 1 );
		$speed   = null === $measure ? null : $measure( $engine );
		$engine->close();
		return array(
			'name'                => $engine->name(),
			'version'             => $version,
			'passed_over'         => $this->passed,
			'milliseconds'        => $took,
			'products_per_second' => $speed,
		);
	}

	/** @return array<string> */
	private function order(): array {
		/**
		 * Filters which engine is tried first.
		 *
		 * @param string $engine `runner` or `php`.
		 */
		return 'php' === apply_filters( 'unopim_connector_engine', 'runner' ) ? array( 'php', 'runner' ) : array( 'runner', 'php' );
	}

	protected function make( string $name ): Engine {
		return 'runner' === $name
			? new RunnerEngine( $this->build . '/bin/unopim-runner', $this->build . '/engine.cwasm' )
			: new PhpEngine( $this->build . '/engine.php' );
	}

	/** The version of an engine that speaks our wire. */
	private function greet( Engine $engine ): string {
		$value = Calls::call( $engine, 'version' );
		$wire  = $value instanceof \stdClass ? ( $value->wire ?? null ) : null;
		if ( self::WIRE !== $wire ) {
			throw EngineFault::unexpected( 'wire ' . ( is_scalar( $wire ) ? (string) $wire : '?' ) );
		}
		return (string) ( $value->engine ?? '' );
	}

	protected function runner_obstacle(): ?string {
		$runner = $this->build . '/bin/unopim-runner';
		if ( ! function_exists( 'proc_open' ) || ! function_exists( 'proc_terminate' ) || ! function_exists( 'proc_close' ) ) {
			return __( 'this server does not allow PHP to start processes.', 'unopim-connector' );
		}
		if ( ! is_file( $runner ) || ! is_file( $this->build . '/engine.cwasm' ) ) {
			return __( 'it is not part of this installation.', 'unopim-connector' );
		}
		// WordPress' installer unpacks every file without the right to be executed.
		if ( ! is_executable( $runner ) && ! ( @chmod( $runner, 0755 ) && self::became_executable( $runner ) ) ) { // phpcs:ignore WordPress.PHP.NoSilencedErrors,WordPress.WP.AlternativeFunctions -- refused where the file belongs to somebody else.
			return __( 'its file may not be executed.', 'unopim-connector' );
		}
		return null;
	}

	protected function php_obstacle(): ?string {
		return is_file( $this->build . '/engine.php' ) ? null : __( 'it is not part of this installation.', 'unopim-connector' );
	}

	private static function became_executable( string $file ): bool {
		clearstatcache( true, $file );
		return is_executable( $file );
	}
}
