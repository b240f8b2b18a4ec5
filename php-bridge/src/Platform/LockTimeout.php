<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

final class LockTimeout extends \RuntimeException {}
