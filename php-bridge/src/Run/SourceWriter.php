<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Media\MediaFault;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\HttpAnswer;
use UnoPim\Connector\Source\Outgoing;
use UnoPim\Connector\Source\SourceFault;

/** Answers `source.send` and `source.upload`: each is sent once, in the order of the step. */
final class SourceWriter {

	public const NAMES = array( 'source.send', 'source.upload' );

	/** Answers that are part of the game: gone already, not yet. */
	private const EXPECTED = array( 'DELETE' => array( 404, 429 ) );
	private const WAIT     = array( 429 );

	/**
	 * @param callable(int):array{name:string,mime:string,content:string}          $file   of an attachment; throws MediaFault
	 * @param callable(Outgoing,HttpAnswer,int):void                              $failed hears of answers that are none: what was sent, answer, milliseconds
	 */
	public function __construct( private Client $client, private $file, private $failed ) {}

	/** @param array<string,mixed> $request */
	public function answer( array $request, Responses $responses, float $seconds ): void {
		try {
			$outgoing = 'source.upload' === $request['do']
				? Outgoing::form( $request['path'], $request['fields'] ?? array(), $request['file'], ( $this->file )( $request['attachment'] ) )
				: Outgoing::json( $request['method'], $request['path'], $request['body'] ?? null );
		} catch ( MediaFault $fault ) {
			$this->refuse( $request['id'], $responses, array( 'code' => $fault->slug(), 'message' => $fault->getMessage(), 'hint' => $fault->next_step() ), false );
			return;
		} catch ( SourceFault $fault ) {
			$this->refuse( $request['id'], $responses, $fault->to_wire(), false );
			return;
		}
		$started = hrtime( true );
		$answer  = $this->client->send( $outgoing, $seconds );
		if ( $answer instanceof SourceFault ) {
			$this->refuse( $request['id'], $responses, $answer->to_wire(), $answer->was_sent() );
			return;
		}
		if ( $answer->status >= 400 && ! in_array( $answer->status, self::EXPECTED[ $outgoing->method ] ?? self::WAIT, true ) ) {
			( $this->failed )( $outgoing, $answer, intdiv( hrtime( true ) - $started, 1_000_000 ) );
		}
		SourceReader::add( $responses, $request['id'], $answer );
	}

	/** @param array{code:string,message:string,hint:string} $error */
	private function refuse( int $id, Responses $responses, array $error, bool $sent ): void {
		$responses->add( $id, array( 'error' => $error + array( 'sent' => $sent ) ) );
	}
}
