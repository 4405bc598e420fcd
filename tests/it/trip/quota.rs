//! The trips a month of a group: however many of its enterprises file at once, on however many
//! servers, no more than it has.

use super::{Way, filing, traveller};
use crate::harness::{Centre, Client, make::*, whitelist::*};
use frsc_proto::v1;
use tonic::Code;

/// Trips that the group has a month.
const TRIPS: i32 = 5;

async fn group(by: &Client, group_id: &str) -> v1::EnterpriseGroup {
    let request = v1::GetEnterpriseGroupRequest { group_id: group_id.to_owned() };
    by.ok(request).await.group.unwrap()
}

/// Sets how many trips a month a group has.
async fn gives(by: &Client, group_id: &str, trips_a_month: i32) {
    let known = group(by, group_id).await;
    let update = v1::UpdateEnterpriseGroupRequest {
        request_id: request_id(),
        group: Some(v1::EnterpriseGroup { trips_a_month, ..known }),
        update_mask: crate::catalogue::mask(&["trips_a_month"]),
        validate_only: false,
    };
    by.ok(update).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_enterprises_of_a_group_file_no_more_trips_than_it_has() {
    let centre = Centre::start().await;
    let other = centre.another().await;
    let clerk = centre.clerk();
    let (mut codes, who) = (Vec::new(), traveller(&centre, "2030-01-01").await);
    for number in 1..=3 {
        let code = centre.enterprise(number).await;
        centre.whitelisted(&code, terms("2024-01-01")).await;
        codes.push(code);
    }
    let made = v1::CreateEnterpriseGroupRequest {
        request_id: request_id(),
        name_zh: "尼得科集团".to_owned(),
        ..Default::default()
    };
    let id = clerk.ok(made).await.group.unwrap().group_id;
    let joining = v1::JoinEnterpriseGroupRequest {
        request_id: request_id(),
        group_id: id.clone(),
        enterprise_ids: codes.clone(),
        from_date: Some(date("2024-01-01")),
        validate_only: false,
    };
    clerk.ok(joining).await;
    gives(&clerk, &id, TRIPS).await;
    let in_march = ("2024-03-18", "2024-03-20");
    let mut calls = tokio::task::JoinSet::new();
    for index in 0..24 {
        let by = if index % 2 == 0 { centre.clerk() } else { other.clerk() };
        let request = filing(&codes[index % 3], Way::Exit, in_march, &[&who]);
        calls.spawn(async move { by.call(request).await.is_ok() });
    }
    let filed = calls.join_all().await.into_iter().filter(|filed| *filed).count();
    assert_eq!(i32::try_from(filed), Ok(TRIPS));
    let known = group(&clerk, &id).await;
    assert_eq!((known.trips_a_month, known.trips_this_month_count), (TRIPS, TRIPS));

    let refused = clerk.refused(filing(&codes[0], Way::Exit, in_march, &[&who])).await;
    refused.is(Code::FailedPrecondition, "TRIP_GROUP_QUOTA_USED");
    assert_eq!(refused.variable("group_id"), Some(id.clone()));
    // Another month, and another enterprise.
    clerk.ok(filing(&codes[0], Way::Exit, ("2024-04-01", "2024-04-02"), &[&who])).await;
    let alone = centre.enterprise(4).await;
    centre.whitelisted(&alone, terms("2024-01-01")).await;
    clerk.ok(filing(&alone, Way::Exit, in_march, &[&who])).await;
    // Without a limit they go on.
    gives(&clerk, &id, 0).await;
    clerk.ok(filing(&codes[0], Way::Exit, in_march, &[&who])).await;
}
