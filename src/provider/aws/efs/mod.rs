//! Amazon Elastic File System.

#[cfg(feature = "aws")]
mod collect;
mod file_system;

pub use file_system::FileSystem;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "efs",
    ops: &[&file_system::DESCRIBE_BACKUP_POLICY, &file_system::DESCRIBE_FILE_SYSTEMS],
    kinds: &[file_system::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<FileSystem as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::file_systems(context)),
    }],
};
