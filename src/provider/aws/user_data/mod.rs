//! Signs of credentials in the user data of instances and of what launches them. The text itself is never kept.

#[cfg(feature = "aws")]
mod decode;
#[cfg(feature = "aws")]
mod mime;
#[cfg(feature = "aws")]
mod read;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::Fact;

#[cfg(feature = "aws")]
pub(in crate::provider::aws) use read::read;

/// What was found in user data.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UserData {
    /// The signs of credentials in it; one element is unknown for what could not be read. None in what is empty.
    pub signs: Vec<Fact<UserDataSign>>,
}

/// A sign of a credential in user data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct UserDataSign {
    /// The version of the launch template that has it, null of an instance and of a launch configuration.
    pub version: Option<i64>,
    /// Which of the encoded parts of a multipart text it is in, from 1; null in the text as it stands.
    pub part: Option<i64>,
    /// The line of that text, from 1.
    pub line: i64,
    /// What it is: by its own form, such as `aws_access_key_id` or `private_key`, or by the name it is given, such as
    /// `password` or `token`.
    pub kind: String,
    /// The name that it is given there, null where none.
    pub name: Option<String>,
}
