//! Many writers and several servers on one PostgreSQL: no event comes behind a reader, and none
//! waits for a look that nobody asked for.

use super::{list_from, next, watching};
use crate::harness::{Centre, Database, Who, make::*, on_postgres, soon};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};
use tonic::Code;

const WRITERS: usize = 32;
const TRANSACTIONS: usize = 60;

/// Writes events in transactions that stay open for a while, some of which are rolled back; answers
/// the ids of what was committed.
async fn write(database: Arc<Database>, writer: usize) -> Vec<String> {
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let mut committed = Vec::new();
    for number in 0..TRANSACTIONS {
        let ids: Vec<_> =
            (0..=number % 3).map(|row| format!("appt_{writer}_{number}_{row}")).collect();
        let mut transaction = connection.begin().await.unwrap();
        for id in &ids {
            let sql = "INSERT INTO outbox (at, kind, resource_id, department_ids, body) \
                       VALUES (now(), 'appointment.booked', $1, 'PSB', '{}')";
            sqlx::query(sql).bind(id).execute(&mut *transaction).await.unwrap();
            let pause = AssertSqlSafe("SELECT pg_sleep(random() * 0.004)");
            sqlx::query(pause).execute(&mut *transaction).await.unwrap();
        }
        if number % 7 == 3 {
            transaction.rollback().await.unwrap();
        } else {
            transaction.commit().await.unwrap();
            committed.extend(ids);
        }
    }
    committed
}

/// Reads by the plain number of the event, which is known to be wrong.
async fn read_by_number(database: Arc<Database>, wanted: usize) -> BTreeSet<String> {
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let (mut last, mut seen) = (0_i64, BTreeSet::new());
    let until = Instant::now() + Duration::from_secs(6);
    while seen.len() < wanted && Instant::now() < until {
        let sql = "SELECT position, resource_id FROM outbox WHERE position > $1 ORDER BY position";
        let rows = sqlx::query_as::<_, (i64, String)>(sql).bind(last);
        for (position, id) in rows.fetch_all(&mut connection).await.unwrap() {
            last = position;
            seen.insert(id);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn no_event_of_32_writers_comes_behind_a_reader() {
    if !on_postgres("no_event_of_32_writers_comes_behind_a_reader") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    let watcher = centre.client(Who::Lead);
    let poller = other.client(Who::PsbPartner);
    let (mut stream, _) = watching(&watcher).await;
    let mut token = poller.ok(list_from("")).await.next_token;
    let all = WRITERS * TRANSACTIONS * 2;
    let naive = tokio::spawn(read_by_number(Arc::clone(&centre.database), all));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(write(Arc::clone(&centre.database), writer)))
        .collect();
    let polling = tokio::spawn(async move {
        let mut polled = Vec::new();
        loop {
            let page = poller.ok(list_from(&token)).await;
            let ended = page.events.iter().any(|event| event.resource_id == "appt_end");
            polled.extend(page.events.into_iter().map(|event| event.resource_id));
            token = page.next_token;
            if ended {
                return polled;
            }
        }
    });
    let mut committed = BTreeSet::new();
    for writer in writers {
        committed.extend(writer.await.unwrap());
    }
    let end = "INSERT INTO outbox (at, kind, resource_id, department_ids, body) \
               VALUES (now(), 'appointment.booked', 'appt_end', 'PSB', '{}')";
    centre.database.execute(end).await.unwrap();
    committed.insert("appt_end".to_owned());
    let told = next(&mut stream, committed.len()).await;
    let told: Vec<_> = told.into_iter().map(|event| event.resource_id).collect();
    assert_eq!(told.last().map(String::as_str), Some("appt_end"));
    assert_eq!(told.iter().cloned().collect::<BTreeSet<_>>(), committed, "each event once");
    let polled = soon("what is polled", polling).await.unwrap();
    assert_eq!(polled, told, "the same order at both servers, watched and polled");
    let missed = committed.difference(&naive.await.unwrap()).count();
    eprintln!("by the plain number {missed} of {} events were missed", committed.len());
    assert!(missed > 0, "the wrong way missed nothing: the writers did not overlap");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_written_at_one_server_wakes_a_watcher_at_another() {
    if !on_postgres("an_event_written_at_one_server_wakes_a_watcher_at_another") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    let (mut stream, _) = watching(&other.client(Who::PsbOfficer)).await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-06T09:00").await;
    let mut longest = Duration::ZERO;
    for number in 0..60_u64 {
        // Now and then nothing happens for a moment, as between two visitors.
        tokio::time::sleep(Duration::from_millis(number % 8)).await;
        let booked = clerk.call(booking(&slot, EXTENSION)).await;
        let cancelled = match booked {
            Ok(booked) => clerk.ok(cancel(&booked.into_inner().appointment.unwrap())).await,
            Err(refused) => panic!("{refused:?}"),
        };
        let since = Instant::now();
        let id = cancelled.appointment.unwrap().appointment_id;
        let mut kinds = Vec::new();
        while kinds.last().map(String::as_str) != Some("appointment.cancelled") {
            for event in soon("the event", stream.message()).await.unwrap().unwrap().events {
                assert_eq!(event.resource_id, id);
                kinds.push(event.kind);
            }
        }
        assert_eq!(kinds, ["appointment.booked", "appointment.cancelled"]);
        longest = longest.max(since.elapsed());
    }
    eprintln!("the longest wait was {longest:?}");
    // A lost wake-up would be made good by the look that comes every three seconds.
    assert!(longest < Duration::from_secs(2), "{longest:?}");
}

#[tokio::test]
async fn a_database_brought_back_from_a_dump_begins_its_feed_anew() {
    if !on_postgres("a_database_brought_back_from_a_dump_begins_its_feed_anew") {
        return;
    }
    let centre = Centre::start().await;
    let lead = centre.client(Who::Lead);
    let (mut stream, old) = watching(&lead).await;
    let booked = lead.book_at("2024-03-06T09:00", EXTENSION).await;
    next(&mut stream, 1).await;
    // As if it had been written where a thousand billion transactions were before.
    centre.database.execute("UPDATE outbox SET xid = xid + 1000000000000").await.unwrap();
    let again = centre.another().await;
    let lead = again.client(Who::Lead);
    lead.refused(list_from(&old)).await.is(Code::OutOfRange, "EVENT_TOKEN_TOO_OLD");
    lead.ok(cancel(&booked)).await;
    again.feed_settles().await;
    let mut stream = lead.watch_events(&lead.ok(list_from("")).await.next_token).await.unwrap();
    let rescheduled = lead.book_at("2024-03-06T10:00", EXTENSION).await;
    let told = soon("the booking", async {
        loop {
            let told = stream.message().await.unwrap().unwrap();
            if let Some(event) = told.events.last() {
                return event.resource_id.clone();
            }
        }
    });
    assert_eq!(told.await, rescheduled.appointment_id);
    let all = lead.ok(list_from("")).await.events;
    let kinds: Vec<_> = all.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["appointment.booked", "appointment.cancelled", "appointment.booked"]);
}
