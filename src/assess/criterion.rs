//! From controls to points of focus and criteria: two columns that are never merged.

use std::collections::BTreeSet;
use std::fmt;

use super::Input;
use super::control::ControlResult;
use super::document::{Documents, OnFile};
use super::outcome::{Status, Tally};
use crate::control::{ControlId, Mapping, Role, Severity};
use crate::criteria::{Criterion, Point};

/// What the configuration of the cloud shows of a criterion, or of one point of focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Configuration {
    /// Its category was not selected.
    OutOfScope,
    /// A primary control failed, or any that is grave enough.
    Deviation,
    /// Something was not seen.
    NotEvaluated,
    /// The only failures are accepted.
    RiskAccepted,
    /// Only lesser controls failed, or not every assessable point has a passed control.
    MetInPart,
    /// Every assessable point has a passed control.
    Met,
    /// Nothing is there that its controls speak of.
    NoAssets,
    /// A cloud could show it; the pack or the selection has no control for it, or management leaves out all that is there.
    NotAssessed,
    /// No cloud API holds it.
    None,
}

impl Configuration {
    /// All of them, the first that applies first.
    pub const ALL: [Self; 9] = [
        Self::OutOfScope,
        Self::Deviation,
        Self::NotEvaluated,
        Self::RiskAccepted,
        Self::MetInPart,
        Self::Met,
        Self::NoAssets,
        Self::NotAssessed,
        Self::None,
    ];

    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OutOfScope => "out_of_scope",
            Self::Deviation => "deviation",
            Self::NotEvaluated => "not_evaluated",
            Self::RiskAccepted => "risk_accepted",
            Self::MetInPart => "met_in_part",
            Self::Met => "met",
            Self::NoAssets => "no_assets",
            Self::NotAssessed => "not_assessed",
            Self::None => "none",
        }
    }
}

impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One assessable point of focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointResult<'a> {
    /// The point.
    pub point: &'a Point,
    /// What the configuration shows of it.
    pub status: Configuration,
    /// The numbers of the controls that speak to it.
    pub controls: Vec<usize>,
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionResult<'a> {
    /// The criterion.
    pub criterion: &'a Criterion,
    /// What the configuration shows of it.
    pub configuration: Configuration,
    /// The entity's own evidence.
    pub on_file: OnFile<'a>,
    /// The numbers of the controls that speak to it.
    pub controls: Vec<usize>,
    /// The pack's controls that speak to it but were not selected; with any of them it cannot be met in full.
    pub unselected: Vec<&'a ControlId>,
    /// Of its controls, those that make its configuration what it is, where that is no good news: those that deviate,
    /// those that were not evaluated, those whose failures are accepted, or the lesser ones that failed.
    pub decided_by: Vec<usize>,
    /// Its controls, by their status.
    pub control_counts: Tally,
    /// The results of its controls, by their outcome.
    pub result_counts: Tally,
    /// Its assessable points of focus.
    pub points: Vec<PointResult<'a>>,
}

impl CriterionResult<'_> {
    /// What of the entity's own evidence is there.
    pub fn documents(&self) -> Documents {
        self.on_file.documents
    }
}

/// What one control says of a criterion or a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Evidence {
    status: Status,
    role: Role,
    severity: Severity,
    /// Whether management leaves some of what it judges out.
    set_aside: bool,
}

/// What there is to be shown, and how much of it has a passed control.
#[derive(Debug, Clone, Copy)]
struct Extent {
    in_scope: bool,
    points: usize,
    with_pass: usize,
    /// Whether a control of the pack was left out.
    reduced: bool,
}

impl Evidence {
    /// Whether it makes a deviation of its criterion.
    fn deviates(self, threshold: Severity) -> bool {
        self.status == Status::Fail && (self.role == Role::Primary || self.severity >= threshold)
    }

    /// Whether it makes its criterion what it is, where that is no good news.
    fn decides(self, configuration: Configuration, threshold: Severity) -> bool {
        match configuration {
            Configuration::Deviation => self.deviates(threshold),
            Configuration::NotEvaluated => self.status == Status::NotEvaluated,
            Configuration::RiskAccepted => self.status == Status::RiskAccepted,
            Configuration::MetInPart => self.status == Status::Fail,
            _ => false,
        }
    }
}

impl Extent {
    /// The first status that applies.
    fn configuration(self, evidence: &[Evidence], threshold: Severity) -> Configuration {
        let any = |status| evidence.iter().any(|evidence| evidence.status == status);
        if !self.in_scope {
            Configuration::OutOfScope
        } else if evidence.iter().any(|evidence| evidence.deviates(threshold)) {
            Configuration::Deviation
        } else if any(Status::NotEvaluated) {
            Configuration::NotEvaluated
        } else if any(Status::RiskAccepted) {
            Configuration::RiskAccepted
        } else if any(Status::Fail) {
            Configuration::MetInPart
        } else if any(Status::Pass) {
            let whole = self.points > 0 && self.with_pass == self.points && !self.reduced;
            if whole { Configuration::Met } else { Configuration::MetInPart }
        } else if evidence.iter().any(|evidence| evidence.set_aside) {
            // What is there was left out: nobody may read that as nothing being there.
            Configuration::NotAssessed
        } else if !evidence.is_empty() {
            Configuration::NoAssets
        } else if self.points > 0 {
            Configuration::NotAssessed
        } else {
            Configuration::None
        }
    }
}

/// Every criterion, in the order of the publication.
pub(super) fn roll_up<'a>(
    input: &Input<'a>,
    controls: &[ControlResult<'a>],
    threshold: Severity,
) -> Vec<CriterionResult<'a>> {
    let Input { pack, selection, .. } = *input;
    let filed = input.management.documents();
    let as_of = input.snapshot.started();
    input
        .criteria
        .iter()
        .map(|criterion| {
            let in_scope = selection.covers(criterion.category);
            let mapped: Vec<Mapped<'a>> = controls
                .iter()
                .enumerate()
                .flat_map(|(number, result)| Mapped::all(number, result, criterion))
                .collect();
            let left_out: Vec<(&ControlId, &Mapping)> = pack
                .iter()
                .filter(|control| !controls.iter().any(|result| result.control.id == control.id))
                .flat_map(|control| control.criteria.iter().map(move |mapping| (&control.id, mapping)))
                .filter(|(_, mapping)| mapping.criterion == criterion.id)
                .collect();
            let points: Vec<PointResult<'a>> = criterion
                .cloud_assessable_points()
                .map(|point| point_result(point, in_scope, &mapped, &left_out, threshold))
                .collect();
            let has_pass =
                |point: &Point| mapped.iter().any(|m| m.speaks_to(point) && m.evidence.status == Status::Pass);
            let extent = Extent {
                in_scope,
                points: points.len(),
                with_pass: points.iter().filter(|result| has_pass(result.point)).count(),
                reduced: !left_out.is_empty(),
            };
            let evidence: Vec<Evidence> = mapped.iter().map(|mapped| mapped.evidence).collect();
            let numbers: BTreeSet<usize> = mapped.iter().map(|mapped| mapped.number).collect();
            let (mut control_counts, mut result_counts) = (Tally::default(), Tally::default());
            for result in numbers.iter().filter_map(|number| controls.get(*number)) {
                control_counts.add_status(result.status);
                result_counts += result.counts;
            }
            let on_file = OnFile::of(criterion, filed, as_of, |category| selection.covers(category));
            let configuration = extent.configuration(&evidence, threshold);
            let deciding = mapped.iter().filter(|mapped| mapped.evidence.decides(configuration, threshold));
            CriterionResult {
                criterion,
                configuration,
                decided_by: deciding.map(|mapped| mapped.number).collect::<BTreeSet<_>>().into_iter().collect(),
                on_file,
                controls: numbers.into_iter().collect(),
                unselected: left_out.into_iter().map(|(id, _)| id).collect::<BTreeSet<_>>().into_iter().collect(),
                control_counts,
                result_counts,
                points,
            }
        })
        .collect()
}

/// One mapping of a selected control to the criterion in hand.
struct Mapped<'a> {
    number: usize,
    mapping: &'a Mapping,
    evidence: Evidence,
}

impl<'a> Mapped<'a> {
    fn all(number: usize, result: &ControlResult<'a>, criterion: &Criterion) -> impl Iterator<Item = Self> {
        let (status, severity) = (result.status, result.severity);
        let set_aside = result.counts.set_aside > 0 || result.coverage.set_aside > 0;
        let own = result.control.criteria.iter().filter(|mapping| mapping.criterion == criterion.id);
        own.map(move |mapping| {
            let evidence = Evidence { status, role: mapping.role, severity, set_aside };
            Self { number, mapping, evidence }
        })
    }

    fn speaks_to(&self, point: &Point) -> bool {
        self.mapping.points.contains(&point.name)
    }
}

fn point_result<'a>(
    point: &'a Point,
    in_scope: bool,
    mapped: &[Mapped<'a>],
    left_out: &[(&ControlId, &Mapping)],
    threshold: Severity,
) -> PointResult<'a> {
    let own: Vec<&Mapped<'a>> = mapped.iter().filter(|mapped| mapped.speaks_to(point)).collect();
    let evidence: Vec<Evidence> = own.iter().map(|mapped| mapped.evidence).collect();
    let extent = Extent {
        in_scope,
        points: 1,
        with_pass: usize::from(evidence.iter().any(|evidence| evidence.status == Status::Pass)),
        reduced: left_out.iter().any(|(_, mapping)| mapping.points.contains(&point.name)),
    };
    PointResult {
        point,
        status: extent.configuration(&evidence, threshold),
        controls: own.iter().map(|mapped| mapped.number).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(status: Status, role: Role, severity: Severity) -> Evidence {
        Evidence { status, role, severity, set_aside: false }
    }

    const FULL: Extent = Extent { in_scope: true, points: 2, with_pass: 2, reduced: false };

    #[test]
    fn the_first_that_applies() {
        use Role::{Primary, Supporting};
        use Severity::{Low, Medium};
        let minor = evidence(Status::Fail, Supporting, Low);
        let pass = evidence(Status::Pass, Primary, Low);
        let unseen = evidence(Status::NotEvaluated, Primary, Low);
        let accepted = evidence(Status::RiskAccepted, Primary, Low);
        let idle = evidence(Status::NotApplicable, Primary, Low);
        let of = |extent: Extent, all: &[Evidence]| extent.configuration(all, Medium);
        let partly = Extent { with_pass: 1, ..FULL };
        assert_eq!(
            of(Extent { in_scope: false, ..FULL }, &[evidence(Status::Fail, Primary, Low)]),
            Configuration::OutOfScope
        );
        assert_eq!(of(FULL, &[pass, unseen, evidence(Status::Fail, Primary, Low)]), Configuration::Deviation);
        assert_eq!(of(FULL, &[pass, unseen, evidence(Status::Fail, Supporting, Medium)]), Configuration::Deviation);
        assert_eq!(of(FULL, &[pass, accepted, minor, unseen]), Configuration::NotEvaluated);
        assert_eq!(of(FULL, &[pass, accepted, minor]), Configuration::RiskAccepted);
        assert_eq!(of(FULL, &[pass, minor]), Configuration::MetInPart);
        assert_eq!(of(partly, &[pass, idle]), Configuration::MetInPart);
        assert_eq!(of(Extent { reduced: true, ..FULL }, &[pass]), Configuration::MetInPart);
        assert_eq!(of(FULL, &[pass, idle]), Configuration::Met);
        assert_eq!(of(Extent { with_pass: 0, ..FULL }, &[idle]), Configuration::NoAssets);
        let aside = Evidence { set_aside: true, ..idle };
        assert_eq!(of(Extent { with_pass: 0, ..FULL }, &[idle, aside]), Configuration::NotAssessed);
        assert_eq!(of(partly, &[pass, aside]), Configuration::MetInPart);
        assert_eq!(of(Extent { with_pass: 0, ..FULL }, &[]), Configuration::NotAssessed);
        assert_eq!(of(Extent { points: 0, with_pass: 0, ..FULL }, &[]), Configuration::None);
    }

    #[test]
    fn only_what_makes_it_what_it_is_decides_it() {
        use Role::{Primary, Supporting};
        use Severity::{High, Low, Medium};
        let minor = evidence(Status::Fail, Supporting, Low);
        let grave = evidence(Status::Fail, Supporting, High);
        let unseen = evidence(Status::NotEvaluated, Primary, Low);
        let accepted = evidence(Status::RiskAccepted, Primary, Low);
        let pass = evidence(Status::Pass, Primary, Low);
        for (configuration, deciding) in [
            (Configuration::Deviation, vec![grave]),
            (Configuration::NotEvaluated, vec![unseen]),
            (Configuration::RiskAccepted, vec![accepted]),
            (Configuration::MetInPart, vec![minor, grave]),
            (Configuration::Met, vec![]),
            (Configuration::OutOfScope, vec![]),
        ] {
            let all = [minor, grave, unseen, accepted, pass];
            let found: Vec<Evidence> = all.into_iter().filter(|one| one.decides(configuration, Medium)).collect();
            assert_eq!(found, deciding, "{configuration}");
        }
    }
}
