<?php
declare(strict_types=1);

namespace UnoPim\Connector\Languages;

/**
 * What a translation plugin knows of the site: its languages, and which posts and terms are translations of one another. It is asked
 * and told; what becomes a translation of what is the engine's to say.
 */
interface Languages {

	public const POST = 'post';
	public const TERM = 'term';

	/** The plugin's name, for people and filters; empty without one. */
	public function name(): string;

	/** @return array<array{code:string,locale:string,default:bool}> none where the site has one language alone. */
	public function all(): array;

	/** Whether records of a post type or taxonomy have translations. */
	public function translates( string $kind, string $type ): bool;

	/** The language of a record; empty: it has none. */
	public function of( string $kind, int $id, string $type ): string;

	/** A record's translation, itself in its own language; 0: there is none. */
	public function translation( string $kind, int $id, string $type, string $language ): int;

	/**
	 * Terms that the plugin has made of one that is in no language, for items that are in one.
	 *
	 * @return array<int>
	 */
	public function stand_ins( \WP_Term $term ): array;

	/** Puts a new record into a language, and beside an original into its group. */
	public function put( string $kind, int $id, string $type, string $language, int $original ): void;

	/**
	 * Work for which records of every language are seen.
	 *
	 * @template T
	 * @param callable():T $work
	 * @return T
	 */
	public function everywhere( callable $work ): mixed;
}
