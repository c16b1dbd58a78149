//! The layers of the settings: options over the environment, that over `tickmark.yaml`, that over the defaults.
//!
//! What the file and the environment say becomes the default of the option of the same meaning, before the command line
//! is parsed; so there is one way in which a word is checked and used, wherever it was said.

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory as _, FromArgMatches as _};

use super::all_of;
use super::console::Console;
use super::select::asset_types;
use crate::cli::Cli;
use crate::control::Pack;
use crate::control::param::{MalformedOverride, Override, Overrides};
use crate::inventory::AccountId;
use crate::inventory::snapshot::Snapshot;
use crate::management::Exclusions;
use crate::render::text::visible;
use crate::settings::{File, KEYS, Key, Shape, discover};

/// The variable that names the file.
const CONFIG: &str = "TICKMARK_CONFIG";

/// What lists controls and criteria is a catalogue: no setting narrows it, though the controls in it may be one's own.
const CATALOGUES: [&str; 2] = ["criteria", "controls"];

/// The settings that say which controls and criteria there are, rather than which of them are wanted.
const OF_THE_CATALOGUE: [&str; 2] = ["controls", "params"];

/// The commands whose option `--output` names a report of the kind that the setting `outputs` does.
const REPORTING: [&str; 2] = ["scan", "assess"];

/// What is in force beside the options.
#[derive(Debug, Default)]
pub(super) struct Settings {
    file: Option<File>,
    /// Whether the environment and the file count at all: what comes with tickmark is judged by neither.
    counts: bool,
    sources: BTreeMap<&'static str, Source>,
}

/// Where a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Nobody made it.
    Default,
    /// The line of the file.
    File(usize),
    /// The variable.
    Environment(&'static str),
    /// The option.
    Option(&'static str),
}

/// Parses the command line upon what the environment and the file say. Ends the process where clap does: with the help
/// that was asked for, or with what is wrong.
pub(super) fn parse(args: &[OsString]) -> anyhow::Result<(Cli, Settings)> {
    let counts = !args.iter().any(|arg| arg == "--demo");
    let bare = layered(Cli::command(), None, counts).get_matches_from(args);
    let named = named(&bare);
    let file = match named {
        _ if is_off(&bare) || !reads_settings(&Cli::command(), &bare) => None,
        Some(path) => Some(read(&path)?),
        None if counts => {
            let here = env::current_dir().context("cannot tell which folder this is")?;
            discover(&here)?.map(|path| read(&path)).transpose()?
        }
        None => None,
    };
    let matches = match &file {
        None => bare,
        Some(file) => layered(Cli::command(), Some(file), counts).get_matches_from(args),
    };
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let sources = sources(&matches, file.as_ref());
    let counts = counts || file.is_some();
    Ok((cli, Settings { file, counts, sources }))
}

impl Settings {
    /// The file, where there is one.
    pub(super) fn file(&self) -> Option<&File> {
        self.file.as_ref()
    }

    /// Where the value of a setting that has an option comes from; `None` where the command has no such option.
    pub(super) fn source(&self, key: &str) -> Option<Source> {
        self.sources.get(key).copied()
    }

    /// What the environment, or else the file, says of a setting, and which of them.
    pub(super) fn said(&self, key: &Key) -> Option<(Vec<String>, Source)> {
        let variable = key.env.filter(|_| self.counts).and_then(|name| Some((name, variable(name)?)));
        if let Some((name, words)) = variable {
            let lines = matches!(key.shape, Shape::Params);
            let words = words.split(if lines { '\n' } else { ',' }).map(str::trim).filter(|word| !word.is_empty());
            return Some((words.map(str::to_owned).collect(), Source::Environment(name)));
        }
        let given = self.file.as_ref()?.get(key.name)?;
        Some((given.words.clone(), Source::File(given.line)))
    }

    /// The words of a setting that the environment or the file makes.
    fn words(&self, name: &str) -> Vec<String> {
        Key::named(name).and_then(|key| self.said(key)).map(|(words, _)| words).unwrap_or_default()
    }

    /// The parameters in force: those of options over those of the environment over those of the file.
    pub(super) fn params(&self, options: &[Override]) -> Result<Overrides, MalformedOverride> {
        let mut all = Overrides::default();
        if let Some(file) = &self.file {
            file.choose(&mut all);
        }
        if let Some(key) = Key::named("params")
            && let Some((words, Source::Environment(_))) = self.said(key)
        {
            words.iter().try_for_each(|word| word.parse().map(|chosen| all.set(chosen)))?;
        }
        options.iter().cloned().for_each(|chosen| all.set(chosen));
        Ok(all)
    }

    /// What is left out of the system's boundary.
    pub(super) fn exclusions(&self, pack: &Pack) -> anyhow::Result<Exclusions> {
        // The types of all assets take time to make, and only a file with exclusions asks for them.
        let Some(file) = self.file.as_ref().filter(|file| file.excludes()) else { return Ok(Exclusions::default()) };
        file.exclusions(pack, &asset_types()?).map_err(|problems| all_of(&problems))
    }

    /// Says which file is in force, where one is: nobody may be judged by settings that he does not know of.
    pub(super) fn tell(&self, console: &mut Console<'_>) -> anyhow::Result<()> {
        match &self.file {
            Some(file) if !console.quiet => {
                Ok(writeln!(console.err, "tickmark: settings from {}", visible(&file.path().display().to_string()))?)
            }
            _ => Ok(()),
        }
    }

    /// The files to write besides what is printed.
    pub(super) fn outputs(&self) -> Vec<PathBuf> {
        self.words("outputs").into_iter().map(PathBuf::from).collect()
    }

    /// Whether an option narrows down which controls are wanted, rather than a setting.
    pub(super) fn narrowed_by_option(&self) -> bool {
        let by_setting = |name: &&str| matches!(self.source(name), Some(Source::File(_) | Source::Environment(_)));
        !["categories", "scope.services"].iter().any(by_setting)
    }

    /// The same of snapshots that are still to be read.
    pub(super) fn admit_files(&self, paths: &[PathBuf]) -> anyhow::Result<()> {
        if self.words("scope.accounts").is_empty() {
            return Ok(());
        }
        paths.iter().try_for_each(|path| self.admit(&Snapshot::read(path)?))
    }

    /// Refuses a snapshot of an account that is not one of those the project is about.
    pub(super) fn admit(&self, snapshot: &Snapshot) -> anyhow::Result<()> {
        let accounts = self.words("scope.accounts");
        let strange =
            |account: &&AccountId| !accounts.is_empty() && !accounts.iter().any(|own| own == account.as_str());
        match snapshot.header().accounts.iter().find(strange) {
            None => Ok(()),
            Some(account) => anyhow::bail!(
                "the snapshot is of account {account}, and the project is about {}: add it to scope.accounts, or leave \
                 the settings out with --no-config",
                accounts.join(", ")
            ),
        }
    }
}

/// The command in which the options have the variables, and the defaults, that the settings give them.
fn layered(command: Command, file: Option<&File>, environment: bool) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(&name, |sub| below(sub, &[&name], file, environment)))
}

fn below(command: Command, path: &[&str], file: Option<&File>, environment: bool) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = names.into_iter().fold(command, |command, name| {
        let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
        command.mut_subcommand(&name, |sub| below(sub, &path, file, environment))
    });
    command.mut_args(|arg| {
        let Some(key) = arg.get_long().and_then(|long| key_of(long, path)) else { return arg };
        // These are not a default that an option replaces: they add to what it says.
        if matches!(key.shape, Shape::Params | Shape::Exclusions | Shape::Paths) {
            return arg;
        }
        // One that is set and empty says nothing; to clap it would be a word.
        let silent = |name: &&str| env::var_os(name).is_some() && variable(name).is_none();
        let arg = match key.env.filter(|name| environment && !silent(name)) {
            Some(name) => arg.env(name).hide_env_values(true),
            None => arg,
        };
        let arg = if key.shape.is_list() { arg.value_delimiter(',') } else { arg };
        match file.and_then(|file| file.get(key.name)) {
            Some(given) if !given.words.is_empty() => arg.default_values(given.words.clone()),
            _ => arg,
        }
    })
}

/// The setting that an option of a command overrides.
fn key_of(long: &str, path: &[&str]) -> Option<&'static Key> {
    let first = path.first().copied().unwrap_or_default();
    let key = KEYS.iter().find(|key| key.option == Some(long))?;
    let applies = match key.name {
        "outputs" => REPORTING.contains(&first),
        name => !CATALOGUES.contains(&first) || OF_THE_CATALOGUE.contains(&name),
    };
    applies.then_some(key)
}

/// Whether a command has an option that a setting can stand for.
fn reads_settings(command: &Command, matches: &ArgMatches) -> bool {
    let (mut command, mut matches, mut path) = (command, matches, Vec::new());
    while let Some((name, below)) = matches.subcommand() {
        let Some(sub) = command.find_subcommand(name) else { return false };
        path.push(name);
        (command, matches) = (sub, below);
    }
    command.get_arguments().any(|arg| arg.get_long().is_some_and(|long| key_of(long, &path).is_some()))
}

/// Where each setting of the command comes from.
fn sources(matches: &ArgMatches, file: Option<&File>) -> BTreeMap<&'static str, Source> {
    let mut path = Vec::new();
    let mut leaf = matches;
    while let Some((name, below)) = leaf.subcommand() {
        path.push(name);
        leaf = below;
    }
    let mut sources = BTreeMap::new();
    for key in KEYS {
        let Some(option) = key.option.filter(|option| key_of(option, &path).is_some()) else { continue };
        let id = option.replace('-', "_");
        if !leaf.try_contains_id(&id).is_ok_and(|_| true) {
            continue;
        }
        let given = file.and_then(|file| file.get(key.name));
        let source = match (leaf.value_source(&id), key.env, given) {
            (Some(ValueSource::CommandLine), ..) => Source::Option(option),
            (Some(ValueSource::EnvVariable), Some(name), _) => Source::Environment(name),
            (_, _, Some(given)) => Source::File(given.line),
            _ => Source::Default,
        };
        sources.insert(key.name, source);
    }
    sources
}

/// The file that was named, by option or variable.
fn named(matches: &ArgMatches) -> Option<PathBuf> {
    global(matches, |leaf| leaf.try_get_one::<PathBuf>("config").ok().flatten().cloned())
        .or_else(|| variable(CONFIG).map(PathBuf::from))
}

fn is_off(matches: &ArgMatches) -> bool {
    global(matches, |leaf| leaf.try_get_one::<bool>("no_config").ok().flatten().copied().filter(|off| *off)).is_some()
}

/// What an option says that stands before or after the name of the command.
fn global<T>(matches: &ArgMatches, get: impl Fn(&ArgMatches) -> Option<T>) -> Option<T> {
    let mut leaf = Some(matches);
    let mut found = None;
    while let Some(here) = leaf {
        found = get(here).or(found);
        leaf = here.subcommand().map(|(_, below)| below);
    }
    found
}

/// What a variable says; one that is empty says nothing.
fn variable(name: &str) -> Option<String> {
    env::var_os(name).as_deref().map(OsStr::to_string_lossy).filter(|value| !value.trim().is_empty()).map(Into::into)
}

fn read(path: &Path) -> anyhow::Result<File> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    File::read(path, &text).map_err(|problems| all_of(&problems))
}
