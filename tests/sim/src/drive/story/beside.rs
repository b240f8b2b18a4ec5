//! A second channel that pulls into the same shop, below the first. The two share the rows between them, and together they must make
//! the shop that one channel with all the rows would have made: the lower one has every row, and writes those alone that the upper one
//! lacks. The rows it has to itself are of attributes whose values do not depend on the channel.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{CHANNEL, LOCALE};
use crate::random::Random;
use crate::unopim::State;

/// The channel below.
pub(super) const LOWER: &str = "web";

pub(super) struct Beside {
    /// The targets that the upper channel does not map.
    own: BTreeSet<String>,
    pub(super) watermark: Option<String>,
}

/// Whether a run of the story is the lower channel's.
pub(super) fn is_lower(run: &Value) -> bool {
    run["settings"]["channel"] == LOWER
}

/// The same run as if the shop had one channel, which is how it is judged.
pub(super) fn as_one(run: &Value) -> Value {
    let mut run = run.clone();
    run["settings"]["channel"] = json!(CHANNEL);
    run
}

impl Beside {
    /// A quarter of the stories have two channels, where UnoPim has.
    pub(super) fn draw(random: &mut Random, state: &mut State) -> Option<Self> {
        let root = state.channels.get(CHANNEL)?.root_category.clone();
        let lower = state.channels.get_mut(LOWER)?;
        if random.below(4) > 0 {
            return None;
        }
        // Half of them share their categories as well.
        if random.below(2) == 0 {
            lower.root_category = root;
        }
        Some(Self { own: BTreeSet::new(), watermark: None })
    }

    /// Gives the lower channel its share of an errand's rows.
    pub(super) fn share(&mut self, errand: &mut Value, random: &mut Random, state: &State) {
        // What lies outside of a root is told in `tests/channels.rs`.
        errand["settings"]["root_only"] = json!(false);
        let shared = |code: &str| state.attributes.get(code).is_some_and(|a| !a.per_channel);
        let rows = rows_of(errand);
        let own = rows.iter().filter(|row| row["attribute"].as_str().is_some_and(shared));
        let own = own.filter_map(|row| row["target"].as_str()).filter(|_| random.below(2) == 0);
        self.own = own.map(ToOwned::to_owned).collect();
        // Without a row of its own the product's picture is the gallery's first, so the two stay together.
        if self.own.contains("gallery") {
            self.own.insert("image".to_owned());
        } else {
            self.own.remove("image");
        }
    }

    /// A run of the story as the engine gets it.
    pub(super) fn asked(&self, run: &Value) -> Value {
        let mut asked = run.clone();
        let rows = rows_of(run);
        let (lower, upper): (Vec<&Value>, Vec<&Value>) = rows
            .iter()
            .partition(|row| row["target"].as_str().is_some_and(|target| self.own.contains(target)));
        let all: Vec<&Value> = [upper.clone(), lower].concat();
        asked["mapping"]["attributes"] = json!({CHANNEL: {LOCALE: upper}, LOWER: {LOCALE: all}});
        if is_lower(run) {
            asked["settings"]["above"] = json!([{"channel": CHANNEL, "locale": LOCALE}]);
        } else {
            asked["settings"]["below"] = json!([{"channel": LOWER}]);
        }
        asked
    }
}

fn rows_of(run: &Value) -> Vec<Value> {
    run["mapping"]["attributes"][CHANNEL][LOCALE].as_array().cloned().unwrap_or_default()
}
