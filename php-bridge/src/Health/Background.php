<?php
declare(strict_types=1);

namespace UnoPim\Connector\Health;

use UnoPim\Connector\Jobs\Actions;
use UnoPim\Connector\Jobs\Runner;
use UnoPim\Connector\Run\RunRepository;

/** Whether background work is done, by whom, and what this server does with requests to itself. */
class Background {

	/** Waiting longer than this, background work is not being done. */
	private const LATE = 300;

	/** Where the site has a lasting cache, requests to itself are not made with every look at the page. Looking stores nothing else. */
	private const REMEMBERED = 10 * MINUTE_IN_SECONDS;
	private const CACHE      = array( 'loopback', 'unopim-connector' );

	public function __construct( private Actions $actions, private RunRepository $runs, private Runner $runner ) {}

	/** @return array<array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed}> */
	public function checks(): array {
		$asked = $this->asked();
		return array( $this->work(), $this->cron(), self::loopback( $asked ), self::authorization( $asked ) );
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function work(): array {
		$age   = $this->runs->oldest_wait();
		$late  = $age > self::LATE;
		$ready = $this->actions->are_available();
		return Check::of(
			'background',
			__( 'Background work', 'unopim-connector' ),
			! $ready || $late ? 'critical' : 'good',
			match ( true ) {
				! $ready => __( 'Action Scheduler is not loaded.', 'unopim-connector' ),
				/* translators: %d: seconds */
				$late    => sprintf( __( 'Work has been waiting for %d seconds.', 'unopim-connector' ), $age ),
				default  => __( 'Nothing waits longer than it should.', 'unopim-connector' ),
			},
			match ( true ) {
				! $ready => __( 'Activate WooCommerce, which brings it.', 'unopim-connector' ),
				$late    => __( 'Let the server’s clock call wp-cron.php every minute, or run from the open page.', 'unopim-connector' ),
				default  => null,
			},
			array( 'pending_actions' => $this->actions->count_pending(), 'oldest_seconds' => $age )
		);
	}

	/** @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed} */
	private function cron(): array {
		$last   = $this->runner->last();
		$silent = $this->runner->is_silent();
		$who    = match ( $last['by'] ?? '' ) {
			Runner::SYSTEM    => __( 'the server’s clock', 'unopim-connector' ),
			Runner::WORDPRESS => __( 'visits (WordPress cron)', 'unopim-connector' ),
			Runner::LOOPBACK  => __( 'requests of the site to itself', 'unopim-connector' ),
			default           => __( 'somebody else', 'unopim-connector' ),
		};
		return Check::of(
			'cron',
			__( 'Who runs the background work', 'unopim-connector' ),
			match ( true ) { $silent => 'critical', Runner::WORDPRESS === $last['by'] => 'recommended', default => 'good' },
			match ( true ) {
				null === $last => __( 'Nobody has yet.', 'unopim-connector' ),
				/* translators: 1: who, 2: time */
				default        => sprintf( __( '%1$s, last %2$s', 'unopim-connector' ), $who, (string) wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $last['at'] ) ),
			},
			/* translators: %s: line of a crontab */
			$silent || Runner::WORDPRESS === $last['by'] ? sprintf( __( 'Add this line to the server’s crontab: %s', 'unopim-connector' ), Runner::cron_line() ) : null,
			array( 'by' => $last['by'] ?? null, 'at' => null === $last ? null : gmdate( 'Y-m-d\TH:i:s\Z', $last['at'] ), 'wp_cron_disabled' => defined( 'DISABLE_WP_CRON' ) && DISABLE_WP_CRON, 'cron_line' => Runner::cron_line() )
		);
	}

	/**
	 * @param array{loopback:bool,problem:string,authorization:bool|null} $asked
	 * @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed}
	 */
	private static function loopback( array $asked ): array {
		return Check::of(
			'loopback',
			__( 'Requests of the site to itself', 'unopim-connector' ),
			$asked['loopback'] ? 'good' : 'recommended',
			$asked['loopback'] ? __( 'They work.', 'unopim-connector' ) : trim( __( 'They do not work.', 'unopim-connector' ) . ' ' . $asked['problem'] ),
			$asked['loopback'] ? null : __( 'Background work needs the server’s clock then. A firewall, a password or the name server keeps the site from reaching itself.', 'unopim-connector' )
		);
	}

	/**
	 * @param array{loopback:bool,problem:string,authorization:bool|null} $asked
	 * @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed}
	 */
	private static function authorization( array $asked ): array {
		return Check::of(
			'authorization',
			__( 'Authorization header', 'unopim-connector' ),
			false === $asked['authorization'] ? 'recommended' : 'good',
			match ( $asked['authorization'] ) {
				true    => __( 'It reaches WordPress.', 'unopim-connector' ),
				false   => __( 'The web server drops it, so that programs cannot sign in with application passwords.', 'unopim-connector' ),
				default => __( 'It could not be tested.', 'unopim-connector' ),
			},
			false === $asked['authorization'] ? __( 'Save the permalinks again, or let the web server pass the header on.', 'unopim-connector' ) : null
		);
	}

	/** @return array{loopback:bool,problem:string,authorization:bool|null} */
	private function asked(): array {
		$known = wp_cache_get( ...self::CACHE );
		if ( is_array( $known ) && isset( $known['loopback'], $known['problem'] ) ) {
			return $known + array( 'authorization' => null );
		}
		if ( ! class_exists( \WP_Site_Health::class ) ) {
			require_once ABSPATH . 'wp-admin/includes/class-wp-site-health.php';
			require_once ABSPATH . 'wp-admin/includes/update.php';
		}
		$answer = \WP_Site_Health::get_instance()->can_perform_loopback();
		$works  = 'good' === $answer->status;
		$asked  = array( 'loopback' => $works, 'problem' => $works ? '' : mb_substr( wp_strip_all_tags( (string) $answer->message ), 0, 300 ), 'authorization' => $works ? self::passes_authorization() : null );
		wp_cache_set( self::CACHE[0], $asked, self::CACHE[1], self::REMEMBERED );
		return $asked;
	}

	/** By WordPress' own test of it; null where that cannot be asked. */
	private static function passes_authorization(): ?bool {
		$cookies = array();
		foreach ( wp_unslash( $_COOKIE ) as $name => $value ) {
			if ( is_string( $value ) ) {
				$cookies[] = new \WP_Http_Cookie( array( 'name' => (string) $name, 'value' => $value ) );
			}
		}
		$answer = wp_remote_get(
			rest_url( 'wp-site-health/v1/tests/authorization-header' ),
			array( 'timeout' => 10, 'cookies' => $cookies, 'headers' => array( 'Authorization' => 'Basic ' . base64_encode( 'user:pwd' ), 'X-WP-Nonce' => wp_create_nonce( 'wp_rest' ) ), 'sslverify' => apply_filters( 'https_local_ssl_verify', false ) ) // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions,WordPress.NamingConventions -- the words and the filter of WordPress' own test.
		);
		$data   = 200 === wp_remote_retrieve_response_code( $answer ) ? json_decode( wp_remote_retrieve_body( $answer ), true ) : null;
		return is_array( $data ) && isset( $data['status'] ) ? 'good' === $data['status'] : null;
	}
}
