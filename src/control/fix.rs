//! How to put a failure right: texts with placeholders, filled in for one asset.

use serde_json::{Map, Value};

use crate::predicate::{Literal, Path, Seen};

use super::param::ParamValue;

mod quote;
mod template;

pub use template::{Place, Template};

use quote::Style;

/// How to put a failure right, as the control has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fix {
    /// One sentence.
    pub summary: Template,
    /// A command of the provider's command line.
    pub cli: Option<Template>,
    /// The setting as Terraform.
    pub terraform: Option<Template>,
    /// The steps in the provider's console.
    pub console: Vec<Template>,
}

/// A fix for one asset, ready to print.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RenderedFix {
    /// One sentence.
    pub summary: String,
    /// A command, its values quoted for a POSIX shell.
    pub cli: Option<String>,
    /// Terraform, its values quoted for HCL.
    pub terraform: Option<String>,
    /// The steps in the console.
    pub console: Vec<String>,
}

/// Which asset a fix is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// What a person calls it.
    pub name: &'a str,
    /// Its ARN, or the made id of a singleton.
    pub id: &'a str,
    /// Whose it is.
    pub account: &'a str,
    /// Where it is.
    pub region: &'a str,
}

impl Fix {
    /// Fills the texts in. What is unknown or absent is printed as `<field.path>`, for a person to see and replace.
    pub fn render(&self, subject: Subject<'_>, facts: &Map<String, Value>) -> RenderedFix {
        let fill = |template: &Template, style| template.render(style, |place| resolve(place, subject, facts));
        RenderedFix {
            summary: fill(&self.summary, Style::Text),
            cli: self.cli.as_ref().map(|template| fill(template, Style::Shell)),
            terraform: self.terraform.as_ref().map(|template| fill(template, Style::Hcl)),
            console: self.console.iter().map(|template| fill(template, Style::Text)).collect(),
        }
    }

    /// The facts that the texts print.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.templates().flat_map(Template::paths)
    }

    fn templates(&self) -> impl Iterator<Item = &Template> {
        [Some(&self.summary), self.cli.as_ref(), self.terraform.as_ref()].into_iter().flatten().chain(&self.console)
    }
}

fn resolve(place: &Place, subject: Subject<'_>, facts: &Map<String, Value>) -> Option<Value> {
    match place {
        Place::Name => Some(subject.name.into()),
        Place::Id => Some(subject.id.into()),
        Place::Account => Some(subject.account.into()),
        Place::Region => Some(subject.region.into()),
        Place::Param(_, ParamValue::One(value)) => Some(json(value)),
        Place::Param(_, ParamValue::List(values)) => Some(values.iter().map(json).collect()),
        Place::Param(_, ParamValue::Unset) => None,
        Place::Fact(path) => match Seen::in_facts(facts, path) {
            Seen::Value(value) => Some(value.clone()),
            Seen::Null | Seen::Unknown(_) => None,
        },
    }
}

fn json(literal: &Literal) -> Value {
    match literal {
        Literal::Bool(value) => (*value).into(),
        Literal::Integer(value) => (*value).into(),
        other => other.to_string().into(),
    }
}
