<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\HttpAnswer;
use UnoPim\Connector\Source\SourceFault;

/** Answers the `source.get` requests of a step, together where they can go together, within the time there is. */
final class SourceReader {

	/** The headers that the engine knows (docs/wire.md). */
	private const HEADERS = array( 'content-type', 'etag', 'date', 'retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining' );

	/** Answers that are part of the game: not there, not yet. */
	private const EXPECTED = array( 404, 429 );

	/** As many as the transport sends at a time. */
	private const GROUP = 4;

	/** Leaves room for the JSON of the frame. */
	private const MAX_BLOB = Frame::MAX_BYTES - 4 * 1024 * 1024;

	/**
	 * @param array<array<string,mixed>> $requests `source.get` only
	 * @param callable():void            $alive    called between groups
	 * @param (callable(string,HttpAnswer,int):void)|null $failed hears of answers that are none: path, answer, milliseconds
	 */
	public static function answer( Client $client, array $requests, Responses $responses, float $until, callable $alive, string $channel = '', ?callable $failed = null ): void {
		foreach ( array_chunk( $requests, self::GROUP ) as $group ) {
			$left    = $until - hrtime( true ) / 1e9;
			$started = hrtime( true );
			if ( $left <= 0 ) {
				$answers = array_fill( 0, count( $group ), SourceFault::timeout( 'UnoPim' ) );
			} else {
				$answers = $client->get_all( array_map( static fn( $request ) => array( 'path' => $request['path'], 'query' => $request['query'] ?? array(), 'etag' => self::etag( $request ) ), $group ), $left );
			}
			foreach ( $group as $place => $request ) {
				$entity = ItemFilters::entity_of( $request['path'] );
				$answer = $answers[ $place ];
				if ( null !== $failed && $answer instanceof HttpAnswer && $answer->status >= 400 && ! in_array( $answer->status, self::EXPECTED, true ) ) {
					$failed( $request['path'], $answer, intdiv( hrtime( true ) - $started, 1_000_000 ) );
				}
				self::add( $responses, $request['id'], null !== $entity && $answer instanceof HttpAnswer ? ItemFilters::source( $answer, $entity, $channel ) : $answer );
			}
			$alive();
		}
	}

	/** What was filtered once may be filtered differently now, whatever UnoPim says of it. @param array<string,mixed> $request */
	private static function etag( array $request ): ?string {
		return null === ItemFilters::entity_of( $request['path'] ) ? ( $request['etag'] ?? null ) : null;
	}

	public static function add( Responses $responses, int $id, HttpAnswer|SourceFault $answer ): void {
		if ( $answer instanceof HttpAnswer && $responses->bytes() + strlen( $answer->body ) > self::MAX_BLOB ) {
			$answer = SourceFault::too_large( 'UnoPim', self::MAX_BLOB );
		}
		if ( $answer instanceof SourceFault ) {
			$responses->add( $id, array( 'error' => $answer->to_wire() ) );
			return;
		}
		$headers = array_intersect_key( $answer->headers, array_flip( self::HEADERS ) );
		$responses->add_body( $id, array( 'status' => $answer->status, 'headers' => (object) $headers ), $answer->body );
	}
}
