<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Lock;
use UnoPim\Connector\Platform\LockTimeout;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Settings\Rule;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\SourceFault;

/** Starts runs, where they may be started: by button, schedule or command alike. */
class RunStarter {

	public const KINDS = array( 'pull', 'preview', 'probe' );

	/** Kinds that write to the shop: one of them at a time per channel. */
	private const PULLS = array( 'pull' );

	private const MAX_SKUS = 500;

	public function __construct(
		private RunRepository $runs,
		private StartFrame $frames,
		private Channels $channels,
		private GeneralSettings $settings,
		private Connection $connection,
		private Lock $lock,
		private Clock $clock
	) {}

	/**
	 * @param array<mixed> $job    kind, scope, channel, locale, skus
	 * @param string       $origin `admin`, `schedule`, `cli` …
	 * @param string       $owner  who drives it first; '' for the server's own lane
	 * @throws Fault
	 */
	public function start( array $job, string $origin, int $user_id, string $owner = '' ): Run {
		$job = $this->job( $job );
		if ( ! $this->connection->is_complete() ) {
			throw SourceFault::not_connected();
		}
		if ( ! in_array( $job['kind'], self::PULLS, true ) ) {
			return $this->create( $job, $origin, $user_id, $owner );
		}
		$this->check_allowed( $job['channel'] );
		try {
			return $this->lock->with(
				'start',
				10.0,
				function () use ( $job, $origin, $user_id, $owner ) {
					$active = $this->runs->active( $job['channel'], self::PULLS );
					if ( null !== $active ) {
						throw RunFault::active( $active );
					}
					return $this->create( $job, $origin, $user_id, $owner );
				}
			);
		} catch ( LockTimeout ) {
			throw RunFault::blocked( 'busy', __( 'Another run is being started.', 'unopim-connector' ), __( 'Try again in a moment.', 'unopim-connector' ) );
		}
	}

	/** @param array<string,mixed> $job */
	private function create( array $job, string $origin, int $user_id, string $owner ): Run {
		return $this->runs->create( $job, $this->frames->revision(), $origin, $user_id, $owner, '' === $owner ? 0 : $this->clock->now() + Lease::SECONDS );
	}

	/**
	 * @param array<mixed> $job
	 * @return array{kind:string,scope:string,channel:string,locale:string,skus:array<string>}
	 */
	private function job( array $job ): array {
		$kind = $job['kind'] ?? null;
		if ( ! in_array( $kind, self::KINDS, true ) ) {
			throw RunFault::bad_job( 'job.kind', __( 'There is no run of this kind.', 'unopim-connector' ) );
		}
		$scope = $job['scope'] ?? ( 'pull' === $kind ? 'full' : 'one' );
		if ( ! in_array( $scope, array( 'full', 'one' ), true ) ) {
			throw RunFault::bad_job( 'job.scope', __( 'There is no such scope.', 'unopim-connector' ) );
		}
		$channel = $job['channel'] ?? ( 'probe' === $kind ? 'default' : null );
		if ( ! is_string( $channel ) || ! preg_match( '/^\w{1,64}$/', $channel ) ) {
			throw RunFault::bad_job( 'job.channel', __( 'Choose a channel.', 'unopim-connector' ) );
		}
		$locale = $job['locale'] ?? ( $this->channels->find( $channel )['default_locale'] ?? 'en_US' );
		if ( ! is_string( $locale ) || ! preg_match( '/^\w{2,32}$/', $locale ) ) {
			throw RunFault::bad_job( 'job.locale', __( 'Choose a language.', 'unopim-connector' ) );
		}
		$skus = $job['skus'] ?? array();
		if ( ! is_array( $skus ) || ! array_is_list( $skus ) || count( $skus ) > self::MAX_SKUS || array() !== array_filter( $skus, static fn( $sku ) => ! Rule::is_text( $sku, 191 ) || '' === $sku ) ) {
			throw RunFault::bad_job( 'job.skus', __( 'The SKUs are not a list of texts, or too many.', 'unopim-connector' ) );
		}
		if ( 'probe' !== $kind && 'one' === $scope && array() === $skus ) {
			throw RunFault::bad_job( 'job.skus', __( 'Name at least one SKU.', 'unopim-connector' ) );
		}
		return array( 'kind' => $kind, 'scope' => $scope, 'channel' => $channel, 'locale' => $locale, 'skus' => $skus );
	}

	private function check_allowed( string $channel ): void {
		if ( true === $this->settings->get( 'dry_run' ) ) {
			throw RunFault::blocked( 'dry_run', __( 'Dry-run is on: nothing may be written.', 'unopim-connector' ), __( 'Use Preview, or switch Dry-run off in General Settings.', 'unopim-connector' ) );
		}
		$row = $this->channels->find( $channel );
		if ( null === $row || ! $row['saved'] ) {
			/* translators: %s: channel */
			throw RunFault::blocked( 'channel_not_saved', sprintf( __( 'The channel “%s” does nothing before it was saved once.', 'unopim-connector' ), $channel ), __( 'Save it on Channels & Stores.', 'unopim-connector' ) );
		}
		if ( $row['missing'] ) {
			/* translators: %s: channel */
			throw RunFault::blocked( 'channel_missing', sprintf( __( 'UnoPim has no channel “%s” any more.', 'unopim-connector' ), $channel ), __( 'Refresh the channels, then choose another.', 'unopim-connector' ) );
		}
		if ( ! $row['pull'] ) {
			/* translators: %s: channel */
			throw RunFault::blocked( 'direction_off', sprintf( __( 'Pull is switched off for the channel “%s”.', 'unopim-connector' ), $channel ), __( 'Switch Pull enabled on in Channels & Stores.', 'unopim-connector' ) );
		}
	}
}
