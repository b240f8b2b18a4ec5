<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\Schema;

/**
 * UnoPim's structure as it was read last (`unopim_catalog`), for pickers and settings. The engine fills it by
 * `catalog.write`; only the channels are also refreshed from here.
 */
class Catalog {

	public const KINDS = array(
		'attributes'        => 'attribute',
		'families'          => 'family',
		'categories'        => 'category',
		'category-fields'   => 'category_field',
		'association-types' => 'association_type',
	);

	/** So many seconds old may be what `recent` gives. */
	private const RECENT = 5.0;

	/** @var array<string,array{0:float,1:array<array<string,mixed>>}> by table and kind: when it was read, and what. */
	private array $read = array();

	public function __construct( private \wpdb $db, private Schema $schema ) {}

	/** What `bodies` gave a moment ago; what this process replaces counts at once. @return array<array<string,mixed>> */
	public function recent( string $kind ): array {
		$now = hrtime( true ) / 1e9;
		$key = "{$this->table()} {$kind}";
		if ( ! isset( $this->read[ $key ] ) || $this->read[ $key ][0] < $now - self::RECENT ) {
			$this->read[ $key ] = array( $now, $this->bodies( $kind ) );
		}
		return $this->read[ $key ][1];
	}

	/** @return array<array<string,mixed>> */
	public function bodies( string $kind ): array {
		$rows = $this->db->get_col( $this->db->prepare( "SELECT body FROM {$this->table()} WHERE kind = %s ORDER BY id", $kind ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- table name.
		return array_values( array_filter( array_map( static fn( $body ) => json_decode( (string) $body, true ), $rows ), 'is_array' ) );
	}

	/**
	 * In which group an attribute stands, as the first family tells that names it.
	 *
	 * @return array<string,array<string,mixed>> the groups' records, by attribute
	 */
	public function groups_of_attributes(): array {
		$groups = array_column( $this->bodies( 'group' ), null, 'code' );
		$of     = array();
		foreach ( $this->bodies( 'family' ) as $family ) {
			foreach ( is_array( $family['attribute_groups'] ?? null ) ? $family['attribute_groups'] : array() as $group ) {
				$code    = is_array( $group ) ? (string) ( $group['code'] ?? '' ) : '';
				$members = is_array( $group['custom_attributes'] ?? null ) ? array_column( $group['custom_attributes'], 'code' ) : array();
				$of     += array_fill_keys( array_filter( $members, 'is_string' ), $groups[ $code ] ?? array( 'code' => $code ) );
			}
		}
		return $of;
	}

	/**
	 * Records whose code or text holds `$search`, by code.
	 *
	 * @return array{rows:array<array<string,mixed>>,total:int}
	 */
	public function search( string $kind, string $search, int $page, int $per_page ): array {
		$where = $this->db->prepare( 'kind = %s', $kind );
		if ( '' !== $search ) {
			// Labels lie within the body; it is stored either with letters as they are or as JSON escapes.
			$plain   = '%' . $this->db->esc_like( $search ) . '%';
			$escaped = '%' . $this->db->esc_like( trim( (string) wp_json_encode( $search ), '"' ) ) . '%';
			$where  .= $this->db->prepare( ' AND (code LIKE %s OR body LIKE %s OR body LIKE %s)', $plain, $plain, $escaped );
		}
		$total = (int) $this->db->get_var( "SELECT COUNT(*) FROM {$this->table()} WHERE {$where}" ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		$rows  = $this->db->get_results( // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
			"SELECT code, body FROM {$this->table()} WHERE {$where} ORDER BY code" . $this->db->prepare( ' LIMIT %d OFFSET %d', $per_page, ( $page - 1 ) * $per_page ),
			ARRAY_A
		);
		return array(
			'rows'  => array_map( static fn( $row ) => array( 'code' => $row['code'] ) + (array) json_decode( (string) $row['body'], true ), $rows ),
			'total' => $total,
		);
	}

	/**
	 * Records by their codes; what is not there is left out.
	 *
	 * @param string[] $codes
	 * @return array<string,array<string,mixed>>
	 */
	public function named( string $kind, array $codes ): array {
		if ( array() === $codes ) {
			return array();
		}
		$places = implode( ',', array_fill( 0, count( $codes ), '%s' ) );
		$rows   = $this->db->get_results( $this->db->prepare( "SELECT code, body FROM {$this->table()} WHERE kind = %s AND code IN ({$places})", $kind, ...$codes ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- table name and placeholders.
		$found  = array();
		foreach ( $rows as $row ) {
			$found[ (string) $row['code'] ] = array( 'code' => $row['code'] ) + (array) json_decode( (string) $row['body'], true );
		}
		return $found;
	}

	/**
	 * What lies above categories, up to the root; a query for each level.
	 *
	 * @param array<array<string,mixed>> $categories
	 * @return array<string,array<string,mixed>> by code
	 */
	public function above( array $categories ): array {
		$known  = array();
		$wanted = self::parents( $categories );
		while ( array() !== $wanted ) {
			$found  = $this->named( 'category', $wanted );
			$known += $found;
			$wanted = array_diff( self::parents( $found ), array_map( 'strval', array_keys( $known ) ) );
		}
		return $known;
	}

	/**
	 * @param array<array<string,mixed>> $categories
	 * @return string[]
	 */
	private static function parents( array $categories ): array {
		return array_values( array_unique( array_filter( array_column( $categories, 'parent' ), static fn( $code ) => is_string( $code ) && '' !== $code ) ) );
	}

	/**
	 * Puts a complete list in place of what is stored of a kind.
	 *
	 * @param array<string,array<string,mixed>> $bodies by code
	 */
	public function replace( string $kind, array $bodies ): void {
		unset( $this->read[ "{$this->table()} {$kind}" ] );
		foreach ( $bodies as $code => $body ) {
			// Without a hash: the engine's own listing tells then whether anything is new to it.
			$this->db->query( $this->db->prepare( "INSERT INTO {$this->table()} (kind, code, hash, body) VALUES (%s, %s, '', %s) ON DUPLICATE KEY UPDATE hash = IF(body = VALUES(body), hash, ''), body = VALUES(body)", $kind, $code, (string) wp_json_encode( $body, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- table name.
		}
		$known = $this->db->get_col( $this->db->prepare( "SELECT code FROM {$this->table()} WHERE kind = %s", $kind ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- table name.
		foreach ( array_diff( $known, array_map( 'strval', array_keys( $bodies ) ) ) as $code ) {
			$this->db->delete( $this->schema->table( 'catalog' ), array( 'kind' => $kind, 'code' => $code ) );
		}
	}

	private function table(): string {
		return $this->schema->table( 'catalog' );
	}
}
