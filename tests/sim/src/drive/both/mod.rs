//! A seeded story of both directions: people at work in the shop and in UnoPim, pulls and pushes in any order, misfortunes and crashes. In
//! the end both sides hold the same, every edit has come to the other side or was given up on record, and nothing more is written.

mod notes;
mod pictures;
mod watch;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use unopim_engine::wire::{Log, RunStatus};

use self::notes::Notes;
use self::watch::Tally;
use super::host::{Ended, Host};
use super::ledger::{Judge, Place};
use super::oracle::Oracle;
use super::owner::Owner;
use super::story::Told;
use super::story::audit;
use super::story::errand;
use super::story::misfortunes;
use crate::catalogue::changes;
use crate::faults::{Fault, Faults, Kind};
use crate::random::Random;
use crate::simulator::{Simulator, add_integrations};
use crate::unopim::State;

/// Fields of sales whose attribute holds days alone.
fn days(errand: &Value, state: &State) -> BTreeSet<String> {
    let rows = errand["mapping"]["attributes"]["default"]["en_US"].as_array().into_iter().flatten();
    let is_day = |row: &&Value| {
        let attribute = row["attribute"].as_str().and_then(|code| state.attributes.get(code));
        attribute.is_some_and(|attribute| attribute.kind == "date")
    };
    rows.filter(is_day).filter_map(|row| row["target"].as_str().map(ToOwned::to_owned)).collect()
}

struct Both {
    host: Host,
    random: Random,
    errand: Value,
    going: Value,
    watermark: Option<String>,
    told: Told,
    /// What pushes have said of items and their fields.
    notes: Notes,
    /// What its edits have cost.
    tally: Tally,
    /// Whether pictures are mapped.
    pictures: bool,
}

/// Tells the story of a seed against a catalogue.
pub fn tell_both(seed: u64, state: State) -> Told {
    told(seed, state, false)
}

/// The same, where people in both places are at work on pictures too.
pub fn tell_pictures(seed: u64, state: State) -> Told {
    let has_files = state.media.paths().next().is_some();
    told(seed, state, has_files)
}

fn told(seed: u64, mut state: State, images: bool) -> Told {
    let mut random = Random::fork(seed, 0xB074);
    state.settings.throttle = random.millionth(200_000);
    state.settings.zone_minutes = *random.pick(&[0, -660, 840]);
    let (credentials, _) = add_integrations(&mut state);
    let mut errand = errand::errand(&mut random, &state, images);
    // Two fields of one attribute would write over each other.
    let mut mapped: BTreeSet<String> = errand["mapping"]["core"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, row)| row["attribute"].to_string())
        .collect();
    if let Some(rows) = errand["mapping"]["attributes"]["default"]["en_US"].as_array_mut() {
        rows.retain(|row| mapped.insert(row["attribute"].to_string()));
    }
    let family = state.families.rows().next().map_or_else(String::new, |family| family.code.clone());
    let pictures = pictures::are_mapped(&errand);
    if pictures {
        errand["settings"]["push_images"] = json!(random.below(4) > 0);
    }
    errand["settings"]["cooldown_seconds"] = json!(random.pick(&[0, 60]));
    errand["settings"]["default_family"] = json!(family);
    errand["settings"]["root_only"] = json!(false);
    errand["settings"]["writeback_delete"] = json!(random.below(2) == 0);
    let told = Told { products: state.products.len(), ..Told::default() };
    let mut host = Host::new(Simulator::new(state), credentials);
    host.shop.batch = *random.pick(&[1, 7, 50]);
    host.shop.listens = true;
    host.owner = Owner::new(Random::fork(seed, 0x0E0F));
    host.owner.fields = errand::fields(&errand);
    host.owner.outward = true;
    host.owner.days = days(&errand, &host.unopim.state);
    host.owner.ledger.judge = errand::judge(&errand);
    let mut both = Both {
        host,
        random,
        errand,
        going: Value::Null,
        watermark: None,
        told,
        notes: Notes::default(),
        tally: Tally::default(),
        pictures,
    };
    both.told
        .events
        .push(format!("{:?}, settings {}", both.host.unopim.state.version, both.errand["settings"]));
    for _ in 0..=both.random.below(5) {
        both.chapter();
        if !both.told.wrong.is_empty() {
            return both.told;
        }
    }
    both.end();
    both.told
}

impl Both {
    fn chapter(&mut self) {
        self.host.now += 3_600_000;
        if self.random.below(3) > 0 {
            for _ in 0..=self.random.below(5) {
                let now = self.host.unopim.now(self.host.now);
                if let Some(event) = changes::change_value(&mut self.host.unopim.state, &mut self.random, now)
                {
                    self.told.events.push(format!("UnoPim: {event}"));
                }
            }
        }
        if self.random.below(6) == 0 {
            let now = self.host.unopim.now(self.host.now);
            let event = changes::take_away(&mut self.host.unopim.state, &mut self.random, now);
            self.told.events.extend(event.map(|event| format!("UnoPim: {event}")));
        }
        self.host.now += 600_000;
        if self.pictures {
            self.new_pictures();
        }
        for _ in 0..self.random.below(7) {
            self.host.owner.act_outward(&mut self.host.shop);
        }
        self.hear_owner();
        let mut weather = misfortunes::misfortunes(&mut self.random);
        // Rows that come and go by themselves are told by the stories of pulls; here every change of UnoPim has a cause.
        weather.rules.retain(|rule| !matches!(rule.kind, Kind::InsertRow | Kind::DeleteRow | Kind::BadRow));
        if self.random.below(3) == 0 {
            let mut lost =
                Fault::new(if self.random.below(2) == 0 { Kind::Lost } else { Kind::Refused }, 200_000);
            lost.method = (*self.random.pick(&["PATCH", "PUT", "POST"])).into();
            lost.target = "/rest/".into();
            weather.rules.push(lost);
        }
        self.host.unopim.faults = weather;
        self.host.owner.chance = if self.random.below(3) == 0 { 60_000 } else { 0 };
        let run = if self.host.checkpoint.is_null() { self.any_job() } else { self.going.clone() };
        self.host.dies_after =
            self.random.millionth(400_000).then(|| u32::try_from(self.random.below(60)).unwrap_or(0));
        self.host.shop.crash_after = self.random.millionth(300_000).then(|| self.random.below(12) as u64);
        self.carry(&run);
        (self.host.dies_after, self.host.shop.crash_after) = (None, None);
        if self.random.millionth(150_000) {
            self.host.checkpoint = Value::Null;
            self.host.answers.clear();
        }
        self.host.owner.chance = 0;
        self.host.unopim.faults = Faults::none();
    }

    fn job(&self, job: &Value) -> Value {
        let mut run = self.errand.clone();
        run["job"] = job.clone();
        run
    }

    fn any_job(&mut self) -> Value {
        if self.pictures && self.random.below(4) == 0 {
            return self.job(&json!({"kind": "images"}));
        }
        match self.random.below(10) {
            0..=3 => self.errand.clone(),
            4 => {
                let mut run = self.job(&json!({"kind": "pull", "scope": "changes"}));
                run["watermark"] = json!(self.watermark);
                run
            }
            5..=7 => self.job(&json!({"kind": "push", "scope": "queue"})),
            _ => self.job(&json!({"kind": "push", "scope": "all"})),
        }
    }

    fn carry(&mut self, run: &Value) {
        self.going = run.clone();
        loop {
            match self.process(run) {
                Ended::Crashed => {
                    self.told.crashes += 1;
                    return;
                }
                Ended::Done(result) => return self.keep_watermark(run, &result.value),
                Ended::Asked(question) => {
                    self.host.answers.insert(question, json!("keep"));
                }
                Ended::Circles => return self.told.wrong.push("a run went in circles".into()),
            }
        }
    }

    fn keep_watermark(&mut self, run: &Value, value: &Value) {
        if let (Some("full" | "changes"), Some(mark)) =
            (run["job"]["scope"].as_str(), value["watermark"].as_str())
        {
            self.watermark = Some(mark.to_owned());
        }
    }

    /// One process of a run; what it did on both sides is looked through.
    fn process(&mut self, run: &Value) -> Ended {
        self.told.runs += 1;
        let before = audit::before(&self.host);
        let (seen, asked) = (watch::seen(&self.host), self.host.unopim.log.len());
        if run["job"]["kind"] == "push" {
            self.notes.begin(run["job"]["scope"] == "all");
        }
        let ended = self.host.run(run);
        let how = match &ended {
            Ended::Done(result) => format!("{:?} {:?} {:?}", result.status, result.counts, result.error),
            other => format!("{other:?}"),
        };
        self.hear_owner();
        self.told.events.push(format!("run {} {}: {how}", self.host.runs, run["job"]));
        self.hear_logs();
        let wrong = watch::changes(&self.host, run, (&seen, asked), &self.notes, &mut self.tally);
        self.told.wrong.extend(wrong);
        let wrong = audit::audit(&mut self.host, run, &before);
        self.told.wrong.extend(wrong);
        ended
    }

    fn hear_owner(&mut self) {
        let owner = &mut self.host.owner;
        owner.touched.extend(owner.ledger.edits.keys().cloned());
        let deeds = std::mem::take(&mut owner.deeds);
        self.told.events.extend(deeds.into_iter().map(|deed| format!("shop: {deed}")));
    }

    fn hear_logs(&mut self) {
        let mut seen = BTreeSet::new();
        let heard = std::mem::take(&mut self.host.heard_at);
        for (log, at) in std::mem::take(&mut self.host.logs).into_iter().zip(heard) {
            self.notes.hear(&log, at);
            self.hear_refusal(&log);
            if seen.insert((log.code.clone(), log.field.clone())) && log.code != "unchanged" {
                let (entity, key) = (&log.entity, &log.key);
                self.told.events.push(format!(
                    "   {}: {} {entity} {key} {:?}: {}",
                    log.op, log.code, log.field, log.message
                ));
            }
        }
    }

    /// UnoPim does not take what it has deleted, and a push that named it says so.
    fn hear_refusal(&mut self, log: &Log) {
        if (log.op.as_str(), log.code.as_str()) != ("push", "stale_reference") {
            return;
        }
        let id_of = |entity: &str, code: &str| self.host.shop.link(entity, "default", code).map(|l| l.id);
        let Some(product) = id_of("product", &log.key) else { return };
        let named = notes::names(&log.message).filter_map(|place| {
            let (field, entity, code) = watch::list_item(place)?;
            Some((Place::product(product, field), id_of(entity, code)?))
        });
        let named: Vec<(Place, u64)> = named.collect();
        for (place, id) in named {
            self.host.owner.ledger.refuse(place, id);
        }
    }

    fn good_run(&mut self, run: &Value) {
        for _ in 0..20 {
            match self.process(run) {
                Ended::Done(result) if result.status != RunStatus::Failed => {
                    return self.keep_watermark(run, &result.value);
                }
                Ended::Asked(question) => {
                    self.host.answers.insert(question, json!("keep"));
                }
                other => {
                    self.told.wrong.push(format!("a run without misfortune did not end well: {other:?}"));
                    return;
                }
            }
        }
        self.told.wrong.push("a run asked on and on".into());
    }

    /// A pull, and the files that it asks for.
    fn pull_well(&mut self, pull: &Value) {
        self.good_run(pull);
        if self.pictures {
            let images = self.job(&json!({"kind": "images"}));
            self.good_run(&images);
        }
    }

    /// Good times: both sides come to rest.
    fn end(&mut self) {
        if !self.host.checkpoint.is_null() {
            let going = self.going.clone();
            self.carry(&going);
        }
        let (pull, push) = (self.errand.clone(), self.job(&json!({"kind": "push", "scope": "all"})));
        for _ in 0..3 {
            self.host.now += 7_200_000;
            self.pull_well(&pull);
            self.host.now += 7_200_000;
            self.good_run(&push);
            if !self.told.wrong.is_empty() {
                return;
            }
        }
        self.drain();
        self.host.now += 7_200_000;
        self.pull_well(&pull);
        if !self.told.wrong.is_empty() {
            return;
        }
        self.told.wrong.extend(watch::left_over(&self.host, &self.errand, &self.notes));
        self.told.wrong.extend(watch::undeleted(&self.host, &self.errand, &self.notes));
        let state = &self.host.unopim.state;
        let oracle = Oracle::new(state, &self.host.shop, &self.errand, &self.host.owner.ledger)
            .showing(&self.host.library);
        self.told.wrong.extend(oracle.differences());
        self.still(&pull, &push);
    }

    /// The lane of what people saved is worked off: what is left in it then has failed.
    fn drain(&mut self) {
        let queue = self.job(&json!({"kind": "push", "scope": "queue"}));
        let waits = |both: &Self| {
            let mut rows = both.host.shop.items.iter().filter(|((lane, ..), _)| lane == "push");
            rows.any(|(_, item)| item.state != "failed")
        };
        for _ in 0..8 {
            if !waits(self) || !self.told.wrong.is_empty() {
                return;
            }
            self.host.now += 7_200_000;
            self.good_run(&queue);
        }
        self.told.wrong.push("what was saved is tried on and on".into());
    }

    /// A further pull and a further push write nothing.
    fn still(&mut self, pull: &Value, push: &Value) {
        let (writes, seen) = (self.host.shop.writes, self.host.unopim.log.len());
        self.host.now += 7_200_000;
        self.good_run(push);
        self.pull_well(pull);
        if self.host.shop.writes != writes {
            self.told.wrong.push(format!("at rest {} records were written", self.host.shop.writes - writes));
        }
        let log = self.host.unopim.log.get(seen..).unwrap_or_default();
        let sent: Vec<String> = log
            .iter()
            .filter(|asked| asked.method != "GET" && !asked.target.contains("oauth"))
            // What UnoPim refuses is parked and told, and tried again when everything is pushed.
            .filter(|asked| asked.status < 400)
            .map(|asked| format!("{} {} {} {}", asked.method, asked.target, asked.status, asked.body))
            .collect();
        if !sent.is_empty() && self.host.owner.ledger.judge != Judge::Review {
            self.told.wrong.push(format!("at rest was sent: {}", sent.join("; ")));
        }
    }
}
