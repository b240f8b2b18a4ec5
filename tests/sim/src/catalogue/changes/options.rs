//! Options of selects: their labels, their order, their coming and going.

use super::Office;
use crate::catalogue::standard::labels;
use crate::unopim::records::AttributeOption;

const LISTS: [&str; 7] = ["brand", "features", "tags", "care", "color", "size", "material"];

impl Office<'_> {
    fn list(&mut self) -> Option<(&'static str, &mut Vec<AttributeOption>)> {
        let code = *self.random.pick(&LISTS);
        Some((code, &mut self.state.attributes.get_mut(code)?.options))
    }

    pub(super) fn relabel_option(&mut self) -> Option<String> {
        let stamp = self.stamp();
        let (attribute, options) = self.list()?;
        let at = stamp % options.len().max(1);
        let option = options.get_mut(at)?;
        option.labels.insert("en_US".into(), format!("Label {stamp}"));
        Some(format!("option {attribute}/{}: labelled Label {stamp}", option.code))
    }

    pub(super) fn add_option(&mut self) -> Option<String> {
        let stamp = self.stamp();
        let id = self.state.next_option_id();
        let (attribute, options) = self.list()?;
        let code = format!("opt_{stamp}");
        let next = i64::try_from(options.len()).unwrap_or(0) + 1;
        options.push(AttributeOption {
            id,
            code: code.clone(),
            sort_order: Some(next),
            labels: labels(&[("en_US", &format!("Option {stamp}"))]),
            swatch: None,
        });
        Some(format!("option {attribute}/{code}: added"))
    }

    /// Products keep its code in their values.
    pub(super) fn remove_option(&mut self) -> Option<String> {
        let stamp = self.stamp();
        let (attribute, options) = self.list()?;
        if options.len() < 2 {
            return None;
        }
        let option = options.remove(stamp % options.len());
        Some(format!("option {attribute}/{}: removed", option.code))
    }

    pub(super) fn reorder_options(&mut self) -> Option<String> {
        let (attribute, options) = self.list()?;
        let count = i64::try_from(options.len()).unwrap_or(0);
        for (option, place) in options.iter_mut().zip(1..) {
            option.sort_order = Some(count - place);
        }
        Some(format!("options of {attribute}: turned round"))
    }
}
