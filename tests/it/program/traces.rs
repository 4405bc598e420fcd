//! Traces reach a collector that speaks OTLP, and name nobody.

use super::{Demonstration, terminate};
use crate::harness::{Database, make::*, soon};
use frsc_proto::v1;
use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    common::v1::any_value::Value,
    trace::v1::Span,
};
use prost::Message as _;
use tokio::sync::mpsc;
use tonic::{Request, Response, Status, transport::server::TcpIncoming};

/// Hands on whatever it is sent.
struct Collector(mpsc::UnboundedSender<ExportTraceServiceRequest>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        // Nobody listens any more once the test is over.
        let _ = self.0.send(request.into_inner());
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

fn collector() -> (String, mpsc::UnboundedReceiver<ExportTraceServiceRequest>) {
    let (sender, received) = mpsc::unbounded_channel();
    let incoming = TcpIncoming::bind("127.0.0.1:0".parse().expect("an address")).expect("a port");
    let endpoint = format!("http://{}", incoming.local_addr().expect("its address"));
    let server = tonic::transport::Server::builder()
        .add_service(TraceServiceServer::new(Collector(sender)))
        .serve_with_incoming(incoming);
    tokio::spawn(server);
    (endpoint, received)
}

fn attribute(span: &Span, key: &str) -> Option<String> {
    let found = span.attributes.iter().find(|attribute| attribute.key == key)?;
    match found.value.as_ref()?.value.as_ref()? {
        Value::StringValue(text) => Some(text.clone()),
        other => Some(format!("{other:?}")),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_call_is_a_span_at_the_collector_and_names_nobody() {
    let database = Database::empty().await;
    let (endpoint, mut received) = collector();
    let more = ["--otlp-endpoint", endpoint.as_str()];
    let mut demonstration = Demonstration::start_with(&database, "info", &more).await;
    let (clerk, tokens) = demonstration.client("clerk").await;
    let visitor = v1::Visitor {
        name: "XANTHIPPE MARKER".to_owned(),
        language: "el".to_owned(),
        phone_number: "+99977712345".to_owned(),
        passport_number: "QZ8264193".to_owned(),
        ..Default::default()
    };
    let request = v1::IssueTicketRequest { visitor: Some(visitor), ..walk_in(EXTENSION) };
    clerk.ok(request).await;
    let account = clerk.ok(v1::GetCallerRequest {}).await.caller.expect("the caller").account_id;
    terminate(&demonstration.child);
    soon("its end", demonstration.child.wait()).await.expect("its end");
    let mut spans = Vec::new();
    while let Ok(export) = received.try_recv() {
        let bytes = export.encode_to_vec();
        let signature = tokens.access_token.rsplit('.').next().expect("a signature");
        for hidden in ["XANTHIPPE", "99977712345", "QZ8264193", signature] {
            let told = bytes.windows(hidden.len()).any(|part| part == hidden.as_bytes());
            assert!(!told, "{hidden}");
        }
        let scopes = export.resource_spans.into_iter().flat_map(|of| of.scope_spans);
        spans.extend(scopes.flat_map(|scope| scope.spans));
    }
    let of = "frsc.v1.QueueService/IssueTicket";
    let issued = |span: &&Span| attribute(span, "method").is_some_and(|m| m.ends_with(of));
    let span = spans.iter().rfind(issued).expect("the span of the last ticket");
    assert_eq!(attribute(span, "principal"), Some(account));
    assert_eq!(attribute(span, "code").as_deref(), Some("Ok"));
    assert!(attribute(span, "duration_us").is_some(), "{span:?}");
    assert_eq!(span.trace_id.len(), 16);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_collector_the_server_serves_and_stops_in_time() {
    let database = Database::empty().await;
    let more = ["--otlp-endpoint", "http://127.0.0.1:9"];
    let mut demonstration = Demonstration::start_with(&database, "info", &more).await;
    let (clerk, _) = demonstration.client("clerk").await;
    clerk.takes(EXTENSION).await;
    terminate(&demonstration.child);
    let status = soon("its end", demonstration.child.wait()).await.expect("its end");
    assert!(status.success(), "{status}");
}
