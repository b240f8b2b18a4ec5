<?php
declare(strict_types=1);

namespace UnoPim\Connector\Languages;

/** Polylang, through its public functions. */
final class Polylang implements Languages {

	public static function is_there(): bool {
		return function_exists( 'pll_languages_list' ) && function_exists( 'pll_save_post_translations' );
	}

	public function name(): string {
		return 'polylang';
	}

	public function all(): array {
		$locales = pll_languages_list( array( 'fields' => 'locale', 'hide_empty' => false ) );
		$default = pll_default_language();
		$all     = array();
		foreach ( pll_languages_list( array( 'fields' => 'slug', 'hide_empty' => false ) ) as $place => $code ) {
			$all[] = array( 'code' => (string) $code, 'locale' => (string) ( $locales[ $place ] ?? '' ), 'default' => $code === $default );
		}
		return $all;
	}

	public function translates( string $kind, string $type ): bool {
		return self::POST === $kind ? pll_is_translated_post_type( $type ) : pll_is_translated_taxonomy( $type );
	}

	public function of( string $kind, int $id, string $type ): string {
		return (string) ( self::POST === $kind ? pll_get_post_language( $id ) : pll_get_term_language( $id ) );
	}

	public function translation( string $kind, int $id, string $type, string $language ): int {
		return (int) ( self::POST === $kind ? pll_get_post( $id, $language ) : pll_get_term( $id, $language ) );
	}

	/** It gives them the slug with the language behind it, and ties them to nothing. */
	public function stand_ins( \WP_Term $term ): array {
		$made = array_map(
			static function ( string $language ) use ( $term ): int {
				$one = get_term_by( 'slug', "{$term->slug}-{$language}", $term->taxonomy );
				return $one instanceof \WP_Term && pll_get_term_language( $one->term_id ) === $language ? $one->term_id : 0;
			},
			array_map( 'strval', pll_languages_list( array( 'fields' => 'slug', 'hide_empty' => false ) ) )
		);
		return array_values( array_filter( $made ) );
	}

	public function put( string $kind, int $id, string $type, string $language, int $original ): void {
		self::POST === $kind ? pll_set_post_language( $id, $language ) : pll_set_term_language( $id, $language );
		$of = $original > 0 ? $this->of( $kind, $original, $type ) : '';
		if ( '' === $of ) {
			return;
		}
		$group = array( $of => $original, $language => $id );
		if ( self::POST === $kind ) {
			pll_save_post_translations( $group + pll_get_post_translations( $original ) );
		} else {
			pll_save_term_translations( $group + pll_get_term_translations( $original ) );
		}
	}

	/** Its filter on queries leaves alone who says `lang` himself. */
	public function everywhere( callable $work ): mixed {
		$all = static fn( array $args ): array => $args + array( 'lang' => '' );
		add_filter( 'get_terms_args', $all, 0 );
		try {
			return $work();
		} finally {
			remove_filter( 'get_terms_args', $all, 0 );
		}
	}
}
