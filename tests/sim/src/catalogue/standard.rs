//! What every installation has: association types and measurement families.

use crate::unopim::State;
use crate::unopim::records::{AssociationType, Labels, MeasurementFamily, Unit};

pub fn labels(pairs: &[(&str, &str)]) -> Labels {
    pairs.iter().map(|(locale, text)| ((*locale).to_owned(), (*text).to_owned())).collect()
}

pub fn install(state: &mut State) {
    for (position, (code, label)) in (1..).zip([
        ("related_products", "Related Products"),
        ("up_sells", "Up-Sells"),
        ("cross_sells", "Cross-Sells"),
    ]) {
        state.association_types.insert(AssociationType {
            code: code.to_owned(),
            position,
            user_defined: false,
            labels: labels(&[("en_US", label)]),
        });
    }
    state.measurements.insert(family(
        "Length",
        "Longueur",
        &[
            ("METER", "m", "meter", &[("mul", "1")]),
            ("CENTIMETER", "cm", "centimeter", &[("mul", "100")]),
            ("KILOMETER", "km", "kilometer", &[("div", "1000")]),
        ],
    ));
    state.measurements.insert(family(
        "Weight",
        "Poids",
        &[
            ("KILOGRAM", "kg", "kilogram", &[("mul", "1")]),
            ("GRAM", "g", "gram", &[("mul", "1000")]),
            ("POUND", "lb", "pound", &[("mul", "2.20462262")]),
        ],
    ));
}

type UnitRow<'a> = (&'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);

/// A family whose first unit is the standard one.
fn family(code: &str, french: &str, units: &[UnitRow]) -> MeasurementFamily {
    let units: Vec<Unit> = units
        .iter()
        .map(|(code, symbol, label, steps)| Unit {
            code: (*code).to_owned(),
            symbol: (*symbol).to_owned(),
            labels: labels(&[("en_US", label)]),
            from_standard: steps.iter().map(|(op, by)| ((*op).to_owned(), (*by).to_owned())).collect(),
        })
        .collect();
    MeasurementFamily {
        code: code.to_owned(),
        standard_unit: units[0].code.clone(),
        symbol: units[0].symbol.clone(),
        labels: labels(&[("en_US", code), ("fr_FR", french)]),
        units,
    }
}
