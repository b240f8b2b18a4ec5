<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Requirements;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Settings\MappingRules;
use UnoPim\Connector\Settings\Rule;
use UnoPim\Connector\Source\Capabilities;

final class SettingsRulesTest extends TestCase {

	public function test_defaults_are_those_of_the_specification(): void {
		$defaults = array_map( static fn( Rule $rule ) => $rule->default, GeneralSettings::rules() );
		self::assertSame(
			array( 'dry_run' => false, 'writeback_delete' => false, 'on_delete' => 'trash', 'remove_data' => false, 'log_retention_days' => 30, 'undo_retention_days' => 14, 'batch_size' => 50, 'requests_per_minute' => 100 ),
			array_slice( $defaults, 0, 8 )
		);
	}

	public function test_every_default_is_possible(): void {
		foreach ( GeneralSettings::rules() as $name => $rule ) {
			self::assertSame( $rule->default, $rule->check( $rule->default, $name ) );
		}
	}

	/** @dataProvider impossible */
	public function test_an_impossible_value_names_its_setting( Rule $rule, mixed $value ): void {
		try {
			$rule->check( $value, 'batch_size' );
			self::fail( 'accepted' );
		} catch ( Fault $fault ) {
			self::assertSame( 'batch_size', $fault->path() );
			self::assertNotSame( '', $fault->next_step() );
		}
	}

	/** @return array<array{Rule,mixed}> */
	public static function impossible(): array {
		return array(
			array( Rule::flag( false ), 1 ), array( Rule::flag( false ), 'true' ), array( Rule::flag( false ), null ),
			array( Rule::number( 50, 1, 500 ), 0 ), array( Rule::number( 50, 1, 500 ), 501 ), array( Rule::number( 50, 1, 500 ), '50' ), array( Rule::number( 50, 1, 500 ), 1.5 ),
			array( Rule::choice( 'a', array( 'a', 'b' ) ), 'c' ), array( Rule::choice( '0', array( '0' ) ), 0 ),
			array( Rule::text(), "a\nb" ), array( Rule::text(), "\xff" ), array( Rule::text(), str_repeat( 'x', 1025 ) ), array( Rule::text(), array() ),
			array( Rule::hosts(), 'a.example' ), array( Rule::hosts(), array( 'a example' ) ), array( Rule::hosts(), array( 'http://a' ) ), array( Rule::hosts(), array( 'x' => 'a.example' ) ), array( Rule::hosts(), array( '' ) ),
		);
	}

	public function test_mapping_rows_keep_what_is_known(): void {
		$rows = MappingRules::attributes( json_decode( '[{"target":"attribute:pa_color","attribute":"color","visible":true,"extra":1},{"target":"custom:Größe, innen","attribute":"size"},{"target":"meta:_ean","attribute":"ean","write":"code","clear_when_empty":false}]' ) );
		self::assertSame( '[{"target":"attribute:pa_color","attribute":"color","visible":true},{"target":"custom:Größe, innen","attribute":"size"},{"target":"meta:_ean","attribute":"ean","clear_when_empty":false,"write":"code"}]', json_encode( $rows, JSON_UNESCAPED_UNICODE ) );
		self::assertSame( '{"name":{"attribute":"name"},"sale_price":null}', json_encode( MappingRules::core( json_decode( '{"name":{"attribute":"name"},"sale_price":null}' ) ) ) );
		self::assertSame( '{"men":14,"12":3}', json_encode( MappingRules::categories( json_decode( '{"men":14,"12":3}' ) ) ) );
		self::assertSame( '{}', json_encode( MappingRules::categories( new \stdClass() ) ) );
	}

	/** @dataProvider bad_mappings */
	public function test_a_bad_row_is_named( callable $check, string $path ): void {
		try {
			$check();
			self::fail( 'accepted' );
		} catch ( Fault $fault ) {
			self::assertSame( $path, $fault->path() );
			self::assertSame( 422, $fault->status() );
		}
	}

	/** @return array<array{callable():mixed,string}> */
	public static function bad_mappings(): array {
		$attributes = static fn( string $json ) => static fn() => MappingRules::attributes( json_decode( $json ) );
		$core       = static fn( string $json ) => static fn() => MappingRules::core( json_decode( $json ) );
		$categories = static fn( string $json ) => static fn() => MappingRules::categories( json_decode( $json ) );
		return array(
			array( $attributes( '[{"target":"attribute:pa_x","attribute":"x"},{"attribute":"x"}]' ), 'rows[1].target' ),
			array( $attributes( '[{"target":"","attribute":"x"}]' ), 'rows[0].target' ),
			array( $attributes( '[{"target":"meta:x","attribute":""}]' ), 'rows[0].attribute' ),
			array( $attributes( '[{"target":"meta:x","attribute":"x","visible":"yes"}]' ), 'rows[0].visible' ),
			array( $attributes( '[{"target":"meta:x","attribute":"x","write":"both"}]' ), 'rows[0].write' ),
			array( $attributes( '["x"]' ), 'rows[0].target' ),
			array( $core( '{"colour":{"attribute":"x"}}' ), 'core.colour' ),
			array( $core( '{"name":{}}' ), 'core.name.attribute' ),
			array( $core( '{"name":"name"}' ), 'core.name.attribute' ),
			array( $categories( '{"men":"14"}' ), 'rows.men' ),
			array( $categories( '{"men":0}' ), 'rows.men' ),
		);
	}

	public function test_the_oldest_versions(): void {
		self::assertSame( array(), Requirements::missing( '6.5', '9.3.0' ) );
		self::assertSame( array(), Requirements::missing( '6.8.8', '10.2.4' ) );
		self::assertSame( array( array( 'name' => 'WordPress', 'needed' => '6.5', 'found' => '6.4.3' ) ), Requirements::missing( '6.4.3', '9.3.0' ) );
		self::assertSame( array( array( 'name' => 'WooCommerce', 'needed' => '9.3', 'found' => '9.2.9' ) ), Requirements::missing( '6.5', '9.2.9' ) );
		self::assertSame( array( array( 'name' => 'WooCommerce', 'needed' => '9.3', 'found' => null ) ), Requirements::missing( '6.5', null ) );
	}

	public function test_capabilities_have_a_form_whatever_a_browser_sends(): void {
		$known = Capabilities::known( json_decode( '{"cursor":true,"status":"yes","configurable_path":"../admin","denied":["api.catalog.families","<b>",7],"else":1}' ) );
		self::assertSame( '{"cursor":true,"swatches":false,"inheritance":false,"variant_groups":false,"measurement":false,"status":false,"configurable_path":"configurable-products","denied":["api.catalog.families"]}', json_encode( $known ) );
	}
}
