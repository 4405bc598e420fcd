//! `frsc account`: the accounts of people and partner systems. A new secret is shown once, on
//! stdout, and kept nowhere.

use super::{
    all_given, dry_run, enum_given, enums_given, given, noun, page_args, position, switch, text,
    texts, word, words,
};
use crate::{Cx, errors::Done, message, output::Format, output::Sheet, rpc::Call};
use clap::{ArgMatches, Command};
use frsc_proto::admin;

/// The columns of accounts.
pub(crate) const ACCOUNT: Sheet = Sheet {
    name: "account_id",
    columns: &["login_name", "display_name", "roles", "department_id", "state"],
    wide: &["account_id", "kind", "grantable_roles", "locked_until_time", "update_time"],
};
const ROLE: &str = "frsc.v1.Role";

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("account").required(true));
    noun("account").subcommands([
        Command::new("list").arg(words("role", ROLE)).arg(texts("department")).args(page_args()),
        one("show"),
        Command::new("create")
            .arg(text("login-name").required(true))
            .arg(text("display-name").required(true))
            .arg(word("kind", "frsc.admin.v1.AccountKind").default_value("person"))
            .arg(words("role", ROLE).required(true))
            .arg(words("grantable", ROLE))
            .arg(text("department"))
            .arg(switch("secret-stdin"))
            .arg(dry_run()),
        one("roles")
            .arg(words("role", ROLE).required(true))
            .arg(words("grantable", ROLE))
            .arg(text("department"))
            .arg(dry_run()),
        one("disable").arg(dry_run()),
        one("enable").arg(dry_run()),
        one("reset-secret"),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "create" => return create(cx, matches).await,
        "list" => {
            let request = admin::ListAccountsRequest {
                roles: enums_given(matches, "role", ROLE),
                department_ids: all_given(matches, "department"),
                ..Default::default()
            };
            return cx.list(request, matches, "accounts", &ACCOUNT).await;
        }
        _ => {}
    }
    let account_id = cx.account_id(&given(matches, "account")).await?;
    let answer = cx.call(admin::GetAccountRequest { account_id }).await?;
    if verb == "show" {
        return cx.details::<admin::GetAccountRequest>(&answer, "account", &ACCOUNT).await;
    }
    let account = answer.account.unwrap_or_default();
    match verb {
        "roles" => set_roles(cx, matches, account).await,
        "disable" => disable(cx, matches, account).await,
        "enable" => enable(cx, matches, account).await,
        _ => reset_secret(cx, account).await,
    }
}

async fn create(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let secret = if matches.get_flag("secret-stdin") {
        cx.read_stdin()?.lines().next().unwrap_or_default().to_owned()
    } else {
        String::new()
    };
    let validate_only = matches.get_flag("dry-run");
    let request = admin::CreateAccountRequest {
        request_id: cx.request_id(),
        kind: enum_given(matches, "kind", "frsc.admin.v1.AccountKind"),
        login_name: given(matches, "login-name"),
        display_name: given(matches, "display-name"),
        roles: enums_given(matches, "role", ROLE),
        grantable_roles: enums_given(matches, "grantable", ROLE),
        department_id: given(matches, "department"),
        secret,
        validate_only,
    };
    let answer = cx.call(request).await?;
    show_account::<admin::CreateAccountRequest>(cx, &answer).await?;
    if validate_only {
        cx.say("dry-run", &[]);
        return Ok(());
    }
    show_secret(cx, &answer.secret)?;
    let name = answer.account.map(|account| account.login_name).unwrap_or_default();
    if answer.secret.is_empty() && !matches.get_flag("secret-stdin") {
        cx.say("secret-not-repeated", &[("account", &name)]);
        return Ok(());
    }
    cx.say("account-created", &[("account", &name)]);
    Ok(())
}

/// An answer with a secret is one JSON document, the secret in it.
async fn show_account<C: Call>(cx: &mut Cx<'_>, answer: &C::Response) -> Done {
    if matches!(cx.format, Format::Json | Format::Jsonl) {
        return cx.write_json(&message::answer::<C>(answer));
    }
    cx.answer::<C>(answer, "account", &ACCOUNT).await
}

/// Shows a secret below the table, on a line of its own.
fn show_secret(cx: &mut Cx<'_>, secret: &str) -> Done {
    if secret.is_empty() || matches!(cx.format, Format::Json | Format::Jsonl) {
        return Ok(());
    }
    cx.say("secret-once", &[]);
    cx.write(&format!("{secret}\n"))
}

async fn set_roles(cx: &mut Cx<'_>, matches: &ArgMatches, account: admin::Account) -> Done {
    let department = given(matches, "department");
    let request = admin::SetAccountRolesRequest {
        request_id: cx.request_id(),
        account_id: account.account_id,
        etag: account.etag,
        roles: enums_given(matches, "role", ROLE),
        grantable_roles: enums_given(matches, "grantable", ROLE),
        department_id: department,
        validate_only: matches.get_flag("dry-run"),
    };
    let dry_run = request.validate_only;
    let answer = cx.call(request).await?;
    cx.answer::<admin::SetAccountRolesRequest>(&answer, "account", &ACCOUNT).await?;
    cx.say(if dry_run { "dry-run" } else { "account-changed" }, &[]);
    Ok(())
}

async fn disable(cx: &mut Cx<'_>, matches: &ArgMatches, account: admin::Account) -> Done {
    let validate_only = matches.get_flag("dry-run");
    if !validate_only {
        cx.confirm("confirm-disable", &[("account", &account.login_name)])?;
    }
    let request = admin::DisableAccountRequest {
        request_id: cx.request_id(),
        account_id: account.account_id,
        etag: account.etag,
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<admin::DisableAccountRequest>(&answer, "account", &ACCOUNT).await?;
    let key = if validate_only { "dry-run" } else { "account-disabled" };
    cx.say(key, &[("account", &account.login_name)]);
    Ok(())
}

async fn enable(cx: &mut Cx<'_>, matches: &ArgMatches, account: admin::Account) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let request = admin::EnableAccountRequest {
        request_id: cx.request_id(),
        account_id: account.account_id,
        etag: account.etag,
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<admin::EnableAccountRequest>(&answer, "account", &ACCOUNT).await?;
    let key = if validate_only { "dry-run" } else { "account-enabled" };
    cx.say(key, &[("account", &account.login_name)]);
    Ok(())
}

async fn reset_secret(cx: &mut Cx<'_>, account: admin::Account) -> Done {
    cx.confirm("confirm-reset-secret", &[("account", &account.login_name)])?;
    let request = admin::ResetSecretRequest {
        request_id: cx.request_id(),
        account_id: account.account_id,
        etag: account.etag,
    };
    let answer = cx.call(request).await?;
    show_account::<admin::ResetSecretRequest>(cx, &answer).await?;
    show_secret(cx, &answer.secret)?;
    cx.say("account-secret-reset", &[("account", &account.login_name)]);
    Ok(())
}
