//! A seeded story: a catalogue, misfortunes, crashes; in the end the shop must equal the catalogue, and a further run must
//! change nothing.

use serde_json::{Value, json};
use unopim_engine::wire::RunStatus;

use super::host::{Ended, Host, mapping};
use super::oracle::differences;
use crate::faults::{Fault, Faults, Kind};
use crate::random::Random;
use crate::simulator::{Simulator, add_integrations};
use crate::unopim::{State, Version};

const CHANNEL: &str = "default";
const LOCALE: &str = "en_US";
const CURRENCY: &str = "EUR";

/// What a story came to.
#[derive(Debug, Default)]
pub struct Told {
    /// What is wrong; empty when all is well.
    pub wrong: Vec<String>,
    pub crashes: u32,
    pub runs: u32,
    pub products: usize,
}

/// The job of every story.
pub fn full_pull() -> Value {
    json!({
        "id": 1,
        "job": {"kind": "pull", "scope": "full"},
        "settings": {"channel": CHANNEL, "locale": LOCALE, "price_currency": CURRENCY},
        "store": {"currency": CURRENCY},
        "mapping": mapping(CHANNEL, LOCALE, &json!([
            {"target": "attribute:pa_brand", "attribute": "brand"},
            {"target": "meta:url_key", "attribute": "url_key"},
        ])),
    })
}

/// Tells the story of a seed against a catalogue.
pub fn tell(seed: u64, mut state: State) -> Told {
    let mut random = Random::fork(seed, 0x5709);
    state.version = *random.pick(&[Version::V1_0, Version::V2_1, Version::V3_0_0, Version::V3_0_1]);
    state.settings.throttle = random.millionth(300_000);
    let (credentials, _) = add_integrations(&mut state);
    let mut told = Told { products: state.products.len(), ..Told::default() };
    let mut host = Host::new(Simulator::new(state), credentials);
    host.shop.batch = *random.pick(&[1, 7, 50]);
    host.unopim.faults = misfortunes(seed, &mut random);
    // Bad times: runs that may crash, fail, or end with errors.
    for _ in 0..=random.below(4) {
        host.dies_after = random.millionth(600_000).then(|| u32::try_from(random.below(60)).unwrap_or(0));
        host.shop.crash_after = random.millionth(400_000).then(|| random.below(12) as u64);
        told.runs += 1;
        match host.run(&full_pull()) {
            Ended::Crashed => told.crashes += 1,
            Ended::Done(_) => {}
            Ended::Circles => told.wrong.push("a run went in circles".into()),
        }
        if random.millionth(200_000) {
            // The row of the run was lost with its process; the next one starts anew.
            host.checkpoint = Value::Null;
        }
    }
    // Good times: one run to the end must be enough.
    host.unopim.faults = Faults::none();
    (host.dies_after, host.shop.crash_after) = (None, None);
    told.runs += 1;
    finish(&mut host, &mut told);
    // A resumed run ends where its listing ended; the next one sees what moved behind its back.
    told.runs += 1;
    finish(&mut host, &mut told);
    told.wrong.extend(differences(&host.unopim.state, &host.shop, &full_pull()));
    still(&mut host, &mut told);
    told
}

fn finish(host: &mut Host, told: &mut Told) {
    match host.run(&full_pull()) {
        Ended::Done(result) if result.status != RunStatus::Failed => {}
        other => told.wrong.push(format!("a run without misfortune did not end well: {other:?}")),
    }
}

/// A further run loads no product and writes nothing.
fn still(host: &mut Host, told: &mut Told) {
    let before = host.shop.clone();
    finish(host, told);
    if host.shop.writes != before.writes {
        told.wrong.push(format!("the last run wrote {} records", host.shop.writes - before.writes));
    }
    if host.shop.loaded != before.loaded {
        told.wrong.push(format!("the last run loaded {} products", host.shop.loaded - before.loaded));
    }
    if host.shop.products != before.products || host.shop.links != before.links {
        told.wrong.push("the last run left something different".into());
    }
}

fn misfortunes(seed: u64, random: &mut Random) -> Faults {
    const KINDS: [Kind; 12] = [
        Kind::Timeout,
        Kind::Reset,
        Kind::Lost,
        Kind::TooMany { seconds: 3 },
        Kind::Crash,
        Kind::Truncate,
        Kind::RepeatPage,
        Kind::InsertRow,
        Kind::DeleteRow,
        Kind::Html,
        Kind::Revoke,
        Kind::Slow { millis: 900 },
    ];
    let rules = (0..random.below(5))
        .map(|_| {
            let kind = random.pick(&KINDS).clone();
            let chance = u32::try_from(20_000 + random.below(180_000)).unwrap_or(0);
            let mut fault = Fault::new(kind, chance);
            // Rows appear and vanish now and then, not without end.
            if matches!(fault.kind, Kind::InsertRow | Kind::DeleteRow) {
                fault.left = Some(5);
            }
            fault
        })
        .collect();
    Faults::new(seed, rules)
}
