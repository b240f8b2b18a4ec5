<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** Reads WordPress' HTTP client: it reports failures as text, cURL's with a number in it. */
final class FailureKind {

	private const TLS_NUMBERS = array( 35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91 );

	/** What a client says of an exchange that ended before the request was on its way. */
	private const BEFORE_SENDING = '/connection timed? ?out|connection time-?out|resolving timed out|lookup timed out|failed to connect|blocked requests|no HTTP transports/i';

	public static function fault( string $host, string $text ): SourceFault {
		$fault = self::kind_of_fault( $host, $text );
		return self::may_have_arrived( $text ) ? $fault->after_sending() : $fault;
	}

	/** Whether the request may have reached the server. What is not known to have failed earlier counts as sent. */
	public static function may_have_arrived( string $text ): bool {
		return ! in_array( self::of( $text ), array( 'dns', 'refused', 'tls' ), true ) && 1 !== preg_match( self::BEFORE_SENDING, $text );
	}

	private static function kind_of_fault( string $host, string $text ): SourceFault {
		return match ( self::of( $text ) ) {
			'dns'     => SourceFault::dns( $host ),
			'refused' => SourceFault::refused( $host ),
			'tls'     => SourceFault::tls( $host ),
			'timeout' => SourceFault::timeout( $host ),
			default   => SourceFault::transport( $host, mb_substr( wp_strip_all_tags( $text ), 0, 200 ) ),
		};
	}

	public static function of( string $text ): string {
		if ( preg_match( '/cURL error (\d+)/i', $text, $found ) ) {
			$number = (int) $found[1];
			return match ( true ) {
				5 === $number, 6 === $number => 'dns',
				7 === $number                => str_contains( $text, 'timed out' ) ? 'timeout' : 'refused',
				28 === $number               => 'timeout',
				in_array( $number, self::TLS_NUMBERS, true ) => 'tls',
				default                      => 'transport',
			};
		}
		return match ( true ) {
			1 === preg_match( '/getaddrinfo|name or service|resolve host/i', $text ) => 'dns',
			1 === preg_match( '/refused/i', $text ) => 'refused',
			1 === preg_match( '/certificate|\bSSL\b|\bTLS\b/i', $text ) => 'tls',
			1 === preg_match( '/timed? ?out/i', $text ) => 'timeout',
			default => 'transport',
		};
	}
}
