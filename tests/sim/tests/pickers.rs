//! What runs tell the screens beside what they write: types of association, links of a preview, warnings.

use serde_json::{Value, json};
use unopim_engine::wire::{Level, RunResult, RunStatus};
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::AssociationType;

fn host(version: Version) -> Host {
    let mut state = generate(&Plan { version, images: false, ..Plan::new(11, 40) });
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    Host::new(Simulator::new(state), credentials)
}

fn run(host: &mut Host, job: Option<Value>) -> RunResult {
    let mut run = full_pull();
    if let Some(job) = job {
        run["job"] = job;
    }
    match host.run(&run) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

#[test]
fn types_of_association_are_read_where_unopim_lists_them() {
    for (version, known) in [
        (Version::V3_0_0, vec![]),
        (Version::V3_0_1, vec!["bundle", "cross_sells", "related_products", "up_sells"]),
    ] {
        let mut host = host(version);
        host.unopim.state.association_types.insert(AssociationType {
            code: "bundle".into(),
            position: 4,
            user_defined: true,
            labels: [("en_US".to_owned(), "Bundle".to_owned())].into(),
        });
        let result = run(&mut host, Some(json!({"kind": "refresh"})));
        assert_eq!(result.status, RunStatus::Done, "{version:?} {:?}", result.error);
        let kinds = host.shop.catalog.keys().filter(|(kind, _)| kind == "association_type");
        assert_eq!(kinds.map(|(_, code)| code.as_str()).collect::<Vec<_>>(), known, "{version:?}");
    }
}

#[test]
fn a_preview_tells_links_whatever_is_written() {
    let mut host = host(Version::V3_0_0);
    run(&mut host, None);
    let simple: Vec<String> = host
        .unopim
        .state
        .products
        .rows()
        .filter(|p| p.parent.is_none() && p.super_attributes.is_empty() && host.shop.by_sku(&p.sku).is_some())
        .map(|p| p.sku.clone())
        .collect();
    let [one, other] = [&simple[0], &simple[1]];
    let values = &mut host.unopim.state.products.get_mut(one).expect("it is there").values;
    values["associations"] =
        json!({"up_sells": [other, "nobody"], "cross_sells": [], "related_products": []});
    host.unopim.state.touch();

    let links = |host: &mut Host| {
        let plan = run(host, Some(json!({"kind": "preview", "skus": [one]}))).value;
        let operations = plan["operations"].as_array().cloned().expect("a plan");
        operations
            .into_iter()
            .find(|o| o["entity"] == "product")
            .map(|o| o["links"].clone())
            .expect("the product")
    };
    let expected =
        json!([{"field": "upsells", "skus": [other, "nobody"], "missing": ["nobody"], "fits": true}]);
    assert_eq!(links(&mut host), expected);
    run(&mut host, None);
    assert_eq!(links(&mut host), expected, "and where all is as it should be");
}

#[test]
fn a_result_counts_the_rows_that_warn() {
    let mut host = host(Version::V3_0_0);
    let mut run = full_pull();
    run["settings"]["locale"] = json!("xx_XX");
    let Ended::Done(result) = host.run(&run) else { panic!("it ends") };
    let warned = host.logs.iter().filter(|log| log.level == Level::Warn).count();
    assert!(warned > 0);
    assert_eq!(result.warnings, warned as u64);
}
