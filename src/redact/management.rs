//! What management says: made again with people and names replaced, and with a note in the place of each document.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::Redactor;
use super::key::Shape;
use crate::assess::{Acceptance, AssetPattern, Document, Exclusion, FileState, FiledFile, Management as _, TagValues};
use crate::control::Pack;
use crate::inventory::asset::MalformedId;
use crate::inventory::snapshot::Snapshot;
use crate::inventory::snapshot::digest::hex;
use crate::management::Exclusions;
use crate::predicate::Truth;

/// Documents whose files were withheld.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    /// The documents, with the notes as their files.
    pub documents: Vec<Document>,
    /// The notes by their paths: each is found again in the state that its document was in.
    pub notes: BTreeMap<String, Vec<u8>>,
}

impl Redactor {
    /// The acceptances with people, tickets and assets replaced. A pattern is replaced by the assets of `snapshot`
    /// that fit it: it says something of their names.
    pub fn acceptances(&self, acceptances: &[Acceptance], snapshot: &Snapshot) -> Vec<Acceptance> {
        let of = |one: &Acceptance| Acceptance {
            control: one.control.clone(),
            assets: one.assets.iter().flat_map(|pattern| self.patterns(pattern, snapshot)).collect(),
            reason: self.scrubbed(&one.reason),
            compensating_control: self.scrubbed(&one.compensating_control),
            owner: self.person(&one.owner),
            approver: self.person(&one.approver),
            ticket: self.key.pseudonym(Shape::Ticket, &one.ticket),
            starts: one.starts,
            ends: one.ends,
        };
        acceptances.iter().map(of).collect()
    }

    /// The exclusions with people, tickets, accounts and assets replaced. Tags are replaced by the assets of `snapshot`
    /// that they leave out: both the key and the value of a tag may be names.
    ///
    /// # Errors
    /// Where the replaced id of an account is none.
    pub fn exclusions(
        &self,
        exclusions: &Exclusions,
        snapshot: &Snapshot,
        controls: &Pack,
    ) -> Result<Vec<Exclusion>, MalformedId> {
        let of = |(number, one): (usize, &Exclusion)| {
            let assets = if one.reads_tags() {
                let covered = snapshot.assets().filter(|asset| {
                    let (kind, facts) = (asset.kind(), asset.facts());
                    let mut own = controls.iter().filter(|control| control.kinds.contains(kind));
                    own.any(|control| exclusions.covers(number, &control.id, *asset, &facts) == Truth::True)
                });
                self.named(covered.map(|asset| self.id(asset.id())).collect(), &one.to_string())
            } else {
                one.assets.iter().flat_map(|pattern| self.patterns(pattern, snapshot)).collect()
            };
            Ok(Exclusion {
                accounts: one.accounts.iter().map(|account| self.account_id(account)).collect::<Result<_, _>>()?,
                regions: one.regions.clone(),
                services: one.services.clone(),
                assets,
                tags: TagValues::new(),
                without_tags: TagValues::new(),
                controls: one.controls.clone(),
                reason: self.scrubbed(&one.reason),
                approver: self.person(&one.approver),
                ticket: one.ticket.as_ref().map(|ticket| self.key.pseudonym(Shape::Ticket, ticket)),
                ends: one.ends,
            })
        };
        exclusions.exclusions().iter().enumerate().map(of).collect()
    }

    /// Assets by their replaced ids; one that is nowhere stands for none, since a list without any would mean all.
    fn named(&self, mut ids: Vec<String>, none: &str) -> Vec<AssetPattern> {
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            ids.push(self.key.pseudonym(Shape::Name, none));
        }
        ids.into_iter().map(AssetPattern::Id).collect()
    }

    fn patterns(&self, pattern: &AssetPattern, snapshot: &Snapshot) -> Vec<AssetPattern> {
        match pattern {
            AssetPattern::Id(id) => vec![AssetPattern::Id(self.id(id))],
            AssetPattern::Glob(glob) => {
                let fitting = snapshot.assets().filter(|asset| pattern.fits(asset.id()));
                self.named(fitting.map(|asset| self.id(asset.id())).collect(), glob)
            }
        }
    }

    /// Two spellings of one person are one: who approves what is theirs must be found again.
    fn person(&self, person: &str) -> String {
        self.key.pseudonym(Shape::Person, &person.trim().to_ascii_lowercase())
    }

    /// The documents with people, names and links replaced, and notes in the place of their files.
    pub fn documents(&self, documents: &[Document]) -> Withheld {
        let mut withheld = Withheld::default();
        for document in documents {
            let files = document.files.iter().map(|file| self.note(file, &mut withheld.notes)).collect();
            let link = |link: &String| format!("https://withheld.invalid/{}", self.key.pseudonym(Shape::Name, link));
            withheld.documents.push(Document {
                criterion: document.criterion.clone(),
                points: document.points.clone(),
                statement: self.scrubbed(&document.statement),
                owner: self.person(&document.owner),
                date: document.date,
                ends: document.ends,
                files,
                links: document.links.iter().map(link).collect(),
            });
        }
        withheld
    }

    /// The note for a file, found unchanged, altered or missing just as the file was.
    fn note(&self, file: &FiledFile, notes: &mut BTreeMap<String, Vec<u8>>) -> FiledFile {
        let path = format!("{}.txt", self.key.pseudonym(Shape::Name, &format!("{}\n{}", file.path, file.sha256)));
        let text = "This document was withheld when the pack was redacted.\n".to_owned();
        let sha256 = match file.state {
            FileState::Altered => self.key.pseudonym(Shape::Hex, &file.sha256),
            _ => hex(Sha256::new_with_prefix(&text)),
        };
        if matches!(file.state, FileState::Unchanged | FileState::Altered) {
            notes.insert(path.clone(), text.into_bytes());
        }
        FiledFile { path, sha256, state: file.state }
    }
}
