<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Source\Catalog;

/** `/catalog/attributes|families|categories|category-fields|association-types`: search for pickers, over what was read last; `/catalog/refresh` reads it again. */
final class CatalogController extends Controller {

	private const MOST_CODES = 100;

	public function __construct( private Catalog $catalog, private RunStarter $starter, private Lane $lane, private Clock $clock ) {}

	public function routes(): void {
		$args = self::list_args() + array(
			'search' => array( 'type' => 'string', 'default' => '', 'maxLength' => 100 ),
			'codes'  => array( 'type' => 'array', 'default' => array(), 'maxItems' => self::MOST_CODES, 'items' => array( 'type' => 'string' ) ),
		);
		$this->route( '/catalog/refresh', array( 'POST' => fn( $request ) => $this->refresh( $request ) ) );
		$this->route( '/catalog/(?P<kind>' . implode( '|', array_keys( Catalog::KINDS ) ) . ')', array( 'GET' => fn( $request ) => $this->search( $request ) ), $args );
	}

	private function refresh( \WP_REST_Request $request ): \WP_REST_Response {
		$body = (array) json_decode( (string) $request->get_body(), true );
		return RunsController::start_job( $this->starter, $this->lane, $this->clock, array( 'kind' => 'refresh', 'channel' => $body['channel'] ?? null ), $body['host'] ?? 'browser' );
	}

	private function search( \WP_REST_Request $request ): \WP_REST_Response {
		$kind = Catalog::KINDS[ $request['kind'] ];
		if ( array() !== $request['codes'] ) {
			$named = array_values( $this->catalog->named( $kind, $request['codes'] ) );
			return self::listing( $this->rows( $request['kind'], $named ), count( $named ), self::MOST_CODES );
		}
		$found = $this->catalog->search( $kind, trim( (string) $request['search'] ), (int) $request['page'], (int) $request['per_page'] );
		return self::listing( $this->rows( $request['kind'], $found['rows'] ), $found['total'], (int) $request['per_page'] );
	}

	/**
	 * With what a picker tells besides: the group of an attribute, and the names of the levels above a category.
	 *
	 * @param array<array<string,mixed>> $bodies
	 * @return array<array<string,mixed>>
	 */
	private function rows( string $list, array $bodies ): array {
		$rows = array_map( array( self::class, 'row' ), $bodies );
		if ( 'attributes' === $list && array() !== $rows ) {
			$groups = $this->catalog->groups_of_attributes();
			return array_map( static fn( $row ) => $row + array( 'group' => isset( $groups[ $row['code'] ] ) ? self::label( $groups[ $row['code'] ] ) : null ), $rows );
		}
		if ( 'categories' === $list ) {
			$above = $this->catalog->above( $bodies );
			return array_map( static fn( $row ) => $row + array( 'path' => self::path( $row, $above ) ), $rows );
		}
		return $rows;
	}

	/**
	 * From the root down, without the category itself.
	 *
	 * @param array<string,mixed>               $category
	 * @param array<string,array<string,mixed>> $above
	 * @return string[]
	 */
	private static function path( array $category, array $above ): array {
		$path = array();
		while ( null !== ( $category = $above[ $category['parent'] ?? '' ] ?? null ) ) {
			array_unshift( $path, self::label( $category ) );
			unset( $above[ $category['code'] ] ); // A tree that runs in a circle ends here.
		}
		return $path;
	}

	/**
	 * @param array<string,mixed> $body
	 * @return array<string,mixed>
	 */
	private static function row( array $body ): array {
		return array( 'label' => self::label( $body ) ) + $body;
	}

	/**
	 * In the user's language, else English, else any, else the code.
	 *
	 * @param array<string,mixed> $body
	 */
	private static function label( array $body ): string {
		$texts = is_array( $body['labels'] ?? null ) ? $body['labels'] : array();
		$data  = is_array( $body['additional_data'] ?? null ) ? $body['additional_data'] : array();
		foreach ( is_array( $data['locale_specific'] ?? null ) ? $data['locale_specific'] : array() as $locale => $fields ) {
			$texts += array( $locale => $fields['name'] ?? '' );
		}
		$texts = array_filter( $texts + array( '' => $data['common']['name'] ?? '' ), static fn( $text ) => is_string( $text ) && '' !== trim( $text ) );
		return $texts[ get_user_locale() ] ?? $texts['en_US'] ?? ( array_values( $texts )[0] ?? (string) $body['code'] );
	}
}
