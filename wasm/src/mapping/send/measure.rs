//! Weights and lengths.

use serde_json::json;

use super::{Field, Sender, Sent, Target, kept, text_value};
use crate::mapping::convert::measure::{Measured, convert, read};
use crate::mapping::convert::{Unit, decimal, number::trimmed, plain};
use crate::reason::Reason;

impl Sender<'_> {
    fn shop_unit(&self, field: &Field) -> &str {
        if field.row.target == Target::Weight { &self.store.weight_unit } else { &self.store.dimension_unit }
    }

    /// A plain number, told in the row's unit.
    pub(super) fn plain_measure(&self, field: &Field) -> Sent {
        let amount = match super::price::amount(field) {
            Ok(amount) => amount,
            Err(kept) => return kept,
        };
        let units = field.row.unit.as_deref().and_then(Unit::named).zip(Unit::named(self.shop_unit(field)));
        match units {
            None => text_value(amount),
            Some((to, from)) if to.dimension == from.dimension => {
                convert(&amount, from, to).map_or_else(|| field.not_numeric(&amount), text_value)
            }
            Some(_) => no_unit(field, self.shop_unit(field)),
        }
    }

    /// An amount with the code of its unit.
    pub(super) fn measurement(&self, field: &Field) -> Sent {
        let held = field.present.and_then(read);
        let told = match &field.row.target {
            target if target.is_measure() => super::price::amount(field).and_then(|amount| {
                let shop = self.shop_unit(field);
                let unit = self.unit_code(field, shop, held.as_ref());
                unit.map(|unit| (amount, unit)).ok_or_else(|| no_unit(field, shop))
            }),
            // The amount alone: it is in UnoPim's unit.
            Target::Meta(_) => number(field, &plain(field.shop)).and_then(|amount| {
                let unit = held.map(|held| held.unit).filter(|unit| !unit.is_empty());
                unit.map(|unit| (amount, unit)).ok_or_else(|| no_unit(field, ""))
            }),
            _ => field.word().and_then(|word| self.shown(field, &word, held.as_ref())),
        };
        match told {
            Ok((amount, unit)) => Sent::Value(json!({"value": amount, "unit": unit})),
            Err(kept) => kept,
        }
    }

    /// `12.5 cm`.
    fn shown(&self, field: &Field, word: &str, held: Option<&Measured>) -> Result<(String, String), Sent> {
        let word = word.trim();
        let end = word.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(word.len());
        let (amount, symbol) = (&word[..end], word[end..].trim());
        let amount = number(field, amount).map_err(|_| field.not_numeric(word))?;
        let own = held.filter(|held| symbol.is_empty() || symbol == held.symbol || symbol == held.unit);
        let unit = match own {
            Some(held) if !held.unit.is_empty() => Some(held.unit.clone()),
            _ => self.unit_code(field, symbol, held),
        };
        unit.map(|unit| (amount, unit)).ok_or_else(|| no_unit(field, symbol))
    }

    /// The code that stands for a unit: out of the attribute's family, which only UnoPim's settings tell; where they were not
    /// read, the one that the present value has, or that UnoPim is delivered with.
    fn unit_code(&self, field: &Field, name: &str, held: Option<&Measured>) -> Option<String> {
        let unit = Unit::named(name)?;
        if let Some(codes) = self.catalog.units(&field.attribute.code) {
            return codes.iter().find(|code| Unit::named(code) == Some(unit)).cloned();
        }
        let present = held.map(|held| &held.unit).filter(|code| Unit::named(code) == Some(unit));
        Some(present.cloned().unwrap_or_else(|| unit.code().to_owned()))
    }
}

fn number(field: &Field, text: &str) -> Result<String, Sent> {
    decimal(&json!(text)).map(|d| trimmed(&d)).ok_or_else(|| field.not_numeric(text))
}

fn no_unit(field: &Field, unit: &str) -> Sent {
    let code = &field.attribute.code;
    let message = match unit {
        "" => format!("{code} has no unit in UnoPim yet, and the shop's field tells none"),
        _ => format!("{code} has no unit that stands for {unit}"),
    };
    kept(
        Reason::NoUnit,
        message,
        "Add the unit to the attribute's measurement family in UnoPim, or enter the value there.",
    )
}
