//! The clerk's command line of the foreign-resident service centre. It shows what the server says
//! and asks what the clerk wants; it computes no rule of the centre's business.

mod cell;
mod cli;
mod cmd;
mod connect;
mod context;
mod errors;
mod i18n;
mod list;
mod message;
mod office;
mod output;
mod parts;
mod refusal;
mod resolve;
mod rpc;
mod store_file;
mod table;
mod terminal;
#[cfg(test)]
mod tests;
mod time;
mod tokens;
mod usage;

use crate::errors::{Done, Exit, Failure};
use crate::output::Format;
use i18n::Texts;
use std::ffi::OsString;
pub use terminal::{Asked, Io};

/// What one command works with: the terminal, its language and settings, and the server.
pub(crate) struct Cx<'a> {
    pub(crate) io: &'a mut Io,
    pub(crate) texts: Texts,
    pub(crate) settings: context::Settings,
    pub(crate) format: Format,
    pub(crate) colour: bool,
    pub(crate) channel: Option<tonic::transport::Channel>,
    pub(crate) session: Option<tokens::Session>,
    pub(crate) today: Option<chrono::NaiveDate>,
}

/// Runs one command line, whose first word is the program's name, and answers the exit code.
#[must_use]
pub fn run(args: Vec<OsString>, io: &mut Io) -> u8 {
    let texts = Texts::new(cli::language(&args, io));
    if let Some(on_interrupt) = io.on_interrupt.take() {
        on_interrupt(texts.get("interrupted"));
    }
    match execute(args, io, &texts) {
        Ok(()) => 0,
        Err(failure) => {
            failure.print(&texts, io.err.as_mut());
            failure.exit as u8
        }
    }
}

fn execute(args: Vec<OsString>, io: &mut Io, texts: &Texts) -> Done {
    let matches = match cli::tree(texts).try_get_matches_from(&args) {
        Ok(matches) => matches,
        Err(error) => return usage::report(&error, &args, io, texts),
    };
    let (flags, format, colour) = cli::globals(&matches, io, texts)?;
    let settings = context::settle(io, texts, &flags)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|_| Failure::new(Exit::Unexpected, texts.get("error-unexpected")))?;
    let texts = Texts::new(texts.language);
    let mut cx =
        Cx { io, texts, settings, format, colour, channel: None, session: None, today: None };
    runtime.block_on(cmd::dispatch(&mut cx, &matches))
}
