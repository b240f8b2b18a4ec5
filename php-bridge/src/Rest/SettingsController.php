<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Settings\Transfer;

/** `/settings`: the settings of the site; everything that is no credential as one document. */
final class SettingsController extends Controller {

	public function __construct( private GeneralSettings $settings, private Transfer $transfer ) {}

	public function routes(): void {
		$this->route( '/settings', array( 'GET' => fn() => $this->view(), 'PUT' => fn( $request ) => $this->save( $request ) ) );
		$this->route( '/settings/export', array( 'GET' => fn() => $this->transfer->export() ) );
		$this->route( '/settings/import', array( 'POST' => fn( $request ) => $this->import( $request ) ) );
	}

	/** @return array<string,mixed> */
	private function import( \WP_REST_Request $request ): array {
		$this->transfer->import( self::body( $request ) );
		return $this->transfer->export();
	}

	/** @return array<string,mixed> */
	private function view(): array {
		return $this->settings->all() + array( 'revision' => $this->settings->revision() );
	}

	/** @return array<string,mixed> */
	private function save( \WP_REST_Request $request ): array {
		$changes = (array) json_decode( (string) $request->get_body(), true );
		self::body( $request );
		unset( $changes['revision'] ); // Sent back as it was read.
		$this->settings->save( $changes );
		return $this->view();
	}
}
