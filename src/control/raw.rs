//! What a control's file says, before anything is known of its fields: only its keys are checked.

use crate::yaml::{Mark, Node, Spanned};

/// A text with where it stands.
pub(super) type Text = Spanned<String>;

/// One control's file.
#[derive(Debug)]
pub(super) struct RawControl<'n> {
    pub(super) title: Option<Text>,
    pub(super) kinds: Vec<Text>,
    pub(super) severity: Option<RawSeverity<'n>>,
    pub(super) assertion: Option<&'n Node>,
    pub(super) criteria: Vec<RawMapping<'n>>,
    pub(super) params: Vec<RawParam<'n>>,
    pub(super) when: Option<&'n Node>,
    pub(super) expect: Option<&'n Node>,
    pub(super) show: Vec<Text>,
    pub(super) fix: Option<RawFix>,
    pub(super) equivalents: Vec<(String, Vec<Text>)>,
    pub(super) references: Vec<Text>,
    pub(super) cases: Vec<RawCase<'n>>,
}

/// A severity, with or without conditions.
#[derive(Debug)]
pub(super) struct RawSeverity<'n> {
    pub(super) default: Option<&'n Node>,
    pub(super) when: Vec<(&'n Node, &'n Node)>,
}

/// One criterion.
#[derive(Debug)]
pub(super) struct RawMapping<'n> {
    pub(super) mark: Mark,
    pub(super) id: Option<Text>,
    pub(super) role: Option<&'n Node>,
    pub(super) points: Vec<Text>,
    pub(super) because: Option<Text>,
}

/// One parameter.
#[derive(Debug)]
pub(super) struct RawParam<'n> {
    pub(super) name: Text,
    pub(super) ty: Option<Text>,
    pub(super) default: Option<&'n Node>,
    pub(super) values: Option<Vec<Text>>,
    pub(super) at_least: Option<&'n Node>,
    pub(super) at_most: Option<&'n Node>,
    pub(super) help: Option<Text>,
}

/// How to put a failure right.
#[derive(Debug)]
pub(super) struct RawFix {
    pub(super) summary: Option<Text>,
    pub(super) cli: Option<Text>,
    pub(super) terraform: Option<Text>,
    pub(super) console: Vec<Text>,
}

/// One case.
#[derive(Debug)]
pub(super) struct RawCase<'n> {
    pub(super) mark: Mark,
    pub(super) params: Option<&'n Node>,
    pub(super) given: Option<&'n Node>,
    pub(super) then: Option<&'n Node>,
    pub(super) shows: Option<Text>,
}
