//! A tree of YAML that keeps where everything stands, how scalars were written, and keys written twice.
//!
//! Only plain data is accepted: anchors, aliases, merge keys, tags, directives and second documents
//! are refused, so that a file says nothing that its reader does not see.

use granit_parser::{Event, Parser, ScalarStyle, Span};

use super::diagnostic::{Diagnostic, Mark};

/// Deeper than any control; a file nested further is refused.
const DEEPEST: usize = 32;

/// One value of a YAML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// Where it begins.
    pub(crate) mark: Mark,
    /// What it is.
    pub(crate) content: Content,
}

/// What a value of a YAML file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// A scalar; a plain one may be a number, a bool or null, any other is text.
    Scalar { text: String, plain: bool },
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping, in order, with repeated keys kept.
    Mapping(Vec<Entry>),
}

/// One entry of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Where the key stands.
    pub(crate) mark: Mark,
    /// The key.
    pub(crate) key: String,
    /// The value.
    pub(crate) value: Node,
}

impl Node {
    /// The text of a scalar, however it was written.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The text of a plain scalar.
    pub(crate) fn plain(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, plain: true } => Some(text),
            _ => None,
        }
    }

    /// Whether it is a written or an implied null.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.plain(), Some("" | "null" | "~"))
    }

    /// The elements of a sequence.
    pub(crate) fn sequence(&self) -> Option<&[Self]> {
        match &self.content {
            Content::Sequence(elements) => Some(elements),
            _ => None,
        }
    }

    /// The entries of a mapping.
    pub(crate) fn mapping(&self) -> Option<&[Entry]> {
        match &self.content {
            Content::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// What it says, whatever the layout, the comments, and the order of keys.
    pub(crate) fn canonical(&self) -> String {
        let mut out = String::new();
        self.write_canonical(&mut out);
        out
    }

    fn write_canonical(&self, out: &mut String) {
        match &self.content {
            Content::Scalar { text, plain } => {
                out.push_str(if *plain { "p" } else { "q" });
                out.push_str(&serde_json::Value::from(text.as_str()).to_string());
            }
            Content::Sequence(elements) => {
                out.push('[');
                for element in elements {
                    element.write_canonical(out);
                    out.push(',');
                }
                out.push(']');
            }
            Content::Mapping(entries) => {
                let mut sorted: Vec<&Entry> = entries.iter().collect();
                sorted.sort_by(|a, b| a.key.cmp(&b.key));
                out.push('{');
                for Entry { key, value, .. } in sorted {
                    out.push_str(&serde_json::Value::from(key.as_str()).to_string());
                    out.push(':');
                    value.write_canonical(out);
                    out.push(',');
                }
                out.push('}');
            }
        }
    }

    /// What it is, for a message.
    pub(crate) fn describe(&self) -> String {
        match &self.content {
            Content::Scalar { .. } if self.is_null() => "nothing".to_owned(),
            Content::Scalar { text, .. } => format!("{text:?}"),
            Content::Sequence(_) => "a list".to_owned(),
            Content::Mapping(_) => "a map".to_owned(),
        }
    }
}

fn mark(span: Span) -> Mark {
    Mark { line: span.start.line(), column: span.start.col() + 1 }
}

/// Whether nothing stands in a file but comments.
pub(crate) fn is_blank(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// Reads one document; the first thing that is not plain data ends it.
pub(crate) fn parse(file: &str, text: &str) -> Result<Node, Diagnostic> {
    let mut options = granit_parser::options! {
        strict_indentation: true,
        disallow_directives: true,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    };
    options.set_emit_comments(false);
    let mut builder = Builder { open: Vec::new(), root: None };
    for step in Parser::new_from_str_with_options(text, options) {
        let refused = match step {
            Ok((event, span)) => builder.take(event, mark(span)).map_err(|message| (mark(span), message)),
            Err(error) => {
                let at = error.marker();
                let message = format!("this is not YAML: {}", error.info());
                Err((Mark { line: at.line(), column: at.col() + 1 }, message))
            }
        };
        if let Err((mark, message)) = refused {
            return Err(single(file, mark, &message));
        }
    }
    builder.root.ok_or_else(|| single(file, Mark { line: 1, column: 1 }, "the file is empty"))
}

fn single(file: &str, Mark { line, column }: Mark, message: &str) -> Diagnostic {
    let line = line.max(1);
    Diagnostic { file: file.to_owned(), line, column, message: message.to_owned(), help: None }
}

/// A collection that has not ended.
enum Open {
    Sequence(Mark, Vec<Node>),
    Mapping(Mark, Vec<Entry>, Option<(Mark, String)>),
}

struct Builder {
    open: Vec<Open>,
    root: Option<Node>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, mark: Mark) -> Result<(), String> {
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                Err("a second document: one file, one document".to_owned())
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) | Event::Anchor(..) => {
                Err("aliases and anchors are not accepted: write the value out".to_owned())
            }
            Event::Scalar(text, style, anchor, tag) => {
                refuse_properties(anchor, tag.is_some())?;
                let plain = style == ScalarStyle::Plain;
                self.close(Node { mark, content: Content::Scalar { text: text.into_owned(), plain } })
            }
            Event::SequenceStart(_, anchor, tag) => {
                refuse_properties(anchor, tag.is_some())?;
                self.enter(Open::Sequence(mark, Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                refuse_properties(anchor, tag.is_some())?;
                self.enter(Open::Mapping(mark, Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::Sequence(mark, elements)) => self.close(Node { mark, content: Content::Sequence(elements) }),
                Some(Open::Mapping(mark, entries, _)) => self.close(Node { mark, content: Content::Mapping(entries) }),
                None => Err("a collection ends that never began".to_owned()),
            },
            _ => Ok(()),
        }
    }

    fn enter(&mut self, collection: Open) -> Result<(), String> {
        if let Some(Open::Mapping(_, _, None)) = self.open.last() {
            return Err("a key is a scalar".to_owned());
        }
        if self.open.len() >= DEEPEST {
            return Err(format!("nested more than {DEEPEST} deep"));
        }
        self.open.push(collection);
        Ok(())
    }

    fn close(&mut self, node: Node) -> Result<(), String> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Sequence(_, elements)) => elements.push(node),
            Some(Open::Mapping(_, entries, key)) => match (key.take(), node) {
                (Some((mark, key)), value) => entries.push(Entry { mark, key, value }),
                (None, Node { mark, content: Content::Scalar { text, plain } }) => {
                    if plain && text == "<<" {
                        return Err("merge keys are not accepted: write the entries out".to_owned());
                    }
                    *key = Some((mark, text));
                }
                (None, _) => return Err("a key is a scalar".to_owned()),
            },
        }
        Ok(())
    }
}

fn refuse_properties(anchor: usize, tagged: bool) -> Result<(), String> {
    if anchor != 0 {
        return Err("aliases and anchors are not accepted: write the value out".to_owned());
    }
    if tagged {
        return Err("tags are not accepted: types come from the asset's schema".to_owned());
    }
    Ok(())
}
