<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

/** What a full disk cuts off is a file's end, and PHP's image functions do not notice. */
final class FileEnd {

	/** Whether an image that was written here is there to its end; where its type does not tell, whether there is anything. */
	public static function is_there( string $file ): bool {
		clearstatcache( true, $file );
		$bytes = is_file( $file ) ? (int) filesize( $file ) : 0;
		$begin = self::part( $file, 0, 12 );
		$end   = self::part( $file, max( 0, $bytes - 8 ), 8 );
		return match ( true ) {
			$bytes < 12                            => false,
			str_starts_with( $begin, "\xff\xd8" )  => str_ends_with( $end, "\xff\xd9" ),
			str_starts_with( $begin, "\x89PNG" )   => str_starts_with( $end, 'IEND' ),
			str_starts_with( $begin, 'GIF8' )      => str_ends_with( $end, ';' ),
			str_starts_with( $begin, 'RIFF' )      => 8 + (int) unpack( 'V', substr( $begin, 4, 4 ) )[1] <= $bytes,
			default                                => true,
		};
	}

	private static function part( string $file, int $from, int $length ): string {
		return is_file( $file ) ? (string) file_get_contents( $file, false, null, $from, $length ) : ''; // phpcs:ignore WordPress.WP.AlternativeFunctions -- a local file.
	}
}
