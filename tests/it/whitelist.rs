//! The whitelist: entries from application to their end, renewals without gap or overlap, groups,
//! and what was known when.

mod batch;
mod check;
mod merged;
mod persons;
mod renewal;

use crate::harness::{Centre, Client, Who, make::*, whitelist::*};
use frsc_proto::v1::{self, TravelDirection as Way, WhitelistState as State};
use tonic::Code;

fn one_way(direction: Way, from: &str, until: &str) -> v1::WhitelistTerms {
    v1::WhitelistTerms {
        direction: direction.into(),
        valid_until_date: Some(date(until)),
        ..terms(from)
    }
}

#[tokio::test]
async fn an_entry_is_applied_for_recommended_and_approved_by_three() {
    let centre = Centre::start().await;
    let (clerk, stb, fao) =
        (centre.clerk(), centre.client(Who::StbOfficer), centre.client(Who::FaoOfficer));
    let psb = centre.client(Who::PsbOfficer);
    let code = centre.enterprise(1).await;
    let applied = clerk.ok(applying(&code, terms("2024-03-11"))).await.entry.unwrap();
    assert_eq!(applied.state(), State::Applied);
    let until = applied.terms.as_ref().unwrap().valid_until_date;
    assert_eq!(until, Some(date("2025-03-10")), "twelve months");
    psb.refused(recommending(&applied))
        .await
        .is(Code::FailedPrecondition, "NOT_RECOMMENDING_DEPARTMENT");
    let early = fao.refused(approving(&applied)).await;
    early.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    let recommended = stb.ok(recommending(&applied)).await.entry.unwrap();
    stb.refused(approving(&recommended))
        .await
        .is(Code::FailedPrecondition, "NOT_APPROVING_DEPARTMENT");
    fao.refused(approving(&applied)).await.is(Code::Aborted, "ETAG_MISMATCH");
    let only = v1::ApproveWhitelistEntryRequest { validate_only: true, ..approving(&recommended) };
    assert_eq!(fao.ok(only).await.entry.unwrap().state(), State::Approved);
    let approved = fao.ok(approving(&recommended)).await.entry.unwrap();
    assert_eq!(approved.state(), State::Approved);
    centre.clock.advance(chrono::Duration::days(7));
    let now = clerk.entry(&approved.entry_id).await;
    let kinds: Vec<_> = now.steps.iter().map(v1::WhitelistStep::kind).collect();
    use v1::WhitelistStepKind as Kind;
    assert_eq!(kinds, [Kind::Applied, Kind::Recommended, Kind::Approved]);
    assert_eq!((now.state(), now.steps[1].department_id.as_str()), (State::Active, "STB"));
    // An application is withdrawn by the centre or by the department that has made it.
    let other = clerk.ok(applying(&centre.enterprise(4).await, terms("2024-04-01"))).await;
    let other = other.entry.unwrap();
    let refused = stb.refused(withdrawing(&other)).await;
    refused.is(Code::PermissionDenied, "PERMISSION_DENIED");
    clerk.ok(withdrawing(&other)).await;
    // Who applied does not recommend, whatever his department.
    let own = stb.ok(applying(&centre.enterprise(2).await, terms("2024-04-01"))).await;
    let refused = stb.refused(recommending(&own.entry.unwrap())).await;
    refused.is(Code::FailedPrecondition, "SELF_APPROVAL");
    let own = fao.ok(applying(&centre.enterprise(3).await, terms("2024-04-01"))).await;
    let recommended = stb.ok(recommending(&own.entry.unwrap())).await.entry.unwrap();
    let refused = fao.refused(approving(&recommended)).await;
    refused.is(Code::FailedPrecondition, "SELF_APPROVAL");
}

#[tokio::test]
async fn it_is_suspended_lifted_and_revoked_once_at_an_instant() {
    let centre = Centre::start().await;
    let fao = centre.client(Who::FaoOfficer);
    let code = centre.enterprise(1).await;
    let active = centre.whitelisted(&code, terms("2024-01-01")).await;
    assert_eq!(active.state(), State::Active);
    let suspended = fao.ok(suspending(&active)).await.entry.unwrap();
    assert_eq!(suspended.state(), State::Suspended);
    let twice = fao.refused(suspending(&suspended)).await;
    twice.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    centre.clock.advance(chrono::Duration::hours(1));
    let lifted = fao.ok(lifting(&suspended)).await.entry.unwrap();
    assert_eq!(lifted.state(), State::Active);
    let tomorrow = Some(instant("2024-03-05T08:00"));
    let future = v1::RevokeWhitelistEntryRequest { revoke_time: tomorrow, ..revoking(&lifted) };
    assert_eq!(fao.refused(future).await.fields(), ["revoke_time"]);
    let earlier = Some(instant("2024-03-01T12:00"));
    let back = v1::RevokeWhitelistEntryRequest { revoke_time: earlier, ..revoking(&lifted) };
    let revoked = fao.ok(back).await.entry.unwrap();
    assert_eq!(revoked.state(), State::Revoked);
    let twice = fao.refused(revoking(&revoked)).await;
    twice.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    // As it is known now it was not covered on 2 March; as it was known then it was.
    let check =
        v1::WhitelistCheck { date: Some(date("2024-03-02")), ..checking(&code, Way::Entry) };
    let as_known = |at: Option<&str>| v1::CheckWhitelistRequest {
        check: Some(check.clone()),
        consistency_token: String::new(),
        as_known_time: at.map(instant),
    };
    let verdict = async |at| fao.ok(as_known(at)).await.verdict.unwrap();
    assert!(!verdict(None).await.covered);
    assert!(verdict(Some("2024-03-04T08:30")).await.covered);
    let known = v1::GetWhitelistEntryRequest {
        entry_id: revoked.entry_id.clone(),
        as_known_time: Some(instant("2024-03-04T08:30")),
    };
    assert_eq!(fao.ok(known).await.entry.unwrap().state(), State::Suspended);
    // The day of the revocation is still its own; from the next on another may be applied for.
    let refused = centre.clerk().not_applied(&code, terms("2024-03-01")).await;
    refused.is(Code::FailedPrecondition, "WHITELIST_OVERLAP");
    centre.clerk().ok(applying(&code, terms("2024-03-02"))).await;
}

#[tokio::test]
async fn days_and_directions_never_overlap_and_what_came_to_nothing_holds_none() {
    let centre = Centre::start().await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let code = centre.enterprise(1).await;
    let entry = one_way(Way::Entry, "2024-04-01", "2024-06-30");
    let first = clerk.ok(applying(&code, entry.clone())).await.entry.unwrap();
    let refused = clerk.not_applied(&code, one_way(Way::Both, "2024-06-30", "2024-12-31")).await;
    refused.is(Code::FailedPrecondition, "WHITELIST_OVERLAP");
    assert_eq!(refused.variable("entry_id"), Some(first.entry_id.clone()));
    assert_eq!(refused.variable("until_date").as_deref(), Some("2024-06-30"));
    clerk.ok(applying(&code, one_way(Way::Exit, "2024-04-01", "2024-06-30"))).await;
    clerk.ok(applying(&code, one_way(Way::Both, "2024-07-01", "2024-12-31"))).await;
    let rejected = fao.ok(rejecting(&first)).await.entry.unwrap();
    assert_eq!(rejected.state(), State::Rejected);
    let second = clerk.ok(applying(&code, entry.clone())).await.entry.unwrap();
    let withdrawn = clerk.ok(withdrawing(&second)).await.entry.unwrap();
    assert_eq!(withdrawn.state(), State::Withdrawn);
    clerk.ok(applying(&code, entry)).await;
    // The database has the last word too.
    let sql = "UPDATE whitelist_entry SET held_until = '2024-06-30' WHERE held_until IS NULL";
    assert!(centre.database.execute(sql).await.is_err());
    let absent = clerk.not_applied(&credit_code(77), terms("2024-04-01")).await;
    absent.is(Code::NotFound, "NOT_FOUND");
    let backwards = clerk.not_applied(&code, one_way(Way::Exit, "2025-04-01", "2025-03-31")).await;
    assert_eq!(backwards.fields(), ["terms.valid_until_date"]);
    let nothing = v1::WhitelistTerms {
        coverage: v1::WhitelistCoverage::Roles.into(),
        purposes: vec![],
        direction: 0,
        ..terms("2025-04-01")
    };
    let refused = clerk.not_applied(&code, nothing).await;
    assert_eq!(refused.fields(), ["terms.direction", "terms.purposes", "terms.roles"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_sixty_four_who_apply_at_once_exactly_one_wins() {
    let centre = Centre::start().await;
    let other = centre.another().await;
    let code = centre.enterprise(1).await;
    let mut calls = tokio::task::JoinSet::new();
    for index in 0..64 {
        let by = if index % 2 == 0 { centre.clerk() } else { other.clerk() };
        let way = [Way::Both, Way::Entry][index % 3 / 2];
        let terms = v1::WhitelistTerms { direction: way.into(), ..terms("2024-04-01") };
        let request = applying(&code, terms);
        calls.spawn(async move { by.call(request).await });
    }
    let (mut won, mut refused) = (0, 0);
    for outcome in calls.join_all().await {
        match outcome {
            Ok(_) => won += 1,
            Err(status) => {
                let refusal = crate::harness::Refused { status };
                refusal.is(Code::FailedPrecondition, "WHITELIST_OVERLAP");
                refused += 1;
            }
        }
    }
    assert_eq!((won, refused), (1, 63));
    assert_eq!(centre.database.number("SELECT count(*) FROM whitelist_entry").await, 1);
}

#[tokio::test]
async fn it_is_renewed_from_sixty_days_before_without_a_gap() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let code = centre.enterprise(1).await;
    let early = centre.whitelisted(&code, one_way(Way::Both, "2024-01-01", "2024-05-04")).await;
    let refused = clerk.refused(renewing(&early)).await;
    refused.is(Code::FailedPrecondition, "RENEWAL_NOT_OPEN");
    assert_eq!(refused.variable("opens_date").as_deref(), Some("2024-03-05"));
    centre.clock.advance(chrono::Duration::days(1));
    for until in ["2024-05-04", "2029-05-05"] {
        let valid_until_date = Some(date(until));
        let long = v1::RenewWhitelistEntryRequest { valid_until_date, ..renewing(&early) };
        assert_eq!(clerk.refused(long).await.fields(), ["valid_until_date"], "{until}");
    }
    let next = clerk.ok(renewing(&early)).await.entry.unwrap();
    let terms = next.terms.as_ref().unwrap();
    assert_eq!(
        (terms.valid_from_date, terms.valid_until_date),
        (Some(date("2024-05-05")), Some(date("2025-05-04")))
    );
    assert_eq!((next.renews_entry_id.as_str(), next.state()), (&*early.entry_id, State::Applied));
    let twice = clerk.refused(renewing(&early)).await;
    twice.is(Code::FailedPrecondition, "WHITELIST_OVERLAP");
}

/// A group and the enterprises in it.
pub async fn group_of(centre: &Centre, size: usize) -> (String, Vec<String>) {
    let clerk = centre.clerk();
    let mut codes = Vec::new();
    for number in 0..size {
        codes.push(centre.enterprise(number).await);
    }
    let request = v1::CreateEnterpriseGroupRequest {
        request_id: request_id(),
        name_zh: "尼得科集团".to_owned(),
        ..Default::default()
    };
    let group = clerk.ok(request).await.group.unwrap().group_id;
    let join = v1::JoinEnterpriseGroupRequest {
        request_id: request_id(),
        group_id: group.clone(),
        enterprise_ids: codes.clone(),
        from_date: Some(date("2023-01-01")),
        validate_only: false,
    };
    clerk.ok(join).await;
    (group, codes)
}

fn batch(
    group: &str,
    operation: v1::run_whitelist_batch_request::Operation,
) -> v1::RunWhitelistBatchRequest {
    v1::RunWhitelistBatchRequest {
        request_id: request_id(),
        group_id: group.to_owned(),
        mode: v1::BatchMode::Atomic.into(),
        reason: "as agreed".to_owned(),
        operation: Some(operation),
        ..Default::default()
    }
}

async fn counts(by: &Client, group: &str) -> (i32, i32, Vec<(State, i32)>) {
    let request = v1::CountWhitelistEntriesRequest { group_id: group.to_owned() };
    let counts = by.ok(request).await;
    let states = counts.states.iter().map(|one| (one.state(), one.count)).collect();
    (counts.enterprises_count, counts.active_enterprises_count, states)
}

/// Enterprises of some numbers, each with an entry in force.
async fn active(centre: &Centre, numbers: std::ops::Range<usize>, from: &str) {
    use v1::run_whitelist_batch_request::Operation;
    let mut codes = Vec::new();
    for number in numbers {
        codes.push(centre.enterprise(number).await);
    }
    let of = |operation| v1::RunWhitelistBatchRequest {
        enterprise_ids: codes.clone(),
        ..batch("", operation)
    };
    let step = v1::WhitelistBatchStep::default();
    centre.clerk().ok(of(Operation::Apply(terms(from)))).await;
    centre.client(Who::StbOfficer).ok(of(Operation::Recommend(step))).await;
    let approved = centre.client(Who::FaoOfficer).ok(of(Operation::Approve(step))).await;
    // The token of a result is that of the change.
    let last = approved.results.last().unwrap();
    let check = checking(&last.enterprise_id, Way::Entry);
    let token = &last.entries[0].consistency_token;
    assert!(centre.partner().checks(check, token).await.covered);
}

/// S03: sixteen of a group, one by one on record among 261, one revoked.
#[tokio::test]
async fn a_group_is_handled_company_by_company() {
    use v1::run_whitelist_batch_request::Operation;
    let centre = Centre::start_at("2023-03-01T09:30").await;
    let (clerk, stb, fao) =
        (centre.clerk(), centre.client(Who::StbOfficer), centre.client(Who::FaoOfficer));
    let (group, codes) = group_of(&centre, 16).await;
    let apply = batch(&group, Operation::Apply(terms("2023-03-01")));
    let plan = v1::RunWhitelistBatchRequest { validate_only: true, ..apply.clone() };
    let planned = clerk.ok(plan).await;
    assert_eq!((planned.changed_count, planned.done), (16, false));
    assert_eq!(counts(&clerk, &group).await, (16, 0, vec![]), "a plan changes nothing");
    let applied = clerk.ok(apply.clone()).await;
    assert_eq!((applied.changed_count, applied.done), (16, true));
    assert_eq!(clerk.ok(apply).await, applied, "a repeat gets its first answer");
    let until = applied.results[0].entries[0].terms.as_ref().unwrap().valid_until_date;
    assert_eq!(until, Some(date("2024-02-29")));
    // One who has an entry is refused; all or none, then those that can.
    let seventeenth = centre.enterprise(99).await;
    let both = v1::RunWhitelistBatchRequest {
        group_id: String::new(),
        enterprise_ids: vec![codes[0].clone(), seventeenth],
        ..batch("", Operation::Apply(terms("2023-03-01")))
    };
    let refused = clerk.ok(both.clone()).await;
    assert_eq!((refused.done, refused.refused_count), (false, 1));
    assert_eq!(refused.results[0].reasons, ["WHITELIST_OVERLAP"]);
    let rest = v1::RunWhitelistBatchRequest {
        request_id: request_id(),
        mode: v1::BatchMode::BestEffort.into(),
        ..both
    };
    let rest = clerk.ok(rest).await;
    assert_eq!((rest.done, rest.changed_count, rest.refused_count), (true, 1, 1));
    let step = v1::WhitelistBatchStep::default();
    let refused = clerk.refused(batch(&group, Operation::Approve(step))).await;
    refused.is(Code::FailedPrecondition, "NOT_APPROVING_DEPARTMENT");
    stb.ok(batch(&group, Operation::Recommend(step))).await;
    fao.ok(batch(&group, Operation::Approve(step))).await;
    assert_eq!(counts(&clerk, &group).await, (16, 16, vec![(State::Active, 16)]));
    active(&centre, 1_000..1_245, "2023-03-01").await;
    assert_eq!(counts(&clerk, "").await.1, 261);
    centre.clock.advance(chrono::Duration::days(198));
    let list =
        v1::ListWhitelistEntriesRequest { enterprise_id: codes[5].clone(), ..Default::default() };
    let entry = clerk.ok(list).await.entries.remove(0);
    fao.ok(revoking(&entry)).await;
    let states = vec![(State::Active, 15), (State::Revoked, 1)];
    assert_eq!(counts(&clerk, &group).await, (16, 15, states));
    assert_eq!(counts(&clerk, "").await.1, 260);
    let active = v1::ListWhitelistEntriesRequest {
        group_id: group.clone(),
        states: vec![State::Active.into()],
        page_size: 10,
        ..Default::default()
    };
    let page = clerk.ok(active.clone()).await;
    let next = v1::ListWhitelistEntriesRequest { page_token: page.next_page_token, ..active };
    assert_eq!((page.entries.len(), clerk.ok(next).await.entries.len()), (10, 5));
    // Two names of the same thing, and none.
    let twice = v1::RunWhitelistBatchRequest {
        enterprise_ids: vec![codes[0].clone()],
        operation: None,
        ..batch(&group, Operation::Renew(step))
    };
    assert_eq!(clerk.refused(twice).await.fields(), ["group_id", "operation"]);
}
