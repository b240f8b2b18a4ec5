<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Jobs\Queues;
use UnoPim\Connector\Run\Plans;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunStarter;

/** `wp unopim pull|plan|diff|apply|deletions`. */
final class PullCommands {

	public function __construct( private Foreground $foreground, private Scope $scope, private Plans $plans, private RunStarter $starter ) {}

	/** Pulls: --full, --changes (the default), --sku=<sku>[,<sku>], or --entity=<entity> --code=<code>; with --dry-run it only plans. */
	public function pull( array $args, array $options ): int {
		$job = self::job( $options ) + array( 'dry' => isset( $options['dry-run'] ) );
		return $this->foreground->each( array_map( static fn( $place ) => $job + $place, $this->scope->all( $options ) ) );
	}

	/** Plans a pull, with the options of `pull`, and writes nothing. */
	public function plan( array $args, array $options ): int {
		return $this->pull( $args, array( 'dry-run' => true ) + $options );
	}

	/** Lists plans. */
	public function plans( array $args, array $options ): int {
		$rows = array_map(
			fn( Run $plan ) => array( 'id' => $plan->id, 'channel' => $plan->channel(), 'locale' => $plan->locale(), 'created' => $plan->created_at, 'operations' => $this->plans->count( $plan->id ), 'state' => $this->plans->state( $plan ) ),
			$this->plans->page( (string) ( $options['channel'] ?? '' ), 1, 100 )['plans']
		);
		Console::rows( $rows, array( 'id', 'channel', 'locale', 'created', 'operations', 'state' ), $options );
		return Console::DONE;
	}

	/** Shows what a plan would write, field by field. */
	public function show( array $args, array $options ): int {
		$plan = $this->plans->find( Console::number( $args, 0, 'plan' ) );
		$this->print_fields( $plan->id, array(), $options );
		return Console::DONE;
	}

	/** Shows what a pull would change of one product. */
	public function diff( array $args, array $options ): int {
		$sku     = Console::word( $args, 0, 'sku' );
		$started = $this->starter->start( array( 'kind' => 'pull', 'scope' => 'one', 'skus' => array( $sku ), 'dry' => true ) + $this->scope->one( $options ), 'cli', get_current_user_id(), '', false );
		$run     = $this->foreground->drive( $started->run->id );
		$this->print_fields( $run->id, array( 'entity' => 'product' ), $options );
		return 'done' === $run->status ? Console::DONE : $this->foreground->told( $run );
	}

	/** Applies a plan as it is. */
	public function apply( array $args, array $options ): int {
		$plan = $this->plans->find( Console::number( $args, 0, 'plan' ) );
		/* translators: 1: number of operations, 2: number of a plan */
		Console::confirm( sprintf( __( 'Carry out %1$d operations of plan %2$d?', 'unopim-connector' ), $this->plans->count( $plan->id, 'planned' ), $plan->id ), $options );
		return $this->foreground->start( array( 'kind' => 'apply', 'plan' => $plan->id ) );
	}

	/** Looks for what is gone from UnoPim; with --apply it is deleted as On-delete says. */
	public function deletions( array $args, array $options ): int {
		$job = array( 'kind' => 'deletions', 'dry' => ! isset( $options['apply'] ) || isset( $options['dry-run'] ) );
		return $this->foreground->each( array_map( static fn( $place ) => $job + $place, $this->scope->all( $options ) ) );
	}

	/**
	 * @param array<string,mixed> $options
	 * @return array<string,mixed>
	 */
	private static function job( array $options ): array {
		$job  = array( 'kind' => 'pull' );
		$what = array_keys( array_intersect_key( $options, array( 'full' => 1, 'changes' => 1, 'sku' => 1, 'entity' => 1 ) ) );
		if ( isset( $what[1] ) ) {
			throw Console::bad( "--{$what[1]}", __( 'Name one of --full, --changes, --sku and --entity.', 'unopim-connector' ) );
		}
		if ( isset( $options['sku'] ) && ! isset( $options['code'] ) ) {
			return $job + array( 'scope' => 'one', 'skus' => self::codes( '--sku', $options['sku'] ) );
		}
		if ( isset( $options['entity'] ) || isset( $options['code'] ) ) {
			$items = array_map( static fn( $code ) => array( 'entity' => (string) ( $options['entity'] ?? '' ), 'code' => $code ), self::codes( '--code', $options['code'] ?? '' ) );
			$lists = Queues::lists( $items );
			if ( array() === $lists ) {
				throw Console::bad( '--entity', __( 'Name product, category, attribute or family, and --code.', 'unopim-connector' ) );
			}
			return $job + array( 'scope' => 'one' ) + $lists;
		}
		return $job + array( 'scope' => isset( $options['full'] ) ? 'full' : 'changes' );
	}

	/** @return array<string> */
	private static function codes( string $option, string $list ): array {
		$codes = array_values( array_filter( array_map( 'trim', explode( ',', $list ) ), static fn( $code ) => '' !== $code ) );
		return array() !== $codes ? $codes : throw Console::bad( $option, __( 'It needs a value.', 'unopim-connector' ) );
	}

	/**
	 * @param array<string,string> $filters
	 * @param array<string,mixed>  $options
	 */
	private function print_fields( int $plan, array $filters, array $options ): void {
		$rows = array();
		for ( $page = 1; ; $page++ ) {
			$found = $this->plans->operations( $plan, $filters, $page, 500 );
			foreach ( $found['rows'] as $operation ) {
				foreach ( $operation['fields'] ?: array( null ) as $field ) {
					$rows[] = array( 'entity' => $operation['entity'], 'key' => $operation['key'], 'action' => $operation['action'], 'field' => $field->field ?? '', 'old' => $field->old ?? null, 'new' => $field->new ?? null, 'reason' => $field->reason ?? $operation['reason'] );
				}
			}
			if ( $page * 500 >= $found['total'] ) {
				break;
			}
		}
		Console::rows( $rows, array( 'entity', 'key', 'action', 'field', 'old', 'new', 'reason' ), $options );
	}
}
