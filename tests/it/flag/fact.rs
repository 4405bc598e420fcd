//! Facts that change under open work: it is flagged once, silent once somebody has looked, and the
//! flag is withdrawn when the fact is as it was.

use super::listed;
use crate::{
    catalogue::mask,
    document::replacing,
    harness::{Centre, Client, cases::*, documents::*, make::*, soon},
    schedule::{close, end},
    trip::all_is_looked_at,
};
use frsc_proto::{
    admin,
    v1::{self, AppointmentState as State, CaseStepKind as Step, FlagKind, FlaggedKind as Kind},
};

/// The kind, the resource and the reason of each flag.
type Told = Vec<(FlagKind, String, String)>;

fn told(flags: &[v1::Flag]) -> Told {
    flags.iter().map(|of| (of.kind(), of.resource_id.clone(), of.reason.clone())).collect()
}

/// Waits until so much open work carries flags, and returns those of each by its id.
async fn flagged(by: &Client, count: usize) -> Vec<(String, Told)> {
    let came = async {
        loop {
            let work = listed(by, &[]).await;
            if work.len() == count {
                return work
                    .iter()
                    .map(|one| (one.resource_id.clone(), told(&one.flags)))
                    .collect();
            }
            tokio::task::yield_now().await;
        }
    };
    soon("the flags", came).await
}

/// Reports a document lost.
async fn loses(by: &Client, of: &v1::Document) {
    let request = v1::ReportDocumentLostRequest {
        request_id: request_id(),
        document_id: of.document_id.clone(),
        etag: of.etag.clone(),
        reason: "left in a taxi".to_owned(),
        ended_date: None,
    };
    by.ok(request).await;
}

/// A visit of a resident.
async fn visits(by: &Client, resident_id: &str, at: &str, item: &str) -> String {
    let mut request = booking(&by.slot(at).await, item);
    request.visitor.as_mut().unwrap().resident_id = resident_id.to_owned();
    by.booked(request).await.appointment_id
}

#[tokio::test]
async fn a_lost_document_flags_the_visits_and_cases_made_before_it_was_lost() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    let who = centre.resident().await;
    let passport = clerk.puts(&who, passport("2030-01-01")).await;
    let permit = clerk.puts(&who, work_residence("2023-04-01", "2024-04-01")).await;
    let renewal = v1::PlanRenewalRequest {
        request_id: request_id(),
        document_id: permit.document_id.clone(),
        ..Default::default()
    };
    let planned = clerk.ok(renewal).await;
    let is_extension = |case: &&v1::PlannedCase| case.service_item_id == EXTENSION;
    let case = planned.cases.iter().find(is_extension).unwrap().case_id.clone();
    let visit = planned.visits[0].appointment_id.clone();
    centre.minutes_pass(1);
    loses(&clerk, &permit).await;
    let of_permit = (FlagKind::DocumentEnded, permit.document_id.clone(), "LOST".to_owned());
    let both =
        vec![(visit.clone(), vec![of_permit.clone()]), (case.clone(), vec![of_permit.clone()])];
    assert_eq!(flagged(&clerk, 2).await, both);

    // Who comes because it is lost is not flagged; what somebody has looked at is silent.
    centre.minutes_pass(1);
    let later = visits(&clerk, &who, "2024-03-07T09:00", BIRTH).await;
    for work in listed(&clerk, &[]).await {
        clerk.ok(resolving(&work.resource_id, &work.etag)).await;
    }
    centre.minutes_pass(1);
    loses(&clerk, &passport).await;
    // All that he applies for rests on his passport.
    let of_passport = (FlagKind::DocumentEnded, passport.document_id.clone(), "LOST".to_owned());
    let mut all = flagged(&clerk, planned.cases.len() + 2).await;
    all.sort();
    let cases = planned.cases.iter().map(|case| case.case_id.clone());
    let wanted = cases.chain([visit, later]).map(|id| (id, vec![of_passport.clone()]));
    let mut wanted: Vec<_> = wanted.collect();
    wanted.sort();
    assert_eq!(all, wanted);

    // What is recorded of it later flags nobody who came since.
    centre.minutes_pass(1);
    let since = visits(&clerk, &who, "2024-03-08T09:00", BIRTH).await;
    let lost = clerk.document(&passport.document_id).await;
    clerk.hands(v1::CustodyHolder::Centre, &lost).await.unwrap();
    all_is_looked_at(&centre).await;
    assert_eq!(clerk.appointment(&since).await.flags, []);

    // A new one in its place makes the loss good.
    let lost = clerk.document(&passport.document_id).await;
    let new = paper(v1::DocumentKind::Passport, "2024-03-04", "2034-03-03");
    clerk.ok(replacing(&lost, new)).await;
    assert_eq!(flagged(&clerk, 0).await, []);
}

#[tokio::test]
async fn a_new_document_put_on_record_by_itself_makes_a_loss_good() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    let who = centre.resident().await;
    let first = clerk.puts(&who, passport("2030-01-01")).await;
    let second = clerk.puts(&who, passport("2030-01-01")).await;
    let visit = visits(&clerk, &who, "2024-03-07T09:00", BIRTH).await;
    centre.minutes_pass(1);
    loses(&clerk, &first).await;
    let of = |document: &v1::Document, reason: &str| {
        let flag = (FlagKind::DocumentEnded, document.document_id.clone(), reason.to_owned());
        vec![(visit.clone(), vec![flag])]
    };
    assert_eq!(flagged(&clerk, 1).await, of(&first, "LOST"));
    // One that was there before is nothing new.
    centre.minutes_pass(1);
    clerk.hands(v1::CustodyHolder::Centre, &second).await.unwrap();
    all_is_looked_at(&centre).await;
    assert_eq!(flagged(&clerk, 1).await, of(&first, "LOST"));
    clerk.puts(&who, passport("2034-01-01")).await;
    assert_eq!(flagged(&clerk, 0).await, []);
    centre.minutes_pass(1);
    let second = clerk.document(&second.document_id).await;
    clerk.ok(cancelling(&second)).await;
    assert_eq!(flagged(&clerk, 1).await, of(&second, "CANCELLED"));
    centre.minutes_pass(1);
    clerk.puts(&who, passport("2034-01-01")).await;
    assert_eq!(flagged(&clerk, 0).await, []);
}

/// Sets or removes the last day of the PSB.
async fn closes(centre: &Centre, last: Option<&str>) {
    let asked = v1::GetDepartmentRequest { department_id: "PSB".to_owned() };
    let found = centre.admin().ok(asked).await.department.unwrap();
    let department = v1::Department { valid_to_date: last.map(date), ..found };
    let request = admin::UpdateDepartmentRequest {
        request_id: request_id(),
        department: Some(department),
        update_mask: mask(&["valid_to_date"]),
        validate_only: false,
    };
    centre.admin().ok(request).await;
}

#[tokio::test]
async fn a_department_that_closes_flags_what_it_would_have_to_do_later() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    let before = clerk.book_at("2024-03-05T09:00", EXTENSION).await;
    let after = clerk.book_at("2024-03-07T09:00", EXTENSION).await;
    let elsewhere = clerk.book_at("2024-03-07T09:00", WORK_PERMIT).await;
    let case = clerk.receives(accepted(&["VS-EXT"])).await;
    closes(&centre, Some("2024-03-06")).await;
    let flag = (FlagKind::DepartmentClosed, "PSB".to_owned(), "2024-03-06".to_owned());
    let wanted = vec![
        (after.appointment_id.clone(), vec![flag.clone()]),
        (case.case_id.clone(), vec![flag.clone()]),
    ];
    assert_eq!(flagged(&clerk, 2).await, wanted);
    for of in [&before, &elsewhere] {
        assert_eq!(clerk.appointment(&of.appointment_id).await, *of);
    }
    closes(&centre, None).await;
    assert_eq!(flagged(&clerk, 0).await, []);
    let history = clerk.history(&case).await;
    assert_eq!(history[history.len() - 2..], [Step::Flagged, Step::FlagWithdrawn]);
    centre.feed_settles().await;
    let told = "SELECT count(*) FROM outbox WHERE kind IN ('appointment.flagged', \
                'appointment.flag_withdrawn', 'case.flagged', 'case.flag_withdrawn')";
    assert_eq!(centre.database.number(told).await, 4, "each once");
}

#[tokio::test]
async fn who_loses_his_place_is_flagged_and_has_it_again_when_the_closure_ends() {
    let centre = Centre::start().await;
    let (lead, clerk) = (centre.lead(), centre.clerk());
    let stays = clerk.book_at("2024-03-05T09:00", EXTENSION).await;
    let moves = clerk.book_at("2024-03-05T09:30", EXTENSION).await;
    let doubled = booking(&clerk.slot("2024-03-05T10:00").await, EXTENSION);
    let visitor = doubled.visitor.clone();
    let doubled = clerk.booked(doubled).await;
    let closed = lead.ok(close("2024-03-05T08:00", "2024-03-05T12:00")).await.closure.unwrap();
    let flag = (FlagKind::PlaceWithdrawn, closed.closure_id.clone(), "no power".to_owned());
    let ids = [&stays, &moves, &doubled].map(|of| of.appointment_id.clone());
    let wanted: Vec<_> = ids.iter().map(|id| (id.clone(), vec![flag.clone()])).collect();
    assert_eq!(flagged(&clerk, 3).await, wanted);

    // One moves, and one comes in the afternoon of the same day.
    let moves = clerk.appointment(&ids[1]).await;
    let free = clerk.slot("2024-03-06T09:00").await;
    let moved = clerk.ok(reschedule(&moves, &free)).await.appointment.unwrap();
    assert_eq!(moved.flags, []);
    let afternoon = clerk.slot("2024-03-05T14:00").await;
    clerk.booked(v1::BookAppointmentRequest { visitor, ..booking(&afternoon, EXTENSION) }).await;
    // Somebody has looked at the first.
    let work = listed(&clerk, &[Kind::Appointment]).await;
    clerk.ok(resolving(&work[0].resource_id, &work[0].etag)).await;

    lead.ok(end(&closed)).await;
    let [stays, moves, doubled] = [&ids[0], &ids[1], &ids[2]];
    let stays = clerk.appointment(stays).await;
    assert_eq!((stays.state(), stays.reason.as_str()), (State::Booked, ""));
    assert_eq!(clerk.appointment(moves).await, moved);
    let doubled = clerk.appointment(doubled).await;
    assert_eq!((doubled.state(), told(&doubled.flags)), (State::Orphaned, vec![flag]));
    let sold = "SELECT sum(sold) FROM slot_ledger WHERE slot_date = '2024-03-05'";
    assert_eq!(centre.database.number(sold).await, 2, "the morning's and the afternoon's");
    centre.it_is("2024-03-05T08:50");
    clerk.ok(check_in(&stays)).await;
}
