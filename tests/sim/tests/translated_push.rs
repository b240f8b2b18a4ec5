//! Edits on translations of a shop with several languages, on their way to UnoPim.

mod common;

use serde_json::{Value, json};
use unopim_engine::wire::{RunResult, RunStatus};
use unopim_sim::catalogue::Plan;
use unopim_sim::drive::Host;
use unopim_sim::unopim::Version;

use common::pushes::{self, host_of, name_of, product, run, sent, told};

const VERSIONS: [Version; 4] = [Version::V1_0, Version::V2_1, Version::V3_0_0, Version::V3_0_1];
const FRENCH: &str = "default@fr_FR";

fn job(job: &Value) -> Value {
    let mut run = pushes::job(job);
    run["settings"]["default_locale"] = json!("en_US");
    run["settings"]["locales"] = json!(["de_DE", "en_US", "fr_FR"]);
    run["settings"]["locale_chains"] = json!({"fr_FR": ["fr_FR", "en_US"]});
    run["store"]["languages"] =
        json!([{"code": "en", "locale": "en_US", "default": true}, {"code": "fr", "locale": "fr_FR"}]);
    run
}

fn pull(host: &mut Host, locale: &str) -> RunResult {
    let mut spec = job(&json!({"kind": "pull", "scope": "full"}));
    spec["settings"]["locale"] = json!(locale);
    spec["settings"]["own_rows_only"] = json!(locale != "en_US");
    run(host, &spec)
}

fn push_with(host: &mut Host, scope: &str, change: impl Fn(&mut Value)) -> RunResult {
    let mut spec = job(&json!({"kind": "push", "scope": scope}));
    change(&mut spec);
    run(host, &spec)
}

fn push(host: &mut Host, scope: &str) -> RunResult {
    push_with(host, scope, |_| {})
}

/// A shop that has pulled both languages.
fn bilingual(version: Version) -> Host {
    let mut host = host_of(&Plan { version, images: false, edge_share: 0, ..Plan::new(7, 40) });
    for locale in ["en_US", "fr_FR"] {
        assert_ne!(pull(&mut host, locale).status, RunStatus::Failed);
    }
    host.shop.items.clear();
    host.logs.clear();
    host
}

fn french_name(host: &Host, sku: &str) -> Value {
    product(host, sku).values["channel_locale_specific"]["default"]["fr_FR"]["name"].clone()
}

fn of(host: &Host, sku: &str, channel: &str) -> Option<u64> {
    host.shop.link("product", channel, sku).map(|link| link.id)
}

/// Simple products with a French name and their translations.
fn translated(host: &Host) -> Vec<(String, u64)> {
    pushes::singles(host)
        .filter(|sku| french_name(host, sku).as_str().is_some_and(|name| !name.is_empty()))
        .filter_map(|sku| of(host, &sku, FRENCH).map(|id| (sku, id)))
        .collect()
}

fn first(host: &Host) -> (String, u64) {
    translated(host).into_iter().next().expect("a translation")
}

fn edit(host: &mut Host, id: u64, field: &str, value: &str) {
    assert!(host.shop.edit_item(id, json!({field: value}).as_object().unwrap()));
}

/// Products that UnoPim was asked for one by one.
fn reads(host: &Host) -> usize {
    let is_product = |target: &str| target.contains("/products/") || target.contains("-products/");
    host.unopim.log.iter().filter(|asked| asked.method == "GET" && is_product(&asked.target)).count()
}

fn pulls_nothing(host: &mut Host) {
    for locale in ["en_US", "fr_FR"] {
        let result = pull(host, locale);
        assert_eq!(result.counts.writes, 0, "{locale} {:?}", result.counts);
    }
}

#[test]
fn an_edited_translation_goes_out_in_its_language_alone() {
    for version in VERSIONS {
        let mut host = bilingual(version);
        let (before, read) = (sent(&host), reads(&host));
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
        assert_eq!(sent(&host), before, "{version:?}: what UnoPim lends is not sent back");
        assert_eq!(reads(&host), read, "{version:?}: nothing was edited, and no product is read");
        let (sku, id) = first(&host);
        let mut expected = product(&host, &sku).values.clone();
        edit(&mut host, id, "name", "À la main");
        let result = push(&mut host, "queue");
        assert_eq!((result.counts.writes, result.counts.updated), (1, 1), "{version:?} {:?}", result.counts);
        expected["channel_locale_specific"]["default"]["fr_FR"]["name"] = json!("À la main");
        assert_eq!(product(&host, &sku).values, expected, "{version:?}: nothing else moved");
        pulls_nothing(&mut host);
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
        edit(&mut host, id, "name", "Encore");
        assert_eq!(
            push(&mut host, "all").counts.writes,
            1,
            "{version:?}: a push of everything takes it along"
        );
        assert_eq!(french_name(&host, &sku), "Encore");
    }
}

#[test]
fn a_lent_text_becomes_the_languages_own_once_somebody_writes_it() {
    let mut host = bilingual(Version::V3_0_1);
    let (sku, id) = first(&host);
    // UnoPim loses the French name; the translation shows the English one.
    let unopim = &mut host.unopim.state;
    let values = &mut unopim.products.get_mut(&sku).expect("it").values;
    values["channel_locale_specific"]["default"]["fr_FR"].as_object_mut().unwrap().remove("name");
    unopim.touch();
    pull(&mut host, "fr_FR");
    assert_eq!(host.shop.products[&id].fields["name"], *name_of(product(&host, &sku)));
    assert_eq!(push(&mut host, "all").counts.writes, 0);
    assert_eq!(french_name(&host, &sku), Value::Null);
    edit(&mut host, id, "name", "Enfin");
    assert_eq!(push(&mut host, "queue").counts.writes, 1);
    assert_eq!(french_name(&host, &sku), "Enfin");
    pulls_nothing(&mut host);
}

#[test]
fn what_somebody_translated_by_hand_is_adopted() {
    let mut host = bilingual(Version::V3_0_1);
    let (sku, id) = first(&host);
    host.shop.links.remove(&("product".to_owned(), FRENCH.to_owned(), sku.clone()));
    let theirs = french_name(&host, &sku);
    edit(&mut host, id, "name", "À la main");
    let result = push(&mut host, "queue");
    assert_eq!(result.counts.writes, 0, "UnoPim wins {:?}", result.counts);
    assert_eq!(told(&host, "unopim_wins").len(), 1);
    assert_eq!(of(&host, &sku, FRENCH), Some(id), "it is known from now on");
    pull(&mut host, "fr_FR");
    assert_eq!(host.shop.products[&id].fields["name"], theirs);

    host.shop.links.remove(&("product".to_owned(), FRENCH.to_owned(), sku.clone()));
    edit(&mut host, id, "name", "À la main");
    let wins = |spec: &mut Value| spec["settings"]["conflict_policy"] = json!("woocommerce");
    assert_eq!(push_with(&mut host, "queue", wins).counts.writes, 1);
    assert_eq!(french_name(&host, &sku), "À la main");
    pulls_nothing(&mut host);
}

/// A product's French name, anew on both sides; its SKU, and its translation.
fn both_name_it(host: &mut Host) -> (String, u64) {
    let (sku, id) = first(host);
    let values = &mut host.unopim.state.products.get_mut(&sku).expect("it").values;
    values["channel_locale_specific"]["default"]["fr_FR"]["name"] = json!("Le leur");
    host.unopim.state.touch();
    edit(host, id, "name", "Le nôtre");
    (sku, id)
}

#[test]
fn both_sides_changed_it_and_the_policy_decides() {
    for (policy, writes, wins) in [("unopim", 0, false), ("woocommerce", 1, true), ("review", 0, false)] {
        let mut host = bilingual(Version::V3_0_1);
        let (sku, _) = both_name_it(&mut host);
        let result =
            push_with(&mut host, "queue", |spec| spec["settings"]["conflict_policy"] = json!(policy));
        assert_eq!(result.counts.writes, writes, "{policy} {:?}", result.counts);
        assert_eq!(french_name(&host, &sku), if wins { "Le nôtre" } else { "Le leur" }, "{policy}");
        let held: Vec<_> = host.shop.items.keys().filter(|(lane, ..)| lane == "held").cloned().collect();
        let row = ("held".to_owned(), "product".to_owned(), FRENCH.to_owned(), sku.clone());
        assert_eq!(held, if policy == "review" { vec![row] } else { Vec::new() }, "{policy}");
    }
}

#[test]
fn a_held_text_of_a_translation_is_decided_like_any_other() {
    for (side, name) in [("shop", "Le nôtre"), ("unopim", "Le leur")] {
        let mut host = bilingual(Version::V3_0_1);
        let (sku, id) = both_name_it(&mut host);
        let review = |spec: &mut Value| spec["settings"]["conflict_policy"] = json!("review");
        push_with(&mut host, "queue", review);
        let held = |host: &Host| host.shop.items.keys().any(|(lane, ..)| lane == "held");
        assert!(held(&host), "it waits");
        let chosen =
            json!({"kind": "pull", "scope": "one", "skus": [&sku], "choices": {&sku: {"name": side}}});
        let mut spec = job(&chosen);
        spec["settings"]["locale"] = json!("fr_FR");
        spec["settings"]["own_rows_only"] = json!(true);
        review(&mut spec);
        run(&mut host, &spec);
        assert!(!held(&host), "{side}");
        assert_eq!(host.shop.products[&id].fields["name"], name, "{side}");
        push_with(&mut host, "all", review);
        assert_eq!(french_name(&host, &sku), name, "{side}: both say the same");
        pulls_nothing(&mut host);
    }
}

#[test]
fn a_plan_with_both_languages_of_a_product_is_carried_out_and_taken_back() {
    for version in VERSIONS {
        let mut host = bilingual(version);
        let (sku, id) = first(&host);
        let before = product(&host, &sku).values.clone();
        host.shop.edit(&sku, "name", json!("By hand"));
        edit(&mut host, id, "name", "À la main");
        let plan = host.runs + 1;
        let dry = run(&mut host, &job(&json!({"kind": "push", "scope": "all", "dry": true})));
        assert_eq!((dry.counts.writes, dry.counts.updated), (0, 2), "{version:?} {:?}", dry.counts);
        assert_eq!(product(&host, &sku).values, before);
        let result = run(&mut host, &job(&json!({"kind": "apply", "plan": plan})));
        assert_eq!(result.counts.writes, 2, "{version:?} {:?}", result.counts);
        assert_eq!(
            (name_of(product(&host, &sku)), french_name(&host, &sku)),
            (&json!("By hand"), json!("À la main"))
        );
        let undone = host.runs;
        let result = run(&mut host, &job(&json!({"kind": "undo", "run": undone})));
        assert_eq!(result.counts.writes, 2, "{version:?} {:?}", result.counts);
        assert_eq!(product(&host, &sku).values, before, "{version:?}");
        pulls_nothing(&mut host);
    }
}

#[test]
fn an_edit_just_after_a_pull_waits_and_an_edit_in_step_is_an_echo() {
    let mut host = bilingual(Version::V3_0_1);
    let (_, id) = first(&host);
    let name = host.shop.products[&id].fields["name"].clone();
    edit(&mut host, id, "name", name.as_str().unwrap());
    assert_eq!(push(&mut host, "queue").counts.writes, 0);
    assert_eq!(told(&host, "echo").len(), 1);
    edit(&mut host, id, "name", "Tout de suite");
    let cools = |spec: &mut Value| spec["settings"]["cooldown_seconds"] = json!(86_400);
    assert_eq!(push_with(&mut host, "queue", cools).counts.writes, 0);
    assert_eq!(told(&host, "cooldown").len(), 1);
    let waits = |host: &Host| {
        host.shop.items.keys().any(|(lane, _, _, code)| lane == "push" && *code == id.to_string())
    };
    assert!(waits(&host), "it is not lost");
}

#[test]
fn a_translation_in_the_trash_takes_nothing_along() {
    let mut host = bilingual(Version::V3_0_1);
    let (sku, id) = first(&host);
    host.shop.trash(id);
    let writes =
        push_with(&mut host, "queue", |spec| spec["settings"]["writeback_delete"] = json!(true)).counts;
    assert_eq!((writes.writes, writes.deleted), (0, 0));
    assert!(host.unopim.state.products.id_of(&sku).is_some());
}

#[test]
fn a_new_product_takes_its_translation_along() {
    for version in VERSIONS {
        let mut host = bilingual(version);
        let fields = json!({"sku": "new-mug", "name": "New mug", "status": "publish"});
        let mug = host.shop.add("simple", 0, fields.as_object().unwrap());
        host.shop.translate(mug, "en", None);
        let tasse =
            host.shop.add("simple", 0, json!({"name": "Tasse", "status": "publish"}).as_object().unwrap());
        host.shop.translate(tasse, "fr", Some(mug));
        let row = ("push".to_owned(), "product".to_owned(), String::new(), tasse.to_string());
        host.shop.items.remove(&row);
        let result = push(&mut host, "queue");
        assert_eq!((result.counts.created, result.counts.writes), (1, 2), "{version:?} {:?}", result.counts);
        assert_eq!(
            (name_of(product(&host, "new-mug")), french_name(&host, "new-mug")),
            (&json!("New mug"), json!("Tasse"))
        );
        assert_eq!(of(&host, "new-mug", FRENCH), Some(tasse));
        pulls_nothing(&mut host);
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
    }
}

#[test]
fn a_translation_of_what_unopim_does_not_know_waits_for_it() {
    let mut host = bilingual(Version::V3_0_1);
    let mug = host.shop.add("simple", 0, json!({"name": "No SKU"}).as_object().unwrap());
    host.shop.translate(mug, "en", None);
    let tasse = host.shop.add("simple", 0, json!({"name": "Tasse"}).as_object().unwrap());
    host.shop.translate(tasse, "fr", Some(mug));
    let german = host.shop.add("simple", 0, json!({"name": "Tasse"}).as_object().unwrap());
    host.shop.translate(german, "it", Some(mug));
    let before = sent(&host);
    push(&mut host, "queue");
    assert_eq!(sent(&host), before);
    let keys = |code: &str| told(&host, code).iter().map(|log| log.key.clone()).collect::<Vec<_>>();
    assert_eq!(keys("not_linked"), [format!("#{tasse}")]);
    assert_eq!(keys("language_unmatched"), [format!("#{german}")]);
}

#[test]
fn the_drawer_of_products_without_a_category_stays_in_the_shop_in_every_language() {
    let mut host = bilingual(Version::V3_0_1);
    let drawer = host.shop.default_category();
    let english = host.shop.add_term("product_cat", 0, "Uncategorized", "uncategorized-en");
    host.shop.translate(english, "en", None);
    let fields = json!({"sku": "new-mug", "name": "New mug", "status": "publish", "categories": [english]});
    let mug = host.shop.add("simple", 0, fields.as_object().unwrap());
    host.shop.translate(mug, "en", None);
    assert_eq!(push(&mut host, "queue").counts.created, 1);
    assert_eq!(push(&mut host, "all").counts.writes, 0, "{drawer} and {english} are none for UnoPim");
    let codes: Vec<String> = host.unopim.state.categories.rows().map(|row| row.code.clone()).collect();
    assert!(!codes.iter().any(|code| code.starts_with("uncategorized")), "{codes:?}");
}

#[test]
fn translated_terms_are_labels_of_their_language() {
    for version in VERSIONS {
        let mut host = bilingual(version);
        let linked = |host: &Host, entity: &str, channel: &str| {
            let mut links = host.shop.links.iter().filter(|((e, c, _), _)| e == entity && c == channel);
            links.next().map(|((.., code), link)| (code.clone(), link.id)).expect("a translated term")
        };
        let (category, term) = linked(&host, "category", FRENCH);
        host.shop.edit_term("product_cat", term, |row| row.name = "Rayon".into());
        let (code, option) = linked(&host, "option", "@fr_FR");
        let taxonomy = host
            .shop
            .terms
            .iter()
            .find(|(_, terms)| terms.iter().any(|t| t.id == option))
            .map(|(taxonomy, _)| taxonomy.clone())
            .expect("its taxonomy");
        host.shop.edit_term(&taxonomy, option, |row| row.name = "Choix".into());
        let dry = run(&mut host, &job(&json!({"kind": "push", "scope": "all", "dry": true})));
        assert_eq!((dry.counts.writes, dry.counts.updated), (0, 2), "{version:?} {:?}", dry.counts);
        let result = push(&mut host, "queue");
        let twins = told(&host, "not_supported").len() as u64;
        assert_eq!(result.counts.writes + twins, 2, "{version:?} {:?} {:?}", result.counts, host.logs);
        let name = |host: &Host, locale: &str| {
            let row = host.unopim.state.categories.rows().find(|row| row.code == category).expect("it");
            row.data["locale_specific"][locale]["name"].clone()
        };
        let english = name(&host, "en_US");
        assert_eq!(name(&host, "fr_FR"), "Rayon", "{version:?}");
        assert_ne!(english, "Rayon", "{code}");
        pulls_nothing(&mut host);
        assert_eq!(push(&mut host, "all").counts.writes, 0, "{version:?}");
        let undone = host.runs - 3;
        let result = run(&mut host, &job(&json!({"kind": "undo", "run": undone})));
        assert_eq!(result.counts.writes + twins, 2, "{version:?} {:?}", result.counts);
        assert_ne!(name(&host, "fr_FR"), "Rayon", "{version:?}");
        assert_eq!(name(&host, "en_US"), english);
    }
}

#[test]
fn texts_of_variations_stay_in_the_shop_and_that_is_told_once() {
    let mut host = bilingual(Version::V3_0_1);
    let translated = |host: &Host| {
        let variables = host.shop.products.iter().filter(|(_, product)| product.kind == "variable");
        variables.filter(|(id, _)| host.shop.translation(**id, "fr") == Some(**id)).count()
    };
    assert!(translated(&host) > 1);
    push(&mut host, "all");
    let told = told(&host, "untranslated");
    assert_eq!(told.len(), 1, "{told:?}");
}
