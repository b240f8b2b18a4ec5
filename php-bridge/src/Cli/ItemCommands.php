<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Jobs\Queues;
use UnoPim\Connector\Run\Decisions;
use UnoPim\Connector\Run\ImageLane;
use UnoPim\Connector\Run\ItemBook;
use UnoPim\Connector\Run\LinkBook;

/** `wp unopim review|parked|link|media …`. */
final class ItemCommands {

	public function __construct( private ItemBook $items, private Decisions $decisions, private LinkBook $links, private ImageLane $images, private Queues $queues, private Foreground $foreground, private Scope $scope ) {}

	/** Lists fields that wait for a choice. */
	public function reviews( array $args, array $options ): int {
		$rows = array();
		foreach ( $this->items->page( array( 'lane' => 'held', 'channel' => (string) ( $options['channel'] ?? '' ) ), 1, 500 )['rows'] as $item ) {
			foreach ( (array) ( $item['body']->fields ?? array() ) as $field ) {
				$rows[] = array( 'id' => $item['row'], 'channel' => $item['channel'], 'key' => $item['code'], 'field' => $field->field ?? '', 'shop' => $field->shop ?? null, 'unopim' => $field->unopim ?? null );
			}
		}
		Console::rows( $rows, array( 'id', 'channel', 'key', 'field', 'shop', 'unopim' ), $options );
		return Console::DONE;
	}

	/** Decides held fields of an item: --choice=unopim|shop, for all or for --field=<field>[,<field>]. */
	public function resolve( array $args, array $options ): int {
		$choice = $options['choice'] ?? null;
		if ( ! in_array( $choice, array( 'unopim', 'shop' ), true ) ) {
			throw Console::bad( '--choice', __( 'Choose unopim or shop.', 'unopim-connector' ) );
		}
		$fields  = array_filter( explode( ',', (string) ( $options['field'] ?? '' ) ) );
		$started = $this->decisions->resolve( array( Console::number( $args, 0, 'id' ) ), array() === $fields ? $choice : array_fill_keys( $fields, $choice ), 'cli', get_current_user_id() );
		return $this->foreground->finish( $started->run->id );
	}

	/** Lists parked items with their reasons. */
	public function parked( array $args, array $options ): int {
		$rows = array_map(
			static fn( $item ) => array( 'id' => $item['row'], 'channel' => $item['channel'], 'entity' => $item['entity'], 'key' => $item['code'], 'state' => $item['state'], 'tries' => $item['tries'], 'code' => $item['error_code'], 'message' => $item['body']->message ?? '', 'hint' => $item['body']->hint ?? '' ),
			$this->items->page( array( 'lane' => 'parked', 'channel' => (string) ( $options['channel'] ?? '' ) ), 1, 500 )['rows']
		);
		Console::rows( $rows, array( 'id', 'channel', 'entity', 'key', 'state', 'tries', 'code', 'message', 'hint' ), $options );
		return Console::DONE;
	}

	/** Tries a parked item again, or with --all every one of a channel. */
	public function retry( array $args, array $options ): int {
		if ( isset( $options['all'] ) === isset( $args[0] ) ) {
			throw Console::bad( '<id>', __( 'Name an item, or all with --all.', 'unopim-connector' ) );
		}
		$ids = isset( $options['all'] )
			? array_column( $this->items->page( array( 'lane' => 'parked', 'channel' => $this->scope->one( $options )['channel'] ), 1, 500 )['rows'], 'row' )
			: array( Console::number( $args, 0, 'id' ) );
		if ( array() === $ids ) {
			Console::say( __( 'Nothing is parked.', 'unopim-connector' ) );
			return Console::DONE;
		}
		// Each direction has a run of its own.
		$items = array_map( fn( $id ) => $this->items->find( $id, 'parked' ), $ids );
		$sent  = array_filter( $items, array( Queues::class, 'is_of_push' ) );
		$worst = Console::DONE;
		foreach ( array_filter( array( array_diff_key( $items, $sent ), $sent ) ) as $some ) {
			$worst = Console::worst( $worst, $this->foreground->finish( $this->decisions->retry( array_column( $some, 'row' ), 'cli', get_current_user_id() )->run->id ) );
		}
		return $worst;
	}

	/** Lists links: --entity, --state, --channel, --search. */
	public function links( array $args, array $options ): int {
		$filters = array( 'entity' => 'product', 'state' => 'all', 'channel' => '', 'search' => '' );
		$filters = array_map( 'strval', array_intersect_key( $options, $filters ) ) + $filters;
		if ( ! in_array( $filters['entity'], LinkBook::ENTITIES, true ) ) {
			throw Console::bad( '--entity', implode( ', ', LinkBook::ENTITIES ) );
		}
		if ( ! in_array( $filters['state'], LinkBook::STATES, true ) ) {
			throw Console::bad( '--state', implode( ', ', LinkBook::STATES ) );
		}
		Console::rows( $this->links->page( $filters, 1, 500 )['rows'], array( 'link', 'channel', 'code', 'id', 'title', 'state', 'last_pull' ), $options );
		return Console::DONE;
	}

	/** Links a code with a shop item: <code> <id> [--entity=<entity>]. */
	public function add_link( array $args, array $options ): int {
		$entity = (string) ( $options['entity'] ?? 'product' );
		if ( ! in_array( $entity, LinkBook::ENTITIES, true ) ) {
			throw Console::bad( '--entity', implode( ', ', LinkBook::ENTITIES ) );
		}
		$link = $this->links->link( $entity, $this->scope->one( $options )['channel'], Console::word( $args, 0, 'code' ), Console::number( $args, 1, 'id' ) );
		/* translators: %d: number of a link */
		Console::say( sprintf( __( 'Link %d was made.', 'unopim-connector' ), $link ) );
		return Console::DONE;
	}

	/** Removes a link; the shop item stays. */
	public function remove_link( array $args, array $options ): int {
		$this->links->unlink( Console::number( $args, 0, 'link' ) );
		Console::say( __( 'The link was removed.', 'unopim-connector' ) );
		return Console::DONE;
	}

	/** Links a SKU with the product that has it. */
	public function adopt( array $args, array $options ): int {
		/* translators: %d: number of a link */
		Console::say( sprintf( __( 'Link %d was made.', 'unopim-connector' ), $this->links->adopt( $this->scope->one( $options )['channel'], Console::word( $args, 0, 'sku' ) ) ) );
		return Console::DONE;
	}

	/** Shows the image queue. */
	public function media( array $args, array $options ): int {
		Console::rows( array( array( 'paused' => $this->images->is_paused() ) + $this->images->counts() ), array( 'paused', 'waiting', 'retry', 'failed', 'done' ), $options );
		return Console::DONE;
	}

	/** Works on the image queue, here. */
	public function run_media( array $args, array $options ): int {
		return $this->foreground->each( array_map( static fn( $place ) => array( 'kind' => 'images' ) + $place, $this->scope->all( $options ) ) );
	}

	/** Pauses the image queue. */
	public function pause_media( array $args, array $options ): int {
		$this->queues->pause_images( true );
		return $this->media( $args, $options );
	}

	/** Lets the image queue go on. */
	public function resume_media( array $args, array $options ): int {
		$this->queues->pause_images( false );
		return $this->media( $args, $options );
	}

	/** Puts failed images back into the queue. */
	public function retry_media( array $args, array $options ): int {
		$this->images->retry_failed();
		return $this->media( $args, $options );
	}
}
