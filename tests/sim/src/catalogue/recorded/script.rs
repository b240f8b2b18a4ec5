//! What happened between the recordings without a request: changes in the database, in the environment, in
//! the admin area. Each is named in the note of the recording that shows it.

use serde_json::json;

use super::install;
use super::recording::Recording;
use super::session::{Session, Who};
use crate::unopim::clock;

const MEGABYTE: usize = 1024 * 1024;

type Change = fn(&mut Session);

/// The number before which a change happened, and the change.
pub(super) const CHANGES: &[(u32, Change)] = &[
    (31, |s| set_lifetimes(s, 1)),
    (32, |s| s.delay = 2 * clock::SECOND),
    (34, |s| {
        s.delay = 0;
        set_lifetimes(s, 3600);
        s.revoke(2);
    }),
    (78, |s| s.state.settings.debug = true),
    (80, |s| s.state.settings.debug = false),
    (299, |s| {
        if let Some(channel) = install::second_channel(&Recording::all()) {
            s.state.channels.insert(channel);
        }
    }),
    (615, |s| {
        let required = ["name", "url_key", "brand", "weight", "description"].map(str::to_owned);
        s.state.completeness.insert("apparel".to_owned(), required.to_vec());
    }),
    // A variant is damaged in two ways, then repaired.
    (854, |s| s.damage("tee-green-l", json!(null))),
    (859, |s| s.damage("tee-green-l", json!({"locale_specific": []}))),
    (861, |s| {
        s.repair("tee-green-l");
        set_locale(s, "de_DE", false);
    }),
    (864, |s| set_locale(s, "de_DE", true)),
    (929, |s| {
        s.state.settings.throttle = true;
        s.exhaust_api(Who::Full);
    }),
    (933, Session::exhaust_token),
    (934, |s| s.state.settings.debug = true),
    (936, |s| {
        s.state.settings.debug = false;
        s.state.accounts.throttle.clear();
    }),
    (938, |s| {
        s.state.settings.throttle = false;
        s.state.settings.upload_max_bytes = 8 * MEGABYTE;
    }),
    (956, |s| "fr_FR".clone_into(&mut s.state.settings.app_locale)),
    (959, |s| "en_US".clone_into(&mut s.state.settings.app_locale)),
    (973, |s| {
        // 23:30 in Kolkata.
        let at = clock::parse("2026-01-31 18:00:00").unwrap_or_default();
        if let Some(product) = s.state.products.get_mut("full-1") {
            (product.created, product.updated) = (at, at);
        }
    }),
    (975, |s| {
        if let Some(attribute) = s.state.attributes.get_mut("t_select") {
            attribute.options.retain(|option| option.code != "opt_a");
        }
    }),
    (979, |s| {
        if let Some(id) = s.state.attributes.id_of("t_area") {
            s.state.attributes.remove(id);
        }
    }),
    (988, |s| s.state.settings.upload_max_bytes = 64 * MEGABYTE),
    // The recorder ran its bulk write once more without keeping the request.
    (990, |s| {
        if let Some(product) = s.state.products.get_mut("min-1") {
            product.values["common"]["t_text"] = json!("bulk 1795423560.7736433");
            product.updated = clock::parse("2026-11-23 08:46:00").unwrap_or_default();
        }
    }),
    (1026, |s| {
        let (_, client, _) = install::credentials("READER");
        s.state.accounts.delete_integration(&client);
    }),
];

fn set_lifetimes(session: &mut Session, seconds: u64) {
    session.state.settings.access_token_seconds = seconds;
    session.state.settings.refresh_token_seconds = seconds;
}

fn set_locale(session: &mut Session, code: &str, enabled: bool) {
    if let Some(locale) = session.state.locales.get_mut(code) {
        locale.enabled = enabled;
    }
}
