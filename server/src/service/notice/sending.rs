//! Sends what is pending. A server takes some notices up for a while, sends them, and writes down
//! what became of each; where it dies in between, another sends them again under the same ids.

use super::{
    App, Notice,
    making::{ZONE, address_place, facts_place},
};
use crate::{
    delivery::{Hook, Letter},
    domain::{
        caller::Scope,
        id::{DocumentId, Id as _},
        notice::{Attempt, Facts, LEASE, NoticeKind, NoticePolicy, NoticeRecipient, NoticeState},
        resident::{DataPurpose, is_withdrawn},
    },
    error::{Error, Result},
    service::{catalogue, webhook_endpoint::open_secret},
    store::notice::SealedNotice,
};
use futures_util::{StreamExt as _, stream};
use serde_json::json;

/// Notices taken up together.
const BATCH: u64 = 64;
/// Notices on their way at the same time.
const AT_ONCE: usize = 16;

/// Sends what is pending and due; answers how many tries that took.
///
/// # Errors
/// What the database says. What was taken up and not written down is tried again.
pub async fn deliver(app: &App) -> Result<u64> {
    let mut tries = 0;
    loop {
        let now = app.clock.now();
        let tx = app.store.begin().await?;
        let channels = app.delivery.channels();
        let taken = tx.take_up_notices(&channels, now, now + LEASE, BATCH).await?;
        tx.commit().await?;
        if taken.is_empty() {
            return Ok(tries);
        }
        tries += taken.len() as u64;
        let policy = catalogue::current(app).await?.notice_policy();
        let sending = taken.into_iter().map(|one| send_one(app, &policy, one));
        // What cannot be written down of one keeps no other from being sent.
        let done: Vec<_> = stream::iter(sending).buffer_unordered(AT_ONCE).collect().await;
        done.into_iter().collect::<Result<()>>()?;
    }
}

async fn send_one(app: &App, policy: &NoticePolicy, taken: SealedNotice) -> Result<()> {
    let attempt = attempt(app, policy, &taken).await?;
    let tx = app.store.begin().await?;
    let current = tx.lock_notice(taken.notice.id).await?;
    // What was cancelled meanwhile stays so, and what another server sent too.
    if current.state == NoticeState::Pending && current.version == taken.notice.version {
        let after = current.after(attempt, policy, app.clock.now());
        if after.state == NoticeState::Dead {
            tracing::warn!(notice_id = %after.id, failure = %after.failure, "a notice is given up");
        }
        tx.update_notice(&after).await?;
    }
    tx.commit().await
}

async fn attempt(app: &App, policy: &NoticePolicy, taken: &SealedNotice) -> Result<Attempt> {
    let notice = &taken.notice;
    // What does not open now never will.
    let closed = |_| Attempt::Refused("what it tells does not open".to_owned());
    let mut facts = match facts(app, taken).map_err(closed) {
        Ok(facts) => facts,
        Err(refused) => return Ok(refused),
    };
    if !is_still_so(app, notice, &mut facts).await? {
        return Ok(Attempt::Pointless);
    }
    // It may be tried again, or a server come back, in the middle of his night.
    let now = app.clock.now();
    let zone = facts.get(ZONE).and_then(|zone| zone.parse().ok());
    let loud = zone.map_or(now, |zone| policy.first_loud_instant(now, zone));
    if loud > now {
        return Ok(Attempt::Asleep(loud));
    }
    let id = notice.id.text();
    match (&taken.address_sealed, notice.endpoint_id) {
        (Some(sealed), _) => {
            let to = match app.secrets.open_sealed(&address_place(notice.id), sealed) {
                Ok(to) => to,
                Err(error) => return Ok(closed(error)),
            };
            let to = String::from_utf8_lossy(&to);
            let (subject, body) = policy.words(notice.kind, &notice.language, &facts);
            let letter = Letter { id: &id, to: &to, subject: &subject, body: &body };
            Ok(app.delivery.mail(&letter).await)
        }
        (None, Some(endpoint_id)) => {
            let endpoint = app.store.reader().webhook_endpoint(endpoint_id).await?;
            if endpoint.disabled_at.is_some() {
                return Ok(Attempt::Refused("the endpoint is disabled".to_owned()));
            }
            let secret = match open_secret(app, &endpoint) {
                Ok(secret) => secret,
                Err(error) => return Ok(closed(error)),
            };
            let at = app.clock.now();
            let hook = Hook { id: &id, url: &endpoint.url, secret: &secret, at };
            Ok(app.delivery.call(&hook, payload(notice, &facts)).await)
        }
        (None, None) => Err(Error::internal("a notice goes nowhere")),
    }
}

/// What a notice tells.
fn facts(app: &App, taken: &SealedNotice) -> Result<Facts> {
    let facts = app.secrets.open_sealed(&facts_place(taken.notice.id), &taken.facts_sealed)?;
    // The error's own text could quote what is kept.
    serde_json::from_slice(&facts)
        .map_err(|_| Error::internal("the facts of a notice cannot be read"))
}

/// True where what a notice tells is so at the moment in which it is sent: its document may have
/// ended since, or be renewed, or its last day was corrected. The days that are left are told as of
/// now.
async fn is_still_so(app: &App, notice: &Notice, facts: &mut Facts) -> Result<bool> {
    match notice.kind {
        NoticeKind::Ping => Ok(true),
        NoticeKind::DocumentExpires | NoticeKind::DocumentExpired => {
            let Some(id) = DocumentId::parse(&notice.resource_id) else { return Ok(false) };
            let reader = app.store.reader();
            let document = reader.document(&Scope::Centre, id).await?;
            if document.ending.is_some() || !reader.being_renewed(&[id]).await?.is_empty() {
                return Ok(false);
            }
            let last_day = document.terms.last_day();
            if last_day.map(|day| day.to_string()).as_ref() != facts.get("expiry_date") {
                return Ok(false);
            }
            if let Some(left) = last_day.map(|day| (day - app.clock.today()).num_days()) {
                facts.insert("days_left".to_owned(), left.to_string());
            }
            // He may have said since that he wants no such letters.
            let grounds = match notice.recipient {
                NoticeRecipient::Holder => reader.consents_of(document.resident_id).await?,
                NoticeRecipient::Department => Vec::new(),
            };
            Ok(!is_withdrawn(&grounds, DataPurpose::Reminders))
        }
    }
}

/// What another system is told: which resource, and the facts that are no personal data.
fn payload(notice: &Notice, facts: &Facts) -> String {
    let mut data = json!({ "resource_id": notice.resource_id });
    for name in ["expiry_date", "days_left", "filing_date"] {
        if let Some(fact) = facts.get(name) {
            data[name] = json!(fact);
        }
    }
    let kind = notice.kind.name().to_ascii_lowercase().replacen('_', ".", 1);
    json!({
        "type": kind,
        "timestamp": notice.created_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        "data": data,
    })
    .to_string()
}
