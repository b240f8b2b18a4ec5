<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Source\BaseAddress;
use UnoPim\Connector\Source\BodyFile;
use UnoPim\Connector\Source\HttpAnswer;
use UnoPim\Connector\Source\HttpRequest;
use UnoPim\Connector\Source\SourceFault;
use UnoPim\Connector\Source\Transport;

/** Fetches files into temporary files, several at a time. Redirects are followed by hand, each to a place that is allowed. */
class Downloader {

	private const TIMEOUT = 30.0;

	private const REDIRECTS = array( 301, 302, 303, 307, 308 );
	private const MAX_HOPS  = 5;

	private const PASSING = array( 408, 425, 429 );

	public function __construct( private Transport $transport, private Places $places ) {}

	/** @param array<int|string,Download> $downloads get their outcome written on them. */
	public function run( array $downloads ): void {
		$left = $downloads;
		for ( $hop = 0; array() !== $left && $hop <= self::MAX_HOPS; $hop++ ) {
			$requests = array_map( static fn( Download $one ) => new HttpRequest( 'GET', $one->url, $one->headers(), '', self::TIMEOUT, $one->max_bytes, $one->file ), $left );
			$answers  = $this->transport->send( $requests );
			foreach ( $left as $key => $one ) {
				$one->file->close();
				if ( ! $this->take( $one, $answers[ $key ] ) ) {
					unset( $left[ $key ] );
				}
			}
		}
		foreach ( $left as $one ) {
			$one->fault = MediaFault::too_many_redirects( BaseAddress::host( $one->url ) );
		}
	}

	/** Whether the file has to be asked for again, elsewhere. */
	private function take( Download $one, HttpAnswer|SourceFault $answer ): bool {
		$status = $answer instanceof HttpAnswer ? $answer->status : 0;
		if ( $answer instanceof HttpAnswer && in_array( $status, self::REDIRECTS, true ) && '' !== $answer->header( 'location' ) ) {
			return $this->redirect( $one, $answer->header( 'location' ) );
		}
		$one->fault = match ( true ) {
			$status >= 400                                   => $this->refused( $answer ),
			BodyFile::TOO_LARGE === $one->file->problem()    => MediaFault::too_large( $one->max_bytes ),
			BodyFile::DISK_FULL === $one->file->problem()    => MediaFault::disk_full(),
			$answer instanceof SourceFault                   => MediaFault::of_source( $answer, BaseAddress::host( $one->url ) ),
			304 === $status && '' !== $one->known            => null,
			200 !== $status                                  => MediaFault::not_found( $status ),
			default                                          => null,
		};
		if ( null === $one->fault ) {
			$one->same      = 304 === $status;
			$one->validator = Download::validator_of( $answer->header( 'etag' ), $answer->header( 'last-modified' ) );
			if ( 200 === $status && $this->is_page( $one, $answer ) ) {
				$one->fault = MediaFault::not_found( 200 );
			}
		}
		return false;
	}

	private function redirect( Download $one, string $location ): bool {
		try {
			$one->url = $this->places->after_redirect( $one->url, $location );
		} catch ( MediaFault $fault ) {
			$one->fault = $fault;
			return false;
		}
		$one->file->restart();
		return true;
	}

	private function refused( HttpAnswer $answer ): MediaFault {
		return $answer->status >= 500 || in_array( $answer->status, self::PASSING, true ) ? MediaFault::busy( $answer->status, $answer->retry_after() ) : MediaFault::not_found( $answer->status );
	}

	/** UnoPim up to 2.0 answers 200 and a page where a file is missing. A document that calls itself something else is judged by its content. */
	private function is_page( Download $one, HttpAnswer $answer ): bool {
		if ( ! str_contains( strtolower( $answer->header( 'content-type' ) ), 'html' ) || 0 === $one->file->bytes() ) {
			return false;
		}
		return 1 === preg_match( '/^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)/is', (string) file_get_contents( $one->file->path, false, null, 0, 2048 ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a local file.
	}
}
