//! Reminders of documents that run out, one function an RPC; what raises them is the sweep.

pub use crate::store::reminder::ReminderFilter;

mod sweep;

pub use sweep::{Swept, run, sweep_all};

use super::{
    App, Call, catalogue,
    page::{self, Page, PageRequest, day_cursor},
    write::{Answer, Effect, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        caller::Scope,
        id::{DocumentId, Id as _, ReminderId},
        refusal::Refusal,
        reminder::{PlannedReminder, Reminder, ReminderRecipient, plan},
    },
    error::{Error, Result},
};

/// The ladder of a document, as it is now.
///
/// # Errors
/// `NotFound`; what the database says.
pub async fn ladder(app: &App, id: DocumentId) -> Result<Vec<PlannedReminder>> {
    let catalogue = catalogue::current(app).await?;
    let policy = catalogue.expiry_policy();
    let document = app.store.reader().document(&Scope::Centre, id).await?;
    let last_day = document.terms.last_day().filter(|_| document.ending.is_none());
    let (offsets, overdue) = (&policy.reminder_offset_days, policy.overdue_reminder_days);
    Ok(last_day.map_or_else(Vec::new, |day| plan(day, offsets, overdue, &catalogue.calendar)))
}

/// A page of reminders, by the day they were raised for.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &ReminderFilter,
    request: &PageRequest,
) -> Result<Page<Reminder>> {
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| day_cursor(&text));
    let rows = app.store.reader().reminders(filter, after, limit as u64 + 1).await?;
    let cursor = |last: &Reminder| format!("{} {}", last.planned.raise_on, last.id.0);
    Ok(page::page(app, call, &filters, rows, limit, cursor))
}

/// Records that an officer is done with his reminder.
///
/// # Errors
/// `StateForbids` where it is not an officer's, or done; `EtagMismatch`, `NotFound`.
pub async fn complete<R: Answer<Reminder>>(
    app: &App,
    call: &WriteCall,
    id: ReminderId,
    version: i64,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let before = tx.lock_reminder(id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let officers = before.planned.recipient == ReminderRecipient::Officer;
        if !officers || before.done_at.is_some() {
            let current = if officers { "DONE" } else { "NO_TASK" };
            return Err(Refusal::StateForbids { current, allowed: &["OPEN"] }.into());
        }
        let after = Reminder {
            done_at: Some(app.clock.now()),
            done_by: Some(call.call.caller.account_id),
            version: version + 1,
            ..before.clone()
        };
        tx.update_reminder(&after).await?;
        let trace = Trace {
            resource_id: id.text(),
            before: Some(format!("{before:?}")),
            after: Some(format!("{after:?}")),
            ..Trace::default()
        };
        Ok(Effect { outcome: after, traces: vec![trace] })
    })
    .await
}
