<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** For a sign-in with typed values: nothing of it outlives the request. */
final class MemoryTokenStore implements TokenStore {

	private ?Token $token = null;

	/** @var array{0:string,1:SourceFault,2:int}|null */
	private ?array $failure = null;

	public function read( bool $fresh = true ): ?Token {
		return $this->token;
	}

	public function write( #[\SensitiveParameter] Token $token ): void {
		$this->token   = $token;
		$this->failure = null;
	}

	public function failure( string $mark, int $now ): ?SourceFault {
		return null !== $this->failure && $this->failure[0] === $mark && $now < $this->failure[2] ? $this->failure[1] : null;
	}

	public function write_failure( string $mark, SourceFault $fault, int $until ): void {
		$this->failure = array( $mark, $fault, $until );
	}

	public function clear(): void {
		$this->token   = null;
		$this->failure = null;
	}
}
