<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Registrable;

/** Makes the controllers when the REST API is used, and not before. */
final class Routes implements Registrable {

	/** @param callable():array<Controller> $controllers */
	public function __construct( private $controllers ) {}

	public function register(): void {
		add_action( 'rest_api_init', array( $this, 'add' ) );
		( new FrameServer() )->register();
		( new ErrorShape() )->register();
	}

	public function add(): void {
		foreach ( ( $this->controllers )() as $controller ) {
			$controller->routes();
		}
	}
}
