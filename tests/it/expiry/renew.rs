//! Renewals planned in one step: all of it or nothing.

use super::record::*;
use crate::harness::{
    Centre, Client,
    cases::{application, due},
    documents::*,
    make::*,
};
use frsc_proto::v1::{self, RenewalLane};
use tonic::Code;

fn renewal(of: &v1::Document) -> v1::PlanRenewalRequest {
    v1::PlanRenewalRequest {
        request_id: request_id(),
        document_id: of.document_id.clone(),
        ..Default::default()
    }
}

async fn cases(by: &Client) -> Vec<v1::Case> {
    by.ok(v1::ListCasesRequest::default()).await.cases
}

async fn appointments(by: &Client) -> Vec<v1::Appointment> {
    let today = by.ok(v1::GetServerInfoRequest {}).await.server_time.unwrap();
    let from = chrono::DateTime::from_timestamp(today.seconds, 0).unwrap().date_naive();
    let to = from + chrono::Days::new(30);
    let (from_date, to_date) = (Some(date(&from.to_string())), Some(date(&to.to_string())));
    let request = v1::ListAppointmentsRequest { from_date, to_date, ..Default::default() };
    by.ok(request).await.appointments
}

/// Somebody whose permits of work and residence end together.
async fn both_end(by: &Client, until: &str) -> (v1::Document, v1::Document) {
    let id = employee(by, "SATO", "1990-02-28").await;
    let work = by.puts(&id, work_permit("2023-01-01", until)).await;
    let residence = by.puts(&id, work_residence("2023-01-01", until)).await;
    (work, residence)
}

#[tokio::test]
async fn a_renewal_books_the_place_and_opens_the_cases_in_their_order() {
    let centre = Centre::start_at("2024-05-20T10:00").await;
    let clerk = centre.clerk();
    let (work, residence) = both_end(&clerk, "2024-06-30").await;
    let request = renewal(&residence);
    let check = v1::PlanRenewalRequest { validate_only: true, ..request.clone() };
    let looked = clerk.ok(check).await;
    assert_eq!((looked.visits.len(), looked.cases.len()), (1, 2));
    assert!(cases(&clerk).await.is_empty() && appointments(&clerk).await.is_empty());
    let made = clerk.ok(request.clone()).await;
    // One after the other, the law gives both departments longer than is left.
    assert_eq!(made.lane(), RenewalLane::ExpediteAdvised);
    assert_eq!(clerk.ok(request).await, made, "a repeat is the same plan");
    let items: Vec<_> = made.cases.iter().map(|case| case.service_item_id.as_str()).collect();
    assert_eq!(items, [WORK_PERMIT, EXTENSION]);
    let renewed: Vec<_> = made.cases.iter().map(|case| case.document_id.clone()).collect();
    assert_eq!(renewed, [work.document_id.clone(), residence.document_id.clone()]);
    let visit = &made.visits[0];
    assert_eq!(
        (visit.slot_id.as_str(), visit.start_time),
        (&*looked.visits[0].slot_id, Some(instant("2024-05-21T08:30")))
    );
    let booked = appointments(&clerk).await;
    assert_eq!(booked.len(), 1);
    assert_eq!(booked[0].appointment_id, visit.appointment_id);
    assert_eq!(booked[0].visitor.as_ref().unwrap().name, "SATO HANAKO");
    let get = |id: &str| v1::GetCaseRequest { case_id: id.to_owned() };
    let second = clerk.ok(get(&made.cases[1].case_id)).await.case.unwrap();
    assert_eq!(second.prerequisite_case_ids, [made.cases[0].case_id.clone()]);
    assert_eq!(second.appointment_id, visit.appointment_id);
    assert_eq!((second.state(), second.visits), (v1::CaseState::Received, 0), "nobody came yet");
    // Asked again by another, either document is under way.
    for (document, case) in [(&residence, &made.cases[0]), (&work, &made.cases[0])] {
        let again = clerk.refused(renewal(document)).await;
        again.is(Code::FailedPrecondition, "RENEWAL_UNDER_WAY");
        assert_eq!(again.variable("case_id"), Some(case.case_id.clone()));
    }
    assert_eq!((cases(&clerk).await.len(), appointments(&clerk).await.len()), (2, 1));
}

#[tokio::test]
async fn what_refuses_leaves_neither_a_place_nor_a_case() {
    let centre = Centre::start_at("2023-06-29T10:00").await;
    let clerk = centre.clerk();
    let id = employee(&clerk, "SATO", "1990-02-28").await;
    let residence = clerk.puts(&id, work_residence("2022-07-01", "2023-06-30")).await;
    clerk.puts(&id, work_permit("2023-01-01", "2025-12-31")).await;
    let papers = clerk.puts(&id, passport("2023-12-31")).await;
    // Today is the last day for an expedite, and tomorrow's places come too late.
    let late = clerk.refused(renewal(&residence)).await;
    late.is(Code::FailedPrecondition, "NO_PLACE_IN_TIME");
    assert_eq!(late.variable("until_date").as_deref(), Some("2023-06-29"));
    clerk.refused(renewal(&papers)).await.is(Code::FailedPrecondition, "NOT_RENEWABLE");
    let slots = v1::ListSlotsRequest { include_full: true, ..Default::default() };
    let over = clerk.ok(slots).await.slots.remove(0);
    let named = v1::PlanRenewalRequest { slot_id: over.slot_id, ..renewal(&residence) };
    clerk.refused(named).await.is(Code::FailedPrecondition, "SLOT_PAST");
    assert!(cases(&clerk).await.is_empty() && appointments(&clerk).await.is_empty());
}

#[tokio::test]
async fn eight_who_plan_the_same_renewal_plan_it_once() {
    let centre = Centre::start_at("2024-05-20T10:00").await;
    let clerk = centre.clerk();
    let (_, residence) = both_end(&clerk, "2024-06-30").await;
    let calls = (0..8).map(|_| {
        let (clerk, request) = (centre.clerk(), renewal(&residence));
        tokio::spawn(async move { clerk.call(request).await.map(|_| ()) })
    });
    let mut done = 0;
    for call in calls.collect::<Vec<_>>() {
        match call.await.unwrap() {
            Ok(()) => done += 1,
            Err(status) => assert_eq!(status.code(), Code::FailedPrecondition),
        }
    }
    assert_eq!((done, cases(&clerk).await.len(), appointments(&clerk).await.len()), (1, 2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_who_renews_the_permit_of_work_and_who_renews_both_one_wins() {
    let centre = Centre::start_at("2024-05-20T10:00").await;
    let other = centre.another().await;
    let clerk = centre.clerk();
    for round in 0..4 {
        let name = format!("SATO{}", char::from(b'A' + round));
        let id = employee(&clerk, &name, "1990-02-28").await;
        let work = clerk.puts(&id, work_permit("2023-01-01", "2024-06-30")).await;
        let residence = clerk.puts(&id, work_residence("2023-01-01", "2024-06-30")).await;
        let filed = v1::CreateCaseRequest {
            applicant: Some(v1::Applicant {
                resident_id: id,
                phone_number: "+99955500123".to_owned(),
                ..Default::default()
            }),
            document_id: work.document_id.clone(),
            ..application(&[WORK_PERMIT])
        };
        let (one, two, three) = (centre.clerk(), other.clerk(), other.clerk());
        let (one, two, three) = tokio::join!(
            one.call(renewal(&work)),
            two.call(renewal(&residence)),
            three.call(filed)
        );
        let done = [one.is_ok(), two.is_ok(), three.is_ok()];
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
        let twice = "SELECT count(*) FROM (SELECT document_id FROM case_file \
                     WHERE document_id IS NOT NULL GROUP BY document_id HAVING count(*) > 1) x";
        assert_eq!(centre.database.number(twice).await, 0);
    }
}

#[tokio::test]
async fn the_law_accepts_nothing_of_what_is_planned_before_somebody_has_come() {
    let centre = Centre::start_at("2024-05-20T10:00").await;
    let clerk = centre.clerk();
    let (_, residence) = both_end(&clerk, "2024-06-30").await;
    let planned = clerk.ok(renewal(&residence)).await.cases;
    centre.it_is("2024-06-05T09:00");
    for one in &planned {
        let case = clerk.case(&one.case_id).await;
        assert_eq!((case.state(), case.clocks.len()), (v1::CaseState::Received, 0));
    }
    // The notice of what is missing is due from the day on which something came.
    let case = clerk.case(&planned[0].case_id).await;
    let passport = v1::Material {
        name: case.materials[0].name.clone(),
        state: v1::MaterialState::Received.into(),
        ..Default::default()
    };
    let came = v1::SupplementCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag,
        materials: vec![passport],
        attendance: v1::Attendance::InPerson.into(),
    };
    let came = clerk.ok(came).await.case.unwrap();
    assert_eq!(due(&came.clocks, v1::ClockKind::Notice).unwrap(), "2024-06-13");
    centre.it_is("2024-06-14T09:00");
    assert!(clerk.case(&planned[0].case_id).await.deemed_accepted);
    assert_eq!(clerk.case(&planned[1].case_id).await.state(), v1::CaseState::Received);
}

/// The staff of these tests, one of whom has a renewal under way.
async fn staff(by: &Client) -> Vec<v1::Document> {
    let mut permits = Vec::new();
    for name in ["SATO", "ITO", "KATO"] {
        let id = employee(by, name, "1990-02-28").await;
        by.puts(&id, work_permit("2023-01-01", "2026-12-31")).await;
        permits.push(by.puts(&id, work_residence("2023-01-01", "2024-06-30")).await);
    }
    by.ok(renewal(&permits[1])).await;
    permits
}

fn of_staff(mode: v1::BatchMode) -> v1::PlanEmployerRenewalsRequest {
    v1::PlanEmployerRenewalsRequest {
        request_id: request_id(),
        enterprise_id: EMPLOYER.to_owned(),
        expiry_from_date: Some(date("2024-06-01")),
        expiry_to_date: Some(date("2024-06-30")),
        mode: mode.into(),
        ..Default::default()
    }
}

#[tokio::test]
async fn an_employers_staff_are_planned_as_many_as_can_be_or_all_or_none() {
    let centre = Centre::start_at("2024-05-20T10:00").await;
    let clerk = centre.clerk();
    let permits = staff(&clerk).await;
    let all = clerk.refused(of_staff(v1::BatchMode::Atomic)).await;
    all.is(Code::FailedPrecondition, "RENEWAL_UNDER_WAY");
    assert_eq!(all.variable("document_id").as_ref(), Some(&permits[1].document_id), "whose");
    assert_eq!((cases(&clerk).await.len(), appointments(&clerk).await.len()), (1, 1));
    let request = of_staff(v1::BatchMode::BestEffort);
    let check = v1::PlanEmployerRenewalsRequest { validate_only: true, ..request.clone() };
    let looked = clerk.ok(check).await.renewals;
    let told = |renewals: &[v1::EmployerRenewal]| {
        let mut told: Vec<_> = renewals
            .iter()
            .map(|one| (one.document_id.clone(), one.planned.is_some(), one.reasons.join(" ")))
            .collect();
        told.sort();
        told
    };
    let mut expected: Vec<_> = permits
        .iter()
        .enumerate()
        .map(|(place, permit)| {
            let reason = if place == 1 { "RENEWAL_UNDER_WAY" } else { "" };
            (permit.document_id.clone(), place != 1, reason.to_owned())
        })
        .collect();
    expected.sort();
    assert_eq!(told(&looked), expected);
    assert_eq!(cases(&clerk).await.len(), 1, "a check writes nothing");
    let made = clerk.ok(request.clone()).await;
    assert_eq!(told(&made.renewals), expected);
    assert_eq!(clerk.ok(request).await, made, "a repeat is the same plan");
    assert_eq!((cases(&clerk).await.len(), appointments(&clerk).await.len()), (3, 3));
    // Of a window without anybody under way, all.
    let id = employee(&clerk, "MORI", "1991-02-28").await;
    clerk.puts(&id, work_permit("2023-01-01", "2026-12-31")).await;
    clerk.puts(&id, work_residence("2023-01-01", "2024-07-31")).await;
    let july = v1::PlanEmployerRenewalsRequest {
        expiry_from_date: Some(date("2024-07-01")),
        expiry_to_date: Some(date("2024-07-31")),
        ..of_staff(v1::BatchMode::Atomic)
    };
    assert_eq!(clerk.ok(july).await.renewals.len(), 1);
    // Whose work permit alone ends has that one renewed; who has both has one answer.
    let mut august = Vec::new();
    for (name, residence) in [("NODA", "2025-08-31"), ("OKADA", "2024-08-31")] {
        let id = employee(&clerk, name, "1991-02-28").await;
        august.push(clerk.puts(&id, work_permit("2023-01-01", "2024-08-31")).await);
        august.push(clerk.puts(&id, work_residence("2023-01-01", residence)).await);
    }
    let request = v1::PlanEmployerRenewalsRequest {
        expiry_from_date: Some(date("2024-08-01")),
        expiry_to_date: Some(date("2024-08-31")),
        ..of_staff(v1::BatchMode::Atomic)
    };
    let made = clerk.ok(request).await.renewals;
    let mut ids: Vec<_> = made.iter().map(|one| one.document_id.clone()).collect();
    ids.sort();
    let mut expected = [august[0].document_id.clone(), august[3].document_id.clone()];
    expected.sort();
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn more_of_the_staff_than_a_slot_has_places_get_the_next_ones() {
    const STAFF: usize = 20;
    let centre = Centre::start_at("2024-05-20T10:00").await;
    let clerk = centre.clerk();
    for number in 0..STAFF {
        let letter = char::from(b'A' + u8::try_from(number).unwrap());
        let id = employee(&clerk, &format!("STAFF{letter}"), "1990-02-28").await;
        clerk.puts(&id, work_permit("2023-01-01", "2026-12-31")).await;
        clerk.puts(&id, work_residence("2023-01-01", "2024-06-30")).await;
    }
    let made = clerk.ok(of_staff(v1::BatchMode::Atomic)).await.renewals;
    assert!(made.iter().all(|one| one.planned.is_some()));
    let visits = appointments(&clerk).await;
    let slots: std::collections::BTreeSet<_> = visits.iter().map(|one| &one.slot_id).collect();
    assert_eq!((made.len(), visits.len()), (STAFF, STAFF));
    assert!(slots.len() > 1, "one slot took them all: the test shows nothing");
}
