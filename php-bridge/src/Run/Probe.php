<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Engine\EngineFault;
use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\SourceFault;

/**
 * Lets the engine find out what a UnoPim can do, with credentials that are not saved yet. No run row, no store: a probe
 * only reads from UnoPim.
 */
class Probe {

	private const SECONDS   = 25.0;
	private const MAX_STEPS = 60;
	private const MAX_WAIT  = 2;

	public function __construct( private EngineChooser $engines, private Clock $clock ) {}

	/** What the engine finds out that makes a connection pointless. */
	private const FATAL = array( 'unopim_too_old', 'not_unopim' );

	/**
	 * Null when it could not be found out; a run probes again then.
	 *
	 * @throws SourceFault when this is no UnoPim that the connector can work with.
	 */
	public function run( Client $client ): ?object {
		$engine = null;
		try {
			$engine = $this->engines->open();
			$until  = $this->clock->ticks() + self::SECONDS;
			$answer = $engine->send( $this->start() );
			for ( $step = 0; $step < self::MAX_STEPS; $step++ ) {
				$frame = Frame::decode( $answer );
				if ( 'done' === $frame->type() ) {
					return self::outcome( $frame->json['result'] ?? null );
				}
				if ( 'step' !== $frame->type() ) {
					throw EngineFault::unexpected( $frame->type() );
				}
				$answer = $engine->send( $this->answer( $client, RequestRules::check( $frame->json['requests'] ?? null, 'probe' ), $until ) );
			}
		} catch ( Fault $fault ) {
			if ( in_array( $fault->slug(), self::FATAL, true ) ) {
				throw $fault;
			}
			return null;
		} finally {
			$engine?->close();
		}
		return null;
	}

	private static function outcome( mixed $result ): ?object {
		$error = is_array( $result ) ? ( $result['error'] ?? null ) : null;
		if ( is_array( $error ) && in_array( $error['code'] ?? '', self::FATAL, true ) ) {
			throw SourceFault::sign_in( (string) $error['code'], (string) ( $error['message'] ?? '' ), (string) ( $error['hint'] ?? '' ), 'url' );
		}
		$value = is_array( $result ) ? ( $result['value'] ?? null ) : null;
		return is_object( $value ) ? $value : null;
	}

	/** @param array<array<string,mixed>> $requests */
	private function answer( Client $client, array $requests, float $until ): string {
		$responses = new Responses();
		foreach ( $requests as $request ) {
			if ( 'wait' === $request['do'] ) {
				if ( $request['seconds'] > self::MAX_WAIT ) {
					throw RunFault::blocked( 'throttled', __( 'UnoPim asks to wait.', 'unopim-connector' ), __( 'It is probed at the next run.', 'unopim-connector' ) );
				}
				$this->clock->sleep( $request['seconds'] );
				$responses->add( $request['id'], array() );
			}
		}
		$gets = array_values( array_filter( $requests, static fn( $request ) => 'source.get' === $request['do'] ) );
		SourceReader::answer( $client, $gets, $responses, $until, static fn() => null );
		return $responses->frame( $this->clock->moment() );
	}

	private function start(): string {
		return Frame::encode(
			array(
				'type' => 'start',
				'now'  => $this->clock->moment(),
				'run'  => array(
					'id'           => 0,
					'job'          => array( 'kind' => 'probe', 'scope' => 'full', 'channel' => 'default', 'locale' => 'en_US', 'skus' => array() ),
					'settings'     => new \stdClass(),
					'store'        => new \stdClass(),
					'mapping'      => array( 'version' => 1, 'core' => new \stdClass(), 'attributes' => new \stdClass(), 'categories' => new \stdClass() ),
					'capabilities' => null,
					'checkpoint'   => null,
				),
			)
		);
	}
}
