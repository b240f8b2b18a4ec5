//! Options: of terms by their links, of texts by their labels and codes.

use std::borrow::Cow;

use serde_json::json;

use super::{Field, NewOption, Sender, Sent, Target, kept, text_value};
use crate::mapping::convert::{Converted, plain};
use crate::mapping::document::Write;
use crate::ordered::Sort as _;
use crate::plan::term_slug;
use crate::reason::Reason;
use crate::source::{AttributeType, Choice, free_code, option_codes};

impl Sender<'_> {
    pub(super) fn options(&self, field: &Field) -> Sent {
        let found = match &field.row.target {
            target if target.has_terms() => self.of_terms(field),
            Target::Custom(_) => {
                field.words().and_then(|words| words.iter().map(|word| self.of_word(field, word)).collect())
            }
            Target::Meta(_) => self.of_text(field, &plain(field.shop)),
            _ => self.of_choice(field).map(|code| vec![code]),
        };
        match found {
            Ok(codes) if field.attribute.kind == AttributeType::Select && codes.len() > 1 => {
                field.too_many(codes.len())
            }
            Ok(codes) => text_value(codes.join(",")),
            Err(other) => other,
        }
    }

    /// Codes that UnoPim holds now and still lists.
    fn present(&self, field: &Field) -> Vec<String> {
        let codes = field.present.map(option_codes).unwrap_or_default();
        codes.into_iter().filter(|code| self.catalog.option(&field.attribute.code, code).is_some()).collect()
    }

    fn of_terms(&self, field: &Field) -> Result<Vec<String>, Sent> {
        let (attribute, taxonomy) = (&field.attribute.code, field.row.target.taxonomy());
        let ids = field.ids();
        if field.attribute.kind == AttributeType::Select && ids.len() > 1 {
            return Err(field.too_many(ids.len()));
        }
        let present = self.present(field);
        let mut codes = Vec::with_capacity(ids.len());
        let mut missing: Vec<NewOption> = Vec::new();
        for id in ids {
            match self.of_term(field, &taxonomy, id, &present) {
                Some(code) if codes.contains(&code) => {}
                Some(code) => codes.push(code),
                None => missing.push(self.new_option(field, &taxonomy, id, &missing)?),
            }
        }
        if !missing.is_empty() {
            return Err(Sent::Needs(missing));
        }
        if field.attribute.kind == AttributeType::Select {
            return Ok(codes);
        }
        if !matches!(field.row.target, Target::Attribute(_)) {
            // Terms of other taxonomies have no order on a product: UnoPim's stays, new ones come behind.
            codes
                .order_by_key(|code| present.iter().position(|known| known == code).unwrap_or(present.len()));
        }
        // What the shop has no term for was never taken away there.
        let unseen = present.iter().filter(|code| !field.terms.is_linked(&taxonomy, attribute, code));
        let unseen: Vec<_> = unseen.filter(|code| !codes.contains(code)).cloned().collect();
        codes.extend(unseen);
        Ok(codes)
    }

    /// By its link, else as a pull would link it: by slug, then by a name that is the only one on UnoPim's side.
    fn of_term(&self, field: &Field, taxonomy: &str, id: u64, present: &[String]) -> Option<String> {
        let attribute = &field.attribute.code;
        let listed = |code: &String| self.catalog.option(attribute, code).is_some();
        let linked = field.terms.options(taxonomy, attribute, id);
        let held = linked.iter().find(|code| present.contains(code));
        if let Some(code) = held.or_else(|| linked.iter().find(|code| listed(code))) {
            return Some(code.clone());
        }
        let free = |choice: &&Choice| !field.terms.is_linked(taxonomy, attribute, &choice.code);
        let options = || self.catalog.options(attribute).iter().filter(free);
        let slug = term_slug(&field.terms.slug(taxonomy, id)?);
        let by_slug = options().find(|choice| term_slug(&choice.code) == slug);
        let name = field.terms.name(taxonomy, id)?;
        let mut by_name = options().filter(|choice| *self.label(choice) == *name);
        let by_name = by_name.next().filter(|_| by_name.next().is_none());
        by_slug.or(by_name).map(|choice| choice.code.clone())
    }

    fn label<'c>(&self, choice: &'c Choice) -> Cow<'c, str> {
        let label = crate::source::label(&choice.labels, &self.settings.locale_chain);
        Cow::Borrowed(label.unwrap_or(&choice.code))
    }

    fn new_option(
        &self,
        field: &Field,
        taxonomy: &str,
        term: u64,
        beside: &[NewOption],
    ) -> Result<NewOption, Sent> {
        let label = field.terms.name(taxonomy, term).ok_or_else(|| field.no_term(term))?;
        if !field.row.create_options {
            return Err(kept(
                Reason::UnknownOption,
                format!("{} has no option for the term {label}", field.attribute.code),
                "Turn on Create missing options for the row, or add the option in UnoPim.",
            ));
        }
        let slug = field.terms.slug(taxonomy, term).filter(|slug| !slug.is_empty());
        let options = self.catalog.options(&field.attribute.code);
        // UnoPim's database does not tell cases apart.
        let code = free_code(slug.as_ref().unwrap_or(&label), |code| {
            options.iter().any(|choice| choice.code.eq_ignore_ascii_case(code))
                || beside.iter().any(|option| option.code.eq_ignore_ascii_case(code))
        });
        Ok(NewOption { term, code, label })
    }

    /// A label, in any language of the chain the wanted one first, or a code.
    fn find(&self, field: &Field, word: &str) -> Option<String> {
        let word = word.trim();
        let options = self.catalog.options(&field.attribute.code);
        let by_code = || options.iter().find(|choice| choice.code == word);
        let by_label = || options.iter().find(|choice| *self.label(choice) == *word);
        let found = match field.row.write {
            Write::Code => by_code().or_else(by_label),
            _ => by_label().or_else(by_code),
        };
        found.map(|choice| choice.code.clone())
    }

    fn of_word(&self, field: &Field, word: &str) -> Result<String, Sent> {
        self.find(field, word).ok_or_else(|| unknown(field, word))
    }

    /// A text that a pull joined with commas, which labels may hold too: the longest beginning that is a label counts.
    fn of_text(&self, field: &Field, text: &str) -> Result<Vec<String>, Sent> {
        let parts: Vec<&str> = text.split(',').collect();
        let mut codes = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            let longest = (at + 1..=parts.len())
                .rev()
                .find_map(|end| Some((end, self.find(field, &parts[at..end].join(","))?)));
            match longest {
                Some((end, code)) => {
                    if !codes.contains(&code) {
                        codes.push(code);
                    }
                    at = end;
                }
                None if parts[at].trim().is_empty() => at += 1,
                None => return Err(unknown(field, parts[at])),
            }
        }
        Ok(codes)
    }

    /// The option that a pull turns into what the field holds.
    fn of_choice(&self, field: &Field) -> Result<String, Sent> {
        let options = self.catalog.options(&field.attribute.code);
        let told = plain(field.shop);
        let exact = options.iter().find(|choice| choice.code == told);
        let reader = self.reader();
        let gives = |choice: &&Choice| {
            let told = reader.value(field.row, field.attribute, &json!(choice.code));
            matches!(told, Converted::Value(value) if value == *field.shop)
        };
        exact
            .or_else(|| options.iter().find(gives))
            .map(|choice| choice.code.clone())
            .ok_or_else(|| unknown(field, &told))
    }
}

fn unknown(field: &Field, word: &str) -> Sent {
    kept(
        Reason::UnknownOption,
        format!("{} has no option {}", field.attribute.code, super::cut(word.trim())),
        "Add the option in UnoPim, or use one that exists.",
    )
}
