//! One watcher against the feed of one server.

use super::{super::testing, *};
use crate::{
    domain::{
        caller::{Caller, Role, Roles},
        event::RecordedEvent,
        id::{AccountId, SessionId},
    },
    store::trail::OutboxEvent,
};
use std::{sync::Arc, time::Duration as Real};
use uuid::Uuid;

/// An appointment that is not there.
const GONE: &str = "appt_aaaaaaaaaaaaaaaaaaaaaaaaaa";

fn call(role: Role, department: Option<&str>) -> Call {
    let caller = Caller {
        account_id: AccountId(Uuid::from_u128(1)),
        session_id: SessionId(Uuid::from_u128(2)),
        roles: Roles::of(&[role]),
        grantable_roles: Roles::NONE,
        department_id: department.map(str::to_owned),
    };
    Call { caller: Arc::new(caller), method: "frsc.v1.EventService/WatchEvents", source: None }
}

fn clerk() -> Call {
    call(Role::Clerk, None)
}

/// Commits events of a department.
async fn commit(app: &App, count: usize, department: &str) {
    let event = |_| OutboxEvent {
        at: app.clock.now(),
        kind: "appointment.booked",
        resource_id: GONE.to_owned(),
        department_ids: department.to_owned(),
        body: "{}".to_owned(),
    };
    let tx = app.store.begin().await.unwrap();
    tx.add_events((0..count).map(event).collect()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn watcher(app: &Arc<App>, call: &Call, token: &str, every: Real) -> Watcher {
    Watcher::new(Arc::clone(app), call, token, every).await.unwrap()
}

const LONG: Real = Real::from_secs(600);
const SHORT: Real = Real::from_millis(30);

#[tokio::test]
async fn a_message_without_events_moves_the_token_behind_what_is_others() {
    let (app, _folder) = testing::empty_app().await;
    let call = call(Role::PartnerSystem, Some("STB"));
    let mut idle = watcher(&app, &call, "", SHORT).await;
    let first = idle.next().await.unwrap();
    assert!(first.events.is_empty());
    let mut all = watcher(&app, &clerk(), "", LONG).await;
    all.next().await.unwrap();
    commit(&app, 3, "PSB").await;
    assert_eq!(all.next().await.unwrap().events.len(), 3);
    let checkpoint = idle.next().await.unwrap();
    assert!(checkpoint.events.is_empty());
    let scope = call.caller.scope().unwrap();
    let place = |told: &Told| token::read(&app, &scope, &told.token).unwrap().place;
    assert!(place(&checkpoint) > place(&first));
    assert_eq!(place(&idle.next().await.unwrap()), place(&checkpoint), "nothing happened since");
}

#[tokio::test]
async fn a_resource_that_cannot_be_seen_is_told_as_removed() {
    let (app, _folder) = testing::empty_app().await;
    let mut watcher = watcher(&app, &clerk(), "", LONG).await;
    watcher.next().await.unwrap();
    commit(&app, 1, "PSB").await;
    let told = watcher.next().await.unwrap();
    let [event] = &told.events[..] else { panic!("{told:?}") };
    assert_eq!((event.recorded.resource_id.as_str(), &event.resource), (GONE, &None));
}

#[tokio::test]
async fn who_missed_much_catches_up_page_by_page_and_then_goes_on_live() {
    let (app, _folder) = testing::empty_app().await;
    let start = watcher(&app, &clerk(), "", LONG).await.next().await.unwrap().token;
    commit(&app, 450, "PSB").await;
    let mut watcher = watcher(&app, &clerk(), &start, LONG).await;
    let mut places = Vec::new();
    while places.len() < 450 {
        let told = watcher.next().await.unwrap();
        places.extend(told.events.iter().map(|event| event.recorded.place));
    }
    commit(&app, 5, "PSB").await;
    while places.len() < 455 {
        let told = watcher.next().await.unwrap();
        places.extend(told.events.iter().map(|event| event.recorded.place));
    }
    assert!(places.is_sorted() && places.windows(2).all(|two| two[0] != two[1]));
}

/// Hands on more than a watcher may leave waiting; all of it he has seen before.
fn hand_on_too_much(app: &App) {
    let head = app.feed.head().unwrap();
    let event = RecordedEvent {
        place: head.place,
        at: app.clock.now(),
        kind: "appointment.booked".to_owned(),
        resource_id: GONE.to_owned(),
        department_ids: "PSB".to_owned(),
    };
    for _ in 0..1_000 {
        app.feed.publish(head.epoch, std::slice::from_ref(&event));
    }
}

#[tokio::test]
async fn who_lost_the_thread_while_he_was_reading_catches_up() {
    let (app, _folder) = testing::empty_app().await;
    let mut watcher = watcher(&app, &clerk(), "", LONG).await;
    watcher.next().await.unwrap();
    hand_on_too_much(&app);
    let mut seen = 0;
    commit(&app, 7, "PSB").await;
    while seen < 7 {
        seen += watcher.next().await.unwrap().events.len();
    }
    assert_eq!(seen, 7);
}

#[tokio::test]
async fn who_does_not_read_is_cut_off() {
    let (app, _folder) = testing::empty_app().await;
    let mut watcher = watcher(&app, &clerk(), "", LONG).await;
    watcher.next().await.unwrap();
    hand_on_too_much(&app);
    watcher.has_not_asked_for(Real::from_secs(10));
    assert!(matches!(watcher.next().await, Err(Error::ReaderTooSlow)));
}

#[tokio::test]
async fn what_is_forgotten_is_told_to_whom_it_concerns_only() {
    let (app, _folder) = testing::empty_app().await;
    let call = clerk();
    let token = |request: &str| PageRequest { size: 0, token: request.to_owned() };
    let before = list(&app, &call, &token("")).await.unwrap().next_token;
    commit(&app, 3, "PSB").await;
    let after = list(&app, &call, &token("")).await.unwrap();
    app.clock.advance(EVENTS_KEPT_FOR + Duration::seconds(1));
    forget_old(&app).await.unwrap();
    for old in [&before, &after.events[1].token] {
        let refused = list(&app, &call, &token(old)).await;
        assert!(matches!(refused, Err(Error::EventTokenTooOld)), "{refused:?}");
        let refused = Watcher::new(Arc::clone(&app), &call, old, LONG).await;
        assert!(matches!(refused, Err(Error::EventTokenTooOld)));
    }
    for good in ["", &after.events[2].token, &after.next_token] {
        let rest = list(&app, &call, &token(good)).await.unwrap();
        assert_eq!((rest.events.len(), rest.more), (0, false));
    }
}

#[tokio::test]
async fn a_token_of_a_later_state_of_the_database_is_refused() {
    let (app, _folder) = testing::empty_app().await;
    let call = clerk();
    commit(&app, 3, "PSB").await;
    let end = end_of_feed(&app).await.unwrap();
    let later = Place { position: end.place.position + 1, ..end.place };
    let scope = call.caller.scope().unwrap();
    let token = token::write(&app, &scope, Mark { place: later, ..end });
    let refused = list(&app, &call, &PageRequest { size: 0, token: token.clone() }).await;
    assert!(matches!(refused, Err(Error::EventTokenTooOld)));
    let refused = Watcher::new(Arc::clone(&app), &call, &token, LONG).await;
    assert!(matches!(refused, Err(Error::EventTokenTooOld)));
}
