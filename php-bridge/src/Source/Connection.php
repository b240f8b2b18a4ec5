<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\Envelope;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\UnreadableSecret;

/** The stored connection. A constant in wp-config.php stands in for a field and makes it read-only. */
class Connection {

	public const FIELDS  = array( 'url', 'client_id', 'client_secret', 'username', 'password' );
	public const SECRETS = array( 'client_secret', 'password' );

	private const OPTION = 'connection';

	public function __construct( private Options $options, private Envelope $envelope ) {}

	/** @return array<string> the fields that constants set. */
	public function locked(): array {
		return array_values( array_filter( self::FIELDS, static fn( $field ) => null !== self::constant_of( $field ) ) );
	}

	/** What may be shown: no secret, only whether there is one. */
	public function value( string $field ): string {
		if ( in_array( $field, self::SECRETS, true ) ) {
			throw new \LogicException( 'Secrets are not shown.' );
		}
		return self::constant_of( $field ) ?? (string) ( $this->options->read( self::OPTION )[ $field ] ?? '' );
	}

	public function has( string $field ): bool {
		return null !== self::constant_of( $field ) || '' !== (string) ( $this->options->read( self::OPTION )[ $field ] ?? '' );
	}

	public function is_complete(): bool {
		return array() === array_filter( self::FIELDS, fn( $field ) => ! $this->has( $field ) );
	}

	/**
	 * A secret in the clear; '' when there is none.
	 *
	 * @throws UnreadableSecret
	 */
	public function secret( string $field ): string {
		$constant = self::constant_of( $field );
		if ( null !== $constant ) {
			return $constant;
		}
		$sealed = (string) ( $this->options->read( self::OPTION )[ $field ] ?? '' );
		return '' === $sealed ? '' : $this->envelope->open( $sealed, $field );
	}

	/** @throws SourceFault when something is missing or cannot be read. */
	public function credentials(): Credentials {
		if ( ! $this->is_complete() ) {
			throw SourceFault::not_connected();
		}
		try {
			return new Credentials(
				BaseAddress::clean( $this->value( 'url' ) ),
				$this->value( 'client_id' ),
				$this->secret( 'client_secret' ),
				$this->value( 'username' ),
				$this->secret( 'password' )
			);
		} catch ( UnreadableSecret ) {
			throw SourceFault::unreadable();
		}
	}

	/** Stores what no constant sets; secrets sealed. */
	public function save( Credentials $credentials ): void {
		$stored = array();
		foreach ( self::FIELDS as $field ) {
			if ( null === self::constant_of( $field ) ) {
				$stored[ $field ] = in_array( $field, self::SECRETS, true ) ? $this->envelope->seal( $credentials->$field, $field ) : $credentials->$field;
			}
		}
		$this->options->write( self::OPTION, $stored );
	}

	/** Credentials go; links and mapping stay. */
	public function forget(): void {
		$this->options->delete( self::OPTION );
	}

	private static function constant_of( string $field ): ?string {
		$name = 'UNOPIM_CONNECTOR_' . strtoupper( $field );
		return defined( $name ) && is_string( constant( $name ) ) && '' !== constant( $name ) ? constant( $name ) : null;
	}
}
