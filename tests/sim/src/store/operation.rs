//! One operation of `store.apply`, as the engine sent it, and what becomes of it.

use serde_json::{Value, json};

use super::records::LinkKey;
use super::shop::{list, number, text};

#[derive(Clone, Copy)]
pub(super) struct Operation<'a>(pub &'a Value);

/// What became of an operation that was not refused.
pub(super) enum Outcome {
    Done(u64),
    /// The shop holds something else than the plan saw: nothing is written, and this is what it holds.
    Changed(Value),
}

/// Why an operation was not carried out.
#[derive(Debug)]
pub(super) struct Refusal {
    pub code: &'static str,
    pub field: Option<String>,
    pub message: String,
    pub hint: &'static str,
}

pub(super) fn refuse(code: &'static str, field: &str, message: String, hint: &'static str) -> Refusal {
    let field = (!field.is_empty()).then(|| field.to_owned());
    Refusal { code, field, message, hint }
}

/// Attributes, options and the terms of other taxonomies are the same for every channel, their translations for every channel of a
/// language.
pub(super) fn link_channel<'a>(entity: &str, channel: &'a str) -> &'a str {
    if matches!(entity, "attribute" | "option" | "term") {
        channel.find('@').map_or("", |at| &channel[at..])
    } else {
        channel
    }
}

impl<'a> Operation<'a> {
    pub fn n(self) -> u64 {
        number(self.0, "n")
    }

    pub fn id(self) -> u64 {
        number(self.0, "id")
    }

    pub fn entity(self) -> &'a str {
        text(self.0, "entity")
    }

    pub fn action(self) -> &'a str {
        text(self.0, "action")
    }

    pub fn kind(self) -> &'a str {
        text(self.0, "kind")
    }

    pub fn channel(self) -> &'a str {
        text(self.0, "channel")
    }

    pub fn taxonomy(self) -> &'a str {
        text(self.0, "taxonomy")
    }

    pub fn link_key(self) -> LinkKey {
        let channel = link_channel(self.entity(), self.channel());
        (self.entity().to_owned(), channel.to_owned(), text(self.0, "key").to_owned())
    }

    /// Whether it tells what a push wrote to UnoPim.
    pub fn is_push(self) -> bool {
        text(self.0, "side") == "unopim"
    }

    /// Whether there is a shop record after it.
    pub fn leaves_record(self) -> bool {
        !matches!(self.action(), "delete" | "unlink")
    }

    /// The fields to write, with their new values.
    pub fn written(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.to_write().map(|f| (text(f, "field"), &f["new"]))
    }

    /// The new value of a field, if it is to be written and not null.
    pub fn value(self, field: &str) -> Option<&'a Value> {
        self.written().find(|(name, new)| *name == field && !new.is_null()).map(|(_, new)| new)
    }

    /// Written fields whose present hash the plan relied on.
    pub fn expected(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.to_write().filter_map(|f| Some((text(f, "field"), f["expect"].as_str()?)))
    }

    pub fn field_names(self) -> Vec<String> {
        list(self.0, "fields").iter().map(|f| text(f, "field").to_owned()).collect()
    }

    /// Fields whose base takes its shop half from what the shop holds after the write.
    pub fn read_back(self) -> impl Iterator<Item = &'a str> {
        let bases = self.0["link"]["bases"].as_object().into_iter().flatten();
        bases
            .filter(|(_, base)| !base.is_null() && base.get("shop").is_none())
            .map(|(field, _)| field.as_str())
    }

    /// What makes two operations of one number the same.
    pub fn identity(self) -> Value {
        json!([self.0["entity"], self.0["key"], self.0["channel"], self.0["action"], self.0["fields"]])
    }

    fn to_write(self) -> impl Iterator<Item = &'a Value> {
        list(self.0, "fields").iter().filter(|f| f["write"] == json!(true))
    }
}
