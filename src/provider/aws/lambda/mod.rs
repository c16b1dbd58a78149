//! AWS Lambda.

#[cfg(feature = "aws")]
mod collect;
mod function;
mod grants;
#[cfg(test)]
mod tests;
mod url;

pub use function::{Function, FunctionUrl, QualifiedPolicy};
pub use grants::{QualifiedGrant, QualifiedServiceGrant};
pub use url::UnauthenticatedUrl;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "lambda",
    ops: &[
        &function::LIST_FUNCTIONS,
        &function::LIST_ALIASES,
        &function::GET_POLICY,
        &function::LIST_FUNCTION_URL_CONFIGS,
    ],
    kinds: &[function::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Function as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::functions(context)),
    }],
};
