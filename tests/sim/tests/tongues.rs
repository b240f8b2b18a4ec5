//! Several channels of one shop with several languages: the first makes the products, and one in another language translates them.

mod common;

use serde_json::{Value, json};
use unopim_engine::wire::{RunResult, RunStatus};
use unopim_sim::catalogue::Plan;
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;

use common::pushes::{self, host_of, product, run, sent};

const VERSIONS: [Version; 4] = [Version::V1_0, Version::V2_1, Version::V3_0_0, Version::V3_0_1];
const FRANCE: &str = "web@fr_FR";

/// The shop's own channel is English, the one below it French. `both`: the English one has French too.
struct Site {
    host: Host,
    both: bool,
}

impl Site {
    fn new(version: Version, both: bool) -> Self {
        let mut host = host_of(&Plan { version, images: false, edge_share: 0, ..Plan::new(7, 40) });
        let skus: Vec<String> = host.unopim.state.products.rows().map(|row| row.sku.clone()).collect();
        for sku in skus {
            let product = host.unopim.state.products.get_mut(&sku).expect("it");
            let said = json!({"fr_FR": {"name": format!("France {sku}")}});
            product.values["channel_locale_specific"]["web"] = said;
        }
        host.unopim.state.touch();
        let mut site = Self { host, both };
        for channel in ["default", "web"] {
            assert_ne!(site.pull(channel).status, RunStatus::Failed, "{version:?} {channel}");
        }
        site.host.shop.items.clear();
        site.host.logs.clear();
        site
    }

    fn settings(&self, channel: &str) -> Value {
        let english: &[&str] = if self.both { &["en_US", "fr_FR"] } else { &["en_US"] };
        let of = |locale: &str, locales: &[&str]| {
            json!({
                "channel": channel, "locale": locale, "default_locale": locale, "locales": locales,
                "locale_chains": {"fr_FR": ["fr_FR", "en_US"]}, "locale_chain": [locale, "en_US"],
                "price_currency": "EUR", "cooldown_seconds": 0, "default_family": "apparel",
            })
        };
        if channel == "default" {
            return of("en_US", english);
        }
        let mut settings = of("fr_FR", &["fr_FR"]);
        settings["above"] = json!([{
            "channel": "default", "locale": "en_US", "default_locale": "en_US", "locales": english,
        }]);
        settings
    }

    fn run(&mut self, channel: &str, job: &Value) -> RunResult {
        let mut spec = pushes::job(job);
        spec["settings"] = self.settings(channel);
        spec["mapping"]["attributes"]["web"] =
            json!({"fr_FR": spec["mapping"]["attributes"]["default"]["en_US"]});
        spec["store"]["languages"] =
            json!([{"code": "en", "locale": "en_US", "default": true}, {"code": "fr", "locale": "fr_FR"}]);
        if job["kind"] == "push" && channel == "default" {
            spec["channels"] = json!([self.settings("default"), self.settings("web")]);
        }
        run(&mut self.host, &spec)
    }

    fn pull(&mut self, channel: &str) -> RunResult {
        self.run(channel, &json!({"kind": "pull", "scope": "full"}))
    }

    fn push(&mut self, channel: &str, scope: &str) -> RunResult {
        self.run(channel, &json!({"kind": "push", "scope": scope}))
    }

    fn at_rest(&mut self) {
        for channel in ["default", "web"] {
            let pulled = self.pull(channel);
            assert_eq!(pulled.counts.writes, 0, "{channel} {:?}", pulled.counts);
        }
        let before = sent(&self.host);
        self.push("default", "all");
        assert_eq!(sent(&self.host), before, "nothing was edited");
    }

    /// A simple product and its translation.
    fn translated(&self) -> (String, u64, u64) {
        let shop = &self.host.shop;
        let mut all = pushes::singles(&self.host).filter_map(|sku| {
            let of = shop.link("product", "default", &sku)?.id;
            let id = shop.link("product", FRANCE, &sku)?.id;
            (shop.translation(of, "fr") == Some(id)).then_some((sku, of, id))
        });
        all.next().expect("a translation")
    }

    fn edit(&mut self, id: u64, name: &str) {
        assert!(self.host.shop.edit_item(id, json!({"name": name}).as_object().unwrap()));
    }
}

fn name_of(site: &Site, sku: &str, channel: &str, locale: &str) -> Value {
    product(&site.host, sku).values["channel_locale_specific"][channel][locale]["name"].clone()
}

#[test]
fn a_channel_in_another_language_translates_what_the_first_one_brings() {
    for version in VERSIONS {
        let mut site = Site::new(version, false);
        let shop = &site.host.shop;
        let (sku, of, id) = site.translated();
        assert_eq!(shop.products[&id].fields["name"], format!("France {sku}"));
        assert_eq!(shop.products[&of].fields["name"], name_of(&site, &sku, "default", "en_US"));
        assert_eq!(shop.products[&id].sku(), "");
        let own =
            shop.links.iter().filter(|((entity, channel, _), _)| entity == "product" && channel == "web");
        assert_eq!(own.count(), 0, "it makes no products of its own");
        for (entity, channel, translated) in [("category", "default", FRANCE), ("option", "", "@fr_FR")] {
            let mut links =
                shop.links.iter().filter(|((e, c, _), _)| e == entity && c == translated).peekable();
            assert!(links.peek().is_some(), "{entity}");
            for ((_, _, code), link) in links {
                let original = shop.link(entity, channel, code).expect("an original").id;
                assert_eq!(shop.translation(original, "fr"), Some(link.id), "{entity} {code}");
            }
        }
        site.at_rest();
    }
}

#[test]
fn each_language_goes_back_to_its_channel_and_locale() {
    for version in VERSIONS {
        let mut site = Site::new(version, false);
        let (sku, of, id) = site.translated();
        let mut expected = product(&site.host, &sku).values.clone();
        site.edit(id, "À la main");
        site.edit(of, "By hand");
        let result = site.push("default", "queue");
        assert_eq!(result.counts.writes, 2, "{version:?} {:?} {:?}", result.counts, site.host.logs);
        expected["channel_locale_specific"]["default"]["en_US"]["name"] = json!("By hand");
        expected["channel_locale_specific"]["web"]["fr_FR"]["name"] = json!("À la main");
        assert_eq!(product(&site.host, &sku).values, expected, "{version:?}: nothing else moved");
        site.at_rest();
    }
}

#[test]
fn a_channel_that_only_translates_pushes_its_texts_alone() {
    let mut site = Site::new(Version::V3_0_1, false);
    let (sku, of, id) = site.translated();
    let mut expected = product(&site.host, &sku).values.clone();
    site.edit(id, "À la main");
    site.edit(of, "By hand");
    let result = site.push("web", "all");
    assert_eq!(result.counts.writes, 1, "{:?} {:?}", result.counts, site.host.logs);
    expected["channel_locale_specific"]["web"]["fr_FR"]["name"] = json!("À la main");
    assert_eq!(product(&site.host, &sku).values, expected);
    let undone = site.host.runs;
    let result = site.run("web", &json!({"kind": "undo", "run": undone}));
    assert_eq!(result.counts.writes, 1, "{:?} {:?}", result.counts, site.host.logs);
    assert_eq!(name_of(&site, &sku, "web", "fr_FR"), format!("France {sku}"));
}

#[test]
fn the_first_channel_that_has_a_language_writes_its_texts() {
    let mut site = Site::new(Version::V3_0_1, true);
    let french = |site: &mut Site| {
        let mut spec = site.settings("default");
        spec["locale"] = json!("fr_FR");
        spec["own_rows_only"] = json!(true);
        spec
    };
    let settings = french(&mut site);
    let mut job = pushes::job(&json!({"kind": "pull", "scope": "full"}));
    job["settings"] = settings;
    job["store"]["languages"] =
        json!([{"code": "en", "locale": "en_US", "default": true}, {"code": "fr", "locale": "fr_FR"}]);
    run(&mut site.host, &job);
    site.pull("web");
    let shop = &site.host.shop;
    let sku = pushes::singles(&site.host)
        .find(|sku| name_of(&site, sku, "default", "fr_FR").as_str().is_some_and(|name| !name.is_empty()))
        .expect("a French name of the first channel");
    let id = shop.link("product", "default@fr_FR", &sku).expect("its translation").id;
    assert_eq!(shop.products[&id].fields["name"], name_of(&site, &sku, "default", "fr_FR"));
    let french = shop.products.keys().filter(|id| shop.translation(**id, "fr") == Some(**id)).count();
    let own: std::collections::BTreeSet<u64> = shop
        .links
        .iter()
        .filter(|((_, channel, _), _)| channel.ends_with("@fr_FR"))
        .map(|(_, l)| l.id)
        .collect();
    assert!(french <= own.len(), "nothing is translated twice");
}
