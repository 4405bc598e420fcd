//! A file on its way out: its blocks opened one after the other. A block that was moved, changed or
//! cut off does not open, and a file that lacks its end is not told as whole.

use super::{intake::block_place, key_place, view};
use crate::{
    domain::{
        caller::Scope,
        disclosure::FILE_FIELD,
        evidence::{Evidence, EvidenceView, MAX_CHUNK_BYTES},
        id::{EvidenceId, Id as _},
    },
    error::{Error, Result},
    secrets::FileKey,
    service::{
        App, Call,
        disclosure::{self, HandOver},
        reveal::record_reading,
        write::{Trace, record_refusal},
    },
    store::Tx,
};
use bytes::Bytes;
use std::sync::Arc;

/// A file that is read.
#[derive(Debug)]
pub struct Reading {
    app: Arc<App>,
    /// The file.
    pub view: EvidenceView,
    key: FileKey,
    next_block: u32,
    opened: Bytes,
    told: u64,
}

/// Opens a file for a stated purpose, which the audit trail keeps.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn open(app: &Arc<App>, call: &Call, id: EvidenceId, purpose: &str) -> Result<Reading> {
    let opened = open_once(app, call, id, purpose).await;
    if let Err(error) = &opened {
        record_refusal(app, call, None, error).await?;
    }
    opened
}

async fn open_once(app: &Arc<App>, call: &Call, id: EvidenceId, purpose: &str) -> Result<Reading> {
    let scope = call.scope()?;
    let tx = app.store.begin().await?;
    let evidence = tx.evidence(&scope, id).await?;
    let used = tx.evidence_use(&evidence).await?;
    let key = app.secrets.open_sealed(&key_place(id), &evidence.key_sealed)?;
    let key = FileKey::open_with(&key)?;
    if let Scope::Department(department) = &scope {
        let to = (department.as_str(), purpose);
        put_in_ledger(app, &tx, call, &evidence, to).await?;
    }
    let view = view(app, evidence, &used)?;
    let purpose = purpose.to_owned();
    let trace = Trace { resource_id: id.text(), purpose, ..Trace::default() };
    record_reading(app, &tx, call, None, trace).await?;
    // Only what is on record is told.
    tx.commit().await?;
    Ok(Reading { app: Arc::clone(app), view, key, next_block: 0, opened: Bytes::new(), told: 0 })
}

/// What a department is handed of an applicant stands in the ledger.
async fn put_in_ledger(
    app: &App,
    tx: &Tx,
    call: &Call,
    evidence: &Evidence,
    (department, purpose): (&str, &str),
) -> Result<()> {
    let Some(case_id) = evidence.case_id else { return Ok(()) };
    let applicant = tx.case(&Scope::Centre, case_id).await?.applicant;
    let told = HandOver {
        department_id: department.to_owned(),
        resident_id: applicant.resident_id,
        document_id: None,
        fields: vec![FILE_FIELD.to_owned()],
        purpose: purpose.to_owned(),
        case_id: Some(case_id),
    };
    disclosure::put(app, tx, call.caller.account_id, told).await?;
    Ok(())
}

impl Reading {
    /// The next bytes, or none after the last.
    ///
    /// # Errors
    /// An internal error where what is kept is not what was kept; `Unavailable` where the bucket
    /// does not answer.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        let evidence = &self.view.evidence;
        if self.opened.is_empty() {
            if self.next_block == evidence.blocks {
                let whole = self.told == evidence.size;
                return if whole { Ok(None) } else { Err(Error::internal("a file is not whole")) };
            }
            let (id, block) = (evidence.id, self.next_block);
            let sealed = self.app.vault.block(id.0, block).await?;
            let place = block_place(id, block, block + 1 == evidence.blocks);
            self.opened = self.key.open(&place, &sealed)?.into();
            self.next_block += 1;
        }
        let chunk = self.opened.split_to(self.opened.len().min(MAX_CHUNK_BYTES));
        self.told += chunk.len() as u64;
        Ok(Some(chunk))
    }
}
