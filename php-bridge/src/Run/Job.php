<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\Rule;

/** The form of a job (docs/wire.md, `job`). Which jobs may start is the starter's matter. */
class Job {

	public const KINDS  = array( 'pull', 'deletions', 'images', 'apply', 'undo', 'preview', 'probe', 'refresh', 'push' );
	public const SCOPES = array( 'pull' => array( 'full', 'changes', 'one' ), 'push' => array( 'all', 'queue', 'one' ) );

	/** What a pull of named items may name. */
	public const LISTS = array( 'skus', 'categories', 'attributes', 'families' );

	/** Kinds that can plan instead of writing. */
	public const PLANNABLE = array( 'pull', 'deletions', 'push' );

	/** What a push of everything can be narrowed to, and what a push of named items may name. */
	public const PUSHED = array( 'product', 'category', 'attribute' );

	/** Of whose fields a pull can be told what was chosen, beside those of products. */
	private const STRUCTURE = '/^(?:category|option|term|attribute):./';

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
		if ( isset( self::SCOPES[ $kind ] ) ) {
			$clean['scope'] = self::scope( $kind, $job['scope'] ?? self::SCOPES[ $kind ][0] );
		}
		if ( 'push' === $kind ) {
			$clean += 'one' === $clean['scope'] ? array( 'ids' => self::ids( $job['ids'] ?? null ) ) : array();
			$clean += 'all' === $clean['scope'] && isset( $job['entities'] ) ? array( 'entities' => self::entities( $job['entities'] ) ) : array();
		}
		if ( in_array( $kind, self::PLANNABLE, true ) ) {
			$clean['dry'] = self::flag( $job['dry'] ?? false );
		}
		if ( in_array( $kind, array( 'pull', 'preview' ), true ) ) {
			$clean += self::lists( $job, $kind );
		}
		if ( 'pull' === $kind && array() !== ( $job['choices'] ?? array() ) ) {
			$clean['choices'] = self::choices( 'choices', $job['choices'], static fn( string $sku ): bool => in_array( $sku, $clean['skus'], true ) );
		}
		if ( 'pull' === $kind && array() !== ( $job['chosen'] ?? array() ) ) {
			$clean['chosen'] = self::choices( 'chosen', $job['chosen'], static fn( string $key ): bool => 1 === preg_match( self::STRUCTURE, $key ) );
		}
		if ( 'pull' === $kind && 'one' === $clean['scope'] && array() === array_filter( array_intersect_key( $clean, array_flip( self::LISTS ) ) ) ) {
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
		foreach ( array_intersect( array( 'choices', 'chosen' ), array_keys( $job ) ) as $name ) {
			$job[ $name ] = (object) array_map( static fn( $fields ) => (object) $fields, (array) $job[ $name ] );
		}
		if ( isset( $job['ids'] ) ) {
			$job['ids'] = (object) $job['ids'];
		}
		return $job;
	}

	/** Whether a job sends to UnoPim: a push, or what applies or takes back one. @param array<string,mixed> $job */
	public static function is_push( array $job ): bool {
		return 'push' === ( $job['kind'] ?? '' ) || 'push' === ( $job['of'] ?? '' );
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
		if ( 'push' === $kind ) {
			return $this->pushing( $job['channel'] ?? null );
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

	/**
	 * A push belongs to a site and sends to all of its channels with Push on; the first of them stands for them. Another channel that is
	 * named stays named, so that it can be said why nothing is sent there.
	 *
	 * @return array{channel:string,locale:string}
	 */
	private function pushing( mixed $channel ): array {
		if ( null !== $channel && ( ! is_string( $channel ) || ! preg_match( '/^\w{1,64}$/', $channel ) ) ) {
			throw RunFault::bad_job( 'job.channel', __( 'Choose a channel.', 'unopim-connector' ) );
		}
		$rows  = $this->channels->pushing( null === $channel ? 0 : $this->channels->site_of( $channel ) );
		$first = null === $channel || in_array( $channel, array_column( $rows, 'code' ), true ) ? $rows[0] ?? null : $this->channels->find( $channel );
		return array( 'channel' => (string) ( $first['code'] ?? $channel ?? '' ), 'locale' => (string) ( ( $first['default_locale'] ?? '' ) ?: 'en_US' ) );
	}

	private static function scope( string $kind, mixed $scope ): string {
		if ( ! in_array( $scope, self::SCOPES[ $kind ], true ) ) {
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

	/** @return array<string,array<int>> shop ids by entity */
	private static function ids( mixed $ids ): array {
		$clean = array();
		foreach ( is_array( $ids ) ? $ids : array() as $entity => $list ) {
			if ( ! in_array( $entity, self::PUSHED, true ) || ! is_array( $list ) || ! array_is_list( $list ) || array() !== array_filter( $list, static fn( $id ) => ! is_int( $id ) || $id < 1 ) ) {
				throw RunFault::bad_job( "job.ids.{$entity}", __( 'Name products, categories or attributes by their numbers in the shop.', 'unopim-connector' ) );
			}
			$clean[ $entity ] = array_values( array_unique( $list ) );
		}
		$clean = array_filter( $clean );
		if ( array() === $clean || array_sum( array_map( 'count', $clean ) ) > self::MAX_LIST ) {
			/* translators: %d: number of items */
			throw RunFault::bad_job( 'job.ids', sprintf( __( 'Name at least one item, and at most %d.', 'unopim-connector' ), self::MAX_LIST ) );
		}
		return $clean;
	}

	/** @return array<string> */
	private static function entities( mixed $entities ): array {
		if ( ! is_array( $entities ) || array() === $entities || array() !== array_filter( $entities, static fn( $entity ) => ! in_array( $entity, self::PUSHED, true ) ) ) {
			throw RunFault::bad_job( 'job.entities', __( 'Name product, category or attribute.', 'unopim-connector' ) );
		}
		return array_values( array_intersect( self::PUSHED, $entities ) );
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
	 * @param \Closure(string):bool $is_named whether a record is one of those that the job is about
	 * @return array<array<string,string>>
	 */
	private static function choices( string $name, mixed $choices, \Closure $is_named ): array {
		$clean = array();
		foreach ( is_array( $choices ) ? $choices : array( '' => null ) as $key => $fields ) {
			$key = (string) $key;
			if ( ! $is_named( $key ) || ! is_array( $fields ) || array() === $fields ) {
				throw RunFault::bad_job( "job.{$name}.{$key}", __( 'Choices are made for the items that are named, field by field.', 'unopim-connector' ) );
			}
			foreach ( $fields as $field => $side ) {
				if ( ! Rule::is_text( (string) $field, self::MAX_CODE ) || ! in_array( $side, array( 'unopim', 'shop' ), true ) ) {
					throw RunFault::bad_job( "job.{$name}.{$key}.{$field}", __( 'A choice is "unopim" or "shop".', 'unopim-connector' ) );
				}
				$clean[ $key ][ (string) $field ] = $side;
			}
		}
		return $clean;
	}
}
