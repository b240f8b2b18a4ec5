<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * Cleaning of text before WooCommerce gets it, the same for every user and host: WordPress filters by the current user's rights,
 * which differ between a browser and a cron job and would make equal values look changed.
 */
final class Text {

	/**
	 * One line without tags: names, SKUs, attribute values. As `sanitize_text_field`, but `20%ab` keeps its percent sign
	 * (that function drops everything that looks like a URL-encoded octet).
	 */
	public static function line( string $text ): string {
		$text = wp_check_invalid_utf8( $text );
		if ( str_contains( $text, '<' ) ) {
			// A "<" that opens no tag stays, as an entity; wp_pre_kses_less_than() would turn the quotes after it into entities as well.
			$text = wp_strip_all_tags( (string) preg_replace( '/<(?![^<>]*>)/', '&lt;', $text ) );
		}
		return trim( (string) preg_replace( '/[\r\n\t ]+/', ' ', $text ) );
	}

	/** Text with the tags that posts may have. */
	public static function html( string $text ): string {
		return wp_kses_post( wp_check_invalid_utf8( $text ) );
	}

	/** Meta values stay as they are (addresses, JSON, codes), unless they hold markup. */
	public static function meta( string $text ): string {
		return str_contains( $text, '<' ) ? self::html( $text ) : wp_check_invalid_utf8( $text );
	}

	/**
	 * For setters whose value WooCommerce hands to `wp_insert_post` or `update_post_meta` without slashing it. Only backslashes are
	 * doubled, not quotes, so that other plugins see the true value in nearly every case.
	 */
	public static function shielded( string $text ): string {
		return str_replace( '\\', '\\\\', $text );
	}

	/** WordPress keeps `&` in names as an entity or as it is, depending on who saved it. */
	public static function decoded( string $text ): string {
		return wp_specialchars_decode( $text );
	}
}
