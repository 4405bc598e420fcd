//! Trips under entries of the whitelist: judged whole when they are filed, flagged when what they
//! rest on changes.

mod history;
mod quota;

use crate::harness::{
    Centre, Client, Database, Refused, Who, clock_at,
    documents::{cancelling, paper, passport, work_residence},
    make::*,
    soon,
    whitelist::*,
};
use frsc_proto::v1::{self, TravelDirection as Way, TripState as State};
use std::sync::Arc;
use tonic::Code;

pub(crate) fn filing(
    code: &str,
    way: Way,
    days: (&str, &str),
    who: &[&str],
) -> v1::FileTripRequest {
    let traveller = |id: &&str| v1::Traveller { resident_id: (*id).to_owned(), role: 0 };
    v1::FileTripRequest {
        request_id: request_id(),
        enterprise_id: code.to_owned(),
        direction: way.into(),
        purpose: v1::TravelPurpose::Business.into(),
        from_date: Some(date(days.0)),
        until_date: Some(date(days.1)),
        travellers: who.iter().map(traveller).collect(),
        validate_only: false,
    }
}

/// The reasons of a refusal, each of its own.
pub(crate) fn told(refused: &Refused) -> Vec<String> {
    let details = refused.details();
    let violations = &details.precondition_failure().unwrap().violations;
    violations.iter().map(|one| one.r#type.clone()).collect()
}

/// Somebody with a passport through a day.
pub(crate) async fn traveller(centre: &Centre, until: &str) -> String {
    let who = centre.resident().await;
    centre.clerk().puts(&who, passport(until)).await;
    who
}

pub(crate) async fn files(by: &Client, request: v1::FileTripRequest) -> v1::Trip {
    by.ok(request).await.trip.unwrap()
}

pub(crate) async fn trip(by: &Client, id: &str) -> v1::Trip {
    by.ok(v1::GetTripRequest { trip_id: id.to_owned() }).await.trip.unwrap()
}

/// S28: a trip lies whole within the entry's validity.
#[tokio::test]
async fn a_trip_lies_whole_within_its_entry() {
    let centre = Centre::start_at("2025-11-03T09:00").await;
    let clerk = centre.clerk();
    let code = centre.enterprise(1).await;
    let year =
        v1::WhitelistTerms { valid_until_date: Some(date("2025-12-31")), ..terms("2025-01-01") };
    let entry = centre.whitelisted(&code, year).await;
    let who = traveller(&centre, "2030-01-01").await;
    let file = |way, days| filing(&code, way, days, &[&who]);
    let both = files(&clerk, file(Way::Both, ("2025-12-28", "2025-12-31"))).await;
    assert_eq!((both.state(), both.entry_ids), (State::Filed, vec![entry.entry_id.clone()]));
    let refused = clerk.refused(file(Way::Both, ("2025-12-30", "2026-01-03"))).await;
    refused.is(Code::FailedPrecondition, "TRIP_OUT_OF_VALIDITY");
    assert_eq!(refused.variable("until_date").as_deref(), Some("2025-12-31"));
    let one_way = files(&clerk, file(Way::Entry, ("2025-12-31", "2025-12-31"))).await;
    // Two entries that follow each other: the whole lies in neither.
    let next = clerk.ok(renewing(&entry)).await.entry.unwrap();
    let stb = centre.client(Who::StbOfficer);
    let next = stb.ok(recommending(&next)).await.entry.unwrap();
    centre.client(Who::FaoOfficer).ok(approving(&next)).await;
    let over = clerk.refused(file(Way::Exit, ("2025-12-30", "2026-01-03"))).await;
    assert_eq!(told(&over), ["TRIP_OUT_OF_VALIDITY"]);
    let past = clerk.refused(file(Way::Exit, ("2025-11-02", "2025-11-04"))).await;
    assert_eq!(past.fields(), ["from_date"]);
    let backwards = clerk.refused(file(Way::Exit, ("2025-11-05", "2025-11-04"))).await;
    assert_eq!(backwards.fields(), ["until_date"]);
    let listed = v1::ListTripsRequest { enterprise_id: code.clone(), ..Default::default() };
    let listed = clerk.ok(listed).await.trips;
    let ids: Vec<_> = listed.iter().map(|one| one.trip_id.clone()).collect();
    assert_eq!(ids, [both.trip_id, one_way.trip_id]);
}

#[tokio::test]
async fn a_permit_to_reside_or_to_stay_lasts_throughout_whichever_he_has() {
    let centre = Centre::start_at("2025-11-03T09:00").await;
    let clerk = centre.clerk();
    let code = centre.enterprise(1).await;
    centre.whitelisted(&code, terms("2025-01-01")).await;
    let who = traveller(&centre, "2030-01-01").await;
    let permit = clerk.puts(&who, work_residence("2024-01-01", "2025-11-20")).await;
    let file = || filing(&code, Way::Exit, ("2025-11-18", "2025-11-25"), &[&who]);
    let refused = clerk.refused(file()).await;
    refused.is(Code::FailedPrecondition, "TRIP_DOCUMENT_ENDS");
    assert_eq!(refused.variable("until_date").as_deref(), Some("2025-11-20"));
    let stays = paper(v1::DocumentKind::StayPermit, "2025-11-01", "2026-04-01");
    let stays = clerk.puts(&who, stays).await;
    let filed = files(&clerk, file()).await;
    clerk.ok(cancelling(&permit)).await;
    all_is_looked_at(&centre).await;
    assert_eq!(trip(&clerk, &filed.trip_id).await.flags, []);
    clerk.ok(cancelling(&stays)).await;
    all_is_looked_at(&centre).await;
    let flags = trip(&clerk, &filed.trip_id).await.flags;
    assert_eq!(flags.iter().map(v1::Flag::kind).collect::<Vec<_>>(), [v1::FlagKind::DocumentEnds]);
    clerk.refused(file()).await.is(Code::FailedPrecondition, "TRIP_DOCUMENT_ENDS");
    clerk.puts(&who, paper(v1::DocumentKind::StayPermit, "2025-11-03", "2026-05-01")).await;
    all_is_looked_at(&centre).await;
    assert_eq!(trip(&clerk, &filed.trip_id).await.flags, []);
}

#[tokio::test]
async fn whom_an_entry_names_no_more_is_flagged_in_his_trips_until_it_does() {
    let centre = Centre::start_at("2025-11-03T09:00").await;
    let clerk = centre.clerk();
    let code = centre.enterprise(1).await;
    let (who, other) =
        (traveller(&centre, "2030-01-01").await, traveller(&centre, "2030-01-01").await);
    let coverage = v1::WhitelistCoverage::Named.into();
    let application = v1::ApplyForWhitelistEntryRequest {
        resident_ids: vec![who.clone(), other.clone()],
        ..applying(&code, v1::WhitelistTerms { coverage, ..terms("2025-01-01") })
    };
    let entry = centre.decided(application).await;
    let days = ("2025-11-18", "2025-11-25");
    let own = files(&clerk, filing(&code, Way::Exit, days, &[&who])).await;
    let others = files(&clerk, filing(&code, Way::Exit, days, &[&other])).await;
    let change = async |add: Vec<String>, end: Vec<String>, until: Option<&str>| {
        let entry = clerk.entry(&entry.entry_id).await;
        let request = v1::ChangeNamedPersonsRequest {
            add_resident_ids: add,
            end_resident_ids: end,
            until_date: until.map(date),
            ..changing(&entry)
        };
        clerk.ok(request).await;
    };
    // In the middle of the trip.
    change(vec![], vec![who.clone()], Some("2025-11-20")).await;
    let flagged = trip(&clerk, &own.trip_id).await.flags;
    let told: Vec<_> = flagged.iter().map(|one| (one.kind(), one.resource_id.as_str())).collect();
    assert_eq!(told, [(v1::FlagKind::PersonNotNamed, who.as_str())]);
    assert_eq!(flagged[0].reason, entry.entry_id);
    assert_eq!(trip(&clerk, &others.trip_id).await.flags, []);
    let again = clerk.refused(filing(&code, Way::Exit, days, &[&who])).await;
    assert_eq!(self::told(&again), ["TRIP_NOT_COVERED"]);
}

#[tokio::test]
async fn everything_against_a_trip_is_told_at_once() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let code = centre.enterprise(1).await;
    let named = traveller(&centre, "2030-01-01").await;
    let stranger = traveller(&centre, "2024-03-20").await;
    let without = centre.resident().await;
    let some = v1::WhitelistTerms {
        direction: Way::Entry.into(),
        coverage: v1::WhitelistCoverage::Named.into(),
        trips_a_month: 1,
        ..terms("2024-01-01")
    };
    let application = v1::ApplyForWhitelistEntryRequest {
        resident_ids: vec![named.clone(), without.clone()],
        ..applying(&code, some)
    };
    centre.decided(application).await;
    let days = ("2024-03-18", "2024-03-25");
    let wrong = v1::FileTripRequest {
        purpose: v1::TravelPurpose::Training.into(),
        ..filing(&code, Way::Both, days, &[&stranger, &without])
    };
    let refused = clerk.refused(wrong).await;
    assert_eq!(
        told(&refused),
        [
            "TRIP_NOT_COVERED",
            "TRIP_NOT_COVERED",
            "TRIP_NOT_COVERED",
            "TRIP_PASSPORT_ENDS",
            "TRIP_PASSPORT_ENDS"
        ]
    );
    let details = refused.details();
    let reasons: Vec<_> = details
        .precondition_failure()
        .unwrap()
        .violations
        .iter()
        .map(|one| one.subject.clone())
        .collect();
    assert!(reasons[0].contains("PURPOSE_NOT_COVERED"), "{reasons:?}");
    let first = files(&clerk, filing(&code, Way::Entry, days, &[&named])).await;
    let another = || filing(&code, Way::Entry, ("2024-03-29", "2024-03-29"), &[&named]);
    assert_eq!(told(&clerk.refused(another()).await), ["TRIP_QUOTA_USED"]);
    let purpose = v1::TravelPurpose::Training.into();
    let both = clerk.refused(v1::FileTripRequest { purpose, ..another() }).await;
    assert_eq!(told(&both), ["TRIP_NOT_COVERED", "TRIP_QUOTA_USED"]);
    files(&clerk, filing(&code, Way::Entry, ("2024-04-01", "2024-04-01"), &[&named])).await;
    let cancel = |of: &v1::Trip| v1::CancelTripRequest {
        request_id: request_id(),
        trip_id: of.trip_id.clone(),
        etag: of.etag.clone(),
        reason: "put off".to_owned(),
    };
    let cancelled = clerk.ok(cancel(&first)).await.trip.unwrap();
    assert_eq!(cancelled.state(), State::Cancelled);
    let twice = clerk.refused(cancel(&cancelled)).await;
    twice.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    // A cancelled one gives its place back.
    let third = files(&clerk, another()).await;
    let complete = |of: &v1::Trip| v1::CompleteTripRequest {
        request_id: request_id(),
        trip_id: of.trip_id.clone(),
        etag: of.etag.clone(),
    };
    let early = clerk.refused(complete(&third)).await;
    early.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    centre.clock.advance(chrono::Duration::days(26));
    assert_eq!(clerk.ok(complete(&third)).await.trip.unwrap().state(), State::Completed);
}

#[tokio::test]
async fn a_revocation_flags_what_was_filed_before_and_refuses_what_comes() {
    let centre = Centre::start().await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let code = centre.enterprise(1).await;
    let mut entry = centre.whitelisted(&code, terms("2024-01-01")).await;
    let who = traveller(&centre, "2030-01-01").await;
    let days = ("2024-03-18", "2024-03-25");
    let filed = files(&clerk, filing(&code, Way::Both, days, &[&who])).await;
    let flags = async || {
        let now = trip(&clerk, &filed.trip_id).await;
        now.flags.iter().map(v1::Flag::kind).collect::<Vec<_>>()
    };
    entry = fao.ok(suspending(&entry)).await.entry.unwrap();
    assert_eq!(flags().await, [v1::FlagKind::EntrySuspended]);
    let not_now = clerk.refused(filing(&code, Way::Both, days, &[&who])).await;
    not_now.is(Code::FailedPrecondition, "TRIP_NOT_COVERED");
    entry = fao.ok(lifting(&entry)).await.entry.unwrap();
    assert_eq!(flags().await, [], "the fact is as it was");
    let review = |of: &v1::Trip| resolving(&of.trip_id, &of.etag);
    let nothing = clerk.refused(review(&trip(&clerk, &filed.trip_id).await)).await;
    nothing.is(Code::FailedPrecondition, "NOT_FLAGGED");
    fao.ok(revoking(&entry)).await;
    let flagged = trip(&clerk, &filed.trip_id).await;
    assert_eq!((flagged.state(), flagged.flags.len()), (State::Filed, 1));
    assert_eq!(flagged.flags[0].resource_id, entry.entry_id);
    let listed = v1::ListTripsRequest { flagged_only: true, ..Default::default() };
    let alone = v1::Trip { steps: Vec::new(), ..flagged.clone() };
    assert_eq!(clerk.ok(listed.clone()).await.trips, [alone]);
    let refused = clerk.refused(filing(&code, Way::Both, days, &[&who])).await;
    assert_eq!(refused.variable("whitelist_reason").as_deref(), Some("REVOKED"));
    clerk.ok(review(&flagged)).await;
    let stands = trip(&clerk, &filed.trip_id).await;
    assert_eq!((stands.flags.len(), stands.reason.as_str()), (0, "somebody has looked"));
    assert_eq!(clerk.ok(listed).await.trips, []);
}

/// Trips are filed while the entry is revoked: each was filed before, and is flagged, or is
/// refused.
#[tokio::test(flavor = "multi_thread")]
async fn no_trip_slips_past_a_revocation() {
    let centre = Centre::start().await;
    let other = centre.another().await;
    let code = centre.enterprise(1).await;
    let entry = centre.whitelisted(&code, terms("2024-01-01")).await;
    let who = traveller(&centre, "2030-01-01").await;
    let mut calls = tokio::task::JoinSet::new();
    for index in 0..24 {
        let by = if index % 2 == 0 { centre.clerk() } else { other.clerk() };
        let request = filing(&code, Way::Exit, ("2024-03-18", "2024-03-20"), &[&who]);
        calls.spawn(async move { by.call(request).await.is_ok() });
    }
    let revoked = centre.client(Who::FaoOfficer).ok(revoking(&entry)).await;
    assert!(revoked.entry.is_some());
    let filed = calls.join_all().await.into_iter().filter(|filed| *filed).count();
    let all = "SELECT count(*) FROM trip";
    let flagged = "SELECT count(*) FROM trip WHERE flags <> '[]'";
    let counts = (centre.database.number(all).await, centre.database.number(flagged).await);
    assert_eq!(counts, (i64::try_from(filed).unwrap(), i64::try_from(filed).unwrap()));
}

/// That whatever has happened to documents was looked at.
pub(crate) async fn all_is_looked_at(centre: &Centre) {
    const LEFT: &str = "SELECT count(*) FROM outbox, recheck WHERE resource_id LIKE 'docu%' \
        AND (outbox.xid, outbox.position) > (recheck.xid, recheck.position)";
    let looked = async {
        while centre.database.number(LEFT).await > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    soon("the re-check", looked).await;
}

/// The kinds of a trip's flags, once they are as many.
async fn flags_of(by: &Client, id: &str, many: usize) -> Vec<v1::FlagKind> {
    let came = async {
        loop {
            let flags = trip(by, id).await.flags;
            if flags.len() == many {
                return flags.iter().map(v1::Flag::kind).collect();
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    soon("the flags", came).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passport_that_does_not_last_flags_the_trips_that_rest_on_it_until_one_does() {
    let database = Arc::new(Database::filled().await);
    let centre = Centre::over(Arc::clone(&database), clock_at("2024-03-05T09:00")).await;
    let other = Centre::over(database, clock_at("2024-03-05T09:00")).await;
    let (clerk, reader) = (centre.clerk(), other.clerk());
    let code = centre.enterprise(1).await;
    centre.whitelisted(&code, terms("2024-01-01")).await;
    let who = centre.resident().await;
    let old = clerk.puts(&who, passport("2030-01-01")).await;
    let bystander = traveller(&centre, "2030-01-01").await;
    let days = ("2024-06-01", "2024-06-10");
    let rests = files(&clerk, filing(&code, Way::Both, days, &[&who, &bystander])).await;
    let apart = files(&clerk, filing(&code, Way::Both, days, &[&bystander])).await;
    clerk.ok(cancelling(&old)).await;
    let told = flags_of(&reader, &rests.trip_id, 1).await;
    assert_eq!(told, [v1::FlagKind::PassportEnds]);
    let flagged = trip(&clerk, &rests.trip_id).await;
    assert_eq!((flagged.flags[0].resource_id.as_str(), flagged.state()), (&*who, State::Filed));
    let listed = v1::ListTripsRequest { flagged_only: true, ..Default::default() };
    let listed = reader.ok(listed).await.trips;
    assert_eq!(listed.iter().map(|one| &one.trip_id).collect::<Vec<_>>(), [&rests.trip_id]);
    // A passport that ends within the trip is none; one that lasts withdraws the flag.
    let short = v1::NewDocument { number: "TK0000002".to_owned(), ..passport("2024-06-05") };
    clerk.puts(&who, short).await;
    let new = v1::NewDocument { number: "TK0000003".to_owned(), ..passport("2031-01-01") };
    let new = clerk.puts(&who, new).await;
    assert_eq!(flags_of(&reader, &rests.trip_id, 0).await, []);
    // What somebody has looked at does not flag it again, until it has come back.
    clerk.ok(cancelling(&new)).await;
    flags_of(&clerk, &rests.trip_id, 1).await;
    let seen = trip(&clerk, &rests.trip_id).await;
    let review = resolving(&seen.trip_id, &seen.etag);
    clerk.ok(review).await;
    let another = v1::NewDocument { number: "TK0000004".to_owned(), ..passport("2024-06-06") };
    clerk.puts(&who, another).await;
    all_is_looked_at(&centre).await;
    assert_eq!(trip(&clerk, &rests.trip_id).await.flags, []);
    let lasting = v1::NewDocument { number: "TK0000005".to_owned(), ..passport("2031-01-01") };
    let lasting = clerk.puts(&who, lasting).await;
    all_is_looked_at(&centre).await;
    clerk.ok(cancelling(&lasting)).await;
    assert_eq!(flags_of(&clerk, &rests.trip_id, 1).await, [v1::FlagKind::PassportEnds]);
    assert_eq!(trip(&clerk, &apart.trip_id).await.etag, apart.etag, "it rests on others");
}
