import { Component } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { ProblemNotice } from './problem-notice';

interface Props {
	children: ReactNode;
}

/** Shows what broke a screen in its place, where React would leave an empty page. */
export class ErrorBoundary extends Component< Props, { message: string | null } > {
	override state = { message: null };

	static getDerivedStateFromError( error: unknown ) {
		return { message: error instanceof Error ? error.message : String( error ) };
	}

	override render() {
		const { message } = this.state;
		if ( message === null ) {
			return this.props.children;
		}
		return (
			<ProblemNotice
				title={ __( 'This screen has failed.', 'unopim-connector' ) }
				problem={ {
					code: 'screen_failed',
					message,
					path: null,
					next_step: __( 'Reload the page. Runs are not affected.', 'unopim-connector' ),
					status: 0,
				} }
			/>
		);
	}
}
