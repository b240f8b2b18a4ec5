<?php
declare(strict_types=1);

namespace UnoPim\Connector\Health;

use UnoPim\Connector\Platform\Registrable;

/** The same checks on WordPress' own Site Health page. */
class SiteHealth implements Registrable {

	/** @param callable():Report $report made when the page is open, not with every request. */
	public function __construct( private $report ) {}

	public function register(): void {
		add_filter( 'site_status_tests', array( $this, 'tests' ) );
		add_filter( 'debug_information', array( $this, 'information' ) );
	}

	/**
	 * @param array<string,array<string,mixed>> $tests
	 * @return array<string,array<string,mixed>>
	 */
	public function tests( array $tests ): array {
		$tests['direct']['unopim_connector'] = array(
			'label' => __( 'UnoPim Connector', 'unopim-connector' ),
			'test'  => array( $this, 'test' ),
		);
		return $tests;
	}

	/** @return array<string,mixed> the worst state, and every check that is not good. */
	public function test(): array {
		$checks = ( $this->report )()->checks();
		$open   = array_values( array_filter( $checks, static fn( $check ) => 'good' !== $check['state'] ) );
		$worst  = in_array( 'critical', array_column( $open, 'state' ), true ) ? 'critical' : ( array() === $open ? 'good' : 'recommended' );
		$lines  = array_map( static fn( $check ) => '<p><strong>' . esc_html( $check['label'] ) . '</strong>: ' . esc_html( trim( $check['value'] . ' ' . $check['next_step'] ) ) . '</p>', array() === $open ? $checks : $open );
		return array(
			'label'       => array() === $open ? __( 'The UnoPim Connector is in order', 'unopim-connector' ) : __( 'The UnoPim Connector needs attention', 'unopim-connector' ),
			'status'      => $worst,
			'badge'       => array( 'label' => __( 'UnoPim', 'unopim-connector' ), 'color' => 'blue' ),
			'description' => implode( '', $lines ),
			'actions'     => sprintf( '<a href="%s">%s</a>', esc_url( admin_url( 'admin.php?page=unopim-connector' ) ), esc_html__( 'Open UnoPim Configuration', 'unopim-connector' ) ),
			'test'        => 'unopim_connector',
		);
	}

	/**
	 * @param array<string,array<string,mixed>> $sections
	 * @return array<string,array<string,mixed>>
	 */
	public function information( array $sections ): array {
		$fields = array();
		foreach ( ( $this->report )()->checks() as $check ) {
			$fields[ $check['id'] ] = array( 'label' => $check['label'], 'value' => $check['value'], 'debug' => $check['state'] );
		}
		$sections['unopim-connector'] = array( 'label' => __( 'UnoPim Connector', 'unopim-connector' ), 'fields' => $fields );
		return $sections;
	}
}
