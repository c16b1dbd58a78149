//! Documents of every standing, for the criteria of the first series.

use tickmark::assess::{Document, FileState, FiledFile};

/// All of them; the last is hostile.
pub(crate) fn documents() -> Vec<Document> {
    let hostile = "a\u{1b}[2J\u{202e}<b>";
    let file = |path: &str, state| FiledFile { path: path.to_owned(), sha256: "0".repeat(64), state };
    let document = |id: &str, day: &str, files: Vec<FiledFile>| Document {
        criterion: id.parse().unwrap(),
        points: Vec::new(),
        statement: "Everyone has read it, and signed that they have.".to_owned(),
        owner: "jane@example.com".to_owned(),
        date: "2024-02-01T00:00:00Z".parse().unwrap(),
        ends: format!("{day}T00:00:00Z").parse().unwrap(),
        files,
        links: Vec::new(),
    };
    let links = vec!["https://example.com/minutes".to_owned(), "javascript:alert(1)".to_owned()];
    let points = vec!["Establishes Reporting Lines".to_owned()];
    vec![
        document("CC1.1", "2025-02-01", vec![file("policies/conduct.pdf", FileState::Unchanged)]),
        Document { links, ..document("CC1.2", "2024-09-01", vec![]) },
        Document { points, ..document("CC1.3", "2025-02-01", vec![file("chart.pdf", FileState::Unchanged)]) },
        document("CC1.4", "2025-02-01", vec![file("a.pdf", FileState::Altered), file("b.pdf", FileState::Missing)]),
        Document {
            statement: hostile.to_owned(),
            owner: hostile.to_owned(),
            ..document("CC1.5", "2025-02-01", vec![file(hostile, FileState::Unchanged)])
        },
    ]
}
