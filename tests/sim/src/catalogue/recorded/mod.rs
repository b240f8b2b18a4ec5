//! The catalogue of a real UnoPim 1.0.1, rebuilt by repeating what was recorded.
//!
//! `tests/fixtures/unopim-recorded/recorded.jsonl` holds one continuous session: every request with its
//! answer. [`session::Session`] repeats it against the simulator; [`state`] stops where the session listed
//! the whole catalogue.

pub mod install;
pub mod recording;
mod script;
pub mod session;
mod timeline;

use crate::unopim::{Settings, State, Version};
use recording::Recording;
use session::Session;

/// The last recording of the part in which the session lists everything it made.
const LISTED: u32 = 520;

/// The state as the recorded lists show it.
pub fn state(version: Version) -> State {
    let recordings = Recording::all();
    let mut session = Session::new(&recordings);
    for recording in recordings.iter().filter(|recording| recording.number <= LISTED) {
        if recording.is_write() {
            session.play(recording);
        }
    }
    let mut state = session.into_state();
    state.version = version;
    state.settings = Settings::default();
    state.accounts.revoke_all();
    state.accounts.throttle.clear();
    state.touch();
    state
}
