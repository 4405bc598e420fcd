//! Finds what a clerk means by the last characters of an id, a number on paper or a name. It only
//! looks in lists the server gives; what is ambiguous is said, never guessed.

mod work;

use crate::{
    Cx, cell,
    errors::{Done, Exit, Failure},
    message, refusal, time,
};
use frsc_proto::{admin, v1};
use prost_reflect::DynamicMessage;

/// The fewest last characters that are looked for.
const FEWEST_CHARACTERS: usize = 4;
/// The most rows that are looked through.
const MOST_ROWS: usize = 5000;
/// So many are named where several fit.
const MOST_NAMED: usize = 5;
/// The length of an id's part after its prefix.
const ID_CHARACTERS: usize = 26;

impl Cx<'_> {
    /// An appointment by its id, its number, or the last characters of one of today.
    pub(crate) async fn appointment_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "appt_") {
            return Ok(given.to_owned());
        }
        let mut request = v1::ListAppointmentsRequest::default();
        // The number on paper begins with its day.
        let day = given.split_once('-').map(|(day, _)| day).filter(|day| day.len() == 8);
        if let Some(Ok(time::DateInput::Day(day))) = day.map(time::parse_date) {
            request.from_date = Some(time::to_proto_date(day));
        }
        let (rows, _) = self.pages(request, "appointments", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "appointment_id", &["appointment_number"])
    }

    /// A ticket of today by its id, its number, or its last characters.
    pub(crate) async fn ticket_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "tick_") {
            return Ok(given.to_owned());
        }
        let numbered = v1::ListTicketsRequest {
            ticket_number: given.to_ascii_uppercase(),
            ..Default::default()
        };
        if is_ticket_number(given) {
            let (rows, _) = self.pages(numbered, "tickets", 2, String::new()).await?;
            if !rows.is_empty() {
                return self.only(&rows.iter().collect::<Vec<_>>(), given, "ticket_id");
            }
        }
        let request = v1::ListTicketsRequest::default();
        let (rows, _) = self.pages(request, "tickets", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "ticket_id", &["ticket_number"])
    }

    /// A slot by its id, or the one that begins at a local time such as `2026-03-03T09:00`.
    pub(crate) async fn slot_id(
        &mut self,
        given: &str,
        items: Vec<String>,
        channel: i32,
    ) -> Done<String> {
        let Ok(start) = time::parse_instant(given) else {
            return Ok(given.to_owned());
        };
        let day = Some(time::to_proto_date(time::local_day(start)));
        let request = v1::ListSlotsRequest {
            from_date: day,
            to_date: day,
            service_item_ids: items,
            channel,
            include_full: true,
            ..Default::default()
        };
        let (rows, _) = self.pages(request, "slots", MOST_ROWS, String::new()).await?;
        let wanted = time::rfc3339(start);
        let view = cell::View { texts: None, today: None };
        let rows: Vec<_> =
            rows.into_iter().filter(|row| view.cell(row, "start_time") == wanted).collect();
        self.only(&rows.iter().collect::<Vec<_>>(), given, "slot_id")
    }

    /// A referral by its id, its source's id, or the last characters of an unfinished one.
    pub(crate) async fn referral_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "refr_") {
            return Ok(given.to_owned());
        }
        let external_id = given.to_owned();
        let named = v1::ListReferralsRequest { external_id, ..Default::default() };
        let (rows, _) = self.pages(named, "referrals", 20, String::new()).await?;
        if !rows.is_empty() {
            return self.only(&rows.iter().collect::<Vec<_>>(), given, "referral_id");
        }
        let finished = i32::from(v1::ReferralState::Closed);
        let states = (1..finished).collect();
        let request = v1::ListReferralsRequest { states, ..Default::default() };
        let (rows, _) = self.pages(request, "referrals", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "referral_id", &["external_id"])
    }

    /// An account by its id, its login name, or its last characters.
    pub(crate) async fn account_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "acct_") {
            return Ok(given.to_owned());
        }
        let request = admin::ListAccountsRequest::default();
        let (rows, _) = self.pages(request, "accounts", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "account_id", &["login_name"])
    }

    /// A session of the hall by its id, its name, or its last characters.
    pub(crate) async fn hall_session_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "hall_") {
            return Ok(given.to_owned());
        }
        let request = admin::ListHallSessionsRequest::default();
        let (rows, _) = self.pages(request, "hall_sessions", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "hall_session_id", &["name_zh", "name_en"])
    }

    /// An endpoint of a department's system by its id or its last characters, with its etag.
    pub(crate) async fn webhook_endpoint(&mut self, given: &str) -> Done<(String, String)> {
        let request = admin::ListWebhookEndpointsRequest::default();
        let (rows, _) = self.pages(request, "webhook_endpoints", MOST_ROWS, String::new()).await?;
        let id = self.pick(&rows, given, "webhook_endpoint_id", &[])?;
        let found = rows.iter().find(|row| message::text(row, "webhook_endpoint_id") == id);
        Ok((id, found.map(|row| message::text(row, "etag")).unwrap_or_default()))
    }

    /// Flagged work by its id or its last characters, with its etag.
    pub(crate) async fn flagged_work(&mut self, given: &str) -> Done<DynamicMessage> {
        let request = v1::ListFlaggedWorkRequest::default();
        let (rows, _) = self.pages(request, "work", MOST_ROWS, String::new()).await?;
        let id = self.pick(&rows, given, "resource_id", &[])?;
        let found = rows.into_iter().find(|row| message::text(row, "resource_id") == id);
        found.ok_or_else(|| Failure::new(Exit::NotFound, self.texts.get("reason-NOT_FLAGGED")))
    }

    /// A closure by its id or its last characters, with its etag.
    pub(crate) async fn closure(&mut self, given: &str) -> Done<(String, String)> {
        let request = admin::ListClosuresRequest::default();
        let (rows, _) = self.pages(request, "closures", MOST_ROWS, String::new()).await?;
        let id = self.pick(&rows, given, "closure_id", &[])?;
        let row = rows.iter().find(|row| message::text(row, "closure_id") == id);
        Ok((id, row.map(|row| message::text(row, "etag")).unwrap_or_default()))
    }

    fn pick(&self, rows: &[DynamicMessage], given: &str, id: &str, names: &[&str]) -> Done<String> {
        let named = rows.iter().filter(|row| {
            names.iter().any(|name| message::text(row, name).eq_ignore_ascii_case(given))
        });
        let named: Vec<_> = named.collect();
        if !named.is_empty() {
            return self.only(&named, given, id);
        }
        let tail = given.to_ascii_lowercase();
        let long_enough = tail.chars().count() >= FEWEST_CHARACTERS;
        let ends = |text: String| long_enough && text.to_ascii_lowercase().ends_with(&tail);
        let ending = rows.iter().filter(|row| {
            ends(message::text(row, id)) || names.iter().any(|name| ends(message::text(row, name)))
        });
        self.only(&ending.collect::<Vec<_>>(), given, id)
    }

    fn only(&self, rows: &[&DynamicMessage], given: &str, id: &str) -> Done<String> {
        match rows {
            [row] => Ok(message::text(row, id)),
            [] => {
                let what = self.texts.with("resolve-none", &[("given", given)]);
                let look = match id {
                    "appointment_id" => "Appointment",
                    "ticket_id" => "Ticket",
                    "case_id" => "Case",
                    "task_id" => "Task",
                    "expedite_id" => "Expedite",
                    "rating_id" => "Rating",
                    "obligation_id" => "Obligation",
                    "evidence_id" => "Evidence",
                    "document_id" => "Document",
                    "resident_id" | "merge_id" => "Resident",
                    "mandate_id" => "Mandate",
                    "enterprise_id" => "SearchEnterprises",
                    "group_id" => "EnterpriseGroup",
                    "entry_id" => "Whitelist",
                    "trip_id" => "Trip",
                    "resource_id" => "Flag",
                    "card_id" => "Card",
                    "notice_id" => "Notice",
                    "reminder_id" => "Reminder",
                    "webhook_endpoint_id" => "WebhookEndpoint",
                    "slot_id" => "Slot",
                    "referral_id" => "Referral",
                    "account_id" => "Account",
                    "closure_id" => "Closure",
                    _ => "HallSession",
                };
                let of_today = matches!(id, "appointment_id" | "ticket_id");
                let key = if of_today { "next-resolve" } else { "next-look" };
                let next = self.texts.with(key, &[("look", refusal::look_for(look))]);
                Err(Failure::new(Exit::NotFound, what).next(next))
            }
            rows => {
                let ids: Vec<_> = rows.iter().take(MOST_NAMED).map(|row| name(row, id)).collect();
                let what = self.texts.with("resolve-many", &[("given", given)]);
                Err(Failure::new(Exit::Usage, what).why(ids.join(", ")))
            }
        }
    }
}

/// What a person may name a resource by instead.
fn name(row: &DynamicMessage, id: &str) -> String {
    match (id, message::text(row, "case_number")) {
        ("case_id", number) => number,
        ("task_id", number) => format!("{number}/{}", message::text(row, "service_item_id")),
        _ => message::text(row, id),
    }
}

/// A series letter and a number, as on the paper; the tail of an id may look the same.
fn is_ticket_number(given: &str) -> bool {
    let mut characters = given.chars();
    let series = characters.next().is_some_and(|c| c.is_ascii_alphabetic());
    let digits = characters.as_str();
    series && (1..=6).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

fn is_whole(given: &str, prefix: &str) -> bool {
    given.strip_prefix(prefix).is_some_and(|rest| rest.len() == ID_CHARACTERS)
}
