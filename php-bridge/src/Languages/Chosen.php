<?php
declare(strict_types=1);

namespace UnoPim\Connector\Languages;

/** The translation plugin that the present site has. */
final class Chosen {

	public static function here(): Languages {
		return match ( true ) {
			// It answers WPML's hooks as well.
			Polylang::is_there() => new Polylang(),
			Wpml::is_there()     => new Wpml(),
			default              => new None(),
		};
	}

	/**
	 * What a term is in every language, itself first.
	 *
	 * @return array<int>
	 */
	public static function versions( int $id, string $taxonomy ): array {
		$languages = self::here();
		return $languages->everywhere(
			static function () use ( $languages, $id, $taxonomy ): array {
				$term = get_term( $id, $taxonomy );
				if ( ! $term instanceof \WP_Term ) {
					return array();
				}
				if ( ! $languages->translates( Languages::TERM, $taxonomy ) ) {
					return array( $id );
				}
				$translations = array_map( static fn( array $language ): int => $languages->translation( Languages::TERM, $id, $taxonomy, $language['code'] ), $languages->all() );
				return array_values( array_unique( array_filter( array( $id, ...$translations, ...$languages->stand_ins( $term ) ) ) ) );
			}
		);
	}

	/**
	 * The languages of the present site as an engine is told them (docs/wire.md, `languages`).
	 *
	 * @return array<array{code:string,locale:string,default:bool,locales:array<string>}>
	 */
	public static function facts(): array {
		$languages = self::here();
		$all       = $languages->all();
		if ( array() === $all ) {
			return array();
		}
		/**
		 * Filters which language of the site a language of UnoPim is, where the names of the two do not tell.
		 *
		 * @param array<string,string> $map    UnoPim's language → the site's, such as `fr_CA` → `fr`
		 * @param string               $plugin `wpml` or `polylang`
		 */
		$map = apply_filters( 'unopim_connector_locale_map', array(), $languages->name() );
		$map = is_array( $map ) ? $map : array();
		return array_map( static fn( array $language ): array => $language + array( 'locales' => array_map( 'strval', array_keys( $map, $language['code'], true ) ) ), $all );
	}
}
