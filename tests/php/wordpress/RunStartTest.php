<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** When a run may begin. */
final class RunStartTest extends SiteTestCase {

	/** @param array<string,mixed> $job */
	private function start( array $job = array() ): \WP_REST_Response {
		return $this->rest( 'POST', '/runs', array( 'host' => 'server', 'job' => $job + array( 'kind' => 'pull', 'scope' => 'full', 'channel' => 'default', 'locale' => 'en_US' ) ) );
	}

	private function refused( \WP_REST_Response $answer, string $code, ?string $path = null ): void {
		self::assertSame( array( $code, $path ), array( $answer->get_data()['code'] ?? null, $answer->get_data()['path'] ?? null ) );
		self::assertNotEmpty( $answer->get_data()['next_step'] );
		self::assertContains( $answer->get_status(), array( 409, 422 ) );
	}

	private function ready(): void {
		$this->connect();
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default' ), array( 'code' => 'web' ) ) ) );
	}

	public function test_one_pull_per_channel_at_a_time(): void {
		$this->ready();
		$first = $this->start();
		self::assertSame( 201, $first->get_status(), (string) wp_json_encode( $first->get_data() ) );
		self::assertSame( array( 'queued', '', null, false ), array( $first->get_data()['status'], $first->get_data()['lease'], $first->get_data()['waits_for'], $first->get_data()['joined'] ) );
		$second = $this->start( array( 'scope' => 'one', 'skus' => array( 'mug' ) ) )->get_data();
		self::assertSame( array( 'queued', '', $first->get_data()['id'], false ), array( $second['status'], $second['lease'], $second['waits_for'], $second['joined'] ), 'another job waits' );
		self::assertStringContainsString( (string) $first->get_data()['id'], $second['note'] );
		self::assertSame( $first->get_data()['id'], self::service( \UnoPim\Connector\Run\RunRepository::class )->next_due(), 'the older one comes first' );
		$same = $this->start();
		self::assertSame( array( 200, $first->get_data()['id'], true ), array( $same->get_status(), $same->get_data()['id'], $same->get_data()['joined'] ), 'the same job is joined' );
		self::assertSame( 201, $this->start( array( 'channel' => 'web' ) )->get_status() );
		self::assertSame( 201, $this->start( array( 'kind' => 'preview', 'skus' => array( 'mug' ), 'scope' => 'one' ) )->get_status(), 'a preview writes nothing' );
		self::assertSame( $first->get_data()['id'], $this->rest( 'GET', '/runs/' . $second['id'] )->get_data()['waits_for'] );
		$this->rest( 'POST', '/runs/' . $first->get_data()['id'] . '/cancel' );
		self::assertNull( $this->rest( 'GET', '/runs/' . $second['id'] )->get_data()['waits_for'] );
		self::assertSame( $second['id'], $this->start()->get_data()['waits_for'] );
	}

	public function test_several_requests_at_once_start_one_run(): void {
		$this->ready();
		$all = array();
		for ( $i = 0; $i < 5; $i++ ) {
			$all[] = array( proc_open( array( PHP_BINARY, '-d', 'error_reporting=0', __DIR__ . '/processes/start.php' ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes ), $pipes[1] );
		}
		$got = array_map(
			static function ( $one ) {
				$line = trim( (string) stream_get_contents( $one[1] ) );
				proc_close( $one[0] );
				return $line;
			},
			$all
		);
		sort( $got );
		self::assertSame( array( 'joined', 'joined', 'joined', 'joined', 'started' ), $got );
	}

	public function test_without_a_connection_nothing_starts(): void {
		$this->refused( $this->start(), 'not_connected' );
	}

	public function test_a_channel_does_nothing_before_it_was_saved(): void {
		$this->connect();
		$this->refused( $this->start(), 'channel_not_saved', 'job' );
		self::assertSame( 201, $this->start( array( 'kind' => 'preview', 'skus' => array( 'mug' ), 'scope' => 'one' ) )->get_status() );
	}

	public function test_a_channel_that_unopim_lost_does_nothing(): void {
		$this->connect();
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'gone' ) ) ) );
		$this->refused( $this->start( array( 'channel' => 'gone' ) ), 'channel_missing', 'job' );
	}

	public function test_pull_off_blocks_a_pull(): void {
		$this->connect();
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'pull' => false ) ) ) );
		$this->refused( $this->start(), 'direction_off', 'job' );
	}

	public function test_while_dry_run_is_on_everything_that_can_be_planned_is_planned(): void {
		$this->ready();
		$this->rest( 'PUT', '/settings', array( 'dry_run' => true ) );
		$pull = $this->start();
		self::assertSame( array( 201, true ), array( $pull->get_status(), $pull->get_data()['dry'] ) );
		self::assertTrue( $this->start( array( 'kind' => 'deletions', 'dry' => false ) )->get_data()['job']['dry'] );
		$this->refused( $this->start( array( 'kind' => 'images' ) ), 'dry_run', 'job' );
		self::assertSame( 201, $this->start( array( 'kind' => 'preview', 'skus' => array( 'mug' ), 'scope' => 'one' ) )->get_status() );
	}

	public function test_a_preview_may_look_at_a_sample(): void {
		$this->ready();
		$run = $this->start( array( 'kind' => 'preview', 'sample' => array( 'size' => 10 ) ) );
		self::assertSame( 201, $run->get_status() );
		self::assertSame( array( 'size' => 10, 'family' => '' ), $run->get_data()['job']['sample'] );
	}

	/**
	 * @dataProvider bad_jobs
	 * @param array<string,mixed> $job
	 */
	public function test_a_job_has_its_form( array $job, string $path ): void {
		$this->ready();
		$this->refused( $this->start( $job ), 'bad_job', $path );
	}

	/** @return array<array{array<string,mixed>,string}> */
	public static function bad_jobs(): array {
		return array(
			array( array( 'kind' => 'send' ), 'job.kind' ), array( array( 'kind' => 'push', 'scope' => 'full' ), 'job.scope' ), array( array( 'kind' => 'push', 'scope' => 'one' ), 'job.ids' ), array( array( 'kind' => 'push', 'scope' => 'one', 'ids' => array( 'order' => array( 1 ) ) ), 'job.ids.order' ), array( array( 'kind' => 'push', 'scope' => 'one', 'ids' => array( 'product' => array( 0 ) ) ), 'job.ids.product' ), array( array( 'kind' => 'push', 'scope' => 'all', 'entities' => array( 'order' ) ), 'job.entities' ),
			array( array( 'kind' => null ), 'job.kind' ), array( array( 'scope' => 'half' ), 'job.scope' ), array( array( 'channel' => '../x' ), 'job.channel' ), array( array( 'channel' => null ), 'job.channel' ),
			array( array( 'locale' => 'en US' ), 'job.locale' ), array( array( 'dry' => 'yes' ), 'job.dry' ), array( array( 'kind' => 'apply' ), 'job.plan' ), array( array( 'kind' => 'undo', 'run' => '7' ), 'job.run' ), array( array( 'categories' => 'men' ), 'job.categories' ),
			array( array( 'scope' => 'one', 'skus' => array( 'mug' ), 'choices' => array( 'tee' => array( 'name' => 'shop' ) ) ), 'job.choices.tee' ), array( array( 'scope' => 'one', 'skus' => array( 'mug' ), 'choices' => array( 'mug' => array( 'name' => 'both' ) ) ), 'job.choices.mug.name' ),
			 array( array( 'scope' => 'one' ), 'job.skus' ), array( array( 'skus' => 'mug' ), 'job.skus' ), array( array( 'skus' => array( '' ) ), 'job.skus' ), array( array( 'skus' => array_fill( 0, 501, 'x' ) ), 'job.skus' ),
			array( array( 'kind' => 'preview' ), 'job.skus' ), array( array( 'kind' => 'preview', 'sample' => array( 'size' => 0 ) ), 'job.sample' ), array( array( 'kind' => 'preview', 'sample' => array( 'size' => 1001 ) ), 'job.sample' ),
			array( array( 'kind' => 'preview', 'sample' => array( 'size' => 9, 'family' => 'a b' ) ), 'job.sample' ),
		);
	}

	public function test_lists_have_their_totals_in_headers(): void {
		$this->ready();
		$this->start();
		$id = $this->start( array( 'channel' => 'web' ) )->get_data()['id'];
		$this->rest( 'POST', "/runs/{$id}/cancel" );
		$all = $this->rest( 'GET', '/runs?per_page=1' );
		self::assertSame( array( array( $id ), '2', '2' ), array( array_column( $all->get_data(), 'id' ), $all->get_headers()['X-WP-Total'], $all->get_headers()['X-WP-TotalPages'] ) );
		self::assertCount( 1, $this->rest( 'GET', '/runs?active=1' )->get_data() );
		self::assertCount( 2, $this->rest( 'GET', '/runs?kinds=deletions,pull' )->get_data() );
		self::assertCount( 0, $this->rest( 'GET', '/runs?kinds=preview,probe' )->get_data() );
		self::assertSame( 400, $this->rest( 'GET', '/runs?kinds=pull,nonsense' )->get_status() );
		self::assertSame( 400, $this->rest( 'GET', '/runs?per_page=101' )->get_status() );
		self::assertSame( 404, $this->rest( 'GET', '/runs/999999' )->get_status() );
	}
}
