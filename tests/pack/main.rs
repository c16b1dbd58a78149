//! The evidence pack: the same bytes each time, every change of it found, and its results borne out or told apart.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a broken test may end as it likes")]

mod changes;
mod command;
mod forgeries;
mod hostile;
mod redaction;
mod sample;
mod signatures;
