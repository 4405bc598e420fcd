//! A whole number of a passport or another document, for a stated purpose. Nothing is told that is
//! not on record, nobody is told more a day than the policy gives him, and what a department is
//! told stands in the ledger of disclosures.

use super::{
    App, Call, catalogue,
    disclosure::{self, HandOver},
    document,
    write::{DONE, Trace, WriteCall, record, record_refusal},
};
use crate::{
    domain::{
        caller::Scope,
        disclosure::NUMBER_FIELD,
        id::{AppointmentId, CaseId, DocumentId, Id as _},
        zone,
    },
    error::{Error, Result},
    store::{Tx, trail::AuditRecord},
};
use chrono::{Days, NaiveTime};
use std::time::Duration;
use uuid::Uuid;

/// Whose number is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The visitor of an appointment.
    Visitor(AppointmentId),
    /// The applicant of a case.
    Applicant(CaseId),
    /// That of a document.
    Document(DocumentId),
}

/// For what a number is asked.
#[derive(Clone, Debug)]
pub struct Purpose {
    /// In words, for the record.
    pub text: String,
    /// The case for which it is needed, where one is named.
    pub case_id: Option<CaseId>,
}

impl Holder {
    /// The place his number is sealed for.
    pub(super) fn place(self) -> String {
        match self {
            Self::Visitor(id) => format!("appointment.passport_sealed:{}", id.0),
            Self::Applicant(id) => format!("case_file.passport_sealed:{}", id.0),
            Self::Document(id) => document::place(id),
        }
    }

    fn resource_id(self) -> String {
        match self {
            Self::Visitor(id) => id.text(),
            Self::Applicant(id) => id.text(),
            Self::Document(id) => id.text(),
        }
    }

    async fn sealed(self, tx: &Tx, scope: &Scope) -> Result<Option<Vec<u8>>> {
        Ok(match self {
            Self::Visitor(id) => tx.appointment(scope, id).await?.visitor.passport_sealed,
            Self::Applicant(id) => tx.case(scope, id).await?.applicant.passport_sealed,
            Self::Document(id) => Some(tx.document(scope, id).await?.number.sealed),
        })
    }
}

/// The whole number, for a stated purpose that the audit trail keeps. A repeat of the request
/// reads, is counted and is recorded again.
///
/// # Errors
/// `NotFound` where there is no such holder to see, or no number, `RevealQuotaUsed`, and `Invalid`
/// where a department names no case of the holder's.
pub async fn reveal(
    app: &App,
    call: &WriteCall,
    holder: Holder,
    purpose: &Purpose,
) -> Result<String> {
    let scope = call.call.scope()?;
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
    purpose: &Purpose,
) -> Result<String> {
    let tx = app.store.begin().await?;
    let sealed = holder.sealed(&tx, scope).await?.ok_or(Error::NotFound)?;
    if let Scope::Department(own) = scope {
        hand_over(app, &tx, call, own, holder, purpose).await?;
    }
    count(app, &tx, call).await?;
    let plain = app.secrets.open_sealed(&holder.place(), &sealed)?;
    let number = String::from_utf8(plain.to_vec())
        .map_err(|_| Error::internal("a sealed number cannot be read"))?;
    let mut trace = Trace { resource_id: holder.resource_id(), ..Trace::default() };
    trace.purpose.clone_from(&purpose.text);
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

/// Counts the number, and refuses one more than the policy gives an account a day.
async fn count(app: &App, tx: &Tx, call: &WriteCall) -> Result<()> {
    let quota_a_day = catalogue::settled(app, tx).await?.case_policy().reveals_a_day;
    let (now, today) = (app.clock.now(), app.clock.today());
    if tx.count_reveal(call.call.caller.account_id, today).await? <= quota_a_day {
        return Ok(());
    }
    let midnight = (today + Days::new(1)).and_time(NaiveTime::MIN);
    let retry_after = (zone::from_local(midnight) - now).to_std().unwrap_or(Duration::ZERO);
    Err(Error::RevealQuotaUsed { quota_a_day, retry_after })
}

/// Puts what a department is told into the ledger. It names a case of the holder's that it has a
/// task in.
async fn hand_over(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    department: &str,
    holder: Holder,
    purpose: &Purpose,
) -> Result<()> {
    // The numbers of visits and cases are for the centre alone.
    let Holder::Document(document_id) = holder else { return Err(Error::PermissionDenied) };
    let Some(case_id) = purpose.case_id else {
        let problem = "is required: the case for which the number is needed";
        return Err(Error::told("case_id", problem, "必填：为哪个办件查看"));
    };
    let scope = Scope::Department(department.to_owned());
    let resident_id = tx.document(&scope, document_id).await?.resident_id;
    if tx.case(&scope, case_id).await?.applicant.resident_id != Some(resident_id) {
        let problem = "must be a case of the document's holder";
        return Err(Error::told("case_id", problem, "不是该证件持有人的办件"));
    }
    let told = HandOver {
        department_id: department.to_owned(),
        resident_id: Some(resident_id),
        document_id: Some(document_id),
        fields: vec![NUMBER_FIELD.to_owned()],
        purpose: purpose.text.clone(),
        case_id: Some(case_id),
    };
    disclosure::put(app, tx, call.call.caller.account_id, told).await?;
    Ok(())
}
