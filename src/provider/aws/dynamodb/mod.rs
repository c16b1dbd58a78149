//! Amazon DynamoDB.

#[cfg(feature = "aws")]
mod collect;
mod table;

pub use table::Table;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "dynamodb",
    ops: &[
        &table::LIST_TABLES,
        &table::DESCRIBE_TABLE,
        &table::DESCRIBE_CONTINUOUS_BACKUPS,
        &table::LIST_TAGS_OF_RESOURCE,
    ],
    kinds: &[table::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Table as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::tables(context)),
    }],
};
