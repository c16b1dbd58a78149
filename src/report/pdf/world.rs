//! Typesetting by Typst: the templates and fonts that are built in, the data of one report, and nothing else of this
//! machine. No file, no package and no clock is within reach.

use anyhow::anyhow;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// The templates, by name; the first is where it begins.
const TEMPLATES: [(&str, &str); 5] = [
    ("report.typ", include_str!("report.typ")),
    ("style.typ", include_str!("style.typ")),
    ("front.typ", include_str!("front.typ")),
    ("criteria.typ", include_str!("criteria.typ")),
    ("back.typ", include_str!("back.typ")),
];

/// The name under which the templates read the data.
const DATA: &str = "data.json";

/// The families that the templates use: both cover Latin, Greek and Cyrillic.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// The fonts that are built in.
pub(super) fn fonts() -> Vec<Font> {
    let all = typst_assets::fonts().flat_map(|file| Font::iter(Bytes::new(file)));
    all.filter(|font| FAMILIES.contains(&font.info().family.as_str())).collect()
}

/// All that a template can see.
struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<Source>,
    data: (FileId, Bytes),
}

impl Desk {
    fn new(fonts: Vec<Font>, data: Vec<u8>) -> anyhow::Result<Self> {
        let sources = TEMPLATES.iter().map(|(name, text)| anyhow::Ok(Source::new(file(name)?, (*text).to_owned())));
        Ok(Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources: sources.collect::<anyhow::Result<_>>()?,
            data: (file(DATA)?, Bytes::new(data)),
        })
    }
}

fn file(name: &str) -> anyhow::Result<FileId> {
    let path = VirtualPath::new(name).map_err(|_| anyhow!("{name} is no path"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.sources.first().map_or(self.data.0, Source::id)
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The pages as a tagged PDF (PDF/UA-1), dated `dated` and identified by `ident`: the same data gives the same bytes.
pub(super) fn typeset(fonts: Vec<Font>, data: Vec<u8>, dated: Datetime, ident: String) -> anyhow::Result<Vec<u8>> {
    let desk = Desk::new(fonts, data)?;
    let pages = typst::compile::<PagedDocument>(&desk).output.map_err(|errors| told(&errors))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: Some(Timestamp::new_utc(dated)),
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| anyhow!("{}", error.message()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options).map_err(|errors| told(&errors))
}

fn told(errors: &[SourceDiagnostic]) -> anyhow::Error {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    anyhow!("the report cannot be typeset: {}", messages.join("; "))
}
