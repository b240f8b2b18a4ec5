<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Run\Decisions;
use UnoPim\Connector\Run\ItemBook;
use UnoPim\Connector\Run\LastAgreed;
use UnoPim\Connector\Settings\Channels;

/** `/reviews` and `/parked`: items that wait for a person. */
final class ReviewsController extends Controller {

	public function __construct( private ItemBook $items, private Decisions $decisions, private LastAgreed $agreed, private Lane $lane, private Channels $channels, private Sites $sites, private Clock $clock ) {}

	protected function is_of_owner(): bool {
		return true;
	}

	public function routes(): void {
		$word = array( 'type' => 'string', 'default' => '', 'maxLength' => 191 );
		$args = self::list_args() + array( 'channel' => $word, 'entity' => $word, 'state' => $word, 'error_code' => $word, 'search' => $word );
		$this->route( '/reviews', array( 'GET' => fn( $request ) => $this->page( 'held', $request ), 'POST' => fn( $request ) => $this->resolve( $request, null ) ), $args );
		$this->route( '/reviews/(?P<id>\d+)', array( 'POST' => fn( $request ) => $this->resolve( $request, array( (int) $request['id'] ) ) ) );
		$this->route( '/parked', array( 'GET' => fn( $request ) => $this->page( 'parked', $request ) ), $args );
		$this->route( '/parked/(?P<id>\d+)/retry', array( 'POST' => fn( $request ) => $this->retry( $request ) ) );
		$this->route( '/parked/(?P<id>\d+)/ignore', array( 'POST' => fn( $request ) => $this->ignore( (int) $request['id'] ) ) );
	}

	private function page( string $lane, \WP_REST_Request $request ): \WP_REST_Response {
		$filters = array( 'lane' => $lane );
		foreach ( array( 'channel', 'entity', 'state', 'error_code', 'search' ) as $name ) {
			$filters[ $name ] = (string) $request[ $name ];
		}
		$found = $this->items->page( $filters, (int) $request['page'], (int) $request['per_page'] );
		_prime_post_caches( array_column( array_filter( $found['rows'], static fn( $row ) => 'product' === $row['entity'] && $row['id'] > 0 ), 'id' ), false, false );
		return self::listing( array_map( fn( $item ) => $this->with_bases( $item, $this->sites->at( $this->channels->site_of( $item['channel'] ), static fn() => self::row( $item ) ) ), $found['rows'] ), $found['total'], (int) $request['per_page'] );
	}

	/**
	 * Held fields get what both sides had when they last agreed, where that is known.
	 *
	 * @param array<string,mixed> $item
	 * @param array<string,mixed> $row
	 * @return array<string,mixed>
	 */
	private function with_bases( array $item, array $row ): array {
		if ( 'held' !== $item['lane'] ) {
			return $row;
		}
		$fields        = array_filter( (array) $row['fields'], 'is_object' );
		// What all channels share has a history of its own.
		$channel       = in_array( $item['entity'], array( 'product', 'category' ), true ) ? $item['channel'] : (string) strstr( $item['channel'], '@' );
		$known         = $this->agreed->of( $item['entity'], $channel, $item['id'], array_column( $fields, 'field' ) );
		$row['fields'] = array_map( static fn( $field ) => isset( $known[ $field->field ] ) ? (object) ( get_object_vars( $field ) + array( 'base' => $known[ $field->field ] ) ) : $field, array_values( $fields ) );
		return $row;
	}

	/**
	 * As screens show it: what waits stands at the top, and not in a body.
	 *
	 * @param array<string,mixed> $item
	 * @return array<string,mixed>
	 */
	public static function row( array $item ): array {
		$body = is_object( $item['body'] ) ? get_object_vars( $item['body'] ) : array();
		return array(
			'row'        => $item['row'],
			'entity'     => $item['entity'],
			'key'        => $item['code'],
			'channel'    => $item['channel'],
			'id'         => $item['id'],
			'title'      => ShopItem::title( $item['entity'], $item['id'] ),
			'edit_url'   => ShopItem::edit_url( $item['entity'], $item['id'] ),
			'state'      => $item['state'],
			'tries'      => $item['tries'],
			'next_try'   => $item['next_try'] > 0 ? gmdate( 'Y-m-d\TH:i:s\Z', $item['next_try'] ) : null,
			'created_at' => $item['created_at'],
		) + ( 'held' === $item['lane']
			? array( 'fields' => $body['fields'] ?? array() ) + $body
			: array( 'side' => 'to_unopim' === ( $body['dir'] ?? '' ) ? 'unopim' : null, 'code' => $body['code'] ?? $item['error_code'], 'message' => $body['message'] ?? '', 'hint' => $body['hint'] ?? null, 'field' => $body['field'] ?? null ) );
	}

	/**
	 * `choices` decides field by field, `all` every field of the items; `ids` names several items.
	 *
	 * @param array<int>|null $ids
	 */
	private function resolve( \WP_REST_Request $request, ?array $ids ): \WP_REST_Response {
		$body = json_decode( (string) wp_json_encode( self::body( $request ) ), true );
		$ids ??= $body['ids'] ?? null;
		if ( ! is_array( $ids ) || array() === $ids || count( $ids ) > 500 || array() !== array_filter( $ids, static fn( $id ) => ! is_int( $id ) ) ) {
			throw new Fault( 'bad_body', __( 'The request names no items.', 'unopim-connector' ), __( 'Send {"ids": [...], "all": "unopim"}.', 'unopim-connector' ), 'ids', 400 );
		}
		$choice = $body['choices'] ?? $body['all'] ?? null;
		if ( ! is_array( $choice ) && ! in_array( $choice, array( 'unopim', 'shop' ), true ) ) {
			throw new Fault( 'bad_body', __( 'The request holds no choice.', 'unopim-connector' ), __( 'Send {"choices": {"name": "unopim"}} or {"all": "shop"}.', 'unopim-connector' ), 'choices', 400 );
		}
		return RunsController::started( $this->decisions->resolve( $ids, $choice, 'admin', get_current_user_id() ), $this->lane, $this->clock );
	}

	/** `choices` decides a field with it: `{"choices":{"sku":"unopim"}}` puts UnoPim's SKU back. */
	private function retry( \WP_REST_Request $request ): \WP_REST_Response {
		$body    = json_decode( (string) $request->get_body(), true );
		$choices = is_array( $body ) ? $body['choices'] ?? array() : array();
		if ( ! is_array( $choices ) || array() !== array_diff( $choices, array( 'unopim', 'shop' ) ) ) {
			throw new Fault( 'bad_body', __( 'The request holds no choice.', 'unopim-connector' ), __( 'Send {"choices": {"sku": "unopim"}}, or nothing.', 'unopim-connector' ), 'choices', 400 );
		}
		return RunsController::started( $this->decisions->retry( array( (int) $request['id'] ), 'admin', get_current_user_id(), $choices ), $this->lane, $this->clock );
	}

	/** @return array<string,mixed> */
	private function ignore( int $id ): array {
		$this->decisions->ignore( $id );
		return self::row( $this->items->find( $id, 'parked' ) );
	}
}
