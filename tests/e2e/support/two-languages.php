<?php
/**
 * A shop in English and French, as far as its list of languages goes: the functions of Polylang that tell it.
 *
 * @package UnoPim\Connector
 */

function pll_languages_list( array $args ): array {
	return 'locale' === $args['fields'] ? array( 'en_US', 'fr_FR' ) : array( 'en', 'fr' );
}

function pll_default_language(): string {
	return 'en';
}

/** By this one the plugin is known. */
function pll_save_post_translations(): array {
	return array();
}
