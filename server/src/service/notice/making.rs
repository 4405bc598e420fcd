//! Makes notices, in the transaction of what they tell of.

use super::App;
use crate::{
    domain::{
        id::{Id as _, NoticeId},
        notice::{
            Destination, Facts, Notice, NoticeKind, NoticePolicy, NoticeRecipient, NoticeState,
        },
    },
    error::{Error, Result},
    store::notice::SealedNotice,
};
use chrono_tz::Tz;

/// The fact that tells in which zone's night its recipient sleeps.
pub(super) const ZONE: &str = "time_zone";

/// What is to be told, to whom.
#[derive(Debug)]
pub(in crate::service) struct NewNotice {
    /// What it tells.
    pub(in crate::service) kind: NoticeKind,
    /// About which resource.
    pub(in crate::service) resource_id: String,
    /// Whom it is for.
    pub(in crate::service) recipient: NoticeRecipient,
    /// Where it goes.
    pub(in crate::service) destination: Destination,
    /// The language of its words.
    pub(in crate::service) language: String,
    /// The zone of the person it goes to; absent for systems, which are never asleep.
    pub(in crate::service) zone: Option<Tz>,
    /// What its words are filled with.
    pub(in crate::service) facts: Facts,
}

/// A notice that is sent as soon as nobody sleeps.
pub(in crate::service) fn make(
    app: &App,
    policy: &NoticePolicy,
    new: NewNotice,
) -> Result<SealedNotice> {
    let id = NoticeId(app.clock.new_id());
    let now = app.clock.now();
    let mut facts = new.facts;
    facts.extend(new.zone.map(|zone| (ZONE.to_owned(), zone.name().to_owned())));
    let facts = serde_json::to_vec(&facts).map_err(Error::internal)?;
    let (address_sealed, endpoint_id) = match &new.destination {
        Destination::Email(to) => {
            (Some(app.secrets.seal(&address_place(id), to.as_bytes())?), None)
        }
        Destination::Webhook(endpoint_id) => (None, Some(*endpoint_id)),
    };
    let notice = Notice {
        id,
        kind: new.kind,
        resource_id: new.resource_id,
        recipient: new.recipient,
        channel: new.destination.channel(),
        endpoint_id,
        language: new.language,
        state: NoticeState::Pending,
        attempts: 0,
        next_attempt_at: new.zone.map_or(now, |zone| policy.first_loud_instant(now, zone)),
        failure: String::new(),
        created_at: now,
        sent_at: None,
        version: 1,
    };
    let facts_sealed = app.secrets.seal(&facts_place(id), &facts)?;
    Ok(SealedNotice { notice, address_sealed, facts_sealed })
}

pub(super) fn address_place(id: NoticeId) -> String {
    format!("notice.address_sealed:{}", id.uuid())
}

pub(super) fn facts_place(id: NoticeId) -> String {
    format!("notice.facts_sealed:{}", id.uuid())
}
