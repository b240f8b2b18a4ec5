<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/**
 * The plugin's tables: their names on the present site, their definition, and their upgrade.
 *
 * Upgrades only add. Codes are compared byte by byte (UnoPim tells `Red` from `red`), everything else as the site does.
 * Times are Unix seconds where they are compared (leases, waits) and UTC datetimes where people read them.
 */
final class Schema {

	/** Raise it with every change of `definitions()`. */
	public const VERSION = 6;

	public const OPTION = 'unopim_connector_db_version';

	public const TABLES = array( 'links', 'runs', 'operations', 'items', 'catalog', 'media', 'logs' );

	/** Tables that belong to the connection; the others belong to the shop that is written to. */
	private const OWNED = array( 'runs', 'operations', 'items', 'catalog' );

	private const CODE = 'varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

	public function __construct( private \wpdb $db, private Sites $sites = new Sites() ) {}

	/** Full name of a table: of the connection's owner, or of the site that is switched to at present. */
	public function table( string $name ): string {
		if ( ! in_array( $name, self::TABLES, true ) ) {
			throw new \InvalidArgumentException( "There is no table {$name}." );
		}
		return ( in_array( $name, self::OWNED, true ) ? $this->sites->home_prefix( $this->db ) : $this->db->prefix ) . 'unopim_' . $name;
	}

	/** What tells apart in the owner's tables the work of sites that number their products each for itself; '' on the owner itself. */
	public function place(): string {
		return $this->sites->place();
	}

	/** The same on a given site; 0 is the present one. */
	public function table_at( int $site, string $name ): string {
		return 0 === $site || ! is_multisite() ? $this->table( $name ) : $this->db->get_blog_prefix( $site ) . 'unopim_' . $name;
	}

	/** Full names on the present site, whoever owns the connection. @return array<string> */
	public function own_tables(): array {
		return array_map( array( $this, 'own' ), self::TABLES );
	}

	private function own( string $name ): string {
		return $this->db->prefix . 'unopim_' . $name;
	}

	/** Numbers of runs mean nothing to another owner's runs. */
	public function forget_runs(): void {
		$this->db->query( $this->db->prepare( 'UPDATE %i SET seen_run = NULL', $this->own( 'links' ) ) );
	}

	public function is_current(): bool {
		return self::VERSION === (int) get_option( self::OPTION, 0 );
	}

	/** Creates what is missing; existing columns and rows stay. */
	public function upgrade(): void {
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		dbDelta( $this->definitions() );
		foreach ( self::TABLES as $name ) {
			if ( ! $this->exists( $name ) ) {
				throw new \RuntimeException( sprintf( 'The table %s could not be created: %s', $this->own( $name ), $this->db->last_error ) );
			}
		}
		update_option( self::OPTION, self::VERSION, false );
	}

	/** On the present site. */
	public function exists( string $name ): bool {
		$table = $this->own( $name );
		return $table === $this->db->get_var( $this->db->prepare( 'SHOW TABLES LIKE %s', $this->db->esc_like( $table ) ) );
	}

	public function server_version(): string {
		return (string) $this->db->db_server_info();
	}

	public function drop(): void {
		foreach ( $this->own_tables() as $table ) {
			$this->db->query( "DROP TABLE IF EXISTS `{$table}`" ); // phpcs:ignore WordPress.DB.PreparedSQL -- fixed names.
		}
		delete_option( self::OPTION );
	}

	/**
	 * One CREATE TABLE per table, in the form that dbDelta reads (two spaces after PRIMARY KEY, a key a line).
	 *
	 * @return array<string>
	 */
	public function definitions(): array {
		$charset = $this->db->get_charset_collate();
		// Row locks and transactions need InnoDB; the 1,084 bytes of the longest key need DYNAMIC rows.
		$options = "ENGINE=InnoDB ROW_FORMAT=DYNAMIC {$charset}";
		$code    = self::CODE;
		$bodies  = array(
			'links'      => "id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
entity varchar(16) NOT NULL,
channel varchar(64) NOT NULL DEFAULT '',
code {$code} NOT NULL,
shop_id bigint(20) unsigned NOT NULL,
target varchar(32) NULL,
bases longtext NOT NULL,
context longtext NULL,
flags varchar(64) NOT NULL DEFAULT '',
last_pull datetime NULL,
last_push datetime(6) NULL,
seen_run bigint(20) unsigned NULL,
created_at datetime NOT NULL,
PRIMARY KEY  (id),
UNIQUE KEY code (entity,channel,code),
KEY shop_id (entity,shop_id),
KEY seen (entity,channel,seen_run),
KEY flags (flags)",
			'runs'       => "id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
job longtext NOT NULL,
kind varchar(16) NOT NULL DEFAULT '',
channel varchar(64) NOT NULL DEFAULT '',
dry tinyint(1) NOT NULL DEFAULT 0,
of_run bigint(20) unsigned NULL,
status varchar(24) NOT NULL,
revision varchar(64) NOT NULL DEFAULT '',
lease_owner varchar(96) NOT NULL DEFAULT '',
lease_until bigint(20) NOT NULL DEFAULT 0,
heartbeat bigint(20) NOT NULL DEFAULT 0,
attempts smallint(6) NOT NULL DEFAULT 0,
checkpoint longtext NULL,
progress longtext NULL,
result longtext NULL,
warnings int(11) unsigned NOT NULL DEFAULT 0,
question longtext NULL,
answers longtext NULL,
plan_hash varchar(64) NOT NULL DEFAULT '',
wait_until bigint(20) NOT NULL DEFAULT 0,
origin varchar(16) NOT NULL DEFAULT '',
user_id bigint(20) unsigned NOT NULL DEFAULT 0,
created_at datetime NOT NULL,
started_at datetime NULL,
finished_at datetime NULL,
PRIMARY KEY  (id),
KEY status (status,lease_until),
KEY of_run (of_run),
KEY channel (channel,kind)",
			'operations' => "id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
run_id bigint(20) unsigned NOT NULL,
n int(11) NOT NULL,
entity varchar(16) NOT NULL,
item_key {$code} NOT NULL,
channel varchar(64) NOT NULL DEFAULT '',
action varchar(16) NOT NULL,
side varchar(8) NOT NULL DEFAULT '',
kind varchar(16) NOT NULL DEFAULT '',
taxonomy varchar(64) NOT NULL DEFAULT '',
shop_id bigint(20) unsigned NULL,
reason varchar(64) NOT NULL DEFAULT '',
fields longtext NOT NULL,
outcome varchar(16) NOT NULL DEFAULT '',
error longtext NULL,
body longtext NULL,
plan_key varchar(40) NULL,
created_at datetime NOT NULL,
PRIMARY KEY  (id),
UNIQUE KEY plan_key (plan_key),
KEY run (run_id,n),
KEY of_item (run_id,entity,item_key),
KEY item (entity,shop_id)",
			'items'      => "id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
lane varchar(16) NOT NULL,
entity varchar(16) NOT NULL DEFAULT '',
channel varchar(64) NOT NULL DEFAULT '',
item_key {$code} NOT NULL,
shop_id bigint(20) unsigned NOT NULL DEFAULT 0,
state varchar(16) NOT NULL,
tries smallint(6) NOT NULL DEFAULT 0,
next_try bigint(20) NOT NULL DEFAULT 0,
error_code varchar(64) NOT NULL DEFAULT '',
body longtext NULL,
created_at datetime NOT NULL,
PRIMARY KEY  (id),
UNIQUE KEY item (lane,entity,channel,item_key),
KEY due (lane,state,next_try)",
			'catalog'    => "id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
kind varchar(16) NOT NULL,
code {$code} NOT NULL,
hash varchar(64) NOT NULL DEFAULT '',
body longtext NOT NULL,
etag varchar(191) NOT NULL DEFAULT '',
PRIMARY KEY  (id),
UNIQUE KEY code (kind,code)",
			'media'      => "id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
hash varchar(64) NOT NULL,
attachment_id bigint(20) unsigned NOT NULL,
path varchar(1024) NOT NULL DEFAULT '',
path_hash varchar(64) NOT NULL DEFAULT '',
etag varchar(191) NOT NULL DEFAULT '',
created_at datetime NOT NULL,
PRIMARY KEY  (id),
KEY hash (hash),
KEY path_hash (path_hash),
KEY attachment_id (attachment_id)",
			'logs'       => "id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
created_at datetime NOT NULL,
level varchar(8) NOT NULL,
op varchar(16) NOT NULL DEFAULT '',
entity varchar(16) NOT NULL DEFAULT '',
item_key {$code} NOT NULL DEFAULT '',
dir varchar(16) NOT NULL DEFAULT '',
channel varchar(64) NOT NULL DEFAULT '',
locale varchar(32) NOT NULL DEFAULT '',
code varchar(64) NOT NULL DEFAULT '',
message text NOT NULL,
field varchar(191) NOT NULL DEFAULT '',
hint text NULL,
run_id bigint(20) unsigned NULL,
detail longtext NULL,
PRIMARY KEY  (id),
KEY created_at (created_at),
KEY run_id (run_id),
KEY level (level,created_at)",
		);

		$statements = array();
		foreach ( $bodies as $name => $body ) {
			$statements[] = 'CREATE TABLE ' . $this->own( $name ) . " (\n{$body}\n) {$options};";
		}
		return $statements;
	}
}
