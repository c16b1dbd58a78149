//! A workbook of tables, within the limits of the format.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use crate::render::text::{grouped, visible};
use crate::report::Report;

/// A cell holds no more, counted as UTF-16 does.
const LONGEST_CELL: usize = 32_767;

/// A sheet holds no more rows.
const MOST_ROWS: u32 = 1_048_576;

/// What a cell that was cut ends with.
const CUT: &str = " … (cut; the snapshot has it whole)";

/// One cell.
pub(super) enum Cell {
    Text(String),
    Number(u64),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

/// A column: its heading, and its width in characters.
pub(super) type Column = (&'static str, f64);

/// A table that becomes a sheet.
pub(super) struct Sheet<'t> {
    /// Its name, of at most 31 characters.
    pub(super) name: &'t str,
    /// The lines above it.
    pub(super) intro: &'t [String],
    /// Its columns.
    pub(super) columns: &'t [Column],
}

/// A workbook in the making.
pub(super) struct Book {
    workbook: Workbook,
    as_of: String,
    title: Format,
    head: Format,
    body: Format,
}

impl Book {
    /// An empty one, whose times are the snapshot's.
    pub(super) fn new(report: &Report<'_>) -> anyhow::Result<Self> {
        let cover = &report.cover;
        let mut workbook = Workbook::new();
        let created = ExcelDateTime::from_timestamp(cover.as_of.as_seconds())?;
        let properties = DocProperties::new()
            .set_title(cover.title)
            .set_company(visible(cover.organization.unwrap_or_default()))
            .set_comment(visible(&cover.statement))
            .set_creation_datetime(&created);
        workbook.set_properties(&properties);
        let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x001f_4e79))
            .set_border_bottom(FormatBorder::Thin);
        Ok(Self {
            workbook,
            as_of: cover.as_of.to_string(),
            title: Format::new().set_bold().set_font_size(13),
            head,
            body,
        })
    }

    /// Adds a table as a sheet. What does not fit is counted in the last row, and never merely left out.
    pub(super) fn sheet(&mut self, about: &Sheet<'_>, rows: impl IntoIterator<Item = Vec<Cell>>) -> anyhow::Result<()> {
        let (title, head, body) = (self.title.clone(), self.head.clone(), self.body.clone());
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(about.name)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        sheet.set_footer(format!("&LAs of {}&RPage &P of &N", self.as_of));
        let mut row = 0;
        for (number, line) in about.intro.iter().enumerate() {
            let format = if number == 0 { &title } else { &Format::default() };
            sheet.write_string_with_format(row, 0, fitting(line), format)?;
            row += 1;
        }
        row += u32::from(!about.intro.is_empty());
        let at = row;
        for (column, (name, width)) in (0_u16..).zip(about.columns) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(row, column, *name, &head)?;
        }
        sheet.set_freeze_panes(row + 1, 0)?.set_repeat_rows(row, row)?;
        let mut left_out = 0_u64;
        for cells in rows {
            if row + 2 >= MOST_ROWS {
                left_out += 1;
                continue;
            }
            row += 1;
            put(sheet, row, cells, &body)?;
        }
        if left_out > 0 {
            row += 1;
            let told = format!("{} more rows do not fit into a sheet; the CSV has them.", grouped(left_out));
            sheet.write_string_with_format(row, 0, told, &title)?;
        }
        let last = u16::try_from(about.columns.len().saturating_sub(1))?;
        sheet.autofilter(at, 0, row.max(at), last)?;
        Ok(())
    }

    /// The bytes of the file.
    pub(super) fn finish(mut self) -> anyhow::Result<Vec<u8>> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

fn put(sheet: &mut Worksheet, row: u32, cells: Vec<Cell>, format: &Format) -> anyhow::Result<()> {
    for (column, cell) in (0_u16..).zip(cells) {
        match cell {
            // A text is written as one: no cell here is a formula or a link.
            Cell::Text(text) => sheet.write_string_with_format(row, column, fitting(&text), format)?,
            #[expect(clippy::cast_precision_loss, reason = "the format knows no other number")]
            Cell::Number(number) => sheet.write_number_with_format(row, column, number as f64, format)?,
        };
    }
    Ok(())
}

/// A text that a cell can hold.
fn fitting(text: &str) -> String {
    let text = visible(text);
    if text.encode_utf16().count() <= LONGEST_CELL {
        return text.into_owned();
    }
    let room = LONGEST_CELL - CUT.encode_utf16().count();
    let mut taken = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            taken += c.len_utf16();
            taken <= room
        })
        .collect();
    kept + CUT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_what_the_format_allows_and_says_where_it_was_cut() {
        assert_eq!(fitting("short"), "short");
        for text in ["x".repeat(40_000), "\u{1f512}".repeat(20_000)] {
            let cell = fitting(&text);
            assert!(cell.encode_utf16().count() <= LONGEST_CELL && cell.ends_with(CUT));
        }
    }
}
