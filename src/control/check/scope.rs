//! The fields that all kinds of a control have in common.

use std::borrow::Cow;

use crate::inventory::Kind;
use crate::inventory::schema::{Field, Object, Type};

/// The fields of the one kind, or those that all of several have with the same type; `None` without kinds.
pub(super) fn merged<'s>(kinds: &[(Kind, &'s Object)]) -> Option<Cow<'s, Object>> {
    let ((_, first), rest) = kinds.split_first()?;
    let mut common = Cow::Borrowed(*first);
    for (_, other) in rest {
        common = Cow::Owned(objects(&common, other));
    }
    Some(common)
}

fn objects(a: &Object, b: &Object) -> Object {
    let both = a.fields.iter().filter_map(|(name, field)| Some((name, field, b.fields.get(name)?)));
    let fields = both.filter_map(|(name, a, b)| Some((name.clone(), field(a, b)?))).collect();
    Object { fields }
}

fn field(a: &Field, b: &Field) -> Option<Field> {
    Some(Field { ty: types(&a.ty, &b.ty)?, nullable: a.nullable || b.nullable, doc: a.doc.clone() })
}

fn types(a: &Type, b: &Type) -> Option<Type> {
    match (a, b) {
        (Type::Enum(a), Type::Enum(b)) => {
            let more = b.iter().filter(|word| !a.contains(word));
            Some(Type::Enum(a.iter().chain(more).cloned().collect()))
        }
        (Type::List(a), Type::List(b)) => Some(Type::List(Box::new(types(a, b)?))),
        (Type::Map(a), Type::Map(b)) => Some(Type::Map(Box::new(types(a, b)?))),
        (Type::Object(a), Type::Object(b)) => Some(Type::Object(objects(a, b))),
        (a, b) if a == b => Some(a.clone()),
        _ => None,
    }
}
