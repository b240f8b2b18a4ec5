<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Settings\Channels;

/** Which channel and language a command is for: those that are named, else every channel that pulls, in its default language. */
class Scope {

	public function __construct( private Channels $channels ) {}

	/**
	 * @param array<string,mixed> $options `channel`, `locale`
	 * @return array<array{channel:string,locale?:string}>
	 */
	public function all( array $options ): array {
		$rows = isset( $options['channel'] ) ? array( $this->named( $options ) ) : array_filter( $this->channels->rows(), static fn( $row ) => $row['saved'] && $row['pull'] && ! $row['missing'] );
		if ( array() === $rows ) {
			throw Console::bad( '--channel', __( 'No saved channel pulls.', 'unopim-connector' ) );
		}
		$locale = $options['locale'] ?? null;
		$spoken = null === $locale ? $rows : array_filter( $rows, static fn( $row ) => in_array( $locale, array_column( $row['locales'], 'code' ), true ) );
		if ( array() === $spoken ) {
			/* translators: %s: list of languages */
			throw Console::bad( '--locale', sprintf( __( 'The languages are: %s.', 'unopim-connector' ), implode( ', ', array_unique( array_merge( ...array_map( static fn( $row ) => array_column( $row['locales'], 'code' ), array_values( $rows ) ) ) ) ) ) );
		}
		return array_map( static fn( $row ) => array( 'channel' => $row['code'] ) + ( null === $locale ? array() : array( 'locale' => $locale ) ), array_values( $spoken ) );
	}

	/** @param array<string,mixed> $options @return array<string,mixed> the row of the channel that is named */
	public function named( array $options ): array {
		/* translators: %s: list of channels */
		return $this->channels->find( (string) $options['channel'] ) ?? throw Console::bad( '--channel', sprintf( __( 'The channels are: %s.', 'unopim-connector' ), implode( ', ', array_column( $this->channels->rows(), 'code' ) ) ) );
	}

	/** @param array<string,mixed> $options @return array{channel:string,locale?:string} the only one. */
	public function one( array $options ): array {
		$all = $this->all( $options );
		return 1 === count( $all ) ? $all[0] : throw Console::bad( '--channel', __( 'There are several channels; name one.', 'unopim-connector' ) );
	}
}
