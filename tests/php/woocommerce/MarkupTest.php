<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/**
 * What UnoPim calls text may be anything. Nothing that runs reaches the database, whoever the store works for: WordPress itself would let
 * an administrator's markup pass, and a run in the background has no user at all.
 */
final class MarkupTest extends StoreTestCase {

	private const NASTY = array(
		'<script>alert(1)</script>',
		'<ScRiPt src=//evil.example/x.js></ScRiPt>',
		'<scr<script>ipt>alert(1)</scr</script>ipt>',
		'<img src=x onerror=alert(1)>',
		'<img src="x"onerror="alert(1)">',
		"<img\nsrc=x\nonerror\n=\nalert(1)//",
		'<a href="javascript:alert(1)">a</a>',
		"<a href=\"java\tscript:alert(1)\">a</a>",
		'<a href="&#106;avascript&colon;alert(1)">a</a>',
		'<a href=" &#14; javascript:alert(1)">a</a>',
		'<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">a</a>',
		'<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>',
		'<math><mi xlink:href="javascript:alert(1)">m</mi></math>',
		'<iframe srcdoc="<script>alert(1)</script>"></iframe>',
		'<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
		'<base href="//evil.example/"><link rel=stylesheet href="//evil.example/x.css"><meta http-equiv=refresh content="0;url=javascript:alert(1)">',
		'<p style="background:url(javascript:alert(1));width:expression(alert(1))">p</p>',
		'<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">b</button></form>',
		'<details open ontoggle=alert(1)><summary>s</summary></details>',
		'<!--[if IE]><script>alert(1)</script><![endif]-->',
		'<p title="<script>alert(1)</script>" onclick="alert(1)">t</p>',
		"<im\0g src=x onerror=alert(1)>",
		'</textarea><script>alert(1)</script>',
	);

	/** @return array<string, array{int}> */
	public static function users(): array {
		return array( 'an administrator' => array( 1 ), 'nobody, as in the background' => array( 0 ) );
	}

	/** @dataProvider users */
	public function test_nothing_that_runs_is_kept( int $user ): void {
		wp_set_current_user( $user );
		$parent = $this->create( 'parent', array(), array( 'kind' => 'variable' ) );
		foreach ( self::NASTY as $i => $nasty ) {
			$text   = "before {$nasty} after";
			$id     = $this->create( "n-{$i}", array( 'name' => $text, 'description' => $text, 'short_description' => $text, 'purchase_note' => $text, 'meta:text' => $text, 'custom:Text' => array( 'values' => array( $text ), 'visible' => true, 'position' => 0 ) ) );
			$child  = $this->create( "v-{$i}", array( 'description' => $text ), array( 'kind' => 'variation', 'parent' => $parent ) );
			$fields = array( 'name' => $text, 'slug' => "c-{$i}", 'description' => $text, 'meta:text' => $text );
			$term   = $this->apply( array( $this->op( 'create', "c-{$i}", $fields, array( 'entity' => 'category', 'kind' => null, 'taxonomy' => 'product_cat' ) ) ) )[0];
			$this->assertSame( 'done', $term['status'], wp_json_encode( $term ) );
			foreach ( self::kept( $id, $child, $term['id'] ) as $where => $kept ) {
				$this->assertHarmless( $kept, "{$where} of {$nasty}" );
				$this->assertStringContainsString( 'before', $kept, "{$where}: the text around it is kept" );
			}
		}
	}

	/** As it stands in the database; of a text attribute, which WooCommerce decodes when it reads it, what its page shows. @return array<string, string> */
	private static function kept( int $id, int $variation, int $term ): array {
		wp_cache_flush();
		$post = get_post( $id );
		$row  = get_term( $term, 'product_cat' );
		return array(
			'name'              => $post->post_title,
			'description'       => $post->post_content,
			'short description' => $post->post_excerpt,
			'purchase note'     => get_post_meta( $id, '_purchase_note', true ),
			'meta'              => get_post_meta( $id, 'text', true ),
			'text attribute'    => self::shown( $id ),
			'variation'         => get_post_meta( $variation, '_variation_description', true ),
			'category'          => $row->name,
			'its description'   => $row->description,
			'its meta'          => get_term_meta( $term, 'text', true ),
		);
	}

	private static function shown( int $id ): string {
		ob_start();
		wc_display_product_attributes( wc_get_product( $id ) );
		return (string) ob_get_clean();
	}

	/** Parsed as a browser would, it holds no element that runs, no handler, and no address that is a program (WordPress leaves an `object` without one). */
	private function assertHarmless( string $html, string $what ): void {
		$document = new \DOMDocument();
		// phpcs:ignore WordPress.PHP.NoSilencedErrors -- what is parsed is broken on purpose.
		@$document->loadHTML( '<?xml encoding="utf-8"?><body><div>' . $html . '</div></body>' );
		foreach ( ( new \DOMXPath( $document ) )->query( '//body//*' ) as $element ) {
			$this->assertNotContains( strtolower( $element->nodeName ), array( 'script', 'iframe', 'embed', 'svg', 'math', 'base', 'link', 'meta', 'style', 'animate' ), "{$what}: {$html}" );
			foreach ( $element->attributes as $attribute ) {
				$this->assertDoesNotMatchRegularExpression( '/^on/i', $attribute->nodeName, "{$what}: {$html}" );
				$this->assertDoesNotMatchRegularExpression( '/^(srcdoc|formaction)$/i', $attribute->nodeName, "{$what}: {$html}" );
				$value = (string) preg_replace( '/[\x00-\x20]+/', '', $attribute->nodeValue );
				$this->assertDoesNotMatchRegularExpression( '/^(javascript|vbscript|data):|expression\(|url\(javascript/i', $value, "{$what}: {$html}" );
			}
		}
	}
}
