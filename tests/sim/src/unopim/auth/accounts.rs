//! Admins, their integrations, and the tokens handed out.

use std::collections::BTreeMap;

use super::throttle::Throttle;
use crate::random::Random;
use crate::unopim::clock::{Moment, SECOND};

#[derive(Clone, Debug)]
pub struct Admin {
    pub email: String,
    pub password: String,
    pub enabled: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Permission {
    All,
    Custom(Vec<String>),
}

/// An OAuth client with the integration it belongs to.
#[derive(Clone, Debug)]
pub struct Client {
    pub id: String,
    pub secret: String,
    pub email: String,
    /// None: the client exists without an integration row.
    pub permission: Option<Permission>,
    pub revoked: bool,
}

#[derive(Clone, Debug)]
pub struct Token {
    pub client: String,
    /// None for client-credential tokens, which the API refuses.
    pub email: Option<String>,
    pub expires: Moment,
    pub revoked: bool,
    /// Refresh tokens only: the access token that dies with it.
    pub access: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Accounts {
    pub admins: Vec<Admin>,
    pub clients: Vec<Client>,
    pub access: BTreeMap<String, Token>,
    pub refresh: BTreeMap<String, Token>,
    pub throttle: Throttle,
    random: Random,
}

impl Accounts {
    pub fn admin(&self, email: &str) -> Option<&Admin> {
        self.admins.iter().find(|admin| admin.email.eq_ignore_ascii_case(email))
    }

    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id == id)
    }

    pub fn add(&mut self, email: &str, password: &str, id: &str, secret: &str, permission: Permission) {
        self.admins.push(Admin { email: email.to_owned(), password: password.to_owned(), enabled: true });
        self.clients.push(Client {
            id: id.to_owned(),
            secret: secret.to_owned(),
            email: email.to_owned(),
            permission: Some(permission),
            revoked: false,
        });
    }

    /// A token pair; the refresh token is left out for client credentials.
    pub fn issue(
        &mut self,
        client: &str,
        email: Option<&str>,
        now: Moment,
        lifetimes: (u64, u64),
    ) -> (String, Option<String>) {
        let access = self.random.text(64);
        let token = Token {
            client: client.to_owned(),
            email: email.map(str::to_owned),
            expires: now + lifetimes.0 * SECOND,
            revoked: false,
            access: None,
        };
        self.access.insert(access.clone(), token.clone());
        let refresh = email.map(|_| {
            let refresh = format!("def502{}", self.random.text(58));
            let expires = now + lifetimes.1 * SECOND;
            self.refresh.insert(refresh.clone(), Token { expires, access: Some(access.clone()), ..token });
            refresh
        });
        (access, refresh)
    }

    pub fn revoke_all(&mut self) {
        for token in self.access.values_mut().chain(self.refresh.values_mut()) {
            token.revoked = true;
        }
    }

    /// Deletes an integration as the admin area does: client and tokens go with it.
    pub fn delete_integration(&mut self, client_id: &str) {
        for client in self.clients.iter_mut().filter(|client| client.id == client_id) {
            client.revoked = true;
        }
        let tokens = self.access.values_mut().chain(self.refresh.values_mut());
        for token in tokens.filter(|token| token.client == client_id) {
            token.revoked = true;
        }
    }
}
