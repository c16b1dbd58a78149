//! What was seen: assets, their facts, what could not be read, and which listings were completed.

pub mod asset;
pub mod fact;
pub mod gap;
pub mod net;
pub mod population;
pub mod schema;
pub mod snapshot;
pub mod store;
pub mod time;

pub use asset::{AccountId, Key, Kind, Region, TAGS};
pub use fact::Fact;
pub use gap::{Gap, GapKind, Gaps};
pub use population::{Population, Scope, Scopes, State};
pub use store::{Asset, Inventory};
pub use time::Timestamp;
