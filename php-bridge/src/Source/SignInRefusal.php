<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** What a sign-in that gave no token means, and what to do about it. UnoPim's texts are shown, never interpreted. */
final class SignInRefusal {

	private const MAX_TEXT = 200;

	/** @param array<string> $secrets never repeated, even if UnoPim does. */
	public static function read( HttpAnswer $answer, string $host, #[\SensitiveParameter] array $secrets = array() ): SourceFault {
		$data = $answer->is_html() ? null : json_decode( $answer->body, true );
		$data = is_array( $data ) ? $data : array();
		$text = self::text( $data, $secrets );
		$kind = is_string( $data['error'] ?? null ) ? $data['error'] : '';

		return match ( true ) {
			'invalid_grant' === $kind => SourceFault::sign_in(
				'bad_user',
				self::with( __( 'UnoPim does not accept the username and password.', 'unopim-connector' ), $text ),
				__( 'Check both, and whether the user is enabled in UnoPim.', 'unopim-connector' ),
				'password'
			),
			401 === $answer->status => SourceFault::sign_in(
				'bad_client',
				self::with( __( 'UnoPim does not accept the client ID and client secret.', 'unopim-connector' ), $text ),
				__( 'Copy both again from UnoPim’s Integrations page. Some versions answer the same for an unknown username.', 'unopim-connector' ),
				'client_id'
			),
			404 === $answer->status && '' !== $kind => SourceFault::sign_in(
				'not_found',
				/* translators: %s: host name */
				self::with( sprintf( __( '%s answers, but not as UnoPim under this address.', 'unopim-connector' ), $host ), $text ),
				__( 'Enter the address exactly as UnoPim’s own APP_URL has it, with its folder if there is one.', 'unopim-connector' ),
				'url'
			),
			404 === $answer->status, 405 === $answer->status, $answer->status < 300 => self::not_unopim( $host ),
			$answer->status < 400 => SourceFault::sign_in(
				'redirected',
				/* translators: %s: address */
				sprintf( __( 'The address leads on to %s.', 'unopim-connector' ), self::clean( $answer->header( 'location' ), $secrets ) ),
				__( 'Enter the address at the end of it; redirects are not followed.', 'unopim-connector' ),
				'url'
			),
			429 === $answer->status => SourceFault::sign_in(
				'signin_throttled',
				__( 'UnoPim allows no more sign-ins for now.', 'unopim-connector' ),
				/* translators: %d: seconds */
				sprintf( __( 'It is tried again in %d seconds.', 'unopim-connector' ), $answer->retry_after() ?: SignIn::PAUSE ),
				'',
				$answer->retry_after() ?: SignIn::PAUSE
			),
			400 === $answer->status && '' === $kind => SourceFault::sign_in(
				'wrong_host',
				/* translators: %s: host name */
				sprintf( __( 'UnoPim at %s does not accept being called by this address.', 'unopim-connector' ), $host ),
				__( 'Enter the address exactly as UnoPim’s own APP_URL has it, or add this one to its trusted hosts.', 'unopim-connector' ),
				'url'
			),
			$answer->status >= 500 => SourceFault::sign_in(
				'server_error',
				/* translators: 1: host name, 2: HTTP status */
				self::with( sprintf( __( '%1$s answered the sign-in with an error (%2$d).', 'unopim-connector' ), $host, $answer->status ), $text ),
				__( 'Wait a minute and try again: older versions answer so when signed in to too often. If it stays, see UnoPim’s own log.', 'unopim-connector' ),
				'',
				SignIn::PAUSE
			),
			default => SourceFault::sign_in(
				'signin_refused',
				/* translators: 1: host name, 2: HTTP status */
				self::with( sprintf( __( '%1$s refused the sign-in (%2$d).', 'unopim-connector' ), $host, $answer->status ), $text ),
				__( 'Check all five fields.', 'unopim-connector' )
			),
		};
	}

	public static function not_unopim( string $host ): SourceFault {
		return SourceFault::sign_in(
			'not_unopim',
			/* translators: %s: host name */
			sprintf( __( '%s is not the address of a UnoPim.', 'unopim-connector' ), $host ),
			__( 'Enter the address that you open UnoPim with, without /admin at its end.', 'unopim-connector' ),
			'url'
		);
	}

	/** What UnoPim says about an answer: its three families of error bodies, in this order. */
	public static function says( HttpAnswer $answer ): string {
		$data = $answer->is_html() ? null : json_decode( $answer->body, true );
		return self::text( is_array( $data ) ? $data : array(), array() );
	}

	/**
	 * @param array<mixed>  $data
	 * @param array<string> $secrets
	 */
	private static function text( array $data, #[\SensitiveParameter] array $secrets ): string {
		foreach ( array( 'message', 'error_description', 'error' ) as $key ) {
			if ( is_string( $data[ $key ] ?? null ) && '' !== trim( $data[ $key ] ) ) {
				return self::clean( $data[ $key ], $secrets );
			}
		}
		return '';
	}

	/** @param array<string> $secrets */
	private static function clean( string $text, #[\SensitiveParameter] array $secrets ): string {
		$text = str_replace( $secrets, '•••', wp_strip_all_tags( $text ) );
		return mb_substr( trim( preg_replace( '/\s+/', ' ', $text ) ?? '' ), 0, self::MAX_TEXT );
	}

	private static function with( string $sentence, string $text ): string {
		/* translators: 1: our sentence, 2: UnoPim's own text */
		return '' === $text ? $sentence : sprintf( __( '%1$s It says: “%2$s”', 'unopim-connector' ), $sentence, $text );
	}
}
