//! Whom a visit is for, as booking and taking a walk-in ask for it. A passport number is typed
//! without echo, scanned or piped in, and is never an argument.

use super::{given, switch, text};
use crate::{
    Asked, Cx,
    errors::{Done, Exit, Failure},
};
use clap::{Arg, ArgMatches};
use frsc_proto::v1;

/// A passport number is at most so long; anything longer is a machine-readable zone.
const LONGEST_PASSPORT_NUMBER: usize = 20;

/// What is known of a visitor's passport.
#[derive(Default)]
pub(super) struct Passport {
    /// Its number.
    pub(super) number: String,
    /// The holder's name, where the machine-readable zone was read.
    pub(super) name: String,
}

/// The options for the visitor.
pub(super) fn visitor_args() -> Vec<Arg> {
    let mut args =
        vec![text("resident"), text("name"), text("language"), text("phone"), text("email")];
    args.extend(passport_args());
    args
}

/// The two ways to give a passport number.
pub(super) fn passport_args() -> [Arg; 2] {
    [switch("passport"), switch("passport-stdin").conflicts_with("passport")]
}

impl Cx<'_> {
    /// The visitor of the options; what is missing is asked for.
    pub(super) async fn visitor(&mut self, matches: &ArgMatches) -> Done<v1::Visitor> {
        let passport = self.passport(matches).await?;
        let resident = given(matches, "resident");
        if !resident.is_empty() {
            // What is left out the server takes from his record.
            return Ok(v1::Visitor {
                name: given(matches, "name"),
                language: given(matches, "language"),
                phone_number: given(matches, "phone"),
                email: given(matches, "email"),
                passport_number: passport.number,
                resident_id: self.resident_id(&resident).await?,
                ..Default::default()
            });
        }
        let mut name = given(matches, "name");
        if name.is_empty() {
            name = passport.name;
        }
        if name.is_empty() {
            name = self.ask(Asked::Shown, "ask-name", "--name")?;
        }
        let mut language = given(matches, "language");
        if language.is_empty() {
            language = self.ask(Asked::Shown, "ask-language", "--language")?;
        }
        Ok(v1::Visitor {
            name,
            language,
            phone_number: given(matches, "phone"),
            email: given(matches, "email"),
            passport_number: passport.number,
            ..Default::default()
        })
    }

    /// The passport, typed or scanned; empty where none was offered.
    pub(super) async fn passport(&mut self, matches: &ArgMatches) -> Done<Passport> {
        let text = if matches.get_flag("passport-stdin") {
            self.read_stdin()?
        } else if matches.get_flag("passport") {
            self.ask_scan(Asked::Hidden, "ask-passport", "--passport-stdin")?
        } else {
            return Ok(Passport::default());
        };
        let text = text.trim().to_owned();
        if text.chars().count() <= LONGEST_PASSPORT_NUMBER {
            return Ok(Passport { number: text, name: String::new() });
        }
        let answer = self.call(v1::ReadScanRequest { text }).await?;
        let wrong: Vec<_> = answer.faults.iter().filter(|fault| !fault.warning).collect();
        if !wrong.is_empty() {
            let mut failure = Failure::new(Exit::Invalid, self.texts.get("error-passport-faults"));
            failure.why =
                wrong.iter().map(|fault| format!("{}: {}", fault.field, fault.problem)).collect();
            return Err(failure.next(self.texts.get("next-scan-again")));
        }
        let Some(passport) = answer.passport else {
            return Err(Failure::new(Exit::Invalid, self.texts.get("error-not-a-passport")));
        };
        let name = format!("{} {}", passport.surname, passport.given_names).trim().to_owned();
        Ok(Passport { number: passport.passport_number, name })
    }

    /// Asks for a scan; a machine-readable zone comes in two lines, each with its own return.
    pub(super) fn ask_scan(&mut self, asked: Asked, key: &str, flag: &str) -> Done<String> {
        let first = self.ask(asked, key, flag)?;
        let filler = |c: char| matches!(c, '<' | '＜' | '《' | '〈');
        let zone = first.chars().filter(|c| filler(*c)).count() >= 2;
        if !zone || first.chars().count() > 60 {
            return Ok(first);
        }
        let second = self.ask(asked, "ask-second-line", flag)?;
        Ok(format!("{first}\n{second}"))
    }
}
