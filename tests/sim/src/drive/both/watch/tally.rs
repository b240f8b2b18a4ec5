//! What every edit costs: a place of UnoPim moves no oftener than hands gave it reason to, and every write moves something. So
//! nothing goes back and forth between the two sides.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::super::ledger::Place;
use super::products::{attribute_of, codes};
use super::{Held, Look, Seen, at, fields_of, moved};
use crate::faults::Kind;
use crate::simulator::Logged;

/// Moves of UnoPim's places by pushes, over a whole story.
#[derive(Default)]
pub struct Tally(BTreeMap<(String, String), usize>);

impl Tally {
    /// Counts what a process has moved; a line for each place that moved too often, and for each write in vain.
    pub(super) fn count(&mut self, look: &Look<'_>, before: &Seen, after: &Seen) -> Vec<String> {
        let mut out = Vec::new();
        for (sku, held) in &before.products {
            let Some(now) = after.products.get(sku).filter(|now| *now != held) else { continue };
            let shop = &look.host.shop;
            let linked = shop.link("product", "default", sku).map(|link| link.id);
            let Some(id) = linked.or_else(|| shop.by_sku(sku).map(|(id, _)| id)) else { continue };
            for (place, fields) in places(look, sku, held, now) {
                let moves = self.0.entry((sku.clone(), place.clone())).or_default();
                *moves += 1;
                let times = |field: &String| look.host.owner.ledger.times(&Place::product(id, field));
                let edits: usize = fields.iter().map(times).sum();
                // What a list names may come to UnoPim in two steps: what it has by now, and what is made meanwhile; a file is the
                // value first, until the list is written.
                let steps = if is_list(&place) || look.is_file_place(&place) { 2 } else { 1 };
                if *moves > edits * steps {
                    out.push(format!("{sku} #{id}: {place} moved {moves} times after {edits} edits"));
                }
            }
        }
        out
    }
}

fn is_list(place: &str) -> bool {
    place == "categories" || place.starts_with("associations.")
}

/// Places that moved, each with the shop's fields that are meant by it.
fn places(look: &Look<'_>, sku: &str, held: &Held, now: &Held) -> Vec<(String, Vec<String>)> {
    let mut out = Vec::new();
    if held.enabled != now.enabled {
        out.push(("status".to_owned(), vec!["status".to_owned()]));
    }
    for place in moved(&held.values, &now.values) {
        let (old, new) = (at(&held.values, &place), at(&now.values, &place));
        let name = place.join(".");
        // What UnoPim no longer takes moved by itself, codes come as text where they lay as a list, and a variant's own price brings
        // along what it had from its parent.
        let by_itself = look.notes.is_stale(sku, &name, old, new)
            || (old.is_array() && new.is_string() && codes(old) == codes(new))
            || (old.is_null() && (*new == json!([]) || new == at(&held.effective, &place)));
        if by_itself {
            continue;
        }
        let field = match place.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["categories"] => "categories",
            ["associations", "up_sells"] => "upsells",
            ["associations", "cross_sells"] => "cross_sells",
            ["associations", "related_products"] => "related",
            _ => "",
        };
        let fields = if field.is_empty() {
            fields_of(look.run, attribute_of(&place).unwrap_or_default())
        } else {
            vec![field.to_owned()]
        };
        out.push((name, fields));
    }
    out
}

/// Writes of products and categories that UnoPim took and that moved nothing, or of which one would have done.
pub(super) fn in_vain(look: &Look<'_>, log: &[Logged], before: &Seen, after: &Seen) -> Vec<String> {
    let host = look.host;
    // A page in place of an answer says yes to a write that was never made.
    if host.unopim.faults.rules.iter().any(|rule| rule.kind == Kind::Html) {
        return Vec::new();
    }
    let mut writes: BTreeMap<&str, usize> = BTreeMap::new();
    let taken = log.iter().filter(|asked| (200..300).contains(&asked.status));
    for asked in taken.filter(|asked| matches!(asked.method.as_str(), "PUT" | "PATCH")) {
        *writes.entry(asked.target.split('?').next().unwrap_or_default()).or_default() += 1;
    }
    let mut out = Vec::new();
    for (target, count) in writes {
        let Some((list, key)) = target.trim_start_matches("/api/v1/rest/").split_once('/') else { continue };
        let was = match list {
            "categories" => before.categories.get(key) == after.categories.get(key),
            "products" | "configurable-products" | "configrable-products" => {
                before.products.get(key) == after.products.get(key)
            }
            _ => continue,
        };
        if was {
            out.push(format!("{target}: {count} writes moved nothing"));
        }
        // What is edited while it is pushed goes once more.
        let is_edited = host.owner.chance > 0;
        let is_new = list != "categories" && !before.products.contains_key(key);
        // Lists of files are written once the files are there.
        let lists = match (before.products.get(key), after.products.get(key)) {
            (held, Some(now)) if list != "categories" => {
                let held = held.map_or(&Value::Null, |held| &held.values);
                moved(held, &now.values).iter().filter(|place| look.is_file_place(&place.join("."))).count()
            }
            _ => 0,
        };
        if count > 1 + usize::from(is_new) + lists && !is_edited {
            out.push(format!("{target}: {count} writes, one would have done"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::super::{Host, full_pull};
    use super::super::{Notes, seen};
    use std::collections::BTreeSet;

    use super::*;
    use crate::catalogue::{Plan, generate};
    use crate::simulator::{Simulator, add_integrations};
    use crate::unopim::Version;

    /// A shop that was pulled, and one of its products.
    fn pulled() -> (Host, String, u64) {
        let mut state = generate(&Plan { version: Version::V3_0_0, ..Plan::new(7, 20) });
        state.settings.throttle = false;
        let (credentials, _) = add_integrations(&mut state);
        let mut host = Host::new(Simulator::new(state), credentials);
        host.run(&full_pull());
        let named = |p: &&crate::unopim::records::Product| name(&p.values).is_string() && p.parent.is_none();
        let sku = host.unopim.state.products.rows().find(named).map(|p| p.sku.clone()).expect("a product");
        let id = host.shop.link("product", "default", &sku).expect("it is linked").id;
        (host, sku, id)
    }

    fn name(values: &serde_json::Value) -> &serde_json::Value {
        &values["channel_locale_specific"]["default"]["en_US"]["name"]
    }

    #[test]
    fn a_place_that_moves_oftener_than_it_was_edited_is_told() {
        let (mut host, sku, id) = pulled();
        host.owner.ledger.edited(Place::product(id, "name"), json!("a"), json!("b"), 0);
        let (run, notes, mut tally) = (full_pull(), Notes::default(), Tally::default());
        let mut moves = |host: &mut Host, to: &str| {
            let before = seen(host);
            let product = host.unopim.state.products.get_mut(&sku).expect("it is there");
            product.values["channel_locale_specific"]["default"]["en_US"]["name"] = json!(to);
            let look = Look { host, run: &run, notes: &notes, lost: BTreeSet::new() };
            tally.count(&look, &before, &seen(host))
        };
        assert_eq!(moves(&mut host, "b"), Vec::<String>::new());
        assert_eq!(moves(&mut host, "a").len(), 1);
    }

    #[test]
    fn a_write_that_moved_nothing_is_told_and_one_too_many() {
        let (host, sku, _) = pulled();
        let before = seen(&host);
        let (run, notes) = (full_pull(), Notes::default());
        let look = Look { host: &host, run: &run, notes: &notes, lost: BTreeSet::new() };
        let write = || Logged {
            method: "PATCH".into(),
            target: format!("/api/v1/rest/products/{sku}"),
            status: 200,
            at: 0,
            body: String::new(),
        };
        assert_eq!(in_vain(&look, &[write()], &before, &before).len(), 1);
        assert_eq!(in_vain(&look, &[write(), write()], &before, &before).len(), 2);
        let refused = Logged { status: 422, ..write() };
        assert_eq!(in_vain(&look, &[refused], &before, &before), Vec::<String>::new());
    }
}
