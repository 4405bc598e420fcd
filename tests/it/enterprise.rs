//! Enterprises by their codes, found by whatever is known of them, and groups that are only labels.

mod file;
pub mod group;

use crate::harness::{Centre, Client, Kind, Who, kind, make::*, whitelist::*};
use frsc_proto::v1;
use tonic::Code;

async fn found(by: &Client, query: &str) -> Vec<String> {
    let request = v1::SearchEnterprisesRequest { query: query.to_owned(), ..Default::default() };
    let found = by.ok(request).await.enterprises;
    found.into_iter().map(|one| one.enterprise_id).collect()
}

fn named(code: &str, zh: &str, en: &str) -> v1::CreateEnterpriseRequest {
    let mut request = enterprise(1);
    let given = request.enterprise.as_mut().unwrap();
    (given.enterprise_id, given.name_zh, given.name_en) =
        (code.to_owned(), zh.to_owned(), en.to_owned());
    request
}

#[tokio::test]
async fn a_code_is_checked_and_taken_once_however_it_is_written() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    for wrong in [
        "91330106MA27Y4U47Y",
        "91330106MA27Y4U46R",
        "9133010IMA27Y4U47R",
        "9133010OMA27Y4U47R",
        "9133010SMA27Y4U47R",
        "9133010VMA27Y4U47R",
        "9133010ZMA27Y4U47R",
        "9.133E+17",
        "",
    ] {
        let refused = clerk.refused(named(wrong, "甲公司", "")).await;
        assert_eq!(refused.fields(), ["enterprise.enterprise_id"], "{wrong}");
    }
    for right in ["91330106MA27Y4U47R", "91330482MA2B8NDK31", "12330482MB1F24681J"] {
        clerk.ok(named(right, "甲公司", "")).await;
    }
    let refused = clerk.refused(named(" 91330106-ma27y4u47r", "乙公司", "")).await;
    refused.is(Code::AlreadyExists, "ALREADY_EXISTS");
    assert_eq!(refused.variable("existing_id").as_deref(), Some("91330106MA27Y4U47R"));
    let nameless = clerk.refused(named(&credit_code(9), " ", "")).await;
    assert_eq!(nameless.fields(), ["enterprise.name_zh"]);
}

#[tokio::test]
async fn it_is_found_by_hanzi_pinyin_initials_words_and_parts_of_the_code() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let nidec = named("91330482MA2B8NDK31", "尼得科电机（平湖）有限公司", "Nidec Motor (Pinghu)");
    clerk.ok(nidec).await;
    clerk.ok(named("12330482MB1F24681J", "平湖市人民医院", "")).await;
    let one = ["91330482MA2B8NDK31"];
    for query in ["尼得科", "得科电机", "nidekedianji", "ndkdj", "motor", "DK31", "91330482ma2b"]
    {
        assert_eq!(found(&clerk, query).await, one, "{query}");
    }
    assert_eq!(found(&clerk, "平湖").await.len(), 2);
    assert_eq!(found(&clerk, "平湖 医院").await, ["12330482MB1F24681J"]);
    assert_eq!(found(&clerk, "").await.len(), 2);
    centre.employed_by(one[0]).await;
    let request = v1::GetEnterpriseRequest { enterprise_id: one[0].to_owned() };
    assert_eq!(clerk.ok(request).await.enterprise.unwrap().people_count, 1);
}

#[tokio::test]
async fn who_is_asked_there_is_sealed_and_masked_for_departments() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let mut request = enterprise(7);
    request.enterprise.as_mut().unwrap().contact = Some(v1::EnterpriseContact {
        name: "王小明".to_owned(),
        phone_number: "+8613812345678".to_owned(),
        email: "wang@example.org".to_owned(),
    });
    let made = clerk.ok(request).await.enterprise.unwrap();
    let get = || v1::GetEnterpriseRequest { enterprise_id: made.enterprise_id.clone() };
    let own = clerk.ok(get()).await.enterprise.unwrap().contact.unwrap();
    assert_eq!((own.name.as_str(), own.phone_number.as_str()), ("王小明", "+8613812345678"));
    let told = centre.client(Who::StbOfficer).ok(get()).await.enterprise.unwrap().contact.unwrap();
    assert_eq!(
        (told.name.as_str(), told.phone_number.as_str(), told.email.as_str()),
        ("王**", "+86****78", "w****@example.org")
    );
    let kept = match kind() {
        Kind::Sqlite => "lower(hex(contact_sealed))",
        Kind::Postgres => "encode(contact_sealed, 'hex')",
    };
    for plain in ["王小明", "13812345678", "wang@example.org"] {
        let hex: String = plain.bytes().map(|byte| format!("{byte:02x}")).collect();
        let holds = format!("SELECT count(*) FROM enterprise WHERE {kept} LIKE '%{hex}%'");
        assert_eq!(centre.database.number(&holds).await, 0, "{plain}");
    }
    let update = |etag: &str, paths: &[&str]| v1::UpdateEnterpriseRequest {
        request_id: request_id(),
        enterprise: Some(v1::Enterprise {
            enterprise_id: made.enterprise_id.clone(),
            name_zh: "新名有限公司".to_owned(),
            etag: etag.to_owned(),
            ..Default::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        }),
        validate_only: false,
    };
    let renamed = clerk.ok(update(&made.etag, &["name_zh"])).await.enterprise.unwrap();
    assert_eq!(renamed.contact.unwrap().name, "王小明", "what is not named stays");
    assert_eq!(found(&clerk, "xinming").await, std::slice::from_ref(&made.enterprise_id));
    assert!(found(&clerk, "第7").await.is_empty(), "the old name is not searched any more");
    clerk.refused(update(&made.etag, &["town"])).await.is(Code::Aborted, "ETAG_MISMATCH");
    let wrong = clerk.refused(update(&made.etag, &["enterprise_id"])).await;
    assert_eq!(wrong.fields(), ["update_mask.paths[0]"]);
}

fn group(zh: &str) -> v1::CreateEnterpriseGroupRequest {
    v1::CreateEnterpriseGroupRequest {
        request_id: request_id(),
        name_zh: zh.to_owned(),
        ..Default::default()
    }
}

fn joining(group: &str, codes: &[String], from: &str) -> v1::JoinEnterpriseGroupRequest {
    v1::JoinEnterpriseGroupRequest {
        request_id: request_id(),
        group_id: group.to_owned(),
        enterprise_ids: codes.to_vec(),
        from_date: Some(date(from)),
        validate_only: false,
    }
}

async fn in_group(by: &Client, group: &str) -> Vec<String> {
    let request = v1::SearchEnterprisesRequest { group_id: group.to_owned(), ..Default::default() };
    by.ok(request).await.enterprises.into_iter().map(|one| one.enterprise_id).collect()
}

#[tokio::test]
async fn groups_are_joined_merged_and_split_by_day_and_what_was_stays() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let mut codes = Vec::new();
    for number in 0..4 {
        codes.push(centre.enterprise(number).await);
    }
    let group_id = async |zh| clerk.ok(group(zh)).await.group.unwrap().group_id;
    let (one, two) = (group_id("甲集团").await, group_id("乙集团").await);
    let joined = clerk.ok(joining(&one, &codes, "2024-01-01")).await.group.unwrap();
    assert_eq!(joined.enterprises_count, 4);
    let unknown = [codes[0].clone(), credit_code(99)];
    let refused = clerk.refused(joining(&two, &unknown, "2024-02-01")).await;
    assert_eq!(refused.fields(), ["enterprise_ids[1]"]);
    let many: Vec<_> = (0..501).map(credit_code).collect();
    assert_eq!(
        clerk.refused(joining(&two, &many, "2024-02-01")).await.fields(),
        ["enterprise_ids"]
    );
    let back = clerk.refused(joining(&two, &codes[..1], "2024-01-01")).await;
    back.is(Code::FailedPrecondition, "MEMBERSHIP_LATER");
    // Split: two of them are a group of their own from today on.
    let split = v1::SplitEnterpriseGroupRequest {
        request_id: request_id(),
        group_id: one.clone(),
        enterprise_ids: codes[2..].to_vec(),
        name_zh: "丙集团".to_owned(),
        ..Default::default()
    };
    let three = clerk.ok(split).await.group.unwrap();
    assert_eq!(three.enterprises_count, 2);
    assert_eq!(in_group(&clerk, &one).await.len(), 2);
    let request = v1::GetEnterpriseRequest { enterprise_id: codes[2].clone() };
    let memberships = clerk.ok(request).await.enterprise.unwrap().memberships;
    assert_eq!(memberships.len(), 2);
    assert_eq!(memberships[0].until_date, Some(date("2024-03-03")), "the day before");
    // Merge: all of the rest belong to the other from tomorrow on.
    let merge = |group: &str, into: &str| v1::MergeEnterpriseGroupsRequest {
        request_id: request_id(),
        group_id: group.to_owned(),
        into_group_id: into.to_owned(),
        from_date: Some(date("2024-03-05")),
        validate_only: false,
    };
    clerk.ok(merge(&one, &two)).await;
    assert_eq!((in_group(&clerk, &one).await.len(), in_group(&clerk, &two).await.len()), (2, 0));
    centre.clock.advance(chrono::Duration::days(1));
    assert_eq!((in_group(&clerk, &one).await.len(), in_group(&clerk, &two).await.len()), (0, 2));
    let ended = clerk.refused(joining(&one, &codes[..1], "2024-04-01")).await;
    ended.is(Code::FailedPrecondition, "GROUP_MERGED");
    assert_eq!(ended.variable("group_id"), Some(two.clone()));
    assert_eq!(clerk.refused(merge(&two, &two)).await.fields(), ["into_group_id"]);
    let listed = clerk.ok(v1::ListEnterpriseGroupsRequest::default()).await.groups;
    let names: Vec<_> = listed.iter().map(|one| one.name_zh.as_str()).collect();
    assert_eq!(names, ["丙集团", "乙集团"]);
    let leave = v1::LeaveEnterpriseGroupRequest {
        request_id: request_id(),
        group_id: two.clone(),
        enterprise_ids: codes[2..3].to_vec(),
        ..Default::default()
    };
    clerk.refused(leave).await.is(Code::FailedPrecondition, "NOT_IN_GROUP");
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_who_register_the_same_enterprise_make_it_once() {
    let centre = Centre::start().await;
    let other = centre.another().await;
    let mut calls = tokio::task::JoinSet::new();
    for index in 0..16 {
        let by = if index % 2 == 0 { centre.clerk() } else { other.clerk() };
        calls.spawn(async move { by.call(enterprise(5)).await.is_ok() });
    }
    let done = calls.join_all().await;
    assert_eq!(done.into_iter().filter(|done| *done).count(), 1);
    assert_eq!(centre.database.number("SELECT count(*) FROM enterprise").await, 1);
}
