<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Media\FileEnd;

final class FileEndTest extends TestCase {

	private string $file;

	protected function setUp(): void {
		$this->file = (string) tempnam( sys_get_temp_dir(), 'file-end-' );
	}

	protected function tearDown(): void {
		unlink( $this->file );
	}

	/** @return array<string,array{callable-string}> */
	public static function writers(): array {
		$all = array( 'JPEG' => array( 'imagejpeg' ), 'PNG' => array( 'imagepng' ), 'GIF' => array( 'imagegif' ), 'WebP' => array( 'imagewebp' ) );
		return array_filter( $all, static fn( $one ) => function_exists( $one[0] ) );
	}

	/** @dataProvider writers */
	public function test_an_image_that_is_cut_off_anywhere_is_not_there( string $write ): void {
		$image = imagecreatetruecolor( 40, 30 );
		for ( $x = 0; $x < 40; $x++ ) {
			imageline( $image, $x, 0, $x, 30, $x * 6 * 65793 );
		}
		$write( $image, $this->file );
		self::assertTrue( FileEnd::is_there( $this->file ) );
		$whole = (string) file_get_contents( $this->file );
		foreach ( array( 0, 1, 10, intdiv( strlen( $whole ), 2 ), strlen( $whole ) - 3, strlen( $whole ) - 1 ) as $bytes ) {
			file_put_contents( $this->file, substr( $whole, 0, $bytes ) );
			self::assertFalse( FileEnd::is_there( $this->file ), "{$bytes} bytes of it" );
		}
	}

	public function test_what_is_not_there_at_all_is_not_and_another_type_is_believed(): void {
		self::assertFalse( FileEnd::is_there( "{$this->file}.none" ) );
		file_put_contents( $this->file, str_repeat( 'x', 100 ) );
		self::assertTrue( FileEnd::is_there( $this->file ) );
	}
}
