<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Run\ItemBook;
use UnoPim\Connector\Run\LinkBook;
use UnoPim\Connector\Run\Plans;

/** `/products/{id}/state`: what the connector knows about a product, for its editor. */
final class ProductsController extends Controller {

	public function __construct( private LinkBook $links, private ItemBook $items, private Plans $plans, private Sites $sites ) {}

	public function routes(): void {
		$this->route( '/products/(?P<id>\d+)/state', array( 'GET' => fn( $request ) => $this->state( (int) $request['id'] ) ) );
	}

	/** @return array<string,mixed> */
	private function state( int $id ): array {
		if ( ! in_array( get_post_type( $id ), array( 'product', 'product_variation' ), true ) ) {
			throw new Fault( 'product_not_found', __( 'There is no such product.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), 'id', 404 );
		}
		$items = $this->sites->for_owner( fn() => $this->items->about( 'product', $id ) );
		$of    = static fn( string $lane ) => array_values( array_map( array( ReviewsController::class, 'row' ), array_filter( $items, static fn( $item ) => $lane === $item['lane'] ) ) );
		return array(
			'id'       => $id,
			'sku'      => (string) get_post_meta( $id, '_sku', true ),
			'links'    => $this->links->about( 'product', $id ),
			'held'     => $of( 'held' ),
			'parked'   => $of( 'parked' ),
			'images'   => $of( 'image' ),
			'excluded' => array() !== $of( 'excluded' ),
			'last'     => $this->sites->for_owner( fn() => $this->plans->latest( 'product', $id ) ),
		);
	}
}
