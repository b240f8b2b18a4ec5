//! The attributes that tell a shop product's variations apart, as UnoPim knows them.

use super::super::io::{Io, SourceFault};
use super::Pusher;
use super::page::Candidate;
use crate::error::Fault;
use crate::mapping::Target;
use crate::source::AttributeType;
use crate::store::{ProductsAnswer, SnapshotField};
use crate::wire::Request;

/// Attribute code and taxonomy.
type Axis = (String, String);

impl Pusher {
    /// The UnoPim attribute that a product attribute stands for: by its row, else by its link.
    pub fn attribute_of(&self, slug: &str) -> Option<&str> {
        let first = self.channels.first();
        let row = first.resolved.row(&Target::Attribute(slug.to_owned()));
        let mapped = row.and_then(|row| Some(first.resolved.attributes[row.attribute?].code.as_str()));
        let by_axis = || first.axes.list.iter().find(|axis| axis.slug == slug).map(|axis| axis.code.as_str());
        let linked = || {
            let shop = &first.shop.attributes;
            let row = shop.attributes.iter().find(|a| a.slug == slug)?;
            shop.links.iter().find(|l| l.id == row.id).map(|l| l.code.as_str())
        };
        mapped.or_else(by_axis).or_else(linked)
    }

    /// The axes that the link remembers.
    pub fn linked_axes(&self, product: &Candidate) -> Vec<Axis> {
        let link = product.link();
        let codes = link.and_then(|l| l.context.get("axes")).map(crate::source::option_codes);
        self.with_taxonomies(codes.unwrap_or_default())
    }

    /// With the taxonomy of each.
    pub fn with_taxonomies(&self, codes: Vec<String>) -> Vec<Axis> {
        let axes = &self.channels.first().axes;
        codes
            .into_iter()
            .map(|code| {
                let taxonomy = axes.get(&code).map(|axis| format!("pa_{}", axis.slug)).unwrap_or_default();
                (code, taxonomy)
            })
            .collect()
    }

    /// The axes of a variable product: those that UnoPim knows, else the shop's, each of which has to be able to serve.
    pub async fn axes(
        &mut self,
        io: &Io,
        product: &Candidate,
    ) -> Result<Result<Vec<Axis>, Fault>, SourceFault> {
        let linked = self.linked_axes(product);
        if !linked.is_empty() {
            return Ok(Ok(linked));
        }
        let channel = self.channels.first().settings.link_channel();
        let (ids, fields) = (vec![product.snapshot.id], vec!["*".to_owned()]);
        let answer: ProductsAnswer =
            io.ask_one(|id| Request::Products { id, channel, ids, fields, others: Vec::new() }).await?;
        let Some(snapshot) = answer.items.into_iter().next() else { return Ok(Ok(Vec::new())) };
        let is_axis = |f: &SnapshotField| f.v["variation"] == true;
        let names: Vec<String> =
            snapshot.fields.iter().filter(|(_, f)| is_axis(f)).map(|(name, _)| name.clone()).collect();
        let mut out = Vec::new();
        for name in names {
            let Some(slug) = name.strip_prefix("attribute:pa_") else {
                let told = name.strip_prefix("custom:").unwrap_or(&name);
                return Ok(Err(not_select(told)));
            };
            if self.attribute_of(slug).is_none() {
                self.bring_attribute(io, slug).await?;
            }
            let Some(code) = self.attribute_of(slug).map(ToOwned::to_owned) else {
                return Ok(Err(not_select(slug)));
            };
            let attribute = self.channels.first().catalog.attribute(&code);
            let fits = attribute.is_some_and(|a| {
                a.kind == AttributeType::Select && !a.value_per_locale && !a.value_per_channel
            });
            if !fits {
                return Ok(Err(not_select(&code)));
            }
            out.push((code, format!("pa_{slug}")));
        }
        Ok(Ok(out))
    }
}

fn not_select(name: &str) -> Fault {
    Fault::new(
        "axis_not_select",
        name,
        format!("{name} tells variations apart, but is no select attribute free of channel and language"),
        "Use a product attribute that UnoPim has as a select attribute without channel and language.",
    )
}
