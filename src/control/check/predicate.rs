//! Checks predicates: each path against the schema, each test against the type at its path.

use std::collections::{BTreeMap, BTreeSet};

use crate::control::keys::{JOINS, OPERATORS};
use crate::control::param::Param;
use crate::inventory::Kind;
use crate::inventory::schema::{Object, Type};
use crate::predicate::{Leaf, Path, Predicate, Segment};
use crate::yaml::{Entry, Mark, Node, Problems, a, list, nearest, unrepeated};

/// What the predicates of one control are checked against.
pub(super) struct Checker<'a> {
    kinds: &'a [(Kind, &'a Object)],
    object: &'a Object,
    pub(super) params: &'a BTreeMap<String, Param>,
    /// Parameters that the file declares, those with mistakes too.
    declared: BTreeSet<&'a str>,
    used: BTreeSet<String>,
    pub(super) problems: &'a mut Problems,
}

/// A path that was found in the schema.
pub(super) struct Found<'a> {
    pub(super) path: Path,
    pub(super) ty: &'a Type,
    pub(super) nullable: bool,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        kinds: &'a [(Kind, &'a Object)],
        object: &'a Object,
        params: &'a BTreeMap<String, Param>,
        declared: BTreeSet<&'a str>,
        problems: &'a mut Problems,
    ) -> Self {
        Self { kinds, object, params, declared, used: BTreeSet::new(), problems }
    }

    /// The parameters that were used.
    pub(super) fn into_used(self) -> BTreeSet<String> {
        self.used
    }

    /// A parameter, marked as used; an unknown one is reported.
    pub(super) fn param(&mut self, name: &str, mark: Mark) -> Option<&'a Param> {
        if self.declared.contains(name) {
            self.used.insert(name.to_owned());
        } else {
            self.problems.report_unknown(mark, "parameter", name, self.declared.iter().copied());
        }
        // One that is declared and not here has a mistake of its own, which was reported.
        self.params.get(name)
    }

    /// A predicate on the asset.
    pub(super) fn asset(&mut self, node: &Node) -> Option<Predicate> {
        self.predicate(node, self.object, true)
    }

    /// A path of the asset.
    pub(super) fn path(&mut self, text: &str, mark: Mark) -> Option<Path> {
        self.find(text, mark, self.object, true).map(|found| found.path)
    }

    /// A predicate on a struct: the asset, or an element of a list.
    pub(super) fn predicate(&mut self, node: &Node, object: &'a Object, is_asset: bool) -> Option<Predicate> {
        let Some(entries) = node.mapping() else {
            let help = "write PATH: test, all: […], any: […] or not: …";
            self.problems.report_with(node.mark, format!("a predicate is a map, not {}", node.describe()), help);
            return None;
        };
        if entries.is_empty() {
            self.problems.report(node.mark, "an empty predicate would hold for everything");
            return None;
        }
        let entries = unrepeated(entries, self.problems);
        let parts: Vec<Option<Vec<Predicate>>> =
            entries.into_iter().map(|entry| self.entry(entry, object, is_asset)).collect();
        let parts: Vec<Vec<Predicate>> = parts.into_iter().collect::<Option<_>>()?;
        Some(all(parts.into_iter().flatten().collect()))
    }

    /// What one entry asks: of a path it may be several tests.
    fn entry(&mut self, entry: &Entry, object: &'a Object, is_asset: bool) -> Option<Vec<Predicate>> {
        match entry.key.as_str() {
            "all" => self.parts(entry, object, is_asset).map(|parts| vec![Predicate::All(parts)]),
            "any" => self.parts(entry, object, is_asset).map(|parts| vec![Predicate::Any(parts)]),
            "not" => {
                let part = self.predicate(&entry.value, object, is_asset)?;
                Some(vec![Predicate::Not(Box::new(part))])
            }
            operator if OPERATORS.iter().any(|row| row.name == operator) => {
                let help = format!("write PATH: {{{operator}: …}}");
                self.problems.report_with(entry.mark, format!("{operator:?} is an operator and needs a path"), help);
                None
            }
            path => {
                let Found { path, ty, nullable } = self.find(path, entry.mark, object, is_asset)?;
                let tests = self.test(&entry.value, ty)?;
                let leaf = |test| Predicate::Leaf(Leaf { path: path.clone(), test, nullable });
                Some(tests.into_iter().map(leaf).collect())
            }
        }
    }

    fn parts(&mut self, entry: &Entry, object: &'a Object, is_asset: bool) -> Option<Vec<Predicate>> {
        let nodes = list(&entry.value, &entry.key, self.problems);
        if nodes.is_empty() && entry.value.sequence().is_some() {
            self.problems.report(entry.value.mark, format!("{} is an empty list", entry.key));
        }
        let parts: Vec<Option<Predicate>> = nodes.iter().map(|node| self.predicate(node, object, is_asset)).collect();
        parts.into_iter().collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty())
    }

    /// A path in a struct, each step known to be a field or a map's key.
    pub(super) fn find(&mut self, text: &str, mark: Mark, object: &'a Object, is_asset: bool) -> Option<Found<'a>> {
        let path: Path = match text.parse() {
            Ok(path) => path,
            Err(problem) => {
                self.problems.report(mark, problem.to_string());
                return None;
            }
        };
        let mut steps = Vec::with_capacity(path.segments().len());
        let mut here = Step { ty: None, object: Some(object), nullable: false };
        for segment in path.segments() {
            let so_far = Path::new(steps.clone());
            match here.into(segment) {
                Ok((step, segment)) => {
                    steps.push(segment);
                    here = step;
                }
                Err(problem) => {
                    self.no_such_step(mark, segment.name(), &so_far, is_asset && steps.is_empty(), &problem);
                    return None;
                }
            }
        }
        Some(Found { path: Path::new(steps), ty: here.ty?, nullable: here.nullable })
    }

    fn no_such_step(&mut self, mark: Mark, name: &str, so_far: &Path, top: bool, problem: &Lost<'_>) {
        match problem {
            Lost::Unknown(object) if top => {
                let having: Vec<&str> =
                    self.kinds.iter().filter(|(_, o)| o.fields.contains_key(name)).map(|(k, _)| k.as_str()).collect();
                let all: Vec<&str> = self.kinds.iter().map(|(kind, _)| kind.as_str()).collect();
                if having.is_empty() {
                    let what = format!("field of {}", all.join(", "));
                    self.unknown_field(mark, &what, name, object);
                } else {
                    let lacking: Vec<&str> = all.into_iter().filter(|kind| !having.contains(kind)).collect();
                    let message = if lacking.is_empty() {
                        format!("the kinds have the field {name:?} with different types")
                    } else {
                        format!("{} has no field {name:?}; {} has", lacking.join(", "), having.join(", "))
                    };
                    self.problems.report(mark, message);
                }
            }
            Lost::Unknown(object) => {
                let what =
                    if so_far.is_element() { "field of the element".to_owned() } else { format!("field of {so_far}") };
                self.unknown_field(mark, &what, name, object);
            }
            Lost::List => {
                let help = format!("write {so_far}: {{some: {{{name}: …}}}}, or every, none, count");
                self.problems.report_with(mark, format!("{so_far} is a list: a path does not go through it"), help);
            }
            Lost::Scalar(ty) => {
                self.problems.report(mark, format!("{so_far} is {} and has no field {name:?}", a(ty)));
            }
        }
    }

    fn unknown_field(&mut self, mark: Mark, what: &str, name: &str, object: &Object) {
        let known = object.fields.keys().map(String::as_str);
        let joins = JOINS.iter().copied();
        match nearest(name, known.chain(joins)) {
            Some(help) => self.problems.report_with(mark, format!("unknown {what}: {name:?}"), help),
            None => self.problems.report(mark, format!("unknown {what}: {name:?}")),
        }
    }
}

/// One predicate of several that must all hold.
pub(super) fn all(mut parts: Vec<Predicate>) -> Predicate {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            parts.extend(last);
            Predicate::All(parts)
        }
    }
}

#[derive(Clone, Copy)]
struct Step<'a> {
    ty: Option<&'a Type>,
    object: Option<&'a Object>,
    nullable: bool,
}

enum Lost<'a> {
    Unknown(&'a Object),
    List,
    Scalar(&'a Type),
}

impl<'a> Step<'a> {
    fn into(self, segment: &Segment) -> Result<(Self, Segment), Lost<'a>> {
        let name = segment.name().to_owned();
        if let Some(object) = self.object {
            let field = object.fields.get(&name).ok_or(Lost::Unknown(object))?;
            return Ok((Self::at(&field.ty, self.nullable || field.nullable), Segment::Field(name)));
        }
        match self.ty {
            Some(Type::Map(values)) => Ok((Self::at(values, true), Segment::Key(name))),
            Some(Type::List(_)) | None => Err(Lost::List),
            Some(other) => Err(Lost::Scalar(other)),
        }
    }

    fn at(ty: &'a Type, nullable: bool) -> Self {
        let object = match ty {
            Type::Object(object) => Some(object),
            _ => None,
        };
        Self { ty: Some(ty), object, nullable }
    }
}
