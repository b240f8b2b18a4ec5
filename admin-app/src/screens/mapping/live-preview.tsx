import { TextControl } from '@wordpress/components';
import { useDispatch } from '@wordpress/data';
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { FormEvent } from 'react';
import { isCatalogKnown } from '../../api/catalog';
import { MODERN } from '../../components/modern';
import { PreviewStatus } from '../../components/plan/preview-status';
import { usePreview } from '../../components/plan/use-preview';
import { ReasonButton } from '../../components/reason-button';
import { queryValue, remember } from '../../router';
import { store as previewStore } from '../../store/preview';
import type { Mapping } from '../../types/generated';

/** Enough to see how rows turn out, few enough to be read at once. */
const SAMPLE = 10;

interface Props {
	mapping: Mapping;
	channel: string;
	locale: string;
	/** Counts requests to read UnoPim's structure anew. */
	refreshes?: number;
}

/** Real products through the rows as they stand in the editor, saved or not. Nothing is written. */
export function LivePreview( { mapping, channel, locale, refreshes = 0 }: Props ) {
	const { show, retry, status } = usePreview( channel, locale, mapping );
	const { refreshCatalog } = useDispatch( previewStore );
	const [ sku, setSku ] = useState( queryValue( 'sku' ) ?? '' );

	useEffect( () => {
		let wanted = true;
		const begin = async () => {
			// A preview leaves the catalogue alone, so the first one of a new site has it read. Without an answer the preview says why itself.
			if ( refreshes > 0 || ! ( await isCatalogKnown().catch( () => true ) ) ) {
				await refreshCatalog( channel );
			}
			const linked = queryValue( 'sku' );
			if ( wanted ) {
				await show( linked ? { sku: linked } : { size: SAMPLE } );
			}
		};
		void begin();
		return () => {
			wanted = false;
		};
	}, [ show, refreshes, refreshCatalog, channel ] );

	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		const wanted = sku.trim();
		remember( { sku: wanted } );
		void show( wanted === '' ? { size: SAMPLE } : { sku: wanted } );
	};

	return (
		<section className="unopim-panel unopim-beside" aria-label={ __( 'Live preview', 'unopim-connector' ) } data-testid="plan">
			<h3>{ __( 'Live preview', 'unopim-connector' ) }</h3>
			<form className="unopim-toolbar" onSubmit={ submit }>
				<TextControl
					{ ...MODERN }
					label={ __( 'Product SKU', 'unopim-connector' ) }
					placeholder={ __( 'a sample of products', 'unopim-connector' ) }
					value={ sku }
					onChange={ setSku }
					autoComplete="off"
					spellCheck={ false }
				/>
				<ReasonButton variant="secondary" type="submit" reason={ status === 'loading' ? __( 'Products are being read.', 'unopim-connector' ) : null }>
					{ __( 'Show preview', 'unopim-connector' ) }
				</ReasonButton>
			</form>
			<PreviewStatus onRetry={ retry } idle={ __( 'Products appear here as they will be in the shop; every edit of a row shows at once.', 'unopim-connector' ) } />
		</section>
	);
}
