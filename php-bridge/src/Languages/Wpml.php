<?php
declare(strict_types=1);

namespace UnoPim\Connector\Languages;

/** WPML, through its documented hooks. */
final class Wpml implements Languages {

	public static function is_there(): bool {
		return defined( 'ICL_SITEPRESS_VERSION' ) && has_filter( 'wpml_active_languages' );
	}

	public function name(): string {
		return 'wpml';
	}

	public function all(): array {
		$default = (string) apply_filters( 'wpml_default_language', '' );
		$all     = array();
		foreach ( (array) apply_filters( 'wpml_active_languages', array(), array( 'skip_missing' => 0 ) ) as $code => $language ) {
			$all[] = array(
				'code'    => (string) $code,
				'locale'  => (string) ( $language['default_locale'] ?? '' ),
				'default' => (string) $code === $default,
			);
		}
		return $all;
	}

	public function translates( string $kind, string $type ): bool {
		return self::POST === $kind ? (bool) apply_filters( 'wpml_is_translated_post_type', false, $type ) : (bool) apply_filters( 'wpml_is_translated_taxonomy', false, $type );
	}

	public function of( string $kind, int $id, string $type ): string {
		return (string) ( $this->details( $kind, $id, $type )->language_code ?? '' );
	}

	public function translation( string $kind, int $id, string $type, string $language ): int {
		return (int) apply_filters( 'wpml_object_id', $id, $type, false, $language );
	}

	/** It gives every term a language. */
	public function stand_ins( \WP_Term $term ): array {
		return array();
	}

	public function put( string $kind, int $id, string $type, string $language, int $original ): void {
		$source = $original > 0 ? $this->details( $kind, $original, $type ) : null;
		do_action(
			'wpml_set_element_language_details',
			array(
				'element_id'           => self::element( $kind, $id, $type ),
				'element_type'         => apply_filters( 'wpml_element_type', $type ),
				// Without an original a group of its own.
				'trid'                 => isset( $source->trid ) ? (int) $source->trid : false,
				'language_code'        => $language,
				'source_language_code' => isset( $source->language_code ) ? (string) $source->language_code : null,
			)
		);
	}

	public function everywhere( callable $work ): mixed {
		$before = apply_filters( 'wpml_current_language', null );
		do_action( 'wpml_switch_language', 'all' );
		try {
			return $work();
		} finally {
			do_action( 'wpml_switch_language', $before );
		}
	}

	private function details( string $kind, int $id, string $type ): ?object {
		$details = apply_filters( 'wpml_element_language_details', null, array( 'element_id' => self::element( $kind, $id, $type ), 'element_type' => $type ) );
		return is_object( $details ) ? $details : null;
	}

	/** It knows terms by the numbers that they have in their taxonomy. */
	private static function element( string $kind, int $id, string $type ): int {
		$term = self::TERM === $kind ? get_term( $id, $type ) : null;
		return $term instanceof \WP_Term ? (int) $term->term_taxonomy_id : $id;
	}
}
