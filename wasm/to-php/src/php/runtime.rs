//! The run-time methods that a module may need, kept as PHP and picked from by name.

use std::collections::{BTreeMap, BTreeSet};

const SOURCE: &str = include_str!("runtime.php");
const START: &str = "\tprivate function ";
const END: &str = "\n\t}\n";

/// The methods named, and those they call, in the order of the source.
pub fn methods(wanted: &BTreeSet<&'static str>) -> String {
    let all = parse();
    let mut chosen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = wanted.iter().copied().collect();
    while let Some(name) = open.pop() {
        let (_, text) = all.get(name).unwrap_or_else(|| panic!("runtime.php has no method {name}"));
        if chosen.insert(name) {
            open.extend(all.keys().filter(|other| text.contains(&format!("$this->{other}("))));
        }
    }
    let mut texts: Vec<&(usize, &str)> = chosen.iter().map(|name| &all[name]).collect();
    texts.sort_unstable();
    texts.into_iter().map(|(_, text)| *text).collect()
}

/// By name: where it stands, and its text.
fn parse() -> BTreeMap<&'static str, (usize, &'static str)> {
    SOURCE
        .match_indices(START)
        .map(|(at, _)| {
            let text = &SOURCE[at..];
            let text = &text[..text.find(END).expect("a method ends") + END.len()];
            let name = &text[START.len()..text.find('(').expect("a method has parameters")];
            (name, (at, text))
        })
        .collect()
}
