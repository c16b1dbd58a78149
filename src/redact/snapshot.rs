//! Snapshots, line by line.

use super::Redactor;
use crate::inventory::asset::MalformedId;
use crate::inventory::snapshot::{CallRecord, Caller, EncodeError, GapRecord, Header, Parts, Snapshot};
use crate::inventory::store::Encoded;
use crate::inventory::{AccountId, Gap, Key, Population};

/// Why a snapshot could not be redacted.
#[derive(Debug, thiserror::Error)]
pub enum RedactError {
    /// What replaces an account id is none.
    #[error(transparent)]
    Account(#[from] MalformedId),
    /// What comes out is no snapshot; two names may have got one pseudonym.
    #[error("the redacted snapshot is not sound: {0}; take another key")]
    Encode(#[from] EncodeError),
}

impl Redactor {
    /// The snapshot with its names replaced.
    ///
    /// # Errors
    /// Where what comes out is no snapshot.
    pub fn snapshot(&self, snapshot: &Snapshot) -> Result<Snapshot, RedactError> {
        let mut assets = Vec::with_capacity(snapshot.len());
        for asset in snapshot.assets() {
            let facts = self.facts(asset.kind(), &asset.facts());
            assets.push(Encoded { key: self.asset_key(&asset.key())?, name: self.name(asset.name()), facts });
        }
        let populations = snapshot.populations().iter().map(|population| self.population(population));
        let gaps = snapshot.gaps().iter().map(|record| self.gap_record(record));
        let calls = snapshot.calls().iter().map(|call| self.call(call));
        Ok(Snapshot::encode(Parts {
            header: self.header(snapshot.header())?,
            populations: populations.collect::<Result<_, _>>()?,
            assets,
            gaps: gaps.collect::<Result<_, _>>()?,
            calls: calls.collect::<Result<_, _>>()?,
        })?)
    }

    /// The key of an asset.
    ///
    /// # Errors
    /// Where what replaces its account is none.
    pub fn asset_key(&self, key: &Key) -> Result<Key, MalformedId> {
        let Key { kind, account, region, id } = key;
        Ok(Key { kind: kind.clone(), account: self.account_id(account)?, region: region.clone(), id: self.id(id) })
    }

    pub(super) fn account_id(&self, account: &AccountId) -> Result<AccountId, MalformedId> {
        self.account(account.as_str()).parse()
    }

    fn header(&self, header: &Header) -> Result<Header, MalformedId> {
        let Caller { account, arn, user_id } = &header.caller;
        let name = |text: &Option<String>| text.as_ref().map(|text| self.name(text));
        Ok(Header {
            caller: Caller { account: self.account_id(account)?, arn: self.text(arn), user_id: self.name(user_id) },
            accounts: header.accounts.iter().map(|account| self.account_id(account)).collect::<Result<_, _>>()?,
            host: name(&header.host),
            profile: name(&header.profile),
            endpoint: header.endpoint.as_ref().map(|endpoint| self.sentence(endpoint)),
            ..header.clone()
        })
    }

    fn population(&self, population: &Population) -> Result<Population, MalformedId> {
        let gap = population.gap.as_ref().map(|gap| self.gap(gap)).transpose()?;
        Ok(Population { account: self.account_id(&population.account)?, gap, ..population.clone() })
    }

    fn gap(&self, gap: &Gap) -> Result<Gap, MalformedId> {
        Ok(Gap { account: self.account_id(&gap.account)?, ..gap.clone() })
    }

    fn gap_record(&self, record: &GapRecord) -> Result<GapRecord, MalformedId> {
        Ok(GapRecord {
            gap: self.gap(&record.gap)?,
            message: record.message.as_ref().map(|message| self.sentence(message)),
            request_ids: record.request_ids.iter().map(|id| self.name(id)).collect(),
            ..record.clone()
        })
    }

    fn call(&self, call: &CallRecord) -> Result<CallRecord, MalformedId> {
        let parameters = call.parameters.iter().map(|(name, value)| (name.clone(), self.parameter(value)));
        Ok(CallRecord {
            parameters: parameters.collect(),
            account: self.account_id(&call.account)?,
            request_ids: call.request_ids.iter().map(|id| self.name(id)).collect(),
            ..call.clone()
        })
    }

    /// What an operation was asked with: the provider's words in capital letters are its own, the rest is text.
    fn parameter(&self, value: &str) -> String {
        let is_word = |word: &str| {
            !self.names.has(word) && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        };
        let words: Vec<String> =
            value
                .split(',')
                .map(|word| {
                    if is_word(word) && super::words::made(word).is_none() { word.to_owned() } else { self.text(word) }
                })
                .collect();
        words.join(",")
    }
}
