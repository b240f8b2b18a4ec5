//! The demo over real HTTP, with the engine in this process: what it counts, and what it shows.

use unopim_engine::session::Session;
use unopim_sim::catalogue::recorded;
use unopim_sim::demo::demo;
use unopim_sim::http::{Options, Server};
use unopim_sim::simulator::{Simulator, add_integrations};
use unopim_sim::unopim::Version;

#[test]
fn it_pulls_shows_and_then_writes_nothing() {
    for version in [Version::V1_0, Version::V2_1, Version::V3_0_0, Version::V3_0_1] {
        let mut state = recorded::state(version);
        state.settings.throttle = false;
        let (credentials, _) = add_integrations(&mut state);
        let server = Server::start(0, Simulator::new(state), Options::default()).unwrap();
        let mut said = Vec::new();
        let mut engine = Session::default();
        let report = demo(&server, credentials, ("native", &mut engine), true, &mut said).unwrap();
        let said = String::from_utf8(said).unwrap();
        let (first, second) = (report.first, report.second);
        assert!(
            first.created >= 45 && first.failed == 0 && first.writes > first.created,
            "{version:?}: {first:?}"
        );
        assert_eq!(
            (second.created, second.updated, second.failed, second.writes),
            (0, 0, 0, 0),
            "{version:?}"
        );
        assert_eq!(second.unchanged, first.created, "{version:?}");
        for wanted in [
            "         Shirts\n            T-shirts",
            "Color            Red, Green, Yellow, Black, White",
            "pa_color × pa_size",
            "tee-red-m not for sale",
            "attribute:pa_color            —       Red",
            "regular_price  9.50    19.90  unopim_changed",
            "1 updated",
        ] {
            assert!(said.contains(wanted), "{version:?}: `{wanted}` is missing in\n{said}");
        }
    }
}
