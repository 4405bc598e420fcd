//! A whole passport number, for a stated purpose. Nothing is told that is not on record.

use super::{
    App, Call,
    write::{DONE, Trace, WriteCall, record, record_refusal},
};
use crate::{
    domain::{
        caller::Scope,
        id::{AppointmentId, CaseId, Id as _},
    },
    error::{Error, Result},
    store::{Tx, trail::AuditRecord},
};
use uuid::Uuid;

/// Whose passport number is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The visitor of an appointment.
    Visitor(AppointmentId),
    /// The applicant of a case.
    Applicant(CaseId),
}

impl Holder {
    /// The place his number is sealed for.
    pub(super) fn place(self) -> String {
        match self {
            Self::Visitor(id) => format!("appointment.passport_sealed:{}", id.0),
            Self::Applicant(id) => format!("case_file.passport_sealed:{}", id.0),
        }
    }

    fn resource_id(self) -> String {
        match self {
            Self::Visitor(id) => id.text(),
            Self::Applicant(id) => id.text(),
        }
    }

    async fn sealed(self, tx: &Tx, scope: &Scope) -> Result<Option<Vec<u8>>> {
        Ok(match self {
            Self::Visitor(id) => tx.appointment(scope, id).await?.visitor.passport_sealed,
            Self::Applicant(id) => tx.case(scope, id).await?.applicant.passport_sealed,
        })
    }
}

/// The whole passport number, for a stated purpose that the audit trail keeps. A repeat of the
/// request reads, and is recorded, again.
///
/// # Errors
/// `NotFound` where there is no such holder to see, or no number.
pub async fn reveal_passport(
    app: &App,
    call: &WriteCall,
    holder: Holder,
    purpose: &str,
) -> Result<String> {
    let scope = call.call.caller.scope().ok_or(Error::PermissionDenied)?;
    let result = reveal_once(app, call, &scope, holder, purpose).await;
    if let Err(error) = &result {
        let request_id = Some(call.request_id);
        record_refusal(app, &call.call, request_id, error).await?;
    }
    result
}

async fn reveal_once(
    app: &App,
    call: &WriteCall,
    scope: &Scope,
    holder: Holder,
    purpose: &str,
) -> Result<String> {
    let tx = app.store.begin().await?;
    let sealed = holder.sealed(&tx, scope).await?.ok_or(Error::NotFound)?;
    let plain = app.secrets.open_sealed(&holder.place(), &sealed)?;
    let number = String::from_utf8(plain.to_vec())
        .map_err(|_| Error::internal("a passport number cannot be read"))?;
    let mut trace = Trace { resource_id: holder.resource_id(), ..Trace::default() };
    trace.purpose = purpose.to_owned();
    record_reading(app, &tx, &call.call, Some(call.request_id), trace).await?;
    // Only what is on record is told.
    tx.commit().await?;
    Ok(number)
}

/// Puts the reading of sensitive data on record, in the transaction that reads.
///
/// # Errors
/// What the database says; nothing may be told then.
pub(super) async fn record_reading(
    app: &App,
    tx: &Tx,
    call: &Call,
    request_id: Option<Uuid>,
    trace: Trace,
) -> Result<()> {
    let record = AuditRecord {
        resource_id: trace.resource_id,
        purpose: trace.purpose,
        ..record(app, call, request_id, app.clock.now(), DONE)
    };
    tx.add_audit(vec![record]).await
}
