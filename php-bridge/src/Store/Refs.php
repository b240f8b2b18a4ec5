<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * `{"ref":"option:color/red"}`: a record that may only be created earlier in the same batch, named by its UnoPim code and looked up in
 * the links at the moment of writing.
 */
final class Refs {

	public function __construct( private Links $links ) {}

	/**
	 * An id, given as such or as a reference.
	 *
	 * @throws StoreError When the reference leads nowhere.
	 */
	public function id( mixed $value, string $channel, string $field ): int {
		if ( ! is_array( $value ) ) {
			return (int) $value;
		}
		list( $entity, $code ) = self::split( $value );
		$link                  = '' === $entity ? null : $this->links->find( $entity, Operation::channel_of( $entity, $channel ), $code );
		if ( null === $link ) {
			$name = (string) ( $value['ref'] ?? '' );
			throw new StoreError( 'ref_missing', "Nothing in the shop is linked to {$name} yet.", $field, 'Run a full pull, which brings terms before products.' );
		}
		return $link->shop_id;
	}

	/**
	 * The keys of all references in an operation, so that they can be read in one query.
	 *
	 * @return array<array{0: string, 1: string, 2: string}>
	 */
	public static function keys_in( Operation $operation ): array {
		$keys = array();
		$walk = static function ( mixed $value ) use ( &$walk, &$keys, $operation ): void {
			if ( ! is_array( $value ) ) {
				return;
			}
			if ( isset( $value['ref'] ) && is_string( $value['ref'] ) ) {
				list( $entity, $code ) = self::split( $value );
				$keys[]                = array( $entity, Operation::channel_of( $entity, $operation->channel ), $code );
				return;
			}
			array_walk( $value, $walk );
		};
		$walk( $operation->parent );
		foreach ( $operation->written() as $field ) {
			$walk( $field['new'] ?? null );
		}
		return $keys;
	}

	/**
	 * @param array<string, mixed> $value
	 * @return array{0: string, 1: string}
	 */
	private static function split( array $value ): array {
		$parts = explode( ':', (string) ( $value['ref'] ?? '' ), 2 );
		return array( $parts[0], $parts[1] ?? '' );
	}
}
