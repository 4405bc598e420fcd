//! What a person is told when something did not work: what, why, and the next command, in at most
//! four lines, with an exit code a program can branch on. No word of the transport gets through.

use crate::i18n::Texts;
use std::fmt::Write as _;
use std::io::Write;

/// The exit codes, which mean the same in every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// An error of the server or of the program.
    Unexpected = 1,
    /// The command line is wrong.
    Usage = 2,
    /// What was asked for is not there.
    NotFound = 3,
    /// Signing in is needed.
    LoginNeeded = 4,
    /// The account may not do this.
    NotAllowed = 5,
    /// The state or a rule forbids it.
    Refused = 6,
    /// The server could not be reached or was too slow; repeating is safe.
    Unreachable = 7,
    /// Some of it was done.
    Partly = 8,
    /// The data given are wrong.
    Invalid = 10,
    /// The person broke off.
    Interrupted = 130,
}

/// A command that did not do its work.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// The exit code.
    pub(crate) exit: Exit,
    /// What happened.
    pub(crate) what: String,
    /// The reason code, an `ErrorReason` without its prefix.
    pub(crate) reason: Option<Box<str>>,
    /// Why, every cause.
    pub(crate) why: Vec<String>,
    /// The nearest places, of a refused booking.
    pub(crate) places: Option<String>,
    /// What to do next.
    pub(crate) next: Option<String>,
}

/// The end of a command.
pub(crate) type Done<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure that has only a text yet.
    #[must_use]
    pub(crate) fn new(exit: Exit, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { exit, what, reason: None, why: Vec::new(), places: None, next: None }
    }

    /// Adds a cause.
    #[must_use]
    pub(crate) fn why(mut self, why: impl Into<String>) -> Self {
        self.why.push(why.into());
        self
    }

    /// Adds the next step.
    #[must_use]
    pub(crate) fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }

    /// Writes the failure in at most four lines.
    pub(crate) fn print(&self, texts: &Texts, err: &mut dyn Write) {
        let mut text = texts.with("error-line", &[("what", &one_line(&self.what))]);
        if let Some(reason) = &self.reason {
            let _ = write!(text, " [{reason}]");
        }
        text.push('\n');
        if !self.why.is_empty() {
            let why: Vec<_> = self.why.iter().map(|why| one_line(why)).collect();
            let why = why.join(&texts.get("list-separator"));
            text += &texts.with("why-line", &[("why", &why)]);
            text.push('\n');
        }
        for (key, name, value) in
            [("places-line", "places", &self.places), ("next-line", "next", &self.next)]
        {
            if let Some(value) = value {
                text += &texts.with(key, &[(name, &one_line(value))]);
                text.push('\n');
            }
        }
        // A closed stderr leaves nobody to tell.
        let _ = err.write_all(text.as_bytes());
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
