//! A site with several languages: texts of further ones on translations of what the default language brings.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use unopim_engine::wire::{RunResult, RunStatus};
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::store::Shop;
use unopim_sim::unopim::Version;

const FRENCH: &str = "default@fr_FR";

fn host(version: Version) -> Host {
    // Without records that no listing can hold.
    let mut state = generate(&Plan { version, images: false, edge_share: 0, ..Plan::new(7, 40) });
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    Host::new(Simulator::new(state), credentials)
}

fn pull(host: &mut Host, locale: &str, change: impl Fn(&mut Value)) -> RunResult {
    let mut run = full_pull();
    let channel = run["settings"]["channel"].clone();
    run["settings"]["locale"] = json!(locale);
    run["settings"]["default_locale"] = json!("en_US");
    run["settings"]["own_rows_only"] = json!(locale != "en_US");
    run["settings"]["locales"] = json!(["de_DE", "en_US", "fr_FR"]);
    run["store"]["languages"] =
        json!([{"code": "en", "locale": "en_US", "default": true}, {"code": "fr", "locale": "fr_FR"}]);
    assert_eq!(channel, "default");
    change(&mut run);
    host.checkpoint = Value::Null;
    host.logs.clear();
    match host.run(&run) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

fn both(host: &mut Host) -> RunResult {
    let first = pull(host, "en_US", |_| {});
    assert_ne!(first.status, RunStatus::Failed, "{:?}", first.error);
    let further = pull(host, "fr_FR", |_| {});
    assert_ne!(further.status, RunStatus::Failed, "{:?}", further.error);
    further
}

fn told(host: &Host, code: &str) -> Vec<String> {
    host.logs.iter().filter(|log| log.code == code).map(|log| log.key.clone()).collect()
}

/// French products by code.
fn french(shop: &Shop) -> BTreeMap<String, u64> {
    let own = shop.links.iter().filter(|((entity, channel, _), _)| entity == "product" && channel == FRENCH);
    own.map(|((_, _, code), link)| (code.clone(), link.id)).collect()
}

fn original(shop: &Shop, code: &str) -> u64 {
    shop.link("product", "default", code).expect("a link").id
}

/// What UnoPim says in a language.
fn text(host: &Host, sku: &str, locale: &str, attribute: &str) -> Value {
    let row = host.unopim.state.products.rows().find(|row| row.sku == sku).expect("a product");
    row.values["channel_locale_specific"]["default"][locale][attribute].clone()
}

#[test]
fn each_language_gets_its_texts_and_a_second_run_creates_no_translation() {
    for version in [Version::V1_0, Version::V2_1, Version::V3_0_0, Version::V3_0_1] {
        let mut host = host(version);
        let result = both(&mut host);
        let first = french(&host.shop);
        assert!(first.len() > 10, "{version:?}: {} of {:?}", first.len(), result.counts);
        for (sku, id) in &first {
            let of = original(&host.shop, sku);
            assert_eq!(host.shop.translation(of, "fr"), Some(*id));
            let (own, other) = (&host.shop.products[id], &host.shop.products[&of]);
            let name = text(&host, sku, "fr_FR", "name");
            if name.as_str().is_some_and(|n| !n.is_empty()) {
                assert_eq!(own.fields["name"], name, "{sku}");
            }
            assert_eq!((own.sku(), &own.kind), ("", &other.kind));
            for field in ["regular_price", "weight", "status"] {
                assert_eq!(own.fields.get(field), other.fields.get(field), "{sku} {field}");
            }
        }
        let (products, terms, loaded) =
            (host.shop.products.clone(), host.shop.terms.clone(), host.shop.loaded);
        let again = both(&mut host);
        assert_eq!(again.counts.writes, 0, "{version:?}");
        assert_eq!((&host.shop.products, &host.shop.terms), (&products, &terms));
        assert_eq!(host.shop.loaded, loaded, "nothing is even looked at");
    }
}

#[test]
fn terms_have_one_translation_each_below_the_translation_of_their_parent() {
    let mut host = host(Version::V3_0_1);
    both(&mut host);
    let shop = &host.shop;
    let of = |entity: &str, channel: &str| {
        let links = shop.links.iter().filter(|((e, c, _), _)| e == entity && c == channel);
        links.map(|((_, _, code), link)| (code.clone(), link.id)).collect::<BTreeMap<_, _>>()
    };
    for (entity, channel, translated) in [("category", "default", FRENCH), ("option", "", "@fr_FR")] {
        let (originals, own) = (of(entity, channel), of(entity, translated));
        assert!(!own.is_empty() && own.len() == originals.len(), "{entity}: {own:?} of {originals:?}");
        for (code, id) in own {
            assert_eq!(shop.translation(originals[&code], "fr"), Some(id), "{entity} {code}");
        }
    }
    let categories = &shop.terms["product_cat"];
    let term = |id: u64| categories.iter().find(|term| term.id == id).expect("a category");
    for (code, id) in of("category", FRENCH) {
        let parent = term(shop.link("category", "default", &code).expect("a link").id).parent;
        let wanted = if parent == 0 { 0 } else { shop.translation(parent, "fr").expect("a translation") };
        assert_eq!(term(id).parent, wanted, "{code}");
    }
    for terms in shop.terms.values() {
        let slugs: std::collections::BTreeSet<&String> = terms.iter().map(|term| &term.slug).collect();
        assert_eq!(slugs.len(), terms.len(), "a slug is one term's");
    }
}

#[test]
fn what_somebody_translated_by_hand_is_adopted_and_what_he_edits_stays() {
    let mut host = host(Version::V3_0_1);
    pull(&mut host, "en_US", |_| {});
    let plain = |host: &Host, sku: &str| {
        text(host, sku, "fr_FR", "name").as_str().is_some_and(|n| !n.is_empty()).then(|| sku.to_owned())
    };
    let skus: Vec<String> = host.unopim.state.products.rows().map(|row| row.sku.clone()).collect();
    let sku = skus
        .iter()
        .filter(|sku| host.shop.link("product", "default", sku).is_some())
        .find_map(|sku| {
            let of = original(&host.shop, sku);
            (host.shop.products[&of].kind == "simple").then(|| plain(&host, sku)).flatten()
        })
        .expect("a French name");
    let of = original(&host.shop, &sku);
    let hand = 90_001;
    let mut product = host.shop.products[&of].clone();
    product.fields.remove("sku");
    product.fields.insert("name".into(), json!("À la main"));
    host.shop.products.insert(hand, product);
    host.shop.translate(of, "en", None);
    host.shop.translate(hand, "fr", Some(of));
    pull(&mut host, "fr_FR", |_| {});
    assert_eq!(french(&host.shop)[&sku], hand, "adopted, not doubled");
    assert_eq!(host.shop.products[&hand].fields["name"], text(&host, &sku, "fr_FR", "name"));

    host.shop.products.get_mut(&hand).expect("it").fields.insert("name".into(), json!("Meilleur"));
    pull(&mut host, "fr_FR", |run| run["settings"]["mirror"] = json!(false));
    assert_eq!(host.shop.products[&hand].fields["name"], "Meilleur", "a hand edit stays");
}

#[test]
fn a_language_that_the_site_does_not_have_is_told_and_writes_nothing() {
    let mut host = host(Version::V3_0_1);
    let first = pull(&mut host, "en_US", |_| {});
    assert_eq!(first.value["then"], json!(["fr_FR"]), "the host goes on with it");
    assert_eq!(told(&host, "language_unmatched"), ["de_DE"]);
    let before = host.shop.products.clone();
    let result = pull(&mut host, "de_DE", |_| {});
    assert_eq!((result.status, result.counts.writes), (RunStatus::Done, 0));
    assert_eq!(told(&host, "language_unmatched"), ["de_DE"]);
    assert_eq!(host.shop.products, before);
}

#[test]
fn what_unopim_has_no_more_goes_in_every_language() {
    let mut host = host(Version::V3_0_1);
    both(&mut host);
    let (sku, id) = french(&host.shop)
        .into_iter()
        .find(|(_, id)| host.shop.products[id].kind == "simple")
        .expect("a translation");
    let row = host.unopim.state.products.id_of(&sku).expect("a product");
    host.unopim.state.products.delete(row);
    host.unopim.state.touch();
    both(&mut host);
    assert_eq!(host.shop.products[&original(&host.shop, &sku)].status(), "trash");
    assert_eq!(host.shop.products[&id].status(), "trash");
}

#[test]
fn what_has_no_place_in_a_further_language_is_told_once() {
    for version in [Version::V1_0, Version::V3_0_1] {
        let mut host = host(version);
        both(&mut host);
        assert_eq!(told(&host, "untranslated"), ["fr_FR", "fr_FR"], "{version:?}: attributes, variations");
        let messages: Vec<&str> = host
            .logs
            .iter()
            .filter(|log| log.code == "untranslated")
            .map(|log| log.message.as_str())
            .collect();
        assert!(messages[0].contains("color"), "{messages:?}");
        assert!(messages[1].starts_with("Variations"), "{messages:?}");
        pull(&mut host, "en_US", |_| {});
        assert!(
            told(&host, "untranslated").is_empty(),
            "{version:?}: the default language has a place for all"
        );
    }
}
