//! What a cloud calls its things, made harmless in each of the languages that a report is written in.

pub(crate) mod csv;
pub(crate) mod github;
pub(crate) mod markdown;
pub(crate) mod sarif;
pub(crate) mod xml;
