<?php
declare(strict_types=1);

namespace UnoPim\Connector\Languages;

/** A site in one language. */
final class None implements Languages {

	public function name(): string {
		return '';
	}

	public function all(): array {
		return array();
	}

	public function translates( string $kind, string $type ): bool {
		return false;
	}

	public function of( string $kind, int $id, string $type ): string {
		return '';
	}

	public function translation( string $kind, int $id, string $type, string $language ): int {
		return 0;
	}

	public function stand_ins( \WP_Term $term ): array {
		return array();
	}

	public function put( string $kind, int $id, string $type, string $language, int $original ): void {}

	public function everywhere( callable $work ): mixed {
		return $work();
	}
}
