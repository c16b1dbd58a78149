//! `--format html`: the report as one page that needs nothing else, with no request to anywhere.
//!
//! What was seen enters the page as data, and the page's script puts it into text nodes: nothing that a cloud
//! resource is called can become markup. The policy in the head lets no other script or style run.

mod data;
mod shape;

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::Options;
use crate::assess::Assessment;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes the page of a scan.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    write_with(assessment, options, &(), out)
}

/// Writes the page with what only a report says; `()` where it is none.
pub(crate) fn write_with(
    assessment: &Assessment<'_>,
    options: Options,
    report: &impl Serialize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (style, script) = (allowed(STYLE), allowed(SCRIPT));
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {style}; script-src {script}; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Point-in-time report</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n\
         <noscript>This report is put together by its own script, which your browser does not run. \
         `tickmark report --format md` writes the same as text.</noscript>\n\
         <script type=\"application/json\" id=\"data\">"
    )?;
    data::write(assessment, options, report, &mut Inert(out))?;
    write!(out, "</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

/// The source expression that lets one text run, and no other.
fn allowed(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// JSON in which no `<` is left that could end the element it stands in.
struct Inert<'w>(&'w mut dyn Write);

impl Write for Inert<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut parts = bytes.split(|byte| *byte == b'<');
        if let Some(first) = parts.next() {
            self.0.write_all(first)?;
        }
        for part in parts {
            // In JSON it stands in strings alone.
            self.0.write_all(b"\\u003c")?;
            self.0.write_all(part)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_end_its_element() {
        let mut out = Vec::new();
        serde_json::to_writer(&mut Inert(&mut out), "</script><b>").unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, r#""\u003c/script>\u003cb>""#);
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "</script><b>");
    }

    #[test]
    fn the_page_s_own_texts_cannot_end_their_elements() {
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</script"));
    }
}
