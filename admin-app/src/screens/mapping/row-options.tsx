import { CheckboxControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactNode } from 'react';

interface Props {
	/** Name of the row. */
	label: string;
	clear: boolean;
	onClear: ( clear: boolean ) => void;
	children?: ReactNode;
}

/** How a row is written; folded, for most rows need none of it. */
export function RowOptions( { label, clear, onClear, children }: Props ) {
	return (
		<details className="unopim-options">
			<summary>
				{ __( 'Options', 'unopim-connector' ) }
				<span className="screen-reader-text">
					{ /* translators: %s: name of a mapping row. */ sprintf( __( 'of %s', 'unopim-connector' ), label ) }
				</span>
			</summary>
			<CheckboxControl
				__nextHasNoMarginBottom
				label={ __( 'Clear when empty', 'unopim-connector' ) }
				help={ __( 'Emptying the value in UnoPim empties it in the shop.', 'unopim-connector' ) }
				checked={ clear }
				onChange={ onClear }
			/>
			{ children }
		</details>
	);
}
