//! The `shop` steps of a case: what somebody does in the shop by hand.

use serde_json::{Map, Value, json};
use unopim_sim::store::Shop;
use unopim_sim::unopim::clock::SECOND;

/// Returns the id of what was made, null when nothing was.
pub(crate) fn act(shop: &mut Shop, step: &Value) -> Value {
    let id = |key: &str| step[key].as_u64().unwrap_or_else(|| panic!("`{key}` names no item: {step}"));
    if let Some(what) = step["add"].as_object() {
        let mut fields: Map<String, Value> = what.clone();
        let kind = fields.remove("kind").unwrap_or_default();
        let parent = fields.remove("parent").unwrap_or_default();
        let text = |field: &str| what[field].as_str().unwrap();
        match kind.as_str().unwrap() {
            "attachment" => return json!(shop.attach()),
            "term" => {
                let above = parent.as_u64().unwrap_or_default();
                return json!(shop.add_term(text("taxonomy"), above, text("name"), text("slug")));
            }
            _ => {}
        }
        return json!(shop.add(kind.as_str().unwrap(), parent.as_u64().unwrap_or_default(), &fields));
    }
    if let Some(seconds) = step["wait"].as_u64() {
        shop.now += seconds * SECOND;
    } else if step.get("edit").is_some() {
        assert!(shop.edit_item(id("edit"), step["fields"].as_object().unwrap()), "{step}: it is gone");
    } else if step.get("trash").is_some() {
        shop.trash(id("trash"));
    } else {
        shop.delete(id("delete"));
    }
    Value::Null
}
