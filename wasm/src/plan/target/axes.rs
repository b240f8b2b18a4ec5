//! Axes: the attributes that tell variants apart.

use serde_json::Value;

use super::{Role, RowTarget, Target, TargetContext, taxonomy_value};
use crate::mapping::{Resolved, ResolvedRow};
use crate::plan::catalog::Catalog;
use crate::plan::identity::slug_of;
use crate::reason::Reason;
use crate::source::{Attribute, AttributeType, Product};

const NOT_SELECT: &str = "Use a select attribute that is neither per channel nor per language as an axis.";

/// Why an attribute cannot be an axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub code: &'static str,
    pub message: String,
    pub hint: &'static str,
}

impl Refused {
    fn of(reason: Reason, message: String, hint: &'static str) -> Self {
        Self { code: reason.code(), message, hint }
    }
}

/// An attribute that tells variants apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    pub code: String,
    /// Of the product attribute, without `pa_`.
    pub slug: String,
    /// Of [`Resolved::attributes`].
    pub number: usize,
    pub visible: bool,
    /// Place among the product's attributes, where a row gives one.
    pub position: Option<usize>,
}

/// The axes met so far.
#[derive(Debug, Clone, Default)]
pub struct Axes {
    pub list: Vec<Axis>,
}

impl Axes {
    pub fn get(&self, code: &str) -> Option<&Axis> {
        self.list.iter().find(|a| a.code == code)
    }

    fn with_slug(&self, slug: &str) -> Option<&Axis> {
        self.list.iter().find(|a| a.slug == slug)
    }

    /// Adds an axis; an attribute that cannot be one is told apart with the reason.
    pub fn add(&mut self, code: &str, catalog: &Catalog, resolved: &mut Resolved) -> Result<(), Refused> {
        if self.get(code).is_some() {
            return Ok(());
        }
        let attribute: &Attribute = catalog.attribute(code).ok_or_else(|| {
            Refused::of(Reason::AttributeGone, format!("UnoPim has no attribute {code}"), NOT_SELECT)
        })?;
        if attribute.kind != AttributeType::Select
            || attribute.value_per_locale
            || attribute.value_per_channel
        {
            let message = format!("{code} is no select attribute free of channel and language");
            return Err(Refused::of(Reason::AxisNotSelect, message, NOT_SELECT));
        }
        let number = resolved.attribute(attribute);
        let rows = || resolved.rows.iter().filter(|r| r.attribute == Some(number));
        let row = rows().find(|r| matches!(r.target, RowTarget::Attribute(_)));
        let (slug, visible, position) = match (row, rows().next()) {
            (Some(ResolvedRow { target: RowTarget::Attribute(slug), visible, position, .. }), _) => {
                (slug.clone(), *visible, Some(*position))
            }
            (_, Some(other)) => {
                let message =
                    format!("{code} tells variants apart, but {} sends it to {}", other.path, other.field);
                let hint = "Map the axis to a product attribute, or remove the row: one is created then.";
                return Err(Refused::of(Reason::AxisTarget, message, hint));
            }
            (_, None) => {
                let slug = slug_of(attribute);
                let filled = |r: &&ResolvedRow| r.target == RowTarget::Attribute(slug.clone());
                let taken = resolved.rows.iter().find(filled).map(|r| r.path.clone());
                if let Some(by) = taken.or_else(|| Some(self.with_slug(&slug)?.code.clone())) {
                    let message = format!("{code} tells variants apart, but {by} fills pa_{slug} already");
                    let hint = "Map the axis to a product attribute of its own.";
                    return Err(Refused::of(Reason::AxisTarget, message, hint));
                }
                (slug, true, None)
            }
        };
        self.list.push(Axis { code: code.to_owned(), slug, number, visible, position });
        Ok(())
    }
}

impl<'c> TargetContext<'c> {
    /// Unmapped axes stand behind the mapped attributes, in the product's own order of axes: that is the same in every run.
    pub(in crate::plan) fn place_of(&self, axis: &Axis, index: usize) -> usize {
        axis.position.unwrap_or(self.resolved.rows.len() + index)
    }

    pub(super) fn take_axes(&self, target: &mut Target<'c>, product: &Product, role: &Role) {
        match role {
            Role::Simple => {}
            // A further language leaves the product's attributes to the default one.
            Role::Variable { .. } if self.settings.own_rows_only => {}
            Role::Variable { axes } => {
                for (index, (code, options)) in axes.iter().enumerate() {
                    let Some(axis) = self.axes.get(code) else { continue };
                    let terms: Vec<Value> = options
                        .iter()
                        .filter_map(|option| self.terms.reference("option", &format!("{code}/{option}")))
                        .collect();
                    if terms.is_empty() {
                        continue;
                    }
                    let value = taxonomy_value(terms, axis.visible, true, self.place_of(axis, index));
                    target.push(format!("attribute:pa_{}", axis.slug), value);
                }
            }
            Role::Variation { axes } => {
                let mut combination = serde_json::Map::new();
                let mut order = 0;
                for code in axes {
                    let Some(axis) = self.axes.get(code) else { continue };
                    let option = product.values[axis.number]
                        .first()
                        .and_then(|v| v.value.as_str())
                        .unwrap_or_default();
                    let place = self.catalog.option_place(code, option);
                    let Some(term) = self.terms.get("option", &format!("{code}/{option}")) else {
                        target.broken_axes = Some(code.clone());
                        continue;
                    };
                    order = order * self.catalog.options(code).len() + place.unwrap_or(0);
                    combination.insert(format!("pa_{}", axis.slug), term.slug.as_str().into());
                }
                target.push("axes", Value::Object(combination));
                if !self.settings.own_rows_only {
                    target.push("menu_order", order.into());
                }
            }
        }
    }
}
