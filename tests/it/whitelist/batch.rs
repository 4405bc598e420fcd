//! One thing done with the entries of many: what a filter finds, a reason for each, what is renewed
//! and what is left, all or none, and the same request sent again.

use super::{batch, group_of, one_way};
use crate::harness::{Centre, Client, Who, make::*, whitelist::*};
use frsc_proto::v1::{
    self, TravelDirection as Way, WhitelistState as State, run_whitelist_batch_request::Operation,
};

const STEP: v1::WhitelistBatchStep = v1::WhitelistBatchStep { direction: 0 };

fn of_codes(codes: &[&str], operation: Operation) -> v1::RunWhitelistBatchRequest {
    let enterprise_ids = codes.iter().map(|code| (*code).to_owned()).collect();
    v1::RunWhitelistBatchRequest { enterprise_ids, ..batch("", operation) }
}

fn of_filter(
    filter: v1::WhitelistBatchFilter,
    operation: Operation,
) -> v1::RunWhitelistBatchRequest {
    v1::RunWhitelistBatchRequest { filter: Some(filter), ..batch("", operation) }
}

fn in_town(town: &str) -> v1::WhitelistBatchFilter {
    v1::WhitelistBatchFilter { town: town.to_owned(), ..Default::default() }
}

fn planned(of: v1::RunWhitelistBatchRequest) -> v1::RunWhitelistBatchRequest {
    v1::RunWhitelistBatchRequest { validate_only: true, ..of }
}

fn best_effort(of: v1::RunWhitelistBatchRequest) -> v1::RunWhitelistBatchRequest {
    let mode = v1::BatchMode::BestEffort.into();
    v1::RunWhitelistBatchRequest { request_id: request_id(), mode, ..of }
}

/// The enterprises of an answer in their order.
fn codes_of(answer: &v1::RunWhitelistBatchResponse) -> Vec<&str> {
    answer.results.iter().map(|one| one.enterprise_id.as_str()).collect()
}

/// The entries of an enterprise by first day.
async fn entries(by: &Client, code: &str) -> Vec<v1::WhitelistEntry> {
    let enterprise_id = code.to_owned();
    let list = v1::ListWhitelistEntriesRequest { enterprise_id, ..Default::default() };
    by.ok(list).await.entries
}

async fn states(by: &Client, codes: &[String]) -> Vec<State> {
    let mut states = Vec::new();
    for code in codes {
        states.extend(entries(by, code).await.iter().map(v1::WhitelistEntry::state));
    }
    states
}

/// An enterprise in a town.
async fn settled(centre: &Centre, number: usize, town: &str) -> String {
    let mut request = enterprise(number);
    request.enterprise.as_mut().unwrap().town = town.to_owned();
    centre.clerk().ok(request).await.enterprise.unwrap().enterprise_id
}

#[tokio::test]
async fn a_filter_finds_what_the_list_does_and_what_can_be_done_with_it() {
    let centre = Centre::start().await;
    let (clerk, stb, fao) =
        (centre.clerk(), centre.client(Who::StbOfficer), centre.client(Who::FaoOfficer));
    let soon = settled(&centre, 1, "新埭镇").await;
    let later = settled(&centre, 2, "新埭镇").await;
    let elsewhere = settled(&centre, 3, "乍浦镇").await;
    let applied = settled(&centre, 4, "新埭镇").await;
    let none = settled(&centre, 5, "乍浦镇").await;
    centre.whitelisted(&soon, one_way(Way::Both, "2024-01-01", "2024-04-30")).await;
    centre.whitelisted(&later, one_way(Way::Both, "2024-01-01", "2024-12-31")).await;
    centre.whitelisted(&elsewhere, one_way(Way::Both, "2024-01-01", "2024-04-30")).await;
    clerk.ok(applying(&applied, one_way(Way::Both, "2024-01-01", "2024-04-30"))).await;
    let in_force = [State::Approved, State::Active, State::Suspended].map(Into::into).to_vec();
    let list = v1::ListWhitelistEntriesRequest {
        town: "新埭镇".to_owned(),
        states: in_force,
        valid_until_at_most_date: Some(date("2024-05-03")),
        ..Default::default()
    };
    let listed = clerk.ok(list).await.entries;
    let listed: Vec<_> = listed.iter().map(|entry| entry.enterprise_id.as_str()).collect();
    let ends = v1::WhitelistBatchFilter {
        valid_until_at_most_date: Some(date("2024-05-03")),
        ..in_town("新埭镇")
    };
    let renewed = clerk.ok(of_filter(ends, Operation::Renew(STEP))).await;
    assert_eq!((codes_of(&renewed), listed), (vec![soon.as_str()], vec![soon.as_str()]));
    assert_eq!((renewed.changed_count, renewed.done), (1, true));
    // A step finds what it can be taken with.
    let recommended =
        stb.ok(planned(of_filter(in_town("新埭镇"), Operation::Recommend(STEP)))).await;
    assert_eq!(codes_of(&recommended), [soon.as_str(), &applied], "the renewal is applied for too");
    let revoked = fao.ok(of_filter(in_town("乍浦镇"), Operation::Revoke(STEP))).await;
    assert_eq!((codes_of(&revoked), revoked.done), (vec![elsewhere.as_str()], true));
    // An application is for all of a town, or for those with such entries.
    let from = || Operation::Apply(terms("2024-06-01"));
    let all = clerk.ok(planned(of_filter(in_town("乍浦镇"), from()))).await;
    assert_eq!(codes_of(&all), [elsewhere.as_str(), &none]);
    let was =
        v1::WhitelistBatchFilter { states: vec![State::Revoked.into()], ..in_town("乍浦镇") };
    let again = clerk.ok(of_filter(was, from())).await;
    assert_eq!((codes_of(&again), again.done), (vec![elsewhere.as_str()], true));
    // Of what is meant nothing is guessed.
    let empty = of_filter(v1::WhitelistBatchFilter::default(), Operation::Revoke(STEP));
    assert_eq!(fao.refused(empty).await.fields(), ["filter"]);
    let nobody = of_filter(in_town("林埭镇"), Operation::Revoke(STEP));
    assert_eq!(fao.refused(nobody).await.fields(), ["filter"]);
    let both = of_filter(in_town("新埭镇"), Operation::Revoke(STEP));
    let both = v1::RunWhitelistBatchRequest { enterprise_ids: vec![soon], ..both };
    assert_eq!(fao.refused(both).await.fields(), ["filter"]);
}

#[tokio::test]
async fn more_than_five_hundred_are_refused_however_they_are_named() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let first = centre.enterprise(0).await;
    let codes: Vec<_> = (1..=500).map(credit_code).collect();
    let rows: Vec<_> = codes.iter().map(|code| format!("('{code}')")).collect();
    let sql = format!(
        "INSERT INTO enterprise (id, name_zh, name_en, town, language, contact_sealed, \
         created_at, updated_at, version) SELECT v.column1, e.name_zh, e.name_en, e.town, \
         e.language, e.contact_sealed, e.created_at, e.updated_at, e.version \
         FROM (VALUES {}) AS v, enterprise e WHERE e.id = '{first}'",
        rows.join(",")
    );
    centre.database.execute(&sql).await.unwrap();
    let apply = || Operation::Apply(terms("2024-04-01"));
    let filtered = planned(of_filter(in_town("新埭镇"), apply()));
    let refused = clerk.refused(filtered.clone()).await;
    assert_eq!(refused.fields(), ["filter"]);
    let all: Vec<_> = codes.iter().map(String::as_str).chain([first.as_str()]).collect();
    let named = clerk.refused(planned(of_codes(&all, apply()))).await;
    assert_eq!(named.fields(), ["enterprise_ids"]);
    // Five hundred are as many as there may be.
    let gone = format!("UPDATE enterprise SET town = '乍浦镇' WHERE id = '{first}'");
    centre.database.execute(&gone).await.unwrap();
    assert_eq!(clerk.ok(filtered).await.changed_count, 500);
}

#[tokio::test]
async fn each_of_a_batch_may_have_a_reason_of_its_own() {
    let centre = Centre::start().await;
    let (clerk, stb) = (centre.clerk(), centre.client(Who::StbOfficer));
    let (group, codes) = group_of(&centre, 3).await;
    clerk.ok(batch(&group, Operation::Apply(terms("2024-03-04")))).await;
    let own = |code: &str, reason: &str| v1::WhitelistBatchReason {
        enterprise_id: code.to_owned(),
        reason: reason.to_owned(),
    };
    let recommend = v1::RunWhitelistBatchRequest {
        enterprise_reasons: vec![own(&codes[1], "a key enterprise")],
        ..batch(&group, Operation::Recommend(STEP))
    };
    let strange = v1::RunWhitelistBatchRequest {
        enterprise_reasons: vec![own(&codes[1], "a key enterprise"), own(&credit_code(9), "x")],
        ..recommend.clone()
    };
    let refused = stb.refused(strange).await;
    assert_eq!(refused.fields(), ["enterprise_reasons[1].enterprise_id"]);
    let wrong = v1::RunWhitelistBatchRequest {
        enterprise_reasons: vec![own(&codes[1], ""), own(&codes[1], "x"), own("9133", "x")],
        ..recommend.clone()
    };
    let fields = [
        "enterprise_reasons[0].reason",
        "enterprise_reasons[1].enterprise_id",
        "enterprise_reasons[2].enterprise_id",
    ];
    assert_eq!(stb.refused(wrong).await.fields(), fields);
    stb.ok(recommend).await;
    let mut told = Vec::new();
    for code in &codes {
        let entry = entries(&clerk, code).await.remove(0);
        told.push(clerk.entry(&entry.entry_id).await.steps[1].reason.clone());
    }
    assert_eq!(told, ["as agreed", "a key enterprise", "as agreed"]);
}

/// All or none, then those that can, each sent again under its request id.
#[tokio::test]
async fn one_in_the_middle_that_is_revoked_keeps_all_or_is_left_out() {
    let centre = Centre::start().await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let (group, codes) = group_of(&centre, 5).await;
    for code in &codes {
        centre.whitelisted(code, terms("2024-01-01")).await;
    }
    fao.ok(revoking(&entries(&clerk, &codes[2]).await[0])).await;
    let paper = clerk.uploads(v1::EvidenceKind::Other).await.evidence_id;
    let all = v1::RunWhitelistBatchRequest {
        evidence_ids: vec![paper.clone()],
        ..batch(&group, Operation::Revoke(STEP))
    };
    let none = fao.ok(all.clone()).await;
    assert_eq!((none.done, none.refused_count), (false, 1));
    assert_eq!(none.results[2].reasons, ["STATE_TRANSITION_FORBIDDEN"]);
    let (active, revoked) = (State::Active, State::Revoked);
    assert_eq!(states(&clerk, &codes).await, [active, active, revoked, active, active]);
    assert_eq!(fao.ok(all.clone()).await, none, "a repeat gets its first answer");
    let those = best_effort(all);
    let done = fao.ok(those.clone()).await;
    assert_eq!((done.done, done.changed_count, done.refused_count), (true, 4, 1));
    assert_eq!(states(&clerk, &codes).await, [revoked; 5]);
    let sql = "SELECT count(*) FROM whitelist_step WHERE kind = 8";
    assert_eq!(centre.database.number(sql).await, 5);
    let entry = entries(&clerk, &codes[0]).await.remove(0);
    let steps = clerk.entry(&entry.entry_id).await.steps;
    assert_eq!(steps.last().unwrap().evidence_ids, [paper]);
    // Whoever has lost the answer asks again: nothing is done twice.
    assert_eq!(fao.ok(those.clone()).await, done);
    assert_eq!(centre.database.number(sql).await, 5);
    let twice = fao.ok(best_effort(those)).await;
    assert_eq!((twice.changed_count, twice.refused_count), (0, 5), "nobody is revoked twice");
    let token = &done.results[0].entries[0].consistency_token;
    assert!(!clerk.checks(checking(&codes[0], Way::Entry), token).await.covered);
}

#[tokio::test]
async fn what_is_open_is_renewed_and_the_rest_is_told() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let [two, early, both] = [1, 2, 3].map(credit_code);
    for number in 1..=3 {
        centre.enterprise(number).await;
    }
    centre.whitelisted(&two, one_way(Way::Entry, "2024-01-01", "2024-04-30")).await;
    let exit = centre.whitelisted(&two, one_way(Way::Exit, "2024-01-01", "2024-12-31")).await;
    centre.whitelisted(&early, one_way(Way::Both, "2024-01-01", "2024-12-31")).await;
    let old = centre.whitelisted(&both, one_way(Way::Both, "2024-01-01", "2024-04-30")).await;
    let all = of_codes(&[&two, &early, &both], Operation::Renew(STEP));
    let none = clerk.ok(all.clone()).await;
    assert_eq!((none.done, none.refused_count), (false, 1), "one can be renewed in no direction");
    assert_eq!(entries(&clerk, &both).await.len(), 1);
    let those = best_effort(all);
    let done = clerk.ok(those.clone()).await;
    assert_eq!((done.done, done.changed_count, done.refused_count), (true, 2, 1));
    let [of_two, of_early, of_both] = &done.results[..] else { panic!("{done:?}") };
    let way = of_two.entries[0].terms.as_ref().unwrap().direction();
    assert_eq!((way, of_two.reasons.len(), of_two.entries.len()), (Way::Entry, 0, 1));
    let left = &of_two.left[0];
    assert_eq!(
        (left.entry_id.as_str(), left.reason.as_str(), left.opens_date),
        (exit.entry_id.as_str(), "RENEWAL_NOT_OPEN", Some(date("2024-11-01")))
    );
    assert_eq!((&of_early.reasons[..], of_early.left.len()), (&["RENEWAL_NOT_OPEN".into()][..], 1));
    assert_eq!(of_both.entries[0].renews_entry_id, old.entry_id);
    assert_eq!(clerk.ok(those).await, done, "sent again it gets its first answer");
    let count = "SELECT count(*) FROM whitelist_entry";
    assert_eq!(centre.database.number(count).await, 6);
    // What is renewed is not renewed again, until that has come to nothing.
    let again = || of_codes(&[&both], Operation::Renew(STEP));
    assert_eq!(clerk.ok(again()).await.results[0].reasons, ["WHITELIST_OVERLAP"]);
    clerk.ok(withdrawing(&of_both.entries[0])).await;
    assert_eq!(clerk.ok(again()).await.changed_count, 1);
}
