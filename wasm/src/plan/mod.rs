//! Operations: what is written, to which record, and why.

mod again;
mod catalog;
mod document;
mod identity;
mod items;
mod languages;
mod linked;
mod merge;
mod operation;
mod parent;
mod push;
mod roles;
mod settings;
mod shop;
mod shown;
mod speaking;
mod structure;
mod target;
mod waiting;
mod widen;

pub use again::plan_again;
pub use catalog::{CATEGORY_FIELD, Catalog, RawCatalog, category_field_code};
pub use document::{Plan, PlanInput, Planning, Rows, ShopInput, fault_log, names_needed, plan, stopped};
pub use identity::{attribute_slug, is_cut, name_code, slug_of, term_slug};
pub use items::{
    ASSOCIATIONS, AT, BORN, Choices, DELETED, FOUND, Found, IMAGES, Item, KEPT_TYPE, MEDIA, Newcomer,
    PagePlan, born, flag_parents, remember, stands_at,
};
pub use languages::{SiteLanguage, matched};
pub use merge::{ListWish, compared_lists, created_lists};
pub use operation::{Action, BaseSource, FieldChange, LinkList, Operation, OperationLink, Shown};
pub use parent::{ParentInfo, context};
pub use push::*;
pub use roles::{role_of, usable_axes};
pub use settings::{
    Above, CategoryAssignment, DateFacts, OnDelete, RunSettings, StoreFacts, TrashedMatch, Words, ZoneStep,
};
pub use shop::ShopStructure;
pub use shown::{borrowed, has_words};
pub use structure::{
    CategoryTree, Needed, NeededTerm, TermContext, TermPlan, TermSource, Vocabulary, category_tree,
    needed_attributes, parent_meant, plan_translations, subtree, term_sources, worded,
};
pub use target::{Axes, Axis, Refused, Role, Target, TargetContext, TargetField};
pub use waiting::{
    HELD, PUSH, RENAMED, Waiting, before as waiting_before, failed as waiting_failed, held_choices,
    held_fields, held_row, hold_more, images_of, is_held, item_key, kept_fields, lane_row, push_row,
    unreadable as waiting_unreadable,
};
pub use widen::widen_axes;
