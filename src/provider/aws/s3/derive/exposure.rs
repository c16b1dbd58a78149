//! What strangers may do, after everything that keeps a grant from having an effect.
//!
//! Reading and writing are facts of their own: a grant that may be void leaves unknown only what it would allow.

pub(in crate::provider::aws::s3) mod access_point;
pub(in crate::provider::aws::s3) mod acl;
pub(in crate::provider::aws::s3) mod policy;

use crate::inventory::Fact;

/// What is left of `exposed` where `void` takes all of it away: nothing exposed leaves nothing, void or not.
fn unless_void<T>(void: Fact<bool>, exposed: Fact<Vec<T>>) -> Fact<Vec<T>> {
    match (void, exposed) {
        (Fact::Known(true), _) => Fact::Known(Vec::new()),
        (Fact::Known(false), exposed) => exposed,
        (Fact::Unknown(_), Fact::Known(none)) if none.is_empty() => Fact::Known(none),
        (void, exposed) => void.zip(exposed).map(|(_, exposed)| exposed),
    }
}
