//! What a command is handed besides its arguments: where it prints, what the terminal there can show, and the settings.

use std::env;
use std::fmt;
use std::io::{IsTerminal as _, Write};

use comfy_table::{ContentArrangement, Table, presets};

use super::settings::Settings;
use crate::render::{self, Style};

/// Where a command prints, and what is in force there.
pub(super) struct Console<'w> {
    /// Standard output: what was asked for.
    pub(super) out: &'w mut dyn Write,
    /// Standard error: everything else.
    pub(super) err: &'w mut dyn Write,
    /// How what goes to standard output may look.
    pub(super) style: Style,
    /// Whether to say nothing but errors.
    pub(super) quiet: bool,
    /// What the environment and `tickmark.yaml` say.
    pub(super) settings: &'w Settings,
}

impl fmt::Debug for Console<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").field("style", &self.style).field("quiet", &self.quiet).finish_non_exhaustive()
    }
}

/// What standard output can show: as wide as the terminal, in colour unless the user or the terminal objects.
pub(super) fn style() -> Style {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_on = |name| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let terminal = std::io::stdout().is_terminal();
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    Style {
        width: Table::new().width().filter(|_| terminal).unwrap_or(render::PIPE_WIDTH),
        colour: !is_set("NO_COLOR") && (is_on("CLICOLOR_FORCE") || (terminal && !dumb)),
    }
}

/// An empty table of columns parted by space, as wide as the terminal.
pub(super) fn plain_table(style: Style) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(style.width);
    table
}

/// What a command prints where 120 columns and no colours are to be had.
#[cfg(test)]
pub(super) fn printed<T>(command: impl FnOnce(&mut Console<'_>) -> anyhow::Result<T>) -> anyhow::Result<(T, String)> {
    let (mut out, mut err, settings) = (Vec::new(), Vec::new(), Settings::default());
    let mut console =
        Console { out: &mut out, err: &mut err, style: Style::default(), quiet: true, settings: &settings };
    let result = command(&mut console)?;
    Ok((result, String::from_utf8(out)?))
}
