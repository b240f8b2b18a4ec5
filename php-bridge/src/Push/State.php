<?php
declare(strict_types=1);

namespace UnoPim\Connector\Push;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Run\RunGate;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\SourceFault;

/** How things stand with pushing one product: whether it can be, what waits, and what was said of it last. */
class State {

	public function __construct( private \wpdb $db, private Schema $schema, private Sites $sites, private Channels $channels, private Connection $connection, private RunGate $gate, private Queue $queue ) {}

	/**
	 * @param array<string> $keys SKU and codes under which the log may know it
	 * @return array{channel:string,locale:string,dry:bool,reason:string|null,code:string|null,next_step:string|null,waiting:array{change:string,next_at:string,code:string}|null,told:array<string,mixed>|null}
	 */
	public function of( int $product, array $keys ): array {
		$site   = null === $this->sites->owner() ? 0 : get_current_blog_id();
		$wanted = $this->sites->as_owner( fn(): array => $this->wanted( $site, $product ) );
		$row    = $this->queue->find( 'product', $product );
		return $wanted + array(
			'waiting' => null === $row ? null : array( 'change' => $row['change'], 'next_at' => gmdate( 'Y-m-d\TH:i:s\Z', $row['next_try'] ), 'code' => $row['error_code'] ),
			'told'    => $this->told( array_values( array_unique( array_filter( $keys, static fn( $key ) => '' !== $key ) ) ) ),
		);
	}

	/** @return array{channel:string,locale:string,dry:bool,reason:string|null,code:string|null,next_step:string|null} */
	private function wanted( int $site, int $product ): array {
		$channel = $this->channels->pushing( $site )[0] ?? null;
		$dry     = $this->gate->is_dry();
		$fault   = null;
		try {
			if ( ! $this->connection->is_complete() ) {
				throw SourceFault::not_connected();
			}
			$this->gate->check( array( 'kind' => 'push', 'channel' => (string) ( $channel['code'] ?? '' ), 'dry' => $dry ), get_current_user_id() );
		} catch ( Fault $caught ) {
			$fault = $caught;
		}
		return array(
			'channel'   => (string) ( $channel['code'] ?? '' ),
			'locale'    => (string) ( $channel['default_locale'] ?? '' ),
			'dry'       => $dry,
			'reason'    => $fault?->getMessage(),
			'code'      => $fault?->slug(),
			'next_step' => $fault?->next_step(),
		);
	}

	/**
	 * The last that a push has said about it.
	 *
	 * @param array<string> $keys
	 * @return array{level:string,code:string,message:string,hint:string|null,at:string}|null
	 */
	private function told( array $keys ): ?array {
		if ( array() === $keys ) {
			return null;
		}
		$row = $this->db->get_row( $this->db->prepare( "SELECT level, code, message, hint, created_at FROM %i WHERE dir = 'to_unopim' AND entity IN ('product', 'variant') AND item_key IN (" . implode( ',', array_fill( 0, count( $keys ), '%s' ) ) . ') ORDER BY id DESC LIMIT 1', array_merge( array( $this->schema->table( 'logs' ) ), $keys ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
		return null === $row ? null : array( 'level' => (string) $row->level, 'code' => (string) $row->code, 'message' => (string) $row->message, 'hint' => '' === (string) $row->hint ? null : (string) $row->hint, 'at' => str_replace( ' ', 'T', (string) $row->created_at ) . 'Z' );
	}
}
