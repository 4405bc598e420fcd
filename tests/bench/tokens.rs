//! Who calls: a token that was never seen, verified and its rights read, and one that is known.

use crate::{
    Bench, Outcome,
    load::Times,
    report::{Figure, Ratio},
    setup::Server,
};
use frsc_proto::v1::{RefreshSessionRequest, auth_service_client::AuthServiceClient};
use frsc_server::service::identity;
use std::{sync::Arc, time::Instant};

/// The figures of this file.
pub(crate) const NAMES: [&str; 2] = ["token_cold", "token_warm"];
/// Tokens that are verified for the first time.
const COLD: usize = 200;
/// How often a known one is looked at.
const WARM: usize = 100_000;

/// Measures both, one call after the other, without the network.
pub(crate) async fn measure(bench: &mut Bench, server: &Server) -> Outcome<()> {
    let tokens = tokens(server).await?;
    let app = Arc::clone(&server.app);
    let measured = server.within(async move {
        let mut cold = Times::default();
        for token in &tokens {
            let began = Instant::now();
            identity::authenticate(&app, token).await.map_err(|error| error.to_string())?;
            add(&mut cold, began);
        }
        let mut warm = Times::default();
        let last = tokens.last().ok_or("no tokens")?;
        for _ in 0..WARM {
            let began = Instant::now();
            let known = identity::known(&app, last).is_some();
            add(&mut warm, began);
            if !known {
                // Rights are read again every five seconds.
                identity::authenticate(&app, last).await.map_err(|error| error.to_string())?;
            }
        }
        Ok((cold, warm))
    });
    let (cold, warm) = measured.await?;
    let figure = |name: &str, times: &Times| Figure {
        name: name.to_owned(),
        db: bench.backend.name(),
        value: times.rate(),
        unit: "tokens/s",
        p50_us: Some(times.quantile_us(0.5)),
        p99_us: Some(times.quantile_us(0.99)),
        ..Figure::default()
    };
    let ratio = Ratio { value: warm.rate() / cold.rate(), to: "token_cold" };
    let figures =
        [figure("token_cold", &cold), Figure { ratio: Some(ratio), ..figure("token_warm", &warm) }];
    figures.into_iter().for_each(|figure| bench.report.add(figure));
    Ok(())
}

fn add(times: &mut Times, began: Instant) {
    let took = began.elapsed();
    times.span += took;
    times.nanos.push(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
}

/// Access tokens of one session that nobody has looked at.
async fn tokens(server: &Server) -> Outcome<Vec<String>> {
    let client = server.clerk(1).await?;
    let mut auth = AuthServiceClient::new(client.channel(0));
    let mut refresh_token = client.refresh_token.to_string();
    let mut tokens = Vec::with_capacity(COLD);
    for _ in 0..COLD {
        let answer = auth.refresh_session(RefreshSessionRequest { refresh_token }).await;
        let answer = answer.map_err(|status| format!("refreshing: {status}"))?.into_inner();
        let pair = answer.tokens.ok_or("no tokens were given")?;
        refresh_token = pair.refresh_token;
        tokens.push(pair.access_token);
    }
    Ok(tokens)
}
