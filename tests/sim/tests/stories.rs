//! Seeded stories: whatever goes wrong, the shop ends equal to the catalogue, and a further run changes nothing.

use unopim_sim::catalogue::recorded;
use unopim_sim::drive::{Told, tell};
use unopim_sim::unopim::Version;

#[test]
fn the_recorded_catalogue_arrives_whatever_happens() {
    let state = recorded::state(Version::V1_0);
    for seed in 0..40 {
        let Told { wrong, .. } = tell(seed, state.clone());
        assert!(wrong.is_empty(), "seed {seed}: {wrong:#?}");
    }
}
