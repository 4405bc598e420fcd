//! Reminders of documents: on which days, to whom, once; what mutes them; and that the letters go
//! through a real mail server and the calls to a real endpoint.

mod letter;

use crate::{
    document::{renewal, replacing},
    harness::{
        Centre, Client, Database, clock_at, documents::*, make::*, outside, outside::Mail, soon,
    },
    notice::{made, once, pauses, retry},
};
use chrono::NaiveDate;
use frsc_proto::{
    admin,
    v1::{self, NoticeState, ReminderRecipient},
};
use frsc_server::store::Store;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tonic::Code;

const PERMIT: (&str, &str) = ("2025-10-09", "2026-10-08");
const HOLDER: &str = "holder@example.org";

fn sweep() -> v1::RunReminderSweepRequest {
    v1::RunReminderSweepRequest { request_id: request_id() }
}

pub fn done(reminder: &v1::Reminder) -> v1::CompleteReminderRequest {
    v1::CompleteReminderRequest {
        request_id: request_id(),
        reminder_id: reminder.reminder_id.clone(),
        etag: reminder.etag.clone(),
    }
}

/// A centre whose letters go to a mail server of the test's.
async fn with_mail(local: &str) -> (Centre, Arc<outside::Inbox<Mail>>) {
    let (url, inbox) = outside::mail_server();
    (with_server(local, url).await, inbox)
}

async fn with_server(local: &str, url: String) -> Centre {
    let mut database = Database::filled().await;
    let from = "Centre <centre@frsc.example>".to_owned();
    database.more = vec![("smtp_url", url), ("mail_from", from)];
    Centre::over(Arc::new(database), clock_at(local)).await
}

/// The replacement of a document by another of these days.
fn replaced_by(old: &v1::Document, days: (&str, &str)) -> v1::ReplaceDocumentRequest {
    replacing(old, work_residence(days.0, days.1))
}

/// A permit that ends on 2026-10-08.
async fn permit(centre: &Centre, email: &str, language: &str) -> v1::Document {
    let resident = centre.reached_at(email, language).await;
    centre.clerk().puts(&resident, work_residence(PERMIT.0, PERMIT.1)).await
}

async fn raised(clerk: &Client, of: &v1::Document) -> Vec<v1::Reminder> {
    let document_id = of.document_id.clone();
    clerk.ok(v1::ListRemindersRequest { document_id, ..Default::default() }).await.reminders
}

/// Offsets of the reminders for one recipient, and whether a later one was told in their place.
fn offsets(reminders: &[v1::Reminder], recipient: ReminderRecipient) -> Vec<(i32, bool)> {
    let rungs = reminders.iter().filter_map(|one| Some((one.rung?, one.superseded)));
    let own = rungs.filter(|(rung, _)| rung.recipient() == recipient);
    own.map(|(rung, superseded)| (rung.offset_days, superseded)).collect()
}

/// Where the notices about a document stand, once all have been tried.
async fn notices(clerk: &Client, of: &v1::Document, count: usize) -> Vec<v1::Notice> {
    let looking = async {
        loop {
            let resource_id = of.document_id.clone();
            let request = v1::ListNoticesRequest { resource_id, ..Default::default() };
            let notices = clerk.ok(request).await.notices;
            if notices.len() == count {
                return notices;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon("the notices", looking).await
}

async fn ladder(clerk: &Client, of: &v1::Document) -> BTreeMap<(i32, i32), v1::ReminderRung> {
    let request = v1::GetReminderLadderRequest { document_id: of.document_id.clone() };
    let rungs = clerk.ok(request).await.rungs;
    rungs.into_iter().map(|rung| ((-rung.offset_days, rung.recipient), rung)).collect()
}

#[tokio::test]
async fn s15_the_ladder_tells_the_days_of_notices_and_of_tasks() {
    let centre = Centre::start_at("2026-06-01T09:00").await;
    let clerk = centre.clerk();
    let permit = permit(&centre, HOLDER, "en").await;
    let ladder = ladder(&clerk, &permit).await;
    for (offset, notice, task) in [
        (90, "2026-07-10", "2026-07-10"),
        (60, "2026-08-09", "2026-08-07"),
        (30, "2026-09-08", "2026-09-08"),
        (15, "2026-09-23", "2026-09-23"),
        (7, "2026-10-01", "2026-09-30"),
        (3, "2026-10-05", "2026-09-30"),
        (1, "2026-10-07", "2026-09-30"),
        (0, "2026-10-08", "2026-10-08"),
    ] {
        let of = |recipient: ReminderRecipient| ladder[&(-offset, recipient.into())];
        assert_eq!(of(ReminderRecipient::Holder).raise_date, Some(date(notice)), "T-{offset}");
        assert_eq!(of(ReminderRecipient::Officer).raise_date, Some(date(task)), "task T-{offset}");
    }
    // Thirty days after it, daily.
    assert_eq!(ladder.len(), 3 * (8 + 30));
}

#[tokio::test]
async fn each_is_raised_once_and_after_days_of_downtime_in_order_and_the_last_is_told() {
    let (centre, inbox) = with_mail("2026-09-01T09:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let permit = permit(&centre, HOLDER, "en").await;
    lead.ok(sweep()).await;
    assert!(raised(&clerk, &permit).await.is_empty(), "60 and 90 days were past already");
    centre.it_is("2026-09-08T09:00");
    for _ in 0..3 {
        lead.ok(sweep()).await;
    }
    let reminders = raised(&clerk, &permit).await;
    for recipient in [ReminderRecipient::Officer, ReminderRecipient::Holder] {
        assert_eq!(offsets(&reminders, recipient), [(30, false)]);
    }
    notices(&clerk, &permit, 1).await;
    centre.it_is("2026-10-05T09:00");
    lead.ok(sweep()).await;
    let reminders = raised(&clerk, &permit).await;
    let holder = [(30, false), (15, true), (7, true), (3, false)];
    assert_eq!(offsets(&reminders, ReminderRecipient::Holder), holder);
    let officer = offsets(&reminders, ReminderRecipient::Officer);
    assert_eq!(officer, [(30, false), (15, true), (7, true), (3, true), (1, false)]);
    for notice in notices(&clerk, &permit, 2).await {
        once(&clerk, &notice.notice_id, NoticeState::Sent, 1).await;
    }
    assert_eq!(inbox.received().len(), 2);
    let open = v1::ListRemindersRequest { open_only: true, ..Default::default() };
    let open = clerk.ok(open).await.reminders;
    assert_eq!(offsets(&open, ReminderRecipient::Officer), [(30, false), (1, false)]);
    let task = clerk.ok(done(&open[1])).await.reminder.unwrap();
    assert!(task.done_time.is_some() && !task.done_by_account_id.is_empty());
    let again = clerk.refused(done(&task)).await;
    again.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
}

#[tokio::test]
async fn the_department_that_renews_it_is_told_without_a_name() {
    let centre = Centre::start_at("2026-09-01T09:00").await;
    let (admin, clerk, lead) = (centre.admin(), centre.clerk(), centre.lead());
    let (url, inbox) = outside::endpoint().await;
    made(&admin, &url).await;
    let (other, strangers) = outside::endpoint().await;
    admin.ok(crate::notice::new_endpoint("STB", &other)).await;
    let permit = permit(&centre, "", "en").await;
    centre.it_is("2026-09-08T23:00");
    lead.ok(sweep()).await;
    let notice = notices(&clerk, &permit, 1).await.remove(0);
    once(&clerk, &notice.notice_id, NoticeState::Sent, 1).await;
    let body: serde_json::Value = serde_json::from_str(&inbox.received()[0].body).unwrap();
    assert_eq!(body["type"], "document.expires");
    let data = serde_json::json!({
        "resource_id": permit.document_id,
        "expiry_date": "2026-10-08",
        "days_left": "30",
        "filing_date": "2026-09-08",
    });
    assert_eq!(body["data"], data);
    assert!(strangers.received().is_empty());
}

#[tokio::test]
async fn an_accepted_renewal_mutes_the_rest_and_its_receipt_has_a_ladder_of_its_own() {
    let centre = Centre::start_at("2026-09-01T09:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let permit = permit(&centre, "", "en").await;
    centre.it_is("2026-09-08T09:00");
    lead.ok(sweep()).await;
    let before = raised(&clerk, &permit).await;
    renewal(&centre, EXTENSION, &permit).await;
    let all = clerk.documents_of(&permit.resident_id).await;
    let receipt = all.iter().find(|one| one.kind() == v1::DocumentKind::Receipt).unwrap();
    // 2026-09-08 + 15 working days, T-1.
    centre.it_is("2026-09-28T09:00");
    lead.ok(sweep()).await;
    assert_eq!(raised(&clerk, &permit).await, before, "15 days would have been due");
    let own = offsets(&raised(&clerk, receipt).await, ReminderRecipient::Officer);
    assert!(!own.is_empty(), "the receipt ends on {:?}", receipt.expiry_date);
}

#[tokio::test]
async fn what_a_renewal_muted_is_told_when_it_comes_to_nothing() {
    let centre = Centre::start_at("2026-09-01T09:00").await;
    let clerk = centre.clerk();
    let permit = permit(&centre, "", "en").await;
    let to_do = async |centre: &Centre| {
        let open = v1::ListRemindersRequest { open_only: true, ..Default::default() };
        let open = centre.clerk().ok(open).await.reminders;
        open.iter().filter(|one| one.document_id == permit.document_id).count()
    };
    centre.it_is("2026-09-08T09:00");
    centre.lead().ok(sweep()).await;
    assert_eq!(to_do(&centre).await, 1);
    let case = renewal(&centre, EXTENSION, &permit).await;
    assert_eq!(to_do(&centre).await, 0, "what is being renewed is nothing to do");
    centre.it_is("2026-09-24T09:00");
    centre.lead().ok(sweep()).await;
    let rungs = || async { offsets(&raised(&clerk, &permit).await, ReminderRecipient::Holder) };
    let muted = rungs().await;
    assert_eq!(muted.last(), Some(&(30, false)));
    let withdraw = v1::WithdrawCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: centre.clerk().case(&case.case_id).await.etag,
        reason: "of his own will".to_owned(),
        ..Default::default()
    };
    centre.clerk().ok(withdraw).await;
    centre.lead().ok(sweep()).await;
    assert_eq!(rungs().await, [muted, vec![(15, false)]].concat());
    assert_eq!(to_do(&centre).await, 2);
    centre.clerk().ok(cancelling(&permit)).await;
    assert_eq!(to_do(&centre).await, 0, "nor what ended");
}

#[tokio::test]
async fn a_replaced_document_is_planned_anew() {
    let centre = Centre::start_at("2026-09-01T09:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let old = permit(&centre, "", "en").await;
    let new = replaced_by(&old, ("2026-09-01", "2026-12-31"));
    let new = clerk.ok(new).await.document.unwrap();
    centre.it_is("2026-12-01T09:00");
    lead.ok(sweep()).await;
    assert!(raised(&clerk, &old).await.is_empty());
    let own = offsets(&raised(&clerk, &new).await, ReminderRecipient::Holder);
    assert_eq!(own, [(90, true), (60, true), (30, false)]);
    assert!(ladder(&clerk, &old).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_sweeps_of_two_servers_raise_each_once() {
    let centre = Centre::start_at("2026-09-01T09:00").await;
    let other = centre.another().await;
    let clerk = centre.clerk();
    let mut permits = Vec::new();
    for _ in 0..12 {
        permits.push(permit(&centre, "", "en").await);
    }
    centre.it_is("2026-10-05T09:00");
    let sweeps = (0..8).map(|number| {
        let lead = if number % 2 == 0 { centre.lead() } else { other.lead() };
        tokio::spawn(async move { lead.ok(sweep()).await })
    });
    for running in sweeps.collect::<Vec<_>>() {
        running.await.unwrap();
    }
    for permit in &permits {
        let reminders = raised(&clerk, permit).await;
        let holder = [(30, true), (15, true), (7, true), (3, false)];
        assert_eq!(offsets(&reminders, ReminderRecipient::Holder), holder);
    }
}

#[tokio::test]
async fn a_sweep_that_somebody_asked_for_is_on_record_also_where_nothing_is_due() {
    let centre = Centre::start_at("2026-09-01T09:00").await;
    centre.lead().ok(sweep()).await;
    let filter = admin::ListAuditRecordsRequest {
        methods: vec!["frsc.v1.ReminderService/RunReminderSweep".to_owned()],
        ..Default::default()
    };
    let records = centre.auditor().ok(filter).await.audit_records;
    assert_eq!(records.len(), 1);
}

#[tokio::test]
async fn a_year_that_is_loaded_moves_the_tasks_of_documents_far_ahead() {
    let centre = Centre::start_at("2026-12-01T09:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let resident = centre.reached_at("", "en").await;
    let far = clerk.puts(&resident, work_residence("2026-11-01", "2027-12-30")).await;
    lead.ok(sweep()).await;
    let load = admin::LoadCalendarYearRequest {
        request_id: request_id(),
        year: 2027,
        csv: "date,kind,name\n2027-10-01,holiday,国庆节\n".to_owned(),
        ..Default::default()
    };
    centre.admin().ok(load).await;
    lead.ok(sweep()).await;
    centre.it_is("2027-09-30T09:00");
    centre.lead().ok(sweep()).await;
    let officer = offsets(&raised(&centre.clerk(), &far).await, ReminderRecipient::Officer);
    assert_eq!(officer, [(90, false)], "2027-10-01 is a holiday");
}

#[tokio::test]
async fn another_ladder_has_the_documents_looked_at_a_part_at_a_time() {
    let centre = Centre::start_at("2026-09-01T09:00").await;
    let resident = centre.reached_at("", "en").await;
    for day in 1..=5 {
        let until = format!("2027-03-0{day}");
        centre.clerk().puts(&resident, work_residence("2026-08-01", &until)).await;
    }
    let store = Store::open(&centre.database.url).await.unwrap();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let today = day("2026-08-15");
    let to_look_at = "SELECT count(*) FROM document WHERE remind_on = '2026-08-15'";
    for (more, marked) in [(true, 2), (true, 4), (false, 5), (false, 5)] {
        let tx = store.begin().await.unwrap();
        let days = (day("2026-08-01"), day("2028-12-31"));
        assert_eq!(tx.take_ladder(b"another", today, days, 2).await.unwrap(), more);
        tx.commit().await.unwrap();
        assert_eq!(centre.database.number(to_look_at).await, marked);
    }
}
