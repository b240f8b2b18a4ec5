<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Engine\Calls;
use UnoPim\Connector\Engine\EngineFault;
use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Engine\RunnerEngine;

/** The host's side of the pipe, with small programs at the other end of it. */
final class RunnerEngineTest extends TestCase {

	private const READ = '$head = fread( STDIN, 8 ); $n = unpack( "Va/Vb", $head ); $body = ""; while ( strlen( $body ) < $n["a"] + $n["b"] ) { $body .= fread( STDIN, min( 65536, $n["a"] + $n["b"] - strlen( $body ) ) ); }
		$frame = static fn( $json, $blob = "" ) => pack( "VV", strlen( $json ), strlen( $blob ) ) . $json . $blob; ';

	/** @var array<string> */
	private array $files = array();

	protected function tearDown(): void {
		array_map( 'unlink', $this->files );
	}

	private function engine( string $program, float $patience = 10 ): RunnerEngine {
		$file          = tempnam( sys_get_temp_dir(), 'engine' );
		$this->files[] = $file;
		file_put_contents( $file, '<?php ' . $program );
		return new RunnerEngine( PHP_BINARY, $file, $patience );
	}

	public function test_one_process_answers_frame_after_frame(): void {
		$engine = $this->engine( 'for ( $i = 1; $i < 4; $i++ ) { ' . self::READ . ' echo $frame( json_encode( array( "type" => "t", "pid" => getmypid(), "i" => $i ) ) ); }' );
		$first  = Frame::decode( $engine->send( Frame::encode( array( 'type' => 'a' ) ) ) );
		$second = Frame::decode( $engine->send( Frame::encode( array( 'type' => 'a' ) ) ) );
		self::assertSame( $first->json['pid'], $second->json['pid'] );
		self::assertSame( 2, $second->json['i'] );
		$engine->close();
	}

	public function test_large_frames_pass_both_ways_without_standing_still(): void {
		// The other end writes before it has read everything: whoever only writes or only reads would hang.
		$engine = $this->engine( 'fwrite( STDERR, str_repeat( "noise\n", 50000 ) ); ' . self::READ . ' echo $frame( json_encode( array( "type" => "t", "md5" => md5( $body ) ) ), str_repeat( "y", 8_000_000 ) );' );
		$blob   = random_bytes( 6_000_000 );
		$sent   = Frame::encode( array( 'type' => 'a' ), $blob );
		$answer = Frame::decode( $engine->send( $sent ) );
		self::assertSame( md5( substr( $sent, 8 ) ), $answer->json['md5'] );
		self::assertSame( 8_000_000, strlen( $answer->blob ) );
	}

	public function test_it_gets_no_environment_and_its_own_limits(): void {
		putenv( 'UNIT_SECRET=visible' );
		$engine = $this->engine( self::READ . ' echo $frame( json_encode( array( "type" => "t", "env" => getenv(), "args" => array_slice( $argv, 1 ), "cwd" => getcwd() ) ) );' );
		$seen   = Frame::decode( $engine->send( Frame::encode( array( 'type' => 'a' ) ) ) )->json;
		putenv( 'UNIT_SECRET' );
		self::assertSame( array(), $seen['env'] );
		self::assertSame( array( '--memory-mb', '64', '--seconds', '60' ), $seen['args'] );
		self::assertSame( realpath( sys_get_temp_dir() ), $seen['cwd'] );
	}

	public function test_the_last_words_of_a_dead_engine_are_its_fault(): void {
		$engine = $this->engine( 'fwrite( STDERR, "first\nunopim-runner: memory_limit: the engine asked for 65 MB\n" ); exit( 69 );' );
		$this->expectExceptionMessage( 'unopim-runner: memory_limit: the engine asked for 65 MB' );
		$engine->send( Frame::encode( array( 'type' => 'a' ) ) );
	}

	public function test_a_missing_runner_is_a_fault(): void {
		$engine = new RunnerEngine( '/nowhere/unopim-runner', __FILE__, 5 );
		$this->expectException( EngineFault::class );
		$engine->send( Frame::encode( array( 'type' => 'a' ) ) );
	}

	public function test_a_silent_engine_is_ended(): void {
		$engine  = $this->engine( 'sleep( 30 );', 0.3 );
		$started = microtime( true );
		try {
			$engine->send( Frame::encode( array( 'type' => 'a' ) ) );
			self::fail( 'answered' );
		} catch ( EngineFault $fault ) {
			self::assertSame( 'engine_timeout', $fault->slug() );
			self::assertLessThan( 5, microtime( true ) - $started );
		}
	}

	public function test_two_frames_for_one_are_refused(): void {
		$engine = $this->engine( self::READ . ' echo $frame( \'{"type":"t"}\' ) . $frame( \'{"type":"t"}\' );' );
		$this->expectExceptionMessage( 'more than one' );
		$engine->send( Frame::encode( array( 'type' => 'a' ) ) );
	}

	public function test_a_call_gives_the_value_with_its_empty_maps(): void {
		$engine = $this->engine( self::READ . ' echo $frame( \'{"type":"result","value":{"mapping":{"core":{}}}}\' );' );
		self::assertSame( '{"mapping":{"core":{}}}', json_encode( Calls::call( $engine, 'auto_map' ) ) );
	}

	public function test_an_engines_error_keeps_code_path_and_hint(): void {
		$engine = $this->engine( self::READ . ' echo $frame( \'{"type":"error","error":{"code":"bad_input","path":"mapping","message":"m","hint":"h"}}\' );' );
		try {
			Calls::call( $engine, 'plan' );
			self::fail( 'no error' );
		} catch ( EngineFault $fault ) {
			self::assertSame( array( 'code' => 'bad_input', 'message' => 'm', 'path' => 'mapping', 'next_step' => 'h' ), $fault->to_array() );
		}
	}
}
