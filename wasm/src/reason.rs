//! Every reason that a mapping and a plan can give: of diagnostics, notes, operations and fields. What only a run tells is not among them.
//!
//! A reason that no line of the engine gives is dead code, which the compiler tells; one that no spec shows fails a test (`specs.rs`). People read the message and the hint beside it, programs the code.

use std::borrow::Cow;

macro_rules! reasons {
    ($($(#[$meaning:meta])+ $name:ident = $code:literal,)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Reason { $($(#[$meaning])+ $name,)+ }

        impl Reason {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$name,)+];

            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }

        #[cfg(test)]
        pub(crate) const ALL: &[Reason] = &[$(Reason::$name,)+];
    };
}

impl From<Reason> for Cow<'static, str> {
    fn from(reason: Reason) -> Self {
        reason.code().into()
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.code().to_owned()
    }
}

reasons! {
    // Of rows, as diagnostics.
    /// A name that is no target of a row.
    UnknownTarget = "unknown_target",
    /// A name that cannot be a taxonomy, or one that rows cannot fill.
    TaxonomySlug = "taxonomy_slug",
    /// A meta key that is WooCommerce's or ours.
    ReservedMeta = "reserved_meta",
    /// Two rows write one field.
    DoubleTarget = "double_target",
    /// A taxonomy is registered twice.
    DoubleTaxonomy = "double_taxonomy",
    /// A category subtree is mapped twice.
    DoubleReference = "double_reference",
    /// The SKU row takes no other attribute.
    SkuFixed = "sku_fixed",
    /// UnoPim has the attribute or category field no more.
    AttributeGone = "attribute_gone",
    /// UnoPim has the category no more.
    CategoryGone = "category_gone",
    /// A row between two that do not fit; an item of another type in the shop.
    TypeMismatch = "type_mismatch",
    /// A unit that measures something else, or nothing that is known.
    UnknownUnit = "unknown_unit",
    /// An attribute of a type that this version does not know.
    UnknownType = "unknown_type",
    /// No currency in which prices are read.
    NoCurrency = "no_currency",

    // Of values that are left out.
    /// No number, or one that the shop cannot hold.
    NotNumeric = "not_numeric",
    /// A value in another form than its attribute's type or validation asks for.
    InvalidFormat = "invalid_format",
    /// A value that the field does not know.
    UnknownValue = "unknown_value",
    /// An option code that UnoPim no longer lists.
    UnknownOption = "unknown_option",
    /// The attribute is not in the product's family.
    NotInFamily = "not_in_family",
    /// The sale price is not below the regular one.
    SaleNotLower = "sale_not_lower",
    /// Videos where only images show.
    VideoSkipped = "video_skipped",
    /// A channel of higher priority writes it.
    LowerPriority = "lower_priority",
    /// Emptied in UnoPim, and the row does not clear.
    EmptyNotCleared = "empty_not_cleared",

    // Of values on their way to UnoPim.
    /// More values than the attribute takes.
    TooManyValues = "too_many_values",
    /// No unit of the attribute stands for the shop's.
    NoUnit = "no_unit",
    /// UnoPim's value is of a kind that is never written.
    NotSent = "not_sent",
    /// A language that is switched off in UnoPim.
    InactiveLocale = "inactive_locale",
    /// This UnoPim cannot do it over its API.
    NotSupported = "not_supported",
    /// A value on a level of a tree that UnoPim does not show.
    LevelUnread = "level_unread",
    /// A category that cannot be the parent of another.
    InvalidParent = "invalid_parent",

    // Of fields.
    /// A new item.
    Created = "created",
    /// In step.
    Unchanged = "unchanged",
    /// Only UnoPim changed it.
    UnopimChanged = "unopim_changed",
    /// Another channel has written it, and it is this one's again.
    ChannelChanged = "channel_changed",
    /// Only the shop changed it.
    ShopChanged = "shop_changed",
    /// Both changed it to the same.
    Converged = "converged",
    /// Both changed it, and UnoPim wins.
    UnopimWins = "unopim_wins",
    /// Both changed it, and WooCommerce wins.
    ShopWins = "shop_wins",
    /// Both changed it, and somebody has to choose.
    Conflict = "conflict",
    /// It waits for a choice.
    Held = "held",
    /// Somebody chose UnoPim's value.
    ChosenUnopim = "chosen_unopim",
    /// Somebody chose the shop's value.
    ChosenShop = "chosen_shop",
    /// UnoPim owns the field.
    Mirror = "mirror",
    /// The shop had nothing there.
    Adopted = "adopted",
    /// Stock of an adopted item stays.
    StockKept = "stock_kept",
    /// It lies no longer under the channel's root.
    LeftChannel = "left_channel",

    // Of items.
    /// Created as a draft, for want of a name.
    NoName = "no_name",
    /// A simple product is one with variations now.
    BecomesVariable = "becomes_variable",
    /// A product with variations is a simple one now.
    BecomesSimple = "becomes_simple",
    /// Out of the trash.
    Restored = "restored",
    /// It seems to be another record under a new SKU, or was said to be.
    Renamed = "renamed",
    /// Taken out of the synchronisation.
    Excluded = "excluded",
    /// Ignored until it changes.
    Ignored = "ignored",
    /// A push wrote it just now; what UnoPim changed since is pulled a little later.
    Cooldown = "cooldown",
    /// Deleted for good in the shop.
    DeletedInShop = "deleted_in_shop",
    /// It lies in the shop's trash.
    InTrash = "in_trash",
    /// A further language fills what the default one brought.
    NotLinked = "not_linked",
    /// What is the same in every language, edited on a translation.
    Translation = "translation",
    /// No text in a further language that would make a translation.
    NoTranslation = "no_translation",
    /// Not under the channel's root category.
    OutsideRoot = "outside_root",
    /// Another item of the shop has the SKU.
    SkuTaken = "sku_taken",
    /// The SKU was changed in the shop.
    SkuChanged = "sku_changed",

    // Of variants.
    /// The parent is not in the shop.
    ParentMissing = "parent_missing",
    /// No usable axis, or no usable option for one.
    AxisMissing = "axis_missing",
    /// An attribute that cannot tell variants apart.
    AxisNotSelect = "axis_not_select",
    /// An axis that a row sends elsewhere, or whose place another attribute has.
    AxisTarget = "axis_target",
    /// Two variants of one combination.
    DoubleCombination = "double_combination",
    /// A variation of the shop with another SKU has the combination.
    CombinationTaken = "combination_taken",
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn the_page_of_reasons_lists_every_one() {
        let page = include_str!("../../docs/reasons.md");
        for reason in Reason::ALL {
            let code = reason.code();
            assert!(
                page.contains(&format!("\n| `{code}` | ")),
                "docs/reasons.md does not say what {code} means"
            );
        }
    }
}
