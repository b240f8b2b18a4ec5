<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Run\Job;
use UnoPim\Connector\Settings\Channels;

/**
 * The scheduled jobs: one per saved channel, which follows it, and those that were added: a Pull Changes for a further language, or a push.
 * Kinds are `pull_changes` and `push`; a push belongs to the site of its channel, and names what it sends (`entities`).
 * A job's clock starts when it is first seen, so that saving a channel does not start an import.
 */
class JobBook {

	private const OPTION = 'jobs';
	private const STATE  = 'job_state';

	private const CHANNEL = 'channel-';
	private const OWN     = 'own-';

	public const PULL = 'pull_changes';
	public const PUSH = 'push';

	private const MAX_JOBS = 200;

	public function __construct( private Options $options, private Channels $channels, private Clock $clock ) {}

	/** @return array<string,array<string,mixed>> by id: id, own, channel, locale, interval, enabled, since, run, next. */
	public function all(): array {
		$stored = $this->options->read( self::OPTION );
		$off    = (array) ( $stored['off'] ?? array() );
		$state  = $this->options->fresh( self::STATE );
		$jobs   = array();
		foreach ( $this->channels->rows() as $row ) {
			if ( $row['saved'] ) {
				$id          = self::CHANNEL . $row['code'];
				$jobs[ $id ] = array( 'kind' => self::PULL, 'own' => false, 'channel' => $row['code'], 'locale' => $row['default_locale'], 'interval' => $row['interval'], 'enabled' => ! in_array( $id, $off, true ) );
			}
		}
		foreach ( (array) ( $stored['rows'] ?? array() ) as $id => $row ) {
			$jobs[ $id ] = array( 'own' => true ) + $row + array( 'kind' => self::PULL );
		}
		foreach ( $jobs as $id => $job ) {
			$since       = (int) ( $state[ $id ]['since'] ?? 0 );
			$seconds     = $job['enabled'] ? Intervals::seconds( $job['interval'] ) : null;
			$jobs[ $id ] = array( 'id' => $id ) + $job + array(
				'since' => $since,
				'run'   => isset( $state[ $id ]['run'] ) ? (int) $state[ $id ]['run'] : null,
				'next'  => null === $seconds || 0 === $since ? null : $since + $seconds,
			);
		}
		return $jobs;
	}

	/** @return array<string,mixed> @throws Fault */
	public function find( string $id ): array {
		return $this->all()[ $id ] ?? throw new Fault( 'job_not_found', __( 'There is no such job.', 'unopim-connector' ), __( 'Reload the page.', 'unopim-connector' ), 'id', 404 );
	}

	/** @param array<mixed> $values channel, locale, interval, enabled @return string its id */
	public function add( array $values ): string {
		$stored = $this->options->fresh( self::OPTION );
		$rows   = (array) ( $stored['rows'] ?? array() );
		if ( count( $rows ) >= self::MAX_JOBS ) {
			throw self::bad( 'channel', __( 'There are too many jobs.', 'unopim-connector' ) );
		}
		$row = $this->check( $values + array( 'interval' => 'hourly', 'enabled' => true ) );
		self::check_alone( $row, $rows );
		$number = (int) ( $stored['next'] ?? 1 );
		$id     = self::OWN . $number;
		$this->options->write( self::OPTION, array( 'rows' => $rows + array( $id => $row ), 'next' => $number + 1 ) + $stored );
		$this->seen( array( $id ) );
		return $id;
	}

	/** A channel's job is switched on and off here; its interval is the channel's. @param array<mixed> $values */
	public function change( string $id, array $values ): void {
		$job    = $this->find( $id );
		$stored = $this->options->fresh( self::OPTION );
		if ( $job['own'] ) {
			$rows   = (array) $stored['rows'];
			$values = array_intersect_key( $values, array_flip( array( 'interval', 'enabled', 'channel', 'locale', 'entities' ) ) );
			// What it is about may have gone from UnoPim since; it can be switched off all the same.
			$row = $this->check( $values + $job, '', array() !== array_diff_key( $values, array( 'interval' => 1, 'enabled' => 1 ) ) );
			self::check_alone( $row, array_diff_key( $rows, array( $id => 1 ) ) );
			$this->options->write( self::OPTION, array( 'rows' => array_replace( $rows, array( $id => $row ) ) ) + $stored );
			return;
		}
		if ( array_diff_key( $values, array( 'enabled' => 1 ) ) ) {
			throw new Fault( 'follows_channel', __( 'This job follows its channel.', 'unopim-connector' ), __( 'Change Sync interval and Default locale on Channels & Stores.', 'unopim-connector' ), (string) array_key_first( array_diff_key( $values, array( 'enabled' => 1 ) ) ), 422 );
		}
		$off = array_values( array_diff( (array) ( $stored['off'] ?? array() ), array( $id ) ) );
		if ( ! self::flag( $values['enabled'] ?? true ) ) {
			$off[] = $id;
		}
		$this->options->write( self::OPTION, array( 'off' => $off ) + $stored );
	}

	public function delete( string $id ): void {
		if ( ! $this->find( $id )['own'] ) {
			throw new Fault( 'follows_channel', __( 'This job follows its channel and cannot be deleted.', 'unopim-connector' ), __( 'Disable it, or set the channel’s Sync interval to Disabled.', 'unopim-connector' ), 'id', 422 );
		}
		$stored = $this->options->fresh( self::OPTION );
		unset( $stored['rows'][ $id ] );
		$this->options->write( self::OPTION, $stored );
		$state = $this->options->fresh( self::STATE );
		unset( $state[ $id ] );
		$this->options->write( self::STATE, $state );
	}

	/** Starts the clock of jobs that were not known before. @param array<string> $ids */
	public function seen( array $ids ): void {
		$state = $this->options->fresh( self::STATE );
		$new   = array_diff( $ids, array_keys( $state ) );
		if ( array() !== $new ) {
			$this->options->write( self::STATE, $state + array_fill_keys( $new, array( 'since' => $this->clock->now(), 'run' => null ) ) );
		}
	}

	/** A job has started a run: the next one is due an interval later, however many were missed. */
	public function started( string $id, int $run ): void {
		$this->options->write( self::STATE, array( $id => array( 'since' => $this->clock->now(), 'run' => $run ) ) + $this->options->fresh( self::STATE ) );
	}

	/** @return array{rows:array<array<string,mixed>>,off:array<string>} for an export. */
	public function export(): array {
		$stored = $this->options->read( self::OPTION );
		return array( 'rows' => array_values( (array) ( $stored['rows'] ?? array() ) ), 'off' => array_values( (array) ( $stored['off'] ?? array() ) ) );
	}

	/**
	 * @param mixed $export checked before anything is written
	 * @return array<string,mixed> what `restore` takes
	 */
	public function check_export( mixed $export ): array {
		$rows = is_array( $export ) ? ( $export['rows'] ?? array() ) : null;
		$off  = is_array( $export ) ? ( $export['off'] ?? array() ) : null;
		if ( ! is_array( $rows ) || ! array_is_list( $rows ) || count( $rows ) > self::MAX_JOBS || ! is_array( $off ) || array() !== array_filter( $off, static fn( $id ) => ! is_string( $id ) ) ) {
			throw self::bad( 'jobs', __( 'The jobs are not in the form of an export.', 'unopim-connector' ) );
		}
		$clean = array();
		foreach ( $rows as $place => $row ) {
			$clean[ self::OWN . ( $place + 1 ) ] = $this->check( is_array( $row ) ? $row : array(), "jobs.rows[{$place}].", false );
		}
		return array( 'rows' => $clean, 'next' => count( $clean ) + 1, 'off' => array_values( $off ) );
	}

	/** @param array<string,mixed> $checked */
	public function restore( array $checked ): void {
		$this->options->write( self::OPTION, $checked );
		$this->options->delete( self::STATE );
	}

	/**
	 * @param array<string,mixed>               $row
	 * @param array<string,array<string,mixed>> $others
	 */
	private static function check_alone( array $row, array $others ): void {
		foreach ( $others as $other ) {
			if ( self::subject( $other ) === self::subject( $row ) ) {
				throw self::PUSH === ( $row['kind'] ?? self::PULL )
					? self::bad( 'entities', __( 'There is a job that sends this.', 'unopim-connector' ) )
					: self::bad( 'locale', __( 'There is a job for this channel and language.', 'unopim-connector' ) );
			}
		}
	}

	/** What two jobs may not both be about. @param array<string,mixed> $row @return array<mixed> */
	private static function subject( array $row ): array {
		return array( $row['kind'] ?? self::PULL, $row['channel'], self::PUSH === ( $row['kind'] ?? self::PULL ) ? $row['entities'] : $row['locale'] );
	}

	/**
	 * @param array<mixed> $values
	 * @return array{kind:string,channel:string,entities:array<string>,locale:string,interval:string,enabled:bool}
	 */
	private function check_push( array $values, string $path, bool $known ): array {
		$channel  = $values['channel'] ?? null;
		$entities = $values['entities'] ?? null;
		if ( ! is_string( $channel ) || ! preg_match( '/^\w{1,64}$/', $channel ) || ( $known && null === $this->channels->find( $channel ) ) ) {
			throw self::bad( "{$path}channel", __( 'Choose a channel.', 'unopim-connector' ) );
		}
		if ( ! is_array( $entities ) || array() === $entities || array() !== array_filter( $entities, static fn( $entity ) => ! in_array( $entity, Job::PUSHED, true ) ) ) {
			throw self::bad( "{$path}entities", __( 'Choose products, categories or attributes.', 'unopim-connector' ) );
		}
		return array( 'kind' => self::PUSH, 'channel' => $channel, 'locale' => '', 'entities' => array_values( array_intersect( Job::PUSHED, $entities ) ) ) + self::cadence( $values, $path );
	}

	/**
	 * @param array<mixed> $values
	 * @return array{channel:string,locale:string,interval:string,enabled:bool}
	 */
	private function check( array $values, string $path = '', bool $known = true ): array {
		if ( self::PUSH === ( $values['kind'] ?? self::PULL ) ) {
			return $this->check_push( $values, $path, $known );
		}
		if ( self::PULL !== ( $values['kind'] ?? self::PULL ) ) {
			throw self::bad( "{$path}kind", __( 'A job pulls changes or pushes.', 'unopim-connector' ) );
		}
		$channel = $values['channel'] ?? null;
		$locale  = $values['locale'] ?? null;
		$row     = is_string( $channel ) && preg_match( '/^\w{1,64}$/', $channel ) ? $this->channels->find( $channel ) : null;
		if ( ! is_string( $channel ) || ! preg_match( '/^\w{1,64}$/', $channel ) || ( $known && null === $row ) ) {
			throw self::bad( "{$path}channel", __( 'Choose a channel.', 'unopim-connector' ) );
		}
		if ( ! is_string( $locale ) || ! preg_match( '/^\w{2,32}$/', $locale ) || ( $known && ! in_array( $locale, array_column( $row['locales'], 'code' ), true ) ) ) {
			throw self::bad( "{$path}locale", __( 'Choose a language of the channel.', 'unopim-connector' ) );
		}
		if ( $known && $locale === $row['default_locale'] ) {
			throw self::bad( "{$path}locale", __( 'The channel’s own job pulls its default language.', 'unopim-connector' ) );
		}
		return array( 'channel' => $channel, 'locale' => $locale ) + self::cadence( $values, $path );
	}

	/** @param array<mixed> $values @return array{interval:string,enabled:bool} */
	private static function cadence( array $values, string $path ): array {
		if ( null === Intervals::seconds( (string) ( is_string( $values['interval'] ?? null ) ? $values['interval'] : '' ) ) ) {
			/* translators: %s: list of words */
			throw self::bad( "{$path}interval", sprintf( __( 'The interval is one of: %s.', 'unopim-connector' ), implode( ', ', array_keys( Intervals::SECONDS ) ) ) );
		}
		return array( 'interval' => $values['interval'], 'enabled' => self::flag( $values['enabled'] ?? true, "{$path}enabled" ) );
	}

	private static function flag( mixed $value, string $path = 'enabled' ): bool {
		if ( ! is_bool( $value ) ) {
			throw self::bad( $path, __( 'Send true or false.', 'unopim-connector' ) );
		}
		return $value;
	}

	private static function bad( string $path, string $message ): Fault {
		return new Fault( 'invalid_value', $message, __( 'Correct it and save again.', 'unopim-connector' ), $path, 422 );
	}
}
