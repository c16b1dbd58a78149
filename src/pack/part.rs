//! The files of a pack, each with what makes its bytes.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use super::inputs::{ACCEPTANCES, CRITERIA, DOCUMENTS, EXCLUSIONS, Grounds, Inputs};
use super::name::{BadName, Name, Names};
use super::population;
use crate::render;
use crate::report::{FORMATS, Report};

/// Writes the bytes of one file.
type Making<'a> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + 'a>;

/// One file.
pub struct Part<'a> {
    /// Where it lies.
    pub name: Name,
    make: Making<'a>,
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Part").field(&self.name).finish()
    }
}

impl<'a> Part<'a> {
    /// A file of these bytes.
    pub fn of(name: Name, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        let bytes = bytes.into();
        Self { name, make: Box::new(move |out| out.write_all(&bytes)) }
    }

    /// A file that is made while it is written.
    pub fn made(name: Name, make: impl Fn(&mut dyn Write) -> io::Result<()> + 'a) -> Self {
        Self { name, make: Box::new(make) }
    }

    /// Writes its bytes.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        (self.make)(out)
    }
}

/// What stands in every pack, for who opens it.
const README: &str = "README.txt";

/// Every file that the inputs and their assessment make: what was judged, by what, and what came of it.
///
/// # Errors
/// Where a file of the inputs has a name that cannot stand in a pack, or two have one.
pub fn parts<'a>(inputs: &'a Inputs, grounds: &'a Grounds, report: &'a Report<'a>) -> Result<Vec<Part<'a>>, BadName> {
    let mut parts = vec![Part::of(Name::new(README)?, include_bytes!("readme.txt").as_slice())];
    for (name, bytes) in grounds.snapshots.iter().zip(&inputs.snapshots) {
        parts.push(Part::of(Name::new(name)?, bytes.as_slice()));
    }
    parts.push(Part::of(Name::new(CRITERIA)?, inputs.criteria.as_bytes()));
    let controls = inputs.controls.iter().map(|(name, text)| Part::of(name.clone(), text.as_bytes()));
    parts.extend(controls);
    for (name, text) in
        [(ACCEPTANCES, &inputs.acceptances), (EXCLUSIONS, &inputs.exclusions), (DOCUMENTS, &inputs.documents)]
    {
        if let Some(text) = text {
            parts.push(Part::of(Name::new(name)?, text.as_bytes()));
        }
    }
    for (path, bytes) in &inputs.files {
        parts.push(Part::of(Name::new(&format!("documents/{path}"))?, bytes.as_slice()));
    }
    parts.extend(generated(report)?);
    let mut names = Names::default();
    for part in &parts {
        names.add(&part.name).map_err(BadName::from)?;
    }
    Ok(parts)
}

/// What is made from the report alone.
fn generated<'a>(report: &'a Report<'a>) -> Result<Vec<Part<'a>>, BadName> {
    let (assessment, options) = (report.assessment(), render::Options::default());
    let mut parts = vec![Part::made(Name::new(ASSESSMENT)?, move |out| render::json::write(assessment, options, out))];
    for format in FORMATS {
        let name =
            if format.name == PAGE { Name::new(INDEX)? } else { Name::new(&format!("report/{}", format.file_name()))? };
        parts.push(Part::made(name, move |out| (format.write)(report, out).map_err(io::Error::other)));
    }
    for result in assessment.controls() {
        let name = Name::new(&format!("populations/{}.csv", result.control.id))?;
        parts.push(Part::made(name, move |out| population::write(assessment, result, out)));
    }
    Ok(parts)
}

/// The format of the page that one opens first, and where that lies.
const PAGE: &str = "html";
const INDEX: &str = "index.html";

/// The assessment, as `tickmark assess --format json` prints it.
pub(super) const ASSESSMENT: &str = "assessment.json";
