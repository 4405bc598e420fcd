//! Groups: shown, renamed, merged with those who leave later, and what the centre alone is told.

use super::{group, joining};
use crate::harness::{Centre, Client, Who, make::*};
use frsc_proto::v1;
use tonic::Code;

async fn made(by: &Client, zh: &str) -> v1::EnterpriseGroup {
    by.ok(group(zh)).await.group.unwrap()
}

pub async fn shown(by: &Client, group_id: &str) -> v1::EnterpriseGroup {
    let request =
        v1::GetEnterpriseGroupRequest { group_id: group_id.to_owned(), ..Default::default() };
    by.ok(request).await.group.unwrap()
}

fn renaming(
    of: &v1::EnterpriseGroup,
    zh: &str,
    paths: &[&str],
) -> v1::UpdateEnterpriseGroupRequest {
    let group = v1::EnterpriseGroup { name_zh: zh.to_owned(), ..of.clone() };
    v1::UpdateEnterpriseGroupRequest {
        request_id: request_id(),
        group: Some(group),
        update_mask: Some(prost_types::FieldMask {
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        }),
        validate_only: false,
    }
}

fn leaving(group: &str, codes: &[String], from: &str) -> v1::LeaveEnterpriseGroupRequest {
    v1::LeaveEnterpriseGroupRequest {
        request_id: request_id(),
        group_id: group.to_owned(),
        enterprise_ids: codes.to_vec(),
        from_date: Some(date(from)),
        validate_only: false,
    }
}

fn merging(group: &str, into: &str, from: &str) -> v1::MergeEnterpriseGroupsRequest {
    v1::MergeEnterpriseGroupsRequest {
        request_id: request_id(),
        group_id: group.to_owned(),
        into_group_id: into.to_owned(),
        from_date: Some(date(from)),
        validate_only: false,
    }
}

#[tokio::test]
async fn a_group_is_shown_with_those_in_it_today_and_renamed_by_its_etag() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let codes = [centre.enterprise(1).await, centre.enterprise(2).await];
    let first = made(&clerk, "甲集团").await;
    clerk.ok(joining(&first.group_id, &codes[..1], "2024-01-01")).await;
    clerk.ok(joining(&first.group_id, &codes[1..], "2024-03-05")).await;
    let today = shown(&centre.client(Who::StbOfficer), &first.group_id).await;
    let rows: Vec<_> = today.members.iter().map(|one| one.enterprise_id.clone()).collect();
    assert_eq!((today.enterprises_count, rows), (1, codes[..1].to_vec()), "tomorrow is not today");
    assert_eq!(today.members[0].from_date, Some(date("2024-01-01")));
    assert_eq!(today.etag, first.etag, "who is in it is not a change of the group");
    let look = v1::UpdateEnterpriseGroupRequest {
        validate_only: true,
        ..renaming(&first, "乙集团", &["name_zh"])
    };
    clerk.ok(look).await;
    assert_eq!(shown(&clerk, &first.group_id).await.name_zh, "甲集团");
    let named = clerk.ok(renaming(&first, "乙集团", &["name_zh"])).await.group.unwrap();
    assert_eq!((named.name_zh.as_str(), named.enterprises_count), ("乙集团", 1));
    let stale = clerk.refused(renaming(&first, "丙集团", &["name_zh"])).await;
    stale.is(Code::Aborted, "ETAG_MISMATCH");
    let faults = [
        (renaming(&named, "", &["name_zh"]), "group.name_zh"),
        (renaming(&named, "丙", &[]), "update_mask"),
        (renaming(&named, "丙", &["members"]), "update_mask.paths[0]"),
    ];
    for (request, field) in faults {
        assert_eq!(clerk.refused(request).await.fields(), [field]);
    }
    let group_id = format!("egrp_{}", "a".repeat(26));
    let unknown = v1::GetEnterpriseGroupRequest { group_id, ..Default::default() };
    clerk.refused(unknown).await.is(Code::NotFound, "NOT_FOUND");
    let group_id = "case_aaaa".to_owned();
    let other = v1::GetEnterpriseGroupRequest { group_id, ..Default::default() };
    assert_eq!(clerk.refused(other).await.fields(), ["group_id"]);
    centre.clock.advance(chrono::Duration::days(1));
    assert_eq!(shown(&clerk, &first.group_id).await.members.len(), 2);
}

#[tokio::test]
async fn a_merge_takes_along_who_leaves_later_and_says_where_the_group_went() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let codes = [centre.enterprise(1).await, centre.enterprise(2).await];
    let (old, new) = (made(&clerk, "甲集团").await, made(&clerk, "乙集团").await);
    clerk.ok(joining(&old.group_id, &codes, "2024-01-01")).await;
    clerk.ok(leaving(&old.group_id, &codes[1..], "2024-04-01")).await;
    clerk.ok(merging(&old.group_id, &new.group_id, "2024-03-04")).await;
    let ended = shown(&clerk, &old.group_id).await;
    assert_eq!((ended.enterprises_count, ended.merged_into_group_id), (0, new.group_id.clone()));
    assert_ne!(ended.etag, old.etag, "that it was merged is a change of it");
    let taken = shown(&clerk, &new.group_id).await;
    let until: Vec<_> = taken.members.iter().map(|one| one.until_date).collect();
    assert_eq!(until, [None, Some(date("2024-03-31"))], "what was settled of its end stays");
    let request = v1::GetEnterpriseRequest { enterprise_id: codes[1].clone() };
    let history = clerk.ok(request).await.enterprise.unwrap().memberships;
    let groups: Vec<_> = history.iter().map(|one| one.group_id.as_str()).collect();
    assert_eq!(groups, [old.group_id.as_str(), new.group_id.as_str()]);
    assert_eq!(history[0].until_date, Some(date("2024-03-03")));
    // Nobody is left for a second merge, and a merged group cannot be merged again.
    let again = clerk.refused(merging(&old.group_id, &new.group_id, "2024-05-01")).await;
    again.is(Code::FailedPrecondition, "GROUP_MERGED");
}

#[tokio::test]
async fn the_centre_alone_is_told_what_happens_to_an_enterprise() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let list = || v1::ListEventsRequest { page_size: 500, ..Default::default() };
    let code = centre.enterprise(1).await;
    let enterprise = v1::Enterprise {
        enterprise_id: code.clone(),
        town: "当湖街道".to_owned(),
        etag: {
            let request = v1::GetEnterpriseRequest { enterprise_id: code.clone() };
            clerk.ok(request).await.enterprise.unwrap().etag
        },
        ..Default::default()
    };
    let request = v1::UpdateEnterpriseRequest {
        request_id: request_id(),
        enterprise: Some(enterprise),
        update_mask: Some(prost_types::FieldMask { paths: vec!["town".to_owned()] }),
        validate_only: false,
    };
    clerk.ok(request).await;
    let own = made(&clerk, "甲集团").await;
    clerk.ok(joining(&own.group_id, std::slice::from_ref(&code), "2024-03-04")).await;
    centre.feed_settles().await;
    let told = clerk.ok(list()).await.events;
    let told: Vec<_> = told.iter().filter(|one| one.kind.starts_with("enterprise.")).collect();
    let kinds: Vec<_> = told.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds, ["enterprise.created", "enterprise.changed", "enterprise.grouped"]);
    for event in &told {
        assert_eq!((event.resource_id.as_str(), event.removed), (code.as_str(), false));
        let Some(v1::event::Resource::Enterprise(now)) = &event.resource else {
            panic!("{event:?}");
        };
        assert_eq!((now.town.as_str(), now.memberships.len()), ("当湖街道", 1));
    }
    for who in [Who::StbOfficer, Who::FaoOfficer] {
        let told = centre.client(who).ok(list()).await.events;
        assert!(told.iter().all(|one| !one.kind.starts_with("enterprise.")), "{told:?}");
    }
}
