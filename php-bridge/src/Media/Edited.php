<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Platform\Registrable;

/** An attachment that gets another file has another content: the hash that is noted at it holds no longer. */
final class Edited implements Registrable {

	public function register(): void {
		add_filter(
			'update_attached_file',
			static function ( $file, $attachment = 0 ) {
				$before = (string) get_attached_file( (int) $attachment, true );
				if ( '' !== $before && is_string( $file ) && ! Outbox::is_same( $before, $file ) ) {
					delete_post_meta( (int) $attachment, Library::META );
				}
				return $file;
			},
			10,
			2
		);
	}
}
