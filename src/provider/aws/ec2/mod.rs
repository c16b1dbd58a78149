//! Amazon EC2, with VPC and EBS.

mod image;
mod region;
mod snapshot;
#[cfg(feature = "aws")]
mod storage_collect;
mod volume;

pub use image::Image;
pub use region::RegionSettings;
pub use snapshot::Snapshot;
pub use volume::Volume;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "ec2",
    ops: &[
        &image::DESCRIBE_IMAGES,
        &region::GET_EBS_ENCRYPTION_BY_DEFAULT,
        &region::GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE,
        &snapshot::DESCRIBE_SNAPSHOTS,
        &volume::DESCRIBE_VOLUMES,
    ],
    kinds: &[image::SPEC, region::SPEC, snapshot::SPEC, volume::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[
        storage_collect::IMAGES,
        storage_collect::REGIONS,
        storage_collect::SNAPSHOTS,
        storage_collect::VOLUMES,
    ],
};
