//! Whom an entry names: by whom that is changed, and what was known of it when.

use super::*;
use crate::trip::{files, filing, traveller, trip};
use v1::WhitelistStepKind as Kind;

/// A check of somebody on a day.
fn of(code: &str, who: &str, day: &str) -> v1::WhitelistCheck {
    v1::WhitelistCheck {
        person: Some(v1::whitelist_check::Person::ResidentId(who.to_owned())),
        date: Some(date(day)),
        ..checking(code, Way::Exit)
    }
}

fn adding(to: &v1::WhitelistEntry, who: &str) -> v1::ChangeNamedPersonsRequest {
    v1::ChangeNamedPersonsRequest { add_resident_ids: vec![who.to_owned()], ..changing(to) }
}

fn ending(of: &v1::WhitelistEntry, who: &str, until: &str) -> v1::ChangeNamedPersonsRequest {
    v1::ChangeNamedPersonsRequest {
        end_resident_ids: vec![who.to_owned()],
        until_date: Some(date(until)),
        ..changing(of)
    }
}

#[tokio::test]
async fn named_persons_are_added_and_ended_by_day() {
    let centre = Centre::start().await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let code = centre.enterprise(1).await;
    let (one, two) = (centre.resident().await, centre.resident().await);
    let entry = centre.decided(applying_for(&code, naming("2024-01-01"), &[&one])).await;
    let token = entry.consistency_token.clone();
    assert!(clerk.checks(of(&code, &one, "2024-03-04"), &token).await.covered);
    assert!(!clerk.checks(of(&code, &two, "2024-03-04"), &token).await.covered);
    let change = v1::ChangeNamedPersonsRequest {
        end_resident_ids: vec![one.clone()],
        ..adding(&entry, &two)
    };
    let changed = fao.ok(change).await.entry.unwrap();
    let token = changed.consistency_token.clone();
    let covered =
        async |who: &str, day: &str| clerk.checks(of(&code, who, day), &token).await.covered;
    assert!(covered(&one, "2024-03-03").await && !covered(&one, "2024-03-04").await);
    assert!(!covered(&two, "2024-03-03").await && covered(&two, "2024-03-04").await);
    let all = centre.whitelisted(&centre.enterprise(2).await, terms("2024-01-01")).await;
    let wrong = fao.refused(adding(&all, &two)).await;
    wrong.is(Code::FailedPrecondition, "NOT_NAMED_ENTRY");
}

#[tokio::test]
async fn to_what_is_approved_the_approving_department_alone_adds_somebody() {
    let centre = Centre::start().await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let code = centre.enterprise(1).await;
    let (one, two) = (centre.resident().await, centre.resident().await);
    let applied = clerk.ok(applying_for(&code, naming("2024-01-01"), &[&one])).await;
    let applied = applied.entry.unwrap();
    // Before, a clerk does, and says why.
    let silent = v1::ChangeNamedPersonsRequest { reason: String::new(), ..adding(&applied, &two) };
    assert_eq!(clerk.refused(silent).await.fields(), ["reason"]);
    let psb = centre.client(Who::PsbOfficer);
    let refused = psb.refused(adding(&applied, &two)).await;
    refused.is(Code::FailedPrecondition, "NOT_APPROVING_DEPARTMENT");
    let more = clerk.ok(adding(&applied, &two)).await.entry.unwrap();
    let recommended = centre.client(Who::StbOfficer).ok(recommending(&more)).await.entry.unwrap();
    let entry = fao.ok(approving(&recommended)).await.entry.unwrap();
    let three = centre.resident().await;
    for by in [&clerk, &centre.lead(), &psb] {
        let refused = by.refused(adding(&entry, &three)).await;
        refused.is(Code::FailedPrecondition, "NOT_APPROVING_DEPARTMENT");
    }
    let refused = psb.refused(ending(&entry, &two, "2024-03-31")).await;
    refused.is(Code::FailedPrecondition, "NOT_APPROVING_DEPARTMENT");
    let ended = clerk.ok(ending(&entry, &two, "2024-03-31")).await.entry.unwrap();
    fao.ok(adding(&ended, &three)).await;
    // What the FAO applied for itself is not added to by who did.
    let own = applying_for(&centre.enterprise(2).await, naming("2024-01-01"), &[&one]);
    let own = fao.ok(own).await.entry.unwrap();
    fao.ok(adding(&own, &two)).await;
    let approved = "INSERT INTO whitelist_step SELECT entry_id, 9, 3, by_account, department_id, \
        at, effective_at, reason FROM whitelist_step WHERE entry_id = \
        (SELECT entry_id FROM whitelist_step WHERE number = 1 AND department_id = 'FAO') \
        AND number = 1";
    centre.database.execute(approved).await.unwrap();
    let own = clerk.entry(&own.entry_id).await;
    assert_eq!(own.state(), State::Active);
    let refused = fao.refused(adding(&own, &three)).await;
    refused.is(Code::FailedPrecondition, "SELF_APPROVAL");
    fao.ok(ending(&own, &two, "2024-03-31")).await;
}

#[tokio::test]
async fn every_end_stays_with_when_it_was_known_by_whom_and_why() {
    let centre = Centre::start().await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let code = centre.enterprise(1).await;
    let one = centre.resident().await;
    let mut entry = centre.decided(applying_for(&code, naming("2024-01-01"), &[&one])).await;
    let step = |hours| centre.clock.advance(chrono::Duration::hours(hours));
    step(1);
    let first = v1::ChangeNamedPersonsRequest {
        reason: "his contract ends".to_owned(),
        ..ending(&entry, &one, "2024-05-31")
    };
    entry = clerk.ok(first).await.entry.unwrap();
    step(1);
    let moved = v1::ChangeNamedPersonsRequest {
        reason: "he leaves earlier".to_owned(),
        ..ending(&entry, &one, "2024-03-31")
    };
    entry = fao.ok(moved).await.entry.unwrap();
    let asked = |known: Option<&str>| v1::CheckWhitelistRequest {
        check: Some(of(&code, &one, "2024-04-15")),
        consistency_token: entry.consistency_token.clone(),
        as_known_time: known.map(instant),
    };
    let verdict = async |known| clerk.ok(asked(known)).await.verdict.unwrap();
    // It is 08:00 when the entry is approved.
    let before = verdict(Some("2024-03-04T08:30")).await;
    assert_eq!((before.covered, before.until_date), (true, Some(date("2024-12-31"))));
    let between = verdict(Some("2024-03-04T09:30")).await;
    assert_eq!((between.covered, between.until_date), (true, Some(date("2024-05-31"))));
    assert!(!verdict(Some("2024-03-04T10:30")).await.covered && !verdict(None).await.covered);
    let shown = clerk.entry(&entry.entry_id).await;
    let told: Vec<_> = shown.steps.iter().map(|one| (one.kind(), one.reason.as_str())).collect();
    let changed = Kind::PersonsChanged;
    assert_eq!(told[3..], [(changed, "his contract ends"), (changed, "he leaves earlier")]);
    assert_ne!(shown.steps[3].account_id, shown.steps[4].account_id);
    let [person] = shown.persons.as_slice() else { panic!("{:?}", shown.persons) };
    let ends: Vec<_> = person.ends.iter().map(|end| (end.until_date, end.step_number)).collect();
    assert_eq!(ends, [(Some(date("2024-05-31")), 4), (Some(date("2024-03-31")), 5)]);
    assert_eq!((person.until_date, person.add_step_number), (Some(date("2024-03-31")), 1));
    assert_eq!(person.end_time, shown.steps[4].record_time);
    let known = v1::GetWhitelistEntryRequest {
        entry_id: entry.entry_id.clone(),
        as_known_time: Some(instant("2024-03-04T09:30")),
    };
    let known = clerk.ok(known).await.entry.unwrap();
    assert_eq!(known.persons[0].until_date, Some(date("2024-05-31")));
    assert_eq!((known.persons[0].ends.len(), known.steps.len()), (1, 4));
    // The database does not let it be overwritten.
    for sql in ["UPDATE whitelist_person_end SET number = 9", "DELETE FROM whitelist_person_end"] {
        assert!(centre.database.execute(sql).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn a_trip_under_two_entries_is_flagged_until_both_name_who_travels() {
    let centre = Centre::start().await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let code = centre.enterprise(1).await;
    let (who, other) =
        (traveller(&centre, "2030-01-01").await, traveller(&centre, "2030-01-01").await);
    let named = async |way: Way| {
        let terms = v1::WhitelistTerms { direction: way.into(), ..naming("2024-01-01") };
        centre.decided(applying_for(&code, terms, &[&who, &other])).await
    };
    let (entry, exit) = (named(Way::Entry).await, named(Way::Exit).await);
    let days = ("2024-03-18", "2024-03-25");
    let filed = files(&clerk, filing(&code, Way::Both, days, &[&who])).await;
    let flags = async || {
        let flags = trip(&clerk, &filed.trip_id).await.flags;
        flags.into_iter().map(|one| (one.kind(), one.reason)).collect::<Vec<_>>()
    };
    let flagged = [(v1::FlagKind::PersonNotNamed, entry.entry_id.clone())];
    let ended = clerk.ok(ending(&entry, &who, "2024-03-20")).await.entry.unwrap();
    assert_eq!(flags().await, flagged);
    clerk.ok(ending(&exit, &other, "2024-03-20")).await;
    assert_eq!(flags().await, flagged, "the other entry says nothing of this one");
    let anew = v1::ChangeNamedPersonsRequest {
        from_date: Some(date("2024-03-21")),
        ..adding(&ended, &who)
    };
    fao.ok(anew).await;
    assert_eq!(flags().await, []);
}
