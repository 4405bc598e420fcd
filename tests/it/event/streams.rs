//! How streams end and what they cost: a lost right, a reader who does not read, a token that is
//! too old, and a thousand who have nothing to hear.

use super::{Watching, list_from, next, watching};
use crate::harness::{Centre, Client, Kind, Refused, Who, kind, make::*, soon};
use frsc_proto::{admin, v1};
use std::{sync::Arc, time::Duration};
use tokio::time::Instant;
use tonic::Code;

/// What ends a stream, whatever comes before.
async fn ending(stream: &mut Watching) -> Refused {
    loop {
        match stream.message().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("a stream of events does not end well"),
            Err(status) => return Refused { status },
        }
    }
}

async fn account(centre: &Centre, who: Who) -> admin::Account {
    let name = who.login_name();
    let listed = centre.admin().ok(admin::ListAccountsRequest::default()).await.accounts;
    listed.into_iter().find(|account| account.login_name == name).unwrap()
}

#[tokio::test]
async fn a_stream_outlives_its_token_and_ends_with_the_right_to_it() {
    let centre = Centre::start().await;
    // On PostgreSQL the right is lost at another server.
    let other = if kind() == Kind::Postgres { Some(centre.another().await) } else { None };
    let (mut of_psb, _) = watching(&centre.client(Who::PsbOfficer)).await;
    let (mut of_stb, _) = watching(&centre.client(Who::StbPartner)).await;
    // Ten minutes are the life of an access token; the stream is looked at every three seconds.
    centre.minutes_pass(11);
    tokio::time::sleep(Duration::from_secs(4)).await;
    centre.clerk().book_at("2024-03-06T09:00", EXTENSION).await;
    next(&mut of_psb, 1).await;
    let at = other.as_ref().unwrap_or(&centre);
    let (psb, stb) = (account(at, Who::PsbOfficer).await, account(at, Who::StbPartner).await);
    let disable = admin::DisableAccountRequest {
        request_id: request_id(),
        account_id: psb.account_id,
        etag: psb.etag,
        ..Default::default()
    };
    // The other one goes on to another department: what he watches is not his any more.
    let moved = admin::SetAccountRolesRequest {
        request_id: request_id(),
        account_id: stb.account_id,
        etag: stb.etag,
        roles: stb.roles,
        department_id: "PSB".to_owned(),
        ..Default::default()
    };
    at.admin().ok(disable).await;
    at.admin().ok(moved).await;
    let lost = Instant::now();
    soon("the end", ending(&mut of_psb)).await.is(Code::Unauthenticated, "UNAUTHENTICATED");
    assert!(lost.elapsed() < Duration::from_secs(5), "{:?}", lost.elapsed());
    let ended = soon("the end", ending(&mut of_stb)).await;
    assert!(
        ["PERMISSION_DENIED", "UNAUTHENTICATED"].contains(&ended.reason().as_str()),
        "{ended:?}"
    );
    assert!(lost.elapsed() < Duration::from_secs(5), "{:?}", lost.elapsed());
}

#[tokio::test]
async fn a_token_of_events_that_are_forgotten_is_out_of_range_and_a_lists_token_goes_on() {
    let centre = Centre::start().await;
    let old = centre.clerk().ok(list_from("")).await.next_token;
    let booked = centre.clerk().book_at("2024-03-06T09:00", EXTENSION).await;
    centre.clock.advance(chrono::Duration::days(31));
    // A server forgets what has run out as soon as it starts.
    let again = centre.another().await;
    let lead = again.client(Who::Lead);
    soon("the events are forgotten", async {
        while lead.call(list_from(&old)).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    lead.refused(list_from(&old)).await.is(Code::OutOfRange, "EVENT_TOKEN_TOO_OLD");
    let refused = Refused { status: lead.watch_events(&old).await.unwrap_err() };
    refused.is(Code::OutOfRange, "EVENT_TOKEN_TOO_OLD");
    let ack = v1::AcknowledgeEventsRequest { request_id: request_id(), token: old };
    lead.refused(ack).await.is(Code::OutOfRange, "EVENT_TOKEN_TOO_OLD");
    let days = v1::ListAppointmentsRequest {
        from_date: Some(date("2024-03-06")),
        to_date: Some(date("2024-03-06")),
        ..Default::default()
    };
    let listed = lead.ok(days).await;
    assert_eq!(listed.appointments, std::slice::from_ref(&booked));
    let tickets = lead.ok(v1::ListTicketsRequest::default()).await;
    for token in [&listed.feed_token, &tickets.feed_token] {
        assert!(lead.ok(list_from(token)).await.events.is_empty());
    }
    let mut stream = lead.watch_events(&listed.feed_token).await.unwrap();
    lead.book_at("2024-04-08T09:00", EXTENSION).await;
    next(&mut stream, 1).await;
}

#[tokio::test]
async fn the_furthest_token_is_kept_and_the_lag_is_counted() {
    let centre = Centre::start().await;
    let (clerk, system) = (centre.clerk(), centre.client(Who::PsbPartner));
    let position = v1::GetFeedPositionRequest {};
    let empty = system.ok(position).await;
    assert_eq!((empty.acknowledged_token.as_str(), empty.lag_events), ("", 0));
    assert_eq!((empty.lag_duration, empty.acknowledge_time), (None, None));
    for minute in 0..3 {
        clerk.book_at("2024-03-06T09:00", EXTENSION).await;
        clerk.book_at("2024-03-06T09:00", WORK_PERMIT).await;
        centre.minutes_pass(minute);
    }
    let mut stream = system.watch_events(&empty.head_token).await.unwrap();
    let events = next(&mut stream, 3).await;
    let behind = system.ok(position).await;
    let minutes = |lag: Option<prost_types::Duration>| lag.map(|lag| lag.seconds / 60);
    assert_eq!((behind.lag_events, minutes(behind.lag_duration)), (3, Some(3)));
    let ack = |token: &str| v1::AcknowledgeEventsRequest {
        request_id: request_id(),
        token: token.to_owned(),
    };
    let done = system.ok(ack(&events[1].token)).await;
    assert_eq!(done.acknowledged_token, events[1].token);
    let lower = system.ok(ack(&events[0].token)).await;
    assert_eq!(lower.acknowledged_token, events[1].token, "never backwards");
    let behind = system.ok(position).await;
    assert_eq!(behind.acknowledged_token, events[1].token);
    assert_eq!((behind.lag_events, minutes(behind.lag_duration)), (1, Some(2)));
    assert_eq!(behind.acknowledge_time.unwrap().seconds, centre.clock.now().timestamp());
    // Another account of the department has a position of its own.
    let officer = centre.client(Who::PsbOfficer).ok(position).await;
    assert_eq!((officer.acknowledged_token.as_str(), officer.lag_events), ("", 3));
    system.ok(ack(&behind.head_token)).await;
    assert_eq!(system.ok(position).await.lag_events, 0);
    let methods = vec!["frsc.v1.EventService/AcknowledgeEvents".to_owned()];
    let trail = admin::ListAuditRecordsRequest { methods, ..Default::default() };
    assert!(centre.auditor().ok(trail).await.audit_records.is_empty(), "only refusals");
}

/// Adds events past the server, and then one by it, which makes it look.
async fn flood(centre: &Centre, count: usize, book_at: &str) {
    let insert = "INSERT INTO outbox (at, kind, resource_id, department_ids, body)";
    let row = "'appointment.booked', 'appt_' || n, 'PSB', '{}'";
    let sql = match kind() {
        Kind::Postgres => {
            format!("{insert} SELECT now(), {row} FROM generate_series(2, {count}) AS n")
        }
        Kind::Sqlite => format!(
            "{insert} WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers \
             WHERE n < {count}) SELECT '2024-03-04T00:00:00+00:00', {row} FROM numbers"
        ),
    };
    centre.database.execute(&sql).await.unwrap();
    centre.clerk().book_at(book_at, EXTENSION).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_holds_up_nobody_and_is_cut_off_and_goes_on_from_his_token() {
    const PIECE: usize = 5_000;
    const BURST: usize = 40_000;
    let centre = Centre::start().await;
    let (mut slow, mut token) = watching(&centre.new_client(Who::PsbPartner).await).await;
    let (mut quick, _) = watching(&centre.new_client(Who::PsbOfficer).await).await;
    // The first pieces fill what lies between the server and the slow one.
    let mut all = Vec::new();
    for time in ["09:00", "09:30", "10:00", "10:30", "14:00", "14:30"] {
        flood(&centre, PIECE, &format!("2024-03-06T{time}")).await;
        all.extend(next(&mut quick, PIECE).await);
    }
    // So long has he not asked for anything.
    tokio::time::sleep(Duration::from_millis(2_200)).await;
    flood(&centre, BURST, "2024-03-06T15:00").await;
    all.extend(next(&mut quick, BURST).await);
    let mut seen = Vec::new();
    let reading = async {
        loop {
            match slow.message().await {
                Ok(told) => {
                    let told = told.unwrap();
                    seen.extend(told.events);
                    token = told.token;
                }
                Err(status) => return Refused { status },
            }
        }
    };
    soon("the end", reading).await.is(Code::ResourceExhausted, "READER_TOO_SLOW");
    assert!(seen.len() < all.len());
    let client = centre.new_client(Who::PsbPartner).await;
    let mut slow = client.watch_events(&token).await.unwrap();
    seen.extend(next(&mut slow, all.len() - seen.len()).await);
    assert!(seen == all, "each event once, in order");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_who_have_nothing_to_hear_cost_nothing() {
    let centre = Centre::start().await;
    let mut idle: Vec<Watching> = Vec::new();
    for _ in 0..4 {
        let client = Arc::new(centre.new_client(Who::StbPartner).await);
        for _ in 0..250 {
            idle.push(watching(&client).await.0);
        }
    }
    let (mut own, _) = watching(&centre.new_client(Who::PsbPartner).await).await;
    let before = transactions(&centre).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    let queries = transactions(&centre).await - before;
    // The server looks for news and for its health, not each watcher: he is known by his session.
    assert!(queries < 60, "{queries} queries in four seconds");
    let clerk: Client = centre.clerk();
    let booked = Instant::now();
    clerk.book_at("2024-03-06T09:00", EXTENSION).await;
    next(&mut own, 1).await;
    assert!(booked.elapsed() < Duration::from_secs(2), "{:?}", booked.elapsed());
    clerk.book_at("2024-03-06T09:00", WORK_PERMIT).await;
    for stream in &mut idle {
        let told = next(stream, 1).await;
        assert_eq!(told[0].kind, "appointment.booked");
    }
}

/// Transactions of the database so far, where it counts them.
async fn transactions(centre: &Centre) -> i64 {
    if kind() == Kind::Sqlite {
        return 0;
    }
    let sql = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
    centre.database.number(sql).await
}
