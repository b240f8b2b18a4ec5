//! A shop that does as a plan says and remembers what it holds; no more than a plan's next input needs.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

#[derive(Debug, Clone, Default)]
pub struct Shop {
    last: u64,
    /// `entity:code` → id.
    ids: BTreeMap<String, u64>,
    attributes: BTreeMap<u64, Value>,
    /// Taxonomy → id → term.
    terms: BTreeMap<String, BTreeMap<u64, Value>>,
    items: BTreeMap<u64, Value>,
    /// `entity:code` → link row, with the taxonomy for terms.
    links: BTreeMap<String, (String, Value)>,
}

impl Shop {
    pub fn apply(&mut self, plan: &Value) {
        for operation in plan["operations"].as_array().unwrap() {
            if matches!(operation["action"].as_str(), Some("create" | "update" | "link")) {
                self.carry_out(operation);
            }
        }
    }

    pub fn json(&self) -> Value {
        let links = |entity: &str, of: &str| -> Vec<&Value> {
            let own = |(key, (taxonomy, _)): &(&String, &(String, Value))| {
                key.starts_with(&format!("{entity}:")) && (of.is_empty() || taxonomy == of)
            };
            self.links.iter().filter(own).map(|(_, (_, link))| link).collect()
        };
        let taxonomies: Vec<Value> = self
            .terms
            .iter()
            .map(|(taxonomy, terms)| {
                let mut all = links("option", taxonomy);
                all.extend(links("term", taxonomy));
                all.extend(links("category", taxonomy));
                json!({"taxonomy": taxonomy, "exists": true, "terms": terms.values().collect::<Vec<_>>(), "links": all})
            })
            .collect();
        let variations: Vec<Value> = self
            .items
            .values()
            .filter(|item| item["kind"] == "variation")
            .map(|item| json!({"id": item["id"], "parent": item["parent"], "sku": item["sku"], "axes": item["fields"]["axes"]["v"]}))
            .collect();
        json!({"attributes": {"attributes": self.attributes.values().collect::<Vec<_>>(), "links": links("attribute", "")},
            "taxonomies": taxonomies, "links": links("product", ""), "items": self.items.values().collect::<Vec<_>>(),
            "variations": variations})
    }

    fn carry_out(&mut self, operation: &Value) {
        let entity = operation["entity"].as_str().unwrap();
        let key = format!("{entity}:{}", operation["key"].as_str().unwrap());
        let id = operation["id"].as_u64().unwrap_or_else(|| {
            self.last += 1;
            self.last
        });
        self.ids.insert(key.clone(), id);
        let mut fields: Map<String, Value> = Map::new();
        for field in operation["fields"].as_array().into_iter().flatten().filter(|f| f["write"] == true) {
            let name = field["field"].as_str().unwrap();
            fields.insert(name.to_owned(), self.held(name, &field["new"]));
        }
        let taxonomy = operation["taxonomy"].as_str().unwrap_or_default().to_owned();
        let parent = self.resolved(&operation["parent"]);
        let record = match entity {
            "attribute" => self.attributes.entry(id).or_default(),
            "product" => self.items.entry(id).or_default(),
            _ => self.terms.entry(taxonomy.clone()).or_default().entry(id).or_default(),
        };
        if record.is_null() {
            // What a shop starts with where nothing was written.
            let fields = json!({"featured": {"v": false, "h": "false"}});
            *record = json!({"id": id, "slug": "", "name": "", "fields": fields, "bases": {}, "h": {}});
        }
        for (name, value) in fields {
            let hash = json!(value.to_string());
            if entity == "product" {
                record["fields"][&name] = json!({"v": value, "h": hash});
            } else {
                let place = if name.starts_with("meta:") { &mut record["meta"] } else { &mut *record };
                place[name.trim_start_matches("meta:")] = value;
                record["h"][&name] = hash;
            }
        }
        if entity == "product" {
            record["kind"] = operation["kind"].clone();
            record["parent"] = parent;
            record["sku"] = record["fields"]["sku"]["v"].clone();
        }
        let hash_of = |name: &str| match entity {
            "product" => record["fields"][name]["h"].clone(),
            _ => record["h"][name].clone(),
        };
        let mut bases = self.links.get(&key).map_or(json!({}), |(_, link)| link["bases"].clone());
        for (name, base) in operation["link"]["bases"].as_object().into_iter().flatten() {
            bases[name] = match base {
                Value::Null => continue,
                base if base["shop"].is_string() => json!([base["src"], base["shop"]]),
                base => json!([base["src"], hash_of(name)]),
            };
        }
        if entity == "product" {
            record["bases"] = bases.clone();
        }
        let link = json!({"code": operation["key"], "id": id, "kind": operation["kind"], "parent": record["parent"],
            "target": operation["link"]["target"], "bases": bases, "context": operation["link"]["context"],
            "flags": operation["link"]["flags"]});
        self.links.insert(key, (taxonomy, link));
    }

    /// As the shop would read it back: references are ids by now, and sets are sorted.
    fn held(&self, field: &str, value: &Value) -> Value {
        let value = self.resolved(value);
        match value {
            Value::Array(mut ids)
                if matches!(field, "categories" | "tags") || field.starts_with("taxonomy:") =>
            {
                ids.sort_by_key(Value::as_u64);
                Value::Array(ids)
            }
            other => other,
        }
    }

    fn resolved(&self, value: &Value) -> Value {
        match value {
            Value::Object(map) => match map.get("ref").and_then(Value::as_str) {
                Some(key) => json!(self.ids[key]),
                None => map.iter().map(|(k, v)| (k.clone(), self.resolved(v))).collect(),
            },
            Value::Array(list) => list.iter().map(|v| self.resolved(v)).collect(),
            other => other.clone(),
        }
    }
}
