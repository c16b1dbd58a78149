//! Quoting of values for the language of the text around them.

use serde_json::Value;

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Prose: nothing is quoted.
    Text,
    /// A POSIX shell.
    Shell,
    /// Terraform.
    Hcl,
}

/// The quotes that the text has opened so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Single,
    /// A string of JSON inside single quotes.
    Json,
    Double,
    /// A comment, in which a quote means nothing.
    Comment,
}

/// Writes texts and values, following the quotes that the texts open and close.
pub(super) struct Quoter {
    style: Style,
    within: Within,
    /// Whether a word can begin here.
    fresh: bool,
    out: String,
}

impl Quoter {
    pub(super) fn new(style: Style) -> Self {
        Self { style, within: Within::Nothing, fresh: true, out: String::new() }
    }

    /// Writes the control's own text as it is.
    pub(super) fn text(&mut self, text: &str) {
        self.out.push_str(text);
        let mut characters = text.chars();
        while let Some(c) = characters.next() {
            let fresh = std::mem::replace(&mut self.fresh, c.is_whitespace() || c == ';');
            self.within = match (self.within, c) {
                (Within::Nothing, '#') if self.style != Style::Text && fresh => Within::Comment,
                (Within::Nothing, '\'') if self.style == Style::Shell => Within::Single,
                (Within::Nothing, '"') if self.style != Style::Text => Within::Double,
                (Within::Comment, '\n') | (Within::Single | Within::Json, '\'') | (Within::Double, '"') => {
                    Within::Nothing
                }
                (Within::Single, '"') => Within::Json,
                (Within::Json, '"') => Within::Single,
                (Within::Nothing | Within::Double | Within::Json, '\\') => {
                    let _escaped = characters.next();
                    self.within
                }
                // An HCL string ends with its line; a heredoc's stray quote must not carry on.
                (Within::Double, '\n') if self.style == Style::Hcl => Within::Nothing,
                (within, _) => within,
            };
        }
    }

    /// Writes a value, quoted for where it stands.
    pub(super) fn value(&mut self, value: &Value) {
        self.fresh = false;
        let written = match (self.style, self.within) {
            (Style::Text, _) => plain(value, ", "),
            // A line feed would end the comment, and begin a command.
            (_, Within::Comment) => plain(value, ", ").replace(['\n', '\r'], " "),
            (Style::Shell, Within::Nothing) => words(value, " ", &shell_word),
            (Style::Shell, Within::Single) => plain(value, ",").replace('\'', r"'\''"),
            (Style::Shell, Within::Json) => json_inside(&plain(value, ",")).replace('\'', r"'\''"),
            (Style::Shell, Within::Double) => escape(&plain(value, ","), &['\\', '"', '$', '`']),
            (Style::Hcl, Within::Double) => hcl_inside(&plain(value, ",")),
            (Style::Hcl, _) => hcl(value),
        };
        self.out.push_str(&written);
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}

fn plain(value: &Value, comma: &str) -> String {
    words(value, comma, &str::to_owned)
}

fn words(value: &Value, comma: &str, word: &dyn Fn(&str) -> String) -> String {
    match value {
        Value::String(text) => word(text),
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(|element| words(element, comma, word)).collect();
            elements.join(comma)
        }
        other => word(&other.to_string()),
    }
}

fn shell_word(text: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(safe) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn json_inside(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default().to_owned()
}

fn escape(text: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if special.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn hcl(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", hcl_inside(text)),
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(hcl).collect();
            format!("[{}]", elements.join(", "))
        }
        Value::Object(map) => {
            let entries: Vec<String> =
                map.iter().map(|(key, value)| format!("\"{}\" = {}", hcl_inside(key), hcl(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

fn hcl_inside(text: &str) -> String {
    escape(text, &['\\', '"']).replace('\n', "\\n").replace('\r', "\\r").replace("${", "$${").replace("%{", "%%{")
}
