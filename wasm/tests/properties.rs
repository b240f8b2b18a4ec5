//! What must hold for any catalogue: a plan is made of anything that UnoPim may say, and a plan that was carried out leaves
//! nothing to do.

// Reads JSON by other ways than the engine.
#![allow(clippy::disallowed_methods)]

mod shop;

use proptest::prelude::*;
use serde_json::{Value, json};

use shop::Shop;

/// The shared catalogue of the specs, and rows that bring each of its attributes somewhere.
fn input(products: &[Value], configurables: &[Value], shop: &Shop) -> Value {
    let text = include_str!("../../tests/specs/base/catalogue.json");
    let mut input: Value = serde_json::from_str(text).unwrap();
    let listed = |map: &Value, key: &str| -> Value {
        let map = map.as_object().unwrap();
        map.iter()
            .map(|(code, row)| {
                let mut row = row.clone();
                row[key] = json!(code);
                row
            })
            .collect()
    };
    let catalog = &mut input["catalog"];
    catalog["attributes"] = listed(&catalog["attributes"], "code");
    catalog["channels"] = listed(&catalog["channels"], "code");
    for options in catalog["options"].as_object_mut().unwrap().values_mut() {
        *options = listed(options, "code");
    }
    catalog["categories"] =
        json!([{"code": "root"}, {"code": "men", "parent": "root"}, {"code": "shirts", "parent": "men"}]);
    input["mapping"]["core"] = json!({"sku": {"attribute": "sku"}, "name": {"attribute": "name"},
        "regular_price": {"attribute": "price"}, "sale_price": {"attribute": "cost"}, "stock_quantity": {"attribute": "count"},
        "description": {"attribute": "story"}, "status": {"attribute": "status"}});
    let rows = [
        ("attribute:pa_words", "words"),
        ("attribute:pa_materials", "materials"),
        ("attribute:pa_extent", "extent"),
        ("custom:Day", "day"),
        ("custom:Rule", "rule"),
        ("taxonomy:product_brand", "features"),
        ("tags", "notes"),
        ("weight", "mass"),
        ("length", "amount"),
        ("sale_start", "moment"),
        ("featured", "flag"),
        ("slug", "pattern"),
        ("gallery", "pictures"),
        ("image", "picture"),
        ("meta:manual", "manual"),
        ("meta:assets", "assets"),
        ("meta:hologram", "hologram"),
        ("meta:mail", "mail"),
        ("meta:link", "link"),
    ];
    let rows = rows.iter().enumerate().map(
        |(n, (target, code))| json!({"target": target, "attribute": code, "clear_when_empty": n % 2 == 0}),
    );
    input["mapping"]["attributes"] = json!({"default": {"en_US": rows.collect::<Vec<_>>()}});
    input["products"] = json!(products);
    input["configurables"] = json!(configurables);
    input["shop"] = shop.json();
    input["look_closer"] = json!(true);
    input
}

fn plan(input: Value) -> Value {
    let answer = unopim_engine::calls::call("plan", input, &[]).expect("a plan is always made");
    serde_json::from_str(&answer).unwrap()
}

/// Anything that JSON can say.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[0-9.,eE+-]{0,12}".prop_map(Value::from),
        "x{200,400}".prop_map(Value::from),
        prop_oneof!["\\{\"EUR\":\"?[0-9.]{0,4}\"?\\}", "\\[\"a.jpg\"\\]?"].prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec(
                (prop_oneof!["[a-z_]{1,6}", Just("EUR".to_owned()), Just("amount".to_owned())], inner),
                0..5
            )
            .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// What UnoPim would say of an attribute.
fn usual(code: &str) -> BoxedStrategy<Value> {
    let texts = |list: &'static [&'static str]| prop::sample::select(list).prop_map(Value::from).boxed();
    match code {
        "words" | "pattern" => "[A-Za-z ]{0,20}".prop_map(Value::from).boxed(),
        "notes" | "story" => "(<p>)?[a-z, ]{0,20}(</p>)?".prop_map(Value::from).boxed(),
        "count" => (0u32..50).prop_map(|n| json!(n.to_string())).boxed(),
        "amount" => (0u32..9000).prop_map(|n| json!(format!("{}.{:02}", n / 100, n % 100))).boxed(),
        "cost" => (0u32..9000).prop_map(|n| json!({"EUR": format!("{}.{:02}", n / 100, n % 100)})).boxed(),
        "flag" => texts(&["true", "false"]),
        "rule" => texts(&["instock", "publish", "gone"]),
        "materials" => texts(&["wool", "cotton,wool", "silk,wool,cotton", "hemp,silk"]),
        "features" => texts(&["light", "washable,light", ""]),
        "day" => texts(&["2026-01-31", "2024-02-29", ""]),
        "moment" => texts(&["2026-01-31 10:00:00", "2024-02-29 23:59:59"]),
        "pictures" => texts(&["a.jpg,b.jpg", "a.jpg", "c.mp4"]),
        "picture" | "manual" => texts(&["a.jpg", ""]),
        "assets" => texts(&["7,12", "3"]),
        "mail" => texts(&["a@b.de", "none"]),
        "link" => texts(&["https://a.b", "none"]),
        _ => texts(&["12", "x", ""]),
    }
}

const CODES: [&str; 21] = [
    "words",
    "pattern",
    "notes",
    "story",
    "count",
    "amount",
    "cost",
    "flag",
    "rule",
    "materials",
    "features",
    "day",
    "moment",
    "pictures",
    "picture",
    "manual",
    "assets",
    "mail",
    "link",
    "mass",
    "hologram",
];

fn product(sku: String) -> impl Strategy<Value = Value> {
    let values: Vec<_> = CODES
        .iter()
        .map(|code| {
            let value = prop_oneof![3 => usual(code), 1 => anything()];
            prop::option::weighted(0.7, value).prop_map(move |v| v.map(|v| ((*code).to_owned(), v)))
        })
        .collect();
    let categories = prop::sample::subsequence(vec!["men", "shirts", "gone"], 0..=3);
    (values, any::<bool>(), "[A-Z]?[a-z]{0,8}", categories).prop_map(move |(values, status, name, categories)| {
        let mut common: serde_json::Map<String, Value> = values.into_iter().flatten().collect();
        common.insert("sku".into(), json!(sku));
        json!({"sku": sku, "status": status, "parent": null, "family": "default", "type": "simple", "values": {"common": common,
            "channel_locale_specific": {"default": {"en_US": {"name": name}}}, "categories": categories}})
    })
}

/// A configurable with its children: some lack an option, some stand twice, some name an option that is not.
fn configurable() -> impl Strategy<Value = (Value, Vec<Value>)> {
    let variant = (
        prop::sample::select(&["red", "blue", "dark_green", "mauve", ""][..]),
        prop::sample::select(&["S", "M", "L"][..]),
        product("tee".into()),
    );
    prop::collection::vec(variant, 0..7).prop_map(|variants| {
        let mut rows = Vec::new();
        let mut children = Vec::new();
        for (n, (color, size, mut child)) in variants.into_iter().enumerate() {
            let sku = format!("tee-{n}");
            child["sku"] = json!(sku);
            child["parent"] = json!("tee");
            let common = &mut child["values"]["common"];
            common["sku"] = json!(sku);
            common["size"] = json!(size);
            let mut options = json!({"size": size});
            if !color.is_empty() {
                common["color"] = json!(color);
                options["color"] = json!(color);
            }
            rows.push(json!({"sku": sku, "attributes": options}));
            children.push(child);
        }
        let parent = json!({"sku": "tee", "status": true, "type": "configurable", "family": "default",
            "super_attributes": ["color", "size"], "variants": rows,
            "values": {"common": {"sku": "tee"}, "channel_locale_specific": {"default": {"en_US": {"name": "Tee"}}}}});
        (parent, children)
    })
}

fn writes(plan: &Value) -> Vec<String> {
    let operations = plan["operations"].as_array().unwrap();
    let of = |op: &Value| {
        let fields = op["fields"].as_array().into_iter().flatten();
        fields
            .filter(|f| f["write"] == true)
            .map(|f| format!("{} {} {}: {} → {}", op["action"], op["key"], f["field"], f["old"], f["new"]))
            .collect::<Vec<_>>()
    };
    operations.iter().flat_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_gives_a_plan(values in prop::collection::vec(anything(), CODES.len()), status in anything(), categories in anything()) {
        let common: serde_json::Map<String, Value> = CODES.iter().map(|c| (*c).to_owned()).zip(values).collect();
        let product = json!({"sku": "mug", "status": status, "parent": categories, "family": status, "type": categories,
            "values": {"common": common, "categories": categories, "associations": status, "locale_specific": categories}});
        let input = input(&[product], &[], &Shop::default());
        prop_assert_eq!(plan(input.clone()), plan(input));
    }

    #[test]
    fn any_row_gives_a_plan(row in anything(), configurable in anything()) {
        let product = json!({"sku": "mug", "values": row});
        let parent = json!({"sku": "tee", "type": "configurable", "super_attributes": row, "variants": configurable, "values": {}});
        plan(input(&[row, product], &[configurable, parent], &Shop::default()));
    }

    #[test]
    fn a_plan_that_was_carried_out_leaves_nothing_to_write(
        mut products in prop::collection::vec(any::<bool>(), 1..3).prop_flat_map(|list| {
            list.iter().enumerate().map(|(n, _)| product(format!("mug-{n}"))).collect::<Vec<_>>()
        }),
        (parent, children) in configurable(),
        edited in product("mug-0".into()),
    ) {
        products.extend(children);
        let mut shop = Shop::default();
        let first = plan(input(&products, std::slice::from_ref(&parent), &shop));
        shop.apply(&first);
        let again = plan(input(&products, std::slice::from_ref(&parent), &shop));
        prop_assert_eq!(writes(&again), Vec::<String>::new());
        // A change in UnoPim is written once.
        products[0] = edited;
        let changed = plan(input(&products, std::slice::from_ref(&parent), &shop));
        shop.apply(&changed);
        let settled = plan(input(&products, &[parent], &shop));
        prop_assert_eq!(writes(&settled), Vec::<String>::new());
    }
}

/// As many as the specification asks for: each has its place, and the grid misses nothing.
#[test]
fn two_thousand_variants_stand_under_one_parent() {
    let codes = |letter: char, n: usize| (0..n).map(move |i| format!("{letter}{i:02}"));
    let mut rows = Vec::new();
    let mut children = Vec::new();
    for (place, (color, size)) in
        codes('c', 50).flat_map(|c| codes('s', 40).map(move |s| (c.clone(), s))).enumerate()
    {
        let sku = format!("tee-{place:04}");
        rows.push(json!({"sku": sku, "attributes": {"color": color, "size": size}}));
        children.push(json!({"sku": sku, "parent": "tee", "values": {"common": {"sku": sku, "color": color, "size": size}}}));
    }
    let parent = json!({"sku": "tee", "type": "configurable", "super_attributes": ["color", "size"], "variants": rows,
        "values": {"channel_locale_specific": {"default": {"en_US": {"name": "Tee"}}}}});
    let mut input = input(&children, &[parent], &Shop::default());
    for (attribute, list) in
        [("color", codes('c', 50).collect::<Vec<_>>()), ("size", codes('s', 40).collect())]
    {
        let rows =
            list.iter().enumerate().map(|(n, code)| json!({"code": code, "sort_order": n, "labels": []}));
        input["catalog"]["options"][attribute] = rows.collect();
    }
    let plan = plan(input);
    let operations = plan["operations"].as_array().unwrap();
    let variations: Vec<_> = operations.iter().filter(|op| op["kind"] == "variation").collect();
    assert_eq!(variations.len(), 2000);
    for (place, variation) in variations.iter().enumerate() {
        let order =
            variation["fields"].as_array().unwrap().iter().find(|f| f["field"] == "menu_order").unwrap();
        assert_eq!(order["new"], json!(place));
    }
    let grid = &plan["grids"][0];
    assert_eq!((grid["cells"].as_array().unwrap().len(), &grid["missing_count"]), (2000, &json!(0)));
}
