<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Source\BodyFile;

/** One file on its way: where it is, what is known of it, and where its bytes go. */
final class Download {

	/** Of temporary files, so that those of a killed process are found. */
	public const PREFIX = 'unopim-media-';

	public readonly BodyFile $file;

	/** What the server says to recognise this content by: an ETag, else a date, else nothing. */
	public string $validator = '';

	/** The server says that the content is the one that `$known` stands for. */
	public bool $same = false;

	public ?MediaFault $fault = null;

	public function __construct( public string $url, public readonly string $known, public readonly int $max_bytes ) {
		$this->file = new BodyFile( (string) @tempnam( get_temp_dir(), self::PREFIX ), $max_bytes ); // phpcs:ignore WordPress.PHP.NoSilencedErrors -- without a folder for it the file itself says that it cannot be written.
	}

	/** @return array<string,string> */
	public function headers(): array {
		// Encoded bodies would have to be unpacked, and might become anything.
		$headers = array( 'Accept' => '*/*', 'Accept-Encoding' => 'identity' );
		if ( '' !== $this->known ) {
			$headers[ self::is_date( $this->known ) ? 'If-Modified-Since' : 'If-None-Match' ] = $this->known;
		}
		return $headers;
	}

	/** @param string $etag @param string $modified as the server sent them */
	public static function validator_of( string $etag, string $modified ): string {
		if ( preg_match( '/^[\x21-\x7e]{1,190}$/', $etag ) && ! self::is_date( $etag ) ) {
			return $etag;
		}
		return self::is_date( $modified ) ? $modified : '';
	}

	private static function is_date( string $text ): bool {
		return 1 === preg_match( '/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/', $text );
	}
}
