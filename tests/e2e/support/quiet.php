<?php
/**
 * Nothing is done in the background unless a test says so.
 *
 * @package UnoPim\Connector
 */

add_filter( 'action_scheduler_allow_async_request_runner', '__return_false' );
