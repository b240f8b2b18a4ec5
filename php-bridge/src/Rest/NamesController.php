<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Settings\Channels;

/** `/names`: terms and products of the shop by their numbers, as a screen tells them. */
final class NamesController extends Controller {

	/** Of a request, of either kind. */
	private const MOST = 200;

	public function __construct( private Channels $channels, private Sites $sites ) {}

	public function routes(): void {
		$ids  = array( 'type' => 'array', 'default' => array(), 'maxItems' => self::MOST, 'items' => array( 'type' => 'integer', 'minimum' => 1 ) );
		$args = array( 'terms' => $ids, 'products' => $ids, 'channel' => array( 'type' => 'string', 'default' => '', 'maxLength' => 191 ) );
		$this->route( '/names', array( 'GET' => fn( $request ) => $this->sites->at( $this->channels->site_of( (string) $request['channel'] ), static fn() => self::names( $request ) ) ), $args );
	}

	/**
	 * What is gone from the shop is left out.
	 *
	 * @return array{terms:object,products:object}
	 */
	private static function names( \WP_REST_Request $request ): array {
		_prime_term_caches( $request['terms'], false );
		_prime_post_caches( $request['products'], false );
		return array(
			'terms'    => (object) self::named( $request['terms'], array( self::class, 'term' ) ),
			'products' => (object) self::named( $request['products'], array( self::class, 'product' ) ),
		);
	}

	/**
	 * @param int[]                 $ids
	 * @param callable(int):?string $name
	 * @return array<int,string>
	 */
	private static function named( array $ids, callable $name ): array {
		$ids = array_unique( $ids );
		return array_filter( array_combine( $ids, array_map( $name, $ids ) ), 'is_string' );
	}

	private static function term( int $id ): ?string {
		$term = get_term( $id );
		return $term instanceof \WP_Term ? html_entity_decode( $term->name, ENT_QUOTES, 'UTF-8' ) : null;
	}

	private static function product( int $id ): ?string {
		$product = function_exists( 'wc_get_product' ) ? wc_get_product( $id ) : null;
		if ( ! $product instanceof \WC_Product ) {
			return null;
		}
		$sku = $product->get_sku();
		return '' === $sku ? $product->get_name() : "{$product->get_name()} ({$sku})";
	}
}
