//! A UnoPim with its misfortunes, its log and its clock: what a server or a simulation drives.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::faults::{Exchange, Faults, exchange};
use crate::unopim::auth::accounts::Permission;
use crate::unopim::{Moment, Request, State, handle};

/// How many requests the log remembers.
const LOG_LENGTH: usize = 10_000;

/// The sign-in data of the integration that may do everything.
#[derive(Clone, Debug, Serialize)]
pub struct Credentials {
    pub client_id: String,
    pub client_secret: String,
    pub username: String,
    pub password: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Logged {
    pub method: String,
    pub target: String,
    /// 0 when no answer was sent.
    pub status: u16,
    pub at: Moment,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
}

pub struct Simulator {
    pub state: State,
    pub faults: Faults,
    pub log: Vec<Logged>,
    /// Requests by method and path, without the query.
    pub counters: BTreeMap<String, u64>,
    /// Milliseconds added to the moments that come in.
    pub clock_offset: i64,
}

impl Simulator {
    pub fn new(state: State) -> Self {
        Simulator {
            state,
            faults: Faults::none(),
            log: Vec::new(),
            counters: BTreeMap::new(),
            clock_offset: 0,
        }
    }

    pub fn now(&self, moment: Moment) -> Moment {
        moment.saturating_add_signed(self.clock_offset)
    }

    pub fn exchange(&mut self, request: &Request, moment: Moment) -> Exchange {
        let now = self.now(moment);
        let outcome = exchange(&mut self.state, &mut self.faults, request, now);
        let status = match &outcome {
            Exchange::Answer { response, .. } | Exchange::Truncated { response, .. } => response.status,
            Exchange::Silence | Exchange::Reset | Exchange::Refused => 0,
        };
        *self.counters.entry(format!("{} {}", request.method, request.raw_path())).or_default() += 1;
        if self.log.len() >= LOG_LENGTH {
            self.log.drain(..LOG_LENGTH / 2);
        }
        let readable = request.body.len() <= 65_536 && request.raw_path() != "/oauth/token";
        self.log.push(Logged {
            method: request.method.clone(),
            target: request.target.clone(),
            status,
            at: now,
            body: if readable { String::from_utf8_lossy(&request.body).into_owned() } else { String::new() },
        });
        outcome
    }
}

/// Adds the two integrations that every served catalogue has: one that may do everything, and one that may
/// read products only.
pub fn add_integrations(state: &mut State) -> (Credentials, Credentials) {
    let full = Credentials {
        client_id: "0197f3a0-0000-7000-8000-000000000001".to_owned(),
        client_secret: "sim-secret-full".to_owned(),
        username: "connector@example.test".to_owned(),
        password: "sim-password-full".to_owned(),
    };
    let reader = Credentials {
        client_id: "0197f3a0-0000-7000-8000-000000000002".to_owned(),
        client_secret: "sim-secret-reader".to_owned(),
        username: "products-only@example.test".to_owned(),
        password: "sim-password-reader".to_owned(),
    };
    for (who, permission) in
        [(&full, Permission::All), (&reader, Permission::Custom(vec!["api.catalog.products".to_owned()]))]
    {
        state.accounts.add(&who.username, &who.password, &who.client_id, &who.client_secret, permission);
    }
    (full, reader)
}

impl Simulator {
    /// Builds the pages that a full crawl will ask for, so that a bench measures its client only. The crawl
    /// is not logged and no limit counts it.
    pub fn warm(&mut self) {
        let throttle = std::mem::replace(&mut self.state.settings.throttle, false);
        let Some(client) = self.state.accounts.clients.iter().find(|c| c.permission == Some(Permission::All))
        else {
            return;
        };
        let (id, email) = (client.id.clone(), client.email.clone());
        let (token, _) = self.state.accounts.issue(&id, Some(&email), 0, (60, 60));
        let configurables = self.state.version.configurables();
        for list in ["products", configurables] {
            let cursor = if self.state.version.has_cursor() { "&pagination_type=search_after" } else { "" };
            let mut target = format!("/api/v1/rest/{list}?limit=100{cursor}");
            loop {
                let answer = handle(&mut self.state, &Request::get(&target).bearer(&token), 0).value();
                let next = answer["links"]["next"].as_str().and_then(|link| link.split_once("/api/"));
                match next {
                    Some((_, rest)) => target = format!("/api/{rest}"),
                    None => break,
                }
            }
        }
        self.state.accounts.access.remove(&token);
        self.state.settings.throttle = throttle;
    }
}
