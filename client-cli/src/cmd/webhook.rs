//! `frsc webhook`: the endpoints of departments' systems that notices are sent to. A secret is
//! shown once, on stdout, and kept nowhere. An endpoint is named by its id or the last characters
//! of it.

use super::{dry_run, given, noun, page_args, position, text};
use crate::{
    Cx,
    errors::Done,
    message,
    output::{Format, Sheet},
    rpc::Call,
};
use clap::{ArgMatches, Command};
use frsc_proto::admin;

/// The columns of endpoints.
pub(crate) const ENDPOINT: Sheet = Sheet {
    name: "webhook_endpoint_id",
    columns: &["webhook_endpoint_id", "department_id", "url", "disable_time"],
    wide: &["create_time", "update_time"],
};

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("hook").required(true));
    noun("webhook").subcommands([
        Command::new("list").arg(text("department")).args(page_args()),
        Command::new("create")
            .arg(text("department").required(true))
            .arg(text("url").required(true))
            .arg(dry_run()),
        one("ping"),
        one("rotate-secret"),
        one("disable"),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "list" => {
            let department_id = given(matches, "department");
            let request =
                admin::ListWebhookEndpointsRequest { department_id, ..Default::default() };
            return cx.list(request, matches, "webhook_endpoints", &ENDPOINT).await;
        }
        "create" => return create(cx, matches).await,
        _ => {}
    }
    let (webhook_endpoint_id, etag) = cx.webhook_endpoint(&given(matches, "hook")).await?;
    let request_id = cx.request_id();
    match verb {
        "ping" => {
            let request = admin::PingWebhookEndpointRequest { request_id, webhook_endpoint_id };
            let notice_id = cx.call(request).await?.notice_id;
            cx.say("webhook-ping", &[("notice", &notice_id)]);
        }
        "rotate-secret" => {
            let request =
                admin::RotateWebhookSecretRequest { request_id, webhook_endpoint_id, etag };
            let answer = cx.call(request).await?;
            let secret = answer.secret.clone();
            show::<admin::RotateWebhookSecretRequest>(cx, &answer, &secret).await?;
            cx.say("webhook-secret", &[]);
        }
        _ => {
            let request =
                admin::DisableWebhookEndpointRequest { request_id, webhook_endpoint_id, etag };
            let answer = cx.call(request).await?;
            show::<admin::DisableWebhookEndpointRequest>(cx, &answer, "").await?;
            cx.say("webhook-disabled", &[]);
        }
    }
    Ok(())
}

async fn create(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let request = admin::CreateWebhookEndpointRequest {
        request_id: cx.request_id(),
        department_id: given(matches, "department"),
        url: given(matches, "url"),
        validate_only,
    };
    let answer = cx.call(request).await?;
    let secret = answer.secret.clone();
    show::<admin::CreateWebhookEndpointRequest>(cx, &answer, &secret).await?;
    cx.say(if validate_only { "dry-run" } else { "webhook-secret" }, &[]);
    Ok(())
}

/// An answer with a secret is one JSON document, the secret in it; else it stands below the table.
async fn show<C: Call>(cx: &mut Cx<'_>, answer: &C::Response, secret: &str) -> Done {
    if matches!(cx.format, Format::Json | Format::Jsonl) {
        return cx.write_json(&message::answer::<C>(answer));
    }
    cx.answer::<C>(answer, "webhook_endpoint", &ENDPOINT).await?;
    if secret.is_empty() { Ok(()) } else { cx.write(&format!("{secret}\n")) }
}
