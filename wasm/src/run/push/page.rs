//! A page of the shop's products: read with their links, and each sent where somebody edited it.

use serde_json::json;

use super::super::io::Io;
use super::super::structure::Knowledge;
use super::{PRODUCT, Pusher};
use crate::diff::hash_of;
use crate::error::Fault;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::{FIXED, is_pushed};
use crate::store::{
    Bases, LinksOfAnswer, ProductsAnswer, ShopLink, ShopProduct, Snapshot, VariationRow, VariationsAnswer,
    kind,
};
use crate::wire::{ItemRow, Request};

/// Snapshots that one request asks for.
const TOGETHER: usize = 50;

/// A product or variation of the shop, with what is known of it.
#[derive(Debug, Clone, Default)]
pub struct Candidate {
    pub snapshot: Snapshot,
    /// Per channel.
    pub links: Vec<Option<ShopLink>>,
    /// Rows of the lanes `held`, `parked` and `excluded` that concern it.
    pub items: Vec<ItemRow>,
    /// Of a variation: its options, by taxonomy; an empty one stands for any.
    pub axes: SortedMap<String, String>,
    /// Kind as the shop lists it (`external` among them).
    pub kind: String,
    /// Of a translation: the link of what it translates.
    pub original: Option<ShopLink>,
}

impl Candidate {
    /// The SKU under which UnoPim knows it, or would.
    pub fn key(&self) -> &str {
        self.link().or(self.original.as_ref()).map_or(&self.snapshot.sku, |link| &link.code)
    }

    pub fn link(&self) -> Option<&ShopLink> {
        self.links.iter().flatten().next()
    }

    /// What the channels above a place have in step.
    pub fn above(&self, place: usize) -> Vec<&Bases> {
        self.links[..place].iter().flatten().map(|link| &link.bases).collect()
    }

    pub fn is_linked(&self) -> bool {
        self.link().is_some()
    }

    pub fn row(&self, lane: &str) -> Option<&ItemRow> {
        self.items.iter().find(|row| row.lane == lane)
    }

    /// A hash of everything that a push looks at.
    pub fn content(&self) -> String {
        let fields = self.snapshot.fields.iter().map(|(field, held)| (field.as_str(), held.h.as_str()));
        hash_of(&json!({
            "sku": self.snapshot.sku, "status": self.snapshot.status, "axes": self.axes,
            "fields": fields.collect::<SortedMap<_, _>>(),
        }))
    }

    /// Fields that wait for a choice.
    pub fn held(&self) -> Vec<String> {
        let held = self.items.iter().filter(|row| row.lane == "held");
        held.filter_map(|row| row.body.get("fields")?.as_array())
            .flatten()
            .filter_map(|f| f.get("field")?.as_str().map(Into::into))
            .collect()
    }
}

/// A product with its variations.
pub struct Whole {
    pub product: Candidate,
    pub variations: Vec<Candidate>,
}

/// Products whose snapshots, and those of their variations, are held at the same time: neither the frames nor what becomes of them grow
/// with the number of variations.
pub fn together<'r>(
    rows: &'r [ShopProduct],
    variations: &SortedMap<u64, Vec<VariationRow>>,
) -> Vec<&'r [ShopProduct]> {
    let mut out = Vec::new();
    let (mut from, mut size) = (0, 0);
    for (at, row) in rows.iter().enumerate() {
        let own = 1 + variations.get(&row.id).map_or(0, Vec::len);
        if size > 0 && size + own > TOGETHER {
            out.push(&rows[from..at]);
            (from, size) = (at, 0);
        }
        size += own;
    }
    out.push(&rows[from..]);
    out
}

impl Knowledge {
    /// What the channel has linked with these products, and what waits for them.
    pub async fn links_of(&self, io: &Io, ids: Vec<u64>) -> Result<LinksOfAnswer, Fault> {
        links_of(io, &self.settings.link_channel(), ids).await
    }
}

pub async fn links_of(io: &Io, channel: &str, ids: Vec<u64>) -> Result<LinksOfAnswer, Fault> {
    let channel = channel.to_owned();
    io.ask_one(|id| Request::LinksOf { id, entity: PRODUCT, channel, ids }).await
}

impl Pusher {
    /// The variations of these products, by product.
    pub async fn variations_of(
        &self,
        io: &Io,
        rows: &[ShopProduct],
    ) -> Result<SortedMap<u64, Vec<VariationRow>>, Fault> {
        let mut out: SortedMap<u64, Vec<VariationRow>> = SortedMap::new();
        let parents: Vec<u64> = rows.iter().filter(|r| r.kind == kind::VARIABLE).map(|r| r.id).collect();
        if !parents.is_empty() {
            let answer: VariationsAnswer = io.ask_one(|id| Request::Variations { id, parents }).await?;
            for row in answer.variations {
                out.entry(row.parent).or_default().push(row);
            }
        }
        Ok(out)
    }

    /// Everything that is known of these products, in their order; what is gone is left out.
    pub async fn read_wholes(
        &self,
        io: &Io,
        rows: &[ShopProduct],
        variations: &SortedMap<u64, Vec<VariationRow>>,
    ) -> Result<Vec<Whole>, Fault> {
        let of = |row: &ShopProduct| variations.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let ids: Vec<u64> = rows.iter().map(|r| r.id).chain(rows.iter().flat_map(of).map(|v| v.id)).collect();
        let mut known: SortedMap<u64, Candidate> = SortedMap::new();
        for some in ids.chunks(TOGETHER) {
            self.read_candidates(io, some, &mut known).await?;
        }
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(mut product) = known.remove(&row.id) else { continue };
            product.kind.clone_from(&row.kind);
            let variations = of(row)
                .iter()
                .filter_map(|v| Some(Candidate { axes: v.axes.clone(), ..known.remove(&v.id)? }))
                .collect();
            out.push(Whole { product, variations });
        }
        Ok(out)
    }

    async fn read_candidates(
        &self,
        io: &Io,
        ids: &[u64],
        known: &mut SortedMap<u64, Candidate>,
    ) -> Result<(), Fault> {
        let channels: Vec<String> = self.channels.0.iter().map(|k| k.settings.link_channel()).collect();
        let fields = self.fields();
        let answers = io
            .ask(|id| {
                let mut requests: Vec<Request> = channels
                    .iter()
                    .map(|channel| Request::LinksOf {
                        id: id(),
                        entity: "product",
                        channel: channel.clone(),
                        ids: ids.to_vec(),
                    })
                    .collect();
                let channel = channels[0].clone();
                let ids = ids.to_vec();
                requests.push(Request::Products { id: id(), channel, ids, fields, others: Vec::new() });
                requests
            })
            .await?;
        let mut answers: Vec<_> = answers.into_iter().map(|r| r.rest).collect();
        let snapshots: ProductsAnswer = super::super::io::read_answer(answers.pop().unwrap_or_default())?;
        for snapshot in snapshots.items {
            let links = vec![None; channels.len()];
            known.insert(snapshot.id, Candidate { snapshot, links, ..Candidate::default() });
        }
        for (place, answer) in answers.into_iter().enumerate() {
            let answer: LinksOfAnswer = super::super::io::read_answer(answer)?;
            for link in answer.links {
                if let Some(candidate) = known.get_mut(&link.id) {
                    candidate.links[place] = Some(link);
                }
            }
            for row in answer.items {
                let about = |c: &&mut Candidate| {
                    c.snapshot.id == row.id || (!row.code.is_empty() && c.key() == row.code)
                };
                if let Some(candidate) = known.values_mut().find(about)
                    && !candidate.items.contains(&row)
                {
                    candidate.items.push(row);
                }
            }
        }
        Ok(())
    }

    /// The fields that any channel looks at.
    pub fn fields(&self) -> Vec<String> {
        let mut fields: SortedSet<String> =
            ["name", "categories", "axes", "status", "menu_order", "image"].map(String::from).into();
        for channel in &self.channels.0 {
            let rows = channel.resolved.rows.iter().filter(|row| is_pushed(&row.target));
            fields.extend(rows.map(|row| row.field.clone()));
            fields.extend(channel.axes.list.iter().map(|axis| format!("attribute:pa_{}", axis.slug)));
            let lists =
                channel.resolved.associations.iter().filter(|(kind, _)| FIXED.contains(&kind.as_str()));
            fields.extend(lists.map(|(_, field)| field.clone()).filter(|field| field != "grouped"));
        }
        fields.into_iter().collect()
    }
}
