<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** Brings the tables up to date on the next admin page or command after an update, and not on the storefront. Until then runs pause. */
final class Upgrade implements Registrable {

	public function __construct( private Schema $schema ) {}

	public function register(): void {
		add_action( 'admin_init', array( $this, 'run' ), 5 );
	}

	public function run(): void {
		if ( ! $this->schema->is_current() ) {
			$this->schema->upgrade();
			Capability::grant();
		}
	}
}
