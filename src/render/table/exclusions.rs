//! What management leaves out of the system's boundary, and what that comes to.

use crate::assess::{Assessment, SetAside};
use crate::render::page::Page;
use crate::render::style::Tone;
use crate::render::text::{count, visible};

/// More exclusions than this are counted.
const SHOWN: usize = 20;

pub(super) fn write(assessment: &Assessment<'_>, page: &mut Page) {
    let all = assessment.input().management.exclusions();
    if all.is_empty() {
        return;
    }
    let set_aside = assessment.set_aside();
    let results = count(set_aside.iter().map(|one| one.results).sum(), "result");
    page.heading("SET ASIDE", &format!("{results} that management leaves out of the system's boundary; in no score"));
    for (exclusion, SetAside { results, untold }) in all.iter().zip(set_aside).take(SHOWN) {
        let holds = exclusion.holds(assessment.as_of());
        let told = match (holds, results) {
            (false, _) => "not honoured".to_owned(),
            (true, 0) => "unused: nothing that it names was judged".to_owned(),
            (true, number) => count(number, "result"),
        };
        let (mark, tone) = if holds && results > 0 { ("– ", Tone::Plain) } else { ("? ", Tone::Unseen) };
        let what = exclusion.to_string();
        page.line(0, &[(tone, mark), (Tone::Heading, &visible(&what)), (Tone::Plain, "  "), (tone, &told)]);
        page.labelled(2, ("decided", 10), Tone::Plain, &visible(&exclusion.statement(assessment.as_of())));
        if untold > 0 {
            let text =
                format!("{} judged all the same: the tags that it asks for were not read", count(untold, "result"));
            page.labelled(2, ("untold", 10), Tone::Unseen, &text);
        }
    }
    if all.len() > SHOWN {
        let more = format!("and {} more: --format json has them all", count((all.len() - SHOWN) as u64, "exclusion"));
        page.line(0, &[(Tone::Faint, &more)]);
    }
}
