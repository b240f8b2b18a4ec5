<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Options;

/** The settings of the site. A value that was never saved is its default. */
class GeneralSettings {

	private const OPTION = 'settings';

	public function __construct( private Options $options ) {}

	/** @return array<string,Rule> */
	public static function rules(): array {
		return array(
			'dry_run'             => Rule::flag( false ),
			'writeback_delete'    => Rule::flag( false ),
			'on_delete'           => Rule::choice( 'trash', array( 'trash', 'delete', 'skip' ) ),
			'remove_data'         => Rule::flag( false ),
			'log_retention_days'  => Rule::number( 30, 1, 365 ),
			'undo_retention_days' => Rule::number( 14, 0, 90 ),
			'batch_size'          => Rule::number( 50, 1, 500 ),
			'requests_per_minute' => Rule::number( 100, 1, 1000 ),
			'images_per_minute'   => Rule::number( 60, 1, 600 ),
			'largest_image_mb'    => Rule::number( 15, 1, 100 ),
			'media_address'       => Rule::text(),
			'media_hosts'         => Rule::hosts(),
			'match_by_gtin'       => Rule::flag( false ),
			'trashed_match'       => Rule::choice( 'report', array( 'report', 'restore' ) ),
			'category_assignment' => Rule::choice( 'managed', array( 'managed', 'exact' ) ),
			'related_products'    => Rule::choice( 'store', array( 'store', 'use' ) ),
			// Of products that are sent to UnoPim without a family of their own.
			'default_family'      => Rule::text(),
		);
	}

	/** @return array<string,mixed> */
	public function all(): array {
		$stored = $this->options->read( self::OPTION )['values'] ?? array();
		$values = array();
		foreach ( self::rules() as $name => $rule ) {
			$values[ $name ] = $stored[ $name ] ?? $rule->default;
		}
		return $values;
	}

	public function get( string $name ): mixed {
		return $this->all()[ $name ];
	}

	/** Counts the saves: plans and runs remember what they were made from. */
	public function revision(): int {
		return (int) ( $this->options->read( self::OPTION )['revision'] ?? 0 );
	}

	/**
	 * Saves what is named, keeps the rest.
	 *
	 * @param array<string,mixed> $changes
	 * @throws Fault when one of them is not possible; then none is saved.
	 */
	public function save( array $changes ): void {
		$values = $this->check( $changes ) + $this->all();
		$this->options->write( self::OPTION, array( 'revision' => $this->revision() + 1, 'values' => $values ) );
	}

	/**
	 * @param array<string,mixed> $changes
	 * @return array<string,mixed>
	 * @throws Fault
	 */
	public function check( array $changes ): array {
		$rules = self::rules();
		$clean = array();
		foreach ( $changes as $name => $value ) {
			if ( ! isset( $rules[ $name ] ) ) {
				throw new Fault( 'unknown_setting', __( 'There is no such setting.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), (string) $name, 422 );
			}
			$clean[ $name ] = $rules[ $name ]->check( $value, $name );
		}
		return $clean;
	}
}
