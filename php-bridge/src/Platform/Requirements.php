<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** The oldest versions the plugin runs on. Below them it stays inactive and says which one is missing. */
final class Requirements {

	public const WORDPRESS   = '6.5';
	public const WOOCOMMERCE = '9.3';

	/**
	 * @param string|null $woocommerce null when it is not active.
	 * @return array<array{name:string,needed:string,found:string|null}>
	 */
	public static function missing( string $wordpress, ?string $woocommerce ): array {
		$missing = array();
		if ( version_compare( $wordpress, self::WORDPRESS, '<' ) ) {
			$missing[] = array( 'name' => 'WordPress', 'needed' => self::WORDPRESS, 'found' => $wordpress );
		}
		if ( null === $woocommerce || version_compare( $woocommerce, self::WOOCOMMERCE, '<' ) ) {
			$missing[] = array( 'name' => 'WooCommerce', 'needed' => self::WOOCOMMERCE, 'found' => $woocommerce );
		}
		return $missing;
	}

	/** @param array<array{name:string,needed:string,found:string|null}> $missing */
	public static function show( array $missing ): void {
		if ( ! current_user_can( 'activate_plugins' ) ) {
			return;
		}
		foreach ( $missing as $part ) {
			$text = null === $part['found']
				/* translators: 1: WooCommerce or WordPress, 2: version */
				? sprintf( __( 'UnoPim Connector needs %1$s %2$s or newer, which is not active.', 'unopim-connector' ), $part['name'], $part['needed'] )
				/* translators: 1: WooCommerce or WordPress, 2: version, 3: version */
				: sprintf( __( 'UnoPim Connector needs %1$s %2$s or newer; this site has %3$s.', 'unopim-connector' ), $part['name'], $part['needed'], $part['found'] );
			printf( '<div class="notice notice-error"><p>%s</p></div>', esc_html( $text ) );
		}
	}
}
