<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Push\Deletions;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\Mapping;
use UnoPim\Connector\Settings\MappingRules;
use UnoPim\Connector\Source\ConnectionState;

/** Everything an engine is told at the start of a run, or when a host goes on with it. */
class StartFrame {

	/** What may change between a plan and its being applied: it changes nothing about the plan. */
	private const PACE = array( 'requests_per_minute' => 1, 'images_per_minute' => 1, 'largest_image_mb' => 1, 'batch_size' => 1, 'deletions' => 1 );

	private const ROWS = 'unopim_connector_mapping_rows';

	public function __construct(
		private RunSettings $settings,
		private Mapping $mapping,
		private ConnectionState $state,
		private ShopFacts $shop,
		private Watermarks $watermarks,
		private Channels $channels,
		private Sites $sites,
		private Deletions $deletions,
		private Clock $clock
	) {}

	/** @param int $batch How many items the engine takes at a time at most. */
	public function build( Run $run, int $batch = PHP_INT_MAX ): string {
		$told = $this->told( $run->channel(), $run->locale(), $run->is_push() );

		$told['settings']['batch_size'] = min( $told['settings']['batch_size'], $batch );
		return Frame::encode(
			array(
				'type' => 'start',
				'now'  => $this->clock->moment(),
				'run'  => array(
					'id'           => $run->id,
					'job'          => Job::to_wire( $run->job ),
					...$told,
					'mapping'      => $this->mapping( $this->places( $run->channel(), $run->locale(), $run->is_push() ) ),
					'capabilities' => $this->state->capabilities(),
					'watermark'    => $this->watermarks->get( $run->channel(), $run->locale() ),
					'answers'      => (object) $run->answers,
					'checkpoint'   => null === $run->checkpoint ? null : json_decode( $run->checkpoint ),
				),
			)
		);
	}

	/**
	 * What a plan depends on, in one word: what the engine is told about mapping, settings, channels and shop, and which engine it is.
	 * A plan is carried out only while it is the same as when the plan was made.
	 */
	public function revision( string $channel, string $locale, bool $push = false ): string {
		$told = $this->told( $channel, $locale, $push );
		$rows = has_filter( self::ROWS ) ? $this->mapping( $this->places( $channel, $locale, $push ) ) : null;
		$all  = array_map( static fn( $settings ) => array_diff_key( $settings, self::PACE ), array( $told['settings'], ...( $told['channels'] ?? array() ) ) );
		$told = array( $this->mapping->revision(), $rows, $all, $told['store'], UNOPIM_CONNECTOR_VERSION );
		return substr( hash( 'sha256', (string) wp_json_encode( $told ) ), 0, 40 );
	}

	/** The mapping, with the rows that are in force for channels and languages as other plugins want them. @param array<array{0:string,1:string}> $places */
	private function mapping( array $places ): object {
		$document = $this->mapping->document();
		foreach ( has_filter( self::ROWS ) ? $places : array() as list( $channel, $locale ) ) {
			$this->filter_rows( $document, $channel, $locale );
		}
		return $document;
	}

	private function filter_rows( object $document, string $channel, string $locale ): void {
		$default = (string) ( $this->channels->find( $channel )['default_locale'] ?? '' );
		$found   = $this->mapping->attributes( $channel, $locale, $default );
		/**
		 * Filters the attribute rows that are in force for a channel and language.
		 *
		 * @param array<object> $rows    docs/wire.md, `attributes`
		 * @param string        $channel
		 * @param string        $locale
		 */
		$rows = apply_filters( self::ROWS, $found['rows'], $channel, $locale );
		try {
			$rows = MappingRules::attributes( is_array( $rows ) ? array_values( $rows ) : $found['rows'] );
		} catch ( Fault $fault ) {
			_doing_it_wrong( esc_html( self::ROWS ), esc_html( $fault->path() . ': ' . $fault->getMessage() ), '0.1.0' );
			return;
		}
		$document->attributes->$channel ??= new \stdClass();
		$document->attributes->$channel->{ $found['inherited'] && '' !== $default ? $default : $locale } = $rows;
	}

	/**
	 * The channels and languages that a run is about: its own, or all that its site pushes to.
	 *
	 * @return array<array{0:string,1:string}>
	 */
	private function places( string $channel, string $locale, bool $push ): array {
		$rows = $push ? $this->channels->pushing( $this->channels->site_of( $channel ) ) : array();
		return array() === $rows ? array( array( $channel, $locale ) ) : array_map( static fn( $row ) => array( $row['code'], $row['default_locale'] ), $rows );
	}

	/**
	 * What the shop is like that the channel writes to, and what holds there; for a push, in every channel that it sends to.
	 *
	 * @return array{settings:array<string,mixed>,channels?:array<array<string,mixed>>,store:array<string,mixed>}
	 */
	private function told( string $channel, string $locale, bool $push ): array {
		return $this->sites->at(
			$this->channels->site_of( $channel ),
			function () use ( $channel, $locale, $push ): array {
				$settings = $this->settings->of( $channel, $locale );
				if ( ! $push ) {
					return array( 'settings' => $settings, 'store' => $this->shop->all( $channel ) );
				}
				$places    = $this->places( $channel, $locale, true );
				$deletions = $this->deletions->of( array_column( $places, 0 ) );
				return array(
					'settings' => $settings + ( array() === $deletions ? array() : array( 'deletions' => $deletions ) ),
					'channels' => array_map( fn( $place ) => $this->settings->of( ...$place ), $places ),
					'store'    => $this->shop->all( $channel ),
				);
			}
		);
	}
}
