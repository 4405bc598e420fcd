//! The operator's program: its commands, and what each does. The only place that prints.

mod demonstration;
mod health;
mod key;
#[cfg(test)]
mod tests;

use crate::{
    api::{guard, transport},
    clock::Clock,
    config::{self, Config, FILE_VARIABLE, Loaded},
    run::{self, Purpose},
    service::{App, access, bootstrap},
    store::Store,
    telemetry,
    vault::{Place, Vault},
};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::{future::Future, io::BufRead as _, path::PathBuf, sync::Arc};
use zeroize::Zeroizing;

const BOOTSTRAP_HELP: &str = "Without --code: print a one-time code. With it: make the first \
                              administrator, whose password is read from standard input";

type Outcome = Result<(), String>;

/// The tree of commands.
#[must_use]
pub fn command() -> Command {
    let file = Arg::new("config").long("config").value_name("FILE").env(FILE_VARIABLE);
    let settings = |name, about| {
        Command::new(name)
            .about(about)
            .args(config::arguments())
            .arg(file.clone().help("Settings (TOML)"))
    };
    let steps =
        Arg::new("steps").long("steps").value_parser(clap::value_parser!(u32).range(1..=100));
    let flag = |name, help| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let text = |name, help| Arg::new(name).long(name).value_name("TEXT").help(help);
    let migrate = Command::new("migrate")
        .about("Look after the database's schema")
        .subcommand_required(true)
        .subcommand(settings("status", "Which steps are done and which are not"))
        .subcommand(settings("plan", "Which steps `up` would do"))
        .subcommand(settings("up", "Bring the schema up to date"))
        .subcommand(
            settings("down", "Take the last steps back; their data are lost")
                .arg(steps.default_value("1").help("How many steps")),
        );
    let user =
        Command::new("user").about("The first account").subcommand_required(true).subcommand(
            settings("bootstrap", BOOTSTRAP_HELP)
                .arg(text("code", "The one-time code"))
                .arg(text("login-name", "The administrator's login name").default_value("admin"))
                .arg(
                    text("display-name", "The name shown to colleagues")
                        .default_value("Administrator"),
                ),
        );
    let config = Command::new("config")
        .about("Settings")
        .subcommand_required(true)
        .subcommand(settings("check", "Check the settings and say what is wrong"))
        .subcommand(
            settings("show", "Show every setting").arg(flag("origin", "And where it comes from")),
        );
    let now = Arg::new("now").long("now").value_name("LOCAL TIME");
    let dev = settings("dev", "A demonstration with made-up data, in a folder. Not for production")
        .arg(Arg::new("folder").long("folder").default_value("frsc-dev").help("Where it is kept"))
        .arg(now.help("When its clock starts, for example 2023-06-27T09:50"));
    Command::new("frscd")
        .about("The server of a foreign-resident service centre")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(settings("serve", "Serve a centre"))
        .subcommand(dev)
        .subcommand(migrate)
        .subcommand(config)
        .subcommand(user)
        .subcommand(key::command(settings))
        .subcommand(settings("healthcheck", "Ask the server whether it is well; exit 0 if it is"))
}

/// Runs a command.
///
/// # Errors
/// A sentence for the operator.
pub fn run(matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("serve", given)) => within(serve(load(given, &[])?)),
        Some(("dev", given)) => within(demonstration::run(given)),
        Some(("healthcheck", given)) => within(health::check(load(given, &[])?.config)),
        Some(("migrate", migrate)) => match migrate.subcommand() {
            Some(("down", given)) => {
                let steps = given.get_one::<u32>("steps").copied().unwrap_or(1);
                within(migrate_down(load(given, &[])?.config, steps))
            }
            Some(("up", given)) => within(migrate_up(load(given, &[])?.config)),
            Some((_, given)) => within(migrate_status(load(given, &[])?.config)),
            None => Ok(()),
        },
        Some(("config", config)) => match config.subcommand() {
            Some(("show", given)) => show(&load(given, &[])?, given.get_flag("origin")),
            Some((_, given)) => within(check(load(given, &[])?)),
            None => Ok(()),
        },
        Some(("user", user)) => match user.subcommand() {
            Some((_, given)) => within(bootstrap(load(given, &[])?.config, given.clone())),
            None => Ok(()),
        },
        Some(("key", key)) => match key.subcommand() {
            Some((what, given)) => within(key::run(what, load(given, &[])?, given.clone())),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Reads the settings; `forced` ones stand in for flags that are not given.
fn load(matches: &ArgMatches, forced: &[(&'static str, String)]) -> Result<Loaded, String> {
    let file = matches.get_one::<String>("config").map(PathBuf::from);
    let mut flags = config::flags_of(matches);
    for (name, value) in forced {
        if !flags.iter().any(|(given, _)| given == name) {
            flags.push((name, value.clone()));
        }
    }
    let loaded = Config::load(file.as_deref(), std::env::vars(), flags);
    loaded.map_err(|problems| format!("settings:\n  {}", problems.join("\n  ")))
}

/// Runs the command in a runtime, and ends whatever it left running.
fn within(work: impl Future<Output = Outcome>) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| format!("the machine gives no threads: {error}"))?.block_on(work)
}

async fn serve(loaded: Loaded) -> Outcome {
    let config = loaded.config;
    let _telemetry = telemetry::start(&config).map_err(|error| error.to_string())?;
    guard::install_panic_hook();
    for warning in loaded.warnings {
        tracing::warn!(%warning, "settings");
    }
    let app = run::open(&config, Clock::machine(), Purpose::Centre).await?;
    until_stopped(&app, run::serve(&config, &app).await?).await
}

async fn until_stopped(app: &Arc<App>, running: crate::api::transport::Running) -> Outcome {
    run::keep_time(app);
    let drained = running.until_signal().await.map_err(|error| error.to_string())?;
    // What was answered in the last second is not on record yet.
    access::flush_all(app).await;
    if drained { Ok(()) } else { Err("stopped before every call had ended".to_owned()) }
}

async fn migrate_status(config: Config) -> Outcome {
    let store = Store::open(config.database.expose()).await?;
    let (done, pending) = run::schema(&store).await?;
    done.iter().for_each(|step| say(&format!("done     {step}")));
    pending.iter().for_each(|step| say(&format!("pending  {step}")));
    Ok(())
}

async fn migrate_up(config: Config) -> Outcome {
    let store = Store::open(config.database.expose()).await?;
    let (done, pending) = run::schema(&store).await?;
    if pending.is_empty() {
        say("the schema is up to date");
        return Ok(());
    }
    store.migrate().await.map_err(|error| format!("the schema stays as it was: {error}"))?;
    if done.is_empty() {
        run::make_master_key(&config)?;
    }
    pending.iter().for_each(|step| say(&format!("done     {step}")));
    Ok(())
}

async fn migrate_down(config: Config, steps: u32) -> Outcome {
    let store = Store::open(config.database.expose()).await?;
    store
        .migrate_down(steps)
        .await
        .map_err(|error| format!("the schema stays as it was: {error}"))?;
    migrate_status(config).await
}

async fn check(loaded: Loaded) -> Outcome {
    loaded.warnings.iter().for_each(|warning| say(&format!("warning: {warning}")));
    if let Some(files) = loaded.config.tls() {
        transport::check_tls(&files).map_err(|error| format!("settings:\n  {error}"))?;
    }
    let place = loaded.config.evidence_place();
    if matches!(place, Place::Bucket { .. }) {
        let vault = Vault::open(&place).map_err(|error| format!("settings:\n  {error}"))?;
        vault.check().await.map_err(|error| format!("settings:\n  {error}"))?;
    }
    say("the settings are good");
    Ok(())
}

fn show(loaded: &Loaded, with_origin: bool) -> Outcome {
    for shown in &loaded.shown {
        let origin = if with_origin { format!("  # {}", shown.origin) } else { String::new() };
        say(&format!("{} = {}{origin}", shown.setting.name, shown.value));
    }
    Ok(())
}

async fn bootstrap(config: Config, given: ArgMatches) -> Outcome {
    let app = run::open(&config, Clock::machine(), Purpose::Centre).await?;
    let text = |name: &str| given.get_one::<String>(name).cloned().unwrap_or_default();
    let Some(code) = given.get_one::<String>("code") else {
        let code = bootstrap::issue_bootstrap_code(&app).await.map_err(no_bootstrap)?;
        say("This code makes the first administrator, once, within one hour:");
        say(&format!("  {}", code.as_str()));
        say("Next: frscd user bootstrap --code <code> --login-name <name>");
        say("      with the password on standard input");
        return Ok(());
    };
    let mut password = Zeroizing::new(String::new());
    let read = std::io::stdin().lock().read_line(&mut password);
    read.map_err(|error| format!("no password on standard input: {error}"))?;
    let password = Zeroizing::new(password.trim_end_matches(['\r', '\n']).to_owned());
    let (login, display) = (text("login-name"), text("display-name"));
    let made = bootstrap::bootstrap(&app, code, &login, &display, password).await;
    made.map_err(no_bootstrap)?;
    say(&format!("The administrator {login} may sign in: frsc auth login --login-name {login}"));
    Ok(())
}

/// Why there is no code or no administrator, as the operator reads it.
fn no_bootstrap(error: crate::error::Error) -> String {
    match &error {
        crate::error::Error::Refused { .. } => {
            "there is an administrator already; further accounts: frsc account create".to_owned()
        }
        crate::error::Error::Unauthenticated => {
            "the code is wrong, used, replaced or older than an hour; a new one: \
             frscd user bootstrap"
                .to_owned()
        }
        _ => told(error),
    }
}

/// An error as the operator reads it.
fn told(error: crate::error::Error) -> String {
    use crate::api::texts::{self, Language};
    let text = texts::of(&error, Language::En);
    match &error {
        crate::error::Error::Invalid(violations) => {
            let faults = violations.iter().map(|v| format!("{} {}", v.field, v.problem));
            faults.collect::<Vec<_>>().join("; ")
        }
        _ => format!("{text} ({})", error.reason()),
    }
}

#[allow(clippy::print_stdout, reason = "this is what the operator's program is for")]
fn say(line: &str) {
    println!("{line}");
}
