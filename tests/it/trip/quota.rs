//! The trips a month of a group: however many of its enterprises file at once, on however many
//! servers, no more than it has.

use super::{Way, filing, traveller};
use crate::{
    catalogue::mask,
    enterprise::group::shown,
    harness::{Centre, Client, make::*, whitelist::*},
    whitelist::group_of,
};
use frsc_proto::v1;
use tonic::Code;

/// Trips that the group has a month.
const TRIPS: i32 = 5;

/// Sets how many trips a month a group has.
async fn gives(by: &Client, group_id: &str, trips_a_month: i32) {
    let known = shown(by, group_id).await;
    let update = v1::UpdateEnterpriseGroupRequest {
        request_id: request_id(),
        group: Some(v1::EnterpriseGroup { trips_a_month, ..known }),
        update_mask: mask(&["trips_a_month"]),
        validate_only: false,
    };
    by.ok(update).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_enterprises_of_a_group_file_no_more_trips_than_it_has() {
    let centre = Centre::start().await;
    let other = centre.another().await;
    let clerk = centre.clerk();
    let who = traveller(&centre, "2030-01-01").await;
    let (id, codes) = group_of(&centre, 3).await;
    for code in &codes {
        centre.whitelisted(code, terms("2024-01-01")).await;
    }
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
    let known = shown(&clerk, &id).await;
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
