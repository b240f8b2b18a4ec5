<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/**
 * What went wrong, for a person and for code: a stable code, a sentence, the field it is about and what to do.
 *
 * Each area has its own class with named constructors; the REST base controller and the log know only this one.
 */
class Fault extends \RuntimeException {

	public function __construct(
		private string $slug,
		string $message,
		private string $next_step = '',
		private string $path = '',
		private int $status = 400,
		?\Throwable $previous = null
	) {
		parent::__construct( $message, 0, $previous );
	}

	public function slug(): string {
		return $this->slug;
	}

	/** The field or request part it is about; empty when it is about none. */
	public function path(): string {
		return $this->path;
	}

	public function next_step(): string {
		return $this->next_step;
	}

	/** The HTTP status a route answers with. */
	public function status(): int {
		return $this->status;
	}

	/** @return array{code:string,message:string,path:string|null,next_step:string|null} */
	public function to_array(): array {
		return array(
			'code'      => $this->slug,
			'message'   => $this->getMessage(),
			'path'      => '' === $this->path ? null : $this->path,
			'next_step' => '' === $this->next_step ? null : $this->next_step,
		);
	}
}
