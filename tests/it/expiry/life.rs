//! Events in residents' lives, and what they oblige whom to do.

use super::{day, record::*};
use crate::harness::{Centre, Client, documents::*, make::*};
use frsc_proto::admin;
use frsc_proto::v1::{
    self, DependantRelation, LifeEventKind, Obligation, ObligationOwner, ObligationState,
    PermitPurpose,
};
use tonic::Code;

fn happened(to: &str, kind: LifeEventKind, at: &str) -> v1::RecordLifeEventRequest {
    v1::RecordLifeEventRequest {
        request_id: request_id(),
        resident_id: to.to_owned(),
        kind: kind.into(),
        event_time: Some(instant(at)),
        ..Default::default()
    }
}

fn due(obligations: &[Obligation]) -> Vec<(String, String)> {
    obligations.iter().map(|one| (one.code.clone(), day(one.due_date))).collect()
}

fn row(code: &str, date: &str) -> (String, String) {
    (code.to_owned(), date.to_owned())
}

async fn owed(by: &Client, resident: &str) -> Vec<Obligation> {
    let resident_id = resident.to_owned();
    by.ok(v1::ListObligationsRequest { resident_id, ..Default::default() }).await.obligations
}

fn close(one: &Obligation, state: ObligationState, note: &str) -> v1::CloseObligationRequest {
    v1::CloseObligationRequest {
        request_id: request_id(),
        obligation_id: one.obligation_id.clone(),
        etag: one.etag.clone(),
        state: state.into(),
        note: note.to_owned(),
    }
}

#[tokio::test]
async fn s20_the_end_of_a_job_obliges_employer_and_holder_each_in_his_own_unit() {
    let centre = Centre::start_at("2025-09-30T17:00").await;
    let clerk = centre.clerk();
    let id = employee(&clerk, "SATO", "1990-02-28").await;
    clerk.puts(&id, work_residence("2025-01-01", "2026-03-31")).await;
    clerk.puts(&id, work_permit("2025-01-01", "2026-03-31")).await;
    let request = happened(&id, LifeEventKind::JobEnded, "2025-09-30T16:00");
    let check = v1::RecordLifeEventRequest { validate_only: true, ..request.clone() };
    let looked = clerk.ok(check).await.obligations;
    assert_eq!(owed(&clerk, &id).await, [], "a check writes nothing");
    let made = clerk.ok(request.clone()).await;
    assert_eq!(due(&made.obligations), due(&looked));
    let expected = [
        row("WORK_PERMIT_CANCELLATION", "2025-10-21"),
        row("EMPLOYER_REPORT", "2025-10-10"),
        row("RESIDENCE_PERMIT_CANCELLATION", "2025-10-10"),
        row("STAY_PERMIT", "2025-10-30"),
    ];
    assert_eq!(due(&made.obligations), expected);
    let owners: Vec<_> = made.obligations.iter().map(Obligation::owner).collect();
    use ObligationOwner::{Employer, Holder};
    assert_eq!(owners, [Employer, Employer, Holder, Holder]);
    assert_eq!(clerk.ok(request).await, made, "a repeat is the same event");
    let again = clerk.refused(happened(&id, LifeEventKind::JobEnded, "2025-09-30T10:00")).await;
    again.is(Code::AlreadyExists, "ALREADY_EXISTS");
    assert_eq!(again.variable("existing_id"), Some(made.life_event_id.clone()));
    // The list is by the last day, and each is closed once.
    let mut listed = owed(&clerk, &id).await;
    assert_eq!(listed.last().unwrap().code, "STAY_PERMIT");
    let first = listed.remove(0);
    clerk
        .refused(close(&first, ObligationState::Waived, ""))
        .await
        .is(Code::InvalidArgument, "INVALID_FIELD");
    let closed = clerk.ok(close(&first, ObligationState::Met, "")).await.obligation.unwrap();
    assert_eq!(closed.state(), ObligationState::Met);
    clerk.refused(close(&first, ObligationState::Met, "")).await.is(Code::Aborted, "ETAG_MISMATCH");
    let twice = clerk.refused(close(&closed, ObligationState::Met, "")).await;
    twice.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    centre.it_is("2025-10-22T09:00");
    let overdue = v1::ListObligationsRequest { overdue_only: true, ..Default::default() };
    let overdue = clerk.ok(overdue).await.obligations;
    assert_eq!(overdue.len(), 2, "{:?}", due(&overdue));
    assert!(overdue.iter().all(|one| one.overdue));
}

#[tokio::test]
async fn s18_dependants_are_flagged_when_the_principal_ceases_and_nothing_else_changes() {
    let centre = Centre::start_at("2025-06-30T15:00").await;
    let clerk = centre.clerk();
    let principal = employee(&clerk, "TANAKA", "1975-01-05").await;
    let wife = ("SUZUKI", "1978-03-04");
    let wife = dependant(&clerk, &principal, DependantRelation::Spouse, wife).await;
    let child = ("TANAKA", "2007-11-15");
    let child = dependant(&clerk, &principal, DependantRelation::Child, child).await;
    let mut documents = Vec::new();
    for who in [&wife, &child] {
        let private = permit(PermitPurpose::Private, "2025-04-01", "2026-03-31");
        documents.push(clerk.puts(who, private).await);
    }
    // Who holds no such permit is not flagged.
    let other = ("KATO", "1950-03-04");
    let other = dependant(&clerk, &principal, DependantRelation::Parent, other).await;
    let ceased = happened(&principal, LifeEventKind::PrincipalCeased, "2025-06-30T10:00");
    let made = clerk.ok(ceased).await;
    assert_eq!(made.obligations.len(), 2);
    for (who, before) in [&wife, &child].into_iter().zip(&documents) {
        let flags = owed(&clerk, who).await;
        assert_eq!(due(&flags), [row("PRINCIPAL_CEASED", "2025-07-10")]);
        assert_eq!(flags[0].owner(), ObligationOwner::Centre);
        assert_eq!(clerk.document(&before.document_id).await, *before, "never by itself");
    }
    assert_eq!(owed(&clerk, &principal).await, []);
    assert_eq!(owed(&clerk, &other).await, []);
}

#[tokio::test]
async fn a_cancelled_permit_flags_whoever_holds_one_because_of_it() {
    let centre = Centre::start_at("2025-06-30T15:00").await;
    let clerk = centre.clerk();
    let principal = employee(&clerk, "TANAKA", "1975-01-05").await;
    let own = clerk.puts(&principal, work_residence("2025-01-01", "2026-12-31")).await;
    let wife = ("SUZUKI", "1978-03-04");
    let wife = dependant(&clerk, &principal, DependantRelation::Spouse, wife).await;
    let hers = permit(PermitPurpose::Private, "2025-04-01", "2026-03-31");
    let hers = clerk.puts(&wife, hers).await;
    let alone = employee(&clerk, "KATO", "1975-01-05").await;
    let other = clerk.puts(&alone, work_residence("2025-01-01", "2026-12-31")).await;
    // One that was put on record twice: the other goes on.
    let twice = clerk.puts(&principal, work_residence("2025-01-01", "2026-12-30")).await;
    clerk.ok(cancelling(&twice)).await;
    assert_eq!(owed(&clerk, &wife).await, []);
    for of in [&own, &other] {
        clerk.ok(cancelling(of)).await;
    }
    let flags = owed(&clerk, &wife).await;
    assert_eq!(due(&flags), [row("PRINCIPAL_CEASED", "2025-07-10")]);
    assert_eq!(clerk.document(&hers.document_id).await, hers, "never by itself");
    let known = happened(&principal, LifeEventKind::PrincipalCeased, "2025-06-30T10:00");
    clerk.refused(known).await.is(Code::AlreadyExists, "ALREADY_EXISTS");
    assert_eq!(owed(&clerk, &alone).await, []);
    let nobody = "SELECT count(*) FROM life_event";
    assert_eq!(centre.database.number(nobody).await, 1, "where nobody follows, nothing is told");
}

#[tokio::test]
async fn one_event_starts_several_clocks_and_hours_do_not_wait_for_the_holiday() {
    let centre = Centre::start_at("2024-05-02T08:00").await;
    let clerk = centre.clerk();
    let id = employee(&clerk, "SATO", "1990-02-28").await;
    clerk.puts(&id, work_residence("2024-01-01", "2025-03-31")).await;
    clerk.puts(&id, work_permit("2024-01-01", "2025-03-31")).await;
    let moved = clerk.ok(happened(&id, LifeEventKind::NewAddress, "2024-05-01T22:30")).await;
    assert_eq!(moved.obligations[0].due_time, Some(instant("2024-05-02T22:30")));
    assert_eq!(moved.obligations[0].owner(), ObligationOwner::Host);
    assert_eq!(day(moved.obligations[1].due_date), "2024-05-11");
    let passport = clerk.ok(happened(&id, LifeEventKind::NewPassport, "2024-05-01T10:00")).await;
    let expected =
        [row("RESIDENCE_PERMIT_CHANGE", "2024-05-11"), row("WORK_PERMIT_CHANGE", "2024-05-16")];
    assert_eq!(due(&passport.obligations), expected);
    let birth = |request: &str| v1::RecordLifeEventRequest {
        request_id: request.to_owned(),
        ..happened(&id, LifeEventKind::Birth, "2024-05-01T10:00")
    };
    // Twins are two events.
    for _ in 0..2 {
        let born = clerk.ok(birth(&request_id())).await;
        assert_eq!(due(&born.obligations), [row("BIRTH_REGISTRATION", "2024-06-30")]);
    }
    let to_come = clerk.refused(happened(&id, LifeEventKind::Birth, "2024-05-02T08:01")).await;
    assert_eq!(to_come.fields(), ["event_time"]);
    // What is due by the hour is overdue from that hour on, and nothing else of the day is.
    let overdue = async || {
        let request = v1::ListObligationsRequest { overdue_only: true, ..Default::default() };
        clerk.ok(request).await.obligations
    };
    centre.it_is("2024-05-02T22:29");
    assert_eq!(overdue().await, []);
    centre.it_is("2024-05-02T22:31");
    let late: Vec<_> = overdue().await.into_iter().map(|one| one.obligation_id).collect();
    assert_eq!(late, std::slice::from_ref(&moved.obligations[0].obligation_id));
}

#[tokio::test]
async fn an_obligation_into_an_unpublished_year_is_provisional_until_the_year_is_loaded() {
    let centre = Centre::start_at("2026-12-28T10:00").await;
    let clerk = centre.clerk();
    let id = employee(&clerk, "SATO", "1990-02-28").await;
    clerk.puts(&id, work_permit("2026-01-01", "2027-03-31")).await;
    let made = clerk.ok(happened(&id, LifeEventKind::JobEnded, "2026-12-28T09:00")).await;
    let cancel = &made.obligations[0];
    assert_eq!((cancel.due_date, cancel.provisional.unwrap().missing_year), (None, 2027));
    let load = admin::LoadCalendarYearRequest {
        request_id: request_id(),
        year: 2027,
        csv: "date,kind,name\n2027-01-01,holiday,元旦\n".to_owned(),
        ..Default::default()
    };
    let loaded = centre.admin().ok(load).await;
    let moved = loaded.moves.iter().find(|moved| moved.resource_id == cancel.obligation_id);
    let after = owed(&clerk, &id).await;
    let after = after.iter().find(|one| one.code == cancel.code).unwrap();
    assert_eq!(moved.unwrap().new_date, after.due_date);
    assert_eq!(day(after.due_date), "2027-01-12");
}

#[tokio::test]
async fn eight_who_record_the_same_event_make_it_once() {
    let centre = Centre::start_at("2025-09-30T17:00").await;
    let clerk = centre.clerk();
    let id = employee(&clerk, "SATO", "1990-02-28").await;
    clerk.puts(&id, work_permit("2025-01-01", "2026-03-31")).await;
    let calls = (0..8).map(|_| {
        let request = happened(&id, LifeEventKind::JobEnded, "2025-09-30T16:00");
        let clerk = centre.clerk();
        tokio::spawn(async move { clerk.call(request).await.map(|_| ()) })
    });
    let mut done = 0;
    for call in calls.collect::<Vec<_>>() {
        match call.await.unwrap() {
            Ok(()) => done += 1,
            Err(status) => assert_eq!(status.code(), Code::AlreadyExists),
        }
    }
    assert_eq!((done, owed(&clerk, &id).await.len()), (1, 2));
}
