<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Settings\Channels;

/**
 * What each command takes, in WP-CLI's own notation, and a look at what was given before anything is done: WP-CLI warns of an option without
 * its value, leaves it out and goes on, so that `pull --sku` would pull everything. For that reason every value is optional here.
 */
final class Grammar {

	/** Those that take more than every command does. */
	private const OF = array(
		'doctor'         => '[--repair]',
		'connect'        => '[--address[=<url>]] [--client-id[=<id>]] [--username[=<name>]]',
		'mapping import' => '<file>',
		'mapping auto'   => '[--channel[=<code>]] [--locale[=<code>]] [--dry-run]',
		'job run'        => '<id>',
		'job enable'     => '<id>',
		'job disable'    => '<id>',
		'pull'           => '[--channel[=<code>]] [--locale[=<code>]] [--full] [--changes] [--sku[=<sku>]] [--entity[=<entity>]] [--code[=<code>]] [--dry-run]',
		'push'           => '[--channel[=<code>]] [--products] [--categories] [--attributes] [--id[=<id>]] [--queue] [--dry-run]',
		'plan list'      => '[--channel[=<code>]]',
		'plan show'      => '<plan>',
		'diff'           => '<sku> [--channel[=<code>]] [--locale[=<code>]]',
		'apply'          => '<plan>',
		'undo'           => '<id>',
		'deletions'      => '[--channel[=<code>]] [--locale[=<code>]] [--apply] [--dry-run]',
		'run list'       => '[--channel[=<code>]] [--status[=<status>]] [--active]',
		'run show'       => '<id>',
		'run stop'       => '<id>',
		'run resume'     => '<id>',
		'run cancel'     => '<id>',
		'run undo'       => '<id>',
		'run answer'     => '<id> <answer>',
		'review list'    => '[--channel[=<code>]]',
		'review resolve' => '<id> [--choice[=<side>]] [--field[=<field>]]',
		'parked list'    => '[--channel[=<code>]]',
		'parked retry'   => '[<id>] [--all] [--channel[=<code>]]',
		'link list'      => '[--channel[=<code>]] [--entity[=<entity>]] [--state[=<state>]] [--search[=<text>]]',
		'link add'       => '<code> <id> [--channel[=<code>]] [--entity[=<entity>]]',
		'link remove'    => '<link>',
		'link adopt'     => '<sku> [--channel[=<code>]]',
		'media run'      => '[--channel[=<code>]] [--locale[=<code>]]',
		'log list'       => self::LOG . ' [--number[=<number>]]',
		'logs'           => self::LOG . ' [--number[=<number>]]',
		'log export'     => self::LOG,
	);

	private const LOG = '[--channel[=<code>]] [--level[=<level>]] [--op[=<op>]] [--entity[=<entity>]] [--dir[=<dir>]] [--run[=<id>]] [--search[=<text>]] [--from[=<time>]] [--to[=<time>]]';

	/** Every command takes these. */
	private const COMMON = '[--format[=<format>]] [--yes]';

	private const SECRETS = array( 'client-secret', 'client_secret', 'password' );

	private const FORMATS = array( 'table', 'json', 'csv' );

	/** A switch that may stand alone, be told on or off, or be denied (`--no-pull`). */
	private const SWITCH = 'on|off';

	public static function of( string $command ): string {
		$own = match ( $command ) {
			'channel set' => '<code> ' . self::settings(),
			'plan pull'   => self::OF['pull'],
			'plan push'   => self::OF['push'],
			default       => self::OF[ $command ] ?? '',
		};
		return trim( "{$own} " . self::COMMON );
	}

	/**
	 * Nothing but what the command takes, and what it takes whole.
	 *
	 * @param array<string>       $args
	 * @param array<string,mixed> $options
	 * @return array<string,mixed> the options, without those that were denied
	 * @throws \UnoPim\Connector\Platform\Fault
	 */
	public static function check( string $command, array $args, array $options ): array {
		preg_match_all( '/(\[?)<([a-z]+)>\]?(?=\s)/', self::of( $command ) . ' ', $places, PREG_SET_ORDER );
		preg_match_all( '/\[--([a-z_-]+)(?:\[=<([a-z|]+)>\])?\]/', self::of( $command ), $known );
		$takes = array_combine( $known[1], $known[2] );
		foreach ( $options as $name => $value ) {
			if ( in_array( $name, self::SECRETS, true ) ) {
				throw Console::bad( "--{$name}", __( 'Secrets are asked for, and never given as arguments: others could read them in the list of processes.', 'unopim-connector' ) );
			}
			if ( ! isset( $takes[ $name ] ) ) {
				throw self::unknown( $command, "--{$name}", array_keys( $takes ) );
			}
			$options[ $name ] = self::value( (string) $name, $takes[ $name ], $value );
		}
		if ( isset( $args[ count( $places ) ] ) ) {
			throw Console::bad( $args[ count( $places ) ], __( 'The command takes no such argument.', 'unopim-connector' ) );
		}
		foreach ( $places as $place => list( , $optional, $name ) ) {
			if ( '' === $optional ) {
				Console::word( $args, $place, $name );
			}
		}
		if ( isset( $options['format'] ) && ! in_array( $options['format'], self::FORMATS, true ) ) {
			throw Console::bad( '--format', __( 'The formats are table, json and csv.', 'unopim-connector' ) );
		}
		return array_filter( $options, static fn( mixed $value ): bool => null !== $value );
	}

	/** @return mixed null where the option was denied */
	private static function value( string $name, string $takes, mixed $value ): mixed {
		if ( self::SWITCH === $takes ) {
			return $value;
		}
		if ( '' === $takes ) {
			return match ( $value ) {
				true    => true,
				false   => null,
				default => throw Console::bad( "--{$name}", __( 'It takes no value.', 'unopim-connector' ) ),
			};
		}
		return is_string( $value ) && '' !== trim( $value ) ? $value : throw Console::bad( "--{$name}", __( 'It needs a value.', 'unopim-connector' ) );
	}

	/** @param array<string> $known */
	private static function unknown( string $command, string $option, array $known ): \UnoPim\Connector\Platform\Fault {
		/* translators: 1: name of a command, 2: list of options */
		return Console::bad( $option, sprintf( __( 'wp unopim %1$s has no such option. It has: %2$s.', 'unopim-connector' ), $command, implode( ', ', array_map( static fn( string $name ): string => "--{$name}", $known ) ) ) );
	}

	/** The settings of a channel, as `channel list` names them, or with hyphens. */
	private static function settings(): string {
		$words = array();
		foreach ( Channels::rules() as $name => $rule ) {
			foreach ( array_unique( array( $name, str_replace( '_', '-', $name ) ) ) as $spelling ) {
				$words[] = "[--{$spelling}[=<" . ( is_bool( $rule->default ) ? self::SWITCH : 'value' ) . '>]]';
			}
		}
		return implode( ' ', $words );
	}
}
