<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** A middle level of a two-level tree: nothing in the shop but a link to the variable product that shows it. */
final class GroupWriter implements EntityWriter {

	public function prepare( array $operations ): void {}

	public function apply( Operation $operation ): Outcome {
		if ( 'link' !== $operation->action ) {
			throw new StoreError( 'unsupported', "Groups know no action {$operation->action}.", null, 'The actions are listed in docs/wire.md.' );
		}
		$id = (int) $operation->id;
		if ( 'product' !== get_post_type( $id ) ) {
			throw new StoreError( 'gone', "The shop has no product #{$id} any more.", null, 'Run the pull again.' );
		}
		return Outcome::done( $id );
	}

	public function hashes( array $wanted ): array {
		return array(); // A group has no fields.
	}
}
