<?php
declare(strict_types=1);

namespace UnoPim\Connector\Admin;

use UnoPim\Connector\Platform\Capability;
use UnoPim\Connector\Platform\Registrable;
use UnoPim\Connector\Rest\Controller;

/** The menu **UnoPim Configuration** and its one page, which the screens draw themselves. */
class Page implements Registrable {

	public const SLUG = 'unopim-connector';

	private const HANDLE = 'unopim-connector-admin';

	/** Below WooCommerce and Products. */
	private const POSITION = '56.5';

	/** The engine's modules for browsers (scripts/lib/parts.mjs). */
	private const PARTS = array( 'screens', 'pull', 'push' );

	/** WordPress keeps there what a user prefers; the screens ask its store by name. */
	private const PREFERENCES = 'wp-preferences';

	private string $hook = '';

	public function __construct( private string $file ) {}

	public function register(): void {
		add_action( 'admin_menu', array( $this, 'add' ), 60 );
		add_action( 'admin_enqueue_scripts', array( $this, 'enqueue' ) );
		add_filter( 'submenu_file', array( $this, 'current' ), 10, 2 );
		add_filter( 'plugin_action_links_' . plugin_basename( $this->file ), array( $this, 'link' ) );
	}

	public function add(): void {
		$this->hook = (string) add_menu_page(
			__( 'UnoPim Configuration', 'unopim-connector' ),
			__( 'UnoPim Configuration', 'unopim-connector' ),
			Capability::required( 'admin' ),
			self::SLUG,
			array( $this, 'show' ),
			'dashicons-update-alt',
			self::POSITION
		);
		foreach ( self::sections() as $path => $title ) {
			// The first entry takes the place of the one that WordPress makes of the menu itself.
			add_submenu_page( self::SLUG, $title, $title, Capability::required( 'admin' ), self::entry( $path ), array( $this, 'show' ) );
		}
	}

	/** Which entry of the menu is the current one: that of the section in the address. */
	public function current( ?string $file, string $parent ): ?string {
		if ( self::SLUG !== $parent ) {
			return $file;
		}
		$path = isset( $_GET['path'] ) ? sanitize_text_field( wp_unslash( $_GET['path'] ) ) : ''; // phpcs:ignore WordPress.Security.NonceVerification -- only marks the menu.
		return self::entry( '/' . ( explode( '/', $path )[1] ?? '' ) );
	}

	/** @return array<string,string> title by path, as the screens name them (admin-app/src/routes.ts). */
	private static function sections(): array {
		return array(
			'/connection' => __( 'Connection', 'unopim-connector' ),
			'/channels'   => __( 'Channels & Stores', 'unopim-connector' ),
			'/mapping'    => __( 'Field Mapping', 'unopim-connector' ),
			'/preview'    => __( 'Preview', 'unopim-connector' ),
			'/sync'       => __( 'Sync', 'unopim-connector' ),
			'/jobs'       => __( 'Scheduled Jobs', 'unopim-connector' ),
			'/logs'       => __( 'Logs', 'unopim-connector' ),
			'/settings'   => __( 'Settings', 'unopim-connector' ),
		);
	}

	private static function entry( string $path ): string {
		return self::SLUG . ( in_array( $path, array( '/', '/connection' ), true ) ? '' : '&path=' . $path );
	}

	public function show(): void {
		echo '<div class="wrap">';
		printf( '<h1 class="wp-heading-inline">%s</h1><hr class="wp-header-end">', esc_html__( 'UnoPim Configuration', 'unopim-connector' ) );
		printf( '<div id="unopim-connector-root" class="unopim-connector">%s</div>', $this->is_built() ? '' : sprintf( '<div class="notice notice-error inline"><p>%s</p></div>', esc_html__( 'The screens are not part of this installation: the folder build/admin is missing. Install the complete plugin.', 'unopim-connector' ) ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped above.
		printf( '<noscript><div class="notice notice-error inline"><p>%s</p></div></noscript>', esc_html__( 'UnoPim Configuration needs JavaScript.', 'unopim-connector' ) );
		echo '</div>';
	}

	public function enqueue( string $hook ): void {
		if ( '' !== $this->hook && $hook === $this->hook ) {
			$this->load( 'index' );
			$this->translate_parts();
		}
	}

	/** Loads a script of the build, with its texts, its look and what the page hands over to it. */
	public function load( string $name ): void {
		if ( ! $this->is_built() ) {
			return;
		}
		$asset   = require $this->path( "{$name}.asset.php" );
		$version = (string) ( $asset['version'] ?? UNOPIM_CONNECTOR_VERSION );
		wp_enqueue_script( self::HANDLE, $this->url( "{$name}.js" ), array_merge( (array) ( $asset['dependencies'] ?? array() ), 'index' === $name ? array( self::PREFERENCES ) : array() ), $version, array( 'in_footer' => true ) );
		wp_set_script_translations( self::HANDLE, 'unopim-connector' );
		wp_add_inline_script( self::HANDLE, 'window.unopimConnector = ' . wp_json_encode( $this->config( $version ) + ( 'index' === $name ? array( 'answers' => (object) self::answers() ) : array() ), JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES ) . ';', 'before' );
		if ( is_file( $this->path( "{$name}.css" ) ) ) {
			wp_enqueue_style( self::HANDLE, $this->url( "{$name}.css" ), array( 'wp-components' ), $version );
		} else {
			wp_enqueue_style( 'wp-components' );
		}
	}

	/** The screens' own files are loaded by the page, not by WordPress; their texts have to be there before. */
	private function translate_parts(): void {
		foreach ( glob( $this->path( '*.js' ) ) ?: array() as $file ) {
			$name = basename( $file, '.js' );
			if ( in_array( $name, array( 'index', 'product', 'worker' ), true ) ) {
				continue;
			}
			$handle = self::HANDLE . '-' . $name;
			wp_register_script( $handle, $this->url( $name . '.js' ), array(), UNOPIM_CONNECTOR_VERSION, true );
			$texts = load_script_textdomain( $handle, 'unopim-connector' );
			if ( $texts ) {
				wp_add_inline_script( self::HANDLE, "( ( { locale_data: texts } ) => wp.i18n.setLocaleData( texts[ 'unopim-connector' ] ?? texts.messages, 'unopim-connector' ) )( {$texts} );", 'before' );
			}
		}
	}

	/**
	 * @param array<int|string,string> $links
	 * @return array<int|string,string>
	 */
	public function link( array $links ): array {
		if ( current_user_can( Capability::required( 'admin' ) ) ) {
			array_unshift( $links, sprintf( '<a href="%s">%s</a>', esc_url( self::address() ), esc_html__( 'Configure', 'unopim-connector' ) ) );
		}
		return $links;
	}

	public static function address(): string {
		return admin_url( 'admin.php?page=' . self::SLUG );
	}

	/** @return array<string,mixed> */
	private function config( string $version ): array {
		return array(
			'restUrl'   => untrailingslashit( rest_url( Controller::NAMESPACE ) ),
			'nonce'     => wp_create_nonce( 'wp_rest' ),
			'workerUrl' => add_query_arg( 'ver', $version, $this->url( 'worker.js' ) ),
			'wasmUrls'  => $this->modules( $version ),
			'pageUrl'   => self::address(),
			'version'   => UNOPIM_CONNECTOR_VERSION,
		);
	}

	/** @return array<string,string> the addresses of the engine's modules, by part */
	private function modules( string $version ): array {
		$addresses = array();
		foreach ( self::PARTS as $part ) {
			$addresses[ $part ] = add_query_arg( 'ver', $version, $this->url( "engine-{$part}.wasm" ) );
		}
		return $addresses;
	}

	/**
	 * What the page asks before it can be used: answered with it, WordPress need not be started three times more.
	 *
	 * @return array<string,mixed> by path and query, as the screens ask (admin-app/src/api/request.ts)
	 */
	private static function answers(): array {
		$answers = array();
		foreach ( array( '/connection' => array(), '/settings' => array(), '/runs' => array( 'active' => 1, 'per_page' => 10 ) ) as $path => $query ) {
			$request = new \WP_REST_Request( 'GET', '/' . Controller::NAMESPACE . $path );
			$request->set_query_params( $query );
			$request->set_header( 'X-WP-Nonce', wp_create_nonce( 'wp_rest' ) );
			$response = rest_do_request( $request );
			if ( 200 === $response->get_status() ) {
				$answers[ array() === $query ? $path : $path . '?' . build_query( $query ) ] = $response->get_data();
			}
		}
		return $answers;
	}

	private function is_built(): bool {
		return is_file( $this->path( 'index.js' ) ) && is_file( $this->path( 'index.asset.php' ) );
	}

	private function path( string $name ): string {
		return dirname( $this->file ) . '/build/admin/' . $name;
	}

	private function url( string $name ): string {
		return plugins_url( 'build/admin/' . $name, $this->file );
	}
}
