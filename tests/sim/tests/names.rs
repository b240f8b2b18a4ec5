//! Somebody in the shop has a say in what attributes are called that stand for axes.

use serde_json::Value;
use unopim_engine::wire::{RunResult, RunStatus};
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::{Ended, Host, full_pull};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::Version;

fn pull(host: &mut Host, asks: bool, dies_after: Option<u32>) -> Option<RunResult> {
    let mut job = full_pull();
    job["settings"]["ask_names"] = Value::Bool(asks);
    host.dies_after = dies_after;
    match host.run(&job) {
        Ended::Done(result) => Some(*result),
        Ended::Crashed => None,
        other => panic!("{other:?}"),
    }
}

fn slugs(host: &Host) -> Vec<&str> {
    host.shop.attributes.iter().map(|a| a.slug.as_str()).collect()
}

fn host(names: &[(&str, &str)]) -> Host {
    let mut state = generate(&Plan { version: Version::V3_0_0, images: false, ..Plan::new(7, 60) });
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    let mut host = Host::new(Simulator::new(state), credentials);
    host.shop.names = names.iter().map(|(code, slug)| ((*code).to_owned(), (*slug).to_owned())).collect();
    host
}

#[test]
fn an_axis_has_the_name_that_somebody_wants() {
    let mut host = host(&[("size", "Shoe Size"), ("nobody", "nothing")]);
    assert_eq!(pull(&mut host, true, None).map(|result| result.status), Some(RunStatus::Done));
    let slugs_now = slugs(&host);
    assert!(slugs_now.contains(&"shoe-size") && slugs_now.contains(&"color"), "{slugs_now:?}");
    assert!(!slugs_now.contains(&"size"), "{slugs_now:?}");
    let variations: Vec<&Value> =
        host.shop.products.values().filter(|p| p.kind == "variation").map(|p| &p.fields["axes"]).collect();
    assert!(variations.iter().any(|axes| !axes["pa_shoe-size"].is_null()), "{variations:?}");
    assert_eq!(pull(&mut host, true, None).map(|result| result.counts.writes), Some(0));
}

#[test]
fn a_host_that_goes_on_with_a_run_asks_again() {
    for steps in [20, 30, 36, 40] {
        let mut host = host(&[("size", "shoe-size")]);
        pull(&mut host, true, Some(steps));
        pull(&mut host, true, None);
        let slugs_now = slugs(&host);
        assert!(
            slugs_now.contains(&"shoe-size") && !slugs_now.contains(&"size"),
            "after {steps}: {slugs_now:?}"
        );
    }
}

#[test]
fn nobody_is_asked_who_has_no_say() {
    let mut host = host(&[("size", "shoe-size")]);
    pull(&mut host, false, None);
    assert!(slugs(&host).contains(&"size"));
}
