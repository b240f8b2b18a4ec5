<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Platform\Fault;

/** What one setting may hold, and what it holds until somebody chooses. */
final class Rule {

	private const MAX_TEXT = 1024;
	private const MAX_LIST = 100;

	/** @param array<string> $choices */
	private function __construct(
		private string $type,
		public readonly mixed $default,
		private array $choices = array(),
		private int $least = 0,
		private int $most = 0
	) {}

	public static function flag( bool $preset ): self {
		return new self( 'flag', $preset );
	}

	public static function number( int $preset, int $least, int $most ): self {
		return new self( 'number', $preset, array(), $least, $most );
	}

	/** @param array<string> $choices */
	public static function choice( string $preset, array $choices ): self {
		return new self( 'choice', $preset, $choices );
	}

	/** A code or an address; `$pattern`-free, but without control characters. */
	public static function text( string $preset = '' ): self {
		return new self( 'text', $preset );
	}

	/** Host names. */
	public static function hosts(): self {
		return new self( 'hosts', array() );
	}

	/** @throws Fault that names `$path`. */
	public function check( mixed $value, string $path ): mixed {
		$valid = match ( $this->type ) {
			'flag'   => is_bool( $value ),
			'number' => is_int( $value ) && $value >= $this->least && $value <= $this->most,
			'choice' => in_array( $value, $this->choices, true ),
			'text'   => self::is_text( $value ),
			default  => is_array( $value ) && array_is_list( $value ) && count( $value ) <= self::MAX_LIST && array() === array_filter( $value, static fn( $host ) => ! self::is_host( $host ) ),
		};
		if ( ! $valid ) {
			throw new Fault( 'invalid_value', __( 'This value is not possible here.', 'unopim-connector' ), $this->expectation(), $path, 422 );
		}
		return $value;
	}

	public static function is_text( mixed $value, int $most = self::MAX_TEXT ): bool {
		return is_string( $value ) && strlen( $value ) <= $most && mb_check_encoding( $value, 'UTF-8' ) && ! preg_match( '/[\x00-\x1f\x7f]/', $value );
	}

	private static function is_host( mixed $value ): bool {
		return is_string( $value ) && 1 === preg_match( '/^(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i', $value );
	}

	private function expectation(): string {
		return match ( $this->type ) {
			'flag'   => __( 'Send true or false.', 'unopim-connector' ),
			/* translators: 1: least, 2: most */
			'number' => sprintf( __( 'Send a whole number from %1$d to %2$d.', 'unopim-connector' ), $this->least, $this->most ),
			/* translators: %s: list of words */
			'choice' => sprintf( __( 'Send one of: %s.', 'unopim-connector' ), implode( ', ', $this->choices ) ),
			'text'   => __( 'Send a line of text.', 'unopim-connector' ),
			default  => __( 'Send a list of host names.', 'unopim-connector' ),
		};
	}
}
