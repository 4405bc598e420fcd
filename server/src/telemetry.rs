//! Log lines, traces and metrics. Nothing here ever writes a message of a request, and no library
//! may log what it carries.

mod json;

use crate::config::{Config, LogFormat};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use std::{
    io::{self, Write},
    time::Duration,
};
use tracing::{Level, Metadata, Subscriber, level_filters::LevelFilter};
use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    Layer,
    filter::{FilterFn, ParseError, Targets},
    fmt::{self, MakeWriter},
    layer::SubscriberExt as _,
    registry::LookupSpan,
    util::SubscriberInitExt as _,
};

/// The name of the service in traces.
const SERVICE: &str = "frscd";
/// What our own crates' log targets begin with.
const OWN: &str = "frsc_";
/// Libraries that carry what clients send. Below WARN some of them write header values, among them
/// tokens, HTTP/2 frames, or the values of SQL statements, whatever level the operator asks for.
const CARRIERS: [&str; 13] = [
    "h2",
    "hyper",
    "hyper_util",
    "tonic",
    "tower",
    "axum",
    "rustls",
    "tokio_rustls",
    "sqlx",
    "sqlx_core",
    "sqlx_sqlite",
    "sqlx_postgres",
    "sea_orm",
];
/// Log lines that wait to be written; further ones are dropped and counted, so that a slow terminal
/// never slows a call.
const WAITING_LINES: usize = 16_384;
/// How long the last traces may take to be delivered when the process ends.
const LAST_TRACES: Duration = Duration::from_secs(2);
/// The upper bounds of the classes of a call's duration, in seconds.
const SECONDS: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 2.5, 10.0];

/// Why telemetry does not start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The level is none.
    #[error("log_level: {0}")]
    Level(#[from] ParseError),
    /// The collector's address is none.
    #[error("otlp_endpoint: {0}")]
    Otlp(#[from] opentelemetry_otlp::ExporterBuildError),
    /// The metrics cannot be served.
    #[error("metrics_listen: {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
    /// Telemetry was started before.
    #[error("telemetry runs already")]
    Twice,
}

/// Telemetry that runs. Dropped, it writes what waits.
#[must_use = "what waits is written when this is dropped"]
#[derive(Debug)]
pub struct Telemetry {
    _lines: WorkerGuard,
    traces: Option<SdkTracerProvider>,
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.traces.take().map(|t| t.shutdown_with_timeout(LAST_TRACES)) {
            tracing::warn!(%error, "the last traces were not delivered");
        }
    }
}

/// Starts telemetry for the process. Call it inside the runtime, before a guard is made.
///
/// # Errors
/// Names the setting that is wrong.
pub fn start(config: &Config) -> Result<Telemetry, TelemetryError> {
    start_to(config, io::stderr())
}

/// Starts telemetry with log lines that go elsewhere, for a program that measures the server.
///
/// # Errors
/// Names the setting that is wrong.
pub fn start_to(
    config: &Config,
    lines: impl Write + Send + 'static,
) -> Result<Telemetry, TelemetryError> {
    let (writer, lines) = writer(lines);
    let traces = config.otlp_endpoint.as_deref().map(tracer_provider).transpose()?;
    let spans = traces.as_ref().map(|provider| {
        tracing_opentelemetry::layer().with_tracer(provider.tracer(SERVICE)).with_location(false)
    });
    let subscriber = subscriber(&config.log_level, config.log_format, writer)?.with(spans);
    subscriber.try_init().map_err(|_| TelemetryError::Twice)?;
    if let Some(address) = config.metrics_listen {
        PrometheusBuilder::new()
            .with_http_listener(address)
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
            .install()?;
    }
    Ok(Telemetry { _lines: lines, traces })
}

/// What writes log lines, at the level asked for and never below what may be logged.
fn subscriber<W>(
    level: &str,
    format: LogFormat,
    writer: W,
) -> Result<impl Subscriber + for<'a> LookupSpan<'a> + Send + Sync, ParseError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    // A filter by span or field would be asked again at each step of each call.
    let level: Targets = match level.trim() {
        "" => Targets::new().with_default(LevelFilter::INFO),
        directives => directives.parse()?,
    };
    let capped = tracing_subscriber::registry().with(level).with(FilterFn::new(may_log));
    Ok(capped.with(lines_layer(format, writer)))
}

/// True where an event may be written at all: our own always, a library's from INFO, and that of
/// one that carries what clients send from WARN. The configured level can only take away from this.
fn may_log(event: &Metadata<'_>) -> bool {
    let target = event.target();
    if target.starts_with(OWN) {
        return true;
    }
    let library = target.split("::").next().unwrap_or_default();
    let most = if CARRIERS.contains(&library) { Level::WARN } else { Level::INFO };
    *event.level() <= most
}

fn writer(to: impl Write + Send + 'static) -> (NonBlocking, WorkerGuard) {
    NonBlockingBuilder::default()
        .buffered_lines_limit(WAITING_LINES)
        .lossy(true)
        .thread_name("frsc-log")
        .finish(to)
}

type Lines<S> = Box<dyn Layer<S> + Send + Sync>;

fn lines_layer<S, W>(format: LogFormat, writer: W) -> Lines<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    match format {
        LogFormat::Json => fmt::layer()
            .fmt_fields(json::Fields)
            .event_format(json::Line)
            .with_writer(writer)
            .boxed(),
        LogFormat::Text => fmt::layer().with_target(false).with_writer(writer).boxed(),
    }
}

fn tracer_provider(
    endpoint: &str,
) -> Result<SdkTracerProvider, opentelemetry_otlp::ExporterBuildError> {
    let exporter =
        opentelemetry_otlp::SpanExporter::builder().with_tonic().with_endpoint(endpoint).build()?;
    let resource = Resource::builder().with_service_name(SERVICE).build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{
        guard::{
            Guard, Limits, TRACE_ID_HEADER,
            tests::{TestAuth, TestGate},
        },
        transport::{Settings, serve},
    };
    use frsc_proto::v1::{
        ChangePasswordRequest, GetCallerRequest, auth_service_client::AuthServiceClient,
        auth_service_server::AuthServiceServer,
    };
    use std::{
        net::Ipv4Addr,
        sync::{Arc, Mutex},
    };
    use tonic::{Request, service::Routes, transport::Channel};

    /// Log lines kept in memory.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn at_the_lowest_level_no_line_holds_a_token_or_a_message_and_each_call_has_one() {
        let kept = Kept::default();
        let written = kept.clone();
        let directives = "trace,h2=trace,hyper::proto=trace,tonic=trace";
        let lines = subscriber(directives, LogFormat::Json, move || written.clone()).unwrap();
        // While there is one dispatcher only, a test on another thread that meets an event first
        // would switch it off for this one too.
        let other = subscriber("off", LogFormat::Text, Kept::default).unwrap();
        let _other = tracing::Dispatch::new(other);
        let _default = tracing::subscriber::set_default(lines);
        let guard = Guard::new(TestGate::default(), Limits::new(64));
        let routes = Routes::new(AuthServiceServer::new(TestAuth::default()));
        let settings = Settings::new((Ipv4Addr::LOCALHOST, 0).into(), 4);
        let running = serve(&settings, guard, routes, || async { true }).await.unwrap();
        let address = format!("http://{}", running.address);
        let channel = Channel::from_shared(address).unwrap().connect().await.unwrap();
        let mut client = AuthServiceClient::new(channel);
        let mut ask = Request::new(GetCallerRequest {});
        ask.metadata_mut().insert("authorization", "Bearer clerk".parse().unwrap());
        ask.metadata_mut().insert("x-request-id", "E12345678".parse().unwrap());
        let answer = client.get_caller(ask).await.unwrap();
        let trace_id = answer.metadata().get(TRACE_ID_HEADER).unwrap().to_str().unwrap().to_owned();
        let secret = ChangePasswordRequest { new_password: "hunter2".into(), ..Default::default() };
        client.change_password(secret).await.unwrap_err();
        drop(client);
        running.shutdown().await;
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        for hidden in ["Bearer", "clerk", "E12345678", "hunter2"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        let lines: Vec<serde_json::Value> = lines.collect();
        let is_own = |line: &serde_json::Value| line["target"].as_str().unwrap().starts_with(OWN);
        let foreign: Vec<_> = lines.iter().filter(|line| !is_own(line)).collect();
        assert!(foreign.is_empty(), "libraries that carry messages are silent: {foreign:?}");
        let done: Vec<_> = lines.iter().filter(|line| line["message"] == "done").collect();
        assert_eq!(done.len(), 2, "{text}");
        let span = &done[0]["span"];
        assert_eq!(span["method"], "frsc.v1.AuthService/GetCaller");
        assert_eq!(span["trace_id"], trace_id);
        assert_eq!(span["principal"], format!("acct_{}", "a".repeat(26)));
        assert_eq!(span["code"], "Ok");
        assert!(span["duration_us"].as_u64().is_some_and(|us| us > 0));
        assert_eq!(done[1]["span"]["code"], "Unauthenticated");
    }

    #[test]
    fn a_level_that_is_none_is_refused() {
        assert!(subscriber("loud=very", LogFormat::Text, Kept::default).is_err());
    }
}
