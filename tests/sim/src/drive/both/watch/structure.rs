//! Categories, attributes, options and families.

use super::super::super::ledger::Place;
use super::{Look, Seen, moved};

impl Look<'_> {
    pub(super) fn structure(&self, before: &Seen, after: &Seen, out: &mut Vec<String>) {
        if before.families != after.families {
            out.push("a push wrote families".into());
        }
        self.categories(before, after, out);
        self.attributes(before, after, out);
    }

    fn categories(&self, before: &Seen, after: &Seen, out: &mut Vec<String>) {
        for (code, held) in &before.categories {
            let Some(now) = after.categories.get(code) else {
                if !self.may_go(&format!("category/{code}"), before, after) {
                    out.push(format!("category {code}: a push took it away"));
                }
                continue;
            };
            if self.is_mirrored() && now != held {
                out.push(format!("category {code}: a push moved what a mirror owns"));
            }
            let by_hand = |field: &str| self.by_hand_of_term("category", "default", code, field);
            if now.0 != held.0 && !by_hand("parent") {
                out.push(format!("category {code}: a push moved it"));
            }
            for place in moved(&held.1, &now.1) {
                let name = place.join(".");
                if !matches!(name.as_str(), "locale_specific.en_US.name" | "common.name") || !by_hand("name")
                {
                    out.push(format!("category {code}: {name} moved, and no hand did it"));
                }
            }
        }
    }

    fn attributes(&self, before: &Seen, after: &Seen, out: &mut Vec<String>) {
        for (code, (held, options)) in &before.attributes {
            let Some((now, now_options)) = after.attributes.get(code) else {
                out.push(format!("attribute {code}: a push took it away"));
                continue;
            };
            if now[0] != held[0] {
                out.push(format!("attribute {code}: its type moved"));
            }
            for (option, labels) in options {
                let by_hand = || self.renamed_by_hand(&format!("{code}/{option}"));
                match now_options.get(option) {
                    None => out.push(format!("option {code}/{option}: a push took it away")),
                    Some(now) if now != labels && !by_hand() => {
                        out.push(format!(
                            "option {code}/{option}: {labels} became {now}, and no hand did it"
                        ));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// An option may stand for a term of any taxonomy: `color/red`, `product_brand:brand/acme`.
    fn renamed_by_hand(&self, option: &str) -> bool {
        let stands = |entity: &str, code: &str| {
            matches!(entity, "option" | "term") && code.rsplit(':').next() == Some(option)
        };
        let mut links = self.host.shop.links.iter().filter(|((entity, _, code), _)| stands(entity, code));
        links.any(|(_, link)| self.host.owner.touched.contains(&Place::term(link.id, "name")))
    }

    fn by_hand_of_term(&self, entity: &str, channel: &str, code: &str, field: &str) -> bool {
        let link = self.host.shop.link(entity, channel, code);
        link.is_some_and(|link| self.host.owner.touched.contains(&Place::term(link.id, field)))
    }
}
