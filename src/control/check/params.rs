//! Checks parameters: their types, defaults and bounds, and the values that somebody chose.

use std::collections::BTreeMap;

use crate::control::ControlId;
use crate::control::keys::{PARAM_TYPES, is_reserved};
use crate::control::param::{
    Change, Chosen, Overrides, Param, ParamType, ParamValue, ScalarType, literal, value_from_node, value_from_text,
    within_bounds,
};
use crate::control::raw::RawParam;
use crate::predicate::{Literal, is_plain};
use crate::yaml::{Node, Problems, a, unrepeated};

pub(super) fn check(
    raw: &[RawParam<'_>],
    id: Option<&ControlId>,
    overrides: &Overrides,
    problems: &mut Problems,
) -> BTreeMap<String, Param> {
    let params = raw.iter().filter_map(|raw| {
        let chosen = id.and_then(|id| Some((id, overrides.get(id, &raw.name.value)?)));
        Some((raw.name.value.clone(), param(raw, chosen, problems)?))
    });
    params.collect()
}

fn param(raw: &RawParam<'_>, chosen: Option<(&ControlId, &Chosen)>, problems: &mut Problems) -> Option<Param> {
    let name = &raw.name.value;
    if !is_plain(name) || is_reserved(name) {
        problems.report(raw.name.mark, format!("{name:?} cannot name a parameter"));
    }
    let ty = param_type(raw, problems)?;
    let at_least = bound(raw.at_least, &ty, problems);
    let at_most = bound(raw.at_most, &ty, problems);
    let default_node = raw.default?;
    let default = default_value(default_node, &ty)
        .and_then(|value| within_bounds(&value, at_least.as_ref(), at_most.as_ref()).map(|()| value))
        .map_err(|problem| problems.report(default_node.mark, problem))
        .ok()?;
    let value = match chosen {
        None => default.clone(),
        Some((id, Chosen { value, place })) => value_from_text(value, &ty)
            .and_then(|value| within_bounds(&value, at_least.as_ref(), at_most.as_ref()).map(|()| value))
            .map_err(|problem| problems.take(place.diagnostic(format!("{id}.{name}: {problem}"), None)))
            .ok()?,
    };
    let help = raw.help.as_ref()?.value.clone();
    Some(Param { ty, default, value, at_least, at_most, help, change: Change::Default })
}

/// The default that a file gives: a value, or `null` where everyone has to choose one.
fn default_value(node: &Node, ty: &ParamType) -> Result<ParamValue, String> {
    if node.is_null() { Ok(ParamValue::Unset) } else { value_from_node(node, ty) }
}

/// The parameters under which a case is judged: those that it chooses, and the defaults of the others.
pub(super) fn chosen(
    node: &Node,
    params: &BTreeMap<String, Param>,
    problems: &mut Problems,
) -> Option<BTreeMap<String, Param>> {
    let Some(entries) = node.mapping() else {
        problems.report(node.mark, format!("params is a map, not {}", node.describe()));
        return None;
    };
    let before = problems.len();
    let mut changed: BTreeMap<String, Param> = params.clone();
    for param in changed.values_mut() {
        param.value = param.default.clone();
    }
    for entry in unrepeated(entries, problems) {
        let Some(param) = changed.get_mut(&entry.key) else {
            problems.report_unknown(entry.mark, "parameter", &entry.key, params.keys().map(String::as_str));
            continue;
        };
        match value_from_node(&entry.value, &param.ty)
            .and_then(|value| within_bounds(&value, param.at_least.as_ref(), param.at_most.as_ref()).map(|()| value))
        {
            Ok(value) => param.value = value,
            Err(problem) => problems.report(entry.value.mark, problem),
        }
    }
    (problems.len() == before).then_some(changed)
}

fn param_type(raw: &RawParam<'_>, problems: &mut Problems) -> Option<ParamType> {
    let text = raw.ty.as_ref()?;
    let (list, word) = text.value.strip_prefix("list of ").map_or((false, text.value.as_str()), |word| (true, word));
    let values = raw.values.as_ref().map(|values| values.iter().map(|value| value.value.clone()).collect());
    let of = match (word, values) {
        ("enum", Some(words)) => ScalarType::Enum(words),
        ("enum", None) => {
            problems.report(text.mark, "an enum needs its values: […]");
            return None;
        }
        (_, Some(_)) => {
            problems.report(text.mark, "only an enum has values");
            return None;
        }
        ("integer", _) => ScalarType::Integer,
        ("duration", _) => ScalarType::Duration,
        ("string", _) => ScalarType::String,
        ("bool", _) => ScalarType::Bool,
        ("cidr", _) => ScalarType::Cidr,
        ("port_range", _) => ScalarType::PortRange,
        _ => {
            problems.report_unknown(text.mark, "type of a parameter", &text.value, PARAM_TYPES);
            return None;
        }
    };
    Some(ParamType { of, list })
}

fn bound(node: Option<&Node>, ty: &ParamType, problems: &mut Problems) -> Option<Literal> {
    let node = node?;
    if !matches!(ty.of, ScalarType::Integer | ScalarType::Duration) {
        problems.report(node.mark, format!("{} has no bounds", a(&ty.of)));
        return None;
    }
    literal(node, &ty.of).map_err(|problem| problems.report(node.mark, problem)).ok()
}

impl ParamValue {
    /// The values of a list, or the one value.
    pub(super) fn values(&self) -> &[Literal] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::List(values) => values,
            Self::Unset => &[],
        }
    }
}
