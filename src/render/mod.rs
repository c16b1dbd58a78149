//! Render: an assessment in one of the output formats, streamed.

pub mod asff;
mod command;
pub mod csv;
pub mod diff;
pub mod doctor;
pub(crate) mod document;
pub(crate) mod escape;
pub(crate) mod fix;
pub mod github;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub mod ocsf;
pub(crate) mod page;
pub mod policy;
pub(crate) mod remedy;
mod row;
pub mod sarif;
pub mod schemas;
pub(crate) mod seen;
pub(crate) mod style;
pub mod table;
pub(crate) mod text;
mod wire;

use std::fmt;
use std::io::{self, Write};

pub(crate) use style::Tone;
pub use style::{PIPE_WIDTH, Style};
pub(crate) use wire::v1::Each;
pub use wire::v1::read::{ReadError, judged as read_assessment};

use crate::assess::{Assessment, Needs};
use crate::terraform::Addresses;

/// What a report leaves out, and how it looks where it is for a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options<'t> {
    /// Of the findings, all but failures.
    pub only_failures: bool,
    /// What the terminal can show; the formats for programmes pay no regard to it.
    pub style: Style,
    /// How a terminal's report groups what failed.
    pub by: By,
    /// What facts are derived from, by which a terminal's report finds what several failures rest on.
    pub needs: Option<&'static Needs>,
    /// Where Terraform keeps the assets; only SARIF tells it.
    pub terraform: Option<&'t Addresses>,
}

/// How what failed is grouped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// Each control with its assets.
    #[default]
    Control,
    /// Each criterion with its controls.
    Criterion,
    /// Each asset with all that fails on it.
    Asset,
    /// Each service with its controls.
    Service,
}

/// Writes one report.
pub type Writer = fn(&Assessment<'_>, Options<'_>, &mut dyn Write) -> io::Result<()>;

/// One output format.
#[derive(Clone, Copy)]
pub struct Format {
    /// Its name after `--format`.
    pub name: &'static str,
    /// The extensions of an `--output` file that mean it, some of two parts; of those that fit the longest decides.
    pub extensions: &'static [&'static str],
    /// What writes it.
    pub write: Writer,
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Format").field(&self.name).finish()
    }
}

/// Every output format. This list is the only place that names them.
/// The first is what is printed where nobody asks for another.
pub static FORMATS: &[Format] = &[
    Format { name: table::NAME, extensions: &["txt"], write: table::write },
    Format { name: "json", extensions: &["json"], write: json::write },
    Format { name: "html", extensions: &["html", "htm"], write: html::write },
    Format { name: "sarif", extensions: &["sarif", "sarif.json"], write: sarif::write },
    Format { name: "junit", extensions: &["xml"], write: junit::write },
    Format { name: "markdown", extensions: &["md", "markdown"], write: markdown::write },
    Format { name: github::NAME, extensions: &[], write: github::write },
    Format { name: "csv", extensions: &["csv"], write: csv::write },
    Format { name: "jsonl", extensions: &["jsonl", "ndjson"], write: jsonl::write },
    Format { name: "ocsf", extensions: &["ocsf.json"], write: ocsf::write },
    Format { name: "asff", extensions: &["asff.json"], write: asff::write },
];

/// The format of that name.
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format that an output file of that name is written in.
pub fn by_file_name(name: &str) -> Option<&'static Format> {
    let name = name.to_ascii_lowercase();
    let fits = |extension: &str| name.strip_suffix(extension).is_some_and(|stem| stem.ends_with('.'));
    let longest = |format: &&Format| format.extensions.iter().filter(|own| fits(own)).map(|own| own.len()).max();
    FORMATS.iter().filter(|format| longest(format).is_some()).max_by_key(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_mean_one_format_each() {
        for format in FORMATS {
            assert_eq!(by_name(format.name).unwrap().name, format.name);
            for extension in format.extensions {
                assert_eq!(by_file_name(&format!("a.b.{}", extension.to_uppercase())).unwrap().name, format.name);
            }
        }
        assert!(by_name("none").is_none());
        assert!(["a.exe", "json", "a", ""].iter().all(|name| by_file_name(name).is_none()));
    }
}
