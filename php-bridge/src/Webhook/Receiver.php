<?php
declare(strict_types=1);

namespace UnoPim\Connector\Webhook;

use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Clock;

/**
 * Takes UnoPim's messages. UnoPim does not try again and shows nobody what it was answered, so an answer says what it must and no more.
 */
class Receiver {

	public const ACCEPTED  = 202;
	public const TESTED    = 200;
	public const REFUSED   = 401;
	public const TOO_LARGE = 413;
	public const TOO_MANY  = 429;

	private const MAX_BYTES  = 1024 * 1024;
	private const PER_MINUTE = 60;

	/** Every clock on earth is within 14 hours of UTC; one more for a clock that is wrong. */
	private const AGE = 15 * 3600;

	private const REMEMBERED = 48 * 3600;
	private const COMPLAINED = 3600;

	public function __construct( private Secret $secret, private Memory $memory, private Inbox $inbox, private LogWriter $logs, private Clock $clock ) {}

	/** @return int the HTTP status */
	public function receive( string $body, string $signature ): int {
		if ( strlen( $body ) > self::MAX_BYTES ) {
			return self::TOO_LARGE;
		}
		$signed = $this->secret->has_signed( $body, $signature );
		// Counted apart, so that a stranger cannot keep UnoPim out.
		if ( $this->memory->count_in_minute( $signed ? 'signed' : 'unsigned' ) > self::PER_MINUTE ) {
			return self::TOO_MANY;
		}
		$message = Message::read( $body );
		if ( ! $signed ) {
			return '' === $signature && true === $message?->is_test() ? self::TESTED : $this->refuse( __( 'A message to the webhook was refused: its signature is missing or wrong.', 'unopim-connector' ), __( 'Enter the webhook secret in UnoPim, or renew it on the Connection page. UnoPim signs from version 3.0 on.', 'unopim-connector' ) );
		}
		if ( null === $message || ! $message->is_recent( $this->clock->now(), self::AGE ) ) {
			return $this->refuse( __( 'A message to the webhook was refused: its time is missing, or too far from now.', 'unopim-connector' ), __( 'Check the clocks of both servers, and UnoPim’s queue worker.', 'unopim-connector' ) );
		}
		if ( $message->is_test() ) {
			return self::TESTED;
		}
		if ( $this->memory->is_first( hash( 'sha256', $body ), self::REMEMBERED ) ) {
			$this->inbox->take( $message );
		}
		return self::ACCEPTED;
	}

	private function refuse( string $message, string $hint ): int {
		if ( $this->memory->is_first( 'refused', self::COMPLAINED ) ) {
			$this->logs->write( array( 'level' => 'warn', 'op' => 'webhook', 'dir' => 'to_shop', 'code' => 'webhook_refused', 'message' => $message, 'hint' => $hint ) );
		}
		return self::REFUSED;
	}
}
