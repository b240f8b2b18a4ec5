<?php
declare(strict_types=1);

namespace UnoPim\Connector\Admin;

use UnoPim\Connector\Platform\Registrable;

/** The paragraph for WordPress' privacy-policy guide: what leaves the site and what enters it. */
class Privacy implements Registrable {

	public function register(): void {
		add_action( 'admin_init', array( $this, 'add' ) );
	}

	public function add(): void {
		if ( ! function_exists( 'wp_add_privacy_policy_content' ) ) {
			return;
		}
		$text = array(
			__( 'The UnoPim Connector exchanges catalogue data with the UnoPim server that is configured on this site, and with no other host but the media hosts listed in its settings.', 'unopim-connector' ),
			__( 'To UnoPim go: SKU, family, mapped attribute values, categories, tags, links between products, status, and image files where pushing images is switched on. From UnoPim come: the same, with records and labels per language.', 'unopim-connector' ),
			__( 'It reads no orders, customers, addresses or payments, sends no usage data, and shows nothing to visitors.', 'unopim-connector' ),
		);
		wp_add_privacy_policy_content( __( 'UnoPim Connector', 'unopim-connector' ), '<p>' . implode( '</p><p>', array_map( 'esc_html', $text ) ) . '</p>' );
	}
}
