<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

/** What became of a request for a run: a new one, one that waits for another, or the one that does the same already. */
final class Started {

	private function __construct( public readonly Run $run, public readonly bool $joined, public readonly ?int $waits_for ) {}

	public static function now( Run $run ): self {
		return new self( $run, false, null );
	}

	public static function behind( Run $run, int $older ): self {
		return new self( $run, false, $older );
	}

	public static function joined( Run $run ): self {
		return new self( $run, true, null );
	}

	/** The sentence for whoever asked; null when the run simply starts. */
	public function note(): ?string {
		if ( $this->joined ) {
			/* translators: %d: number of a run */
			return sprintf( __( 'Run %d does the same already; it is shown instead.', 'unopim-connector' ), $this->run->id );
		}
		/* translators: 1: number of a run, 2: number of another run */
		return null === $this->waits_for ? null : sprintf( __( 'Run %1$d waits for the end of run %2$d.', 'unopim-connector' ), $this->run->id, $this->waits_for );
	}

	/** @return array<string,mixed> beside the run itself. */
	public function to_rest(): array {
		return array( 'joined' => $this->joined, 'waits_for' => $this->waits_for, 'note' => $this->note() );
	}
}
