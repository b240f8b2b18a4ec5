<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\SiteLanguages;
use UnoPim\Connector\Source\ChannelRefresh;
use UnoPim\Connector\Source\Client;

/** `/channels`: the rows of Channels & Stores; `/channels/refresh` reads their definitions again; `/channels/sites` is what the Site dropdown of a network offers. */
final class ChannelsController extends Controller {

	public function __construct( private Channels $channels, private ChannelRefresh $refresh, private Client $client, private Sites $sites, private LogWriter $logs, private SiteLanguages $languages ) {}

	public function routes(): void {
		$this->route( '/channels', array( 'GET' => fn() => $this->channels->rows(), 'PUT' => fn( $request ) => $this->save( $request ) ) );
		$this->route( '/channels/sites', array( 'GET' => fn() => $this->sites() ) );
		$this->route( '/channels/languages', array( 'GET' => fn() => $this->languages() ) );
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

	/** @return array<array<string,mixed>> none where no site has several languages. */
	private function languages(): array {
		return array_map( static fn( array $row ): array => array( 'matched' => (object) $row['matched'] ) + $row, $this->languages->all() );
	}

	/** @return array<array{id:int,name:string,own:bool,reason:string|null}> none on a single site; `reason`: why a site cannot be chosen. */
	private function sites(): array {
		return array_map(
			static fn( array $site ) => array( 'id' => $site['id'], 'name' => $site['name'], 'own' => get_current_blog_id() === $site['id'], 'reason' => null === $site['obstacle'] ? null : Channels::obstacle( $site['obstacle'] ) ),
			$this->sites->all( get_current_user_id() )
		);
	}

	/** @return array<array<string,mixed>> */
	private function refresh(): array {
		$this->refresh->run( $this->client );
		$this->logs->write( array( 'level' => 'success', 'op' => 'refresh', 'entity' => 'channel', 'dir' => 'to_shop', 'code' => 'refreshed', 'message' => __( 'Channels, languages and currencies were read again.', 'unopim-connector' ) ) );
		return $this->channels->rows();
	}
}
