<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Settings\Mapping;
use UnoPim\Connector\Source\ConnectionState;

/** Everything an engine is told at the start of a run, or when a host goes on with it. */
class StartFrame {

	public function __construct(
		private GeneralSettings $settings,
		private Channels $channels,
		private Mapping $mapping,
		private ConnectionState $state,
		private ShopFacts $shop,
		private Clock $clock
	) {}

	public function build( Run $run ): string {
		return Frame::encode(
			array(
				'type' => 'start',
				'now'  => $this->clock->utc( 'Y-m-d\TH:i:s\Z' ),
				'run'  => array(
					'id'           => $run->id,
					'job'          => $run->job,
					'settings'     => $this->settings( $run ),
					'store'        => $this->shop->all(),
					'mapping'      => $this->mapping->document(),
					'capabilities' => $this->state->capabilities(),
					'checkpoint'   => null === $run->checkpoint ? null : json_decode( $run->checkpoint ),
				),
			)
		);
	}

	/** What a plan depends on: mapping and settings as they are now. */
	public function revision(): string {
		return implode( '.', array( $this->mapping->revision(), $this->settings->revision(), $this->channels->revision() ) );
	}

	/** @return array<string,mixed> */
	private function settings( Run $run ): array {
		$general = $this->settings->all();
		$channel = $this->channels->find( $run->channel() ) ?? array();
		$default = (string) ( $channel['default_locale'] ?? '' );
		return array(
			'channel'             => $run->channel(),
			'locale'              => $run->locale(),
			'default_locale'      => $default,
			'locale_chain'        => $this->chain( $run->locale(), $default, $run->channel() ),
			'price_currency'      => $this->currency( $channel ),
			'conflict_policy'     => $channel['conflict_policy'] ?? 'unopim',
			'create_categories'   => $channel['create_categories'] ?? true,
			'category_assignment' => $general['category_assignment'],
			'batch_size'          => self::batch_size( (int) $general['batch_size'] ),
		);
	}

	/** @return array<string> active language, the channel's, the site's, English. */
	private function chain( string $locale, string $default, string $channel ): array {
		$chain = array_values( array_unique( array_filter( array( $locale, $default, get_locale(), 'en_US' ) ) ) );
		/**
		 * Filters the languages in which a text is looked for, the wanted one first.
		 *
		 * @param array<string> $chain
		 * @param string        $locale
		 * @param string        $channel
		 */
		$filtered = apply_filters( 'unopim_connector_locale_chain', $chain, $locale, $channel );
		return is_array( $filtered ) ? array_values( array_filter( $filtered, 'is_string' ) ) : $chain;
	}

	/**
	 * The chosen one, else the shop's if the channel has it. Without either no price is written.
	 *
	 * @param array<string,mixed> $channel
	 */
	private function currency( array $channel ): ?string {
		$chosen = (string) ( $channel['price_currency'] ?? '' );
		if ( '' !== $chosen ) {
			return $chosen;
		}
		$known = $channel['currencies'] ?? array();
		$shop  = $this->shop->currency();
		return array() === $known || in_array( $shop, $known, true ) ? $shop : null;
	}

	public static function batch_size( int $size ): int {
		/**
		 * Filters how many operations share a transaction.
		 *
		 * @param int    $size
		 * @param string $context
		 */
		return max( 1, min( 500, (int) apply_filters( 'unopim_connector_batch_size', $size, 'run' ) ) );
	}
}
