//! The report as a PDF: typeset by Typst, tagged for readers that speak it aloud, with bookmarks and page numbers.
//!
//! What a cloud calls its things reaches the templates as data and is text to them, whatever it holds.

mod data;
mod glyphs;
mod world;

use std::io::Write;

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};
use typst::foundations::Datetime;

use super::Report;
use crate::inventory::Timestamp;
use crate::inventory::snapshot::digest::hex;
use glyphs::Glyphs;

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let fonts = world::fonts();
    let mut data = data::data(report)?;
    Glyphs(&fonts).show(&mut data);
    let bytes = serde_json::to_vec(&data)?;
    let ident = hex(Sha256::new_with_prefix(&bytes));
    let dated = date(report.cover.finished).context("the snapshot's time is no date")?;
    out.write_all(&world::typeset(fonts, bytes, dated, ident)?)?;
    Ok(())
}

/// A moment as Typst has it.
fn date(moment: Timestamp) -> Option<Datetime> {
    let text = moment.to_string();
    let (day, time) = text.split_once('T')?;
    let number = |part: Option<&str>| part?.parse::<u16>().ok();
    let byte = |part: Option<&str>| part?.parse::<u8>().ok();
    let (mut day, mut time) = (day.split('-'), time.get(..8)?.split(':'));
    Datetime::from_ymd_hms(
        i32::from(number(day.next())?),
        byte(day.next())?,
        byte(day.next())?,
        byte(time.next())?,
        byte(time.next())?,
        byte(time.next())?,
    )
}
