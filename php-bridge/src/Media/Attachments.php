<?php
declare(strict_types=1);

namespace UnoPim\Connector\Media;

use UnoPim\Connector\Platform\Lock;
use UnoPim\Connector\Platform\LockTimeout;
use UnoPim\Connector\Store\Transaction;

/**
 * Turns downloaded files into attachments: one per content, whoever brings it and whatever breaks off. Under a lock of that content the
 * file is named in the journal, moved, registered in one transaction, and its sizes are made; each of these is taken up where it was left.
 */
class Attachments {

	/** Longer than making the sizes of one image usually takes. */
	private const PATIENCE = 10.0;

	private const MAX_TRIES = 2;

	/** Begins the name of the lock of a content. */
	public const LOCK = 'media_';

	public function __construct( private \wpdb $db, private Library $library, private Journal $journal, private UploadsFolder $folder, private Lock $lock ) {}

	/**
	 * @param int|null $noted an attachment that is known to hold this content, though the table does not say so
	 * @return array{0:int,1:bool} the attachment, and whether it is new
	 * @throws MediaFault
	 */
	public function store( string $source, string $hash, FileType $type, string $name, string $alt, ?int $noted ): array {
		// What is there and whole needs no lock.
		$id = $this->library->find( $hash ) ?? $noted;
		if ( null !== $id && null === $this->journal->open( $hash ) ) {
			return array( $id, false );
		}
		try {
			return $this->lock->with( self::LOCK . substr( $hash, 0, 32 ), self::PATIENCE, fn() => $this->store_locked( $source, $hash, $type, $name, $alt, $noted ) );
		} catch ( LockTimeout ) {
			throw MediaFault::being_stored();
		}
	}

	/** @return array{0:int,1:bool} */
	private function store_locked( string $source, string $hash, FileType $type, string $name, string $alt, ?int $noted ): array {
		$open = $this->journal->open( $hash );
		$id   = $this->library->find( $hash ) ?? $noted;
		if ( null === $id ) {
			$this->clear( $open );
			$id = $this->create( $source, $hash, $type, $name, $alt );
			$this->make_sizes( $hash, $id );
			$this->journal->finish( $hash );
			return array( $id, true );
		}
		if ( null !== $open ) {
			$this->finish( $open, $id );
		}
		return array( $id, false );
	}

	private function create( string $source, string $hash, FileType $type, string $name, string $alt ): int {
		$file = $this->folder->free_name( $name, $hash, $type->extension );
		$this->journal->begin( $hash, $file );
		try {
			$this->folder->take( $source, $file );
			return ( new Transaction( $this->db ) )->run( fn() => $this->register( $file, $hash, $type, $name, $alt ) );
		} catch ( \Throwable $error ) {
			// A plugin that hears of new attachments may throw, too.
			$this->folder->remove( $file );
			$this->journal->finish( $hash );
			throw $error instanceof MediaFault ? $error : MediaFault::database( $error->getMessage() );
		}
	}

	private function register( string $file, string $hash, FileType $type, string $name, string $alt ): int {
		$id = wp_insert_attachment(
			// The name with the hash is free. Without one WordPress tries mug-2, mug-3 and so on, a query each.
			array( 'post_title' => wp_slash( $name ), 'post_name' => pathinfo( $file, PATHINFO_FILENAME ), 'post_mime_type' => $type->mime, 'post_status' => 'inherit', 'guid' => $this->folder->url( $file ) ),
			$this->folder->path( $file ),
			0,
			true
		);
		if ( is_wp_error( $id ) ) {
			throw MediaFault::database( $id->get_error_message() );
		}
		if ( false === add_post_meta( $id, Library::META, $hash ) ) {
			clean_post_cache( $id );
			throw MediaFault::database( $this->db->last_error );
		}
		if ( '' !== $alt && 'image' === $type->kind ) {
			add_post_meta( $id, '_wp_attachment_image_alt', wp_slash( wp_strip_all_tags( $alt ) ) );
		}
		$this->journal->attached( $hash, $id );
		return $id;
	}

	/**
	 * A process died while it made the sizes of this attachment. Once more; after that WordPress shows the image as it is.
	 *
	 * @param array{hash:string,file:string,attachment:int,tries:int} $open
	 */
	private function finish( array $open, int $id ): void {
		if ( $open['attachment'] === $id && $open['tries'] < self::MAX_TRIES ) {
			$this->journal->tried( $open['hash'], $open['tries'] + 1 );
			$this->make_sizes( $open['hash'], $id );
		} elseif ( $open['attachment'] !== $id ) {
			$this->clear( $open );
		}
		$this->journal->finish( $open['hash'] );
	}

	/** A full disk is waited for as long as it takes: only tries that killed a process count. */
	private function make_sizes( string $hash, int $id ): void {
		try {
			Sizes::make( $id );
		} catch ( MediaFault $fault ) {
			$this->journal->tried( $hash, 1 );
			throw $fault;
		}
	}

	/**
	 * A process died between putting the file there and registering it.
	 *
	 * @param array{hash:string,file:string,attachment:int,tries:int}|null $open
	 */
	public function clear( ?array $open ): void {
		if ( null === $open ) {
			return;
		}
		if ( 0 === $open['attachment'] && ! $this->folder->is_registered( $open['file'] ) ) {
			$this->folder->remove( $open['file'] );
		}
		$this->journal->finish( $open['hash'] );
	}
}
