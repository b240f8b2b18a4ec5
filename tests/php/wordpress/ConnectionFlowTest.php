<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\ConnectionState;
use UnoPim\Connector\Source\TokenStore;
use UnoPim\Connector\Tests\WordPress\Support\FakeUnoPim;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** Test & Save, Disconnect and the session, against a UnoPim behind real HTTP. */
final class ConnectionFlowTest extends SiteTestCase {

	/** @param array<string,string> $typed */
	private function test_and_save( array $typed ): \WP_REST_Response {
		return $this->rest( 'POST', '/connection/test', $typed + array( 'url' => $this->unopim()->url ) + FakeUnoPim::CREDENTIALS );
	}

	public function test_good_credentials_are_tested_then_saved(): void {
		$answer = $this->test_and_save( array( 'url' => '  ' . $this->unopim()->url . '// ' ) );
		self::assertSame( 200, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		$data = $answer->get_data();
		self::assertSame( array( 'connected', null, $this->unopim->url, 'client-1', 'admin@example.test', true, true, array() ), array( $data['state'], $data['problem'], $data['url'], $data['client_id'], $data['username'], $data['has_secret'], $data['has_password'], $data['locked'] ) );
		$seen = $this->unopim->seen();
		self::assertSame( array( 'POST', '/oauth/token' ), array( $seen[0]['method'], $seen[0]['path'] ) );
		self::assertSame( array( '/api/v1/rest/locales', 'limit=1' ), array( $seen[1]['path'], $seen[1]['query'] ) );
		foreach ( $seen as $request ) {
			self::assertSame( 'application/json', $request['headers']['accept'], $request['path'] );
		}
		self::assertCount( 1, array_filter( $seen, static fn( $request ) => '/oauth/token' === $request['path'] ), 'the token of the test is kept' );
		self::assertSame( 'connected', $this->rest( 'GET', '/connection' )->get_data()['state'] );
	}

	public function test_channels_are_known_after_the_first_connection(): void {
		$this->connect();
		$rows = $this->rest( 'GET', '/channels' )->get_data();
		self::assertSame( array( 'default', 'Main', 'en_US', array( 'EUR' ), false, false ), array( $rows[0]['code'], $rows[0]['label'], $rows[0]['locales'][0]['code'], $rows[0]['currencies'], $rows[0]['saved'], $rows[0]['missing'] ) );
	}

	/**
	 * @dataProvider failures
	 * @param array<string,string> $typed
	 * @param array<string,mixed>  $mode
	 */
	public function test_a_failure_saves_nothing_and_names_its_cause( array $typed, array $mode, string $code, ?string $path ): void {
		$this->unopim()->behave( $mode );
		$answer = $this->test_and_save( $typed );
		$data   = $answer->get_data();
		self::assertSame( array( $code, $path ), array( $data['code'], $data['path'] ) );
		self::assertNotEmpty( $data['message'] );
		self::assertNotEmpty( $data['next_step'] );
		self::assertSame( 422, $answer->get_status() );
		self::assertSame( array(), get_option( 'unopim_connector_connection', array() ) );
		self::assertNull( self::service( TokenStore::class )->read() );
		self::assertSame( 'not_connected', $this->rest( 'GET', '/connection' )->get_data()['state'] );
		self::assertSame( $code, $this->rest( 'GET', '/logs?op=connect' )->get_data()[0]['code'] );
	}

	/** @return array<string,array{array<string,string>,array<string,mixed>,string,string|null}> */
	public static function failures(): array {
		$closed = stream_socket_server( 'tcp://127.0.0.1:0' );
		$port   = (string) stream_socket_get_name( $closed, false );
		fclose( $closed );
		return array(
			'no address'       => array( array( 'url' => ' ' ), array(), 'required', 'url' ),
			'ftp'              => array( array( 'url' => 'ftp://127.0.0.1' ), array(), 'invalid_url', 'url' ),
			'no client'        => array( array( 'client_id' => ' ' ), array(), 'required', 'client_id' ),
			'no user'          => array( array( 'username' => '' ), array(), 'required', 'username' ),
			'no secret'        => array( array( 'client_secret' => '' ), array(), 'required', 'client_secret' ),
			'no password'      => array( array( 'password' => '' ), array(), 'required', 'password' ),
			'wrong password'   => array( array( 'password' => 'wrong' ), array(), 'bad_user', 'password' ),
			'wrong secret'     => array( array( 'client_secret' => 'wrong' ), array(), 'bad_client', 'client_id' ),
			'refused'          => array( array( 'url' => "http://{$port}" ), array(), 'refused', null ),
			'no UnoPim'        => array( array(), array( 'html' => array( '/oauth' ) ), 'not_unopim', 'url' ),
			'redirect'         => array( array(), array( 'status' => array( '/oauth' => 302 ), 'headers' => array( '/oauth' => array( 'Location' => 'https://elsewhere.example/' ) ) ), 'redirected', 'url' ),
			'sign-in limit'    => array( array(), array( 'status' => array( '/oauth' => 429 ) ), 'signin_throttled', null ),
			'no API'           => array( array(), array( 'status' => array( '/api' => 404 ) ), 'not_unopim', 'url' ),
			'API is a page'    => array( array(), array( 'html' => array( '/api' ) ), 'not_unopim', 'url' ),
			'406'              => array( array(), array( 'status' => array( '/api' => 406 ) ), 'unopim_version', 'url' ),
			'401 on the API'   => array( array(), array( 'status' => array( '/api' => 401 ) ), 'unopim_version', 'url' ),
			'API fails'        => array( array(), array( 'status' => array( '/api' => 500 ) ), 'server_error', null ),
		);
	}

	public function test_a_failure_keeps_the_connection_that_was(): void {
		$this->connect();
		self::assertSame( 422, $this->test_and_save( array( 'password' => 'wrong' ) )->get_status() );
		$data = $this->rest( 'GET', '/connection' )->get_data();
		self::assertSame( array( 'connected', null ), array( $data['state'], $data['problem'] ) );
		self::assertSame( 'top-password-value', self::service( Connection::class )->credentials()->password );
	}

	public function test_a_missing_permission_is_no_failure(): void {
		$this->unopim()->behave( array( 'status' => array( '/api' => 403 ) ) );
		self::assertSame( 200, $this->test_and_save( array() )->get_status() );
		self::assertSame( 'forbidden', $this->rest( 'GET', '/logs?op=refresh' )->get_data()[0]['code'] );
	}

	public function test_blank_secrets_keep_the_stored_ones(): void {
		$this->connect();
		self::assertSame( 200, $this->test_and_save( array( 'client_secret' => '', 'password' => '' ) )->get_status() );
		self::assertSame( 'top-secret-value', self::service( Connection::class )->credentials()->client_secret );
	}

	public function test_a_changed_address_demands_both_secrets_and_sends_none(): void {
		$this->connect();
		$other = new FakeUnoPim();
		foreach ( array( 'client_secret', 'password' ) as $field ) {
			$answer = $this->test_and_save( array( 'url' => $other->url, $field => '' ) );
			self::assertSame( array( 422, 'required', $field ), array( $answer->get_status(), $answer->get_data()['code'], $answer->get_data()['path'] ) );
		}
		self::assertSame( array(), $other->seen() );
		self::assertSame( 200, $this->test_and_save( array( 'url' => $other->url ) )->get_status() );
		$other->close();
	}

	public function test_disconnect_takes_credentials_and_token_and_keeps_the_mapping(): void {
		$this->connect();
		$this->rest( 'PUT', '/mapping/core', array( 'core' => array( 'name' => array( 'attribute' => 'name' ) ) ) );
		$data = $this->rest( 'DELETE', '/connection' )->get_data();
		self::assertSame( array( 'not_connected', null, '', false, false ), array( $data['state'], $data['problem'], $data['url'], $data['has_secret'], $data['has_password'] ) );
		self::assertNull( self::service( TokenStore::class )->read() );
		self::assertSame( 'name', $this->rest( 'GET', '/mapping/core' )->get_data()['core']->name->attribute );
	}

	public function test_nothing_stored_logged_or_answered_holds_a_secret(): void {
		$this->connect();
		$token   = self::service( TokenStore::class )->read();
		$answers = '';
		foreach ( array( '/connection', '/settings', '/channels', '/logs', '/health', '/mapping/core', '/runs' ) as $route ) {
			$answers .= wp_json_encode( $this->rest( 'GET', $route )->get_data() );
		}
		self::service( \UnoPim\Connector\Logs\LogWriter::class )->write( array( 'level' => 'error', 'message' => "UnoPim said: top-password-value for {$token->access}", 'detail' => '{"client_secret":"top-secret-value"}', 'hint' => $token->refresh, 'item_key' => 'top-secret-value' ) );
		$this->test_and_save( array( 'password' => 'a-wrong-password' ) );
		self::service( Client::class )->get_all( array( array( 'path' => 'locales', 'query' => array(), 'etag' => null ) ) );
		foreach ( array( 'top-secret-value', 'top-password-value', $token->access, $token->refresh, 'a-wrong-password', base64_encode( 'top-password-value' ) ) as $secret ) {
			self::assertStringNotContainsString( $secret, $answers );
			self::assertStringNotContainsString( $secret, self::stored() );
		}
	}

	/** Every page registers the taxonomies of the mapping, so their few rows come with the site's other options; everything else is read where it is used. */
	public function test_only_the_taxonomies_are_autoloaded(): void {
		global $wpdb;
		$this->connect();
		$this->rest( 'PUT', '/settings', array( 'batch_size' => 10 ) );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default' ) ) ) );
		$this->rest( 'PUT', '/mapping/core', array( 'core' => new \stdClass() ) );
		$rows = $wpdb->get_results( "SELECT option_name, autoload FROM {$wpdb->options} WHERE option_name LIKE 'unopim\\_connector\\_%'" );
		self::assertGreaterThanOrEqual( 6, count( $rows ) );
		$loaded = array_filter( $rows, static fn( $row ) => ! in_array( $row->autoload, array( 'no', 'off' ), true ) );
		self::assertSame( array( 'unopim_connector_taxonomies' ), array_column( $loaded, 'option_name' ) );
	}

	public function test_rotated_keys_turn_the_badge_red_until_saved_again(): void {
		$this->connect();
		add_filter( 'salt', $rotate = static fn( $salt ) => 'rotated' . $salt );
		$data = $this->rest( 'GET', '/connection' )->get_data();
		self::assertSame( array( 'not_connected', 'secrets_unreadable', true ), array( $data['state'], $data['problem']['code'], $data['has_secret'] ) );
		self::assertStringContainsString( 'cannot be read', $data['problem']['message'] );
		$blank = $this->test_and_save( array( 'client_secret' => '', 'password' => '' ) );
		self::assertSame( array( 'required', 'client_secret' ), array( $blank->get_data()['code'], $blank->get_data()['path'] ) );
		$answers = self::service( Client::class )->get_all( array( array( 'path' => 'locales', 'query' => array(), 'etag' => null ) ) );
		self::assertSame( 'not_connected', $answers[0]->to_wire()['code'] );
		self::assertSame( 200, $this->test_and_save( array() )->get_status() );
		self::assertSame( 'connected', $this->rest( 'GET', '/connection' )->get_data()['state'] );
		remove_filter( 'salt', $rotate );
	}

	public function test_a_session_that_ends_is_shown_as_refreshing(): void {
		$this->unopim()->behave( array( 'expires_in' => 1 ) );
		$this->connect();
		sleep( 2 );
		self::assertSame( 'refreshing', self::service( ConnectionState::class )->badge() );
		$this->unopim->behave( array() );
		self::service( Client::class )->get_all( array( array( 'path' => 'locales', 'query' => array(), 'etag' => null ) ) );
		self::assertSame( 'connected', self::service( ConnectionState::class )->badge() );
	}

	public function test_a_password_changed_in_unopim_turns_the_badge_red_with_the_reason(): void {
		$this->connect();
		self::service( TokenStore::class )->clear();
		$this->unopim->behave( array( 'status' => array( '/oauth' => 400 ), 'body' => array( '/oauth' => array( 'error' => 'invalid_grant', 'error_description' => 'Incorrect.' ) ) ) );
		for ( $i = 0; $i < 3; $i++ ) {
			$answer = self::service( Client::class )->get_all( array( array( 'path' => 'locales', 'query' => array(), 'etag' => null ) ) )[0];
			self::assertSame( 'signin', $answer->to_wire()['code'] );
		}
		self::assertCount( 1, $this->unopim->sign_ins(), 'one refused sign-in a minute' );
		$data = $this->rest( 'GET', '/connection' )->get_data();
		self::assertSame( array( 'not_connected', 'bad_user' ), array( $data['state'], $data['problem']['code'] ) );
	}

	public function test_weak_key_storage_is_logged_and_shown(): void {
		$weak   = new class() extends \UnoPim\Connector\Platform\KeySource {
			public function missing(): array {
				return array( 'SECURE_AUTH_KEY' );
			}
		};
		$other  = new \UnoPim\Connector\Platform\Container( \UnoPim\Connector\Platform\Services::recipes() );
		$other->set( \UnoPim\Connector\Platform\KeySource::class, $weak );
		$report = $other->get( \UnoPim\Connector\Health\Report::class );
		$check  = array_column( $report->checks(), null, 'id' )['key_storage'];
		self::assertSame( 'recommended', $check['state'] );
		self::assertStringContainsString( 'SECURE_AUTH_KEY', $check['value'] );

		$controller = $other->get( \UnoPim\Connector\Rest\ConnectionController::class );
		$request    = new \WP_REST_Request( 'POST', '/' );
		$request->set_body( (string) wp_json_encode( array( 'url' => $this->unopim()->url ) + FakeUnoPim::CREDENTIALS ) );
		$test = new \ReflectionMethod( $controller, 'test' );
		$test->setAccessible( true );
		self::assertTrue( $test->invoke( $controller, $request )['weak_key_storage'] );
		$row = $this->rest( 'GET', '/logs?level=warn' )->get_data()[0];
		self::assertSame( 'weak_key_storage', $row['code'] );
		self::assertStringContainsString( 'SECURE_AUTH_KEY', $row['message'] );
	}

	public function test_options_are_read_past_a_cache_that_another_process_left_behind(): void {
		global $wpdb;
		$options = self::service( Options::class );
		$options->write( 'token', array( 'sealed' => 'old' ) );
		$wpdb->update( $wpdb->options, array( 'option_value' => serialize( array( 'sealed' => 'new' ) ) ), array( 'option_name' => 'unopim_connector_token' ) );
		self::assertSame( 'old', $options->read( 'token' )['sealed'] );
		self::assertSame( 'new', $options->fresh( 'token' )['sealed'] );
		$options->delete( 'token' );
		$wpdb->insert( $wpdb->options, array( 'option_name' => 'unopim_connector_token', 'option_value' => serialize( array( 'sealed' => 'again' ) ), 'autoload' => 'off' ) );
		self::assertSame( 'again', $options->fresh( 'token' )['sealed'] );
	}
}
