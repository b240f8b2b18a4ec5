<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/** WooCommerce's own data store, with the clearing of caches put off to the batch's end. */
final class BatchVariableStore extends \WC_Product_Variable_Data_Store_CPT {

	use ClearsCachesLater;
}
