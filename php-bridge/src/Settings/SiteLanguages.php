<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Engine\Calls;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Languages\Chosen;
use UnoPim\Connector\Platform\Sites;

/** Which language of its site each language of a channel is, as the engine sees it. */
class SiteLanguages {

	public function __construct( private EngineChooser $engines, private Channels $channels, private Sites $sites ) {}

	/** @return array<array{channel:string,matched:array<string,string>,unmatched:array<string>}> channels of sites that have several languages */
	public function all(): array {
		$all = array();
		foreach ( $this->channels->rows() as $row ) {
			$languages = $this->sites->at( $this->channels->site_of( $row['code'] ), static fn(): array => Chosen::facts() );
			if ( array() !== $languages ) {
				$locales = array_column( $row['locales'], 'code' );
				$matched = $this->match( $row, $locales, $languages );
				$all[]   = array( 'channel' => $row['code'], 'matched' => $matched, 'unmatched' => array_values( array_diff( $locales, array_keys( $matched ) ) ) );
			}
		}
		return $all;
	}

	/**
	 * @param array<string,mixed> $row
	 * @param array<string>       $locales
	 * @param array<mixed>        $languages
	 * @return array<string,string>
	 */
	private function match( array $row, array $locales, array $languages ): array {
		$engine = $this->engines->open();
		try {
			$answer = Calls::call( $engine, 'languages', array( 'settings' => array( 'locale' => $row['default_locale'], 'default_locale' => $row['default_locale'], 'locales' => $locales ), 'store' => array( 'languages' => $languages ) ) );
		} finally {
			$engine->close();
		}
		return (array) ( $answer->matched ?? array() );
	}
}
