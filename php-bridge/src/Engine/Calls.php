<?php
declare(strict_types=1);

namespace UnoPim\Connector\Engine;

/** Stateless calls: a name and an input in, a value out. */
final class Calls {

	/** @return mixed decoded; objects stay objects, so that the value can be passed on as it is. */
	public static function call( Engine $engine, string $name, mixed $input = null ): mixed {
		$answer = Frame::decode( $engine->send( Frame::encode( array( 'type' => 'call', 'name' => $name, 'input' => $input ?? new \stdClass() ) ) ) );
		if ( 'error' === $answer->type() ) {
			throw EngineFault::refused( is_array( $answer->json['error'] ?? null ) ? $answer->json['error'] : array() );
		}
		if ( 'result' !== $answer->type() ) {
			throw EngineFault::unexpected( $answer->type() );
		}
		return $answer->json['value'] ?? null;
	}
}
