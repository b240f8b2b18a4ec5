<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\Rule;

/** The form of a job (docs/wire.md, `job`). Which jobs may start is the starter's matter. */
class Job {

	public const KINDS  = array( 'pull', 'deletions', 'images', 'apply', 'undo', 'preview', 'probe', 'refresh' );
	public const SCOPES = array( 'full', 'changes', 'one' );

	/** What a pull of named items may name. */
	public const LISTS = array( 'skus', 'categories', 'attributes', 'families' );

	/** Kinds that can plan instead of writing. */
	public const PLANNABLE = array( 'pull', 'deletions' );

	private const MAX_LIST = 500;
	private const MAX_CODE = 191;

	/** Of products that a preview reads to show how a mapping turns out. */
	private const MAX_SAMPLE = 1000;

	public function __construct( private Channels $channels ) {}

	/**
	 * Brings a job into its form. `apply` and `undo` name a run, whose channel and language are filled in by the starter.
	 *
	 * @param array<mixed> $job
	 * @return array<string,mixed>
	 * @throws RunFault
	 */
	public function check( array $job ): array {
		$kind = $job['kind'] ?? null;
		if ( ! in_array( $kind, self::KINDS, true ) ) {
			throw RunFault::bad_job( 'job.kind', __( 'There is no run of this kind.', 'unopim-connector' ) );
		}
		$clean = array( 'kind' => $kind ) + $this->place( $job, $kind );
		if ( 'pull' === $kind ) {
			$clean['scope'] = self::scope( $job['scope'] ?? 'full' );
		}
		if ( in_array( $kind, self::PLANNABLE, true ) ) {
			$clean['dry'] = self::flag( $job['dry'] ?? false );
		}
		if ( in_array( $kind, array( 'pull', 'preview' ), true ) ) {
			$clean += self::lists( $job, $kind );
		}
		if ( 'pull' === $kind && array() !== ( $job['choices'] ?? array() ) ) {
			$clean['choices'] = self::choices( $job['choices'], $clean['skus'] );
		}
		if ( 'one' === ( $clean['scope'] ?? null ) && array() === array_filter( array_intersect_key( $clean, array_flip( self::LISTS ) ) ) ) {
			throw RunFault::bad_job( 'job.skus', __( 'Name at least one SKU or code.', 'unopim-connector' ) );
		}
		if ( 'preview' === $kind && isset( $job['sample'] ) ) {
			$clean['sample'] = self::sample( $job['sample'] );
		}
		if ( 'preview' === $kind && array() === $clean['skus'] && ! isset( $clean['sample'] ) ) {
			throw RunFault::bad_job( 'job.skus', __( 'Name at least one SKU.', 'unopim-connector' ) );
		}
		return $clean;
	}

	/**
	 * As the engine reads it: maps that are empty, or whose keys are numbers, stay maps.
	 *
	 * @param array<string,mixed> $job
	 * @return array<string,mixed>
	 */
	public static function to_wire( array $job ): array {
		if ( isset( $job['choices'] ) ) {
			$job['choices'] = (object) array_map( static fn( $fields ) => (object) $fields, (array) $job['choices'] );
		}
		return $job;
	}

	/** Whether two jobs ask for the same. */
	public static function is_same( array $one, array $other ): bool {
		ksort( $one );
		ksort( $other );
		return wp_json_encode( $one ) === wp_json_encode( $other );
	}

	/**
	 * @param array<mixed> $job
	 * @return array<string,mixed> channel and language, or the run that it is about.
	 */
	private function place( array $job, string $kind ): array {
		if ( 'apply' === $kind || 'undo' === $kind ) {
			$name = 'apply' === $kind ? 'plan' : 'run';
			if ( ! is_int( $job[ $name ] ?? null ) || $job[ $name ] < 1 ) {
				throw RunFault::bad_job( "job.{$name}", 'apply' === $kind ? __( 'Name the plan that is to be applied.', 'unopim-connector' ) : __( 'Name the run that is to be taken back.', 'unopim-connector' ) );
			}
			return array( $name => $job[ $name ] );
		}
		$channel = $job['channel'] ?? ( 'probe' === $kind ? 'default' : null );
		if ( ! is_string( $channel ) || ! preg_match( '/^\w{1,64}$/', $channel ) ) {
			throw RunFault::bad_job( 'job.channel', __( 'Choose a channel.', 'unopim-connector' ) );
		}
		$locale = $job['locale'] ?? ( ( $this->channels->find( $channel )['default_locale'] ?? '' ) ?: 'en_US' );
		if ( ! is_string( $locale ) || ! preg_match( '/^\w{2,32}$/', $locale ) ) {
			throw RunFault::bad_job( 'job.locale', __( 'Choose a language.', 'unopim-connector' ) );
		}
		return array( 'channel' => $channel, 'locale' => $locale );
	}

	private static function scope( mixed $scope ): string {
		if ( ! in_array( $scope, self::SCOPES, true ) ) {
			throw RunFault::bad_job( 'job.scope', __( 'There is no such scope.', 'unopim-connector' ) );
		}
		return $scope;
	}

	private static function flag( mixed $value ): bool {
		if ( ! is_bool( $value ) ) {
			throw RunFault::bad_job( 'job.dry', __( 'Send true or false.', 'unopim-connector' ) );
		}
		return $value;
	}

	/**
	 * @param array<mixed> $job
	 * @return array<string,array<string>> `skus` always, the others where they are named.
	 */
	private static function lists( array $job, string $kind ): array {
		$lists = array();
		foreach ( 'preview' === $kind ? array( 'skus' ) : self::LISTS as $name ) {
			$codes = $job[ $name ] ?? array();
			if ( ! is_array( $codes ) || ! array_is_list( $codes ) || count( $codes ) > self::MAX_LIST || array() !== array_filter( $codes, static fn( $code ) => ! Rule::is_text( $code, self::MAX_CODE ) || '' === $code ) ) {
				/* translators: %s: name of a list, such as skus */
				throw RunFault::bad_job( "job.{$name}", sprintf( __( 'The list %s is no list of texts, or too long.', 'unopim-connector' ), $name ) );
			}
			if ( 'skus' === $name || array() !== $codes ) {
				$lists[ $name ] = array_values( array_unique( $codes ) );
			}
		}
		return $lists;
	}

	/** @return array{size:int,family:string} */
	private static function sample( mixed $sample ): array {
		$size   = is_array( $sample ) ? $sample['size'] ?? null : null;
		$family = is_array( $sample ) ? $sample['family'] ?? '' : '';
		if ( ! is_int( $size ) || $size < 1 || $size > self::MAX_SAMPLE || ! is_string( $family ) || ! preg_match( '/^\w{0,64}$/', $family ) ) {
			/* translators: %d: number of products */
			throw RunFault::bad_job( 'job.sample', sprintf( __( 'A sample has a size from 1 to %d, and a family or none.', 'unopim-connector' ), self::MAX_SAMPLE ) );
		}
		return array( 'size' => $size, 'family' => $family );
	}

	/**
	 * @param array<string> $skus
	 * @return array<array<string,string>>
	 */
	private static function choices( mixed $choices, array $skus ): array {
		$clean = array();
		foreach ( is_array( $choices ) ? $choices : array( '' => null ) as $sku => $fields ) {
			$sku = (string) $sku;
			if ( ! in_array( $sku, $skus, true ) || ! is_array( $fields ) || array() === $fields ) {
				throw RunFault::bad_job( "job.choices.{$sku}", __( 'Choices are made for the SKUs that are named, field by field.', 'unopim-connector' ) );
			}
			foreach ( $fields as $field => $side ) {
				if ( ! Rule::is_text( (string) $field, self::MAX_CODE ) || ! in_array( $side, array( 'unopim', 'shop' ), true ) ) {
					throw RunFault::bad_job( "job.choices.{$sku}.{$field}", __( 'A choice is "unopim" or "shop".', 'unopim-connector' ) );
				}
				$clean[ $sku ][ (string) $field ] = $side;
			}
		}
		return $clean;
	}
}
