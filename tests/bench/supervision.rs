//! The sweep of supervision with the same thousand tasks due among few and among many open tasks:
//! it costs what is due, not what is open. And a department's first page of tasks among the many.
//! The rows are copies of those of one case that the product received.

use crate::{
    Bench, Outcome,
    client::Client,
    load::{self, Rounds, Times},
    raw::{Link, told},
    report::{Figure, Sweeps},
    setup::{Hall, Server},
};
use chrono::{DateTime, Utc};
use frsc_proto::v1::{
    self, case_service_client::CaseServiceClient,
    supervision_service_client::SupervisionServiceClient, task_service_client::TaskServiceClient,
};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The figures of this file.
pub(crate) const NAMES: [&str; 3] = ["sweep_of_few", "supervision_sweep", "task_list"];

/// Open tasks of the small database, of the large one, and of the large one in a quick run.
const FEW: u32 = 10_000;
const MANY: u32 = 1_000_000;
const MANY_QUICK: u32 = 200_000;
/// Tasks that are due in each round: two sweeps.
const DUE: u32 = 1_000;
/// Rows of one statement.
const AT_A_TIME: u32 = 50_000;
/// The most that the sweep among many may take of its time among few.
const GOAL: f64 = 1.5;
/// The longest median time of a page, in microseconds.
const PAGE_GOAL_US: f64 = 5_000.0;
/// A visa extension that is received on 2023-09-27 is due on 2023-10-10 by its promise.
const ITEM: &str = "VS-EXT";
const DEPARTMENT: &str = "PSB";
/// 2023-10-09, 09:00 local time: one working day before that.
const REMINDED_FROM: &str = "2023-10-09T01:00:00Z";
/// Tries for a round in which the server's own sweep came first.
const TRIES: usize = 5;
/// Nobody books here.
const HALL: Hall = Hall { counters: 1, places: 1, slot_minutes: 30, open_days: 1 };

const CASE_COLUMNS: &str = "state, service_items, applicant_name, applicant_language, \
    passport_sealed, passport_mask, person_key, agent, channel, \
    appointment_id, ticket_id, external_source, external_id, received_at, received_on, \
    accepted_on, deemed_accepted, materials, clocks, suspensions, extension, \
    document_expires_on, visits, outcome, reason, note, prerequisites, due_on, raised_rung, \
    last_step, created_by, created_at, updated_at, version";
const TASK_COLUMNS: &str = "place, service_item_id, department_id, state, decided_after, clocks, \
    suspensions, returns, outcome, document_number, decided_on, raised_rung, alert_on, \
    assigned_at, updated_at, version";

/// A server whose database has so many open tasks.
struct Crowd {
    server: Server,
    link: Link,
    lead: Option<Client>,
    rows: u32,
}

impl Crowd {
    async fn start(bench: &Bench, name: &str, open: u32) -> Outcome<Self> {
        let url = bench.home.fresh(name).await?;
        let server = Server::start(&url, &bench.folder(name), HALL).await?;
        let clerk = server.clerk(1).await?;
        let mut cases = CaseServiceClient::new(clerk.channel(0));
        let received = cases.create_case(clerk.request(application())).await;
        received.map_err(|status| format!("the first case: {status}"))?;
        let link = Link::open(&url).await.map_err(told)?;
        let mut crowd = Self { server, link, lead: None, rows: 0 };
        crowd.link.execute("UPDATE case_file SET materials = '[]'").await?;
        // Due long after the day of the measurement, on many days.
        let later = match crowd.link {
            Link::Sqlite(_) => "date('2024-01-02', '+' || (i % 250) || ' days')",
            Link::Postgres(_) => "DATE '2024-01-02' + i % 250",
        };
        while crowd.rows < open {
            let more = AT_A_TIME.min(open - crowd.rows);
            crowd.copy(more, later).await?;
        }
        crowd
            .link
            .execute("UPDATE case_task SET due_on = '2024-12-30' WHERE due_on < '2024-01-01'")
            .await?;
        if matches!(crowd.link, Link::Postgres(_)) {
            crowd.link.execute("VACUUM ANALYZE").await?;
        }
        let day: DateTime<Utc> = REMINDED_FROM.parse().map_err(|_| "an odd instant")?;
        crowd.server.app.clock.set(day);
        crowd.lead = Some(crowd.server.hire_lead().await?);
        Ok(crowd)
    }

    /// Adds cases like the first one, each with a task of such a due date.
    async fn copy(&mut self, more: u32, due_on: &str) -> Outcome<()> {
        let id = |kind: &str| match self.link {
            Link::Sqlite(_) => format!("CAST(printf('{kind}%015d', i) AS BLOB)"),
            Link::Postgres(_) => {
                format!("('{kind}0000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid")
            }
        };
        let (case, task) = (id("c"), id("a"));
        let (from, to) = (self.rows + 1, self.rows + more);
        let numbers = format!(
            "WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})"
        );
        let first = "NOT LIKE 'copy-%'";
        self.link
            .execute(&format!(
                "INSERT INTO case_file (id, number, {CASE_COLUMNS}) {numbers} \
             SELECT {case}, 'copy-' || i, {CASE_COLUMNS} FROM case_file, n WHERE number {first}"
            ))
            .await?;
        self.link
            .execute(&format!(
                "INSERT INTO case_task (id, case_id, due_on, {TASK_COLUMNS}) {numbers} \
             SELECT {task}, {case}, {due_on}, {TASK_COLUMNS} FROM (SELECT case_task.* FROM \
             case_task JOIN case_file ON case_file.id = case_id WHERE number {first}) AS one, n"
            ))
            .await?;
        self.rows += more;
        Ok(())
    }

    /// The time of the sweeps that raise what is made due for it.
    async fn sweep(&mut self) -> Outcome<Times> {
        let lead = self.lead.clone().ok_or("nobody leads")?;
        let mut supervision = SupervisionServiceClient::new(lead.channel(0));
        for _ in 0..TRIES {
            self.copy(DUE, "DATE('2023-10-10')").await?;
            let began = Instant::now();
            let mut raised = 0;
            for _ in 0..DUE / 500 {
                let request =
                    v1::RunSupervisionSweepRequest { request_id: Uuid::new_v4().to_string() };
                let swept = supervision.run_supervision_sweep(lead.request(request)).await;
                let swept = swept.map_err(|status| format!("a sweep: {status}"))?.into_inner();
                raised += swept.rung_counts.iter().map(|of| of.count).sum::<i32>();
            }
            let span = began.elapsed();
            if raised == i32::try_from(DUE).unwrap_or(0) {
                let nanos = u64::try_from(span.as_nanos()).unwrap_or(u64::MAX);
                return Ok(Times { nanos: vec![nanos], span });
            }
        }
        Err(format!("in {TRIES} rounds the server's own sweep came first"))
    }
}

/// Measures both in turn, round by round.
pub(crate) async fn measure(bench: &mut Bench) -> Outcome<()> {
    let many = if bench.pace.rounds < 7 { MANY_QUICK } else { MANY };
    let mut small = Crowd::start(bench, "sweep_few", FEW).await?;
    let mut large = Crowd::start(bench, "sweep_many", many).await?;
    if bench.wants(&NAMES[..2]) {
        let (mut few, mut all) = (Rounds::default(), Rounds::default());
        for round in 0..=bench.pace.rounds {
            let (one, other) = (small.sweep().await?, large.sweep().await?);
            // The first round warms up.
            if round > 0 {
                few.add(one);
                all.add(other);
            }
        }
        let sweeps = Sweeps {
            names: [NAMES[0], NAMES[1]],
            unit: "cards/s",
            due: DUE,
            to: "sweep_of_few's time",
            goal: GOAL,
            many: format!("{many} open"),
        };
        sweeps.report(bench, &few, &all);
    }
    if bench.wants(&NAMES[2..]) {
        let figure = list(&large, bench.pace.each * 2, many).await?;
        bench.report.add(Figure { db: bench.backend.name(), ..figure });
    }
    small.server.stop();
    large.server.stop();
    Ok(())
}

/// A department's first page, again and again.
async fn list(crowd: &Crowd, length: Duration, open: u32) -> Outcome<Figure> {
    let client = crowd.server.hire_partner(DEPARTMENT).await?;
    let times = load::run(1, length, move |_| {
        let mut tasks = TaskServiceClient::new(client.channel(0));
        let request = client.request(v1::ListTasksRequest::default());
        async move {
            let page = tasks.list_tasks(request).await;
            let page = page.map_err(|status| format!("a page: {status}"))?.into_inner();
            if page.tasks.len() != 50 || page.next_page_token.is_empty() {
                return Err(format!("{} tasks are not a first page", page.tasks.len()));
            }
            Ok(())
        }
    })
    .await?;
    let p50_us = times.quantile_us(0.5);
    Ok(Figure {
        name: "task_list".to_owned(),
        value: times.rate(),
        unit: "pages/s",
        p50_us: Some(p50_us),
        p99_us: Some(times.quantile_us(0.99)),
        goal: Some((format!("p50 <= 5 ms, {open} open"), p50_us <= PAGE_GOAL_US)),
        ..Figure::default()
    })
}

/// A walk-in's application, accepted at once.
fn application() -> v1::CreateCaseRequest {
    v1::CreateCaseRequest {
        request_id: Uuid::new_v4().to_string(),
        service_item_ids: vec![ITEM.to_owned()],
        applicant: Some(v1::Applicant {
            name: "APPLICANT ONE".to_owned(),
            language: "en".to_owned(),
            email: "one@example.org".to_owned(),
            ..Default::default()
        }),
        channel: v1::CaseChannel::WalkIn.into(),
        all_materials_received: true,
        accept: true,
        ..Default::default()
    }
}
