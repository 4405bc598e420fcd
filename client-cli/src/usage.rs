//! A command line that does not parse, in the person's language and with what would fit.

use crate::{
    Io, cli,
    errors::{Done, Exit, Failure},
    i18n::Texts,
};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// Shows the help that was asked for, or says what is wrong with the command line.
pub(crate) fn report(error: &clap::Error, args: &[OsString], io: &mut Io, texts: &Texts) -> Done {
    let shown = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that went away needs no help any more.
            let _ = io.out.write_all(shown.as_bytes());
            return Ok(());
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // A closed stderr leaves nobody to tell.
            let _ = io.err.write_all(shown.as_bytes());
            return Err(Failure::new(Exit::Usage, texts.get("usage-no-command")));
        }
        _ => {}
    }
    let of = |kind| error.get(kind).map(value_text).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let value = of(ContextKind::InvalidValue);
    let subcommand = of(ContextKind::InvalidSubcommand);
    let variables =
        [("flag", argument.as_str()), ("value", value.as_str()), ("command", subcommand.as_str())];
    let key = match error.kind() {
        ErrorKind::MissingRequiredArgument => "usage-missing",
        ErrorKind::UnknownArgument => "usage-unknown",
        ErrorKind::InvalidSubcommand => "usage-command",
        ErrorKind::InvalidValue if value.is_empty() => "usage-no-value",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage-value",
        ErrorKind::MissingSubcommand => "usage-no-command",
        ErrorKind::ArgumentConflict => "usage-conflict",
        _ => "usage-other",
    };
    let mut failure = Failure::new(Exit::Usage, texts.with(key, &variables));
    for kind in [
        ContextKind::ValidValue,
        ContextKind::ValidSubcommand,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ] {
        let choices = of(kind);
        if !choices.is_empty() && failure.why.is_empty() {
            failure = failure.why(texts.with("usage-choices", &[("choices", &choices)]));
        }
    }
    let path = deepest_path(args, texts);
    Err(failure.next(texts.with("next-help", &[("command", &path)])))
}

fn value_text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}

/// The command the line names, for `frsc … --help`.
fn deepest_path(args: &[OsString], texts: &Texts) -> String {
    let root = cli::tree(texts);
    let mut at = &root;
    let mut path = vec!["frsc".to_owned()];
    for word in args.iter().skip(1) {
        if let Some(below) = at.find_subcommand(word) {
            at = below;
            path.push(below.get_name().to_owned());
        }
    }
    path.join(" ")
}
