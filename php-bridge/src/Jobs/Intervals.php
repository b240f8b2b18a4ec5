<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

/** How often a schedule is due. */
final class Intervals {

	public const SECONDS = array(
		'5min'       => 300,
		'15min'      => 900,
		'30min'      => 1800,
		'hourly'     => 3600,
		'twicedaily' => 43200,
		'daily'      => 86400,
	);

	/** Null: never. */
	public static function seconds( string $name ): ?int {
		return self::SECONDS[ $name ] ?? null;
	}
}
