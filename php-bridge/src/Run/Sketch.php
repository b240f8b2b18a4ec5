<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Engine\EngineFault;
use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Source\Client;

/** The plan of a few products at once, for a page that only looks: a preview without a run, of which nothing is kept. */
class Sketch {

	private const SECONDS   = 25.0;
	private const MAX_STEPS = 60;

	/** A page does not wait longer for UnoPim. */
	private const MAX_WAIT = 2;

	/** @param callable(Run,array<string,mixed>,callable():void):array<string,mixed> $store as the executor has it */
	public function __construct( private EngineChooser $engines, private StartFrame $frames, private Client $client, private $store, private Budget $budget, private Clock $clock ) {}

	/**
	 * @param array<string> $skus
	 * @return object the engine's plan
	 * @throws Fault
	 */
	public function of( string $channel, string $locale, array $skus ): object {
		$run    = Run::of_job( array( 'kind' => 'preview', 'channel' => $channel, 'locale' => $locale, 'skus' => $skus ) );
		$engine = $this->engines->open();
		try {
			$until  = $this->clock->ticks() + self::SECONDS;
			$answer = $engine->send( $this->frames->build( $run ) );
			for ( $step = 0; $step < self::MAX_STEPS; $step++ ) {
				$frame = Frame::decode( $answer );
				if ( 'done' === $frame->type() ) {
					return self::plan( $frame->json['result'] ?? null );
				}
				if ( 'step' !== $frame->type() ) {
					throw EngineFault::unexpected( $frame->type() );
				}
				$requests = RequestRules::check( $frame->json['requests'] ?? null, $run->kind() );
				$this->take( $requests, Report::read( $frame->json['report'] ?? null )->pace );
				$answer = $engine->send( $this->answer( $run, $requests, $until ) );
			}
		} finally {
			$engine->close();
		}
		throw EngineFault::too_slow( $engine->name(), self::SECONDS );
	}

	/**
	 * From the minute's budget of all runs: a page must not take from UnoPim what a run has left over for itself.
	 *
	 * @param array<array<string,mixed>> $requests
	 * @param array<string,int>          $pace
	 */
	private function take( array $requests, array $pace ): void {
		$gets = count( array_filter( $requests, static fn( array $request ): bool => 'source.get' === $request['do'] ) );
		if ( $this->budget->take( Budget::REQUESTS, $gets, $pace[ Budget::REQUESTS ] ) > 0 ) {
			throw self::throttled( __( 'The requests of this minute are used up.', 'unopim-connector' ) );
		}
	}

	private static function throttled( string $message ): RunFault {
		return RunFault::blocked( 'throttled', $message, __( 'Look again in a minute.', 'unopim-connector' ) );
	}

	/** @param array<array<string,mixed>> $requests */
	private function answer( Run $run, array $requests, float $until ): string {
		$responses = new Responses();
		$gets      = array();
		foreach ( $requests as $request ) {
			if ( 'source.get' === $request['do'] ) {
				$gets[] = $request;
			} elseif ( 'wait' === $request['do'] ) {
				if ( $request['seconds'] > self::MAX_WAIT ) {
					throw self::throttled( __( 'UnoPim asks to wait.', 'unopim-connector' ) );
				}
				$this->clock->sleep( $request['seconds'] );
				$responses->add( $request['id'], array() );
			} else {
				$responses->add( $request['id'], ( $this->store )( $run, $request, static fn() => null ) );
			}
		}
		SourceReader::answer( $this->client, $gets, $responses, $until, static fn() => null, $run->channel() );
		return $responses->frame( $this->clock->moment() );
	}

	private static function plan( mixed $result ): object {
		$error = is_array( $result ) ? ( $result['error'] ?? null ) : null;
		if ( is_array( $error ) ) {
			throw EngineFault::refused( $error );
		}
		$plan = is_array( $result ) ? ( $result['value'] ?? null ) : null;
		return is_object( $plan ) ? $plan : throw EngineFault::unexpected( 'preview' );
	}
}
