<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/**
 * The sites of a network. A channel may write to another site than the one that owns the connection: its runs execute on the owner and switch
 * for each read and write. What belongs to the connection (options, runs, operations, waiting items, catalogue) stays on the owner meanwhile;
 * what belongs to the shop (links, media, log) is on the site that is switched to.
 *
 * Site 0 stands for the present one, so that a single site needs to know nothing of this.
 */
class Sites {

	/** On a site that another one's connection serves: the owner. */
	public const SERVED_BY = 'unopim_connector_served_by';

	/** The owner while another site is switched to, or for which this site's data is read. */
	private ?int $home = null;

	/**
	 * Does `$work` on a site and comes back, whatever happens.
	 *
	 * @template T
	 * @param callable():T $work
	 * @return T
	 */
	public function at( int $site, callable $work ): mixed {
		if ( 0 === $site || ! is_multisite() || get_current_blog_id() === $site ) {
			return $work();
		}
		$here = $this->home ?? get_current_blog_id();
		// Back on the owner itself nothing is foreign any more.
		return $this->switched( $site, $here === $site ? null : $here, $work );
	}

	/**
	 * Does `$work` as the owner of a site that is served, with everything that is the owner's; on any other site, just so.
	 *
	 * @template T
	 * @param callable():T $work
	 * @return T
	 */
	public function as_owner( callable $work ): mixed {
		$owner = $this->owner();
		return null === $owner ? $work() : $this->switched( $owner, null, $work );
	}

	/**
	 * @template T
	 * @param callable():T $work
	 * @return T
	 */
	private function switched( int $site, ?int $home, callable $work ): mixed {
		$before     = $this->home;
		$depth      = count( (array) ( $GLOBALS['_wp_switched_stack'] ?? array() ) );
		$this->home = $home;
		switch_to_blog( $site );
		try {
			return $work();
		} finally {
			// Somebody else's code may have switched further and not come back.
			while ( count( (array) ( $GLOBALS['_wp_switched_stack'] ?? array() ) ) > $depth ) {
				restore_current_blog();
			}
			$this->home = $before;
		}
	}

	/**
	 * Does `$work` on the owner.
	 *
	 * @template T
	 * @param callable():T $work
	 * @return T
	 */
	public function at_home( callable $work ): mixed {
		return $this->at( $this->home ?? 0, $work );
	}

	/**
	 * Does `$work` on this site with the owner's data beside its own: for what a served site shows of its items.
	 *
	 * @template T
	 * @param callable():T $work
	 * @return T
	 */
	public function for_owner( callable $work ): mixed {
		$before     = $this->home;
		$this->home = $this->home ?? $this->owner();
		try {
			return $work();
		} finally {
			$this->home = $before;
		}
	}

	/** What the names of the owner's tables begin with. */
	public function home_prefix( \wpdb $db ): string {
		return null === $this->home ? $db->prefix : $db->get_blog_prefix( $this->home );
	}

	/** A short name of the present site within its owner's tables; '' where it is the owner itself. */
	public function place(): string {
		return null === $this->home || get_current_blog_id() === $this->home ? '' : '@' . get_current_blog_id();
	}

	/** The site whose connection serves this one; null when it is its own. */
	public function owner(): ?int {
		$owner = is_multisite() ? (int) get_option( self::SERVED_BY, 0 ) : 0;
		return $owner > 0 && get_current_blog_id() !== $owner ? $owner : null;
	}

	/** Notes on a site whose connection serves it, and lets its links be counted by the owner's runs. */
	public function serve( int $site, Schema $schema ): void {
		if ( 0 === $site || ! is_multisite() || get_current_blog_id() === $site ) {
			return;
		}
		$owner = get_current_blog_id();
		$this->at(
			$site,
			static function () use ( $owner, $schema ): void {
				if ( (int) get_option( self::SERVED_BY, 0 ) === $owner ) {
					return;
				}
				update_option( self::SERVED_BY, $owner, false );
				if ( ! $schema->is_current() ) {
					$schema->upgrade();
					Capability::grant();
				}
				$schema->forget_runs();
			}
		);
	}

	/** Gives a site free that no channel of this one writes to any more. */
	public function release( int $site ): void {
		if ( 0 === $site || ! is_multisite() || get_current_blog_id() === $site || ! self::is_there( $site ) ) {
			return;
		}
		$owner = get_current_blog_id();
		$this->at( $site, static fn() => (int) get_option( self::SERVED_BY, 0 ) === $owner && delete_option( self::SERVED_BY ) );
	}

	/** Why a site cannot be written to from this one: `gone`, `no_plugin`, `no_woocommerce`, `own_connection`, `served`; null when it can. */
	public function obstacle( int $site ): ?string {
		if ( 0 === $site || ! is_multisite() || get_current_blog_id() === $site ) {
			return null;
		}
		if ( ! self::is_there( $site ) ) {
			return 'gone';
		}
		$owner = get_current_blog_id();
		return $this->at(
			$site,
			static function () use ( $owner ): ?string {
				$served = (int) get_option( self::SERVED_BY, 0 );
				return match ( true ) {
					! self::is_active( plugin_basename( UNOPIM_CONNECTOR_FILE ) ) => 'no_plugin',
					! self::is_active( defined( 'WC_PLUGIN_FILE' ) ? plugin_basename( WC_PLUGIN_FILE ) : 'woocommerce/woocommerce.php' ) => 'no_woocommerce',
					$served > 0 && $served !== $owner                             => 'served',
					array() !== (array) get_option( Options::PREFIX . 'connection', array() ) => 'own_connection',
					default                                                       => null,
				};
			}
		);
	}

	/** Whether a user may let the connector write to a site. */
	public function may( int $user, int $site ): bool {
		return $this->at( $site, static fn(): bool => user_can( $user, Capability::required( 'site' ) ) );
	}

	/**
	 * The sites of the network, for the dropdown of a channel.
	 *
	 * @return array<array{id:int,name:string,obstacle:string|null}> `obstacle` as above, or `no_permission`
	 */
	public function all( int $user ): array {
		$sites = array();
		foreach ( is_multisite() ? get_sites( array( 'number' => 500, 'deleted' => 0 ) ) : array() as $site ) {
			$id      = (int) $site->blog_id;
			$sites[] = array(
				'id'       => $id,
				'name'     => (string) get_blog_option( $id, 'blogname' ),
				'obstacle' => $this->obstacle( $id ) ?? ( $this->may( $user, $id ) ? null : 'no_permission' ),
			);
		}
		return $sites;
	}

	private static function is_there( int $site ): bool {
		$found = get_site( $site );
		return null !== $found && '1' !== (string) $found->deleted && '1' !== (string) $found->archived;
	}

	/** On the present site, by itself or for the whole network. */
	private static function is_active( string $plugin ): bool {
		return in_array( $plugin, (array) get_option( 'active_plugins', array() ), true ) || isset( ( (array) get_site_option( 'active_sitewide_plugins', array() ) )[ $plugin ] );
	}
}
