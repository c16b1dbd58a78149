//! What a project has decided once for all runs: the settings there are, and `tickmark.yaml`, which holds them.
//!
//! Options win over the environment, the environment over the file, and the file over the defaults. What layers them is
//! `command`, where the command line is read.

mod discover;
mod file;
mod key;
#[cfg(test)]
mod tests;

pub use discover::{NAME, NotFound, discover};
pub use file::{File, Given};
pub use key::{KEYS, Key, Shape};

/// A commented `tickmark.yaml` in which every setting is explained and none is made.
pub const TEMPLATE: &str = include_str!("template.yaml");
