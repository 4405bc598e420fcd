use super::{
    closure::{Closed, create, end, list},
    *,
};
use crate::{
    domain::{catalogue::Closure, refusal::Refusal, slot::slots_on},
    service::{
        testing::{self, Told, write_call},
        write::Mode,
    },
};
use chrono::{DateTime, Duration, NaiveDate, Utc};

fn closure_of(app: &App, start: DateTime<Utc>, hours: i64) -> Closure {
    Closure {
        id: app.clock.new_id(),
        hall_session_id: None,
        counter_id: None,
        start,
        end: start + Duration::hours(hours),
        reason: "停电".to_owned(),
        ended_at: None,
    }
}

/// How many slots a day has, as kept with the snapshot.
async fn slots_of(app: &App, day: NaiveDate) -> usize {
    app.catalogue.slots_on(&current(app).await.unwrap(), day).len()
}

#[tokio::test]
async fn closing_is_counted_first_and_ended_once() {
    let (app, _folder) = testing::app().await;
    // The morning of the next day: 7 slots of 8 counters with 2 places each.
    let closed = closure_of(&app, "2023-09-28T00:30:00Z".parse().unwrap(), 4);
    let dry = create::<Told<Closed>>(&app, &write_call(&app, Mode::ValidateOnly), &closed).await;
    let impact = dry.unwrap().answer.0.impact;
    assert_eq!((impact.slots_touched, impact.places_lost), (7, 112));
    let day = "2023-09-28".parse().unwrap();
    assert_eq!(slots_of(&app, day).await, 14);
    create::<Told<Closed>>(&app, &write_call(&app, Mode::Commit), &closed).await.unwrap();
    assert_eq!(slots_of(&app, day).await, 7);
    let call = write_call(&app, Mode::Commit);
    let days = (Some(day), Some(day));
    let listed = list(&app, &call.call, days, &PageRequest::default()).await.unwrap();
    assert_eq!(listed.rows[0].value, closed);
    let id = closed.id.to_string();
    end::<Told<Versioned<Closure>>>(&app, &call, &id, 1).await.unwrap();
    assert_eq!(slots_of(&app, day).await, 14);
    let again = write_call(&app, Mode::Commit);
    let again = end::<Told<Versioned<Closure>>>(&app, &again, &id, 2).await.unwrap_err();
    let Error::Refused { refusals, .. } = again else { panic!("not refused") };
    assert!(matches!(refusals[0], Refusal::StateForbids { current: "ENDED", .. }));
}

#[tokio::test]
async fn the_past_is_not_closed_and_unknown_counters_are_named() {
    let (app, _folder) = testing::app().await;
    let past = closure_of(&app, app.clock.now() - Duration::minutes(1), 4);
    let call = write_call(&app, Mode::Commit);
    let refused = create::<Told<Closed>>(&app, &call, &past).await.unwrap_err();
    assert!(matches!(refused, Error::Invalid(v) if v[0].field == "closure.start_time"));
    let mut odd = closure_of(&app, app.clock.now(), 24 * 367);
    odd.counter_id = Some("Z99".to_owned());
    let refused = create::<Told<Closed>>(&app, &call, &odd).await.unwrap_err();
    let Error::Invalid(violations) = refused else { panic!("not refused by its fields") };
    let fields: Vec<_> = violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(fields, ["closure.end_time", "closure.counter_id"]);
}

#[tokio::test]
async fn an_exception_opens_a_day_off_and_is_taken_away_again() {
    let (app, _folder) = testing::app().await;
    let saturday: NaiveDate = "2023-10-14".parse().unwrap();
    let catalogue = current(&app).await.unwrap();
    let (id, _) = catalogue.hall_sessions.first_key_value().unwrap();
    let id = id.to_string();
    assert!(slots_on(&catalogue, saturday).is_empty());
    for (version, places, slots) in [(1, 5, 7), (2, 0, 0)] {
        let exception = SessionException { date: saturday, places_per_counter: places };
        let call = write_call(&app, Mode::Commit);
        set_exception::<Told<Versioned<HallSession>>>(&app, &call, &id, version, exception)
            .await
            .unwrap();
        assert_eq!(slots_on(&current(&app).await.unwrap(), saturday).len(), slots);
    }
    let exception = SessionException { date: saturday, places_per_counter: 5 };
    let call = write_call(&app, Mode::Commit);
    let stale = set_exception::<Told<Versioned<HallSession>>>(&app, &call, &id, 1, exception).await;
    assert!(matches!(stale, Err(Error::EtagMismatch)));
    let page = sessions(&app, &call.call, None, &PageRequest::default()).await.unwrap();
    assert_eq!(page.rows.len(), 2);
}
