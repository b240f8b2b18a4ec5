<?php
declare(strict_types=1);

namespace UnoPim\Connector\Admin;

use UnoPim\Connector\Platform\Capability;
use UnoPim\Connector\Platform\Registrable;

/** The panel **UnoPim** in the product editor. What stands in it is drawn by a script of its own from `/products/{id}/state`. */
class ProductPanel implements Registrable {

	private const ROOT = 'unopim-connector-product';

	public function __construct( private Page $page ) {}

	public function register(): void {
		add_action( 'add_meta_boxes_product', array( $this, 'add' ) );
		add_action( 'admin_enqueue_scripts', array( $this, 'enqueue' ) );
	}

	public function add( \WP_Post $post ): void {
		// A product that was never saved stands for nothing yet.
		if ( 'auto-draft' !== $post->post_status && $this->may() ) {
			add_meta_box( self::ROOT . '-box', __( 'UnoPim', 'unopim-connector' ), array( $this, 'show' ), 'product', 'side' );
		}
	}

	public function show( \WP_Post $post ): void {
		printf( '<div id="%s" class="unopim-connector" data-product="%d"></div>', esc_attr( self::ROOT ), (int) $post->ID );
	}

	public function enqueue( string $hook ): void {
		if ( 'post.php' === $hook && 'product' === get_post_type() && $this->may() ) {
			$this->page->load( 'product' );
		}
	}

	private function may(): bool {
		return current_user_can( Capability::required( 'product' ) );
	}
}
