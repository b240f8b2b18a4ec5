<?php
/**
 * A site without WooCommerce whose connector works all the same: of the shop it is told the version alone.
 *
 * @package UnoPim\Connector
 */

define( 'WC_VERSION', '9.3.0' );
