/**
 * The engine's reason codes as sentences. An unknown code is shown as it is: a newer engine may know more reasons than this list.
 */
import { __, sprintf } from '@wordpress/i18n';

const sentences = (): Record< string, string > => ( {
	// Fields that are written.
	created: __( 'Set when the item is created.', 'unopim-connector' ),
	changed: __( 'Changed in UnoPim.', 'unopim-connector' ),
	unopim_changed: __( 'Changed in UnoPim since the last synchronisation.', 'unopim-connector' ),
	channel_changed: __( 'Written by another channel; it is this channel’s again.', 'unopim-connector' ),
	adopted: __( 'Taken over when this shop product is linked for the first time.', 'unopim-connector' ),
	mirror: __( 'Changed in the shop; Mirror restores UnoPim’s value.', 'unopim-connector' ),
	unopim_wins: __( 'Changed on both sides; UnoPim wins.', 'unopim-connector' ),
	conflict: __( 'Changed on both sides; waits for your choice.', 'unopim-connector' ),
	chosen_unopim: __( 'You chose UnoPim’s value.', 'unopim-connector' ),
	cleared: __( 'Empty in UnoPim, and the row clears when empty.', 'unopim-connector' ),

	// Fields that are left alone.
	converged: __( 'Changed to the same on both sides.', 'unopim-connector' ),
	stock_kept: __( 'Stock belongs to the shop until UnoPim’s value changes.', 'unopim-connector' ),
	equal: __( 'The shop has this value already.', 'unopim-connector' ),
	unchanged: __( 'Nothing has changed since the last synchronisation.', 'unopim-connector' ),
	shop_changed: __( 'Changed in the shop only, so the shop’s value is kept.', 'unopim-connector' ),
	shop_wins: __( 'Changed on both sides; the shop wins.', 'unopim-connector' ),
	chosen_shop: __( 'You chose the shop’s value.', 'unopim-connector' ),
	held: __( 'Changed on both sides; waits for your choice.', 'unopim-connector' ),
	absent: __( 'UnoPim holds no value here, so the shop’s value is kept.', 'unopim-connector' ),
	empty_not_cleared: __( 'Empty in UnoPim; the row does not clear when empty, so the shop’s value is kept.', 'unopim-connector' ),
	not_mapped: __( 'No UnoPim attribute is mapped to this field.', 'unopim-connector' ),
	unmapped: __( 'No UnoPim attribute is mapped to this field.', 'unopim-connector' ),
	no_currency: __( 'UnoPim holds no amount in the channel’s currency.', 'unopim-connector' ),
	sale_not_lower: __( 'The sale price is not below the regular price.', 'unopim-connector' ),
	not_numeric: __( 'The value is not a number.', 'unopim-connector' ),
	invalid_format: __( 'The value does not have the form that this field needs.', 'unopim-connector' ),
	unknown_value: __( 'The field does not know this value.', 'unopim-connector' ),
	unknown_option: __( 'UnoPim does not list this option any more.', 'unopim-connector' ),
	too_many_values: __( 'There are several values where only one fits.', 'unopim-connector' ),
	no_unit: __( 'UnoPim’s measurement has no unit like the shop’s.', 'unopim-connector' ),
	not_in_family: __( 'The attribute is not part of the product’s family in UnoPim.', 'unopim-connector' ),
	lower_priority: __( 'Another channel with higher priority maps this field.', 'unopim-connector' ),
	video_skipped: __( 'A video cannot stand where only images show.', 'unopim-connector' ),
	no_translation: __( 'UnoPim holds no text in this language that would make a translation.', 'unopim-connector' ),
	translation: __( 'The value is the same in every language; a translation does not change it.', 'unopim-connector' ),
	not_linked: __( 'What this builds on is not linked with UnoPim yet: the item in the default language, or a product that a list names.', 'unopim-connector' ),

	// Rows.
	attribute_gone: __( 'This attribute no longer exists in UnoPim.', 'unopim-connector' ),
	type_mismatch: __( 'This field does not take attributes of that type.', 'unopim-connector' ),
	sku_fixed: __( 'The SKU is always UnoPim’s SKU.', 'unopim-connector' ),
	double_target: __( 'Another row writes to the same place.', 'unopim-connector' ),
	reserved_meta: __( 'This meta key belongs to WooCommerce, WordPress or the connector.', 'unopim-connector' ),
	unknown_target: __( 'There is no such target.', 'unopim-connector' ),
	unknown_type: __( 'The attribute has a type that only product meta can take.', 'unopim-connector' ),
	taxonomy_slug: __( 'This name cannot be a taxonomy that rows fill.', 'unopim-connector' ),
	double_taxonomy: __( 'This taxonomy is registered twice.', 'unopim-connector' ),
	double_reference: __( 'This category subtree is mapped twice.', 'unopim-connector' ),
	category_gone: __( 'This category no longer exists in UnoPim.', 'unopim-connector' ),
	unknown_unit: __( 'The unit does not fit this field.', 'unopim-connector' ),

	// Whole items.
	sku_taken: __( 'Another shop product has this SKU.', 'unopim-connector' ),
	sku_changed: __( 'The SKU was changed in the shop.', 'unopim-connector' ),
	sku_pattern: __( 'UnoPim does not allow a SKU of this form.', 'unopim-connector' ),
	no_sku: __( 'The product has no SKU.', 'unopim-connector' ),
	in_trash: __( 'The matching shop product is in the trash.', 'unopim-connector' ),
	restored: __( 'Taken out of the trash.', 'unopim-connector' ),
	renamed: __( 'It seems to be a known product under a new SKU.', 'unopim-connector' ),
	ignored: __( 'Ignored until it changes in UnoPim.', 'unopim-connector' ),
	deleted_in_shop: __( 'The linked shop product was deleted for good and is not created again.', 'unopim-connector' ),
	gone: __( 'The linked shop product was deleted for good and is not created again.', 'unopim-connector' ),
	kind_differs: __( 'The shop product is of another type.', 'unopim-connector' ),
	excluded: __( 'Excluded from synchronisation.', 'unopim-connector' ),
	outside_root: __( 'Outside the channel’s root category.', 'unopim-connector' ),
	left_channel: __( 'It left the channel’s root category, so it became a draft.', 'unopim-connector' ),
	cooldown: __( 'Synchronised the other way a moment ago.', 'unopim-connector' ),
	direction_off: __( 'This direction is switched off for the channel.', 'unopim-connector' ),
	no_name: __( 'UnoPim holds no name in any language that counts; a new product becomes a draft named by its SKU.', 'unopim-connector' ),
	not_found: __( 'UnoPim has no product with this SKU.', 'unopim-connector' ),
	malformed: __( 'UnoPim’s record cannot be read.', 'unopim-connector' ),
	no_family: __( 'The product has no family in UnoPim.', 'unopim-connector' ),
	no_values: __( 'None of the mapped attributes has a value.', 'unopim-connector' ),
	level_unread: __( 'UnoPim does not show what the level above has; prices in other currencies are not kept.', 'unopim-connector' ),
	not_supported: __( 'This version of UnoPim does not offer that.', 'unopim-connector' ),
	changed_since_preview: __( 'Changed in the shop since this was planned.', 'unopim-connector' ),
	changed_since_read: __( 'Changed in the shop while the run was reading it.', 'unopim-connector' ),

	// Variants.
	axis_target: __( 'An attribute that tells variants apart must go to a product attribute.', 'unopim-connector' ),
	axis_not_select: __( 'An attribute that tells variants apart must be a select attribute.', 'unopim-connector' ),
	double_combination: __( 'Another variant has the same combination of options.', 'unopim-connector' ),
	combination_taken: __( 'Another variation in the shop has this combination of options already.', 'unopim-connector' ),
	becomes_variable: __( 'UnoPim holds variants of this product, so it becomes a variable product.', 'unopim-connector' ),
	becomes_simple: __( 'UnoPim holds no variants of this product any more, so it becomes a simple product.', 'unopim-connector' ),
	variations_changed: __( 'Variations were written, so their product has to follow.', 'unopim-connector' ),
	axis_missing: __( 'The variant does not name an option on every axis.', 'unopim-connector' ),
	parent_missing: __( 'The variant’s parent product is missing.', 'unopim-connector' ),

	// Of a push.
	any_axis: __( 'The variation stands for any option and cannot be sent.', 'unopim-connector' ),
	echo: __( 'The data equals what the last synchronisation wrote; nothing was lost.', 'unopim-connector' ),
	grouped: __( 'Grouped products are not pushed.', 'unopim-connector' ),
	not_saved: __( 'The product was never saved.', 'unopim-connector' ),
	no_channel: __( 'No channel of this site has Push on.', 'unopim-connector' ),
	unsupported_type: __( 'Products of this type are not pushed.', 'unopim-connector' ),
	gone_in_unopim: __( 'UnoPim does not have it any more.', 'unopim-connector' ),
	attribute_without_family: __( 'The attribute was created; only UnoPim itself adds it to a family.', 'unopim-connector' ),
	writeback_off: __( 'Writeback delete is off, so the deletion stays in the shop.', 'unopim-connector' ),
	came_back: __( 'A pull brought it again before its deletion was sent, so UnoPim keeps it.', 'unopim-connector' ),
	edited_since: __( 'Edited since that run, so it is left alone.', 'unopim-connector' ),
	undone: __( 'Taken back.', 'unopim-connector' ),
	created_stays: __( 'It was created in UnoPim and stays there.', 'unopim-connector' ),
	not_undoable: __( 'It was deleted for good and cannot be brought back.', 'unopim-connector' ),
	not_connected: __( 'The shop is not connected to UnoPim.', 'unopim-connector' ),
	inactive_locale: __( 'UnoPim holds values in a language that is switched off, and would refuse them.', 'unopim-connector' ),
	invalid_parent: __( 'UnoPim does not take this parent.', 'unopim-connector' ),
	not_sent: __( 'Values of this kind are never written to UnoPim.', 'unopim-connector' ),
} );

/** What the same reasons mean for a field that goes to UnoPim. */
const pushSentences = (): Record< string, string > => ( {
	created: __( 'Set when the item is created in UnoPim.', 'unopim-connector' ),
	changed: __( 'Changed in the shop.', 'unopim-connector' ),
	shop_changed: __( 'Changed in the shop since the last synchronisation.', 'unopim-connector' ),
	shop_wins: __( 'Changed on both sides; the shop wins, so its value is sent.', 'unopim-connector' ),
	unopim_changed: __( 'Changed in UnoPim only; the next pull brings it.', 'unopim-connector' ),
	unopim_wins: __( 'Changed on both sides; UnoPim wins, and the next pull brings its value.', 'unopim-connector' ),
	equal: __( 'UnoPim has this value already.', 'unopim-connector' ),
	adopted: __( 'Taken over when this product is linked for the first time.', 'unopim-connector' ),
	no_family: __( 'It has no family in UnoPim, and no Default family is chosen on Core Fields.', 'unopim-connector' ),
	deleted_in_shop: __( 'Deleted in the shop.', 'unopim-connector' ),
	edited_since: __( 'Edited in UnoPim since that run, so it is left alone.', 'unopim-connector' ),
	mirror: __( 'With Mirror on, UnoPim owns the mapped fields.', 'unopim-connector' ),
	changed_since_preview: __( 'Changed in UnoPim or in the shop since this was planned.', 'unopim-connector' ),
} );

/** @param side The side that is written: `unopim` for what a push does. */
export function reasonSentence( code: string, side?: 'unopim' | null ): string {
	const sentence = ( side === 'unopim' && pushSentences()[ code ] ) || sentences()[ code ];
	if ( sentence ) {
		return sentence;
	}
	/* translators: %s: technical code of a reason. */
	return sprintf( __( 'Reason: %s', 'unopim-connector' ), code );
}

/** What the engine says about a mapping row: in the reader's language where the code is known, else in the engine's words. */
export function diagnosticSentence( { code, message }: { code: string; message: string } ): string {
	return sentences()[ code ] ?? message;
}
