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

/// What standard output can show: as wide as the terminal, in colour unless the user or the terminal objects, and with
/// links where the terminal is known to open them.
pub(super) fn style() -> Style {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_on = |name| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let terminal = std::io::stdout().is_terminal();
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    let colour = !is_set("NO_COLOR") && (is_on("CLICOLOR_FORCE") || (terminal && !dumb));
    Style {
        width: Table::new().width().filter(|_| terminal).unwrap_or(render::PIPE_WIDTH),
        colour,
        links: colour && terminal && opens_links(&var),
    }
}

/// What a variable of the environment is set to, if to anything.
pub(super) fn var(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether a build runs this, though on what looks like a terminal.
pub(super) fn in_ci(var: &dyn Fn(&str) -> Option<String>) -> bool {
    var("CI").is_some_and(|value| value != "false" && value != "0")
}

/// Whether the terminal opens links, as far as it tells by its environment; `FORCE_HYPERLINK` says so for others.
/// A multiplexer hides what it runs in, and shows links as text or not at all.
fn opens_links(var: &dyn Fn(&str) -> Option<String>) -> bool {
    if let Some(forced) = var("FORCE_HYPERLINK") {
        return forced != "0" && forced != "false";
    }
    if in_ci(var) || var("TMUX").is_some() || var("STY").is_some() {
        return false;
    }
    let number = |name: &str| var(name).and_then(|value| value.parse::<u32>().ok()).unwrap_or(0);
    let program = var("TERM_PROGRAM").unwrap_or_default();
    let term = var("TERM").unwrap_or_default();
    // GNOME's terminals, since 0.50; Konsole, since 20.12; Windows Terminal; DomTerm.
    let by_version = number("VTE_VERSION") >= 5_000 || number("KONSOLE_VERSION") >= 201_200;
    let by_mark = ["WT_SESSION", "DOMTERM"].into_iter().any(|name| var(name).is_some());
    by_version
        || by_mark
        || ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "terminology", "WarpTerminal"].contains(&&*program)
        || ["xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm"].contains(&&*term)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_go_to_terminals_that_are_known_to_open_them() {
        for (set, opens) in [
            (&[("TERM_PROGRAM", "WezTerm")][..], true),
            (&[("VTE_VERSION", "7200")], true),
            (&[("VTE_VERSION", "4800")], false),
            (&[("TERM", "xterm-kitty")], true),
            (&[("TERM", "xterm-kitty"), ("TMUX", "/tmp/tmux")], false),
            (&[("TERM", "xterm-256color")], false),
            (&[("TERM", "foot"), ("CI", "true")], false),
            (&[("FORCE_HYPERLINK", "1"), ("CI", "true")], true),
            (&[("FORCE_HYPERLINK", "0"), ("TERM_PROGRAM", "WezTerm")], false),
            (&[], false),
        ] {
            let var = |name: &str| set.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(opens_links(&var), opens, "{set:?}");
        }
    }
}
