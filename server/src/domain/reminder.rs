//! Reminders of documents that run out: the ladder as dates, and which of its rungs are due. Each
//! is raised once for a document, offset and recipient, in order also after days of downtime.
//!
//! It never tells anybody: that is a notice's business; and it never asks whether a renewal is
//! under way: then there is nothing to remind of.

#[cfg(test)]
mod tests;
mod words;

pub use words::{centre_word, document_word};

use super::{
    calendar::Calendar,
    id::{AccountId, DocumentId, ReminderId},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use std::collections::BTreeSet;

kept! {
    /// Whom a reminder is for.
    ReminderRecipient, 3 {
        /// The centre's officer, as a task.
        Officer = 1, "OFFICER";
        /// The holder of the document.
        Holder = 2, "HOLDER";
        /// The systems of the department that renews it.
        Department = 3, "DEPARTMENT";
    }
}

/// A reminder as it is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlannedReminder {
    /// The day on which it is raised. An officer's is the last working day on or before its day.
    pub raise_on: NaiveDate,
    /// Its own day: so many days before the document's last day.
    pub remind_on: NaiveDate,
    /// Days from then to the last day; negative after it.
    pub offset_days: i32,
    /// Whom it is for.
    pub recipient: ReminderRecipient,
    /// True where the year of its day is not published: an officer's stays on the day itself until
    /// it is.
    pub provisional: bool,
}

/// A reminder that was raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Its id.
    pub id: ReminderId,
    /// Of which document.
    pub document_id: DocumentId,
    /// The document's last day when it was raised.
    pub expires_on: NaiveDate,
    /// As it was planned.
    pub planned: PlannedReminder,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// True where a later rung was due as well, and was told in its place.
    pub superseded: bool,
    /// When an officer was done with it.
    pub done_at: Option<DateTime<Utc>>,
    /// Who was.
    pub done_by: Option<AccountId>,
    /// Goes up with every change.
    pub version: i64,
}

/// The rungs that were raised, by offset and recipient.
pub type Raised = BTreeSet<(i32, ReminderRecipient)>;

/// The whole ladder of a document, in the order in which it is raised: the offsets before the last
/// day, and so many days after it.
#[must_use]
pub fn plan(
    expires_on: NaiveDate,
    offset_days: &[u32],
    overdue_days: u32,
    calendar: &Calendar,
) -> Vec<PlannedReminder> {
    let before = offset_days.iter().filter_map(|days| i32::try_from(*days).ok());
    let after = (1..=i32::try_from(overdue_days).unwrap_or(0)).map(|days| -days);
    let mut planned = Vec::new();
    for offset in before.chain(after) {
        let remind_on = expires_on - Duration::days(i64::from(offset));
        let working = calendar.last_working_day_on_or_before(remind_on);
        for recipient in ReminderRecipient::ALL {
            let raise_on = match recipient {
                ReminderRecipient::Officer => working.unwrap_or(remind_on),
                ReminderRecipient::Holder | ReminderRecipient::Department => remind_on,
            };
            let provisional = recipient == ReminderRecipient::Officer && working.is_err();
            let offset_days = offset;
            planned.push(PlannedReminder {
                raise_on,
                remind_on,
                offset_days,
                recipient,
                provisional,
            });
        }
    }
    planned.sort_unstable();
    planned
}

/// What of a ladder is to be raised on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueReminders {
    /// The rungs, in order; each with whether a later one for the same recipient is among them.
    pub due: Vec<(PlannedReminder, bool)>,
    /// The day of the next rung; absent where none follows.
    pub next: Option<NaiveDate>,
}

/// What of a ladder is due on a day. Rungs that were past when the document came on record are
/// left out: whoever came with it knows.
#[must_use]
pub fn due(
    planned: &[PlannedReminder],
    raised: &Raised,
    on_record_since: NaiveDate,
    today: NaiveDate,
) -> DueReminders {
    let open = |one: &&PlannedReminder| {
        !raised.contains(&(one.offset_days, one.recipient)) && one.remind_on >= on_record_since
    };
    let mut found = DueReminders::default();
    for one in planned.iter().filter(open) {
        if one.raise_on > today {
            found.next = Some(found.next.map_or(one.raise_on, |next| next.min(one.raise_on)));
            continue;
        }
        let same = |(earlier, _): &&mut (PlannedReminder, bool)| earlier.recipient == one.recipient;
        found.due.iter_mut().filter(same).for_each(|(_, superseded)| *superseded = true);
        found.due.push((*one, false));
    }
    found
}
