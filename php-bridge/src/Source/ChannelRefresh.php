<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\Fault;

/**
 * Reads UnoPim's channels again. It is the one list that is needed before there can be a run, because a run belongs to a
 * channel; everything else the engine reads.
 */
class ChannelRefresh {

	/** A UnoPim with more than 2,000 channels is a fault of paging. */
	private const MAX_PAGES = 20;

	/** @param callable():void $refreshed hears that the definitions are those of UnoPim again */
	public function __construct( private Catalog $catalog, private $refreshed ) {}

	/** @throws Fault and keeps what was there, unless every page was read. */
	public function run( Client $client ): int {
		$bodies = array();
		for ( $page = 1; $page <= self::MAX_PAGES; $page++ ) {
			$data = $this->page( $client, $page );
			foreach ( $data['data'] as $record ) {
				if ( is_array( $record ) && is_string( $record['code'] ?? null ) && '' !== $record['code'] ) {
					$bodies[ $record['code'] ] = self::body( $record );
				}
			}
			if ( array() === $data['data'] || $page >= (int) ( $data['last_page'] ?? 1 ) ) {
				break;
			}
		}
		$this->catalog->replace( 'channel', $bodies );
		( $this->refreshed )();
		return count( $bodies );
	}

	/** @return array{data:array<mixed>,last_page?:mixed} */
	private function page( Client $client, int $page ): array {
		$answer = $client->get_all( array( array( 'path' => 'channels', 'query' => array( array( 'limit', '100' ), array( 'page', (string) $page ) ), 'etag' => null ) ) )[0];
		if ( $answer instanceof SourceFault ) {
			throw $answer;
		}
		$data = 200 === $answer->status && ! $answer->is_html() ? json_decode( $answer->body, true ) : null;
		if ( ! is_array( $data ) || ! is_array( $data['data'] ?? null ) ) {
			/* translators: %d: HTTP status */
			$message = sprintf( __( 'UnoPim did not list its channels (%d).', 'unopim-connector' ), $answer->status );
			$says    = SignInRefusal::says( $answer );
			throw new Fault(
				403 === $answer->status ? 'forbidden' : 'channels_unreadable',
				'' === $says ? $message : "{$message} “{$says}”",
				403 === $answer->status ? __( 'Give the integration the permission api.settings.channels in UnoPim.', 'unopim-connector' ) : __( 'Try again in a minute.', 'unopim-connector' ),
				'',
				502
			);
		}
		return $data;
	}

	/**
	 * The parts that pickers and the engine know.
	 *
	 * @param array<string,mixed> $record
	 * @return array<string,mixed>
	 */
	private static function body( array $record ): array {
		return array(
			'code'          => $record['code'],
			'root_category' => self::code( $record['root_category'] ?? null ),
			'locales'       => self::codes( $record['locales'] ?? array() ),
			'currencies'    => self::codes( $record['currencies'] ?? array() ),
			'labels'        => (object) array_filter( is_array( $record['labels'] ?? null ) ? $record['labels'] : array(), 'is_string' ),
		);
	}

	/** @return array<string> */
	private static function codes( mixed $list ): array {
		return is_array( $list ) ? array_values( array_filter( array_map( array( self::class, 'code' ), $list ) ) ) : array();
	}

	/** Versions name a record by its code or by an object that holds it. */
	private static function code( mixed $value ): ?string {
		$code = is_array( $value ) ? ( $value['code'] ?? null ) : $value;
		return is_string( $code ) && '' !== $code ? $code : null;
	}
}
