//! The commands, one file a noun, and the arguments they have in common. Names and shapes are here;
//! the words that explain them are in the Fluent files.

mod account;
mod appt;
mod audit;
mod auth;
mod calendar;
mod card;
mod case;
mod case_create;
mod case_step;
mod completion;
mod context;
mod custody;
mod dept;
mod document;
mod document_make;
mod enterprise;
mod enterprise_export;
mod events;
mod evidence;
mod expedite;
mod expiry;
mod flag;
mod hall;
mod import;
mod list_watch;
mod mandate;
mod notice;
mod queue;
mod queue_watch;
mod rating;
mod referral;
mod reminder;
mod resident;
mod resident_names;
mod resident_record;
mod scan;
mod scan_enterprise;
mod scan_person;
mod service;
mod slots;
mod task;
mod task_batch;
mod trip;
mod visitor;
mod webhook;
mod whitelist;
mod whitelist_batch;
mod whitelist_step;

use crate::{
    Asked, Cx,
    cli::SHORTCUTS,
    errors::{Done, Exit, Failure},
    message, time,
};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use frsc_proto::gtype;
use std::io::Read as _;

/// The most that is read from a file or from stdin.
const MOST_INPUT_BYTES: u64 = 1024 * 1024;

/// Every noun.
pub(crate) fn commands() -> Vec<Command> {
    let mut all = vec![
        auth::command(),
        context::command(),
        dept::command(),
        service::command(),
        calendar::command(),
        hall::command(),
        slots::command(),
        appt::command(),
        queue::command(),
        referral::command(),
        resident::command(),
        case::command(),
        task::command(),
        expedite::command(),
        expiry::command(),
        rating::command(),
        notice::command(),
        reminder::command(),
        webhook::command(),
        custody::command(),
        card::command(),
        evidence::command(),
        mandate::command(),
        whitelist::command(),
        trip::command(),
        flag::command(),
        scan::command(),
        account::command(),
        events::command(),
        audit::command(),
        completion::command(),
    ];
    all.extend(document::commands());
    all.extend(enterprise::commands());
    all
}

/// Runs the command that was parsed.
///
/// # Errors
/// Whatever kept it from its work.
pub(crate) async fn dispatch(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let Some((first, below)) = matches.subcommand() else {
        return Ok(());
    };
    let shortcut = SHORTCUTS.iter().find(|(short, _, _)| *short == first);
    let (noun, verb, matches) = match (shortcut, below.subcommand()) {
        (Some((_, _, words)), _) => (words[0], words.get(1).copied().unwrap_or(""), below),
        (None, Some((verb, matches))) => (first, verb, matches),
        (None, None) => (first, "", below),
    };
    if !cx.settings.context_is_known && !matches!(noun, "context" | "completion") {
        let variables = [("name", cx.settings.context.as_str())];
        let failure = Failure::new(Exit::Usage, cx.texts.with("error-context-unknown", &variables));
        return Err(failure.next(cx.texts.get("next-context-list")));
    }
    match noun {
        "auth" => auth::run(cx, verb, matches).await,
        "context" => context::run(cx, verb, matches),
        "dept" => dept::run(cx, verb, matches).await,
        "service" => service::run(cx, verb, matches).await,
        "calendar" => calendar::run(cx, verb, matches).await,
        "hall" => hall::run(cx, verb, matches).await,
        "slots" => slots::run(cx, verb, matches).await,
        "appt" => appt::run(cx, verb, matches).await,
        "queue" => queue::run(cx, verb, matches).await,
        "referral" => referral::run(cx, verb, matches).await,
        "resident" => resident::run(cx, verb, matches).await,
        "case" => case::run(cx, verb, matches).await,
        "task" => task::run(cx, verb, matches).await,
        "expedite" => expedite::run(cx, verb, matches).await,
        "expiry" => expiry::run(cx, verb, matches).await,
        "rating" => rating::run(cx, verb, matches).await,
        "notice" => notice::run(cx, verb, matches).await,
        "reminder" => reminder::run(cx, verb, matches).await,
        "webhook" => webhook::run(cx, verb, matches).await,
        "document" | "permit" | "receipt" => document::run(cx, noun, verb, matches).await,
        "custody" => custody::run(cx, verb, matches).await,
        "card" => card::run(cx, verb, matches).await,
        "evidence" => evidence::run(cx, verb, matches).await,
        "mandate" => mandate::run(cx, verb, matches).await,
        "enterprise" | "group" => enterprise::run(cx, noun, verb, matches).await,
        "whitelist" => whitelist::run(cx, verb, matches).await,
        "trip" => trip::run(cx, verb, matches).await,
        "flag" => flag::run(cx, verb, matches).await,
        "scan" => scan::run(cx, matches).await,
        "account" => account::run(cx, verb, matches).await,
        "events" => events::run(cx, verb, matches).await,
        "audit" => audit::run(cx, matches).await,
        _ => completion::run(cx, matches),
    }
}

/// A command with subcommands.
fn noun(name: &'static str) -> Command {
    Command::new(name).subcommand_required(true).arg_required_else_help(true)
}

/// An option with a text.
fn text(id: &'static str) -> Arg {
    Arg::new(id).long(id)
}

/// An option that may be given several times or with commas.
fn texts(id: &'static str) -> Arg {
    Arg::new(id).long(id).action(ArgAction::Append).value_delimiter(',')
}

/// A switch.
fn switch(id: &'static str) -> Arg {
    Arg::new(id).long(id).action(ArgAction::SetTrue)
}

/// A value without a flag.
fn position(id: &'static str) -> Arg {
    Arg::new(id)
}

/// An option with a date.
fn date(id: &'static str) -> Arg {
    Arg::new(id).long(id).allow_hyphen_values(true).value_parser(time::parse_date)
}

/// An option with a number in a range.
fn number(id: &'static str, range: std::ops::RangeInclusive<i64>) -> Arg {
    Arg::new(id).long(id).value_parser(clap::value_parser!(i32).range(range))
}

/// An option with the values of an enum.
fn word(id: &'static str, kind: &'static str) -> Arg {
    Arg::new(id).long(id).value_parser(PossibleValuesParser::new(message::enum_words(kind)))
}

/// The same, several times or with commas.
fn words(id: &'static str, kind: &'static str) -> Arg {
    word(id, kind).action(ArgAction::Append).value_delimiter(',')
}

/// `--dry-run`, which is the server's `validate_only`.
fn dry_run() -> Arg {
    switch("dry-run")
}

/// What every list takes.
fn page_args() -> [Arg; 3] {
    let limit = clap::value_parser!(u32).range(1..=100_000);
    [
        Arg::new("limit").long("limit").value_parser(limit),
        Arg::new("page-token").long("page-token"),
        switch("all").conflicts_with("limit"),
    ]
}

/// A text that was given, or the empty one.
fn given(matches: &ArgMatches, id: &str) -> String {
    matches.get_one::<String>(id).cloned().unwrap_or_default()
}

/// All texts that were given.
fn all_given(matches: &ArgMatches, id: &str) -> Vec<String> {
    matches.get_many::<String>(id).map(|all| all.cloned().collect()).unwrap_or_default()
}

/// The number of an enum's word.
fn enum_given(matches: &ArgMatches, id: &str, kind: &str) -> i32 {
    message::enum_number(kind, &given(matches, id))
}

/// The numbers of an enum's words.
fn enums_given(matches: &ArgMatches, id: &str, kind: &str) -> Vec<i32> {
    all_given(matches, id).iter().map(|word| message::enum_number(kind, word)).collect()
}

fn number_given(matches: &ArgMatches, id: &str) -> i32 {
    matches.get_one::<i32>(id).copied().unwrap_or_default()
}

impl Cx<'_> {
    /// The date of an option, with today as the server has it.
    async fn date(&mut self, matches: &ArgMatches, id: &str) -> Done<Option<gtype::Date>> {
        let Some(input) = matches.get_one::<time::DateInput>(id).copied() else {
            return Ok(None);
        };
        self.proto_date(input).await.map(Some)
    }

    /// A date as the contract carries it, with today as the server has it.
    async fn proto_date(&mut self, input: time::DateInput) -> Done<gtype::Date> {
        let today = match input {
            time::DateInput::Day(day) => day,
            time::DateInput::FromToday(_) => self.today().await?,
        };
        let day = time::resolve(input, today).unwrap_or(today);
        Ok(time::to_proto_date(day))
    }

    /// The id of this command's write.
    fn request_id(&self) -> String {
        self.settings.request_id.clone()
    }

    /// Asks the person; without one, says which flag to use instead.
    fn ask(&mut self, asked: Asked, key: &str, flag: &str) -> Done<String> {
        if !self.io.stdin_is_terminal {
            let what = self.texts.with("usage-no-terminal", &[("flag", flag)]);
            return Err(Failure::new(Exit::Usage, what));
        }
        let question = self.texts.get(key);
        (self.io.ask)(asked, &question).map_err(|error| {
            if error.kind() == std::io::ErrorKind::Interrupted {
                Failure::new(Exit::Interrupted, self.texts.get("interrupted-question"))
            } else {
                Failure::new(Exit::Unexpected, self.texts.get("error-input"))
            }
        })
    }

    /// Asks y/N before what cannot be taken back.
    fn confirm(&mut self, key: &str, variables: &[(&str, &str)]) -> Done {
        self.confirm_by("ask-confirm", &["y", "yes", "是"], (key, variables))
    }

    /// Asks before what cannot be taken back; one of some answers lets it go on.
    fn confirm_by(
        &mut self,
        question: &str,
        answers: &[&str],
        (key, variables): (&str, &[(&str, &str)]),
    ) -> Done {
        if self.settings.yes {
            return Ok(());
        }
        if self.io.stdin_is_terminal {
            self.say(key, variables);
        }
        let answer = self.ask(Asked::Shown, question, "--yes")?;
        match answers.contains(&answer.trim().to_lowercase().as_str()) {
            true => Ok(()),
            false => Err(Failure::new(Exit::Interrupted, self.texts.get("not-confirmed"))),
        }
    }

    /// All of stdin, as text.
    fn read_stdin(&mut self) -> Done<String> {
        let mut bytes = Vec::new();
        let mut limited = (&mut self.io.stdin).take(MOST_INPUT_BYTES + 1);
        let read = limited.read_to_end(&mut bytes);
        self.as_text(read.map(|_| bytes))
    }

    /// A file as text, `-` is stdin.
    fn read_file(&mut self, path: &str) -> Done<String> {
        if path == "-" {
            return self.read_stdin();
        }
        let mut bytes = Vec::new();
        let read = std::fs::File::open(path)
            .and_then(|file| file.take(MOST_INPUT_BYTES + 1).read_to_end(&mut bytes));
        if read.is_err() {
            let what = self.texts.with("error-file-unreadable", &[("path", path)]);
            return Err(Failure::new(Exit::Usage, what));
        }
        self.as_text(Ok(bytes))
    }

    fn as_text(&self, bytes: std::io::Result<Vec<u8>>) -> Done<String> {
        let failed = |key: &str| Failure::new(Exit::Invalid, self.texts.get(key));
        let bytes = bytes.map_err(|_| failed("error-input"))?;
        if bytes.len() as u64 > MOST_INPUT_BYTES {
            return Err(failed("error-input-large"));
        }
        let text = String::from_utf8(bytes).map_err(|_| failed("error-input-encoding"))?;
        Ok(text.trim_start_matches('\u{feff}').to_owned())
    }
}
