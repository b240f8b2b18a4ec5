<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\HttpAnswer;

/** Files of UnoPim's DAM extension: `asset:7`. Their address is asked for anew each time, because it is signed for a few minutes only. */
class Assets {

	public function __construct( private Client $client ) {}

	/**
	 * @param array<string> $paths
	 * @return array<string,string|MediaFault> of those that are assets
	 */
	public function addresses( array $paths ): array {
		$gets = array();
		foreach ( $paths as $path ) {
			if ( 1 === preg_match( '/^asset:(\d{1,18})$/', $path, $found ) ) {
				$gets[ $path ] = array( 'path' => 'assets/download/' . $found[1], 'query' => array(), 'etag' => null );
			}
		}
		if ( array() === $gets ) {
			return array();
		}
		$addresses = array();
		foreach ( $this->client->get_all( $gets ) as $path => $answer ) {
			$addresses[ $path ] = $answer instanceof HttpAnswer ? self::address( $answer ) : MediaFault::of_source( $answer, 'UnoPim' );
		}
		return $addresses;
	}

	private static function address( HttpAnswer $answer ): string|MediaFault {
		if ( 200 === $answer->status ) {
			$url = json_decode( $answer->body, true )['data']['download_url'] ?? null;
			return is_string( $url ) && '' !== $url ? $url : MediaFault::not_found( 200 );
		}
		return $answer->status >= 500 || 429 === $answer->status ? MediaFault::busy( $answer->status, $answer->retry_after() ) : MediaFault::not_found( $answer->status );
	}
}
