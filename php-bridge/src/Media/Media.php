<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

/** Answers the engine's `media.*` requests (docs/wire.md). */
final class Media {

	private const MOST = 500;

	public function __construct( private Library $library, private Fetcher $fetcher, private Outbox $outbox ) {}

	/**
	 * @param array<string,mixed> $request
	 * @return array<string,mixed> the response without its id
	 */
	public function answer( array $request ): array {
		return match ( $request['do'] ?? null ) {
			'media.read'  => array( 'media' => array_values( $this->library->read( array_map( 'strval', (array) ( $request['paths'] ?? array() ) ) ) ) ),
			'media.list'  => array( 'media' => $this->library->page( (int) ( $request['after'] ?? 0 ), max( 1, min( self::MOST, (int) ( $request['limit'] ?? 100 ) ) ) ) ),
			'media.fetch' => array( 'files' => $this->fetcher->run( array_values( (array) ( $request['files'] ?? array() ) ) ) ),
			'media.of'    => array( 'media' => $this->outbox->describe( (array) ( $request['ids'] ?? array() ) ) ),
			'media.note'  => $this->noted( (array) ( $request['media'] ?? array() ) ),
			default       => throw new \LogicException( 'Not a request for media.' ),
		};
	}

	/**
	 * @param array<array{path:string,id:int}> $notes
	 * @return array{}
	 */
	private function noted( array $notes ): array {
		$this->outbox->note( $notes );
		return array();
	}
}
