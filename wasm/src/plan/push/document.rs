//! One record's write from given data, without a run: what the specs compare.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::{Decided, Known, Outgoing, hidden_level};
use super::files::{FilesKnown, Library, files_said};
use super::terms::ShopTerms;
use crate::diff::Side;
use crate::error::Fault;
use crate::mapping::{Mapping, Resolved, resolve};
use crate::ordered::SortedMap;
use crate::plain::json_of;
use crate::plan::document::ShopInput;
use crate::plan::shop::ShopStructure;
use crate::plan::shown::borrowed;
use crate::plan::target::{Axes, Role, TargetContext};
use crate::plan::{Catalog, RawCatalog, RunSettings, StoreFacts};
use crate::run::Capabilities;
use crate::source::write::{
    Change, Deleted, NewKind, NewProduct, Write, WriteFacts, category_create, category_write, delete_of,
    product_create, product_write,
};
use crate::source::{Product, Wanted};
use crate::store::{CATEGORIES, Snapshot, Term, kind};

/// Everything that a write depends on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SendInput {
    pub settings: RunSettings,
    pub store: StoreFacts,
    pub mapping: Mapping,
    pub catalog: RawCatalog,
    pub capabilities: Capabilities,
    /// `items`: the product first; `links`: SKUs of products that it is linked to; `taxonomies`: the terms, with their links.
    pub shop: ShopInput,
    /// The SKU, or a category's code.
    pub key: String,
    /// UnoPim's record as it was read; absent: it is created.
    pub item: Option<Value>,
    /// A variation's parent in UnoPim.
    pub parent: Option<Value>,
    /// Attributes that tell variants apart; of a new variation with its options.
    pub axes: SortedMap<String, String>,
    /// The top of a two-level tree.
    pub two_level: bool,
    pub held: Vec<String>,
    pub choices: SortedMap<String, Side>,
    /// Places that UnoPim refused to take back.
    pub refused: Vec<String>,
    /// UnoPim's files in the media library, by their paths: id and address.
    pub media: Library,
    /// A category in place of a product.
    pub category: Option<CategoryChanges>,
    /// The kind of record that is deleted: `product`, `configurable`, `category`, `attribute`, or `option` (`attribute/option`).
    pub delete: Option<String>,
}

/// What is to change of a category.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CategoryChanges {
    pub parent: Option<String>,
    /// By their places (`locale_specific.en_US.name`); null: taken away.
    pub fields: SortedMap<String, Option<Value>>,
}

/// What would be sent, and why the rest would not.
#[derive(Debug, Default, Serialize)]
pub struct SendPlan {
    #[serde(skip_serializing_if = "Option::is_none")]
    write: Option<Sending>,
    /// Attachments, by the place of their attribute.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    files: SortedMap<String, Vec<u64>>,
    /// Options that are made first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    needs: Vec<Needed>,
    /// Why each field is sent.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    reasons: SortedMap<String, &'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    held: Vec<String>,
    /// Fields in which UnoPim's value stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overruled: Vec<String>,
    /// Fields that are in step without a write.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    settled: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<Fault>,
}

#[derive(Debug, Serialize)]
struct Sending {
    method: &'static str,
    path: String,
    body: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Needed {
    attribute: String,
    term: u64,
    option: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct Told {
    field: String,
    code: String,
    message: String,
    hint: String,
}

/// What a push of the one record sends.
pub fn send(input: &SendInput) -> Result<SendPlan, Fault> {
    let (catalog, _) = input.catalog.decode();
    let settings = input.settings.clone().completed().speaking(&input.store).narrowed(&catalog);
    let facts = WriteFacts {
        catalog: &catalog,
        capabilities: &input.capabilities,
        two_level: input.two_level,
        parent: input.parent.as_ref().map(|parent| &parent["values"]),
        axes: &input.axes.keys().cloned().collect::<Vec<_>>(),
        refused: &input.refused,
    };
    if let Some(entity) = &input.delete {
        return Ok(with_write(SendPlan::default(), deleted(entity, &input.key, &facts).map(Some)));
    }
    if let Some(category) = &input.category {
        return Ok(with_write(SendPlan::default(), category_of(input, category, &facts)));
    }
    product(input, &catalog, &settings, &facts)
}

fn with_write(plan: SendPlan, write: Result<Option<Write>, Fault>) -> SendPlan {
    match write {
        Ok(write) => SendPlan {
            write: write.map(|Write { method, path, body, left_out }| Sending {
                method,
                path,
                body,
                left_out,
            }),
            ..plan
        },
        Err(fault) => SendPlan { fault: Some(fault), ..plan },
    }
}

fn deleted(entity: &str, key: &str, facts: &WriteFacts) -> Result<Write, Fault> {
    let what = match (entity, key.split_once('/')) {
        ("product", _) => Deleted::Product(key),
        ("configurable", _) => Deleted::Configurable(key),
        ("category", _) => Deleted::Category(key),
        ("option", Some((attribute, option))) => Deleted::Option { attribute, option },
        _ => Deleted::Attribute(key),
    };
    delete_of(what, facts.catalog, facts.capabilities)
}

fn category_of(
    input: &SendInput,
    category: &CategoryChanges,
    facts: &WriteFacts,
) -> Result<Option<Write>, Fault> {
    let fields = category.fields.iter();
    let mut changes: Vec<Change> =
        fields.map(|(path, value)| Change { path: path.clone(), value: value.clone() }).collect();
    let parent = category.parent.as_deref();
    match &input.item {
        None => category_create(&input.key, parent, &changes, facts).map(Some),
        Some(raw) => {
            changes.extend(parent.map(|code| Change { path: "parent".into(), value: Some(code.into()) }));
            category_write(raw, &changes, facts)
        }
    }
}

fn product(
    input: &SendInput,
    catalog: &Catalog,
    settings: &RunSettings,
    facts: &WriteFacts,
) -> Result<SendPlan, Fault> {
    let Some(snapshot) = input.shop.items.first() else {
        let hint = "Name the product under shop.items.";
        return Err(Fault::new("bad_input", "shop.items", "There is no product of the shop to send", hint));
    };
    let resolved = resolve(&input.mapping, catalog, settings);
    let shop = shop_of(&input.shop);
    let axes = Axes::default();
    let context = TargetContext {
        catalog,
        settings,
        store: &input.store,
        resolved: &resolved,
        axes: &axes,
        terms: &shop.terms,
    };
    let role = role_of(snapshot, &input.axes);
    let read = |raw| read(input, raw, &resolved, settings);
    let seen = input.item.as_ref().map(read).transpose()?;
    let target = seen.as_ref().map(|product| context.build(product, &role));
    let borrowed = seen.as_ref().map(|product| borrowed(product, &context)).unwrap_or_default();
    let known = FilesKnown { library: input.media.clone(), ..FilesKnown::default() };
    let link = input.shop.links.iter().find(|link| link.code == input.key);
    let remembered = link.map_or(&Value::Null, |link| &link.context);
    let said = target.as_ref().map(|t| files_said(t, &resolved, &snapshot.fields, remembered, &known));
    let said = said.unwrap_or_default();
    let family = input.item.as_ref().and_then(|raw| raw["family"].as_str());
    let terms = ShopTerms::of(&shop);
    let outgoing = Outgoing {
        context: &context,
        key: &input.key,
        role: &role,
        known: input.item.as_ref().zip(target.as_ref()).map(|(raw, target)| Known {
            raw,
            target,
            inherited: facts.parent.filter(|_| input.capabilities.inheritance),
            borrowed: &borrowed,
            level: input.parent.as_ref().and_then(|parent| {
                hidden_level(raw, parent["sku"].as_str().unwrap_or_default(), &input.capabilities)
            }),
            files: &said,
        }),
        family: family.unwrap_or(&settings.default_family),
        snapshot,
        bases: &snapshot.bases,
        above: &[],
        held: &input.held,
        choices: Some(&input.choices),
        terms: &terms,
    };
    let mut decided = outgoing.decide();
    if input.parent.is_none() && !settings.translates {
        outgoing.decide_categories(&mut decided);
        let links = || input.shop.links.iter().map(|link| (link.id, link.code.clone()));
        outgoing.decide_associations(
            &links().collect(),
            &links().map(|(id, code)| (code, id)).collect(),
            &mut decided,
        );
    }
    let write = written(input, &outgoing, &decided, facts);
    Ok(with_write(told(decided), write))
}

/// UnoPim's product as a run reads it.
fn read(
    input: &SendInput,
    raw: &Value,
    resolved: &Resolved,
    settings: &RunSettings,
) -> Result<Product, Fault> {
    let wanted = Wanted::new(&resolved.attributes, &settings.channel, &settings.locale_chain);
    let mut product = Product::decode(&json_of(raw), &wanted)?;
    if let Some(parent) = input.parent.as_ref().filter(|_| input.capabilities.inheritance) {
        let parent = Product::decode(&json_of(parent), &wanted)?;
        product.inherit(&parent.values, parent.categories.as_ref());
    }
    Ok(product)
}

fn role_of(snapshot: &Snapshot, axes: &SortedMap<String, String>) -> Role {
    match snapshot.kind.as_str() {
        kind::VARIABLE => {
            Role::Variable { axes: axes.keys().map(|axis| (axis.clone(), Vec::new())).collect() }
        }
        kind::VARIATION => Role::Variation { axes: axes.keys().cloned().collect() },
        _ => Role::Simple,
    }
}

/// The shop's terms; each link says what a term stands for.
fn shop_of(input: &ShopInput) -> ShopStructure {
    let mut shop = ShopStructure::default();
    for row in &input.taxonomies {
        let entity = match row.taxonomy.as_str() {
            CATEGORIES => "category",
            name if name.starts_with("pa_") => "option",
            _ => "term",
        };
        for link in &row.links {
            if let Some(term) = row.terms.iter().find(|term| term.id == link.id) {
                let (slug, name) = (term.slug.clone(), term.name.clone());
                shop.terms.insert(
                    entity,
                    link.code.clone(),
                    Term { id: term.id, slug, name, order: term.order },
                );
            }
        }
    }
    shop.set_taxonomies(input.taxonomies.clone());
    shop
}

fn written(
    input: &SendInput,
    outgoing: &Outgoing,
    decided: &Decided,
    facts: &WriteFacts,
) -> Result<Option<Write>, Fault> {
    let status =
        decided.changes.iter().find(|c| c.path == "status").and_then(|c| c.value.as_ref()?.as_bool());
    let values = decided.changes.iter().filter(|change| change.path != "status");
    let changes: Vec<Change> =
        values.map(|c| Change { path: c.path.clone(), value: c.value.clone() }).collect();
    if let Some(raw) = &input.item {
        return product_write(raw, &changes, status, facts);
    }
    let options: Vec<(String, String)> = input.axes.clone().into_iter().collect();
    let kind = match outgoing.role {
        Role::Simple => NewKind::Simple,
        Role::Variable { .. } => NewKind::Configurable { axes: facts.axes },
        Role::Variation { .. } => NewKind::Variant {
            parent: input.parent.as_ref().and_then(|parent| parent["sku"].as_str()).unwrap_or_default(),
            options: &options,
        },
    };
    let status = status.unwrap_or(outgoing.snapshot.status == "publish");
    let new = NewProduct { sku: &input.key, family: outgoing.family, status, kind };
    product_create(&new, &changes, facts).map(Some)
}

fn told(decided: Decided) -> SendPlan {
    SendPlan {
        reasons: decided
            .changes
            .iter()
            .map(|change| (change.path.clone(), change.reason))
            .chain(decided.files.iter().map(|files| (files.path.clone(), files.reason)))
            .collect(),
        files: decided.files.into_iter().map(|files| (files.path, files.ids)).collect(),
        needs: decided
            .needs
            .into_iter()
            .map(|need| Needed {
                attribute: need.attribute,
                term: need.option.term,
                option: need.option.code,
                label: need.option.label,
            })
            .collect(),
        held: decided.held.into_iter().map(|field| field.field).collect(),
        overruled: decided.overruled,
        settled: decided.bases.into_keys().collect(),
        notes: decided
            .notes
            .into_iter()
            .map(|log| Told {
                field: log.field.unwrap_or_default(),
                code: log.code,
                message: log.message,
                hint: log.hint.unwrap_or_default(),
            })
            .collect(),
        ..SendPlan::default()
    }
}
