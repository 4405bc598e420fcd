//! Raises what is due of the ladders, at most so many documents at a time: an officer's task, a
//! letter to the holder, a call of the department's systems. Whatever server comes first, and
//! however long none came, each is raised once and in order; of several that are due together the
//! last is told.

use crate::{
    domain::{
        caller::Scope,
        catalogue::Catalogue,
        document::Document,
        expiry::Expiring,
        id::{DocumentId, Id as _, ReminderId, ResidentId},
        notice::{Destination, Facts, NoticeKind, NoticeRecipient},
        reminder::{
            DueReminders, PlannedReminder, Reminder, ReminderRecipient, centre_word, document_word,
            due, plan,
        },
        resident::{Private, Resident},
        webhook_endpoint::WebhookEndpoint,
        zone,
    },
    error::Result,
    service::{
        App, catalogue,
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
/// What the audit trail calls a sweep that nobody asked for.
const METHOD: &str = "frscd reminder sweep";

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

/// Raises what is due, because time has come.
///
/// # Errors
/// What the database says.
pub async fn sweep(app: &App) -> Result<Swept> {
    by_itself(app, METHOD, |tx| async move { look(app, &tx).await }).await
}

/// Raises what is due, because somebody asked.
///
/// # Errors
/// What the database says.
pub async fn run<R: Answer<Swept>>(app: &App, call: &WriteCall) -> Result<Reply<R>> {
    write(app, call, |tx| async move { look(app, &tx).await }).await
}

async fn look(app: &App, tx: &Tx) -> Result<Effect<Swept>> {
    let catalogue = catalogue::current(app).await?;
    let today = app.clock.today();
    let policy = catalogue.expiry_policy();
    let furthest = policy.reminder_offset_days.iter().max().copied().unwrap_or(0);
    let (ahead, behind) = (i64::from(furthest) + 31, i64::from(policy.overdue_reminder_days) + 1);
    let range = (today - Duration::days(behind), today + Duration::days(ahead));
    tx.take_ladder(&ladder_fingerprint(app, &catalogue), today, range).await?;
    let ids = tx.documents_to_remind(today, MOST_DOCUMENTS as u64 + 1).await?;
    let more = ids.len() > MOST_DOCUMENTS;
    let ids = &ids[..ids.len().min(MOST_DOCUMENTS)];
    if ids.is_empty() {
        return Ok(Effect { outcome: Swept::default(), traces: Vec::new() });
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
        let planned = plan(
            last_day,
            &policy.reminder_offset_days,
            policy.overdue_reminder_days,
            &catalogue.calendar,
        );
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
    let notices = notices(app, tx, &catalogue, &documents, &found.reminders).await?;
    tx.add_notices(&notices).await?;
    tx.look_again(&found.next).await?;
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let (raised, notices) = (count(found.reminders.len()), count(notices.len()));
    let outcome = Swept { raised, notices, more };
    Ok(Effect { outcome, traces: found.reminders.iter().map(trace).collect() })
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
fn ladder_fingerprint(app: &App, catalogue: &Catalogue) -> [u8; 32] {
    let policy = catalogue.expiry_policy();
    let year = app.clock.today().year();
    let years = (year - 1..=year + 2)
        .map(|year| catalogue.calendar_years.get(&year).map(|known| (year, known.version)));
    let years: Vec<_> = years.collect();
    let text =
        format!("{:?} {} {years:?}", policy.reminder_offset_days, policy.overdue_reminder_days);
    app.secrets.fingerprint(text.as_bytes())
}

/// What is told because of reminders, to those who can be told.
async fn notices(
    app: &App,
    tx: &Tx,
    catalogue: &Catalogue,
    documents: &[Document],
    reminders: &[Reminder],
) -> Result<Vec<SealedNotice>> {
    let told = reminders
        .iter()
        .filter(|one| !one.superseded && one.planned.recipient != ReminderRecipient::Officer);
    let told: Vec<_> = told.collect();
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let documents: BTreeMap<DocumentId, &Document> =
        documents.iter().map(|document| (document.id, document)).collect();
    let holders: Vec<ResidentId> =
        told.iter().filter_map(|one| Some(documents.get(&one.document_id)?.resident_id)).collect();
    let holders = tx.residents_by_id(&Scope::Centre, &holders).await?;
    let holders: BTreeMap<ResidentId, &Resident> =
        holders.iter().map(|resident| (resident.id, resident)).collect();
    let departments: Vec<String> =
        documents.values().filter_map(|document| department_of(catalogue, document)).collect();
    let endpoints = tx.endpoints_in_use(&departments).await?;
    let policy = catalogue.notice_policy();
    let mut notices = Vec::new();
    for one in told {
        let Some(document) = documents.get(&one.document_id) else { continue };
        let Some(holder) = holders.get(&document.resident_id) else { continue };
        let private = private(app, holder)?;
        for new in addressed(app, catalogue, one, document, holder, &private, &endpoints) {
            notices.push(notice::make(app, &policy, new)?);
        }
    }
    Ok(notices)
}

/// The department that renews a document.
fn department_of(catalogue: &Catalogue, document: &Document) -> Option<String> {
    let policy = catalogue.expiry_policy();
    let expiring = expiring(document, document.terms.last_day()?);
    let item = &policy.renewal_of(&expiring)?.service_item_id;
    catalogue.department_of(item).map(str::to_owned)
}

fn expiring(document: &Document, expires_on: NaiveDate) -> Expiring {
    let terms = &document.terms;
    Expiring { kind: terms.kind, purpose: terms.purpose, class: terms.class, expires_on }
}

/// What one reminder has told, to each who can be told.
fn addressed(
    app: &App,
    catalogue: &Catalogue,
    reminder: &Reminder,
    document: &Document,
    holder: &Resident,
    private: &Private,
    endpoints: &[WebhookEndpoint],
) -> Vec<NewNotice> {
    let recipient = match reminder.planned.recipient {
        ReminderRecipient::Officer => return Vec::new(),
        ReminderRecipient::Holder => NoticeRecipient::Holder,
        ReminderRecipient::Department => NoticeRecipient::Department,
    };
    let days_left = (reminder.expires_on - app.clock.today()).num_days();
    let expired = days_left < 0;
    let new = |destination, zone| NewNotice {
        kind: if expired { NoticeKind::DocumentExpired } else { NoticeKind::DocumentExpires },
        resource_id: document.id.text(),
        recipient,
        destination,
        language: holder.language.clone(),
        zone,
        facts: facts(catalogue, reminder, document, holder, days_left),
    };
    match recipient {
        NoticeRecipient::Holder if private.contacts.email.is_empty() => Vec::new(),
        NoticeRecipient::Holder => {
            let to = Destination::Email(private.contacts.email.clone());
            vec![new(to, Some(chrono_tz::Asia::Shanghai))]
        }
        NoticeRecipient::Department => {
            let own = department_of(catalogue, document);
            let own = endpoints.iter().filter(|one| Some(&one.department_id) == own.as_ref());
            own.map(|one| new(Destination::Webhook(one.id), None)).collect()
        }
    }
}

fn facts(
    catalogue: &Catalogue,
    reminder: &Reminder,
    document: &Document,
    holder: &Resident,
    days_left: i64,
) -> Facts {
    let policy = catalogue.expiry_policy();
    let rule = policy.renewal_of(&expiring(document, reminder.expires_on));
    let item = rule.and_then(|rule| catalogue.service_items.get(&rule.service_item_id));
    let filing = item.and_then(|item| item.value.handling.filing_limit);
    let filing = filing.map(|limit| reminder.expires_on - Duration::days(limit.amount().into()));
    Facts::from([
        ("name".to_owned(), holder.display_name()),
        ("document".to_owned(), document_word(document.terms.kind, &holder.language).to_owned()),
        ("centre".to_owned(), centre_word(&holder.language).to_owned()),
        ("expiry_date".to_owned(), reminder.expires_on.to_string()),
        ("days_left".to_owned(), days_left.to_string()),
        ("filing_date".to_owned(), filing.unwrap_or(reminder.expires_on).to_string()),
    ])
}

fn trace(reminder: &Reminder) -> Trace {
    Trace {
        resource_id: reminder.id.text(),
        after: Some(format!("{reminder:?}")),
        ..Trace::default()
    }
}
