<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Settings\AutoMap;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\Mapping;
use UnoPim\Connector\Settings\ShopCategories;
use UnoPim\Connector\Settings\Targets;

/** `/mapping/*`: the three parts of the mapping document. What the rows mean, the engine says. */
final class MappingController extends Controller {

	public function __construct( private Mapping $mapping, private Channels $channels, private AutoMap $auto ) {}

	public function routes(): void {
		$this->route( '/mapping/core', array( 'GET' => fn() => $this->core(), 'PUT' => fn( $request ) => $this->save_core( $request ) ) );
		$this->route( '/mapping/attributes', array( 'GET' => fn( $request ) => $this->attributes( $request ), 'PUT' => fn( $request ) => $this->save_attributes( $request ) ) );
		$this->route( '/mapping/categories', array( 'GET' => fn( $request ) => $this->categories( $request ), 'PUT' => fn( $request ) => $this->save_categories( $request ) ) );
		$this->route( '/mapping/auto', array( 'POST' => fn( $request ) => $this->auto->propose( self::code( $request, 'channel' ), self::code( $request, 'locale' ) ) ) );
		$this->route( '/mapping/terms', array( 'GET' => fn() => ShopCategories::all() ) );
		$this->route( '/mapping/targets', array( 'GET' => fn() => Targets::all() ) );
	}

	/** @return array<string,mixed> */
	private function core(): array {
		return array( 'core' => $this->mapping->core(), 'revision' => $this->mapping->revision() );
	}

	/** @return array<string,mixed> */
	private function save_core( \WP_REST_Request $request ): array {
		$core = self::body( $request )->core ?? null;
		if ( ! is_object( $core ) ) {
			throw self::fault( 'core' );
		}
		$this->mapping->save_core( $core );
		return $this->core();
	}

	/** @return array<string,mixed> */
	private function attributes( \WP_REST_Request $request ): array {
		$channel = self::code( $request, 'channel' );
		$default = (string) ( $this->channels->find( $channel )['default_locale'] ?? '' );
		return $this->mapping->attributes( $channel, self::code( $request, 'locale' ), $default ) + array( 'revision' => $this->mapping->revision() );
	}

	/** @return array<string,mixed> */
	private function save_attributes( \WP_REST_Request $request ): array {
		$rows = self::body( $request )->rows ?? null;
		if ( ! is_array( $rows ) ) {
			throw self::fault( 'rows' );
		}
		$this->mapping->save_attributes( self::code( $request, 'channel' ), self::code( $request, 'locale' ), $rows );
		return $this->attributes( $request );
	}

	/** @return array<string,mixed> */
	private function categories( \WP_REST_Request $request ): array {
		$channel = self::code( $request, 'channel' );
		return array( 'rows' => $this->mapping->categories( $channel ) ) + $this->mapping->category_parts( $channel ) + array( 'revision' => $this->mapping->revision() );
	}

	/** What is named is saved: rows, category fields, taxonomies, references, associations. @return array<string,mixed> */
	private function save_categories( \WP_REST_Request $request ): array {
		$parts = self::body( $request );
		if ( array() === array_intersect( array( 'rows', 'category_fields', 'taxonomies', 'references', 'associations' ), array_keys( get_object_vars( $parts ) ) ) ) {
			throw self::fault( 'rows' );
		}
		$this->mapping->save_category_parts( self::code( $request, 'channel' ), $parts );
		return $this->categories( $request );
	}

	private static function fault( string $path ): Fault {
		return new Fault( 'bad_body', __( 'The request holds no rows.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), $path, 400 );
	}
}
