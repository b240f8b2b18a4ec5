//! From the `Authorization` header to an admin and what the integration may do.

use super::accounts::Permission;
use crate::unopim::clock::Moment;
use crate::unopim::request::Request;
use crate::unopim::state::State;

/// The caller of an API request.
#[derive(Clone, Debug)]
pub struct Caller {
    pub email: String,
    /// None: the client has no integration row, and every call crashes.
    pub permission: Option<Permission>,
}

/// A disabled admin keeps working: nobody looks at the status.
pub fn caller(state: &State, request: &Request, now: Moment) -> Option<Caller> {
    let token = request.header_value("Authorization")?.strip_prefix("Bearer ")?;
    let token = state.accounts.access.get(token.trim())?;
    if token.revoked || now >= token.expires {
        return None;
    }
    let client = state.accounts.client(&token.client)?;
    if client.revoked {
        return None;
    }
    Some(Caller { email: token.email.clone()?, permission: client.permission.clone() })
}

impl Caller {
    pub fn may(&self, key: &str) -> bool {
        match &self.permission {
            Some(Permission::All) => true,
            Some(Permission::Custom(keys)) => keys.iter().any(|held| held == key),
            None => false,
        }
    }
}
