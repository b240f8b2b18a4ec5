//! The freshly installed server on which the recording began, taken from its own first lists.

use serde_json::Value;

use super::recording::Recording;
use crate::catalogue::standard;
use crate::unopim::auth::accounts::Permission;
use crate::unopim::records::{
    Attribute, AttributeOption, Category, Channel, Currency, Family, FamilyGroup, Group, Labels, Locale,
};
use crate::unopim::{State, Version};

/// The first attribute that the session made itself.
const FIRST_OWN_ATTRIBUTE: &str = "t_text";

pub const PASSWORD: &str = "correct horse";

/// E-mail, client id and secret of the admins of the session, by their name in the placeholders.
pub fn credentials(name: &str) -> (String, String, String) {
    let email = if name == "FULL" {
        "admin@example.com".to_owned()
    } else {
        format!("{}@example.com", name.to_lowercase())
    };
    (
        email,
        format!("00000000-0000-4000-8000-{:0>12}", name.to_lowercase()),
        format!("secret-{}", name.to_lowercase()),
    )
}

pub fn state(recordings: &[Recording]) -> State {
    let mut state = State::new(Version::V1_0);
    let answer = |number: u32| {
        recordings.iter().find(|recording| recording.number == number).and_then(Recording::answer)
    };
    standard::install(&mut state);
    for (name, permission) in [
        ("FULL", Permission::All),
        ("READER", Permission::Custom(vec!["api.catalog.products".to_owned()])),
        ("DISABLED", Permission::All),
    ] {
        let (email, id, secret) = credentials(name);
        state.accounts.add(&email, PASSWORD, &id, &secret, permission);
    }
    for admin in state.accounts.admins.iter_mut().filter(|admin| admin.email.starts_with("disabled")) {
        admin.enabled = false;
    }
    for row in rows(answer(483)) {
        state.locales.insert(Locale { code: text(row, "code"), enabled: is_on(row, "status") });
    }
    for row in rows(answer(491)) {
        let names = Labels::from([("en_US".to_owned(), text(row, "label"))]);
        state.currencies.insert(Currency { code: text(row, "code"), enabled: is_on(row, "status"), names });
    }
    // The one currency that was also read in French.
    if let Some(row) = answer(956)
        && let Some(currency) = state.currencies.get_mut(&text(row, "code"))
    {
        currency.names.insert("fr_FR".to_owned(), text(row, "label"));
    }
    for row in rows(answer(83)) {
        state.channels.insert(channel(row));
    }
    state.categories.insert(Category { code: "root".to_owned(), parent: None, data: Value::Null });
    for row in rows(answer(86)) {
        state.category_fields.insert(attribute(row));
    }
    for row in rows(answer(519)).take_while(|row| text(row, "code") != FIRST_OWN_ATTRIBUTE) {
        state.attributes.insert(attribute(row));
    }
    for (code, number) in [("color", 117), ("size", 118)] {
        for row in answer(number).and_then(Value::as_array).into_iter().flatten() {
            let id = state.next_option_id();
            if let Some(attribute) = state.attributes.get_mut(code) {
                attribute.options.push(AttributeOption {
                    id,
                    code: text(row, "code"),
                    sort_order: row["sort_order"].as_i64(),
                    labels: labels(row),
                    swatch: None,
                });
            }
        }
    }
    for row in rows(answer(88)) {
        state.groups.insert(Group { code: text(row, "code"), labels: labels(row) });
    }
    for row in rows(answer(89)) {
        state.families.insert(family(row));
    }
    state
}

/// The second channel, which this line can only make in its admin area.
pub fn second_channel(recordings: &[Recording]) -> Option<Channel> {
    let list = recordings.iter().find(|recording| recording.number == 299)?;
    rows(list.answer()).find(|row| text(row, "code") == "web").map(channel)
}

fn rows(answer: Option<&Value>) -> impl Iterator<Item = &Value> {
    answer.and_then(|body| body.get("data")).and_then(Value::as_array).into_iter().flatten()
}

fn text(row: &Value, key: &str) -> String {
    row[key].as_str().unwrap_or_default().to_owned()
}

fn is_on(row: &Value, key: &str) -> bool {
    row[key].as_i64() == Some(1)
}

fn labels(row: &Value) -> Labels {
    let map = row["labels"].as_object().into_iter().flatten();
    map.filter_map(|(locale, label)| Some((locale.clone(), label.as_str()?.to_owned()))).collect()
}

fn texts(row: &Value, key: &str) -> Vec<String> {
    row[key].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn channel(row: &Value) -> Channel {
    Channel {
        code: text(row, "code"),
        labels: labels(row),
        root_category: text(row, "root_category"),
        locales: texts(row, "locales"),
        currencies: texts(row, "currencies"),
    }
}

fn attribute(row: &Value) -> Attribute {
    let mut attribute = Attribute::new(&text(row, "code"), &text(row, "type"));
    attribute.validation = row["validation"].as_str().map(str::to_owned);
    attribute.regex = row["regex_pattern"].as_str().map(str::to_owned);
    attribute.position = row["position"].as_i64();
    attribute.required = is_on(row, "is_required");
    attribute.unique = is_on(row, "is_unique");
    attribute.per_locale = is_on(row, "value_per_locale");
    attribute.per_channel = is_on(row, "value_per_channel");
    attribute.wysiwyg = is_on(row, "enable_wysiwyg");
    attribute.labels = labels(row);
    attribute
}

fn family(row: &Value) -> Family {
    let groups = row["attribute_groups"].as_array().into_iter().flatten().map(|group| FamilyGroup {
        code: text(group, "code"),
        position: group["position"].as_i64().unwrap_or(0),
        attributes: group["custom_attributes"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| (text(entry, "code"), entry["position"].as_i64().unwrap_or(0)))
            .collect(),
    });
    Family { code: text(row, "code"), labels: labels(row), groups: groups.collect() }
}
