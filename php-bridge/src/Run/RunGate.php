<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\GeneralSettings;

/** Whether a run may write: asked when it starts, and before each of its steps, for a switch counts from the moment at which it is turned. */
class RunGate {

	/** Kinds that do not touch the shop. */
	public const READS = array( 'preview', 'probe', 'refresh' );

	public function __construct( private Channels $channels, private GeneralSettings $settings, private ImageLane $images, private Sites $sites, private Options $options ) {}

	/** Dry-run is on: what can be planned is planned, and nothing else may start. */
	public function is_dry(): bool {
		return true === $this->settings->get( 'dry_run' );
	}

	/**
	 * @param array<string,mixed> $job
	 * @param int                 $user who starts it; 0 for the clock and commands
	 * @throws RunFault
	 */
	public function check( array $job, int $user = 0 ): void {
		$this->check_job( $job, $user, false );
	}

	/** @param array<string,mixed> $job */
	private function check_job( array $job, int $user, bool $again ): void {
		if ( in_array( $job['kind'], self::READS, true ) ) {
			return;
		}
		if ( $this->is_dry() && true !== ( $job['dry'] ?? false ) ) {
			throw RunFault::blocked( 'dry_run', __( 'Dry-run is on: nothing may be written.', 'unopim-connector' ), __( 'Switch Dry-run off in General Settings.', 'unopim-connector' ) );
		}
		// What is taken back comes from the shop and not from UnoPim, so that it is possible with everything switched off.
		$push = Job::is_push( $job );
		if ( 'undo' !== $job['kind'] || $push ) {
			$this->check_channel( (string) $job['channel'], $push, $again );
		}
		$this->check_site( (string) $job['channel'], $user );
		if ( 'images' === $job['kind'] && $this->images->is_paused() ) {
			throw RunFault::blocked( 'images_paused', __( 'The image queue is paused.', 'unopim-connector' ), __( 'Resume it under Media.', 'unopim-connector' ) );
		}
	}

	/** The same for a run that goes on, by what is stored now. @throws RunFault */
	public function check_again( Run $run ): void {
		if ( in_array( $run->kind(), self::READS, true ) ) {
			return;
		}
		$this->options->refresh( 'settings', 'channels' );
		$this->check_job( $run->job, 0, true );
	}

	private function check_channel( string $channel, bool $push, bool $again ): void {
		if ( '' === $channel ) {
			throw RunFault::blocked( 'no_channel', __( 'No channel of this site has Push on.', 'unopim-connector' ), __( 'Switch Push enabled on for a channel in Channels & Stores.', 'unopim-connector' ) );
		}
		$row = $this->channels->find( $channel, $again );
		if ( null === $row || ! $row['saved'] ) {
			/* translators: %s: channel */
			throw RunFault::blocked( 'channel_not_saved', sprintf( __( 'The channel “%s” does nothing before it was saved once.', 'unopim-connector' ), $channel ), __( 'Save it on Channels & Stores.', 'unopim-connector' ) );
		}
		if ( $row['missing'] ) {
			/* translators: %s: channel */
			throw RunFault::blocked( 'channel_missing', sprintf( __( 'UnoPim has no channel “%s” any more.', 'unopim-connector' ), $channel ), __( 'Refresh the channels, then choose another.', 'unopim-connector' ) );
		}
		if ( $push && ! $row['push'] ) {
			/* translators: %s: channel */
			throw RunFault::blocked( 'direction_off', sprintf( __( 'Push is switched off for the channel “%s”.', 'unopim-connector' ), $channel ), __( 'Switch Push enabled on in Channels & Stores.', 'unopim-connector' ) );
		}
		if ( ! $push && ! $row['pull'] ) {
			/* translators: %s: channel */
			throw RunFault::blocked( 'direction_off', sprintf( __( 'Pull is switched off for the channel “%s”.', 'unopim-connector' ), $channel ), __( 'Switch Pull enabled on in Channels & Stores.', 'unopim-connector' ) );
		}
	}

	private function check_site( string $channel, int $user ): void {
		$site = $this->channels->site_of( $channel );
		if ( 0 === $site ) {
			return;
		}
		$obstacle = $this->sites->obstacle( $site );
		if ( null !== $obstacle ) {
			/* translators: 1: number of a site, 2: channel, 3: reason */
			throw RunFault::blocked( 'no_site', sprintf( __( 'Site %1$d, to which the channel “%2$s” writes, cannot be written to: %3$s', 'unopim-connector' ), $site, $channel, Channels::obstacle( $obstacle ) ), __( 'Choose another site on Channels & Stores, or put that right.', 'unopim-connector' ) );
		}
		if ( $user > 0 && ! $this->sites->may( $user, $site ) ) {
			/* translators: %d: number of a site */
			throw RunFault::blocked( 'no_permission', sprintf( __( 'You may not use the connector on site %d.', 'unopim-connector' ), $site ), __( 'Ask an administrator of that site for the capability manage_unopim.', 'unopim-connector' ) );
		}
	}
}
