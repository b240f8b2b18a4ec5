<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Run\Executor;
use UnoPim\Connector\Run\Lease;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunFault;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\StartFrame;

/**
 * `/runs/{id}/step`: a page drives a run with its own engine. Frames in, frames out (docs/wire.md).
 *
 * | body | answer |
 * |---|---|
 * | empty, or `{"type":"hello"}` | takes the lease; `start` |
 * | `step` | carried out; `responses` |
 * | `step` with a long `wait` | `{"type":"wait","seconds":N}`: the same frame is to be sent again after that |
 * | `step` with a question | refused, `waiting_for_answer`: the run waits, and goes on on the server |
 * | `done` | the run ends; `{"type":"ok"}` |
 */
final class StepController extends Controller {

	/** A step is answered within 20 s; what is left is for starting and encoding. */
	private const SECONDS = 18.0;

	public function __construct( private RunRepository $runs, private Lease $lease, private Executor $executor, private StartFrame $frames, private Lane $lane, private Schema $schema ) {}

	protected function is_of_owner(): bool {
		return true;
	}

	public function routes(): void {
		$this->route( '/runs/(?P<id>\d+)/step', array( 'POST' => fn( $request ) => $this->step( $request ) ) );
		$this->route( '/runs/(?P<id>\d+)/release', array( 'POST' => fn( $request ) => $this->release( $request ) ) );
	}

	/** A page that closes may only have a beacon, which carries no headers: there the nonce stands in the address. */
	protected function nonce( \WP_REST_Request $request ): ?string {
		$header = parent::nonce( $request );
		$query  = $request->get_query_params()['_wpnonce'] ?? null;
		return null === $header && str_ends_with( $request->get_route(), '/release' ) && is_string( $query ) ? $query : $header;
	}

	private function step( \WP_REST_Request $request ): FrameResponse {
		if ( ! $this->schema->is_current() ) {
			throw new Fault( 'update_pending', __( 'The plugin was updated, and its tables were not yet.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), '', 503 );
		}
		$run   = $this->find( $request );
		$owner = BrowserLease::owner( get_current_user_id(), BrowserLease::check( $request->get_header( BrowserLease::HEADER ) ) );
		$bytes = $request->get_body();
		$frame = '' === $bytes ? null : Frame::decode( $bytes );
		if ( null === $frame || 'hello' === $frame->type() ) {
			return new FrameResponse( $this->hello( $run, $owner ) );
		}
		if ( in_array( $run->status, Run::FINAL, true ) ) {
			throw RunFault::over( $run->status );
		}
		if ( $run->lease_owner !== $owner ) {
			throw RunFault::lease_lost();
		}
		if ( function_exists( 'set_time_limit' ) ) {
			@set_time_limit( 60 ); // phpcs:ignore WordPress.PHP.NoSilencedErrors -- some hosts forbid it; the step is short anyway.
		}
		ignore_user_abort( true ); // A page that goes away must not leave half a step.
		$reply = $this->executor->answer( $run, $owner, $frame, self::SECONDS, $run->wait_until > 0 );
		if ( 'asked' === $reply->kind ) {
			throw RunFault::blocked( 'waiting_for_answer', __( 'This run waits for an answer.', 'unopim-connector' ), __( 'Answer its question on the Sync page.', 'unopim-connector' ) );
		}
		if ( 'finished' === $reply->kind ) {
			$this->lane->schedule(); // Another run may have waited for this one.
		}
		return new FrameResponse(
			match ( $reply->kind ) {
				'responses' => $reply->frame,
				'wait'      => Frame::encode( array( 'type' => 'wait', 'seconds' => $reply->seconds ) ),
				default     => Frame::encode( array( 'type' => 'ok' ) ),
			}
		);
	}

	private function hello( Run $run, string $owner ): string {
		if ( null !== $this->runs->blocker( $run ) ) {
			throw RunFault::blocked( 'run_waits', __( 'This run waits for the end of another one of its channel.', 'unopim-connector' ), __( 'It starts by itself then.', 'unopim-connector' ) );
		}
		if ( in_array( $run->status, Run::FINAL, true ) ) {
			throw RunFault::over( $run->status );
		}
		if ( ! $this->lease->take( $run->id, $owner ) ) {
			throw RunFault::lease_lost();
		}
		return $this->frames->build( $this->runs->find( $run->id ) ?? $run );
	}

	/** @return array{released:bool} */
	private function release( \WP_REST_Request $request ): array {
		$run   = $this->find( $request );
		$body  = json_decode( (string) $request->get_body(), true );
		$lease = BrowserLease::check( $request->get_header( BrowserLease::HEADER ) ?? ( is_array( $body ) ? ( $body['lease'] ?? null ) : null ) );
		$owner = BrowserLease::owner( get_current_user_id(), $lease );
		$held  = $run->lease_owner === $owner;
		$this->lease->release( $run->id, $owner );
		if ( $held && 'preview' === $run->kind() ) {
			$this->runs->change_status( $run->id, Run::DRIVABLE, 'cancelled' ); // Nobody is left to look at it.
		}
		$this->lane->schedule();
		return array( 'released' => $held );
	}

	private function find( \WP_REST_Request $request ): Run {
		$id = (int) $request['id'];
		return $this->runs->find( $id ) ?? throw RunFault::not_found( $id );
	}
}
