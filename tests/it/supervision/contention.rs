//! Many sweeps at once, from one server and from two: each rung of each task once, with the exact
//! count; and a sweep's bound.

use super::{VISA, raised, sweep};
use crate::harness::{Centre, Database, Kind, Who, cases::*, kind, make::*, on_postgres};
use frsc_proto::v1::{self, CardRung};
use tokio::task::JoinSet;

/// Sweeps at the same time.
const SWEEPS: usize = 8;
/// Open tasks that are overdue.
const TASKS: usize = 24;

/// All sweeps together raise each rung of each task once.
async fn each_once(centres: &[&Centre]) {
    for _ in 0..TASKS {
        centres[0].clerk().receives(accepted(&[VISA])).await;
    }
    centres[0].it_is("2024-09-26T09:00");
    let mut sweeps = JoinSet::new();
    for index in 0..SWEEPS {
        let lead = centres[index % centres.len()].new_client(Who::Lead).await;
        lead.token(Who::Lead).await;
        sweeps.spawn(async move {
            let request = v1::RunSupervisionSweepRequest { request_id: request_id() };
            lead.ok(request).await.rung_counts.iter().map(|of| of.count).sum::<i32>()
        });
    }
    let by_hand: i32 = sweeps.join_all().await.into_iter().sum();
    let rest: i32 = sweep(centres[0]).await.rung_counts.iter().map(|of| of.count).sum();
    let all = i64::try_from(TASKS * 4).unwrap();
    let database = &centres[0].database;
    assert_eq!(database.number("SELECT count(*) FROM card").await, all);
    let told = "SELECT count(*) FROM outbox WHERE kind = 'card.raised'";
    assert_eq!(database.number(told).await, all);
    let behind = "SELECT count(*) FROM case_task WHERE raised_rung <> 4";
    assert_eq!(database.number(behind).await, 0);
    assert_eq!(i64::from(by_hand + rest), all, "{by_hand} + {rest}");
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_sweeps_at_once_raise_each_rung_once() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    each_once(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_sweeps_of_two_servers_raise_each_rung_once() {
    if !on_postgres("eight_sweeps_of_two_servers_raise_each_rung_once") {
        return;
    }
    let centre = Centre::start_at("2024-09-12T10:00").await;
    let other = centre.another().await;
    each_once(&[&centre, &other]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_over_one_file_raise_each_rung_once() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    let other = centre.another().await;
    each_once(&[&centre, &other]).await;
}

/// Adds so many tasks like the only one to its case.
async fn multiply_tasks(database: &Database, more: u32) {
    let id = match kind() {
        Kind::Sqlite => "randomblob(16)",
        Kind::Postgres => "gen_random_uuid()",
    };
    let columns = "service_item_id, department_id, state, decided_after, clocks, suspensions, \
                   returns, outcome, document_number, decided_on, due_on, raised_rung, alert_on, \
                   assigned_at, updated_at, version";
    let sql = format!(
        "INSERT INTO case_task (id, case_id, place, {columns}) \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {more}) \
         SELECT {id}, case_id, i, {columns} FROM case_task, n"
    );
    assert_eq!(database.execute(&sql).await, Ok(u64::from(more)));
}

#[tokio::test]
async fn a_sweep_raises_at_most_500_and_says_that_more_is_due() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    let clerk = centre.clerk();
    clerk.receives(accepted(&[VISA])).await;
    multiply_tasks(&centre.database, 500).await;
    centre.it_is("2024-09-19T09:00");
    let first = sweep(&centre).await;
    assert_eq!((raised(&first), first.bound_hit), (vec![(CardRung::Reminder, 500)], true));
    let second = sweep(&centre).await;
    assert_eq!((raised(&second), second.bound_hit), (vec![(CardRung::Reminder, 1)], false));
    let third = sweep(&centre).await;
    assert_eq!((raised(&third), third.bound_hit), (vec![], false));
}
