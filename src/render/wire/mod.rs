//! The published shapes: frozen for each version, apart from the types we work with.

pub(super) mod v1;
