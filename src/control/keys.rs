//! The closed lists of the language: its keys and its operators. The parser reads them, and so does the
//! JSON Schema that editors use.

use super::id::{Assertion, Role, Severity};

/// What stands at a key, as far as a JSON Schema can tell.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A text, or a list of them.
    TextOrTexts,
    /// One of a few words.
    Words(fn() -> Vec<&'static str>),
    /// One of a few words, or `list of` one of them.
    ParamType(fn() -> Vec<&'static str>),
    /// A scalar of the type that a parameter has, or a list of them.
    Value,
    /// Such a value, or null where there is none.
    ValueOrNull,
    /// A predicate.
    Predicate,
    /// A map with these keys.
    Map(&'static [Key]),
    /// A map from names to this.
    Named(&'static Shape),
    /// A list of this.
    List(&'static Shape),
    /// Either of these.
    Either(&'static [Shape]),
    /// Facts by the name of their field.
    Facts,
    /// What a case expects.
    Then,
}

/// One key of a map.
#[derive(Debug)]
pub(crate) struct Key {
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether it must be there.
    pub(crate) needed: bool,
    /// What stands there.
    pub(crate) shape: Shape,
    /// What it means.
    pub(crate) help: &'static str,
}

const fn needed(name: &'static str, shape: Shape, help: &'static str) -> Key {
    Key { name, needed: true, shape, help }
}

const fn optional(name: &'static str, shape: Shape, help: &'static str) -> Key {
    Key { name, needed: false, shape, help }
}

/// The names of a table's keys.
pub(crate) fn names(keys: &'static [Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

fn severities() -> Vec<&'static str> {
    Severity::ALL.iter().map(|severity| severity.as_str()).collect()
}

fn roles() -> Vec<&'static str> {
    Role::ALL.iter().map(|role| role.as_str()).collect()
}

fn assertions() -> Vec<&'static str> {
    Assertion::ALL.iter().map(|assertion| assertion.as_str()).collect()
}

/// The words for the type of a parameter, without `list of`.
pub(crate) const PARAM_TYPES: [&str; 7] = ["integer", "duration", "string", "enum", "bool", "cidr", "port_range"];

fn param_types() -> Vec<&'static str> {
    PARAM_TYPES.to_vec()
}

/// A control's file.
pub(crate) const CONTROL: &[Key] = &[
    needed("title", Shape::Text, "The expectation as a sentence"),
    needed("asset", Shape::TextOrTexts, "The kind of asset that is judged, or a list of kinds"),
    needed("severity", Shape::Either(&[Shape::Words(severities), Shape::Map(SEVERITY)]), "How grave a failure is"),
    optional("assertion", Shape::Words(assertions), "Whether it looks at configuration (the default) or operation"),
    needed("criteria", Shape::List(&Shape::Map(MAPPING)), "The criteria that it speaks to"),
    optional("params", Shape::Named(&Shape::Map(PARAM)), "Values that an organisation may choose"),
    optional("when", Shape::Predicate, "Which assets it applies to"),
    needed("expect", Shape::Predicate, "What is expected of them"),
    optional("show", Shape::Texts, "Paths that are shown beside the result and decide nothing"),
    needed("fix", Shape::Map(FIX), "How to put a failure right"),
    optional("equivalents", Shape::Map(EQUIVALENTS), "What other tools call it"),
    optional("references", Shape::Texts, "Where to read more"),
    needed("cases", Shape::List(&Shape::Map(CASE)), "The control's own tests, judged at 2025-01-01T00:00:00Z"),
];

/// A severity with conditions.
pub(crate) const SEVERITY: &[Key] = &[
    needed("default", Shape::Words(severities), "The severity where no condition holds"),
    needed("when", Shape::List(&Shape::Map(SEVERITY_RULE)), "Conditions; the first that holds decides"),
];

/// One condition of a severity.
pub(crate) const SEVERITY_RULE: &[Key] = &[
    needed("if", Shape::Predicate, "The condition"),
    needed("then", Shape::Words(severities), "The severity where it holds"),
];

/// One criterion of a control.
pub(crate) const MAPPING: &[Key] = &[
    needed("id", Shape::Text, "The criterion"),
    needed("role", Shape::Words(roles), "Whether the criterion is the control's own subject"),
    needed("points", Shape::Texts, "The points of focus that it is evidence for"),
    needed("because", Shape::Text, "Why"),
];

/// One parameter.
pub(crate) const PARAM: &[Key] = &[
    needed("type", Shape::ParamType(param_types), "Its type, or `list of` a type"),
    needed(
        "default",
        Shape::ValueOrNull,
        "The value where nobody chose another; null where there is none, and the control applies to nothing until then",
    ),
    optional("values", Shape::Texts, "The words of an enum"),
    optional("at_least", Shape::Value, "The least value that is accepted"),
    optional("at_most", Shape::Value, "The greatest value that is accepted"),
    needed("help", Shape::Text, "What it means"),
];

/// How to put a failure right.
pub(crate) const FIX: &[Key] = &[
    needed("summary", Shape::Text, "One sentence"),
    optional("cli", Shape::Text, "A command; placeholders are quoted for the shell"),
    optional("terraform", Shape::Text, "The setting as Terraform; placeholders are quoted for HCL"),
    optional("console", Shape::Texts, "The steps in the console"),
];

/// What other tools call a control.
pub(crate) const EQUIVALENTS: &[Key] = &[
    optional("aws_config", Shape::Texts, "Rules of AWS Config"),
    optional("security_hub", Shape::Texts, "Controls of AWS Security Hub"),
    optional("cis_aws", Shape::Texts, "Recommendations of the CIS AWS Foundations Benchmark, version:number"),
    optional("prowler", Shape::Texts, "Checks of Prowler"),
    optional("steampipe", Shape::Texts, "Controls of Steampipe's AWS compliance mod"),
    optional("compliancekit", Shape::Texts, "Checks of compliancekit"),
];

/// One case.
pub(crate) const CASE: &[Key] = &[
    optional("params", Shape::Named(&Shape::Value), "Values of parameters in place of their defaults"),
    needed("given", Shape::Facts, "Every field that the control reads, with its value; $denied where it was denied"),
    needed("then", Shape::Then, "pass, not_evaluated, not_applicable, or {fail: [the paths that decide]}"),
    optional("shows", Shape::Text, "What the case is there to show"),
];

/// An operator of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Not,
    In,
    NotIn,
    AtLeast,
    AtMost,
    OlderThan,
    NewerThan,
    Present,
    Matches,
    Contains,
    Within,
    Covers,
    Every,
    Some,
    None,
    Count,
}

/// What an operator takes, for the JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Argument {
    Scalar,
    Scalars,
    Integer,
    Duration,
    Bool,
    Regex,
    Inner,
    Count,
}

const SCALARS: &[&str] = &["bool", "integer", "string", "enum", "cidr", "port_range"];
const ANY: &[&str] = &["bool", "integer", "string", "enum", "timestamp", "cidr", "port_range", "list", "map", "object"];
const LIST: &[&str] = &["list"];

/// An operator's row: its name, the types it can be asked of, and what it takes.
#[derive(Debug)]
pub(crate) struct OperatorRow {
    pub(crate) operator: Operator,
    pub(crate) name: &'static str,
    pub(crate) on: &'static [&'static str],
    pub(crate) argument: Argument,
    pub(crate) help: &'static str,
}

const fn row(
    operator: Operator,
    name: &'static str,
    on: &'static [&'static str],
    argument: Argument,
    help: &'static str,
) -> OperatorRow {
    OperatorRow { operator, name, on, argument, help }
}

/// Every operator; a bare scalar stands for "equals".
pub(crate) const OPERATORS: &[OperatorRow] = &[
    row(Operator::Not, "not", SCALARS, Argument::Scalar, "It is not this"),
    row(Operator::In, "in", SCALARS, Argument::Scalars, "It is one of these"),
    row(Operator::NotIn, "not_in", SCALARS, Argument::Scalars, "It is none of these"),
    row(Operator::AtLeast, "at_least", &["integer"], Argument::Integer, "It is this or more"),
    row(Operator::AtMost, "at_most", &["integer"], Argument::Integer, "It is this or less"),
    row(Operator::OlderThan, "older_than", &["timestamp"], Argument::Duration, "It is more than this long ago"),
    row(Operator::NewerThan, "newer_than", &["timestamp"], Argument::Duration, "It is less than this long ago"),
    row(Operator::Present, "present", ANY, Argument::Bool, "It is not null (true), or null (false)"),
    row(
        Operator::Matches,
        "matches",
        &["string", "enum"],
        Argument::Regex,
        "All of it matches this regular expression",
    ),
    row(Operator::Contains, "contains", LIST, Argument::Scalar, "The list has this element"),
    row(Operator::Within, "within", &["cidr"], Argument::Scalars, "The block lies inside any of these"),
    row(Operator::Covers, "covers", &["port_range"], Argument::Scalars, "The range includes any of these"),
    row(Operator::Every, "every", LIST, Argument::Inner, "Every element satisfies this"),
    row(Operator::Some, "some", LIST, Argument::Inner, "At least one element satisfies this"),
    row(Operator::None, "none", LIST, Argument::Inner, "No element satisfies this"),
    row(Operator::Count, "count", LIST, Argument::Count, "So many elements satisfy `of`"),
];

/// The keys that join predicates.
pub(crate) const JOINS: [&str; 3] = ["all", "any", "not"];

/// The keys of `count`.
pub(crate) const COUNT: [&str; 3] = ["of", "at_least", "at_most"];

/// Whether a name means something in a predicate, so that no field can bear it.
pub fn is_reserved(name: &str) -> bool {
    JOINS.contains(&name) || COUNT.contains(&name) || OPERATORS.iter().any(|row| row.name == name)
}
