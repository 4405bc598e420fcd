//! A clerk's morning: what runs out with the lane that is left, a renewal planned, and what an
//! event in somebody's life obliges whom to do.

use super::Terminal;
use crate::harness::{Centre, documents::*};

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_out_is_listed_and_renewed_and_what_is_owed_is_closed() {
    let centre = Centre::start_at("2024-05-20T10:00").await;
    let by = centre.clerk();
    let who = centre.resident().await;
    let work = paper(frsc_proto::v1::DocumentKind::WorkPermit, "2023-01-01", "2026-12-31");
    let class = frsc_proto::v1::WorkPermitClass::B.into();
    by.puts(&who, frsc_proto::v1::NewDocument { work_permit_class: class, ..work }).await;
    let permit = by.puts(&who, work_residence("2023-01-01", "2024-06-20")).await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let listed = clerk.told("dq --to 2024-06-30", "").await;
    let [one] = listed["documents"].as_array().unwrap().as_slice() else { panic!("{listed}") };
    assert_eq!(one["document_id"], permit.document_id.as_str());
    assert_eq!(
        (&one["lane"], &one["expiry_date"]),
        (&"RENEWAL_LANE_NORMAL".into(), &"2024-06-20".into())
    );
    let too_late = clerk.told("expiry list --to 2024-06-30 --lane too-late", "").await;
    assert_eq!(too_late["documents"].as_array().map(Vec::len), Some(0), "{too_late}");

    let end = &permit.document_id[permit.document_id.len() - 6..];
    let looked = clerk.done(&format!("expiry renew {end} --dry-run"), "").await;
    assert!(looked.out.contains("RP-W-EXT"), "{looked:?}");
    let planned = clerk.told(&format!("expiry renew {end}"), "").await;
    assert_eq!(planned["cases"].as_array().map(Vec::len), Some(1), "{planned}");
    clerk.refused(&format!("expiry renew {end}"), "", (6, "RENEWAL_UNDER_WAY")).await;

    let event = format!("expiry event --resident {who} --kind job-ended --at 2024-05-20T09:00");
    let made = clerk.told(&event, "").await;
    let duties = clerk.told(&format!("expiry duties --resident {who}"), "").await;
    let duties = duties["obligations"].as_array().unwrap().clone();
    assert_eq!(made["obligations"].as_array().map(Vec::len), Some(duties.len()), "{made}");
    let first = duties[0]["obligation_id"].as_str().unwrap();
    clerk.done(&format!("expiry close {first} --note done"), "").await;
    let open = clerk.told(&format!("expiry duties --resident {who} --state open"), "").await;
    assert_eq!(open["obligations"].as_array().map(Vec::len), Some(duties.len() - 1), "{open}");
}
