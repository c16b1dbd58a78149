//! The page in a real browser: search, folds and numbers work, nothing is complained of, and hostile names stay names.

use std::fs;
use std::time::Duration;

use super::devtools::{Browser, chromium};
use super::{HOSTILE, with_report, written};
use crate::sample::{Sample, bucket, facts, parts, snapshot};
use serde_json::json;
use tickmark::report::{Report, Setting};

/// The browser, or a message why the test is skipped.
#[expect(clippy::print_stderr, reason = "a test that is skipped must say so")]
fn browser() -> Option<Browser> {
    let found = cfg!(unix).then(chromium).flatten();
    if found.is_none() {
        eprintln!("SKIPPED: no Chromium in PATH (Debian: apt install chromium)");
    }
    found.map(|program| Browser::start(&program))
}

#[test]
fn hostile_names_are_shown_as_names_and_nothing_runs() {
    let Some(mut browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (number, name) in HOSTILE.into_iter().enumerate() {
        let page = folder.path().join(format!("{number}.html"));
        with_report(name, |report| fs::write(&page, written(report, "html")).unwrap());
        browser.open(&page);
        // Everything that can be opened is.
        browser.value(
            "(() => { for (let n = 0; n < 6; n++) document.querySelectorAll('details').forEach((one) => { one.open = true; one.fill?.(); }); })()",
        );
        let shown = browser.value("document.querySelector('main').textContent");
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain(shown.as_str().unwrap()).contains(&plain(name)), "{name}");
        assert_eq!(browser.value("document.querySelectorAll('main img, main script, main iframe').length"), 0);
        let links = browser.value(
            "[...document.querySelectorAll('main a')].map((one) => one.getAttribute('href') || one.href.baseVal)",
        );
        for link in links.as_array().unwrap() {
            let link = link.as_str().unwrap();
            assert!(link.starts_with('#') || link.starts_with("https://"), "{link}");
        }
        assert!(browser.complaints().is_empty(), "{name}: {:?}", browser.complaints());
    }
    // Were one to get in all the same, the policy would keep it from running.
    browser.value(
        "(() => { const made = document.createElement('script'); made.textContent = 'window.got = 1'; document.body.append(made); })()",
    );
    assert!(browser.value("window.got === undefined").as_bool().unwrap());
}

#[test]
fn search_and_folds_work() {
    let Some(mut browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("report.html");
    with_report("payroll", |report| fs::write(&page, written(report, "html")).unwrap());
    browser.open(&page);
    assert_eq!(browser.value("document.querySelectorAll('details.criterion').length"), 61);
    assert_eq!(
        browser.value("document.title"),
        "Point-in-time evidence report (Type 1), as of 2025-01-01 00:00:00 UTC"
    );
    let left = "[...document.querySelectorAll('details.criterion')].filter((one) => !one.hidden).map((one) => one.id)";
    let search = |word: &str| {
        format!(
            "(() => {{ const field = document.querySelector('input[type=search]'); field.value = '{word}'; \
             field.dispatchEvent(new Event('input')); return {left}; }})()"
        )
    };
    assert_eq!(browser.value(&search("CC6.1")), json!(["CC6.1"]));
    assert!(browser.value(&search("payroll")).as_array().unwrap().contains(&json!("CC6.1")), "by an asset");
    assert_eq!(browser.value(&search("no such thing")), json!([]));
    assert_eq!(browser.value("document.querySelector('[role=status]').hidden"), false, "it says that nothing fits");
    assert_eq!(browser.value(&search("")).as_array().unwrap().len(), 61);
    let filter = "(() => { const field = document.querySelector('select'); field.value = 'deviation'; field.dispatchEvent(new Event('change')); })()";
    browser.value(filter);
    let deviations = browser.value(left);
    assert!(!deviations.as_array().unwrap().is_empty() && deviations.as_array().unwrap().len() < 61);
    // A fold is empty until it is opened, and closes again.
    let open = "document.getElementById('CC6.1')";
    assert_eq!(browser.value(&format!("{open}.querySelector('.body').childElementCount")), 0);
    browser.value(&format!("{open}.open = true; {open}.fill()"));
    assert!(browser.value(&format!("{open}.textContent")).as_str().unwrap().contains("Points of focus"));
    browser.value(&format!("{open}.open = false"));
    assert_eq!(
        browser.value(&format!(
            "getComputedStyle({open}.querySelector('.body')).display === 'none' || {open}.offsetHeight < 120"
        )),
        true
    );
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}

#[test]
fn a_hundred_thousand_findings_load_within_five_seconds() {
    let assets = (0..25_000).map(|number| {
        let mut made = bucket(&format!("bucket-{number:06}"));
        facts(&mut made).insert("encrypted".to_owned(), json!(number % 3 > 0));
        made
    });
    let (sample, snapshot) = (Sample::new(), snapshot(parts(assets.collect())));
    let assessment = sample.assess(&snapshot);
    assert!(assessment.findings().len() >= 100_000);
    let setting = Setting::default();
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("report.html");
    let bytes = written(&Report::new(&assessment, &setting), "html");
    assert!(bytes.len() < 60_000_000, "{} bytes", bytes.len());
    fs::write(&page, bytes).unwrap();
    let Some(mut browser) = browser() else { return };
    let taken = browser.open(&page);
    assert!(taken < Duration::from_secs(5), "{taken:?}");
    assert_eq!(browser.value("document.querySelectorAll('details.criterion').length"), 61);
}
