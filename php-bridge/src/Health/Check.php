<?php
declare(strict_types=1);

namespace UnoPim\Connector\Health;

/** One line of the health report. */
final class Check {

	/**
	 * @param string      $state     `good`, `recommended` or `critical`
	 * @param string|null $next_step null when there is nothing to do
	 * @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed}
	 */
	public static function of( string $id, string $label, string $state, string $value, ?string $next_step = null, mixed $detail = null ): array {
		return compact( 'id', 'label', 'state', 'value', 'next_step', 'detail' );
	}
}
