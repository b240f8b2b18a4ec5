import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { Confirm } from '../../components/confirm';
import { Notice } from '../../components/notice';
import { ReasonButton, underWay } from '../../components/reason-button';
import { entityName } from '../../text/names';
import { numberText } from '../../text/value';
import type { Run } from '../../types/rest';

interface Props {
	question: NonNullable< Run[ 'question' ] >;
	/** Asked by a push: the items were deleted in the shop, and UnoPim has them still. */
	isPush: boolean;
	busy: boolean;
	onAnswer: ( answer: 'delete' | 'keep' ) => void;
}

const gone = ( count: number ) =>
	/* translators: 1: number of items. 2: number of linked items. 3: percentage. 4: kind of item. */
	_n(
		'%1$s of %2$s linked items (%3$s %%) of the kind “%4$s” is gone from UnoPim. Nothing has been deleted.',
		'%1$s of %2$s linked items (%3$s %%) of the kind “%4$s” are gone from UnoPim. Nothing has been deleted.',
		count,
		'unopim-connector'
	);

const deleted = ( count: number ) =>
	/* translators: 1: number of items. 2: number of linked items. 3: percentage. 4: kind of item. */
	_n(
		'%1$s of %2$s linked items (%3$s %%) of the kind “%4$s” was deleted in the shop within an hour. Nothing has been deleted in UnoPim.',
		'%1$s of %2$s linked items (%3$s %%) of the kind “%4$s” were deleted in the shop within an hour. Nothing has been deleted in UnoPim.',
		count,
		'unopim-connector'
	);

/** The guard's question: so much would go that somebody has to look first. */
export function Question( { question, isPush, busy, onAnswer }: Props ) {
	const [ asking, setAsking ] = useState( false );
	const { entity, count, linked, keys } = question;
	const share = linked > 0 ? Math.round( ( count / linked ) * 100 ) : 100;
	const rest = count - keys.length;

	return (
		<Notice level="warning" testId="run-question">
			<h3>{ __( 'This many deletions need your word', 'unopim-connector' ) }</h3>
			<p>
				{ sprintf( isPush ? deleted( count ) : gone( count ), numberText( count ), numberText( linked ), numberText( share ), entityName( entity ) ) }
			</p>
			<details>
				<summary>{ __( 'Which ones', 'unopim-connector' ) }</summary>
				<ul className="unopim-keys">
					{ keys.map( ( key ) => (
						<li key={ key }>
							<code>{ key }</code>
						</li>
					) ) }
					{ rest > 0 && (
						<li>
							{ sprintf(
								/* translators: %s: number of items. */
								__( 'and %s more', 'unopim-connector' ),
								numberText( rest )
							) }
						</li>
					) }
				</ul>
			</details>
			<p className="unopim-buttons">
				<ReasonButton variant="secondary" isDestructive reason={ underWay( busy ) } onClick={ () => setAsking( true ) }>
					{ __( 'Delete these', 'unopim-connector' ) }
				</ReasonButton>
				<ReasonButton variant="primary" reason={ underWay( busy ) } onClick={ () => onAnswer( 'keep' ) }>
					{ __( 'Keep', 'unopim-connector' ) }
				</ReasonButton>
			</p>
			{ asking && (
				<Confirm
					title={ isPush ? __( 'Delete these in UnoPim?', 'unopim-connector' ) : __( 'Delete these?', 'unopim-connector' ) }
					action={ __( 'Delete these', 'unopim-connector' ) }
					onCancel={ () => setAsking( false ) }
					onConfirm={ () => {
						setAsking( false );
						onAnswer( 'delete' );
					} }
				>
					<p>
						{ isPush
							? __( 'They are deleted in UnoPim for good, with the variants of those that have any.', 'unopim-connector' )
							: __( 'They are treated as On-delete in General Settings says: to the trash, or for good.', 'unopim-connector' ) }
					</p>
				</Confirm>
			) }
		</Notice>
	);
}
