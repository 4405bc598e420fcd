//! The free places of thirty days for all items.

use crate::{Bench, Outcome, load, report::Figure, rpc::BOOKINGS, setup::Server};
use frsc_proto::{gtype::Date, v1};

/// The figures of this file.
pub(crate) const NAMES: [&str; 1] = ["slots"];
/// The longest median time, in microseconds.
const GOAL_US: f64 = 10_000.0;

/// Measures lists of free places, one after the other.
pub(crate) async fn measure(bench: &mut Bench, server: &Server) -> Outcome<()> {
    let client = server.clerk(1).await?;
    let times = load::run(1, bench.pace.each * 2, move |_| {
        let mut appointments = client.appointments(0);
        let message = v1::ListSlotsRequest {
            from_date: Some(Date { year: 2023, month: 9, day: 28 }),
            to_date: Some(Date { year: 2023, month: 10, day: 28 }),
            page_size: 500,
            ..Default::default()
        };
        let request = client.request(message);
        async move {
            let answer = appointments.list_slots(request).await;
            let answer = answer.map_err(|status| format!("free places: {status}"))?.into_inner();
            if answer.slots.len() < 100 || !answer.next_page_token.is_empty() {
                return Err(format!("{} slots are not thirty days'", answer.slots.len()));
            }
            Ok(())
        }
    })
    .await?;
    let p50_us = times.quantile_us(0.5);
    bench.report.add(Figure {
        name: "slots".to_owned(),
        db: bench.backend.name(),
        value: times.rate(),
        unit: "lists/s",
        p50_us: Some(p50_us),
        p99_us: Some(times.quantile_us(0.99)),
        ratio: None,
        goal: Some((format!("p50 <= 10 ms, {BOOKINGS} booked"), p50_us <= GOAL_US)),
    });
    Ok(())
}
