//! Notices to the outside, one function an RPC; how they are made and sent is beside it. What a
//! notice tells and where it goes is in plain only while it is sent.

pub use crate::store::notice::NoticeFilter;

mod making;
mod sending;

pub(super) use making::{NewNotice, make};
pub use sending::deliver;

use super::{
    App, Call,
    page::{self, Page, PageRequest, instant_cursor},
    write::{Answer, Effect, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        id::{Id as _, NoticeId},
        notice::{Notice, NoticeState},
        refusal::Refusal,
    },
    error::{Error, Result},
};

/// One notice.
///
/// # Errors
/// `NotFound`; what the database says.
pub async fn get(app: &App, id: NoticeId) -> Result<Notice> {
    app.store.reader().notice(id).await
}

/// A page of notices, the newest first.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &NoticeFilter,
    request: &PageRequest,
) -> Result<Page<Notice>> {
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| instant_cursor(&text));
    let rows = app.store.reader().notices(filter, after, limit as u64 + 1).await?;
    let cursor = |last: &Notice| format!("{} {}", last.created_at.timestamp_micros(), last.id.0);
    Ok(page::page(app, call, &filters, rows, limit, cursor))
}

/// Has a notice that was given up tried again, from the first try on.
///
/// # Errors
/// `StateForbids` where it was not given up; `EtagMismatch`, `NotFound`.
pub async fn retry<R: Answer<Notice>>(
    app: &App,
    call: &WriteCall,
    id: NoticeId,
    version: i64,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let before = tx.lock_notice(id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let after = before.revived(app.clock.now()).ok_or_else(|| forbidden(before.state))?;
        tx.update_notice(&after).await?;
        let state = |of: &Notice| Some(format!("{} {}", of.state.name(), of.version));
        let trace = Trace {
            resource_id: id.text(),
            before: state(&before),
            after: state(&after),
            ..Trace::default()
        };
        Ok(Effect { outcome: after, traces: vec![trace] })
    })
    .await
}

fn forbidden(state: NoticeState) -> Error {
    let allowed = const { &[NoticeState::Dead.name()] };
    Refusal::StateForbids { current: state.name(), allowed }.into()
}
