//! Supervision: which rung is raised when, once, in order, by whichever server; cards answered and
//! closed; points that add up from the cards alone.

mod card;
mod contention;
mod scenarios;

use crate::harness::{Centre, Client, Refused, Who, cases::*, make::*};
use frsc_proto::{
    admin,
    v1::{self, CardRung, CardState, Outcome},
};
use tonic::Code;

/// A visa extension is promised within five working days.
const VISA: &str = "VS-EXT";

/// Raises what is due.
pub async fn sweep(centre: &Centre) -> v1::RunSupervisionSweepResponse {
    centre.lead().ok(v1::RunSupervisionSweepRequest { request_id: request_id() }).await
}

/// What a sweep raised, by rung.
pub fn raised(swept: &v1::RunSupervisionSweepResponse) -> Vec<(CardRung, i32)> {
    swept.rung_counts.iter().map(|of| (of.rung(), of.count)).collect()
}

/// The cards somebody sees, the oldest first.
pub async fn cards(client: &Client) -> Vec<v1::Card> {
    let mut cards = client.ok(v1::ListCardsRequest::default()).await.cards;
    cards.reverse();
    cards
}

/// A card by its rung and the day it was due.
pub fn rungs(cards: &[v1::Card]) -> Vec<(CardRung, String)> {
    cards.iter().map(|card| (card.rung(), day(card.rung_date))).collect()
}

async fn card(client: &Client, id: &str) -> v1::Card {
    client.ok(v1::GetCardRequest { card_id: id.to_owned() }).await.card.unwrap()
}

async fn rectify(by: &Client, of: &v1::Card) -> Result<v1::Card, Refused> {
    let request = v1::RectifyCardRequest {
        request_id: request_id(),
        card_id: of.card_id.clone(),
        etag: of.etag.clone(),
        rectification: "The file lay with a colleague on leave; he has a deputy now.".to_owned(),
    };
    Ok(by.step_of(request).await?.card.unwrap())
}

fn close(of: &v1::Card) -> v1::CloseCardRequest {
    v1::CloseCardRequest {
        request_id: request_id(),
        card_id: of.card_id.clone(),
        etag: of.etag.clone(),
        reason: "done".to_owned(),
        validate_only: false,
    }
}

fn withdraw(of: &v1::Card) -> v1::WithdrawCardRequest {
    v1::WithdrawCardRequest {
        request_id: request_id(),
        card_id: of.card_id.clone(),
        etag: of.etag.clone(),
        reason: "the calendar was revised".to_owned(),
        validate_only: false,
    }
}

fn scores(from: &str, to: &str) -> v1::GetDepartmentScoresRequest {
    v1::GetDepartmentScoresRequest {
        from_date: Some(date(from)),
        to_date: Some(date(to)),
        ..Default::default()
    }
}

/// A centre in which a visa extension of 2024-09-12 has all four cards.
async fn with_all_cards() -> (Centre, Vec<v1::Card>) {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    centre.clerk().receives(accepted(&[VISA])).await;
    centre.it_is("2024-09-26T09:00");
    sweep(&centre).await;
    let cards = cards(&centre.lead()).await;
    (centre, cards)
}

#[tokio::test]
async fn after_days_of_downtime_one_sweep_raises_all_rungs_in_order_and_once() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    centre.clerk().receives(accepted(&[VISA])).await;
    centre.it_is("2024-10-11T09:00");
    let all = [CardRung::Reminder, CardRung::YellowCard, CardRung::RedCard, CardRung::Escalation];
    assert_eq!(raised(&sweep(&centre).await), all.map(|rung| (rung, 1)));
    assert_eq!(raised(&sweep(&centre).await), []);
    let cards = cards(&centre.lead()).await;
    assert_eq!(cards.iter().map(v1::Card::rung).collect::<Vec<_>>(), all);
    let days: Vec<_> = cards.iter().map(|card| day(card.rung_date)).collect();
    assert_eq!(days, ["2024-09-19", "2024-09-21", "2024-09-25", "2024-09-25"]);
    let at = Some(instant("2024-10-11T09:00"));
    assert!(cards.iter().all(|card| card.raise_time == at));
    // The new limit runs from the day it is raised: five working days after 2024-10-11.
    assert_eq!(day(cards[2].rectify_by_date), "2024-10-17");
}

#[tokio::test]
async fn a_clock_that_stands_still_raises_nothing_and_a_later_due_date_waits_anew() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&[VISA])).await;
    centre.it_is("2024-09-19T00:00");
    assert_eq!(raised(&sweep(&centre).await), [(CardRung::Reminder, 1)]);
    let case = clerk.ok(suspend_case(&clerk.case(&case.case_id).await)).await.case.unwrap();
    centre.it_is("2024-10-09T10:00");
    assert_eq!(raised(&sweep(&centre).await), []);
    // One of five working days is left: due on 2024-10-10, and the reminder is not raised again.
    let case = clerk.resume_case(&case).await.unwrap();
    assert_eq!(day(case.due_date), "2024-10-10");
    assert_eq!(raised(&sweep(&centre).await), []);
    centre.it_is("2024-10-10T23:59");
    assert_eq!(raised(&sweep(&centre).await), []);
    centre.it_is("2024-10-11T00:00");
    assert_eq!(raised(&sweep(&centre).await), [(CardRung::YellowCard, 1)]);
    let yellow = cards(&clerk).await.pop().unwrap();
    assert_eq!(
        (day(yellow.due_date), day(yellow.rung_date)),
        ("2024-10-10".into(), "2024-10-11".into())
    );
}

#[tokio::test]
async fn an_approved_extension_moves_the_next_rung() {
    let centre = Centre::start_at("2025-11-03T10:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let case = clerk.receives(accepted(&["WP-EXT"])).await;
    let task = clerk.task_for(&case, "WP-EXT").await;
    let due = day(task.due_date);
    centre.it_is(&format!("{due}T09:00"));
    assert_eq!(raised(&sweep(&centre).await), [(CardRung::Reminder, 1)]);
    let request = v1::RequestExtensionRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: clerk.case(&case.case_id).await.etag,
        reason: "an expert is heard".to_owned(),
    };
    let case = clerk.step_of(request).await.unwrap().case.unwrap();
    let decide = v1::DecideExtensionRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        decision: v1::Decision::Approve.into(),
        reason: "granted".to_owned(),
        ..Default::default()
    };
    lead.step_of(decide).await.unwrap();
    let task = clerk.task(&task.task_id).await;
    let moved = day(task.due_date);
    let statutory = cases_due(&task, v1::ClockKind::Statutory);
    centre.it_is(&format!("{moved}T23:59"));
    assert_eq!(raised(&sweep(&centre).await), []);
    centre.minutes_pass(1);
    assert_eq!(raised(&sweep(&centre).await), [(CardRung::YellowCard, 1)]);
    assert!(moved >= due && statutory > due, "{due} {moved} {statutory}");
}

fn cases_due(task: &v1::Task, kind: v1::ClockKind) -> String {
    due(&task.clocks, kind).unwrap_or_default()
}

#[tokio::test]
async fn a_decided_task_raises_nothing_and_its_open_cards_stay() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&[VISA])).await;
    centre.it_is("2024-09-21T00:00");
    sweep(&centre).await;
    let task = clerk.task_for(&case, VISA).await;
    clerk.decides(&task, Outcome::Granted).await.unwrap();
    centre.it_is("2024-10-21T00:00");
    assert_eq!(raised(&sweep(&centre).await), []);
    let cards = cards(&clerk).await;
    let states: Vec<_> = cards.iter().map(v1::Card::state).collect();
    assert_eq!(states, [CardState::Notice, CardState::Open]);
}

#[tokio::test]
async fn a_missed_notice_is_the_centres_own_card_before_the_law_accepts_the_case() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    let clerk = centre.clerk();
    let received = clerk.receives(application(&[VISA])).await;
    let due = due(&received.clocks, v1::ClockKind::Notice).unwrap();
    assert_eq!(due, "2024-09-20");
    centre.it_is("2024-09-21T00:00");
    let swept = sweep(&centre).await;
    assert_eq!(swept.deemed_acceptances, 1);
    // The task counts from the day of receipt and is due on the same day as the notice was.
    let expected = [(CardRung::Reminder, 2), (CardRung::YellowCard, 2)];
    assert_eq!(raised(&swept), expected);
    let of_centre: Vec<_> =
        cards(&clerk).await.into_iter().filter(|card| card.department_id.is_empty()).collect();
    assert_eq!(of_centre.len(), 2);
    assert!(of_centre.iter().all(|card| card.task_id.is_empty()));
    assert_eq!(of_centre[1].clock_kind(), v1::ClockKind::Notice);
    assert_eq!(of_centre[1].legal_basis, "行政许可法 32");
    assert_eq!(cards(&centre.partner()).await.len(), 2, "a department sees its own");
}

#[tokio::test]
async fn scores_add_up_from_the_cards_alone_and_a_withdrawn_card_counts_no_more() {
    let (centre, all) = with_all_cards().await;
    let lead = centre.lead();
    let september = || scores("2024-09-01", "2024-09-30");
    let before = lead.ok(september()).await;
    let [psb] = &before.scores[..] else { panic!("{before:?}") };
    assert_eq!((psb.department_id.as_str(), psb.points), ("PSB", 8));
    let counts: Vec<_> = psb.rung_counts.iter().map(|of| (of.rung(), of.count)).collect();
    let rungs = [CardRung::Reminder, CardRung::YellowCard, CardRung::RedCard, CardRung::Escalation];
    assert_eq!(counts, rungs.map(|rung| (rung, 1)));
    assert_eq!(before.cards.iter().map(|card| card.points).sum::<i32>(), psb.points);
    // A later ladder changes nothing of what was raised by the earlier one.
    let policy = lead.ok(admin::GetSupervisionPolicyRequest {}).await.supervision_policy.unwrap();
    let mut dearer = policy.clone();
    dearer.rungs.iter_mut().for_each(|rung| rung.points = 100);
    centre.admin().ok(update(dearer)).await;
    assert_eq!(lead.ok(september()).await, before);
    lead.ok(withdraw(&all[2])).await;
    let after = lead.ok(september()).await;
    assert_eq!((after.scores[0].points, after.cards.len()), (2, 3));
    let gone = card(&lead, &all[2].card_id).await;
    assert_eq!((gone.state(), gone.points), (CardState::Withdrawn, 6));
    lead.refused(withdraw(&gone)).await.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    assert_eq!(raised(&sweep(&centre).await), [], "its rung is not raised again");
    assert!(lead.ok(scores("2024-10-01", "2024-10-31")).await.scores.is_empty());
}

fn update(policy: admin::SupervisionPolicy) -> admin::UpdateSupervisionPolicyRequest {
    admin::UpdateSupervisionPolicyRequest {
        request_id: request_id(),
        supervision_policy: Some(policy),
        update_mask: Some(prost_types::FieldMask { paths: vec!["rungs".to_owned()] }),
        validate_only: false,
    }
}

#[tokio::test]
async fn the_ladder_is_data_and_holds_for_open_tasks_at_once() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    let admin = centre.admin();
    centre.clerk().receives(accepted(&[VISA])).await;
    let policy = admin.ok(admin::GetSupervisionPolicyRequest {}).await.supervision_policy.unwrap();
    assert_eq!(policy.rungs.len(), 4);
    let mut earlier = policy.clone();
    earlier.rungs[0].working_days = -3;
    earlier.rungs.remove(1);
    admin.ok(update(earlier)).await;
    // Three working days before 2024-09-20, over the holiday: 14 September is worked.
    centre.it_is("2024-09-13T23:59");
    assert_eq!(raised(&sweep(&centre).await), []);
    centre.it_is("2024-09-14T00:00");
    assert_eq!(raised(&sweep(&centre).await), [(CardRung::Reminder, 1)]);
    centre.it_is("2024-09-24T23:59");
    assert_eq!(raised(&sweep(&centre).await), [], "there is no yellow card");
    let refused = |change: fn(&mut admin::SupervisionPolicy)| {
        let (admin, mut policy) = (admin.clone(), policy.clone());
        async move {
            policy.etag = "v2".to_owned();
            change(&mut policy);
            admin.refused(update(policy)).await.fields()
        }
    };
    assert_eq!(refused(|p| p.rungs.clear()).await, ["supervision_policy.rungs"]);
    let field = refused(|p| p.rungs.swap(1, 2)).await;
    assert!(field.contains(&"supervision_policy.rungs[2].rung".to_owned()), "{field:?}");
    let field = refused(|p| p.rungs[3].working_days = 2).await;
    assert_eq!(field, ["supervision_policy.rungs[3].working_days"]);
    let field = refused(|p| p.rungs[3].rung = CardRung::LegalAlert.into()).await;
    assert_eq!(field, ["supervision_policy.rungs[3].rung"]);
    let field = refused(|p| p.rungs[0].points = -1).await;
    assert_eq!(field, ["supervision_policy.rungs[0].points"]);
}

#[tokio::test]
async fn the_feed_tells_a_department_of_its_cards() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    centre.clerk().receives(accepted(&[VISA])).await;
    centre.it_is("2024-09-26T09:00");
    let officer = centre.client(Who::PsbOfficer);
    // The server may have raised them by itself by now.
    sweep(&centre).await;
    let red = cards(&officer).await.remove(2);
    let answered = rectify(&officer, &red).await.unwrap();
    let closed = centre.lead().ok(close(&answered)).await.card.unwrap();
    centre.feed_settles().await;
    let mut events = officer.ok(v1::ListEventsRequest::default()).await.events;
    events.retain(|event| event.kind.starts_with("card."));
    let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
    let expected = [&["card.raised"; 4][..], &["card.rectified", "card.closed"]].concat();
    assert_eq!(kinds, expected);
    let Some(v1::event::Resource::Card(told)) = events[2].resource.clone() else {
        panic!("{events:?}")
    };
    assert_eq!(told, closed, "the card as it is now");
    let other = centre.client(Who::StbOfficer);
    let none = other.ok(v1::ListEventsRequest { token: String::new(), page_size: 0 }).await;
    assert!(none.events.is_empty());
}

#[tokio::test]
async fn a_repeated_sweep_gets_its_first_answer_and_raises_nothing_more() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    centre.clerk().receives(accepted(&[VISA])).await;
    centre.it_is("2024-09-21T09:00");
    let request = v1::RunSupervisionSweepRequest { request_id: request_id() };
    let first = centre.lead().ok(request.clone()).await;
    centre.it_is("2024-09-26T09:00");
    assert_eq!(centre.lead().ok(request).await, first);
    assert_eq!(cards(&centre.lead()).await.len(), 2);
    assert_eq!(raised(&sweep(&centre).await).len(), 2);
}
