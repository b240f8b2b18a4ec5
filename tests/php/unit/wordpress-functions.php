<?php
/**
 * What pure code calls of WordPress, in its plainest form. A suite that needs more of it belongs to tests/php/wordpress.
 *
 * @package UnoPim\Connector
 */

function __( string $text, string $domain = '' ): string {
	return $text;
}

function apply_filters( string $name, mixed $value, mixed ...$more ): mixed {
	$filter = $GLOBALS['unit_filters'][ $name ] ?? null;
	return $filter ? $filter( $value, ...$more ) : $value;
}

function do_action( string $name, mixed ...$more ): void {}

function wp_json_encode( mixed $value, int $flags = 0, int $depth = 512 ): string|false {
	return json_encode( $value, $flags, $depth );
}

function wp_strip_all_tags( string $text ): string {
	return trim( strip_tags( preg_replace( '@<(script|style)[^>]*?>.*?</\\1>@si', '', $text ) ?? '' ) );
}

function wp_check_invalid_utf8( string $text, bool $strip = false ): string {
	return mb_check_encoding( $text, 'UTF-8' ) ? $text : ( $strip ? (string) iconv( 'utf-8', 'utf-8//IGNORE', $text ) : '' );
}

function wp_salt( string $scheme = 'auth' ): string {
	return $GLOBALS['unit_salt'] ?? 'a salt';
}

function is_multisite(): bool {
	return false;
}

function get_user_locale(): string {
	return 'en_US';
}
