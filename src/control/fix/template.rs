//! A text with placeholders: `{field.path}`, `{$param}`, `{name}`, `{id}`, `{account}`, `{region}`.
//!
//! Braces around anything else, and `${…}`, are the text's own: JSON, HCL and shell need them.

use serde_json::Value;

use super::quote::{Quoter, Style};
use crate::control::param::ParamValue;
use crate::predicate::Path;

/// What a placeholder stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The asset's name.
    Name,
    /// Its id.
    Id,
    /// Its account.
    Account,
    /// Its region.
    Region,
    /// A parameter, with the value in force.
    Param(String, ParamValue),
    /// One of its facts.
    Fact(Path),
}

impl Place {
    /// The words that stand for the asset's identity, before any fact of that name.
    pub(crate) const IDENTITY: [(&'static str, Self); 4] =
        [("name", Self::Name), ("id", Self::Id), ("account", Self::Account), ("region", Self::Region)];

    /// What is printed where nothing is known.
    fn unknown(&self) -> String {
        match self {
            Self::Name => "<name>".to_owned(),
            Self::Id => "<id>".to_owned(),
            Self::Account => "<account>".to_owned(),
            Self::Region => "<region>".to_owned(),
            Self::Param(name, _) => format!("<{name}>"),
            Self::Fact(path) => format!("<{path}>"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Place(Place),
}

/// A text with placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template(Vec<Piece>);

impl Template {
    /// From the source, each placeholder's inner text turned into a place; `None` leaves it out,
    /// after `place` has reported it.
    pub(crate) fn parse(source: &str, mut place: impl FnMut(&str) -> Option<Place>) -> Self {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = source;
        while let Some(open) = rest.find('{') {
            let (before, from_brace) = rest.split_at(open);
            text.push_str(before);
            let after = from_brace.get(1..).unwrap_or_default();
            let inner = after.find('}').and_then(|close| after.get(..close)).filter(|inner| is_placeholder(inner));
            match inner {
                Some(inner) if !text.ends_with('$') => {
                    if let Some(place) = place(inner) {
                        pieces.push(Piece::Text(std::mem::take(&mut text)));
                        pieces.push(Piece::Place(place));
                    }
                    rest = after.get(inner.len() + 1..).unwrap_or_default();
                }
                _ => {
                    text.push('{');
                    rest = after;
                }
            }
        }
        text.push_str(rest);
        pieces.push(Piece::Text(text));
        Self(pieces)
    }

    /// The facts that it prints.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Place(Place::Fact(path)) => Some(path),
            _ => None,
        })
    }

    /// The text as the control has it.
    pub fn source(&self) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Place(Place::Param(name, _)) => format!("{{${name}}}"),
            Piece::Place(place) => format!("{{{}}}", place.unknown().trim_matches(['<', '>'])),
        });
        pieces.collect()
    }

    pub(super) fn render(&self, style: Style, resolve: impl Fn(&Place) -> Option<Value>) -> String {
        let mut quoter = Quoter::new(style);
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => quoter.text(text),
                Piece::Place(place) => {
                    quoter.value(&resolve(place).unwrap_or_else(|| place.unknown().into()));
                }
            }
        }
        quoter.finish()
    }
}

/// Whether the text between braces is a placeholder rather than JSON, HCL or shell.
fn is_placeholder(inner: &str) -> bool {
    let word = inner.strip_prefix('$').unwrap_or(inner);
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && (word.bytes().all(|c| c.is_ascii_alphanumeric() || b"_.-".contains(&c)) || word.contains("[\""))
}
