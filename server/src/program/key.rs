//! The operator's commands about keys: those that sign access tokens, those that seal fields, and
//! the master key that wraps these.

use super::{Loaded, Outcome, say, told};
use crate::{
    clock::Clock,
    config::Config,
    error::Error,
    run::{self, Purpose},
    secrets::MasterKey,
    service::{App, data_key, identity},
};
use clap::{Arg, ArgMatches, Command};
use std::{path::PathBuf, sync::Arc};

/// The tree of these commands; `settings` makes one that takes the settings.
pub(super) fn command(settings: impl Fn(&'static str, &'static str) -> Command) -> Command {
    let file = Arg::new("new-key-file").long("new-key-file").value_name("FILE");
    let program = Arg::new("new-key-command").long("new-key-command").value_name("COMMAND");
    Command::new("key")
        .about("The keys that sign access tokens and seal fields")
        .subcommand_required(true)
        .subcommand(settings(
            "rotate",
            "Make a new key for access tokens; the old one verifies until its tokens end",
        ))
        .subcommand(settings("status", "Show the keys that seal fields, and how many each sealed"))
        .subcommand(settings("rotate-data", "Make a new key that seals fields"))
        .subcommand(settings("reseal", "Seal anew, beside running servers, what old keys sealed"))
        .subcommand(
            settings("rewrap", "Let another master key open the database too")
                .arg(file.help("The file of the new master key; made where there is none"))
                .arg(
                    program
                        .help("A command that prints it")
                        .conflicts_with("new-key-file")
                        .required_unless_present("new-key-file"),
                ),
        )
        .subcommand(settings("forget-master", "Let only the configured master key open it"))
}

/// Runs one of them.
pub(super) async fn run(what: &str, loaded: Loaded, given: ArgMatches) -> Outcome {
    let app = run::open(&loaded.config, Clock::machine(), Purpose::Centre).await?;
    match what {
        "status" => status(&app).await,
        "rotate-data" => rotate_data(&app).await,
        "reseal" => reseal(&app).await,
        "rewrap" => rewrap(&app, &loaded.config, &given).await,
        "forget-master" => forget_master(&app).await,
        _ => rotate(&app).await,
    }
}

async fn rotate(app: &App) -> Outcome {
    let kid = identity::rotate_keys(app).await.map_err(told)?;
    say(&format!("the key {kid} signs from now on; running servers take it up by themselves"));
    Ok(())
}

async fn status(app: &App) -> Outcome {
    for used in data_key::uses(app).await.map_err(told)? {
        let data_key::KeyUse { key, fields, masters } = used;
        let seals = if key.number == app.secrets.sealing_number() { "  seals" } else { "" };
        let (number, made) = (key.number, key.created_at.format("%Y-%m-%d %H:%M UTC"));
        say(&format!("key {number}  made {made}  fields {fields}  master keys {masters}{seals}"));
    }
    Ok(())
}

async fn rotate_data(app: &App) -> Outcome {
    let key = data_key::rotate(app).await.map_err(told)?;
    let from = key.seals_from.format("%Y-%m-%d %H:%M:%S UTC");
    say(&format!("key {} seals from {from} on, at every running server", key.number));
    say("Then: frscd key reseal");
    Ok(())
}

async fn reseal(app: &App) -> Outcome {
    let done = data_key::reseal(app).await.map_err(told)?;
    say(&format!("{} fields are sealed anew; {} keys are gone", done.fields, done.dropped_keys));
    Ok(())
}

async fn rewrap(app: &Arc<App>, config: &Config, given: &ArgMatches) -> Outcome {
    let other = match given.get_one::<String>("new-key-command") {
        Some(command) => MasterKey::from_command(command)?,
        None => {
            let file = given.get_one::<String>("new-key-file").map(PathBuf::from);
            let file = file.ok_or("name --new-key-file or --new-key-command")?;
            if config.key_command.is_none() && file == config.key_path() {
                return Err("--new-key-file: this is the master key already".to_owned());
            }
            MasterKey::create(&file)?;
            MasterKey::from_file(&file)?
        }
    };
    let wrapped = data_key::rewrap(app, &other).await.map_err(|error| match error {
        Error::AlreadyExists { .. } => "this master key opens the database already".to_owned(),
        error => told(error),
    })?;
    say(&format!(
        "{wrapped} keys are wrapped by the new master key too; the old one opens them still"
    ));
    say("Then: start each server with the new key; last: frscd key forget-master");
    Ok(())
}

async fn forget_master(app: &App) -> Outcome {
    let dropped = data_key::forget_other_masters(app).await.map_err(told)?;
    say(&format!("{dropped} wrapped keys of other master keys are gone; back up the key in use"));
    Ok(())
}
