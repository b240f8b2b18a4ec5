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
		$document = array(
			'version'         => 2,
			'core'            => (object) $core,
			'attributes'      => self::map( $parts->attributes ?? null ),
			'categories'      => self::map( $parts->categories ?? null ),
			'category_fields' => self::map( $parts->category_fields ?? null ),
			'taxonomies'      => is_array( $parts->taxonomies ?? null ) ? $parts->taxonomies : array(),
			'references'      => self::map( $parts->references ?? null ),
		);
		// Absent is not empty: without it the usual types apply, and an empty map switches them off.
		return (object) ( is_object( $parts->associations ?? null ) ? $document + array( 'associations' => $parts->associations ) : $document );
	}

	private static function map( mixed $part ): object {
		return is_object( $part ) ? $part : new \stdClass();
	}

	/** Takes the place of everything; a document of version 1 has no more than rows. */
	public function save_document( object $document ): void {
		$this->save( MappingRules::document( $document ) );
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

	/** @return array{category_fields:object,taxonomies:array<object>,references:array<object>,associations:object|null} what stands beside the rows of a channel's categories. */
	public function category_parts( string $channel ): array {
		$document = $this->document();
		return array(
			'category_fields' => $document->category_fields,
			'taxonomies'      => $document->taxonomies,
			'references'      => $document->references->$channel ?? array(),
			'associations'    => $document->associations ?? null,
		);
	}

	/** Saves the parts that are named, all or none. */
	public function save_category_parts( string $channel, object $parts ): void {
		$document = $this->document();
		if ( property_exists( $parts, 'rows' ) ) {
			$document->categories->$channel = MappingRules::categories( MappingRules::as_map( $parts->rows, 'rows' ) );
		}
		if ( property_exists( $parts, 'category_fields' ) ) {
			$document->category_fields = MappingRules::category_fields( MappingRules::as_map( $parts->category_fields, 'category_fields' ) );
		}
		if ( property_exists( $parts, 'taxonomies' ) ) {
			$document->taxonomies = MappingRules::taxonomies( $parts->taxonomies );
		}
		if ( property_exists( $parts, 'references' ) ) {
			$document->references->$channel = MappingRules::references( $parts->references );
		}
		if ( property_exists( $parts, 'associations' ) ) {
			unset( $document->associations );
			if ( null !== $parts->associations ) {
				$document->associations = MappingRules::associations( MappingRules::as_map( $parts->associations, 'associations' ) );
			}
		}
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
