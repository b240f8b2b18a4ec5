<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** Makes each service once, when it is first asked for. */
final class Container {

	/** @var array<string,object> */
	private array $made = array();

	/** @param array<class-string,callable(Container):object> $recipes */
	public function __construct( private array $recipes ) {}

	/**
	 * @template T of object
	 * @param class-string<T> $name
	 * @return T
	 */
	public function get( string $name ): object {
		if ( ! isset( $this->made[ $name ] ) ) {
			if ( ! isset( $this->recipes[ $name ] ) ) {
				throw new \LogicException( "No recipe for {$name}." );
			}
			$this->made[ $name ] = ( $this->recipes[ $name ] )( $this );
		}
		return $this->made[ $name ];
	}

	/** Puts an object in the place of a recipe (tests). */
	public function set( string $name, object $service ): void {
		$this->made[ $name ] = $service;
	}
}
