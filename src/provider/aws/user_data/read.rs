//! From user data as the API has it to the signs in it, and the gap of what cannot be read.

use super::UserDataSign;
use super::decode::decode;
use crate::inventory::Fact;
use crate::provider::Op;
use crate::provider::aws::Context;
use crate::provider::aws::secret_text;

/// The signs in user data that is encoded in base64, of a version of a launch template or of what has none.
pub(in crate::provider::aws) fn read(
    context: &Context,
    op: &'static Op,
    version: Option<i64>,
    encoded: &str,
) -> Vec<Fact<UserDataSign>> {
    let decoded = decode(encoded);
    let signs = decoded.texts.iter().flat_map(|text| {
        secret_text::in_text(&text.content).into_iter().map(|sign| {
            let (line, kind, name) = (sign.line, sign.kind, sign.name);
            Fact::Known(UserDataSign { version, part: text.part, line, kind, name })
        })
    });
    let unread = decoded.unreadable.map(|what| context.malformed(op, what));
    signs.chain(unread).collect()
}
