//! Reads what the preview of a few products needs; planning it again with another mapping then asks nobody.

use serde::Serialize;
use serde_json::Value;

use super::associations::NAMED;
use super::io::Io;
use super::probe::probe;
use super::sample::read_sample;
use super::singles::{Named, read_rows};
use super::spec::{Job, RunSpec};
use super::structure::Knowledge;
use crate::error::Fault;
use crate::mapping::Mapping;
use crate::ordered::{Sort as _, SortedMap, SortedSet};
use crate::plain::value_of;
use crate::plan::{Plan, PlanInput, Planning, Rows, ShopInput, Vocabulary, needed_attributes, term_sources};
use crate::source::{Attribute, Product, Wanted};
use crate::store::{AttributesAnswer, LinksAnswer, ProductsAnswer, TermsAnswer, VariationsAnswer};
use crate::wire::Request;

/// An attribute as the screens' pickers show it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AttributeInfo {
    pub code: String,
    pub r#type: String,
    /// By language.
    pub labels: SortedMap<String, String>,
    pub value_per_locale: bool,
    pub value_per_channel: bool,
}

/// Everything a preview needs, read once.
pub struct Prepared {
    input: PlanInput,
    knowledge: Knowledge,
    rows: Rows<'static>,
    associations: Vec<String>,
}

impl Prepared {
    /// The plan under another mapping, or under the saved one.
    pub fn plan(&self, mapping: Option<&Mapping>) -> Plan {
        let mapping = mapping.unwrap_or(&self.knowledge.spec.mapping);
        Planning::new(&self.input, mapping, &self.knowledge.catalog).run(&self.rows, Vec::new())
    }

    /// The attributes that rows can name.
    pub fn attributes(&self) -> Vec<AttributeInfo> {
        let info = |a: &Attribute| AttributeInfo {
            code: a.code.clone(),
            r#type: a.kind.name().to_owned(),
            labels: a.labels.clone(),
            value_per_locale: a.value_per_locale,
            value_per_channel: a.value_per_channel,
        };
        self.knowledge.catalog.attributes().map(info).collect()
    }

    /// The types of association that the products have, as far as UnoPim tells.
    pub fn associations(&self) -> &[String] {
        &self.associations
    }

    pub fn auto_map(&self, mapping: &Mapping) -> crate::mapping::AutoMapped {
        let s = &self.knowledge.settings;
        crate::mapping::auto_map(mapping, &self.knowledge.catalog, &s.channel, &s.locale, &s.locale_chain)
    }
}

pub async fn preview_job(io: Io, spec: RunSpec) -> Result<Value, Fault> {
    let prepared = prepare(io, spec).await?;
    let json = prepared.plan(None).json();
    json.and_then(|json| value_of(&json))
        .map_err(|e| Fault::new("internal", "", e.to_string(), "Report this."))
}

/// Reads the named products, the structure around them, and what the shop has of it.
pub async fn prepare(io: Io, spec: RunSpec) -> Result<Prepared, Fault> {
    let (skus, sample) = match &spec.job {
        Job::Preview { skus, sample } if !skus.is_empty() || sample.is_some() => {
            (skus.clone(), sample.clone())
        }
        _ => {
            return Err(Fault::new(
                "no_sku",
                "job.skus",
                "A preview needs at least one SKU",
                "Type the SKU of a product in UnoPim.",
            ));
        }
    };
    let capabilities = match &spec.capabilities {
        Some(known) => known.clone(),
        None => probe(&io).await?,
    };
    let mut knowledge = Knowledge::new(spec, capabilities);
    // Structure that an earlier run read is good enough to look at; a pull reads it anew.
    if !knowledge.read_kept(&io).await? {
        knowledge.read_source(&io).await?;
    }
    knowledge.ask_names(&io).await?;
    io.step("products");
    let configurable = knowledge.capabilities.configurable_path.clone();
    let rows = match &sample {
        Some(sample) if skus.is_empty() => read_sample(&io, &configurable, sample).await?,
        _ => {
            let Named { rows, unserved } = read_rows(&io, &configurable, &skus).await?;
            if let Some((_, fault)) = unserved.into_iter().next() {
                return Err(fault);
            }
            rows
        }
    };
    knowledge.resolve(&io, false);
    // Every attribute that the products carry may be mapped next.
    let all: Vec<Attribute> = knowledge.catalog.attributes().cloned().collect();
    let wanted = Wanted::new(&all, &knowledge.settings.channel, &knowledge.settings.locale_chain);
    let products: Vec<Product> = rows
        .products
        .iter()
        .chain(&rows.configurables)
        .filter_map(|row| Product::decode(row, &wanted).ok())
        .collect();
    let mapped = knowledge.resolved.clone();
    for product in &products {
        for (attribute, values) in all.iter().zip(&product.values) {
            if attribute.kind.has_options() && (!values.is_empty() || product.axes.contains(&attribute.code))
            {
                knowledge.resolved.attribute(attribute);
            }
        }
        for code in &product.axes {
            if let Some(attribute) = knowledge.catalog.attribute(code).cloned() {
                knowledge.resolved.attribute(&attribute);
            }
        }
    }
    knowledge.read_options(&io).await?;
    knowledge.resolved = mapped;
    let mut shop = read_shop(&io, &mut knowledge, &products).await?;
    shop.named = read_named(&io, &knowledge, &products).await?;
    let kinds: SortedSet<String> =
        products.iter().flat_map(|p| &p.associations).map(|(kind, _)| kind.clone()).collect();
    let input = PlanInput {
        settings: knowledge.spec.settings.clone(),
        store: knowledge.spec.store.clone(),
        inheritance: knowledge.capabilities.inheritance,
        look_closer: true,
        shop,
        ..PlanInput::default()
    };
    Ok(Prepared { input, knowledge, rows, associations: kinds.into_iter().collect() })
}

/// Which of the products that these are linked with the shop has: linked already, or to be found by their SKU.
async fn read_named(
    io: &Io,
    knowledge: &Knowledge,
    products: &[Product],
) -> Result<SortedSet<String>, Fault> {
    let skus: SortedSet<String> =
        products.iter().flat_map(|p| &p.associations).flat_map(|(_, skus)| skus).cloned().collect();
    let mut named = SortedSet::new();
    for some in skus.into_iter().collect::<Vec<_>>().chunks(NAMED) {
        let found: LinksAnswer = knowledge.read_links(io, some.to_vec(), &[]).await?;
        let linked = found.links.iter().filter(|l| l.is_there() && !l.is_in_trash()).map(|l| &l.code);
        let matched = found.matches.iter().filter(|m| m.status.as_deref() != Some("trash")).map(|m| &m.code);
        named.extend(linked.chain(matched).cloned());
    }
    Ok(named)
}

async fn read_shop(io: &Io, knowledge: &mut Knowledge, products: &[Product]) -> Result<ShopInput, Fault> {
    let channel = knowledge.settings.channel.clone();
    let attributes: AttributesAnswer = io.ask_one(|id| Request::Attributes { id }).await?;
    // Terms of every taxonomy that a row may name: those of the catalogue's select attributes that the shop has.
    let mut vocabularies = vec![Vocabulary::categories(&channel)];
    let needed =
        needed_attributes(&knowledge.resolved, &knowledge.axes.list, &knowledge.settings.label_chain);
    let mapped = needed.into_iter().map(|n| (n.slug, n.code));
    let linked = attributes.attributes.iter().filter_map(|row| {
        let link = attributes.links.iter().find(|l| l.id == row.id)?;
        Some((row.slug.clone(), link.code.clone()))
    });
    let options = mapped.chain(linked).map(|(slug, code)| Vocabulary::options(&slug, &code));
    let sources = term_sources(&knowledge.resolved);
    for vocabulary in options.chain(sources.iter().map(|source| Vocabulary::terms(source.taxonomy()))) {
        if vocabularies.iter().all(|known| known.taxonomy != vocabulary.taxonomy) {
            vocabularies.push(vocabulary);
        }
    }
    let meta = knowledge.term_context().category_meta();
    let wishes = vocabularies.iter().map(|vocabulary| vocabulary.wish(&meta, &knowledge.settings)).collect();
    let terms: TermsAnswer = io.ask_one(|id| Request::Terms { id, taxonomies: wishes }).await?;
    let codes = crate::plan::PagePlan::codes(products.iter());
    // Translations have links of their own.
    let own = if knowledge.settings.translates { knowledge.settings.link_channel() } else { channel };
    let links: LinksAnswer = io
        .ask_one(|id| Request::Links {
            id,
            entity: "product",
            channel: own.clone(),
            codes,
            r#match: (!knowledge.settings.translates).then_some("sku"),
            gtins: SortedMap::new(),
            others: knowledge.settings.others(),
            tongue: knowledge.settings.tongue(&knowledge.settings.channel),
        })
        .await?;
    let mut ids: Vec<u64> =
        links.links.iter().map(|l| l.id).chain(links.matches.iter().map(|m| m.id)).collect();
    let parents: Vec<u64> = links
        .links
        .iter()
        .filter(|l| l.kind == crate::store::kind::VARIABLE)
        .map(|l| l.id)
        .chain(links.matches.iter().filter(|m| m.kind == crate::store::kind::VARIABLE).map(|m| m.id))
        .collect();
    let variations: VariationsAnswer = if parents.is_empty() {
        VariationsAnswer::default()
    } else {
        io.ask_one(|id| Request::Variations { id, parents }).await?
    };
    ids.extend(variations.variations.iter().map(|v| v.id));
    ids.order();
    ids.dedup();
    let mut fields = vec!["*".to_owned()];
    fields.extend(knowledge.resolved.rows.iter().map(|row| row.field.clone()));
    let items: ProductsAnswer = if ids.is_empty() {
        ProductsAnswer::default()
    } else {
        let others = knowledge.settings.others();
        io.ask_one(|id| Request::Products { id, channel: own, ids, fields, others }).await?
    };
    Ok(ShopInput {
        attributes,
        taxonomies: terms.taxonomies,
        links: links.links,
        matches: links.matches,
        originals: links.originals,
        items: items.items,
        variations: variations.variations,
        waiting: links.items,
        named: SortedSet::new(),
    })
}
