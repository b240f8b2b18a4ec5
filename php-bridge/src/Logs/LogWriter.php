<?php
declare(strict_types=1);

namespace UnoPim\Connector\Logs;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Schema;

/** Writes log rows. Everything passes the redactor first, whoever wrote it. */
class LogWriter {

	public const LEVELS = array( 'info', 'warn', 'error', 'success' );

	/** As many rows as one query writes. */
	private const SLICE = 200;

	private const MAX_MESSAGE = 2000;
	private const MAX_DETAIL  = 4096; // Bytes.

	/** Longest text of each column. */
	private const WIDTHS = array( 'op' => 16, 'entity' => 16, 'item_key' => 191, 'dir' => 16, 'channel' => 64, 'locale' => 32, 'code' => 64, 'field' => 191 );

	/** @param callable(string):int $site_of the site to which a channel writes: its rows go there too */
	public function __construct( private \wpdb $db, private Schema $schema, private Redactor $redactor, private Clock $clock, private ShopLog $shop_log, private $site_of ) {}

	/**
	 * @param array<string,mixed> $row    level, message, and any other column.
	 * @param bool                $second an error goes into WooCommerce's log too
	 */
	public function write( array $row, bool $second = true ): void {
		$kept = $this->clean( $row );
		if ( null === $kept ) {
			return;
		}
		$this->db->insert( $this->table( $kept ), $kept );
		if ( $second && 'error' === $kept['level'] ) {
			$this->shop_log->line( 'error', trim( "{$kept['op']} {$kept['entity']} {$kept['item_key']}" ) . ": {$kept['message']} ({$kept['code']})" );
		}
	}

	/**
	 * Many rows of one channel, none of them an error, with few queries.
	 *
	 * @param array<array<string,mixed>> $rows
	 */
	public function write_all( array $rows ): void {
		foreach ( array_chunk( array_values( array_filter( array_map( array( $this, 'clean' ), $rows ) ) ), self::SLICE ) as $some ) {
			$columns = array_keys( $some[0] );
			$lines   = array_map( fn( $row ) => '(' . implode( ', ', array_map( fn( $value ) => null === $value ? 'NULL' : $this->db->prepare( '%s', (string) $value ), $row ) ) . ')', $some );
			$this->db->query( $this->db->prepare( 'INSERT INTO %i (' . implode( ', ', $columns ) . ') VALUES ', $this->table( $some[0] ) ) . implode( ', ', $lines ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- names of this class, and prepared above.
		}
	}

	/** @param array<string,mixed> $kept */
	private function table( array $kept ): string {
		return $this->schema->table_at( '' === $kept['channel'] ? 0 : ( $this->site_of )( $kept['channel'] ), 'logs' );
	}

	/**
	 * A row as it is stored, its columns always in the same order; null when somebody drops it.
	 *
	 * @param array<string,mixed> $row
	 * @return array<string,mixed>|null
	 */
	private function clean( array $row ): ?array {
		$clean = array(
			'created_at' => $this->clock->utc(),
			'level'      => in_array( $row['level'] ?? '', self::LEVELS, true ) ? $row['level'] : 'info',
			'message'    => $this->text( $row['message'] ?? '', self::MAX_MESSAGE ),
			'hint'       => $this->text( $row['hint'] ?? '', self::MAX_MESSAGE ),
			'run_id'     => isset( $row['run_id'] ) ? (int) $row['run_id'] : null,
			'detail'     => isset( $row['detail'] ) ? $this->detail( $row['detail'] ) : null,
		);
		foreach ( self::WIDTHS as $column => $width ) {
			$clean[ $column ] = $this->text( $row[ $column ] ?? '', $width );
		}
		/**
		 * Filters a log row after redaction; anything but an array drops it.
		 *
		 * @param array<string,mixed> $clean
		 */
		$filtered = apply_filters( 'unopim_connector_log_row', $clean );
		return is_array( $filtered ) ? array_merge( $clean, array_intersect_key( $filtered, $clean ) ) : null;
	}

	/** @param array<string,mixed> $about further columns */
	public function fault( Fault $fault, array $about = array() ): void {
		$this->write(
			$about + array(
				'level'   => 'error',
				'code'    => $fault->slug(),
				'message' => $fault->getMessage(),
				'field'   => $fault->path(),
				'hint'    => $fault->next_step(),
			)
		);
	}

	/**
	 * The rows of an engine's report (docs/wire.md).
	 *
	 * @param array<mixed>        $logs
	 * @param array<string,mixed> $about run_id, channel, locale
	 */
	public function report( array $logs, array $about ): void {
		foreach ( $logs as $log ) {
			if ( is_array( $log ) ) {
				$this->write(
					$about + array(
						'level'    => $log['level'] ?? 'info',
						'op'       => $log['op'] ?? '',
						'entity'   => $log['entity'] ?? '',
						'item_key' => $log['key'] ?? '',
						'dir'      => $log['dir'] ?? '',
						'code'     => $log['code'] ?? '',
						'message'  => $log['message'] ?? '',
						'field'    => $log['field'] ?? '',
						'hint'     => $log['hint'] ?? '',
					)
				);
			}
		}
	}

	/** As much of a text as a detail has room for beside others; secrets go before it is cut, for a part of one would not be recognised. */
	public function excerpt( string $text, int $bytes ): string {
		return mb_strcut( $this->redactor->clean( wp_check_invalid_utf8( $text, true ) ), 0, $bytes, 'UTF-8' );
	}

	private function detail( mixed $detail ): string {
		$text = is_scalar( $detail ) ? (string) $detail : (string) wp_json_encode( $detail, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
		return mb_strcut( $this->text( $text, self::MAX_DETAIL ), 0, self::MAX_DETAIL, 'UTF-8' );
	}

	private function text( mixed $value, int $width ): string {
		if ( ! is_scalar( $value ) ) {
			return '';
		}
		// Redact first: a cut secret would no longer be recognised.
		$text = $this->redactor->clean( wp_check_invalid_utf8( (string) $value, true ) );
		return mb_substr( preg_replace( '/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/', '', $text ) ?? '', 0, $width );
	}
}
