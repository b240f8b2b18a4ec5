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
		$locale = isset( $options['locale'] ) ? array( 'locale' => (string) $options['locale'] ) : array();
		if ( isset( $options['channel'] ) ) {
			return array( array( 'channel' => (string) $options['channel'] ) + $locale );
		}
		$rows = array_filter( $this->channels->rows(), static fn( $row ) => $row['saved'] && $row['pull'] && ! $row['missing'] );
		if ( array() === $rows ) {
			throw Console::bad( '--channel', __( 'No saved channel pulls.', 'unopim-connector' ) );
		}
		return array_map( static fn( $row ) => array( 'channel' => $row['code'] ) + $locale, array_values( $rows ) );
	}

	/** @param array<string,mixed> $options @return array{channel:string,locale?:string} the only one. */
	public function one( array $options ): array {
		$all = $this->all( $options );
		return 1 === count( $all ) ? $all[0] : throw Console::bad( '--channel', __( 'There are several channels; name one.', 'unopim-connector' ) );
	}
}
