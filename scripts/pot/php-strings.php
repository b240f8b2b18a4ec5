<?php
/**
 * php-strings.php FILE …: every call of a translation function in these files, as JSON: {"file","line","call","arguments"}, and under `comments`
 * the notes to translators, {"file","line","text"}. An argument that is no plain text is null.
 *
 * @package UnoPim\Connector
 */

const UNOPIM_CALLS = array( '__', '_e', '_x', '_ex', '_n', '_nx', 'esc_html__', 'esc_html_e', 'esc_html_x', 'esc_attr__', 'esc_attr_e', 'esc_attr_x' );

/** The text of a token, null where it is none. */
function unopim_text( array $tokens ): ?string {
	if ( 1 !== count( $tokens ) || T_CONSTANT_ENCAPSED_STRING !== $tokens[0]->id ) {
		return null;
	}
	$inner = substr( $tokens[0]->text, 1, -1 );
	return "'" === $tokens[0]->text[0] ? str_replace( array( "\\'", '\\\\' ), array( "'", '\\' ), $inner ) : stripcslashes( $inner );
}

/** Arguments of the call whose bracket is at `$at`. @param array<PhpToken> $tokens @return array<?string> */
function unopim_arguments( array $tokens, int $at ): array {
	$arguments = array();
	$one       = array();
	for ( $depth = 0; $at < count( $tokens ); $at++ ) {
		$token  = $tokens[ $at ];
		$depth += match ( $token->text ) { '(', '[' => 1, ')', ']' => -1, default => 0 };
		if ( 0 === $depth || ( 1 === $depth && ',' === $token->text ) ) {
			$arguments[] = unopim_text( $one );
			$one         = array();
			if ( 0 === $depth ) {
				break;
			}
		} elseif ( ! ( 1 === $depth && '(' === $token->text ) && ! $token->isIgnorable() ) {
			$one[] = $token;
		}
	}
	return $arguments;
}

$found = array( 'calls' => array(), 'comments' => array() );
foreach ( array_slice( $argv, 1 ) as $file ) {
	$tokens = PhpToken::tokenize( (string) file_get_contents( $file ) );
	foreach ( $tokens as $at => $token ) {
		if ( $token->is( array( T_COMMENT, T_DOC_COMMENT ) ) && 1 === preg_match( '~translators:.*?(?=\s*(?:\*/)?$)~s', $token->text, $note ) ) {
			$found['comments'][] = array( 'file' => $file, 'line' => $token->line + substr_count( $token->text, "\n" ), 'text' => $note[0] );
		}
		if ( $token->is( T_STRING ) && in_array( $token->text, UNOPIM_CALLS, true ) && '(' === ( $tokens[ $at + 1 ]->text ?? '' ) && ! $tokens[ $at - 1 ]->is( array( T_OBJECT_OPERATOR, T_DOUBLE_COLON ) ) ) {
			$found['calls'][] = array( 'file' => $file, 'line' => $token->line, 'call' => $token->text, 'arguments' => unopim_arguments( $tokens, $at + 1 ) );
		}
	}
}
echo json_encode( $found, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR ), "\n";
