//! Reads `tickmark.yaml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::key::{KEYS, Key, Shape};
use crate::control::Pack;
use crate::control::param::{Override, Overrides, Place};
use crate::inventory::schema::Schema;
use crate::management::Exclusions;
use crate::management::exclusions::{self, Known};
use crate::yaml::{Diagnostic, Entry, Keys, Mark, Node, Problems, parse, text, texts, unrepeated};

/// A `tickmark.yaml`, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    path: PathBuf,
    given: BTreeMap<&'static str, Given>,
    params: Vec<(Override, Mark)>,
    exclude: Option<Node>,
}

/// A setting as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its value, or the values of a list; paths as they are found from the working folder.
    pub words: Vec<String>,
    /// The line, from 1.
    pub line: usize,
}

impl File {
    /// Reads the text of the file at `path`.
    ///
    /// # Errors
    /// Everything that is wrong with it, with line and column: an unknown setting, a word that is none of those there
    /// are. Controls and parameters are only known once the controls are read; see [`Self::exclusions`].
    pub fn read(path: &Path, source: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut file = Self { path: path.to_owned(), ..Self::default() };
        if crate::yaml::is_blank(source) {
            return Ok(file);
        }
        let name = path.display().to_string();
        let tree = parse(&name, source).map_err(|problem| vec![problem])?;
        let mut problems = Problems::new(&name);
        file.section(&tree, "", &mut problems);
        if problems.is_empty() { Ok(file) } else { Err(problems.into_vec()) }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A setting, where the file makes it.
    pub fn get(&self, key: &str) -> Option<&Given> {
        self.given.get(key)
    }

    /// The parameters that it chooses, for messages each with its place.
    pub(crate) fn params(&self) -> impl Iterator<Item = (Override, Place)> {
        let place = |mark: Mark| Place { file: self.path.display().to_string(), mark };
        self.params.iter().map(move |(chosen, mark)| (chosen.clone(), place(*mark)))
    }

    /// Adds the parameters that it chooses.
    pub fn choose(&self, overrides: &mut Overrides) {
        self.params().for_each(|(chosen, place)| overrides.set_at(chosen, place));
    }

    /// Whether it leaves anything out of the system's boundary.
    pub fn excludes(&self) -> bool {
        self.exclude.is_some()
    }

    /// What it leaves out of the system's boundary, held against the controls and assets there are.
    ///
    /// # Errors
    /// What is wrong with that part of the file.
    pub fn exclusions(&self, pack: &Pack, schema: &Schema) -> Result<Exclusions, Vec<Diagnostic>> {
        let Some(node) = &self.exclude else { return Ok(Exclusions::default()) };
        let mut problems = Problems::new(&self.path.display().to_string());
        let found = exclusions::from_nodes(node, Known { pack, schema }, &mut problems);
        if problems.is_empty() { Ok(found) } else { Err(problems.into_vec()) }
    }

    /// The settings below a path, which is empty for the file as a whole.
    fn section(&mut self, node: &Node, below: &str, problems: &mut Problems) {
        let prefix = if below.is_empty() { String::new() } else { format!("{below}.") };
        let words: Vec<&str> = KEYS.iter().filter_map(|key| key.name.strip_prefix(&prefix)).collect();
        let mut own: Vec<&str> = words.iter().filter_map(|word| word.split('.').next()).collect();
        own.dedup();
        let what = if below.is_empty() { "the file" } else { below };
        let Some(keys) = Keys::of(node, what, &own, problems) else { return };
        for word in own {
            // What is left blank, as when only a comment stands there, is not made.
            let Some(value) = keys.get(word).filter(|value| !value.is_null()) else { continue };
            let path = format!("{prefix}{word}");
            match Key::named(&path) {
                Some(key) => self.setting(key, value, problems),
                None => self.section(value, &path, problems),
            }
        }
    }

    fn setting(&mut self, key: &'static Key, node: &Node, problems: &mut Problems) {
        let words = match key.shape {
            Shape::Params => self.choice(node, problems),
            Shape::Exclusions => {
                self.exclude = Some(node.clone());
                Vec::new()
            }
            shape => {
                let found = if shape.is_list() {
                    texts(node, key.name, problems)
                } else {
                    text(node, key.name, problems).into_iter().collect()
                };
                for word in &found {
                    if !key.words.is_empty() && !key.words.contains(&word.value.as_str()) {
                        problems.report_unknown(word.mark, key.name, &word.value, key.words.iter().copied());
                    } else if let Some(problem) = (key.refuse)(&word.value) {
                        problems.report(word.mark, problem);
                    }
                }
                let is_path = matches!(shape, Shape::Path | Shape::Paths);
                found.into_iter().map(|word| if is_path { self.beside(&word.value) } else { word.value }).collect()
            }
        };
        self.given.insert(key.name, Given { words, line: node.mark.line });
    }

    /// Parameters by control; of the same form as `--param`.
    fn choice(&mut self, node: &Node, problems: &mut Problems) -> Vec<String> {
        let Some(controls) = node.mapping() else {
            problems.report(node.mark, format!("params is a map of controls, not {}", node.describe()));
            return Vec::new();
        };
        for Entry { mark, key, value } in unrepeated(controls, problems) {
            let control = match key.parse() {
                Ok(control) => control,
                Err(problem) => {
                    let problem: crate::control::MalformedWord = problem;
                    problems.report(*mark, problem.to_string());
                    continue;
                }
            };
            let Some(params) = value.mapping() else {
                let message = format!("the parameters of {control} are a map, not {}", value.describe());
                problems.report(value.mark, message);
                continue;
            };
            for Entry { mark, key: name, value } in unrepeated(params, problems) {
                let words = match value.sequence() {
                    Some(_) => texts(value, name, problems),
                    None => text(value, name, problems).into_iter().collect(),
                };
                let value = words.into_iter().map(|word| word.value).collect::<Vec<_>>().join(",");
                self.params.push((Override { control: Clone::clone(&control), name: name.clone(), value }, *mark));
            }
        }
        self.params.iter().map(|(chosen, _)| chosen.to_string()).collect()
    }

    /// A path of the file, as it is found from the working folder.
    fn beside(&self, path: &str) -> String {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        folder.join(path).display().to_string()
    }
}
