<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Jobs\Queues;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Run\ImageLane;
use UnoPim\Connector\Run\ItemBook;
use UnoPim\Connector\Settings\Channels;

/** `/media`: the queue of images. */
final class MediaController extends Controller {

	public function __construct( private ImageLane $images, private ItemBook $items, private Queues $queues, private Lane $lane, private Channels $channels, private Sites $sites ) {}

	public function routes(): void {
		$word = array( 'type' => 'string', 'default' => '', 'maxLength' => 191 );
		$this->route( '/media', array( 'GET' => fn( $request ) => $this->page( $request ) ), self::list_args() + array( 'state' => $word, 'channel' => $word, 'search' => $word ) );
		$this->route( '/media/pause', array( 'POST' => fn() => $this->pause( true ) ) );
		$this->route( '/media/resume', array( 'POST' => fn() => $this->pause( false ) ) );
		$this->route( '/media/retry', array( 'POST' => fn() => $this->retry() ) );
	}

	private function page( \WP_REST_Request $request ): \WP_REST_Response {
		$filters = array( 'lane' => 'image', 'state' => (string) $request['state'], 'channel' => (string) $request['channel'], 'search' => (string) $request['search'] );
		$found   = $this->items->page( $filters, (int) $request['page'], (int) $request['per_page'] );
		return self::listing( $this->status() + array( 'items' => array_map( fn( $item ) => $this->sites->at( $this->channels->site_of( $item['channel'] ), static fn() => self::row( $item ) ), $found['rows'] ) ), $found['total'], (int) $request['per_page'] );
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
