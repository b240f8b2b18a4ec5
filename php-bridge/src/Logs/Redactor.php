<?php
declare(strict_types=1);

namespace UnoPim\Connector\Logs;

/**
 * Takes secrets out of text before it is stored: those that are known, and whatever looks like one.
 */
class Redactor {

	private const MASK = '•••';

	/** Shorter values would tear ordinary words apart; they are still caught where a key names them. */
	private const LEAST_LENGTH = 6;

	private const PATTERNS = array(
		// Authorization: Bearer abc
		'/\b(Bearer|Basic)\s+[A-Za-z0-9\-._~+\/]+=*/i' => '$1 ' . self::MASK,
		// A JSON Web Token, wherever it stands.
		'/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/' => self::MASK,
		// "client_secret":"abc"
		'/("(?:access_token|refresh_token|client_secret|password|authorization)"\s*:\s*)"(?:[^"\\\\]|\\\\.)*"/is' => '$1"' . self::MASK . '"',
		// The same inside a JSON text that is itself a JSON string.
		'/(\\\\"(?:access_token|refresh_token|client_secret|password|authorization)\\\\"\s*:\s*)\\\\".*?(?<!\\\\)\\\\"/is' => '$1\\"' . self::MASK . '\\"',
		// client_secret=abc
		'/\b((?:access_token|refresh_token|client_secret|password)=)[^&\s"\']+/i' => '$1' . self::MASK,
	);

	/** @var array<string>|null */
	private ?array $forms = null;

	/** @param callable():array<string> $secrets the known ones; asked once, when first needed. */
	public function __construct( private $secrets ) {}

	public function clean( string $text ): string {
		if ( '' === $text ) {
			return '';
		}
		$text = str_replace( $this->forms(), self::MASK, $text );
		return preg_replace( array_keys( self::PATTERNS ), array_values( self::PATTERNS ), $text ) ?? self::MASK;
	}

	/** Forgets what it knows, because the secrets have changed. */
	public function reset(): void {
		$this->forms = null;
	}

	/** @return array<string> each secret as it is, in JSON, in an address, and in base64. */
	private function forms(): array {
		if ( null === $this->forms ) {
			$forms = array();
			foreach ( ( $this->secrets )() as $secret ) {
				if ( strlen( $secret ) >= self::LEAST_LENGTH ) {
					array_push( $forms, $secret, trim( (string) json_encode( $secret ), '"' ), rawurlencode( $secret ), urlencode( $secret ), base64_encode( $secret ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions,WordPress.PHP.DiscouragedPHPFunctions -- forms in which text may hold it.
				}
			}
			$forms = array_unique( $forms );
			usort( $forms, static fn( $a, $b ) => strlen( $b ) <=> strlen( $a ) );
			$this->forms = $forms;
		}
		return $this->forms;
	}
}
