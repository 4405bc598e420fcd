//! Cards as people see and answer them: by scope, by filters, closed by somebody else.

use super::{card, cards, close, rectify, scores, sweep, with_all_cards};
use crate::harness::{Who, cases::*, make::*};
use frsc_proto::v1::{self, CardRung, CardState};
use tonic::Code;

#[tokio::test]
async fn a_department_sees_and_answers_its_own_cards_and_no_others() {
    let (centre, all) = with_all_cards().await;
    let (own, other) = (centre.client(Who::PsbOfficer), centre.client(Who::StbOfficer));
    assert_eq!(cards(&own).await, all);
    assert_eq!(cards(&other).await, []);
    let red = &all[2];
    let get = |id: &str| v1::GetCardRequest { card_id: id.to_owned() };
    let hidden = other.refused(get(&red.card_id)).await;
    hidden.is(Code::NotFound, "NOT_FOUND");
    rectify(&other, red).await.unwrap_err().is(Code::NotFound, "NOT_FOUND");
    let answered = rectify(&own, red).await.unwrap();
    assert_eq!(answered.state(), CardState::RectificationSubmitted);
    assert_eq!(card(&own, &red.card_id).await, answered);
    let scores = other.ok(scores("2024-09-01", "2024-09-30")).await;
    assert!(scores.scores.is_empty() && scores.cards.is_empty());
}

#[tokio::test]
async fn a_red_card_closes_only_with_a_rectification_of_somebody_else() {
    let (centre, all) = with_all_cards().await;
    let (lead, officer) = (centre.lead(), centre.client(Who::PsbOfficer));
    let [reminder, yellow, red, escalation] = &all[..] else { panic!("{all:?}") };
    let failed = Code::FailedPrecondition;
    lead.refused(close(reminder)).await.is(failed, "STATE_TRANSITION_FORBIDDEN");
    lead.refused(close(red)).await.is(failed, "RECTIFICATION_MISSING");
    assert_eq!(card(&lead, &red.card_id).await, *red, "nothing changed");
    rectify(&officer, yellow).await.unwrap_err().is(failed, "RECTIFICATION_NOT_ASKED");
    let own = rectify(&lead, red).await.unwrap();
    lead.refused(close(&own)).await.is(failed, "SELF_APPROVAL");
    rectify(&officer, red).await.unwrap_err().is(Code::Aborted, "ETAG_MISMATCH");
    let theirs = rectify(&officer, &own).await.unwrap();
    let dry = v1::CloseCardRequest { validate_only: true, ..close(&theirs) };
    lead.ok(dry).await;
    let closed = lead.ok(close(&theirs)).await.card.unwrap();
    assert_eq!((closed.state(), closed.close_reason.as_str()), (CardState::Closed, "done"));
    lead.refused(close(&closed)).await.is(failed, "STATE_TRANSITION_FORBIDDEN");
    rectify(&officer, &closed).await.unwrap_err().is(failed, "STATE_TRANSITION_FORBIDDEN");
    for card in [yellow, escalation] {
        lead.ok(close(card)).await;
    }
    let open = v1::ListCardsRequest {
        states: vec![CardState::Open.into(), CardState::RectificationSubmitted.into()],
        ..Default::default()
    };
    assert!(lead.ok(open).await.cards.is_empty());
}

#[tokio::test]
async fn what_is_wrong_in_a_request_is_told_with_its_field() {
    let (centre, all) = with_all_cards().await;
    let (lead, officer) = (centre.lead(), centre.client(Who::PsbOfficer));
    let empty = v1::RectifyCardRequest {
        request_id: request_id(),
        card_id: "card_none".to_owned(),
        ..Default::default()
    };
    let refused = officer.refused(empty).await;
    assert_eq!(refused.fields(), ["rectification", "card_id", "etag"]);
    let long = v1::CloseCardRequest { reason: "x".repeat(201), ..close(&all[1]) };
    assert_eq!(lead.refused(long).await.fields(), ["reason"]);
    let refused = lead.refused(scores("2024-09-30", "2024-09-01")).await;
    assert_eq!(refused.fields(), ["to_date"]);
    let refused = lead.refused(v1::GetDepartmentScoresRequest::default()).await;
    assert_eq!(refused.fields(), ["from_date", "to_date"]);
    let unknown = v1::ListCardsRequest { rungs: vec![9], states: vec![0], ..Default::default() };
    assert_eq!(lead.refused(unknown).await.fields(), ["rungs[0]", "states[0]"]);
}

#[tokio::test]
async fn cards_are_listed_by_their_filters_and_page_by_page() {
    let (centre, all) = with_all_cards().await;
    let lead = centre.lead();
    centre.it_is("2024-09-27T10:00");
    centre.clerk().receives(accepted(&["NCR"])).await;
    centre.it_is("2024-10-12T10:00");
    sweep(&centre).await;
    let listed = |request: v1::ListCardsRequest| async { lead.ok(request).await.cards };
    let none = v1::ListCardsRequest::default();
    let whole = listed(none.clone()).await;
    let red = vec![CardRung::RedCard.into()];
    assert_eq!(listed(v1::ListCardsRequest { rungs: red, ..none.clone() }).await.len(), 2);
    let of_case = v1::ListCardsRequest { case_id: all[0].case_id.clone(), ..none.clone() };
    assert_eq!(listed(of_case).await.len(), 4);
    let of_task = v1::ListCardsRequest { task_id: all[0].task_id.clone(), ..none.clone() };
    assert_eq!(listed(of_task).await.len(), 4);
    let to = Some(date("2024-09-26"));
    assert_eq!(listed(v1::ListCardsRequest { raised_to_date: to, ..none.clone() }).await.len(), 4);
    let from = Some(date("2024-09-27"));
    let later = listed(v1::ListCardsRequest { raised_from_date: from, ..none.clone() }).await;
    assert_eq!(later.len() + 4, whole.len());
    let department = v1::ListCardsRequest { department_id: "STB".to_owned(), ..none.clone() };
    assert!(listed(department).await.is_empty());
    let mut paged = Vec::new();
    let mut page = v1::ListCardsRequest { page_size: 3, ..none };
    loop {
        let answer = lead.ok(page.clone()).await;
        paged.extend(answer.cards);
        if answer.next_page_token.is_empty() {
            break;
        }
        page.page_token = answer.next_page_token;
    }
    assert_eq!(paged, whole);
}
