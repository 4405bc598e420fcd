//! What happened to a trip, and who hears of it.

use super::{files, filing, traveller, trip};
use crate::harness::{Centre, Client, Who, make::*, whitelist::*};
use frsc_proto::v1::{self, FlagKind, TravelDirection as Way, TripStepKind as Kind};
use tonic::Code;

/// The kinds of the events of trips that a client is told.
async fn heard(by: &Client) -> Vec<String> {
    let list = v1::ListEventsRequest { page_size: 500, ..Default::default() };
    let events = by.ok(list).await.events.into_iter();
    events.map(|one| one.kind).filter(|kind| kind.starts_with("trip.")).collect()
}

#[tokio::test]
async fn a_trip_tells_its_history_and_the_departments_of_its_entry_hear_of_it() {
    let centre = Centre::start().await;
    let (clerk, stb, fao) =
        (centre.clerk(), centre.client(Who::StbOfficer), centre.client(Who::FaoOfficer));
    let code = centre.enterprise(1).await;
    let entry = centre.whitelisted(&code, terms("2024-01-01")).await;
    let who = traveller(&centre, "2030-01-01").await;
    let days = ("2024-03-18", "2024-03-25");
    let filed = files(&clerk, filing(&code, Way::Exit, days, &[&who])).await;
    assert_eq!(filed.steps, [], "told by GetTrip alone");
    let suspended = fao.ok(suspending(&entry)).await.entry.unwrap();
    let lifted = fao.ok(lifting(&suspended)).await.entry.unwrap();
    fao.ok(revoking(&lifted)).await;
    let seen = trip(&clerk, &filed.trip_id).await;
    clerk.ok(resolving(&seen.trip_id, &seen.etag)).await;
    let seen = trip(&clerk, &filed.trip_id).await;
    let cancel = v1::CancelTripRequest {
        request_id: request_id(),
        trip_id: seen.trip_id,
        etag: seen.etag,
        reason: "put off".to_owned(),
    };
    clerk.ok(cancel).await;
    let steps = trip(&clerk, &filed.trip_id).await.steps;
    let told: Vec<_> = steps.iter().map(|step| (step.kind(), step.flag_kind())).collect();
    let no_flag = FlagKind::Unspecified;
    let expected = [
        (Kind::Filed, no_flag),
        (Kind::Flagged, FlagKind::EntrySuspended),
        (Kind::FlagWithdrawn, FlagKind::EntrySuspended),
        (Kind::Flagged, FlagKind::EntryRevoked),
        (Kind::FlagsResolved, no_flag),
        (Kind::Cancelled, no_flag),
    ];
    assert_eq!(told, expected);
    let by: Vec<_> = steps.iter().map(|step| !step.account_id.is_empty()).collect();
    assert_eq!(by, [true, false, false, false, true, true], "a fact is nobody");
    assert_eq!((steps[3].reason.as_str(), steps[5].reason.as_str()), ("as agreed", "put off"));
    centre.feed_settles().await;
    let all = [
        "trip.filed",
        "trip.flagged",
        "trip.flag_withdrawn",
        "trip.flagged",
        "trip.reviewed",
        "trip.cancelled",
    ];
    for department in [&stb, &fao, &clerk] {
        assert_eq!(heard(department).await, all);
    }
    let psb = centre.client(Who::PsbOfficer);
    let other = heard(&psb).await;
    assert!(other.is_empty(), "it has no part in the entry: {other:?}");
    let get = || v1::GetTripRequest { trip_id: filed.trip_id.clone() };
    psb.refused(get()).await.is(Code::NotFound, "NOT_FOUND");
    assert_eq!(psb.ok(v1::ListTripsRequest::default()).await.trips, []);
    for department in [&stb, &fao] {
        department.ok(get()).await;
        assert_eq!(department.ok(v1::ListTripsRequest::default()).await.trips.len(), 1);
    }
}
