<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\Registrable;

/** Who runs the background work of this site: noted with every minute tick, as Action Scheduler says it. */
class Runner implements Registrable {

	public const SYSTEM    = 'system';
	public const WORDPRESS = 'wordpress';
	public const LOOPBACK  = 'loopback';
	public const OTHER     = 'other';

	private const OPTION = 'runner';

	/** Without a tick for so long nobody runs it. */
	private const SILENT_AFTER = 600;

	private string $context = '';

	public function __construct( private Options $options, private Clock $clock ) {}

	public function register(): void {
		add_action(
			'action_scheduler_begin_execute',
			function ( $id, $context = '' ): void {
				$this->context = (string) $context;
			},
			10,
			2
		);
	}

	public function ticked(): void {
		$this->options->write( self::OPTION, array( 'at' => $this->clock->now(), 'by' => $this->present() ) );
	}

	/** @return array{at:int,by:string}|null null when no tick was ever run. */
	public function last(): ?array {
		$last = $this->options->fresh( self::OPTION );
		return isset( $last['at'], $last['by'] ) ? array( 'at' => (int) $last['at'], 'by' => (string) $last['by'] ) : null;
	}

	public function is_silent(): bool {
		$last = $this->last();
		return null === $last || $last['at'] < $this->clock->now() - self::SILENT_AFTER;
	}

	/** The line for the server's crontab. */
	public static function cron_line(): string {
		return '* * * * * curl -s ' . site_url( 'wp-cron.php?doing_wp_cron' ) . ' > /dev/null';
	}

	private function present(): string {
		return match ( $this->context ) {
			'WP CLI'        => self::SYSTEM,
			'Async Request' => self::LOOPBACK,
			// With visits switched off only the server's clock calls wp-cron.php.
			'WP Cron'       => defined( 'DISABLE_WP_CRON' ) && DISABLE_WP_CRON ? self::SYSTEM : self::WORDPRESS,
			default         => self::OTHER,
		};
	}
}
