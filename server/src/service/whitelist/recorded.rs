//! Which checks are put on record: those about a person all of them, of the others one in a
//! hundred, and how many there were by account and day. A check writes nothing: what has
//! come together is written with who read what.

use super::check::{Ask, Subjects};
use crate::{
    domain::{
        id::{AccountId, Id as _},
        whitelist::{CheckCount, Verdict},
        zone::local_date,
    },
    error::Result,
    service::{
        App, Call, access,
        page::{Page, PageRequest, page},
        write::{DONE, record},
    },
    store::{trail::AuditRecord, whitelist::CheckCountFilter},
};
use chrono::{DateTime, NaiveDate, Utc};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Of the checks without a person one in so many is put on record.
const ONE_IN: u64 = 100;

/// How often an account checked on a day: in all, and covered.
pub(super) type Counts = HashMap<(NaiveDate, AccountId), (i64, i64)>;

/// What waits to be written.
#[derive(Debug, Default)]
struct Waiting {
    counts: Counts,
    seen: u64,
}

/// What waits to be written.
#[derive(Debug, Default)]
pub(super) struct Recorded(Mutex<Waiting>);

impl Recorded {
    fn take(&self) -> Counts {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut waiting.counts)
    }

    fn give_back(&self, counts: Counts) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, (all, covered)) in counts {
            let own = waiting.counts.entry(key).or_default();
            *own = (own.0 + all, own.1 + covered);
        }
    }
}

/// Notes checks and their answers.
///
/// # Errors
/// What the database says, where so many wait that they are written first.
pub(super) async fn note(
    app: &App,
    (call, now): (&Call, DateTime<Utc>),
    asked: &[Ask],
    subjects: &Subjects,
    verdicts: &[Verdict],
) -> Result<()> {
    let covered = verdicts.iter().filter(|verdict| verdict.is_covered()).count();
    let key = (local_date(now), call.caller.account_id);
    let records = {
        let recorded = &app.whitelist.recorded.0;
        let mut waiting = recorded.lock().unwrap_or_else(PoisonError::into_inner);
        let own = waiting.counts.entry(key).or_default();
        own.0 += i64::try_from(asked.len()).unwrap_or(0);
        own.1 += i64::try_from(covered).unwrap_or(0);
        let mut records = Vec::new();
        for (ask, verdict) in asked.iter().zip(verdicts) {
            waiting.seen += 1;
            let sampled = waiting.seen.is_multiple_of(ONE_IN);
            if sampled || ask.is_personal() {
                records.push(record_of(app, (call, now), ask, subjects, verdict));
            }
        }
        records
    };
    if records.is_empty() { Ok(()) } else { access::note_all(app, records).await }
}

/// The record of a check: what was asked of which enterprise or person, and what was answered.
fn record_of(
    app: &App,
    (call, now): (&Call, DateTime<Utc>),
    ask: &Ask,
    subjects: &Subjects,
    verdict: &Verdict,
) -> AuditRecord {
    let answer = if verdict.is_covered() { "COVERED" } else { "NOT_COVERED" };
    let person = subjects.resident(&ask.person).map(|id| id.text());
    AuditRecord {
        resource_id: person.unwrap_or_else(|| ask.enterprise_id.to_string()),
        purpose: format!("{} {} {answer}", ask.enterprise_id, ask.direction.name()),
        ..record(app, call, None, now, DONE)
    }
}

/// A page of how often accounts checked, the latest day first.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn check_counts(
    app: &App,
    call: &Call,
    filter: &CheckCountFilter,
    request: &PageRequest,
) -> Result<Page<CheckCount>> {
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| {
        let (day, account) = text.split_once(' ')?;
        Some((day.parse().ok()?, account.parse().ok()?))
    });
    let rows = app.store.reader().check_counts(filter, after, limit as u64 + 1).await?;
    let cursor = |last: &CheckCount| format!("{} {}", last.day, last.account_id.0);
    Ok(page(app, call, &filters, rows, limit, cursor))
}

/// Writes what was counted.
///
/// # Errors
/// What the database says; then it waits on.
pub(in crate::service) async fn flush(app: &App) -> Result<()> {
    let counts = app.whitelist.recorded.take();
    if counts.is_empty() {
        return Ok(());
    }
    let done = written(app, &counts).await;
    if done.is_err() {
        app.whitelist.recorded.give_back(counts);
    }
    done
}

async fn written(app: &App, counts: &Counts) -> Result<()> {
    let tx = app.store.begin().await?;
    for ((day, account_id), (checks, covered)) in counts {
        let (day, account_id) = (*day, *account_id);
        let more = CheckCount { day, account_id, checks: *checks, covered: *covered };
        tx.count_checks(&more).await?;
    }
    tx.commit().await
}
