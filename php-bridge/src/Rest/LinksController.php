<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Schema;

/** `/links`: which UnoPim records stand for which shop items, those linked last first. */
final class LinksController extends Controller {

	public function __construct( private \wpdb $db, private Schema $schema ) {}

	public function routes(): void {
		$args = self::list_args() + array(
			'entity' => array( 'type' => 'string', 'enum' => array( 'product', 'attribute', 'option', 'category' ), 'default' => 'product' ),
			'search' => array( 'type' => 'string', 'default' => '', 'maxLength' => 191 ),
		);
		$this->route( '/links', array( 'GET' => fn( $request ) => $this->page( $request ) ), $args );
	}

	private function page( \WP_REST_Request $request ): \WP_REST_Response {
		$where = $this->db->prepare( 'entity = %s', $request['entity'] );
		if ( '' !== $request['search'] ) {
			$where .= $this->db->prepare( ' AND code LIKE %s', '%' . $this->db->esc_like( (string) $request['search'] ) . '%' );
		}
		$table = $this->schema->table( 'links' );
		$size  = (int) $request['per_page'];
		$rows  = $this->db->get_results( "SELECT id, code, channel, shop_id, last_pull FROM {$table} WHERE {$where} ORDER BY id DESC" . $this->db->prepare( ' LIMIT %d OFFSET %d', $size, ( (int) $request['page'] - 1 ) * $size ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		$total = (int) $this->db->get_var( "SELECT COUNT(*) FROM {$table} WHERE {$where}" ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		if ( 'product' === $request['entity'] ) {
			_prime_post_caches( array_map( static fn( $row ) => (int) $row['shop_id'], $rows ), false, false );
		}
		return self::listing(
			array_map(
				static fn( $row ) => array(
					'code'    => $row['code'],
					'id'      => (int) $row['shop_id'],
					'channel' => $row['channel'],
					'title'   => 'product' === $request['entity'] ? get_the_title( (int) $row['shop_id'] ) : '',
				),
				$rows
			),
			$total,
			$size
		);
	}
}
