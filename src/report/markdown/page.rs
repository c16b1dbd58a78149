//! The parts of a Markdown text: headings, paragraphs, lists and tables, parted by empty lines.

use std::io::Write;

use crate::render::escape::markdown::block;
pub(super) use crate::render::escape::markdown::plain;

/// A longer value is cut: the snapshot has it whole.
pub(super) const LONGEST: usize = 400;

/// Where the text goes.
pub(super) struct Page<'w> {
    out: &'w mut dyn Write,
}

impl<'w> Page<'w> {
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        Self { out }
    }

    /// A line by itself.
    pub(super) fn line(&mut self, text: &str) -> anyhow::Result<()> {
        writeln!(self.out, "{text}")?;
        Ok(())
    }

    /// A heading of that level.
    pub(super) fn heading(&mut self, level: usize, text: &str) -> anyhow::Result<()> {
        writeln!(self.out, "\n{} {text}", "#".repeat(level))?;
        Ok(())
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, text: &str) -> anyhow::Result<()> {
        writeln!(self.out, "\n{text}")?;
        Ok(())
    }

    /// A list of lines.
    pub(super) fn list(&mut self, lines: &[String]) -> anyhow::Result<()> {
        writeln!(self.out)?;
        for line in lines {
            writeln!(self.out, "- {line}")?;
        }
        Ok(())
    }

    /// A command, between fences that are longer than any in it: nothing in it can end it.
    pub(super) fn code(&mut self, text: &str) -> anyhow::Result<()> {
        write!(self.out, "\n{}", block(text, "sh"))?;
        Ok(())
    }

    /// A table; of no rows nothing is written.
    pub(super) fn table(&mut self, head: &[&str], rows: &[Vec<String>]) -> anyhow::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n| {} |\n|{}", head.join(" | "), " --- |".repeat(head.len()))?;
        for row in rows {
            writeln!(self.out, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}
