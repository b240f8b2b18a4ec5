//! The category tree: two roots, three to four levels.

use serde_json::{Map, Value, json};

use super::Plan;
use super::words::{LOCALES, MANNERS, SHELVES, THINGS};
use crate::random::Random;
use crate::unopim::State;
use crate::unopim::records::Category;

/// Builds the tree and names the categories that products may hang in.
pub(super) fn grow(state: &mut State, plan: &Plan) -> Vec<String> {
    let mut random = Random::fork(plan.seed, 1);
    let root = add(state, "root", None, &["All products", "Tous les produits", "Alle Produkte"]);
    let mut leaves = Vec::new();
    if plan.edge_share > 0 {
        // Moved below a younger category: the list shows the child before its parent.
        let moved = add(state, "moved_child", None, &["Moved", "Déplacé", "Verschoben"]);
        let late =
            add(state, "late_parent", Some(root), &["Late parent", "Parent tardif", "Später Elternteil"]);
        if let Some(category) = state.categories.by_id_mut(moved) {
            category.parent = Some(late);
        }
        leaves.push("moved_child".to_owned());
    }
    for (index, shelf) in SHELVES.iter().enumerate() {
        let code = format!("cat_{index}");
        let top = add(state, &code, Some(root), shelf);
        for second in 0..2 + random.below(3) {
            let code = format!("{code}_{second}");
            let thing = random.pick(THINGS);
            let middle = add(state, &code, Some(top), thing);
            leaves.push(code.clone());
            for third in 0..random.below(3) {
                let code = format!("{code}_{third}");
                let manner = random.pick(MANNERS);
                let word = [0, 1, 2].map(|language| format!("{} {}", manner[language], thing[language]));
                add(state, &code, Some(middle), &[&word[0], &word[1], &word[2]]);
                leaves.push(code);
            }
        }
    }
    let web = add(state, "web_root", None, &["Web", "Web", "Web"]);
    add(state, "web_sale", Some(web), &["Sale", "Soldes", "Angebote"]);
    leaves.push("web_sale".to_owned());
    leaves
}

fn add(state: &mut State, code: &str, parent: Option<u64>, names: &[&str; 3]) -> u64 {
    let locales: Map<String, Value> = LOCALES
        .iter()
        .zip(names)
        .map(|(locale, name)| ((*locale).to_owned(), json!({"name": name})))
        .collect();
    // Roots come out of the installer without any data.
    let data =
        if parent.is_none() && code == "root" { Value::Null } else { json!({"locale_specific": locales}) };
    state.categories.insert(Category { code: code.to_owned(), parent, data })
}
