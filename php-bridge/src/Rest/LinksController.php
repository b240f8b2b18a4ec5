<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Jobs\Queues;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Run\LinkBook;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\Rule;

/**
 * `/links`: which UnoPim records stand for which shop items.
 *
 * | `do` | needs | does |
 * |---|---|---|
 * | `link` | channel, entity, code, id | links a code with a shop item |
 * | `adopt` | channel, code | links a code with the product of that SKU |
 * | `recreate` | channel, entity, code | forgets a link whose item is gone, and pulls the code |
 * | `exclude`, `include` | channel, entity, code, id | keeps an item out of pull and push, or lets it in again |
 */
final class LinksController extends Controller {

	public function __construct( private LinkBook $links, private RunStarter $starter, private Lane $lane, private Channels $channels, private Sites $sites, private Clock $clock ) {}

	public function routes(): void {
		$args = self::list_args() + array(
			'entity'  => array( 'type' => 'string', 'enum' => LinkBook::ENTITIES, 'default' => 'product' ),
			'state'   => array( 'type' => 'string', 'enum' => LinkBook::STATES, 'default' => 'all' ),
			'channel' => array( 'type' => 'string', 'default' => '', 'maxLength' => 64 ),
			'search'  => array( 'type' => 'string', 'default' => '', 'maxLength' => 191 ),
		);
		$this->route( '/links', array( 'GET' => fn( $request ) => $this->page( $request ) ), $args );
		$this->route( '/links', array( 'POST' => fn( $request ) => $this->act( self::body( $request ) ) ) );
		$this->route( '/links/(?P<id>\d+)', array( 'DELETE' => fn( $request ) => $this->unlink( (int) $request['id'], (string) $request['channel'] ) ), array( 'channel' => $args['channel'] ) );
	}

	private function page( \WP_REST_Request $request ): \WP_REST_Response {
		$filters = array( 'entity' => $request['entity'], 'state' => $request['state'], 'channel' => $request['channel'], 'search' => $request['search'] );
		if ( 'unlinked' === $filters['state'] && 'product' !== $filters['entity'] ) {
			throw new Fault( 'bad_parameter', __( 'Items without a link are listed for products only.', 'unopim-connector' ), __( 'Choose products.', 'unopim-connector' ), 'entity', 400 );
		}
		$found = $this->at( $filters['channel'], fn() => $this->links->page( $filters, (int) $request['page'], (int) $request['per_page'] ) );
		return self::listing( $found['rows'], $found['total'], (int) $request['per_page'] );
	}

	/** @return \WP_REST_Response|array<string,mixed> */
	private function act( object $body ): \WP_REST_Response|array {
		$channel = $body->channel ?? '';
		$entity  = $body->entity ?? 'product';
		$code    = $body->code ?? null;
		$id      = $body->id ?? 0;
		if ( ! is_string( $channel ) || ! preg_match( '/^\w{0,64}$/', $channel ) || ( '' === $channel && in_array( $entity, array( 'product', 'category' ), true ) ) ) {
			throw self::bad( 'channel', __( 'Choose a channel.', 'unopim-connector' ) );
		}
		if ( ! in_array( $entity, LinkBook::ENTITIES, true ) ) {
			throw self::bad( 'entity', __( 'There are no links of this kind.', 'unopim-connector' ) );
		}
		if ( ! Rule::is_text( $code, 191 ) || '' === $code ) {
			throw self::bad( 'code', __( 'Name the UnoPim code or SKU.', 'unopim-connector' ) );
		}
		if ( ! is_int( $id ) || $id < 0 ) {
			throw self::bad( 'id', __( 'Name the number of the shop item.', 'unopim-connector' ) );
		}
		$do = $body->do ?? null;
		if ( 'recreate' === $do ) {
			$this->at( $channel, fn() => $this->links->forget_gone( $entity, $channel, $code ) );
			$lists = Queues::lists( array( array( 'entity' => $entity, 'code' => $code ) ) );
			return RunsController::started( $this->starter->start( array( 'kind' => 'pull', 'scope' => 'one', 'channel' => $channel ) + $lists, 'admin', get_current_user_id() ), $this->lane, $this->clock );
		}
		if ( 'exclude' === $do || 'include' === $do ) {
			$this->sites->for_owner( fn() => $this->links->exclude( $entity, $channel, $code, $id, 'exclude' === $do ) );
			return array( 'excluded' => 'exclude' === $do );
		}
		return array(
			'link' => match ( $do ) {
				'link'  => $this->at( $channel, fn() => $this->links->link( $entity, $channel, $code, $id ) ),
				'adopt' => $this->at( $channel, fn() => $this->links->adopt( $channel, $code ) ),
				default => throw self::bad( 'do', __( 'Send link, adopt, recreate, exclude or include.', 'unopim-connector' ) ),
			},
		);
	}

	/** @return array{unlinked:bool} */
	private function unlink( int $id, string $channel ): array {
		$this->at( $channel, fn() => $this->links->unlink( $id ) );
		return array( 'unlinked' => true );
	}

	/**
	 * Links are on the site that their channel writes to.
	 *
	 * @template T
	 * @param callable():T $work
	 * @return T
	 */
	private function at( string $channel, callable $work ): mixed {
		return $this->sites->at( '' === $channel ? 0 : $this->channels->site_of( $channel ), $work );
	}

	private static function bad( string $path, string $message ): Fault {
		return new Fault( 'bad_body', $message, __( 'Correct it and try again.', 'unopim-connector' ), $path, 422 );
	}
}
