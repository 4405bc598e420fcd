//! The whole passport number of a visitor, for a stated purpose. Nothing is told that is not on
//! record.

use crate::{
    domain::{
        caller::Scope,
        id::{AppointmentId, Id as _},
    },
    error::{Error, Result},
    service::{
        App,
        write::{Trace, WriteCall, record_reading, record_refusal},
    },
};

/// The visitor's whole passport number, for a stated purpose that the audit trail keeps. A repeat
/// of the request reads, and is recorded, again.
///
/// # Errors
/// `NotFound` where there is no such appointment to see, or no number.
pub async fn reveal_passport(
    app: &App,
    call: &WriteCall,
    id: AppointmentId,
    purpose: &str,
) -> Result<String> {
    let scope = call.call.caller.scope().ok_or(Error::PermissionDenied)?;
    let result = reveal_once(app, call, &scope, id, purpose).await;
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
    id: AppointmentId,
    purpose: &str,
) -> Result<String> {
    let tx = app.store.begin().await?;
    let found = tx.appointment(scope, id).await?;
    let sealed = found.visitor.passport_sealed.as_deref().ok_or(Error::NotFound)?;
    let plain = app.secrets.open_sealed(&passport_place(id), sealed)?;
    let number = String::from_utf8(plain.to_vec())
        .map_err(|_| Error::internal("a passport number cannot be read"))?;
    let mut trace = Trace { resource_id: id.text(), ..Trace::default() };
    trace.purpose = purpose.to_owned();
    record_reading(app, &tx, call, trace).await?;
    // Only what is on record is told.
    tx.commit().await?;
    Ok(number)
}

/// The place a passport number is sealed for.
pub(in crate::service) fn passport_place(id: AppointmentId) -> String {
    format!("appointment.passport_sealed:{}", id.0)
}
