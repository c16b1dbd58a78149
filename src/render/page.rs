//! The lines of a report, none of them wider than it may be.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, Color, ContentArrangement, Table, presets};

use super::command;
use super::style::{Style, Tone, trimmed};
use super::text::{cut, width, wrap};

/// A piece of a line.
pub(crate) type Span<'t> = (Tone, &'t str);

/// Lines, ready to be written.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) style: Style,
    lines: Vec<String>,
}

impl Page {
    /// No lines yet.
    pub(crate) fn new(style: Style) -> Self {
        Self { style, lines: Vec::new() }
    }

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// How many columns there are.
    pub(crate) fn columns(&self) -> usize {
        self.style.columns()
    }

    /// Makes a text lead somewhere, at the first place where it stands whole from a line on.
    pub(crate) fn link(&mut self, from: usize, text: &str, address: Option<&str>) {
        let Some(address) = address.filter(|_| self.style.links && !text.is_empty()) else { return };
        for line in self.lines.iter_mut().skip(from) {
            if let Some(at) = line.find(text) {
                let linked = self.style.link(address, text);
                line.replace_range(at..at + text.len(), &linked);
                return;
            }
        }
    }

    /// An empty line.
    pub(crate) fn blank(&mut self) {
        self.lines.push(String::new());
    }

    /// A line of pieces; what does not fit is cut off.
    pub(crate) fn line(&mut self, indent: usize, spans: &[Span<'_>]) {
        let mut line = " ".repeat(indent);
        let mut left = self.columns().saturating_sub(indent);
        for (tone, text) in spans {
            let text = cut(text, left);
            left -= width(&text);
            line.push_str(&self.style.paint(*tone, &text));
        }
        line.truncate(line.trim_end_matches(' ').len());
        self.lines.push(line);
    }

    /// A heading after an empty line, with a remark beside it.
    pub(crate) fn heading(&mut self, title: &str, remark: &str) {
        self.blank();
        let remark = if remark.is_empty() { String::new() } else { format!("  {remark}") };
        self.line(0, &[(Tone::Heading, title), (Tone::Faint, &remark)]);
    }

    /// A text over as many lines as it takes.
    pub(crate) fn paragraph(&mut self, indent: usize, tone: Tone, text: &str) {
        for line in wrap(text, self.columns().saturating_sub(indent)) {
            self.line(indent, &[(tone, &line)]);
        }
    }

    /// A text over as many lines as it takes, beside a label that is so wide.
    pub(crate) fn labelled(&mut self, indent: usize, (label, columns): (&str, usize), tone: Tone, text: &str) {
        let label = cut(label, columns);
        let mut label = format!("{label}{}", " ".repeat(columns - width(&label)));
        for line in wrap(text, self.columns().saturating_sub(indent + columns)) {
            self.line(indent, &[(Tone::Faint, &label), (tone, &line)]);
            label = " ".repeat(columns);
        }
    }

    /// A text over as many lines as it takes, beside a mark of its own colour.
    pub(crate) fn marked(&mut self, indent: usize, (colour, mark): Span<'_>, tone: Tone, text: &str) {
        let columns = width(mark) + 1;
        let mut mark = format!("{mark} ");
        for line in wrap(text, self.columns().saturating_sub(indent + columns)) {
            self.line(indent, &[(colour, &mark), (tone, &line)]);
            mark = " ".repeat(columns);
        }
    }

    /// A line of a file that can be copied as it stands, however long it is.
    pub(crate) fn verbatim(&mut self, indent: usize, tone: Tone, text: &str) {
        self.lines.push(format!("{}{}", " ".repeat(indent), self.style.paint(tone, text)));
    }

    /// A shell command that can be copied as it stands.
    pub(crate) fn command(&mut self, indent: usize, text: &str) {
        for line in command::lines(text, indent, self.columns()) {
            self.lines.push(self.style.paint(Tone::Command, &line));
        }
    }

    /// A table, whose cells are to fit.
    pub(crate) fn table(&mut self, table: &Table) {
        self.lines.extend(table.trim_fmt().lines().map(trimmed));
    }

    /// Everything of another page.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.lines.append(&mut other.lines);
    }

    /// Writes every line.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for line in &self.lines {
            out.write_all(line.as_bytes())?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

/// An empty table without lines, its columns parted by two spaces.
pub(crate) fn table(style: Style, header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if style.colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(header.iter().map(|title| cell(Tone::Faint, title)));
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table
}

/// A cell of a table.
pub(crate) fn cell(tone: Tone, text: &str) -> Cell {
    let cell = Cell::new(text);
    match tone {
        Tone::Heading => cell.add_attribute(Attribute::Bold),
        Tone::Bad => cell.fg(Color::DarkRed),
        Tone::Grave => cell.fg(Color::DarkRed).add_attribute(Attribute::Bold),
        Tone::Unseen => cell.fg(Color::DarkYellow),
        Tone::Good => cell.fg(Color::DarkGreen),
        Tone::Command => cell.fg(Color::DarkCyan),
        Tone::Faint => cell.add_attribute(Attribute::Dim),
        Tone::Plain => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_table_ends_in_spaces_in_colour_or_without() {
        for colour in [false, true] {
            let style = Style { colour, ..Style::default() };
            let mut rows = table(style, &["A", "B"]);
            rows.add_row(vec![cell(Tone::Good, "1"), cell(Tone::Plain, "a long one")]);
            rows.add_row(vec![cell(Tone::Plain, "2"), cell(Tone::Good, "short")]);
            let mut page = Page::new(style);
            page.table(&rows);
            let plain = |line: &String| line.replace("\u{1b}[0m", "");
            assert!(page.lines.iter().all(|line| !plain(line).ends_with(' ')), "{:?}", page.lines);
        }
    }
}
