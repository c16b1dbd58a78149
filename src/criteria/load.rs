//! Reads the catalogue of criteria from its file.

use super::{Category, CloudEvidence, Criteria, Criterion, Point};
use crate::yaml::{Diagnostic, Entry, Keys, Node, Problems, list, parse, text, texts, unrepeated, word};

const KEYS: [&str; 11] = [
    "id",
    "category",
    "series",
    "summary",
    "cloud_evidence",
    "cloud_signals",
    "manual_evidence",
    "points_of_focus",
    "cloud_assessable_points",
    "point_scope",
    "point_role",
];

pub(super) fn load(file: &str, source: &str) -> Result<Criteria, Vec<Diagnostic>> {
    let tree = parse(file, source).map_err(|problem| vec![problem])?;
    let mut problems = Problems::new(file);
    let mut criteria = Criteria::default();
    let nodes = Keys::of(&tree, "the catalogue", &["criteria"], &mut problems)
        .and_then(|keys| keys.need("criteria", &mut problems));
    for node in nodes.map_or(&[][..], |nodes| list(nodes, "criteria", &mut problems)) {
        let Some(criterion) = criterion(node, &mut problems) else { continue };
        if criteria.get(&criterion.id).is_some() {
            problems.report(node.mark, format!("{} is in the catalogue already", criterion.id));
        }
        criteria.all.push(criterion);
    }
    if problems.is_empty() { Ok(criteria) } else { Err(problems.into_vec()) }
}

fn criterion(node: &Node, problems: &mut Problems) -> Option<Criterion> {
    let keys = Keys::of(node, "a criterion", &KEYS, problems)?;
    let needed = |key: &str, problems: &mut Problems| {
        let node = keys.need(key, problems)?;
        text(node, key, problems).map(|text| text.value)
    };
    let id = keys.need("id", problems).and_then(|node| word(node, "id", [], problems));
    let category = keys
        .need("category", problems)
        .and_then(|node| word(node, "category", Category::ALL.map(Category::as_str), problems));
    let cloud_evidence = keys
        .need("cloud_evidence", problems)
        .and_then(|node| word(node, "cloud_evidence", CloudEvidence::ALL.map(CloudEvidence::as_str), problems));
    let (series, summary) = (needed("series", problems), needed("summary", problems));
    let manual_evidence = needed("manual_evidence", problems);
    let cloud_signals = keys.get("cloud_signals").and_then(|node| text(node, "cloud_signals", problems));
    let points = points(&keys, problems);
    Some(Criterion {
        id: id?,
        category: category?,
        series: series?,
        summary: summary?,
        cloud_evidence: cloud_evidence?,
        cloud_signals: cloud_signals.map(|signals| signals.value),
        manual_evidence: manual_evidence?,
        points,
    })
}

fn points(keys: &Keys<'_>, problems: &mut Problems) -> Vec<Point> {
    let names = keys.need("points_of_focus", problems).map(|node| texts(node, "points_of_focus", problems));
    let point = |name| Point { name, cloud_assessable: false, scope: None, role: None };
    let mut points: Vec<Point> = names.into_iter().flatten().map(|name| point(name.value)).collect();
    if let Some(node) = keys.get("cloud_assessable_points") {
        for name in texts(node, "cloud_assessable_points", problems) {
            match points.iter_mut().find(|point| point.name == name.value) {
                Some(point) => point.cloud_assessable = true,
                None => unknown_point(name.mark, &name.value, &points, problems),
            }
        }
    }
    for (key, set) in [("point_scope", set_scope as fn(&mut Point, String)), ("point_role", set_role)] {
        let entries: &[Entry] = keys.get(key).and_then(Node::mapping).unwrap_or_default();
        for entry in unrepeated(entries, problems) {
            let value = text(&entry.value, key, problems);
            match (points.iter_mut().find(|point| point.name == entry.key), value) {
                (Some(point), Some(value)) => set(point, value.value),
                (Some(_), None) => {}
                (None, _) => unknown_point(entry.mark, &entry.key, &points, problems),
            }
        }
    }
    points
}

fn set_scope(point: &mut Point, scope: String) {
    point.scope = Some(scope);
}

fn set_role(point: &mut Point, role: String) {
    point.role = Some(role);
}

fn unknown_point(mark: crate::yaml::Mark, name: &str, points: &[Point], problems: &mut Problems) {
    problems.report_unknown(mark, "point of focus", name, points.iter().map(|point| point.name.as_str()));
}

#[cfg(test)]
mod tests {
    use super::super::{Category, CloudEvidence, Criteria};

    #[test]
    fn the_catalogue_is_whole() {
        let criteria = Criteria::built_in().unwrap();
        let of = |category| criteria.iter().filter(|criterion| criterion.category == category).count();
        assert_eq!(criteria.iter().count(), 61);
        assert_eq!(Category::ALL.map(of), [33, 3, 2, 5, 18]);
        assert_eq!(criteria.iter().map(|criterion| criterion.points.len()).sum::<usize>(), 330);
        assert_eq!(criteria.iter().flat_map(super::Criterion::cloud_assessable_points).count(), 78);
    }

    #[test]
    fn only_what_a_cloud_can_show_has_assessable_points() {
        for criterion in &Criteria::built_in().unwrap() {
            let manual = criterion.cloud_evidence == CloudEvidence::Manual;
            assert_eq!(manual, criterion.cloud_assessable_points().next().is_none(), "{}", criterion.id);
            assert_eq!(manual, criterion.cloud_signals.is_none(), "{}", criterion.id);
        }
    }

    #[test]
    fn the_criteria_come_in_the_order_of_the_publication() {
        let criteria = Criteria::built_in().unwrap();
        let ids: Vec<&str> = criteria.iter().map(|criterion| criterion.id.as_str()).collect();
        assert_eq!((ids.first(), ids.get(33), ids.last()), (Some(&"CC1.1"), Some(&"A1.1"), Some(&"P8.1")));
        let key = |id: &str| {
            let number = id.trim_start_matches(char::is_alphabetic).to_owned();
            (id[..id.len() - number.len()].to_owned(), number)
        };
        for pair in ids.windows(2) {
            let ((a, m), (b, n)) = (key(pair[0]), key(pair[1]));
            assert!(a != b || m < n, "{pair:?}");
        }
    }

    #[test]
    fn a_broken_catalogue_is_a_diagnostic() {
        let text = "criteria:\n  - id: CC1.1\n    categry: security\n    points_of_focus: [A]\n    cloud_assessable_points: [B]\n";
        let problems = Criteria::parse("criteria.yaml", text).unwrap_err();
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        criteria.yaml:2:5: category is missing
        criteria.yaml:2:5: cloud_evidence is missing
        criteria.yaml:2:5: manual_evidence is missing
        criteria.yaml:2:5: series is missing
        criteria.yaml:2:5: summary is missing
        criteria.yaml:3:5: unknown key of a criterion "categry"
          help: did you mean "category"?
        criteria.yaml:5:31: unknown point of focus "B"
          help: known here: A
        "#);
    }
}
