//! What the end of a permit means: two procedures counted three ways, what limits the new permit,
//! and the next free places, with a calendar of four years and a booked hall.

use crate::{Bench, Outcome, load, report::Figure, rpc::BOOKINGS, setup::Server};
use frsc_proto::{
    gtype::Date,
    v1::{self, expiry_service_client::ExpiryServiceClient, get_expiry_plan_request::Subject},
};

/// The figures of this file.
pub(crate) const NAMES: [&str; 1] = ["expiry_plan"];
/// The longest median time, in microseconds.
const GOAL_US: f64 = 5_000.0;

/// Measures plans, one after the other.
pub(crate) async fn measure(bench: &mut Bench, server: &Server) -> Outcome<()> {
    let client = server.clerk(1).await?;
    let day = |month, day| Some(Date { year: 2023, month, day });
    let described = v1::DescribedDocument {
        kind: v1::DocumentKind::ResidencePermit.into(),
        purpose: v1::PermitPurpose::Work.into(),
        expiry_date: day(11, 30),
        passport_expiry_date: Some(Date { year: 2026, month: 3, day: 31 }),
        work_permit_expiry_date: day(11, 30),
        ..Default::default()
    };
    let message = v1::GetExpiryPlanRequest {
        subject: Some(Subject::Described(described)),
        include_counted_days: true,
        ..Default::default()
    };
    let times = load::run(1, bench.pace.each * 2, move |_| {
        let mut expiry = ExpiryServiceClient::new(client.channel(0));
        let request = client.request(message.clone());
        async move {
            let answer = expiry.get_expiry_plan(request).await;
            let answer = answer.map_err(|status| format!("a plan: {status}"))?.into_inner();
            let renewal = answer.plans.into_iter().find_map(|plan| plan.renewal);
            let prior = renewal.and_then(|renewal| renewal.prior);
            if prior.is_none_or(|prior| !prior.needed) {
                return Err("the plan has no work permit before the residence permit".to_owned());
            }
            Ok(())
        }
    })
    .await?;
    let p50_us = times.quantile_us(0.5);
    bench.report.add(Figure {
        name: "expiry_plan".to_owned(),
        db: bench.backend.name(),
        value: times.rate(),
        unit: "plans/s",
        p50_us: Some(p50_us),
        p99_us: Some(times.quantile_us(0.99)),
        ratio: None,
        goal: Some((format!("p50 <= 5 ms, {BOOKINGS} booked"), p50_us <= GOAL_US)),
    });
    Ok(())
}
