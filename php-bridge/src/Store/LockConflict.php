<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** The database gave up on a lock (deadlock, wait timeout) or lost the transaction: the same work may succeed when done again. */
final class LockConflict extends \RuntimeException {}
