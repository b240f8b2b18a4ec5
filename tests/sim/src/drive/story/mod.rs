//! A seeded story: a catalogue that changes, a shop where people work, misfortunes and crashes. In the end the shop must equal the
//! catalogue but for what hands did by right, nothing may be there twice, and a further run must change nothing.

pub mod audit;
mod beside;
mod endings;
pub(super) mod errand;
pub(super) mod misfortunes;
mod runs;
mod second_thoughts;

use serde_json::{Value, json};

use self::beside::Beside;
use super::host::{Host, mapping};
use super::oracle::{Oracle, Wish};
use super::owner::Owner;
use crate::catalogue::changes;
use crate::random::Random;
use crate::simulator::{Simulator, add_integrations};
use crate::unopim::State;

const CHANNEL: &str = "default";
const LOCALE: &str = "en_US";
const CURRENCY: &str = "EUR";

/// What a story came to.
#[derive(Debug, Default)]
pub struct Told {
    /// What is wrong; empty when all is well.
    pub wrong: Vec<String>,
    /// What happened, in order.
    pub events: Vec<String>,
    pub crashes: u32,
    pub runs: u32,
    pub products: usize,
}

/// A pull of everything with a small mapping, for tests that are not about mappings.
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

struct Story {
    host: Host,
    random: Random,
    /// Draws what concerns the second channel, so that stories of one are what they were without it.
    channels: Random,
    /// The run as the administrator has set it, with a full pull as its job.
    errand: Value,
    /// Another channel of the shop.
    beside: Option<Beside>,
    /// The run that was begun last.
    going: Value,
    watermark: Option<String>,
    told: Told,
    images: bool,
    /// UnoPim's clock was put back, as at the end of daylight saving: what is edited is read as an hour older than it is.
    repeats_hour: bool,
}

/// Tells the story of a seed against a catalogue.
pub fn tell(seed: u64, mut state: State) -> Told {
    let mut random = Random::fork(seed, 0x5709);
    state.settings.throttle = random.millionth(200_000);
    state.settings.zone_minutes = *random.pick(&[0, -660, 840]);
    let (credentials, _) = add_integrations(&mut state);
    let images = state.media.paths().next().is_some();
    let mut errand = errand::errand(&mut random, &state, images);
    let told = Told { products: state.products.len(), ..Told::default() };
    let mut host = Host::new(Simulator::new(state), credentials);
    host.shop.batch = *random.pick(&[1, 7, 50]);
    host.owner = Owner::new(Random::fork(seed, 0x0E0E));
    errand["id"] = json!(0);
    let repeats_hour = Random::fork(seed, 0x40C4).below(4) == 0;
    let mut channels = Random::fork(seed, 0xC4A2);
    let beside = Beside::draw(&mut channels, &mut host.unopim.state);
    let mut story = Story {
        host,
        random,
        channels,
        errand,
        beside,
        going: Value::Null,
        watermark: None,
        told,
        images,
        repeats_hour,
    };
    story.share_rows();
    story
        .told
        .events
        .push(format!("{:?}, settings {}", story.host.unopim.state.version, story.errand["settings"]));
    story.set_out();
    for _ in 0..=story.random.below(4) {
        story.chapter();
        if !story.told.wrong.is_empty() {
            return story.told;
        }
    }
    story.end();
    story.told
}

impl Story {
    /// Some of what UnoPim has is in the shop already.
    fn set_out(&mut self) {
        self.owner_learns();
        if self.random.below(3) > 0 {
            return;
        }
        let products = self.host.unopim.state.products.rows();
        let simple =
            products.filter(|p| p.parent.is_none() && p.super_attributes.is_empty() && p.values.is_object());
        let skus: Vec<String> = simple.map(|p| p.sku.clone()).collect();
        for _ in 0..=self.random.below(4) {
            if let Some(sku) =
                skus.get(self.random.below(skus.len())).filter(|sku| self.host.shop.by_sku(sku).is_none())
            {
                self.host.owner.adopt(&mut self.host.shop, sku);
            }
        }
    }

    fn owner_learns(&mut self) {
        self.host.owner.fields = errand::fields(&self.errand);
        self.host.owner.ledger.judge = errand::judge(&self.errand);
    }

    /// A day: work in both places, perhaps another mapping, then a run in whatever weather.
    fn chapter(&mut self) {
        if self.random.below(3) > 0 {
            self.change_catalogue(6);
        }
        if self.random.below(2) == 0 {
            for _ in 0..self.random.below(6) {
                self.host.owner.act(&mut self.host.shop);
            }
        }
        self.hear_owner();
        if self.random.below(5) == 0 {
            self.change_errand();
        }
        self.host.unopim.faults = misfortunes::misfortunes(&mut self.random);
        self.host.owner.chance = if self.random.below(3) == 0 { 60_000 } else { 0 };
        self.bad_run();
        self.host.owner.chance = 0;
        self.hear_owner();
    }

    /// What UnoPim says now may come to the shop later, with a run that began before it changed.
    fn note_wishes(&mut self) {
        if self.host.checkpoint.is_null() {
            return;
        }
        let state = &self.host.unopim.state;
        let oracle = Oracle::new(state, &self.host.shop, &self.errand, &self.host.owner.ledger);
        let expected = state.products.rows().filter_map(|product| Some((product, oracle.expected(product)?)));
        let said = expected.flat_map(|(product, expected)| {
            let said = expected.wishes.into_iter().filter(|(_, wish)| *wish != Wish::Nothing);
            said.map(|(field, _)| (product.sku.clone(), field)).collect::<Vec<_>>()
        });
        for (sku, field) in said.collect::<Vec<_>>() {
            self.host.owner.ledger.tell(&sku, &field);
        }
    }

    fn change_catalogue(&mut self, most: usize) {
        self.note_wishes();
        // What is written later is younger than what was seen, except in the hour that comes twice.
        let (later, early) = if self.repeats_hour { (60_000, 3_600_000) } else { (3_600_000, 0) };
        self.host.now += later;
        for _ in 0..=self.random.below(most) {
            let now = self.host.unopim.now(self.host.now) - early;
            if let Some(event) = changes::change(&mut self.host.unopim.state, &mut self.random, now) {
                self.told.events.push(format!("UnoPim: {event}"));
            }
        }
        self.host.now += 600_000;
    }

    fn change_errand(&mut self) {
        // A run that has begun goes to its end first.
        if !self.host.checkpoint.is_null() {
            return;
        }
        if self.random.below(2) == 0 {
            let mut settings = errand::settings(&mut self.random);
            // What an earlier setting has left on products is nobody's edit, and stays.
            settings["category_assignment"] = self.errand["settings"]["category_assignment"].clone();
            self.errand["settings"] = settings;
            self.told.events.push(format!("settings {}", self.errand["settings"]));
        } else {
            let drawn = errand::errand(&mut self.random, &self.host.unopim.state, self.images);
            self.errand["mapping"] = drawn["mapping"].clone();
            self.told.events.push("another mapping".into());
        }
        self.share_rows();
        self.owner_learns();
    }

    fn share_rows(&mut self) {
        if let Some(beside) = &mut self.beside {
            beside.share(&mut self.errand, &mut self.channels, &self.host.unopim.state);
        }
    }

    fn hear_owner(&mut self) {
        let deeds = std::mem::take(&mut self.host.owner.deeds);
        self.told.events.extend(deeds.into_iter().map(|deed| format!("shop: {deed}")));
    }
}
