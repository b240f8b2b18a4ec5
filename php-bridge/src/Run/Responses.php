<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Engine\Frame;

/** Collects the answers of a step, and the raw bodies that belong to them. */
final class Responses {

	/** @var array<array<string,mixed>> */
	private array $answers = array();

	private string $blob = '';

	/** @param array<string,mixed> $answer */
	public function add( int $id, array $answer ): void {
		$this->answers[] = array( 'id' => $id ) + $answer;
	}

	/** @param array<string,mixed> $answer */
	public function add_body( int $id, array $answer, string $body ): void {
		$answer['body'] = array( strlen( $this->blob ), strlen( $body ) );
		$this->blob    .= $body;
		$this->add( $id, $answer );
	}

	public function bytes(): int {
		return strlen( $this->blob );
	}

	public function frame( string $now ): string {
		return Frame::encode( array( 'type' => 'responses', 'now' => $now, 'responses' => $this->answers ), $this->blob );
	}
}
