//! The sweep of reminders with the same thousand documents due among few and among many: it costs
//! what is due, not what is on record.

use crate::{
    Bench, Outcome,
    client::Client,
    document::Archive,
    load::{Rounds, Times},
    report::Sweeps,
};
use frsc_proto::v1::{self, reminder_service_client::ReminderServiceClient};
use std::time::Instant;
use uuid::Uuid;

/// The figures of this file.
pub(crate) const NAMES: [&str; 2] = ["remind_of_few", "reminder_sweep"];

/// Documents of the small database, of the large one, and of the large one in a quick run.
const FEW: u32 = 10_000;
const MANY: u32 = 1_000_000;
const MANY_QUICK: u32 = 200_000;
/// Documents that are due in each round.
const DUE: u32 = 1_000;
/// The most that the sweep among many may take of its time among few.
const GOAL: f64 = 1.5;
/// All the others end long after every day whose reminders a calendar may still move.
const FIRST_DAY: &str = "2030-01-01";
/// The bench's clock stands at 2023-09-27: thirty days before the end.
const DUE_DAY: &str = "DATE('2023-10-27')";
const TODAY: &str = "DATE('2023-09-27')";
/// Tries for a round in which the server's own sweep came first.
const TRIES: usize = 5;

struct Crowd {
    archive: Archive,
    lead: Client,
}

impl Crowd {
    async fn start(bench: &Bench, name: &str, many: u32) -> Outcome<Self> {
        let archive = Archive::start(bench, name, many, FIRST_DAY).await?;
        let lead = archive.server.hire_lead().await?;
        Ok(Self { archive, lead })
    }

    /// The time of the sweeps that raise what is made due for it.
    async fn sweep(&mut self) -> Outcome<Times> {
        let mut reminders = ReminderServiceClient::new(self.lead.channel(0));
        for _ in 0..TRIES {
            self.archive.copy(DUE, DUE_DAY, TODAY).await?;
            let began = Instant::now();
            let (mut raised, mut more) = (0, true);
            while more {
                let request =
                    v1::RunReminderSweepRequest { request_id: Uuid::new_v4().to_string() };
                let swept = reminders.run_reminder_sweep(self.lead.request(request)).await;
                let swept = swept.map_err(|status| format!("a sweep: {status}"))?.into_inner();
                raised += swept.raised;
                more = swept.more;
            }
            let span = began.elapsed();
            // One for each recipient.
            if raised == 3 * i32::try_from(DUE).unwrap_or(0) {
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
    let mut small = Crowd::start(bench, "remind_few", FEW).await?;
    let mut large = Crowd::start(bench, "remind_many", many).await?;
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
        names: NAMES,
        unit: "documents/s",
        due: DUE,
        to: "remind_of_few's time",
        goal: GOAL,
        many: format!("{many} on record"),
    };
    sweeps.report(bench, &few, &all);
    small.archive.server.stop();
    large.archive.server.stop();
    Ok(())
}
