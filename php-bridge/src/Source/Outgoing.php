<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** What the engine sends to UnoPim, ready for the wire: JSON, or a form with one file. */
final class Outgoing {

	public const METHODS = array( 'POST', 'PUT', 'PATCH', 'DELETE' );

	/** More than UnoPim's own servers take in a request. */
	public const MAX_JSON = 8 * 1024 * 1024;

	private function __construct(
		public readonly string $method,
		public readonly string $path,
		public readonly string $type,
		#[\SensitiveParameter] public readonly string $body,
		/** What a log row may show of it. */
		public readonly string $shown
	) {}

	/**
	 * @param object|array<mixed>|null $body null: a request without a body
	 * @throws SourceFault
	 */
	public static function json( string $method, string $path, object|array|null $body ): self {
		$text = null === $body ? '' : (string) wp_json_encode( $body, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION );
		if ( strlen( $text ) > self::MAX_JSON ) {
			throw SourceFault::body_too_large( $path, self::MAX_JSON );
		}
		return new self( $method, $path, null === $body ? '' : 'application/json', $text, $text );
	}

	/**
	 * A form with one file. Names stand between quotation marks, so whatever could end them is taken out.
	 *
	 * @param array<array{0:string,1:string}>                  $fields
	 * @param array{name:string,mime:string,content:string}    $file
	 */
	public static function form( string $path, array $fields, string $part, array $file ): self {
		$boundary = 'unopim-' . bin2hex( random_bytes( 16 ) );
		$body     = '';
		$shown    = array();
		foreach ( $fields as list( $name, $value ) ) {
			$body         .= "--{$boundary}\r\nContent-Disposition: form-data; name=\"" . self::quoted( $name ) . "\"\r\n\r\n{$value}\r\n";
			$shown[ $name ] = $value;
		}
		$body          .= "--{$boundary}\r\nContent-Disposition: form-data; name=\"" . self::quoted( $part ) . '"; filename="' . self::quoted( $file['name'] ) . "\"\r\nContent-Type: " . self::quoted( $file['mime'] ) . "\r\n\r\n{$file['content']}\r\n--{$boundary}--\r\n";
		$shown[ $part ] = $file['name'] . ' (' . strlen( $file['content'] ) . ' bytes)';
		return new self( 'POST', $path, "multipart/form-data; boundary={$boundary}", $body, (string) wp_json_encode( $shown, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) );
	}

	private static function quoted( string $text ): string {
		return str_replace( array( '\\', '"', "\r", "\n" ), array( '_', '%22', '', '' ), $text );
	}
}
