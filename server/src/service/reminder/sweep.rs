//! Raises what is due of the ladders, at most so many documents at a time: an officer's task, a
//! letter to the holder, a call of the department's systems. Whatever server comes first, and
//! however long none came, each is raised once and in order; of several that are due together the
//! last is told.

use crate::{
    domain::{
        caller::Scope,
        catalogue::{Catalogue, ExpiryPolicy},
        document::Document,
        id::{DocumentId, Id as _, ReminderId, ResidentId, WebhookEndpointId},
        notice::{Destination, Facts, NoticeKind, NoticeRecipient},
        reminder::{
            DueReminders, PlannedReminder, Reminder, ReminderRecipient, centre_word, document_word,
            due, plan,
        },
        resident::{Contacts, Resident},
        zone,
    },
    error::Result,
    service::{
        App, catalogue,
        expiry::{expiring, file_by},
        notice::{self, NewNotice},
        resident::private,
        write::{Answer, Effect, Reply, Trace, WriteCall, by_itself, write},
    },
    store::{Tx, notice::SealedNotice},
};
use chrono::{Datelike as _, Duration, NaiveDate};
use std::collections::BTreeMap;

/// Documents whose ladder is looked at in one sweep.
const MOST_DOCUMENTS: usize = 500;
/// Documents that one sweep marks to be looked at, where ladder or calendar changed.
const MOST_MARKED: usize = 4096;
/// What the audit trail calls a sweep that nobody asked for.
const METHOD: &str = "frscd reminder sweep";
/// What the audit trail calls that which a sweep looked through.
const RESOURCE: &str = "reminders";
/// The years from this one on whose publishing moves reminders.
const YEARS_AHEAD: i32 = 2;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Reminders raised.
    pub raised: u32,
    /// Notices on their way because of them.
    pub notices: u32,
    /// True where more documents wait than one sweep looks at.
    pub more: bool,
}

/// Raises all that is due, because time has come, in as many transactions as it takes: a calendar
/// that is loaded has many ladders looked at which have nothing due.
///
/// # Errors
/// What the database says; what was raised stays so.
pub async fn sweep_all(app: &App) -> Result<()> {
    while by_itself(app, METHOD, |tx| async move { look(app, &tx).await }).await?.more {}
    Ok(())
}

/// Raises what is due, because somebody asked.
///
/// # Errors
/// What the database says.
pub async fn run<R: Answer<Swept>>(app: &App, call: &WriteCall) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let mut effect = look(app, &tx).await?;
        // That it was asked for is on record also where nothing was due.
        effect.traces.push(Trace { resource_id: RESOURCE.to_owned(), ..Trace::default() });
        Ok(effect)
    })
    .await
}

async fn look(app: &App, tx: &Tx) -> Result<Effect<Swept>> {
    let catalogue = catalogue::current(app).await?;
    let today = app.clock.today();
    let policy = catalogue.expiry_policy();
    let fingerprint = ladder_fingerprint(app, &catalogue, &policy);
    let moved = moved_by_ladder(&policy, today);
    let marking = tx.take_ladder(&fingerprint, today, moved, MOST_MARKED).await?;
    let ids = tx.documents_to_remind(today, MOST_DOCUMENTS as u64 + 1).await?;
    let more = marking || ids.len() > MOST_DOCUMENTS;
    let ids = &ids[..ids.len().min(MOST_DOCUMENTS)];
    if ids.is_empty() {
        let outcome = Swept { more, ..Swept::default() };
        return Ok(Effect { outcome, traces: Vec::new() });
    }
    let documents = tx.documents_by_id(&Scope::Centre, ids).await?;
    let raised = tx.reminders_raised(ids).await?;
    let renewed = tx.being_renewed(ids).await?;
    let mut found = Found::default();
    for document in &documents {
        let Some(last_day) = document.terms.last_day() else {
            found.next.entry(None).or_default().push(document.id);
            continue;
        };
        let (offsets, overdue) = (&policy.reminder_offset_days, policy.overdue_reminder_days);
        let planned = plan(last_day, offsets, overdue, &catalogue.calendar);
        let on_record_since = zone::local_date(document.created_at);
        let own = raised.get(&document.id).cloned().unwrap_or_default();
        let DueReminders { due, next } = due(&planned, &own, on_record_since, today);
        found.next.entry(next).or_default().push(document.id);
        // What is being renewed needs no reminder; what is due then comes when the renewal fails.
        if !renewed.contains(&document.id) {
            found.add(app, document, last_day, &due);
        }
    }
    tx.add_reminders(&found.reminders).await?;
    let notices = notices(app, tx, &catalogue, &policy, &documents, &found.reminders).await?;
    tx.add_notices(&notices).await?;
    tx.look_again(&found.next).await?;
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let (raised, notices) = (count(found.reminders.len()), count(notices.len()));
    let outcome = Swept { raised, notices, more };
    Ok(Effect { outcome, traces: found.reminders.iter().map(trace).collect() })
}

/// The last days of the documents whose reminders another ladder or calendar may move: from those
/// that are still reminded of, to the end of the years whose publishing is looked at.
fn moved_by_ladder(policy: &ExpiryPolicy, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let furthest = policy.reminder_offset_days.iter().max().copied().unwrap_or(0);
    let behind = Duration::days(i64::from(policy.overdue_reminder_days) + 1);
    let years_end = NaiveDate::from_ymd_opt(today.year() + YEARS_AHEAD, 12, 31).unwrap_or(today);
    (today - behind, years_end + Duration::days(i64::from(furthest)))
}

/// What a sweep found.
#[derive(Default)]
struct Found {
    reminders: Vec<Reminder>,
    next: BTreeMap<Option<NaiveDate>, Vec<DocumentId>>,
}

impl Found {
    fn add(
        &mut self,
        app: &App,
        document: &Document,
        expires_on: NaiveDate,
        due: &[(PlannedReminder, bool)],
    ) {
        self.reminders.extend(due.iter().map(|(planned, superseded)| Reminder {
            id: ReminderId(app.clock.new_id()),
            document_id: document.id,
            expires_on,
            planned: *planned,
            raised_at: app.clock.now(),
            superseded: *superseded,
            done_at: None,
            done_by: None,
            version: 1,
        }));
    }
}

/// By what the days of ladders are worked out: the offsets, and the published years around.
fn ladder_fingerprint(app: &App, catalogue: &Catalogue, policy: &ExpiryPolicy) -> [u8; 32] {
    let year = app.clock.today().year();
    let version = |year| Some((year, catalogue.calendar_years.get(&year)?.version));
    let years: Vec<_> = (year - 1..=year + YEARS_AHEAD).filter_map(version).collect();
    let text =
        format!("{:?} {} {years:?}", policy.reminder_offset_days, policy.overdue_reminder_days);
    app.secrets.fingerprint(text.as_bytes())
}

/// What is told because of reminders, to those who can be told.
async fn notices(
    app: &App,
    tx: &Tx,
    catalogue: &Catalogue,
    policy: &ExpiryPolicy,
    documents: &[Document],
    reminders: &[Reminder],
) -> Result<Vec<SealedNotice>> {
    let told =
        |one: &&Reminder| !one.superseded && one.planned.recipient != ReminderRecipient::Officer;
    let mut told_of: BTreeMap<DocumentId, Vec<&Reminder>> = BTreeMap::new();
    for one in reminders.iter().filter(told) {
        told_of.entry(one.document_id).or_default().push(one);
    }
    let documents: Vec<&Document> =
        documents.iter().filter(|document| told_of.contains_key(&document.id)).collect();
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let holders: Vec<ResidentId> = documents.iter().map(|one| one.resident_id).collect();
    let holders = tx.residents_by_id(&Scope::Centre, &holders).await?;
    let holders: BTreeMap<ResidentId, &Resident> =
        holders.iter().map(|resident| (resident.id, resident)).collect();
    let department = |document: &Document| {
        let item = &policy.renewal_of(&expiring(document)?)?.service_item_id;
        catalogue.department_of(item).map(str::to_owned)
    };
    let departments: Vec<_> =
        documents.iter().filter_map(|document| department(document)).collect();
    let endpoints = tx.endpoints_in_use(&departments).await?;
    let rules = catalogue.notice_policy();
    let mut notices = Vec::new();
    for document in documents {
        let Some(holder) = holders.get(&document.resident_id) else { continue };
        let own = department(document);
        let own = endpoints.iter().filter(|one| Some(&one.department_id) == own.as_ref());
        let subject = Told {
            document,
            holder,
            contacts: private(app, holder)?.contacts,
            endpoints: own.map(|one| one.id).collect(),
            file_by: expiring(document)
                .and_then(|one| file_by(&one, catalogue, policy, app.clock.today())),
        };
        for reminder in told_of.get(&document.id).into_iter().flatten() {
            for new in subject.addressed(reminder, app.clock.today()) {
                notices.push(notice::make(app, &rules, new)?);
            }
        }
    }
    Ok(notices)
}

/// A document of which somebody is told, and who can be told of it.
struct Told<'a> {
    document: &'a Document,
    holder: &'a Resident,
    contacts: Contacts,
    endpoints: Vec<WebhookEndpointId>,
    file_by: Option<NaiveDate>,
}

impl Told<'_> {
    /// What one reminder has told, to each who can be told.
    fn addressed(&self, reminder: &Reminder, today: NaiveDate) -> Vec<NewNotice> {
        let days_left = (reminder.expires_on - today).num_days();
        let new = |recipient, destination, zone| NewNotice {
            kind: match days_left {
                0.. => NoticeKind::DocumentExpires,
                _ => NoticeKind::DocumentExpired,
            },
            resource_id: self.document.id.text(),
            recipient,
            destination,
            language: self.holder.language.clone(),
            zone,
            facts: self.facts(reminder, days_left),
        };
        match reminder.planned.recipient {
            ReminderRecipient::Officer => Vec::new(),
            ReminderRecipient::Holder if self.contacts.email.is_empty() => Vec::new(),
            ReminderRecipient::Holder => {
                let to = Destination::Email(self.contacts.email.clone());
                vec![new(NoticeRecipient::Holder, to, Some(self.contacts.zone()))]
            }
            ReminderRecipient::Department => {
                let to = self.endpoints.iter().map(|id| Destination::Webhook(*id));
                to.map(|to| new(NoticeRecipient::Department, to, None)).collect()
            }
        }
    }

    fn facts(&self, reminder: &Reminder, days_left: i64) -> Facts {
        let language = &self.holder.language;
        let kind = self.document.terms.kind;
        Facts::from([
            ("name".to_owned(), self.holder.display_name()),
            ("document".to_owned(), document_word(kind, language).to_owned()),
            ("centre".to_owned(), centre_word(language).to_owned()),
            ("expiry_date".to_owned(), reminder.expires_on.to_string()),
            ("days_left".to_owned(), days_left.to_string()),
            ("filing_date".to_owned(), self.file_by.unwrap_or(reminder.expires_on).to_string()),
        ])
    }
}

fn trace(reminder: &Reminder) -> Trace {
    Trace {
        resource_id: reminder.id.text(),
        after: Some(format!("{reminder:?}")),
        ..Trace::default()
    }
}
