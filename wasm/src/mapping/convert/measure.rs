//! Weights and lengths: from one unit to another in whole numbers.

use serde_json::Value;

use super::number::{amount, decimal, not_numeric, trimmed};
use super::{Converted, is_empty, skipped};
use crate::plain::value_of;
use crate::reason::Reason;
use crate::source::Attribute;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    Weight,
    Length,
}

/// A unit as an exact fraction of a gram or a metre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    pub dimension: Dimension,
    symbol: &'static str,
    over: u128,
    under: u128,
}

/// Names in capitals, as UnoPim and WooCommerce write them; the first is the symbol.
const UNITS: [(Dimension, &[&str], u128, u128); 27] = [
    (Dimension::Weight, &["µg", "MICROGRAM"], 1, 1_000_000),
    (Dimension::Weight, &["mg", "MILLIGRAM"], 1, 1000),
    (Dimension::Weight, &["cg", "CENTIGRAM"], 1, 100),
    (Dimension::Weight, &["g", "GRAM", "GRAMS"], 1, 1),
    (Dimension::Weight, &["dag", "DECAGRAM"], 10, 1),
    (Dimension::Weight, &["hg", "HECTOGRAM"], 100, 1),
    (Dimension::Weight, &["kg", "KILOGRAM", "KILOGRAMS", "KILO"], 1000, 1),
    (Dimension::Weight, &["t", "TON", "TONNE", "METRICTON"], 1_000_000, 1),
    (Dimension::Weight, &["gr", "GRAIN"], 6_479_891, 100_000_000),
    (Dimension::Weight, &["ct", "CARAT"], 1, 5),
    (Dimension::Weight, &["oz", "OUNCE", "OUNCES"], 45_359_237, 1_600_000),
    (Dimension::Weight, &["lb", "POUND", "LBS", "POUNDS"], 45_359_237, 100_000),
    (Dimension::Weight, &["st", "STONE"], 635_029_318, 100_000),
    (Dimension::Length, &["µm", "MICROMETER", "MICROMETRE"], 1, 1_000_000),
    (Dimension::Length, &["mm", "MILLIMETER", "MILLIMETRE"], 1, 1000),
    (Dimension::Length, &["cm", "CENTIMETER", "CENTIMETRE"], 1, 100),
    (Dimension::Length, &["dm", "DECIMETER", "DECIMETRE"], 1, 10),
    (Dimension::Length, &["m", "METER", "METRE"], 1, 1),
    (Dimension::Length, &["dam", "DECAMETER", "DEKAMETER"], 10, 1),
    (Dimension::Length, &["hm", "HECTOMETER"], 100, 1),
    (Dimension::Length, &["km", "KILOMETER", "KILOMETRE"], 1000, 1),
    (Dimension::Length, &["mil", "THOU"], 127, 5_000_000),
    (Dimension::Length, &["in", "INCH", "INCHES"], 127, 5000),
    (Dimension::Length, &["ft", "FOOT", "FEET"], 381, 1250),
    (Dimension::Length, &["yd", "YARD", "YARDS"], 1143, 1250),
    (Dimension::Length, &["mi", "MILE", "MILES"], 201_168, 125),
    (Dimension::Length, &["nmi", "NAUTICALMILE"], 1852, 1),
];

impl Unit {
    /// By its symbol or its code, whatever its case.
    pub fn named(name: &str) -> Option<Self> {
        // The sign for a millionth is told from the Greek letter by how it was typed alone.
        let wanted = name.trim().to_lowercase().replace(['_', ' ', '-'], "").replace('μ', "µ");
        let is_wanted = |known: &str| known.to_lowercase() == wanted;
        let (dimension, names, over, under) =
            UNITS.iter().find(|(_, names, ..)| names.iter().any(|known| is_wanted(known)))?;
        Some(Self { dimension: *dimension, symbol: names[0], over: *over, under: *under })
    }

    /// Its code, as UnoPim is delivered with it.
    pub(in crate::mapping) fn code(self) -> &'static str {
        UNITS.iter().find(|(_, names, ..)| names[0] == self.symbol).map_or("", |(_, names, ..)| names[1])
    }
}

/// Digits kept behind the point, as WooCommerce shows more than it needs.
const DECIMALS: u32 = 6;

/// A decimal that is not negative, in another unit: exact, then rounded half up to six decimals. `None`: too large.
pub fn convert(amount: &str, from: Unit, to: Unit) -> Option<String> {
    if (from.over, from.under) == (to.over, to.under) {
        return Some(trimmed(amount));
    }
    let amount = trimmed(amount);
    let (whole, fraction) = amount.split_once('.').unwrap_or((&amount, ""));
    let digits: u128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = 10u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let (over, under) = reduced(from.over.checked_mul(to.under)?, from.under.checked_mul(to.over)?);
    let (over, under) = (digits.checked_mul(over)?, scale.checked_mul(under)?);
    let (over, under) = reduced(over, under);
    let one = 10u128.pow(DECIMALS);
    let rest = (over % under).checked_mul(2 * one)?.checked_add(under)? / under.checked_mul(2)?;
    let whole = (over / under).checked_add(rest / one)?;
    Some(trimmed(&format!("{whole}.{:06}", rest % one)))
}

fn reduced(over: u128, under: u128) -> (u128, u128) {
    let (mut a, mut b) = (over, under);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (over / a.max(1), under / a.max(1))
}

/// What a measurement holds.
pub(in crate::mapping) struct Measured {
    pub(in crate::mapping) amount: Value,
    pub(in crate::mapping) unit: String,
    pub(in crate::mapping) symbol: String,
    base: Option<(Value, String)>,
}

/// `{unit, amount, family, base_data, base_unit, symbol}`, or the same as JSON text.
pub(in crate::mapping) fn read(value: &Value) -> Option<Measured> {
    let parsed;
    let map = match value {
        Value::String(text) if text.trim_start().starts_with('{') => {
            parsed = value_of(text).ok()?;
            &parsed
        }
        other => other,
    };
    let text = |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let amount = map.as_object()?.get("amount").or_else(|| map.get("value")).cloned().unwrap_or_default();
    let base = map.get("base_data").filter(|v| !is_empty(v)).map(|v| (v.clone(), text("base_unit")));
    Some(Measured { amount, unit: text("unit"), symbol: text("symbol"), base })
}

fn unreadable(attribute: &Attribute) -> Converted {
    skipped(
        Reason::NotNumeric,
        format!("{} holds no amount with a unit", attribute.code),
        "Enter the measurement again in UnoPim.",
    )
}

/// In the shop's unit.
pub(super) fn in_unit(attribute: &Attribute, value: &Value, shop: &str, dimension: Dimension) -> Converted {
    let Some(held) = read(value) else { return unreadable(attribute) };
    if is_empty(&held.amount) {
        return Converted::Empty;
    }
    let unknown = || {
        let message = format!("{} is in a unit that cannot become {shop}: {}", attribute.code, held.unit);
        skipped(
            Reason::UnknownUnit,
            message,
            "Choose a unit of weight or length for the attribute in UnoPim.",
        )
    };
    let usable = |name: &str| Unit::named(name).filter(|u| u.dimension == dimension);
    let Some(to) = usable(shop) else { return unknown() };
    let (given, from) = match (usable(&held.unit), &held.base) {
        (Some(unit), _) => (&held.amount, unit),
        (None, Some((base, name))) => match usable(name) {
            Some(unit) => (base, unit),
            None => return unknown(),
        },
        (None, None) => return unknown(),
    };
    told(attribute, given, from, to)
}

/// A plain number that is told in `unit`; without one it is in the shop's already.
pub(super) fn plain_number(
    attribute: &Attribute,
    value: &Value,
    unit: Option<&str>,
    shop: &str,
) -> Converted {
    let units = unit.and_then(Unit::named).zip(Unit::named(shop));
    match units {
        Some((from, to)) if from.dimension == to.dimension => told(attribute, value, from, to),
        Some(_) => skipped(
            Reason::UnknownUnit,
            format!("{} is in a unit that cannot become {shop}", attribute.code),
            "Choose another Unit in UnoPim for this row.",
        ),
        None => match amount(attribute, value) {
            Ok(amount) => Converted::Value(Value::String(amount)),
            Err(skipped) => skipped,
        },
    }
}

fn told(attribute: &Attribute, value: &Value, from: Unit, to: Unit) -> Converted {
    match amount(attribute, value) {
        Ok(amount) => convert(&amount, from, to)
            .map_or_else(|| not_numeric(attribute, value), |d| Converted::Value(Value::String(d))),
        Err(skipped) => skipped,
    }
}

/// `12.5 cm`.
pub(super) fn shown(attribute: &Attribute, value: &Value) -> Result<String, Converted> {
    let held = read(value).ok_or_else(|| unreadable(attribute))?;
    if is_empty(&held.amount) {
        return Err(Converted::Empty);
    }
    let amount = decimal(&held.amount).ok_or_else(|| not_numeric(attribute, &held.amount))?;
    let symbol = match Unit::named(&held.unit) {
        _ if !held.symbol.is_empty() => &held.symbol,
        Some(unit) => unit.symbol,
        None => &held.unit,
    };
    Ok(format!("{} {symbol}", trimmed(&amount)).trim_end().to_owned())
}

/// The amount alone.
pub(super) fn amount_of(attribute: &Attribute, value: &Value) -> Converted {
    match read(value) {
        None => unreadable(attribute),
        Some(held) if is_empty(&held.amount) => Converted::Empty,
        Some(held) => decimal(&held.amount).map_or_else(
            || not_numeric(attribute, &held.amount),
            |amount| Converted::Value(Value::String(amount)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str) -> Unit {
        Unit::named(name).unwrap_or_else(|| panic!("{name}"))
    }

    #[test]
    fn known_conversions() {
        for (amount, from, to, told) in [
            ("500", "GRAM", "kg", "0.5"),
            ("1", "lb", "kg", "0.453592"),
            ("1", "POUND", "g", "453.59237"),
            ("1", "kg", "lbs", "2.204623"),
            ("16", "oz", "lbs", "1"),
            ("1", "oz", "g", "28.349523"),
            ("1", "INCH", "cm", "2.54"),
            ("1", "yd", "m", "0.9144"),
            ("3", "FEET", "yd", "1"),
            ("12.5000", "CENTIMETER", "mm", "125"),
            ("12.5000", "cm", "cm", "12.5"),
            ("0", "mm", "in", "0"),
            ("0.0000005", "kg", "t", "0"),
            ("0.5", "mg", "kg", "0.000001"),
            ("0.49", "mg", "kg", "0"),
            ("999999.9999999", "mm", "m", "1000"),
        ] {
            assert_eq!(
                convert(amount, unit(from), unit(to)).as_deref(),
                Some(told),
                "{amount} {from} → {to}"
            );
        }
    }

    #[test]
    fn every_unit_is_found_by_each_of_its_names() {
        for (dimension, names, over, under) in UNITS {
            for name in names {
                let found = unit(name);
                assert_eq!((found.dimension, found.over, found.under), (dimension, over, under), "{name}");
            }
        }
        assert_eq!(["μm", "µM", "Kilo-Gram"].map(|name| unit(name).symbol), ["µm", "µm", "kg"]);
        assert_eq!(Unit::named("SQUARE_METER"), None);
        assert_eq!(Unit::named(""), None);
    }

    /// A plain generator; the same numbers on every machine.
    struct Numbers(u64);

    impl Numbers {
        fn next(&mut self) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            self.0 >> 33
        }
    }

    /// The result differs from the exact quotient by half a millionth at most, and never upwards at less than the half.
    #[test]
    fn results_are_the_exact_ones_rounded_half_up() {
        let mut numbers = Numbers(7);
        for _ in 0..20_000 {
            let amount = format!("{}.{:04}", numbers.next() % 100_000, numbers.next() % 10_000);
            let pick = |n: u64, d: Dimension| {
                let same: Vec<_> = UNITS.iter().filter(|u| u.0 == d).collect();
                unit(same[usize::try_from(n).unwrap() % same.len()].1[0])
            };
            let dimension =
                if numbers.next().is_multiple_of(2) { Dimension::Weight } else { Dimension::Length };
            let (from, to) = (pick(numbers.next(), dimension), pick(numbers.next(), dimension));
            let told = convert(&amount, from, to).unwrap();
            let (whole, fraction) = told.split_once('.').unwrap_or((&told, ""));
            assert!(fraction.len() <= 6 && !fraction.ends_with('0'), "{told}");
            let result: u128 = format!("{whole}{fraction:0<6}").parse().unwrap();
            let given: u128 = amount.replace('.', "").parse().unwrap();
            // result / 10⁶ against given / 10⁴ · from / to, over one denominator.
            let under = 10_000 * from.under * to.over;
            let (exact, rounded) = (given * from.over * to.under * 1_000_000, result * under);
            assert!(
                2 * rounded <= 2 * exact + under && 2 * exact < 2 * rounded + under,
                "{amount} {from:?} {to:?}"
            );
        }
    }

    #[test]
    fn there_and_back_is_the_same_where_the_result_is_exact() {
        let mut numbers = Numbers(11);
        for _ in 0..5_000 {
            let amount = trimmed(&format!("{}.{}", numbers.next() % 1_000_000, numbers.next() % 1000));
            for (a, b) in
                [("kg", "g"), ("m", "mm"), ("m", "cm"), ("in", "cm"), ("ft", "in"), ("lb", "oz"), ("t", "kg")]
            {
                let there = convert(&amount, unit(a), unit(b)).unwrap();
                if there.split_once('.').is_some_and(|(_, f)| f.len() == 6) {
                    continue;
                }
                assert_eq!(convert(&there, unit(b), unit(a)).as_deref(), Some(amount.as_str()), "{a} {b}");
            }
        }
    }

    #[test]
    fn numbers_of_any_length_give_a_number_or_nothing() {
        let long = "9".repeat(200);
        for amount in [
            long.as_str(),
            "340282366920938463463374607431768211455",
            "0.00000000000000000000000000000000000001",
        ] {
            for (.., over, under) in UNITS {
                let from = Unit { dimension: Dimension::Weight, symbol: "", over, under };
                for (.., over, under) in UNITS {
                    let to = Unit { dimension: Dimension::Weight, symbol: "", over, under };
                    let _ = convert(amount, from, to);
                }
            }
        }
        assert_eq!(convert(&long, unit("kg"), unit("lb")), None);
    }
}
