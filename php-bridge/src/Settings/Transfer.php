<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Jobs\JobBook;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;

/** Mapping, settings, channels and jobs as one document, to be taken to another site. No credentials are in it. */
class Transfer {

	private const FORMAT = 'unopim-connector';
	private const VERSION = 1;

	public function __construct( private GeneralSettings $settings, private Channels $channels, private Mapping $mapping, private JobBook $jobs, private Clock $clock ) {}

	/** @return array<string,mixed> */
	public function export(): array {
		$channels = array();
		foreach ( $this->channels->rows() as $row ) {
			if ( $row['saved'] ) {
				$channels[] = array( 'code' => $row['code'] ) + array_intersect_key( $row, Channels::rules() );
			}
		}
		return array(
			'format'      => self::FORMAT,
			'version'     => self::VERSION,
			'plugin'      => UNOPIM_CONNECTOR_VERSION,
			'exported_at' => $this->clock->utc( 'Y-m-d\TH:i:s\Z' ),
			'settings'    => $this->settings->all(),
			'channels'    => $channels,
			'mapping'     => $this->mapping->document(),
			'jobs'        => $this->jobs->export(),
		);
	}

	/**
	 * Takes over the parts that the document has. Everything is checked before anything is saved.
	 *
	 * @throws Fault
	 */
	public function import( object $document ): void {
		if ( self::FORMAT !== ( $document->format ?? null ) || self::VERSION !== ( $document->version ?? null ) ) {
			throw new Fault( 'bad_import', __( 'This is no export of the connector, or one of another version.', 'unopim-connector' ), __( 'Export it again on the other site.', 'unopim-connector' ), 'format', 422 );
		}
		$part     = static fn( string $name ) => isset( $document->$name ) ? json_decode( (string) wp_json_encode( $document->$name ), true ) : null;
		$settings = $part( 'settings' );
		$channels = $part( 'channels' );
		foreach ( array( 'settings' => $settings, 'channels' => $channels ) as $name => $value ) {
			if ( null !== $value && ! is_array( $value ) ) {
				throw new Fault( 'bad_import', __( 'This part is not in its form.', 'unopim-connector' ), __( 'Export it again on the other site.', 'unopim-connector' ), $name, 422 );
			}
		}
		$settings = null === $settings ? null : $this->settings->check( $settings );
		$channels = null === $channels ? null : $this->channels->check( $channels );
		$mapping  = isset( $document->mapping ) ? MappingRules::document( MappingRules::as_map( $document->mapping, 'mapping' ) ) : null;
		$jobs     = isset( $document->jobs ) ? $this->jobs->check_export( $part( 'jobs' ) ) : null;
		if ( null !== $settings ) {
			$this->settings->save( $settings );
		}
		if ( null !== $channels ) {
			$this->channels->save( $channels );
		}
		if ( null !== $mapping ) {
			$this->mapping->save_document( $mapping );
		}
		if ( null !== $jobs ) {
			$this->jobs->restore( $jobs );
		}
	}
}
