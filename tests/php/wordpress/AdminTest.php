<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Admin\Page;
use UnoPim\Connector\Admin\Privacy;
use UnoPim\Connector\Health\Memory;
use UnoPim\Connector\Health\SiteHealth;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** The page, and what the plugin adds to WordPress' own. */
final class AdminTest extends SiteTestCase {

	/** @var array<string> */
	private array $folders = array();

	protected function setUp(): void {
		parent::setUp();
		require_once ABSPATH . 'wp-admin/includes/admin.php';
		set_current_screen( 'dashboard' );
	}

	protected function tearDown(): void {
		foreach ( $this->folders as $folder ) {
			array_map( 'unlink', glob( $folder . '/build/admin/*' ) );
			array_map( 'rmdir', array( $folder . '/build/admin', $folder . '/build', $folder ) );
		}
		unset( $GLOBALS['current_screen'] );
		parent::tearDown();
	}

	/** @param array<string,string> $built files of build/admin */
	private function page( array $built ): Page {
		$folder          = WP_PLUGIN_DIR . '/unopim-test-' . bin2hex( random_bytes( 4 ) );
		$this->folders[] = $folder;
		mkdir( $folder . '/build/admin', 0777, true );
		foreach ( $built as $name => $text ) {
			file_put_contents( $folder . '/build/admin/' . $name, $text );
		}
		return new Page( $folder . '/unopim-connector.php' );
	}

	public function test_the_menu_is_there_for_those_who_may(): void {
		global $menu, $_registered_pages;
		$menu = array();
		$this->page( array() )->add();
		$entry = current( array_filter( $menu, static fn( $item ) => 'unopim-connector' === $item[2] ) );
		self::assertSame( array( 'UnoPim Configuration', 'manage_unopim' ), array( $entry[0], $entry[1] ) );
	}

	public function test_the_menu_leads_to_each_section_and_marks_where_one_is(): void {
		global $menu, $submenu;
		$menu    = array();
		$submenu = array();
		wp_set_current_user( self::user( 'administrator' ) );
		$page = $this->page( array() );
		$page->add();
		$entries = array_column( $submenu['unopim-connector'], 2, 0 );
		self::assertSame( array( 'Connection', 'Channels & Stores', 'Field Mapping', 'Preview', 'Sync', 'Scheduled Jobs', 'Logs', 'Settings' ), array_keys( $entries ) );
		self::assertSame( 'unopim-connector', $entries['Connection'] );
		self::assertStringEndsWith( 'admin.php?page=unopim-connector&#038;path=/mapping', menu_page_url( $entries['Field Mapping'], false ) );
		self::assertSame( 'edit.php', $page->current( 'edit.php', 'edit.php?post_type=product' ) );
		self::assertSame( 'unopim-connector', $page->current( null, 'unopim-connector' ) );
		$_GET['path'] = '/mapping/attributes';
		self::assertSame( $entries['Field Mapping'], $page->current( null, 'unopim-connector' ) );
		unset( $_GET['path'] );
	}

	public function test_the_texts_of_screens_that_are_loaded_later_are_there_before(): void {
		$page = $this->page( array( 'index.js' => '', 'index.asset.php' => '<?php return array("dependencies" => array(), "version" => "1");', 'worker.js' => '', 'sync.js' => '' ) );
		$page->add();
		$asked = array();
		add_filter( 'load_script_textdomain_relative_path', static function ( $path, $src ) use ( &$asked ) {
			$asked[] = basename( $src );
			return $path;
		}, 10, 2 );
		add_filter( 'pre_load_script_translations', static fn() => '{"locale_data":{"messages":{"":{},"Sync":["Abgleich"]}}}' );
		wp_dequeue_script( 'unopim-connector-admin' );
		wp_deregister_script( 'unopim-connector-admin' );
		$page->enqueue( 'toplevel_page_unopim-connector' );
		self::assertSame( array( 'sync.js' ), $asked );
		$inline = implode( '', array_filter( (array) wp_scripts()->registered['unopim-connector-admin']->extra['before'] ) );
		self::assertStringContainsString( 'Abgleich', $inline );
		remove_all_filters( 'load_script_textdomain_relative_path' );
		remove_all_filters( 'pre_load_script_translations' );
		wp_dequeue_script( 'unopim-connector-admin' );
		wp_deregister_script( 'unopim-connector-admin' );
	}

	public function test_the_screens_get_their_settings_and_nothing_secret(): void {
		$this->connect();
		$page = $this->page( array( 'index.js' => '', 'index.css' => '', 'index.asset.php' => '<?php return array("dependencies" => array("wp-element", "wp-api-fetch"), "version" => "abc123");' ) );
		$page->add();
		$page->enqueue( 'some-other-page' );
		self::assertFalse( wp_script_is( 'unopim-connector-admin' ) );
		$page->enqueue( 'toplevel_page_unopim-connector' );
		self::assertTrue( wp_script_is( 'unopim-connector-admin' ) );
		$script = wp_scripts()->registered['unopim-connector-admin'];
		self::assertSame( array( array( 'wp-element', 'wp-api-fetch', 'wp-preferences', 'wp-i18n' ), 'abc123' ), array( $script->deps, $script->ver ) );
		$inline = implode( '', array_filter( (array) $script->extra['before'] ) );
		self::assertSame( 1, preg_match( '/^window\.unopimConnector = (\{.*\});$/s', $inline, $found ) );
		$config = json_decode( $found[1], true );
		self::assertSame( array( 'restUrl', 'nonce', 'workerUrl', 'wasmUrls', 'pageUrl', 'version', 'answers' ), array_keys( $config ) );
		self::assertSame( array( '/connection', '/settings', '/runs?active=1&per_page=10' ), array_keys( $config['answers'] ), 'and what they ask first' );
		self::assertSame( 'connected', $config['answers']['/connection']['state'] );
		self::assertStringEndsNotWith( '/', $config['restUrl'] );
		self::assertStringContainsString( 'unopim-connector/v1', $config['restUrl'] );
		self::assertSame( 1, wp_verify_nonce( $config['nonce'], 'wp_rest' ) );
		self::assertStringEndsWith( '/build/admin/worker.js?ver=abc123', $config['workerUrl'] );
		self::assertSame( array( 'screens', 'pull', 'push' ), array_keys( $config['wasmUrls'] ) );
		self::assertStringEndsWith( '/build/admin/engine-pull.wasm?ver=abc123', $config['wasmUrls']['pull'] );
		self::assertStringNotContainsString( 'top-', $inline );
		self::assertTrue( wp_style_is( 'unopim-connector-admin' ) );
		wp_dequeue_script( 'unopim-connector-admin' );
	}

	public function test_an_incomplete_installation_says_so(): void {
		ob_start();
		$this->page( array() )->show();
		self::assertStringContainsString( 'build/admin is missing', (string) ob_get_clean() );
		ob_start();
		$this->page( array( 'index.js' => '', 'index.asset.php' => '' ) )->show();
		self::assertStringContainsString( '<div id="unopim-connector-root"', (string) ob_get_clean() );
	}

	public function test_the_plugin_list_leads_to_the_page(): void {
		$links = $this->page( array() )->link( array( 'deactivate' => '<a>' ) );
		self::assertStringContainsString( 'admin.php?page=unopim-connector', $links[0] );
		wp_set_current_user( self::user( 'subscriber' ) );
		self::assertCount( 1, ( new Page( UNOPIM_CONNECTOR_FILE ) )->link( array( '<a>' ) ) );
	}

	public function test_the_privacy_guide_gets_its_paragraph(): void {
		require_once ABSPATH . 'wp-admin/includes/class-wp-privacy-policy-content.php';
		add_action( 'admin_init', $add = static fn() => ( new Privacy() )->add() );
		$found = array();
		add_action( 'admin_init', $read = static function () use ( &$found ): void {
			$property = new \ReflectionProperty( \WP_Privacy_Policy_Content::class, 'policy_content' );
			$property->setAccessible( true );
			$found = $property->getValue();
		}, 99 );
		$other = $GLOBALS['wp_filter']['admin_init'];
		$GLOBALS['wp_filter']['admin_init'] = new \WP_Hook();
		add_action( 'admin_init', $add );
		add_action( 'admin_init', $read, 99 );
		do_action( 'admin_init' );
		$GLOBALS['wp_filter']['admin_init'] = $other;
		remove_action( 'admin_init', $add );
		remove_action( 'admin_init', $read, 99 );
		self::assertStringContainsString( 'no orders, customers', (string) wp_json_encode( $found ) );
	}

	public function test_site_health_shows_every_check_and_no_secret(): void {
		$this->connect();
		$health = self::service( SiteHealth::class );
		$tests  = $health->tests( array( 'direct' => array() ) );
		$result = call_user_func( $tests['direct']['unopim_connector']['test'] );
		self::assertContains( $result['status'], array( 'good', 'recommended', 'critical' ) );
		self::assertStringContainsString( 'Engine', $result['description'] . implode( '', array_column( $health->information( array() )['unopim-connector']['fields'], 'label' ) ) );
		self::assertStringNotContainsString( 'top-', (string) wp_json_encode( array( $result, $health->information( array() ) ) ) );
		$checks = array_column( $this->rest( 'GET', '/health' )->get_data()['checks'], null, 'id' );
		self::assertSame( array( 'connection', 'token', 'unopim', 'budget', 'engine', 'tables', 'key_storage', 'background', 'cron', 'loopback', 'authorization', 'dry_run', 'last_pull', 'last_push', 'waiting', 'media', 'links', 'webhook', 'lookup', 'hpos', 'memory', 'server' ), array_keys( $checks ) );
		self::assertSame( array( 'good', 'good' ), array( $checks['connection']['state'], $checks['tables']['state'] ) );
		foreach ( $checks as $check ) {
			self::assertSame( 'good' === $check['state'], null === $check['next_step'], $check['id'] );
		}
	}

	/** @return array<string,array{int,bool,string,string}> */
	public static function limits(): array {
		$mb = 1024 * 1024;
		return array(
			'none'                        => array( -1, true, 'good', '' ),
			'too small for anything'      => array( 64 * $mb, false, 'recommended', '128 MB' ),
			'enough with an opcode cache' => array( 128 * $mb, false, 'good', '' ),
			'too small without one'       => array( 128 * $mb, true, 'critical', 'opcode cache' ),
			'enough without one'          => array( 192 * $mb, true, 'good', '' ),
		);
	}

	/** @dataProvider limits */
	public function test_memory_is_told_as_it_is_needed( int $limit, bool $compiles, string $state, string $remedy ): void {
		$check = Memory::of( $limit, $compiles );
		self::assertSame( $state, $check['state'] );
		self::assertStringContainsString( $remedy, (string) $check['next_step'] );
		self::assertSame( 'good' === $state, null === $check['next_step'] );
	}
}
