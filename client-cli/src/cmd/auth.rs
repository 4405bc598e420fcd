//! `frsc auth`: signing in and out. Secrets come from the terminal without echo or from stdin,
//! never from an argument.

use super::{given, noun, switch, text};
use crate::{
    Asked, Cx,
    errors::{Done, Exit, Failure},
    output::Sheet,
    tokens,
};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of who is signed in.
pub(crate) const CALLER: Sheet = Sheet {
    name: "account_id",
    columns: &["login_name", "display_name", "roles", "department_id"],
    wide: &["account_id", "session_id"],
};

/// The noun.
pub(super) fn command() -> Command {
    noun("auth").subcommands([
        Command::new("login").arg(text("login-name")).arg(switch("password-stdin")),
        Command::new("logout"),
        Command::new("status"),
        Command::new("password").arg(switch("password-stdin")),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "login" => login(cx, matches).await,
        "logout" => logout(cx).await,
        "password" => change_password(cx, matches).await,
        _ => status(cx).await,
    }
}

async fn login(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let endpoint = cx.settings.endpoint.clone();
    if is_open_to_eavesdroppers(&endpoint) {
        cx.say("warn-plain-http", &[("endpoint", &endpoint)]);
    }
    let login_name = match given(matches, "login-name") {
        name if name.is_empty() => cx.ask(Asked::Shown, "ask-login-name", "--login-name")?,
        name => name,
    };
    let secret = secret(cx, matches, "ask-password")?;
    let request = v1::CreateSessionRequest { login_name: login_name.clone(), secret };
    let answer = match cx.call(request).await {
        // The server tells nobody which of them it was.
        Err(failure) if failure.exit == Exit::LoginNeeded => {
            let what = cx.texts.get("error-wrong-password");
            let next = Some(cx.texts.get("next-wrong-password"));
            return Err(Failure { what, next, ..failure });
        }
        answer => answer?,
    };
    let tokens = answer.tokens.unwrap_or_default();
    let session = tokens::Session::new(&endpoint, &login_name, tokens);
    let lock = tokens::lock(&cx.settings, &cx.texts)?;
    tokens::save(&cx.settings, &cx.texts, &session)?;
    drop(lock);
    let caller = answer.caller.unwrap_or_default();
    let works_the_queue = caller.methods.iter().any(|name| name.ends_with("/CallNextTicket"));
    let key = if works_the_queue { "signed-in" } else { "signed-in-elsewhere" };
    cx.say(key, &[("name", &caller.display_name), ("endpoint", &endpoint)]);
    let answer = v1::GetCallerResponse { caller: Some(caller) };
    cx.answer::<v1::GetCallerRequest>(&answer, "caller", &CALLER).await
}

/// True where a password would cross a network in the clear.
fn is_open_to_eavesdroppers(endpoint: &str) -> bool {
    let Some(rest) = endpoint.strip_prefix("http://") else {
        return false;
    };
    !["127.", "localhost", "[::1]"].iter().any(|local| rest.starts_with(local))
}

fn secret(cx: &mut Cx<'_>, matches: &ArgMatches, question: &str) -> Done<String> {
    let secret = if matches.get_flag("password-stdin") {
        cx.read_stdin()?.lines().next().unwrap_or_default().to_owned()
    } else {
        cx.ask(Asked::Hidden, question, "--password-stdin")?
    };
    if secret.is_empty() {
        return Err(Failure::new(Exit::Usage, cx.texts.get("error-no-password")));
    }
    Ok(secret)
}

async fn logout(cx: &mut Cx<'_>) -> Done {
    if tokens::load(&cx.settings, &cx.texts)?.is_none() {
        cx.say("signed-out-already", &[]);
        return Ok(());
    }
    let request = v1::RevokeSessionRequest { request_id: cx.request_id() };
    match cx.call(request).await {
        // A session that is over already is what was wanted.
        Err(failure) if failure.exit != Exit::LoginNeeded => return Err(failure),
        Ok(_) | Err(_) => {}
    }
    tokens::forget(&cx.settings, &cx.texts)?;
    cx.say("signed-out", &[]);
    Ok(())
}

async fn status(cx: &mut Cx<'_>) -> Done {
    let answer = cx.call(v1::GetCallerRequest {}).await?;
    let variables = [("endpoint", cx.settings.endpoint.clone())];
    cx.say("signed-in-at", &[("endpoint", &variables[0].1)]);
    cx.answer::<v1::GetCallerRequest>(&answer, "caller", &CALLER).await
}

async fn change_password(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let (current_password, new_password) = if matches.get_flag("password-stdin") {
        let text = cx.read_stdin()?;
        let mut lines = text.lines().map(str::to_owned);
        (lines.next().unwrap_or_default(), lines.next().unwrap_or_default())
    } else {
        let current = cx.ask(Asked::Hidden, "ask-password", "--password-stdin")?;
        let new = cx.ask(Asked::Hidden, "ask-new-password", "--password-stdin")?;
        let again = cx.ask(Asked::Hidden, "ask-new-password-again", "--password-stdin")?;
        if new != again {
            return Err(Failure::new(Exit::Usage, cx.texts.get("error-passwords-differ")));
        }
        (current, new)
    };
    if new_password.is_empty() {
        return Err(Failure::new(Exit::Usage, cx.texts.get("error-no-password")));
    }
    let request_id = cx.request_id();
    cx.call(v1::ChangePasswordRequest { request_id, current_password, new_password }).await?;
    cx.say("password-changed", &[]);
    Ok(())
}
