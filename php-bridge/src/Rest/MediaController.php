<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Jobs\Queues;
use UnoPim\Connector\Media\Library;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Run\ImageLane;
use UnoPim\Connector\Run\ItemBook;
use UnoPim\Connector\Settings\Channels;

/** `/media`: the queue of images; `/media/pictures`: what is in the library, as a screen shows it. */
final class MediaController extends Controller {

	/** Of a request, of either kind. */
	private const MOST_PICTURES = 200;

	public function __construct( private Library $library, private ImageLane $images, private ItemBook $items, private Queues $queues, private Lane $lane, private Channels $channels, private Sites $sites ) {}

	public function routes(): void {
		$word = array( 'type' => 'string', 'default' => '', 'maxLength' => 191 );
		$this->route( '/media', array( 'GET' => fn( $request ) => $this->page( $request ) ), self::list_args() + array( 'state' => $word, 'channel' => $word, 'search' => $word ) );
		$this->route( '/media/pictures', array( 'GET' => fn( $request ) => $this->sites->at( $this->channels->site_of( (string) $request['channel'] ), fn() => $this->pictures( $request ) ) ), self::picture_args() + array( 'channel' => $word ) );
		$this->route( '/media/pause', array( 'POST' => fn() => $this->pause( true ) ) );
		$this->route( '/media/resume', array( 'POST' => fn() => $this->pause( false ) ) );
		$this->route( '/media/retry', array( 'POST' => fn() => $this->retry() ) );
	}

	private function page( \WP_REST_Request $request ): \WP_REST_Response {
		$filters = array( 'lane' => 'image', 'state' => (string) $request['state'], 'channel' => (string) $request['channel'], 'search' => (string) $request['search'] );
		$found   = $this->items->page( $filters, (int) $request['page'], (int) $request['per_page'] );
		return self::listing( $this->status() + array( 'items' => array_map( fn( $item ) => $this->sites->at( $this->channels->site_of( $item['channel'] ), static fn() => self::row( $item ) ), $found['rows'] ) ), $found['total'], (int) $request['per_page'] );
	}

	/**
	 * Names and small pictures of attachments, and of UnoPim's paths that the library has; others are left out.
	 *
	 * @return array{ids:object,paths:object}
	 */
	private function pictures( \WP_REST_Request $request ): array {
		$known = $this->library->read( array_slice( array_filter( explode( "\n", (string) $request['paths'] ) ), 0, self::MOST_PICTURES ) );
		_prime_post_caches( array_merge( $request['ids'], array_column( $known, 'id' ) ), false );
		$ids = array_filter( $request['ids'], static fn( $id ) => 'attachment' === get_post_type( $id ) );
		return array(
			'ids'   => (object) array_combine( $ids, array_map( array( self::class, 'picture' ), $ids ) ),
			'paths' => (object) array_map( static fn( array $file ) => self::picture( $file['id'] ), $known ),
		);
	}

	/** @return array{name:string,src:?string} `src`: null of what is no picture. */
	private static function picture( int $id ): array {
		$src = wp_get_attachment_image_url( $id );
		return array( 'name' => wp_basename( (string) get_attached_file( $id ) ), 'src' => false === $src ? null : $src );
	}

	/** @return array<string,array<string,mixed>> */
	private static function picture_args(): array {
		return array(
			'ids'   => array( 'type' => 'array', 'default' => array(), 'maxItems' => self::MOST_PICTURES, 'items' => array( 'type' => 'integer', 'minimum' => 1 ) ),
			'paths' => array( 'type' => 'string', 'default' => '', 'description' => 'One a line: a path may hold any other character.' ),
		);
	}

	/** @return array{paused:bool,counts:array<string,int>} */
	private function status(): array {
		return array( 'paused' => $this->images->is_paused(), 'counts' => $this->images->counts() );
	}

	/**
	 * @param array<string,mixed> $item
	 * @return array<string,mixed>
	 */
	private static function row( array $item ): array {
		return ReviewsController::row( $item ) + array( 'wanted' => $item['body']->fields ?? new \stdClass() );
	}

	/** @return array<string,mixed> */
	private function pause( bool $paused ): array {
		$this->queues->pause_images( $paused );
		if ( ! $paused ) {
			$this->go_on();
		}
		return $this->status();
	}

	/** @return array<string,mixed> */
	private function retry(): array {
		$count = $this->images->retry_failed();
		$this->go_on();
		return $this->status() + array( 'retried' => $count );
	}

	private function go_on(): void {
		$this->queues->tick();
		$this->lane->schedule();
	}
}
