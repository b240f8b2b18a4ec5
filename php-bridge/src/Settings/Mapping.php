<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Platform\Options;

/**
 * The mapping document, one for the site (docs/wire.md). Stored as JSON text, because an empty map must stay a map. What
 * its rows mean is the engine's matter; here they only have to be well formed.
 */
class Mapping {

	public const CORE = array( 'sku', 'name', 'regular_price', 'sale_price', 'stock_quantity', 'stock_status', 'description', 'short_description', 'status' );

	private const OPTION = 'mapping';

	public function __construct( private Options $options ) {}

	/** The whole document, as the engine wants it. */
	public function document(): object {
		$stored = json_decode( (string) ( $this->options->read( self::OPTION )['document'] ?? '' ) );
		$parts  = is_object( $stored ) ? $stored : new \stdClass();
		$core   = array();
		foreach ( self::CORE as $field ) {
			$core[ $field ] = $parts->core->$field ?? null;
		}
		return (object) array(
			'version'    => 1,
			'core'       => (object) $core,
			'attributes' => is_object( $parts->attributes ?? null ) ? $parts->attributes : new \stdClass(),
			'categories' => is_object( $parts->categories ?? null ) ? $parts->categories : new \stdClass(),
		);
	}

	public function revision(): int {
		return (int) ( $this->options->read( self::OPTION )['revision'] ?? 0 );
	}

	public function core(): object {
		return $this->document()->core;
	}

	/** @param object $core rows by field; a field that is not named keeps its row. */
	public function save_core( object $core ): void {
		$document = $this->document();
		foreach ( MappingRules::core( $core ) as $field => $row ) {
			$document->core->$field = $row;
		}
		$this->save( $document );
	}

	/** @return array{rows:array<object>,inherited:bool} the rows in force; inherited from the channel's default language where this one was never saved. */
	public function attributes( string $channel, string $locale, string $default_locale ): array {
		$languages = $this->document()->attributes->$channel ?? new \stdClass();
		$own       = $languages->$locale ?? null;
		return array(
			'rows'      => $own ?? $languages->$default_locale ?? array(),
			'inherited' => null === $own,
		);
	}

	/** @param array<mixed> $rows */
	public function save_attributes( string $channel, string $locale, array $rows ): void {
		$document                                   = $this->document();
		$document->attributes->$channel           ??= new \stdClass();
		$document->attributes->$channel->$locale    = MappingRules::attributes( $rows );
		$this->save( $document );
	}

	public function categories( string $channel ): object {
		return $this->document()->categories->$channel ?? new \stdClass();
	}

	public function save_categories( string $channel, object $rows ): void {
		$document                       = $this->document();
		$document->categories->$channel = MappingRules::categories( $rows );
		$this->save( $document );
	}

	private function save( object $document ): void {
		$this->options->write(
			self::OPTION,
			array(
				'revision' => $this->revision() + 1,
				'document' => (string) wp_json_encode( $document, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ),
			)
		);
	}
}
