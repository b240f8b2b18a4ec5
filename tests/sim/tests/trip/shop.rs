//! A shop with the rows of the trip, and its runs.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use unopim_engine::wire::RunResult;
use unopim_sim::catalogue::{Plan, generate, recorded};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::{State, Version};

use super::rows;

pub fn host(mut state: State) -> Host {
    state.settings.throttle = false;
    rows::extend(&mut state);
    let (credentials, _) = add_integrations(&mut state);
    let mut host = Host::new(Simulator::new(state), credentials);
    host.shop.listens = true;
    for class in ["bulky", "heavy"] {
        host.shop.add_term("product_shipping_class", 0, class, class);
    }
    host
}

pub fn catalogues(version: Version) -> [State; 2] {
    let mut taken = recorded::state(Version::V1_0);
    taken.version = version;
    [generate(&Plan { version, images: false, ..Plan::new(7, 60) }), taken]
}

pub fn run(host: &mut Host, job: &Value) -> RunResult {
    run_with(host, job, |_| {})
}

/// A run that is set otherwise in something.
pub fn run_with(host: &mut Host, job: &Value, change: impl FnOnce(&mut Value)) -> RunResult {
    let mut run = full_pull();
    run["job"] = job.clone();
    run["settings"]["cooldown_seconds"] = json!(0);
    run["mapping"] = rows::mapping(&host.unopim.state);
    run["store"]["tax_classes"] = json!(["reduced-rate", "zero-rate"]);
    run["store"]["shipping_classes"] = json!(["bulky", "heavy"]);
    change(&mut run);
    match host.run(&run) {
        Ended::Done(result) => *result,
        other => panic!("{other:?}"),
    }
}

pub fn pull(host: &mut Host) -> RunResult {
    run(host, &json!({"kind": "pull", "scope": "full"}))
}

pub fn push(host: &mut Host) -> RunResult {
    run(host, &json!({"kind": "push", "scope": "all"}))
}

pub fn sent(host: &Host) -> Vec<String> {
    let writes =
        host.unopim.log.iter().filter(|asked| asked.method != "GET" && !asked.target.contains("oauth"));
    writes.map(|asked| format!("{} {} {}", asked.method, asked.target, asked.body)).collect()
}

/// What pushes have said, for whoever looks at a trip that failed.
pub fn told(host: &Host) -> BTreeSet<String> {
    let said = host.logs.iter().filter(|log| log.op == "push" && log.code != "unchanged");
    said.map(|log| format!("{} {} {:?}: {}", log.code, log.key, log.field, log.message)).collect()
}
