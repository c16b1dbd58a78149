//! The formats that the report is written in, each with its one writer.

use std::fmt;
use std::io::Write;

#[cfg(feature = "pdf")]
use super::pdf;
use super::{Report, csv, html, markdown, oscal, xlsx};

/// Writes the report.
pub type Writer = fn(&Report<'_>, &mut dyn Write) -> anyhow::Result<()>;

/// One format.
#[derive(Clone, Copy)]
pub struct Format {
    /// Its name after `--format`.
    pub name: &'static str,
    /// The extension of its files.
    pub extension: &'static str,
    /// Whether it is no text.
    pub binary: bool,
    /// What writes it.
    pub write: Writer,
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Format").field(&self.name).finish()
    }
}

/// Every format. This list is the only place that names them.
pub static FORMATS: &[Format] = &[
    Format { name: "html", extension: "html", binary: false, write: html::write },
    Format { name: "md", extension: "md", binary: false, write: markdown::write },
    Format { name: "xlsx", extension: "xlsx", binary: true, write: xlsx::write },
    Format { name: "csv", extension: "csv", binary: false, write: csv::write },
    #[cfg(feature = "pdf")]
    Format { name: "pdf", extension: "pdf", binary: true, write: pdf::write },
    Format { name: "oscal", extension: "oscal.json", binary: false, write: oscal::write },
];

/// The format of that name.
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format of a file of that extension.
pub fn by_extension(extension: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.extension.eq_ignore_ascii_case(extension))
}

impl Format {
    /// The name of its file in a folder of reports.
    pub fn file_name(&self) -> String {
        format!("report.{}", self.extension)
    }
}

/// Writes the report in every format, and hands each file over with its name.
///
/// # Errors
/// What a writer or `put` reports.
pub fn write_all(report: &Report<'_>, mut put: impl FnMut(&str, Vec<u8>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    for format in FORMATS {
        let mut bytes = Vec::new();
        (format.write)(report, &mut bytes)?;
        put(&format.file_name(), bytes)?;
    }
    Ok(())
}
