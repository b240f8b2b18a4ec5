//! `unopim-sim demo --engine COMMAND`: the demo for machines without WooCommerce.

use std::io::{self, Write};

use unopim_sim::demo::{Process, demo};
use unopim_sim::http::{Options, Server};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::Version;

use super::arguments::Arguments;
use super::serve::catalogue;

pub(crate) fn run(given: &[String]) -> Result<(), String> {
    let mut arguments = Arguments::new(given);
    let command: String = arguments
        .value("--engine")?
        .ok_or("--engine names the engine's command, such as \"runner engine.cwasm\"")?;
    let json = arguments.flag("--json");
    let version = arguments.value::<Version>("--version")?.unwrap_or(Version::V3_0_0);
    let mut state = catalogue(&mut arguments, version)?;
    arguments.finish()?;
    state.settings.throttle = false;
    let (credentials, _) = add_integrations(&mut state);
    let server = Server::start(0, Simulator::new(state), Options::default())
        .map_err(|error| format!("cannot listen: {error}"))?;
    {
        let mut simulator = server.simulator();
        simulator.state.settings.app_url = server.url();
        simulator.state.touch();
    }
    let mut engine =
        Process::start(&command).map_err(|error| format!("the engine did not start: {error}"))?;
    let name = engine.name.clone();
    // With --json standard output holds the object alone.
    let mut out: Box<dyn Write> = if json { Box::new(io::stderr()) } else { Box::new(io::stdout()) };
    let report = demo(&server, credentials, (&name, &mut engine), !json, &mut out)?;
    if json {
        let line = serde_json::to_string(&report).map_err(|error| error.to_string())?;
        writeln!(io::stdout(), "{line}").map_err(|error| error.to_string())?;
    }
    Ok(())
}
