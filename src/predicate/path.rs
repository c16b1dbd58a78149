//! The path of a fact inside an asset: `encryption.algorithm`, `tags["a/b"]`.

use std::fmt;
use std::str::FromStr;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A field of a struct: missing means that it is unknown.
    Field(String),
    /// A key of a map: missing means null.
    Key(String),
}

impl Segment {
    /// The name of the field or key.
    pub fn name(&self) -> &str {
        match self {
            Self::Field(name) | Self::Key(name) => name,
        }
    }
}

/// Where a fact lies inside an asset, or inside an element of a list; empty means the element itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Path(Vec<Segment>);

/// A word that is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is no path: {rule}")]
pub struct MalformedPath {
    word: String,
    rule: &'static str,
}

impl Path {
    /// The element itself, in a test inside `every`, `some`, `none` or `count`.
    pub const ELEMENT: Self = Self(Vec::new());

    /// From its steps.
    pub(crate) fn new(segments: Vec<Segment>) -> Self {
        Self(segments)
    }

    /// The steps, outermost first.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The first step's name: the asset's own field, which one fact stands behind.
    pub fn top(&self) -> Option<&str> {
        self.0.first().map(Segment::name)
    }

    /// Whether this is the element itself.
    pub fn is_element(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a name can be written without brackets and quotes.
pub(crate) fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, segment) in self.0.iter().enumerate() {
            let name = segment.name();
            match (is_plain(name), n) {
                (true, 0) => f.write_str(name)?,
                (true, _) => write!(f, ".{name}")?,
                (false, _) => write!(f, "[{}]", serde_json::Value::from(name))?,
            }
        }
        Ok(())
    }
}

impl FromStr for Path {
    type Err = MalformedPath;

    fn from_str(word: &str) -> Result<Self, MalformedPath> {
        let wrong = |rule| MalformedPath { word: word.to_owned(), rule };
        let mut segments = Vec::new();
        let mut rest = word;
        while !rest.is_empty() || segments.is_empty() {
            if let Some(bracketed) = rest.strip_prefix('[') {
                let mut strings = serde_json::Deserializer::from_str(bracketed).into_iter::<String>();
                let Some(Ok(key)) = strings.next() else {
                    return Err(wrong("a key in brackets is quoted, as in tags[\"a/b\"]"));
                };
                rest = bracketed.get(strings.byte_offset()..).unwrap_or_default();
                rest = rest.strip_prefix(']').ok_or_else(|| wrong("the bracket is not closed"))?;
                segments.push(Segment::Key(key));
            } else {
                if !segments.is_empty() {
                    rest = rest.strip_prefix('.').ok_or_else(|| wrong("names are joined by dots"))?;
                }
                let (name, after) = rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()));
                if !is_plain(name) {
                    return Err(wrong("write names joined by dots, and odd keys of a map as tags[\"a/b\"]"));
                }
                segments.push(Segment::Field(name.to_owned()));
                rest = after;
            }
        }
        Ok(Self(segments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_they_are_written() {
        for word in ["a", "a.b_c.d1", r#"tags["a/b"]"#, r#"a["x.y"].z"#, r#"t["say \"so\" ]"]"#, r#"t[""]"#] {
            assert_eq!(word.parse::<Path>().unwrap().to_string(), word);
        }
        assert_eq!(r#"tags["env"]"#.parse::<Path>().unwrap().to_string(), "tags.env");
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for word in ["", ".", "a.", ".a", "a..b", "a b", "a[", "a[b]", "a[\"b\"", "a[\"b\"]c", "1a", "a[1]"] {
            assert!(word.parse::<Path>().is_err(), "{word:?}");
        }
    }
}
