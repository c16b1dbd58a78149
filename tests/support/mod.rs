//! What the end-to-end tests stand on: a moto server, scenarios that fill it, a proxy that breaks it, and a tape.
//!
//! ```text
//! test ──> SDK client ──> Proxy (rules, call log, allow-list) ──> Moto (one per process, one account a test)
//!                    └──> Replay (record once, then play with denials, in process)
//! ```

pub(crate) mod fault;
pub(crate) mod moto;
pub(crate) mod operation;
pub(crate) mod proxy;
pub(crate) mod replay;
pub(crate) mod rest;
pub(crate) mod sdk;
pub(crate) mod shuffle;
pub(crate) mod venv;
pub(crate) mod wire;
