//! Open work that carries flags: appointments, cases and trips in one list, and somebody who looks.

mod fact;

use crate::harness::{
    Centre, Who, cases::*, documents::passport, make::*, mandates::*, whitelist::*,
};
use frsc_proto::v1::{self, CaseStepKind as Step, FlaggedKind as Kind};
use tonic::Code;

async fn listed(by: &crate::harness::Client, kinds: &[Kind]) -> Vec<v1::FlaggedWork> {
    let kinds: Vec<_> = kinds.iter().map(|kind| i32::from(*kind)).collect();
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        // A page of one, so that every page is turned.
        let kinds = kinds.clone();
        let request = v1::ListFlaggedWorkRequest { kinds, page_size: 1, page_token };
        let page = by.ok(request).await;
        all.extend(page.work);
        if page.next_page_token.is_empty() {
            return all;
        }
        page_token = page.next_page_token;
    }
}

/// A case and a visit by an agent whose mandate is revoked, and a trip whose entry is: their ids.
async fn flagged(centre: &Centre) -> [String; 3] {
    let clerk = centre.clerk();
    let asked = application(&["NCR"]);
    let applicant = asked.applicant.clone().unwrap();
    let given = mandate(&applicant.name, &applicant.passport_number, &["NCR", EXTENSION]);
    let given = centre.mandated(given).await;
    let case = clerk.receives(by_agent(asked, &given)).await;
    let visitor = v1::Visitor {
        name: applicant.name,
        language: applicant.language,
        phone_number: applicant.phone_number,
        passport_number: applicant.passport_number,
        ..Default::default()
    };
    let slot = clerk.slot("2024-03-05T09:00").await;
    let visit = v1::BookAppointmentRequest {
        visitor: Some(visitor),
        ..booking_by_agent(&slot, EXTENSION, &given)
    };
    let visit = clerk.booked(visit).await;
    clerk.revokes(&given).await;
    let code = centre.enterprise(1).await;
    let entry = centre.whitelisted(&code, terms("2024-01-01")).await;
    let resident_id = centre.resident().await;
    clerk.puts(&resident_id, passport("2030-01-01")).await;
    let trip = v1::FileTripRequest {
        request_id: request_id(),
        enterprise_id: code,
        direction: v1::TravelDirection::Both.into(),
        purpose: v1::TravelPurpose::Business.into(),
        from_date: Some(date("2024-05-06")),
        until_date: Some(date("2024-05-10")),
        travellers: vec![v1::Traveller { resident_id, role: 0 }],
        validate_only: false,
    };
    let trip = clerk.ok(trip).await.trip.unwrap();
    centre.client(Who::FaoOfficer).ok(revoking(&entry)).await;
    [visit.appointment_id, case.case_id, trip.trip_id]
}

#[tokio::test]
async fn flagged_work_is_listed_whatever_it_is_and_goes_when_somebody_has_looked() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    assert_eq!(listed(&clerk, &[]).await, []);
    let ids = flagged(&centre).await;
    let all = listed(&clerk, &[]).await;
    assert_eq!(all.iter().map(|one| one.resource_id.clone()).collect::<Vec<_>>(), ids);
    let kinds: Vec<_> = all.iter().map(v1::FlaggedWork::kind).collect();
    assert_eq!(kinds, [Kind::Appointment, Kind::Case, Kind::Trip]);
    assert_eq!(all[0].date, Some(date("2024-03-05")));
    assert_eq!(all[2].date, Some(date("2024-05-06")));
    assert!(all.iter().all(|one| one.flags.len() == 1), "{all:?}");
    assert_eq!(listed(&clerk, &[Kind::Trip]).await, all[2..]);

    let stale = clerk.refused(resolving(&ids[1], "v99")).await;
    stale.is(Code::Aborted, "ETAG_MISMATCH");
    let odd = clerk.refused(resolving(&format!("enta_{}", "a".repeat(26)), "v1")).await;
    assert_eq!(odd.fields(), ["resource_id"]);
    let looked = v1::ResolveFlagsRequest {
        validate_only: true,
        ..resolving(&all[1].resource_id, &all[1].etag)
    };
    clerk.ok(looked).await;
    assert_eq!(listed(&clerk, &[]).await, all, "nothing was changed");
    for one in &all {
        let done = clerk.ok(resolving(&one.resource_id, &one.etag)).await.work.unwrap();
        assert_eq!((done.resource_id.as_str(), done.flags.len()), (&*one.resource_id, 0));
        let again = clerk.refused(resolving(&one.resource_id, &done.etag)).await;
        again.is(Code::FailedPrecondition, "NOT_FLAGGED");
    }
    assert_eq!(listed(&clerk, &[]).await, []);
    let case = clerk.case(&ids[1]).await;
    assert_eq!(clerk.history(&case).await.last(), Some(&Step::FlagsResolved));
    let visit = clerk.appointment(&ids[0]).await;
    assert_eq!((visit.state(), visit.flags.len()), (v1::AppointmentState::Booked, 0));
    // Why it stands is on record.
    let said = "SELECT count(*) FROM audit WHERE purpose = 'somebody has looked'";
    assert_eq!(centre.database.number(said).await, 1, "of the visit, which keeps no history");
}
