//! Two records of one person become one: what the whitelist says of either id is said of him.

use super::*;
use crate::{
    harness::{
        cases::accepted,
        documents::{cancelling, passport},
        expedites::approve,
        soon,
    },
    trip::{all_is_looked_at, files, filing, trip},
};
use v1::whitelist_check::Person;

/// One record becomes another, as the lead has looked.
async fn merge(centre: &Centre, duplicate: &str, survivor: &str) {
    let request = v1::RequestResidentMergeRequest {
        request_id: request_id(),
        duplicate_resident_id: duplicate.to_owned(),
        survivor_resident_id: survivor.to_owned(),
        reason: "one passport".to_owned(),
        ..Default::default()
    };
    let merge = centre.clerk().ok(request).await.merge.unwrap();
    let approval = v1::ApproveResidentMergeRequest {
        request_id: request_id(),
        merge_id: merge.merge_id,
        etag: merge.etag,
        decision: "photographs compared".to_owned(),
        ..Default::default()
    };
    centre.lead().ok(approval).await;
}

#[tokio::test]
async fn a_duplicate_is_checked_as_the_person_whom_it_went_into() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let code = centre.enterprise(1).await;
    let (first, second, last) =
        (centre.resident().await, centre.resident().await, centre.resident().await);
    let own = passport("2030-01-01");
    clerk.puts(&first, own.clone()).await;
    let entry = centre.decided(applying_for(&code, naming("2024-01-01"), &[&first])).await;
    merge(&centre, &first, &second).await;
    merge(&centre, &second, &last).await;
    let token = clerk.entry(&entry.entry_id).await.consistency_token;
    let by = |person| v1::WhitelistCheck { person: Some(person), ..checking(&code, Way::Entry) };
    let stranger = centre.resident().await;
    let mut checks: Vec<_> =
        [&first, &second, &last, &stranger].map(|id| by(Person::ResidentId(id.clone()))).to_vec();
    checks.push(by(Person::PassportNumber(own.number.clone())));
    let batch = v1::BatchCheckWhitelistRequest { checks: checks.clone(), consistency_token: token };
    let verdicts = clerk.ok(batch).await.verdicts;
    let covered: Vec<_> = verdicts.iter().map(|one| one.covered).collect();
    assert_eq!(covered, [true, true, true, false, true]);
    // As it was known before the merges too.
    let known = v1::CheckWhitelistRequest {
        check: Some(v1::WhitelistCheck { date: Some(date("2024-03-05")), ..checks[0].clone() }),
        consistency_token: String::new(),
        as_known_time: Some(instant("2024-03-04T08:00")),
    };
    assert!(clerk.ok(known).await.verdict.unwrap().covered);
    // On record he is the one who goes on.
    let records = |who: &str| audited(who);
    let auditor = centre.auditor();
    let recorded = async {
        loop {
            let found = auditor.ok(records(&last)).await.audit_records;
            let checks = found.iter().filter(|one| one.method.ends_with("CheckWhitelist"));
            if checks.count() >= 5 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    soon("the checks on record", recorded).await;
}

/// The records about somebody.
fn audited(resource_id: &str) -> frsc_proto::admin::ListAuditRecordsRequest {
    frsc_proto::admin::ListAuditRecordsRequest {
        resource_id: resource_id.to_owned(),
        ..Default::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_flags_of_a_duplicate_are_those_of_the_person_and_go_when_his_documents_last() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let code = centre.enterprise(1).await;
    centre.whitelisted(&code, terms("2024-01-01")).await;
    let days = ("2024-06-01", "2024-06-10");
    let flagged = async |who: &str| {
        let paper = clerk.puts(who, passport("2030-01-01")).await;
        let filed = files(&clerk, filing(&code, Way::Both, days, &[who])).await;
        clerk.ok(cancelling(&paper)).await;
        all_is_looked_at(&centre).await;
        let flags = trip(&clerk, &filed.trip_id).await.flags;
        assert_eq!(flags.len(), 1, "{flags:?}");
        assert_eq!(flags[0].resource_id, who);
        filed.trip_id
    };
    // The record that goes on has no passport either: the flag is told of it, until it has one.
    let (duplicate, survivor) = (centre.resident().await, centre.resident().await);
    let rests = flagged(&duplicate).await;
    merge(&centre, &duplicate, &survivor).await;
    let told = async || {
        let flags = trip(&clerk, &rests).await.flags;
        flags.into_iter().map(|one| (one.kind(), one.resource_id)).collect::<Vec<_>>()
    };
    assert_eq!(told().await, [(v1::FlagKind::PassportEnds, survivor.clone())]);
    assert_eq!(trip(&clerk, &rests).await.travellers[0].resident_id, survivor);
    clerk.puts(&survivor, passport("2030-01-01")).await;
    let gone = async |id: &str| {
        let gone = async {
            while !trip(&clerk, id).await.flags.is_empty() {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        soon("the flag is withdrawn", gone).await;
    };
    gone(&rests).await;
    // The record that goes on has one: the flag is withdrawn.
    let (duplicate, survivor) = (centre.resident().await, centre.resident().await);
    clerk.puts(&survivor, passport("2030-01-01")).await;
    let rests = flagged(&duplicate).await;
    merge(&centre, &duplicate, &survivor).await;
    gone(&rests).await;
}

#[tokio::test]
async fn nothing_that_rests_on_entries_naming_him_is_flagged_by_a_merge() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let code = centre.enterprise(1).await;
    let (duplicate, survivor) = (centre.employed_by(&code).await, centre.resident().await);
    for id in [&duplicate, &survivor] {
        clerk.puts(id, passport("2030-01-01")).await;
    }
    for way in [Way::Entry, Way::Exit] {
        let terms = v1::WhitelistTerms { direction: way.into(), ..naming("2024-01-01") };
        centre.decided(applying_for(&code, terms, &[&duplicate])).await;
    }
    let days = ("2024-06-01", "2024-06-10");
    let filed = files(&clerk, filing(&code, Way::Both, days, &[&duplicate])).await;
    let mut request = accepted(&["RP-S-NEW"]);
    request.applicant.as_mut().unwrap().resident_id.clone_from(&duplicate);
    let case = clerk.receives(request).await;
    let asked = clerk.expedites(&case, "2024-03-06", 2).await;
    let effect = centre.lead().ok(approve(&asked)).await.effect.unwrap();
    assert!(!effect.whitelist_entry_id.is_empty(), "its lane rests on the entry");
    merge(&centre, &duplicate, &survivor).await;
    all_is_looked_at(&centre).await;
    let seen = trip(&clerk, &filed.trip_id).await;
    assert_eq!((seen.travellers[0].resident_id.as_str(), seen.flags), (&*survivor, vec![]));
    let kinds: Vec<_> = seen.steps.iter().map(v1::TripStep::kind).collect();
    assert_eq!(kinds, [v1::TripStepKind::Filed], "nor for a moment");
    let case = clerk.case(&case.case_id).await;
    assert_eq!((case.applicant.unwrap().resident_id, case.flags), (survivor, vec![]));
}
