//! `unopim-sim serve`.

use std::io::{self, Read, Write};
use std::thread;
use std::time::Duration;

use serde_json::json;
use unopim_sim::catalogue::{Plan, generate, recorded};
use unopim_sim::faults::Faults;
use unopim_sim::http::{Options, Server};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::{State, Version};

use super::arguments::Arguments;

pub(crate) fn run(given: &[String]) -> Result<(), String> {
    let mut arguments = Arguments::new(given);
    let version = arguments.value::<Version>("--version")?.unwrap_or(Version::V3_0_0);
    let mut state = catalogue(&mut arguments, version)?;
    let (full, reader) = add_integrations(&mut state);
    state.settings.throttle = !arguments.flag("--no-throttle");
    state.settings.zone_minutes = arguments.value("--zone")?.unwrap_or(0);
    let base_url: Option<String> = arguments.value("--base-url")?;
    let mut simulator = Simulator::new(state);
    if let Some(spec) = arguments.value::<String>("--faults")? {
        simulator.faults = Faults::parse(&spec).map_err(|error| error.to_string())?;
    }
    let options = Options {
        tls_garbage: arguments.flag("--tls-garbage"),
        silence: Duration::from_secs(arguments.value("--silence")?.unwrap_or(120)),
    };
    let port = arguments.value("--port")?.unwrap_or(0);
    let warm = arguments.flag("--warm");
    let until_killed = arguments.flag("--ignore-stdin");
    arguments.finish()?;

    let server =
        Server::start(port, simulator, options).map_err(|error| format!("cannot listen: {error}"))?;
    {
        let mut simulator = server.simulator();
        simulator.state.settings.app_url = base_url.unwrap_or_else(|| server.url());
        simulator.state.touch();
        if warm {
            simulator.warm();
        }
    }
    let ready = json!({
        "address": server.address.to_string(),
        "url": server.url(),
        "version": version.as_str(),
        "client_id": full.client_id,
        "client_secret": full.client_secret,
        "username": full.username,
        "password": full.password,
        "reader": reader,
    });
    let mut out = io::stdout();
    writeln!(out, "{ready}").and_then(|()| out.flush()).map_err(|error| error.to_string())?;
    if until_killed {
        loop {
            thread::park();
        }
    }
    io::stdin().read_to_end(&mut Vec::new()).map_err(|error| error.to_string())?;
    Ok(())
}

/// The catalogue that the options ask for.
pub(super) fn catalogue(arguments: &mut Arguments, version: Version) -> Result<State, String> {
    let kind = arguments.value::<String>("--catalogue")?.unwrap_or_else(|| "recorded".to_owned());
    let mut plan = Plan::new(1, 1000);
    plan.version = version;
    plan.products = arguments.value("--products")?.unwrap_or(plan.products);
    plan.seed = arguments.value("--seed")?.unwrap_or(plan.seed);
    plan.edge_share = arguments.value("--edges")?.unwrap_or(plan.edge_share);
    plan.variant_share = arguments.value("--variants")?.unwrap_or(plan.variant_share);
    plan.two_level_share = arguments.value("--two-level")?.unwrap_or(plan.two_level_share);
    plan.images = !arguments.flag("--no-images");
    match kind.as_str() {
        "recorded" => Ok(recorded::state(version)),
        "generated" => Ok(generate(&plan)),
        other => Err(format!("--catalogue cannot be `{other}`; it is recorded or generated")),
    }
}
