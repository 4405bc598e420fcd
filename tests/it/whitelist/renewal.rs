//! What becomes of the entry that renews one that is revoked.

use super::*;
use crate::trip::{files, filing, traveller, trip};
use v1::run_whitelist_batch_request::Operation;

/// An entry that can be renewed, and the entry that renews it, as far as it has come.
async fn renewed(centre: &Centre, number: usize, approved: bool) -> [v1::WhitelistEntry; 2] {
    let code = centre.enterprise(number).await;
    let old = centre.whitelisted(&code, one_way(Way::Both, "2024-01-01", "2024-04-30")).await;
    let next = centre.clerk().ok(renewing(&old)).await.entry.unwrap();
    if !approved {
        return [old, next];
    }
    let next = centre.client(Who::StbOfficer).ok(recommending(&next)).await.entry.unwrap();
    let next = centre.client(Who::FaoOfficer).ok(approving(&next)).await.entry.unwrap();
    [old, next]
}

#[tokio::test]
async fn what_renews_a_revoked_entry_ends_with_it() {
    let centre = Centre::start().await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let [old, next] = renewed(&centre, 1, true).await;
    let who = traveller(&centre, "2030-01-01").await;
    let days = ("2024-05-06", "2024-05-10");
    let filed = files(&clerk, filing(&old.enterprise_id, Way::Both, days, &[&who])).await;
    let revoke =
        v1::RevokeWhitelistEntryRequest { reason: "it smuggled".to_owned(), ..revoking(&old) };
    let plan = v1::RevokeWhitelistEntryRequest { validate_only: true, ..revoke.clone() };
    fao.ok(plan).await;
    assert_eq!(clerk.entry(&next.entry_id).await.state(), State::Approved);
    let revoked = fao.ok(revoke).await.entry.unwrap();
    let ended = clerk.entry(&next.entry_id).await;
    let last = ended.steps.last().unwrap();
    assert_eq!((ended.state(), last.reason.as_str()), (State::Revoked, "it smuggled"));
    let then = v1::WhitelistCheck {
        date: Some(date("2024-05-06")),
        ..checking(&old.enterprise_id, Way::Entry)
    };
    let verdict = clerk.checks(then, &revoked.consistency_token).await;
    assert_eq!(reasons(&verdict), [v1::WhitelistReason::Revoked]);
    let flags = trip(&clerk, &filed.trip_id).await.flags;
    let told: Vec<_> = flags.iter().map(|one| (one.kind(), one.resource_id.as_str())).collect();
    assert_eq!(told, [(v1::FlagKind::EntryRevoked, next.entry_id.as_str())]);
    // Its days are free for who applies anew.
    clerk.ok(applying(&old.enterprise_id, terms("2024-05-01"))).await;
    // What was only applied for is rejected.
    let [old, next] = renewed(&centre, 2, false).await;
    fao.ok(revoking(&old)).await;
    assert_eq!(clerk.entry(&next.entry_id).await.state(), State::Rejected);
}

#[tokio::test]
async fn of_many_that_are_revoked_each_ends_once_with_what_renews_it() {
    let centre = Centre::start().await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let [old, next] = renewed(&centre, 1, true).await;
    let [other, waits] = renewed(&centre, 2, false).await;
    let all = v1::RunWhitelistBatchRequest {
        enterprise_ids: vec![old.enterprise_id.clone(), other.enterprise_id.clone()],
        ..batch("", Operation::Revoke(v1::WhitelistBatchStep::default()))
    };
    let done = fao.ok(all).await;
    assert_eq!((done.done, done.changed_count, done.refused_count), (true, 4, 0));
    for (of, state) in [
        (&old, State::Revoked),
        (&next, State::Revoked),
        (&other, State::Revoked),
        (&waits, State::Rejected),
    ] {
        let now = clerk.entry(&of.entry_id).await;
        assert_eq!(now.state(), state);
        let ends = [v1::WhitelistStepKind::Revoked, v1::WhitelistStepKind::Rejected];
        let ended = now.steps.iter().filter(|step| ends.contains(&step.kind())).count();
        assert_eq!(ended, 1);
    }
}
