<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Push\State;
use UnoPim\Connector\Run\ItemBook;
use UnoPim\Connector\Run\LinkBook;
use UnoPim\Connector\Run\Plans;
use UnoPim\Connector\Run\Sketch;
use UnoPim\Connector\Settings\Channels;

/** `/products/{id}/state`: what the connector knows about a product, for its editor; `/products/{id}/grid`: its variants as UnoPim has them now. */
final class ProductsController extends Controller {

	public function __construct( private LinkBook $links, private ItemBook $items, private Plans $plans, private Sketch $sketch, private Channels $channels, private Sites $sites, private State $pushes ) {}

	public function routes(): void {
		$this->route( '/products/(?P<id>\d+)/state', array( 'GET' => fn( $request ) => $this->state( (int) $request['id'] ) ) );
		$this->route( '/products/(?P<id>\d+)/grid', array( 'GET' => fn( $request ) => $this->grid( (int) $request['id'], (string) $request['channel'] ) ), array( 'channel' => array( 'type' => 'string', 'default' => '', 'maxLength' => 64 ) ) );
	}

	/** The grid of one channel, the first that the product is linked in unless one is named. @return array<string,mixed> */
	private function grid( int $id, string $channel ): array {
		$parent = 'product_variation' === get_post_type( $id ) ? (int) wp_get_post_parent_id( $id ) : $id;
		$links  = array_filter( $this->links->about( 'product', $parent ), static fn( $link ) => '' === $channel || $channel === $link['channel'] );
		$link   = reset( $links );
		if ( false === $link ) {
			throw new Fault( 'not_linked', __( 'This product is not linked with UnoPim.', 'unopim-connector' ), __( 'Link it, or pull it.', 'unopim-connector' ), 'id', 404 );
		}
		return $this->sites->as_owner(
			function () use ( $link ): array {
				$locale = (string) ( $this->channels->find( $link['channel'] )['default_locale'] ?? '' );
				$plan   = $this->sketch->of( $link['channel'], $locale, array( $link['code'] ) );
				return array( 'code' => $link['code'], 'channel' => $link['channel'], 'grid' => is_array( $plan->grids ?? null ) ? ( $plan->grids[0] ?? null ) : null );
			}
		);
	}

	/** @return array<string,mixed> */
	private function state( int $id ): array {
		if ( ! in_array( get_post_type( $id ), array( 'product', 'product_variation' ), true ) ) {
			throw new Fault( 'product_not_found', __( 'There is no such product.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), 'id', 404 );
		}
		$links = $this->links->about( 'product', $id );
		$sku   = (string) get_post_meta( $id, '_sku', true );
		$items = $this->sites->for_owner( fn() => $this->items->about( 'product', $id ) );
		$of    = static fn( string $lane ) => array_values( array_map( array( ReviewsController::class, 'row' ), array_filter( $items, static fn( $item ) => $lane === $item['lane'] ) ) );
		return array(
			'id'       => $id,
			'sku'      => $sku,
			'links'    => $links,
			'held'     => $of( 'held' ),
			'parked'   => $of( 'parked' ),
			'images'   => $of( 'image' ),
			'excluded' => array() !== $of( 'excluded' ),
			'last'     => $this->sites->for_owner( fn() => $this->plans->latest( 'product', $id ) ),
			// A variation is pushed with its product.
			'push'     => $this->pushes->of( 'product_variation' === get_post_type( $id ) ? (int) wp_get_post_parent_id( $id ) : $id, array( $sku, ...array_column( $links, 'code' ) ) ),
		);
	}
}
