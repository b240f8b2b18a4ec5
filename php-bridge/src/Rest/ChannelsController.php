<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Source\ChannelRefresh;
use UnoPim\Connector\Source\Client;

/** `/channels`: the rows of Channels & Stores; `/channels/refresh` reads their definitions again. */
final class ChannelsController extends Controller {

	public function __construct( private Channels $channels, private ChannelRefresh $refresh, private Client $client ) {}

	public function routes(): void {
		$this->route( '/channels', array( 'GET' => fn() => $this->channels->rows(), 'PUT' => fn( $request ) => $this->save( $request ) ) );
		$this->route( '/channels/refresh', array( 'POST' => fn() => $this->refresh() ) );
	}

	/** @return array<array<string,mixed>> */
	private function save( \WP_REST_Request $request ): array {
		$body = json_decode( (string) $request->get_body(), true );
		$rows = is_array( $body ) && array_is_list( $body ) ? $body : ( $body['channels'] ?? null );
		if ( ! is_array( $rows ) ) {
			throw new Fault( 'bad_body', __( 'The request names no channels.', 'unopim-connector' ), __( 'Send {"channels": [...]}.', 'unopim-connector' ), 'channels', 400 );
		}
		$this->channels->save( $rows );
		return $this->channels->rows();
	}

	/** @return array<array<string,mixed>> */
	private function refresh(): array {
		$this->refresh->run( $this->client );
		return $this->channels->rows();
	}
}
