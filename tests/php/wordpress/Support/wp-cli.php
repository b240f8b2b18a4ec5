<?php
/**
 * A small stand-in for WP-CLI: it keeps the commands, what they print and what they end with.
 *
 * @package UnoPim\Connector
 */

// phpcs:disable -- two namespaces in one file, as WP-CLI's own names need.
namespace {
	final class WP_CLI {
		/** @var array<string,callable> */
		public static array $commands = array();
		/** @var array<string,array<string,string>> what is told of each */
		public static array $about = array();
		/** @var array<string> */
		public static array $lines = array();
		/** @var array<string> */
		public static array $errors = array();
		/** @var array<array{string,array<array<string,mixed>>,array<string>}> */
		public static array $tables = array();
		public static int $exit = 0;

		public static function add_command( string $name, callable $command, array $args = array() ): void {
			self::$commands[ $name ] = $command;
			self::$about[ $name ]    = $args;
		}

		public static function log( string $line ): void {
			self::$lines[] = $line;
		}

		public static function error( string $message, bool $exit = true ): void {
			self::$errors[] = $message;
		}

		public static function halt( int $code ): void {
			self::$exit = $code;
		}
	}
}

namespace WP_CLI\Utils {
	/** @param array<array<string,mixed>> $items @param array<string> $fields */
	function format_items( string $format, array $items, array $fields ): void {
		\WP_CLI::$tables[] = array( $format, array_map( static fn( $item ) => array_intersect_key( $item, array_flip( $fields ) ), $items ), $fields );
	}
}
