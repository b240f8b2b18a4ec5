//! Cuts a JSON text into the texts of what it holds, so that each can be read, or fail, by itself. Where a value ends is for `serde_json` to
//! say; its own raw values would bring a second reader into every place that writes or reads a value.

use serde::de::IgnoredAny;
use serde_json::Deserializer;

/// What of a text is not cut yet.
pub(crate) struct Cut<'t>(&'t str);

impl<'t> Cut<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self(text)
    }

    /// Whether nothing is left.
    pub(crate) fn is_done(&self) -> bool {
        self.rest().is_empty()
    }

    /// The text of the next value.
    pub(crate) fn value(&mut self) -> Option<&'t str> {
        self.0 = self.rest();
        let mut values = Deserializer::from_str(self.0).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        let (value, rest) = self.0.split_at(values.byte_offset());
        self.0 = rest;
        Some(value)
    }

    /// The entries of a list.
    pub(crate) fn list(&mut self) -> Option<Vec<&'t str>> {
        let mut entries = Vec::new();
        self.between('[', ']', |cut| {
            entries.push(cut.value()?);
            Some(())
        })?;
        Some(entries)
    }

    /// The fields of an object: `each` gets a key as it stands in the text, in its quotes, and cuts the value.
    pub(crate) fn object(&mut self, mut each: impl FnMut(&str, &mut Self) -> Option<()>) -> Option<()> {
        self.between('{', '}', |cut| {
            let key = cut.value().filter(|key| key.starts_with('"'))?;
            if cut.goes_past(':') { each(key, cut) } else { None }
        })
    }

    fn between(
        &mut self,
        open: char,
        close: char,
        mut each: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        if !self.goes_past(open) {
            return None;
        }
        if self.goes_past(close) {
            return Some(());
        }
        loop {
            each(self)?;
            if self.goes_past(close) {
                return Some(());
            }
            if !self.goes_past(',') {
                return None;
            }
        }
    }

    fn goes_past(&mut self, sign: char) -> bool {
        let after = self.rest().strip_prefix(sign);
        self.0 = after.unwrap_or(self.0);
        after.is_some()
    }

    /// Without the white space that JSON knows.
    fn rest(&self) -> &'t str {
        self.0.trim_start_matches([' ', '\t', '\n', '\r'])
    }
}

#[cfg(test)]
mod tests {
    use super::Cut;

    #[test]
    fn entries_and_fields_are_cut_as_they_stand() {
        let mut cut = Cut::new(r#" [ {"a": [1 , 2]} ,"é,]\"" ,1.50e3,null , [] ] "#);
        assert_eq!(cut.list().unwrap(), [r#"{"a": [1 , 2]}"#, r#""é,]\"""#, "1.50e3", "null", "[]"]);
        assert!(cut.is_done());
        let mut told = Vec::new();
        let mut cut = Cut::new("{ \"a\" : 1 ,\n\"b\":[true, {}] }x");
        let done = cut.object(|key, cut| {
            let value = if key == r#""b""# { cut.list()?.join("|") } else { cut.value()?.to_owned() };
            told.push(format!("{key}={value}"));
            Some(())
        });
        assert_eq!((done, told.join(";").as_str()), (Some(()), r#""a"=1;"b"=true|{}"#));
        assert!(!cut.is_done());
        assert_eq!(Cut::new("[]").list().map(|list| list.len()), Some(0));
    }

    #[test]
    fn what_is_no_json_is_not_cut() {
        for text in ["", "[", "[1", "[1,", "[1,]", "[1 2]", "[,1]", "[tru]", "{}", "1", r#"["a]"#, "[01]"] {
            assert_eq!(Cut::new(text).list(), None, "{text}");
        }
        for text in ["{", r#"{"a""#, r#"{"a":"#, r#"{"a" 1}"#, r#"{"a":1,}"#, "{1:1}", "[]", r#"{"a":}"#] {
            assert_eq!(Cut::new(text).object(|_, cut| cut.value().map(drop)), None, "{text}");
        }
    }
}
