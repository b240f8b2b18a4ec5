<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Settings\GeneralSettings;

/** `media.fetch`: brings files into the media library, each on its own; what is wrong with one does not touch the others. */
class Fetcher {

	/** As many as the transport sends at a time. */
	private const GROUP = 4;

	/** No further group is begun after this time: the step has to end before the lease of its run does. */
	private const SECONDS = 20.0;

	private const MEGABYTE = 1024 * 1024;

	public function __construct( private Library $library, private Places $places, private Assets $assets, private Downloader $downloader, private Attachments $attachments, private GeneralSettings $settings, private Clock $clock ) {}

	/**
	 * @param array<array<string,mixed>> $files
	 * @return array<array<string,mixed>> one answer a file, in order
	 */
	public function run( array $files ): array {
		$wishes  = array_map( array( $this, 'wish' ), $files );
		$known   = $this->library->read( array_column( $wishes, 'path' ) );
		$until   = $this->clock->ticks() + self::SECONDS;
		$answers = array();
		foreach ( array_chunk( $wishes, self::GROUP, true ) as $group ) {
			$answers += $this->clock->ticks() < $until ? $this->group( $group, $known ) : array_map( static fn( array $wish ) => MediaFault::no_time()->answer( $wish['path'] ), $group );
		}
		ksort( $answers );
		return $answers;
	}

	/**
	 * @param array<string,mixed> $file as it came over the wire
	 * @return array{path:string,etag:string,name:string,alt:string,allow:string,max_bytes:int}
	 */
	private function wish( array $file ): array {
		$path = (string) ( $file['path'] ?? '' );
		$name = wp_strip_all_tags( (string) ( $file['name'] ?? '' ) );
		return array(
			'path'      => $path,
			'etag'      => (string) ( $file['etag'] ?? '' ),
			'name'      => '' === $name ? pathinfo( self::source_name( $path ), PATHINFO_FILENAME ) : $name,
			'alt'       => (string) ( $file['alt'] ?? '' ),
			'allow'     => in_array( $file['allow'] ?? '', array( 'video', 'file' ), true ) ? $file['allow'] : 'image',
			'max_bytes' => $this->limit( (int) ( $file['max_bytes'] ?? 0 ) ),
		);
	}

	/**
	 * @param array<int,array{path:string,etag:string,name:string,alt:string,allow:string,max_bytes:int}> $group
	 * @param array<string,array{id:int,etag:string,kind:string,url:string}>                              $known by path
	 * @return array<int,array<string,mixed>>
	 */
	private function group( array $group, array $known ): array {
		$answers   = array();
		$downloads = array();
		$addresses = $this->assets->addresses( array_column( $group, 'path' ) );
		try {
			foreach ( $group as $key => $wish ) {
				try {
					$downloads[ $key ] = $this->download( $wish, $known[ $wish['path'] ]['etag'] ?? '', $addresses[ $wish['path'] ] ?? null );
				} catch ( MediaFault $fault ) {
					$answers[ $key ] = $fault->answer( $wish['path'] );
				}
			}
			$this->downloader->run( $downloads );
			$hashes = array_map( static fn( Download $one ) => null === $one->fault && ! $one->same && is_file( $one->file->path ) ? (string) hash_file( 'sha256', $one->file->path ) : '', $downloads );
			$noted  = $this->library->find_by_meta( array_values( array_unique( array_filter( $hashes ) ) ) );
			foreach ( $downloads as $key => $one ) {
				$wish = $group[ $key ];
				try {
					$answers[ $key ] = $this->keep( $one, $hashes[ $key ], $wish, $known[ $wish['path'] ] ?? null, $noted[ $hashes[ $key ] ] ?? null );
				} catch ( MediaFault $fault ) {
					$answers[ $key ] = $fault->answer( $wish['path'] );
				}
			}
		} finally {
			foreach ( $downloads as $one ) {
				$one->file->remove();
			}
		}
		return $answers;
	}

	/**
	 * @param array{path:string,etag:string,name:string,alt:string,allow:string,max_bytes:int} $wish
	 * @throws MediaFault
	 */
	private function download( array $wish, string $validator, string|MediaFault|null $address ): Download {
		if ( $address instanceof MediaFault ) {
			throw $address;
		}
		$url = null === $address ? $this->places->of( $wish['path'] ) : $this->places->check( $address );
		// "Not changed" can only be said of the content that the library has for this path.
		return new Download( $url, '' !== $validator && $validator === $wish['etag'] ? $validator : '', $wish['max_bytes'] );
	}

	/**
	 * @param array{path:string,etag:string,name:string,alt:string,allow:string,max_bytes:int} $wish
	 * @param array{id:int,etag:string,kind:string,url:string}|null                            $known
	 * @return array<string,mixed>
	 */
	private function keep( Download $one, string $hash, array $wish, ?array $known, ?int $noted ): array {
		if ( null !== $one->fault ) {
			throw $one->fault;
		}
		if ( $one->same && null !== $known ) {
			return array( 'path' => $wish['path'], 'status' => 'same', 'id' => $known['id'], 'kind' => $known['kind'], 'url' => $known['url'] );
		}
		$type              = FileType::of( $one->file->path, $wish['allow'], self::source_name( $one->url ) );
		list( $id, $new ) = $this->attachments->store( $one->file->path, $hash, $type, $wish['name'], $this->alt( $wish['alt'], $known ), $noted );
		$this->library->remember( $wish['path'], $hash, $id, $one->validator );
		return array( 'path' => $wish['path'], 'status' => 'done', 'new' => $new ) + $this->library->describe( $id );
	}

	/**
	 * A file that replaces another shows the same thing.
	 *
	 * @param array{id:int}|null $known
	 */
	private function alt( string $alt, ?array $known ): string {
		return '' === $alt && null !== $known ? (string) get_post_meta( $known['id'], '_wp_attachment_image_alt', true ) : $alt;
	}

	/** The last part of a path or an address. */
	private static function source_name( string $path ): string {
		return rawurldecode( basename( (string) wp_parse_url( $path, PHP_URL_PATH ) ) );
	}

	private function limit( int $wanted ): int {
		/**
		 * Filters how large a file may be.
		 *
		 * @param int    $bytes
		 * @param string $context
		 */
		$most = (int) apply_filters( 'unopim_connector_max_image_bytes', (int) $this->settings->get( 'largest_image_mb' ) * self::MEGABYTE, 'fetch' );
		return max( 1, $wanted > 0 ? min( $wanted, $most ) : $most );
	}
}
