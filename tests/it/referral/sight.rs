//! Who sees which referrals: the centre all, a department its own and those of its sources; and
//! lists in the order in which they fall due.

use super::{SATURDAY, assign, close, contact, give_back, handed_over, reopen, respond, sign};
use crate::harness::{Centre, Client, Who, make::*};
use frsc_proto::v1::{self, ReferralState};
use tonic::Code;

async fn listed(by: &Client, request: v1::ListReferralsRequest) -> Vec<String> {
    let found = by.ok(request).await.referrals;
    found.into_iter().map(|referral| referral.external_id).collect()
}

fn all() -> v1::ListReferralsRequest {
    v1::ListReferralsRequest::default()
}

#[tokio::test]
async fn a_department_sees_what_it_has_and_the_source_what_it_gave() {
    let centre = Centre::start_at(SATURDAY).await;
    let clerk = centre.clerk();
    let psb = clerk.assigned("PSB-1", "PSB").await;
    let stb = clerk.assigned("STB-1", "STB").await;
    let own = clerk.assigned("SGC-1", "SGC").await;
    clerk.takes_step(handed_over("NEW-1")).await;
    assert_eq!(listed(&clerk, all()).await.len(), 4);
    assert_eq!(listed(&centre.client(Who::PsbOfficer), all()).await, ["PSB-1"]);
    assert_eq!(listed(&centre.client(Who::StbPartner), all()).await, ["STB-1"]);
    let source = centre.client(Who::SgcPartner);
    let mut given = listed(&source, all()).await;
    given.sort();
    assert_eq!(given, ["NEW-1", "PSB-1", "SGC-1", "STB-1"], "each once");
    let hidden = v1::GetReferralRequest { referral_id: stb.referral_id.clone() };
    let absent = v1::GetReferralRequest { referral_id: format!("refr_{}", "a".repeat(26)) };
    let officer = centre.client(Who::PsbOfficer);
    let (hidden, absent) = (officer.refused(hidden).await, officer.refused(absent).await);
    hidden.is(Code::NotFound, "NOT_FOUND");
    assert_eq!(hidden.status.details(), absent.status.details());
    officer.refused(contact(&stb)).await.is(Code::NotFound, "NOT_FOUND");
    let refused = source.refused(contact(&psb)).await;
    refused.is(Code::FailedPrecondition, "REFERRAL_OF_ANOTHER_DEPARTMENT");
    assert_eq!(refused.variable("department_id").unwrap(), "PSB");
    source.refused(sign(&psb)).await.is(Code::PermissionDenied, "PERMISSION_DENIED");
    source.refused(assign(&psb, "STB")).await.is(Code::PermissionDenied, "PERMISSION_DENIED");
    let done = source.takes_step(contact(&own)).await;
    assert_eq!(done.state(), ReferralState::Contacted, "assigned to itself, it acts");
    let back = officer.takes_step(give_back(&psb)).await;
    assert_eq!(back.state(), ReferralState::Returned);
    let gone = v1::GetReferralRequest { referral_id: psb.referral_id };
    officer.refused(gone).await.is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn a_system_hands_over_what_its_own_sources_received_and_reopens_nothing_else() {
    let centre = Centre::start_at(SATURDAY).await;
    let partner = centre.partner();
    let refused = partner.refused(handed_over("FOREIGN-1")).await;
    refused.is(Code::FailedPrecondition, "SOURCE_OF_ANOTHER_DEPARTMENT");
    assert_eq!(refused.variable("source_id").unwrap(), "PZ110");
    let given = centre.clerk().assigned("FOREIGN-2", "PSB").await;
    let contacted = partner.takes_step(contact(&given)).await;
    let responded = partner.takes_step(respond(&contacted)).await;
    let closed = partner.takes_step(close(&responded)).await;
    let refused = partner.refused(reopen(&closed)).await;
    refused.is(Code::FailedPrecondition, "SOURCE_OF_ANOTHER_DEPARTMENT");
}

#[tokio::test]
async fn lists_come_page_by_page_in_the_order_in_which_they_fall_due() {
    let centre = Centre::start_at(SATURDAY).await;
    let (clerk, source) = (centre.clerk(), centre.client(Who::SgcPartner));
    let received = |minute: u32| v1::CreateReferralRequest {
        receive_time: Some(instant(&format!("2023-07-08T20:{minute:02}"))),
        ..handed_over(&format!("DUE-{minute:02}"))
    };
    for minute in [50, 10, 40, 20, 30] {
        clerk.takes_step(received(minute)).await;
    }
    for by in [&clerk, &source] {
        let (mut found, mut token) = (Vec::new(), String::new());
        loop {
            let page = v1::ListReferralsRequest { page_size: 2, page_token: token, ..all() };
            let answer = by.ok(page).await;
            found.extend(answer.referrals.into_iter().map(|referral| referral.external_id));
            token = answer.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(found, ["DUE-10", "DUE-20", "DUE-30", "DUE-40", "DUE-50"]);
    }
    let before =
        v1::ListReferralsRequest { due_before_time: Some(instant("2023-07-08T20:31")), ..all() };
    assert_eq!(listed(&clerk, before).await, ["DUE-10", "DUE-20"]);
    let other = v1::ListReferralsRequest { page_token: "abc".to_owned(), ..all() };
    assert_eq!(clerk.refused(other).await.fields(), ["page_token"]);
}

#[tokio::test]
async fn lists_are_filtered_by_state_source_assignee_and_lateness() {
    let centre = Centre::start_at(SATURDAY).await;
    let clerk = centre.clerk();
    let psb = clerk.assigned("F-PSB", "PSB").await;
    clerk.takes_step(close_of(&clerk, &psb).await).await;
    clerk.assigned("F-STB", "STB").await;
    let unit = clerk.takes_step(handed_over("F-UNIT")).await;
    let unit = clerk.takes_step(sign(&unit)).await;
    clerk.takes_step(super::assign_unit(&unit, "330482001002")).await;
    let hotline =
        v1::CreateReferralRequest { source_id: "12345".to_owned(), ..handed_over("F-12345") };
    clerk.takes_step(hotline).await;
    let states = |states: &[ReferralState]| v1::ListReferralsRequest {
        states: states.iter().map(|state| (*state).into()).collect(),
        ..all()
    };
    assert_eq!(listed(&clerk, states(&[ReferralState::Closed])).await, ["F-PSB"]);
    assert_eq!(listed(&clerk, states(&[ReferralState::Received])).await, ["F-12345"]);
    let source = v1::ListReferralsRequest { source_ids: vec!["12345".to_owned()], ..all() };
    assert_eq!(listed(&clerk, source).await, ["F-12345"]);
    let department = v1::ListReferralsRequest { department_id: "STB".to_owned(), ..all() };
    assert_eq!(listed(&clerk, department).await, ["F-STB"]);
    for division in ["330482", "330482001", "330482001002"] {
        let units = v1::ListReferralsRequest { division_code: division.to_owned(), ..all() };
        assert_eq!(listed(&clerk, units).await, ["F-UNIT"], "{division}");
    }
    let named = v1::ListReferralsRequest { external_id: "F-STB".to_owned(), ..all() };
    assert_eq!(listed(&clerk, named).await, ["F-STB"]);
    let overdue = || v1::ListReferralsRequest { overdue_only: true, ..all() };
    assert_eq!(listed(&clerk, overdue()).await, [""; 0], "the first minute is not over");
    centre.minutes_pass(2);
    assert_eq!(listed(&clerk, overdue()).await, ["F-12345"]);
    centre.it_is("2023-07-10T21:15");
    assert_eq!(listed(&clerk, overdue()).await.len(), 3, "what is closed is not overdue");
}

/// The closing of an assigned referral.
async fn close_of(clerk: &Client, of: &v1::Referral) -> v1::CloseReferralRequest {
    let contacted = clerk.takes_step(contact(of)).await;
    close(&clerk.takes_step(respond(&contacted)).await)
}
