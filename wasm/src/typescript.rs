//! The types of the admin app, made from ours: `admin-app/src/types/generated.ts` is what this test writes.

use std::collections::BTreeMap;

use ts_rs::{Config, TS};

use crate::diff::{Policy, Side};
use crate::error::Fault;
use crate::mapping::{
    ASSOCIATED, ASSOCIATIONS, AutoMapped, CORE_FIELDS, CoreRow, Diagnostic, Mapping, Reference, Row,
    TaxonomyDef, Write,
};
use crate::ordered::SortedMap;
use crate::plan::{
    Action, BaseSource, CategoryAssignment, FieldChange, LinkList, OnDelete, Operation, OperationLink, Plan,
    Shown, TrashedMatch,
};
use crate::run::{AttributeInfo, Capabilities};
use crate::variants::{Cell, CellState, CutSlug, Grid, GridAxis, GridOption, Orphan};
use crate::wire::{Budget, Counts, Level, Log, Progress, Report, RunResult, RunStatus};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../admin-app/src/types/generated.ts");

const COMMAND: &str = "UPDATE_TYPES=1 cargo test -p unopim-engine typescript";

/// The order of a map is no part of its type.
impl<K: TS, V: TS> TS for SortedMap<K, V> {
    type WithoutGenerics = <BTreeMap<K, V> as TS>::WithoutGenerics;
    type OptionInnerType = Self;

    fn name(config: &Config) -> String {
        BTreeMap::<K, V>::name(config)
    }

    fn inline(config: &Config) -> String {
        BTreeMap::<K, V>::inline(config)
    }
}

/// Everything that crosses the worker's boundary. A type that one of these names and that is missing here fails `tsc`.
fn declarations() -> String {
    // Numbers beyond what JavaScript counts exactly do not occur: ids, sizes and counts are far below.
    let config = Config::new().with_large_int("number");
    let mut out =
        format!("// Made from the engine's types by a test of it; do not edit. To make it anew: {COMMAND}\n");
    let fields: Vec<String> = CORE_FIELDS.iter().map(|field| format!("'{field}'")).collect();
    out.push_str("\nexport const CORE_FIELDS = [ ");
    out.push_str(&fields.join(", "));
    out.push_str(" ] as const;\n\nexport type CoreField = ( typeof CORE_FIELDS )[ number ];\n");
    let usual: Vec<String> = ASSOCIATIONS.iter().map(|(kind, field)| format!("{kind}: '{field}'")).collect();
    out.push_str("\n/** The types of association that every UnoPim has, and the list that each fills unless a mapping says otherwise. */\n");
    out.push_str("export const ASSOCIATIONS = { ");
    out.push_str(&usual.join(", "));
    out.push_str(" } as const;\n");
    let lists: Vec<String> = ASSOCIATED.iter().map(|field| format!("'{field}'")).collect();
    out.push_str("\n/** The lists of a product that hold links to others. */\nexport const ASSOCIATED = [ ");
    out.push_str(&lists.join(", "));
    out.push_str(" ] as const;\n");
    macro_rules! declare {
        ($($name:ty),* $(,)?) => {$(
            out.push('\n');
            if let Some(docs) = <$name>::docs() {
                out.push_str(docs.trim_end());
                out.push('\n');
            }
            out.push_str("export ");
            out.push_str(&<$name>::decl(&config));
            out.push('\n');
        )*};
    }
    declare!(
        Fault,
        Level,
        Log,
        Counts,
        Progress,
        Budget,
        Report,
        RunStatus,
        RunResult,
        Capabilities, //
        Write,
        CoreRow,
        Row,
        TaxonomyDef,
        Reference,
        Mapping,
        Diagnostic,
        AutoMapped,
        AttributeInfo, //
        Action,
        Shown,
        FieldChange,
        BaseSource,
        OperationLink,
        LinkList,
        Operation, //
        CellState,
        Cell,
        GridOption,
        GridAxis,
        Orphan,
        CutSlug,
        Grid,
        Plan, //
        Policy,
        Side,
        OnDelete,
        TrashedMatch,
        CategoryAssignment,
    );
    out.push_str("\n/** A plan as it is written: with a hash of all that it says. */\n");
    out.push_str("export type WrittenPlan = Plan & { hash: string };\n");
    // Nothing at the ends of lines, as editors leave it.
    out.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

#[test]
fn the_types_of_the_admin_app_are_ours() {
    let made = declarations();
    if std::env::var("UPDATE_TYPES").is_ok() {
        std::fs::write(FILE, &made).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(kept == made, "admin-app/src/types/generated.ts is out of date; make it anew with: {COMMAND}");
}
