<?php
/**
 * Lets the deletion guard ask about a single product.
 *
 * @package UnoPim\Connector
 */

add_filter( 'unopim_connector_deletion_guard', static fn( $limit, $linked, $entity ) => 'product' === $entity ? 0 : $limit, 10, 3 );
