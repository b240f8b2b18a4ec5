<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** Where a session keeps its token, and a sign-in that failed for a while. */
interface TokenStore {

	/** @param bool $fresh past every cache; without it the token may be one that another process has replaced */
	public function read( bool $fresh = true ): ?Token;

	public function write( #[\SensitiveParameter] Token $token ): void;

	/** The failure that stands in for further tries, if one does at `$now` for these credentials. */
	public function failure( string $mark, int $now ): ?SourceFault;

	public function write_failure( string $mark, SourceFault $fault, int $until ): void;

	public function clear(): void;
}
