//! The command tree with its texts: flags every command takes, help in the person's language,
//! shortcuts, and words for a command line that does not parse.

use crate::{
    Io, cmd, context,
    errors::{Done, Exit, Failure},
    i18n::{Language, Texts},
    output::Format,
};
use clap::builder::{PossibleValuesParser, StyledStr};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::ffi::OsString;

const FORMATS: [&str; 6] = ["table", "wide", "json", "jsonl", "csv", "name"];
const COLOURS: [&str; 3] = ["auto", "always", "never"];
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// The daily commands by the initials of their Chinese names, and by the names themselves.
pub(crate) const SHORTCUTS: [(&str, &str, &[&str]); 11] = [
    ("jh", "叫号", &["queue", "next"]),
    ("qd", "签到", &["appt", "check-in"]),
    ("yy", "预约", &["appt", "book"]),
    ("hy", "号源", &["slots", "list"]),
    ("wc", "完成", &["queue", "complete"]),
    ("sm", "扫描", &["scan"]),
    ("sj", "收件", &["case", "create"]),
    ("wd", "我的", &["case", "list", "--mine"]),
    ("rw", "任务", &["task", "list"]),
    ("jj", "加急", &["expedite", "request"]),
    ("dq", "到期", &["expiry", "list"]),
];

/// The whole command tree in a language.
pub(crate) fn tree(texts: &Texts) -> Command {
    let mut root = Command::new("frsc")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_version_flag(true)
        .arg(Arg::new("version").long("version").short('V').action(ArgAction::Version))
        .args(global_args())
        .subcommands(cmd::commands());
    for (short, chinese, words) in SHORTCUTS {
        let flags = words.iter().filter_map(|word| word.strip_prefix("--"));
        let words = words.iter().take_while(|word| !word.starts_with('-'));
        let path: Vec<_> = words.map(|word| (*word).to_owned()).collect();
        let target = path.iter().try_fold(&root, |at, word| at.find_subcommand(word)).cloned();
        if let Some(target) = target {
            let mut target = localise(target, &path, texts);
            for flag in flags {
                target = target.mut_arg(flag, |flag| flag.default_value("true"));
            }
            root = root.subcommand(target.name(short).visible_alias(chinese).hide(true));
        }
    }
    localise(root, &[], texts)
}

fn global_args() -> Vec<Arg> {
    let text = |id: &'static str| Arg::new(id).long(id).global(true);
    let words = |values: &[&'static str]| PossibleValuesParser::new(values.to_vec());
    vec![
        text("output").short('o').value_parser(words(&FORMATS)),
        text("json").action(ArgAction::SetTrue).conflicts_with("output"),
        text("lang").value_parser(words(&LANGUAGES)),
        text("context"),
        text("endpoint"),
        text("ca-file"),
        text("color").value_parser(words(&COLOURS)),
        text("yes").short('y').action(ArgAction::SetTrue),
        text("timeout").value_parser(context::parse_timeout),
        text("request-id").value_parser(parse_request_id),
    ]
}

fn parse_request_id(text: &str) -> Result<String, String> {
    uuid::Uuid::parse_str(text).map(|id| id.to_string()).map_err(|_| "UUID".to_owned())
}

/// The key of a command's texts: `cmd-appt-book`.
pub(crate) fn key(kind: &str, path: &[String]) -> String {
    if path.is_empty() { format!("{kind}-frsc") } else { format!("{kind}-{}", path.join("-")) }
}

/// Fills in the texts of a command and of all below it.
fn localise(command: Command, path: &[String], texts: &Texts) -> Command {
    if command.get_about().is_some() {
        // A shortcut, which has its texts from what it stands for.
        return command;
    }
    let usage = texts.get("help-usage");
    let examples = texts.get(&key("ex", path));
    let mut after = format!("{}\n{}", texts.get("help-examples"), indented(&examples));
    if path.is_empty() {
        let shortcuts = SHORTCUTS.map(|(short, chinese, words)| {
            format!("frsc {short} · frsc {chinese} = frsc {}", words.join(" "))
        });
        let shortcuts = indented(&shortcuts.join("\n"));
        after = format!("{after}\n{}\n{shortcuts}", texts.get("help-shortcuts"));
    }
    let path_of = |name: &str| [path, &[name.to_owned()]].concat();
    let names: Vec<_> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let arg_path = key("arg", path);
    let mut command = command
        .about(texts.get(&key("cmd", path)))
        .after_help(after)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .help_template(format!("{{about}}\n\n{usage}\n  {{usage}}\n\n{{all-args}}\n{{after-help}}"))
        .subcommand_help_heading(texts.get("help-commands"))
        .subcommand_value_name(texts.get("help-command"))
        .arg(Arg::new("help").long("help").short('h').action(ArgAction::Help))
        .mut_args(|arg| localise_arg(arg, &arg_path, texts));
    for name in names {
        command = command.mut_subcommand(&name, |sub| localise(sub, &path_of(&name), texts));
    }
    command
}

fn localise_arg(arg: Arg, path: &str, texts: &Texts) -> Arg {
    let own = format!("{path}-{}", arg.get_id());
    let shared = format!("arg-{}", arg.get_id());
    let mut help = texts.find(&own, &[]).unwrap_or_else(|| texts.get(&shared));
    let takes_words = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let words: Vec<_> = arg
        .get_possible_values()
        .iter()
        .filter(|_| takes_words)
        .map(|value| value.get_name().to_owned())
        .collect();
    if !words.is_empty() {
        help = texts.with("help-values", &[("help", &help), ("values", &words.join(", "))]);
    }
    let default =
        arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
    if let Some(default) = &default {
        help = texts.with("help-default", &[("help", &help), ("value", default)]);
    }
    let heading = if arg.is_positional() {
        "help-values-heading"
    } else if arg.is_global_set() {
        "help-global-heading"
    } else {
        "help-options-heading"
    };
    let heading = texts.get(heading);
    let arg = arg.help(StyledStr::from(help)).help_heading(heading);
    let arg = if default.is_some() { arg.hide_default_value(true) } else { arg };
    let arg = match arg.get_value_names() {
        None if takes_words => {
            let name = arg.get_id().as_str().to_ascii_uppercase().replace('-', "_");
            arg.value_name(name)
        }
        None | Some(_) => arg,
    };
    if words.is_empty() { arg } else { arg.hide_possible_values(true) }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

/// The language of a command line: flag, environment, context, locale, Chinese. It is needed before
/// the line is parsed, for the words of a line that does not parse.
pub(crate) fn language(args: &[OsString], io: &Io) -> Language {
    let words: Vec<_> = args.iter().map(|word| word.to_string_lossy()).collect();
    let flag = words.iter().enumerate().find_map(|(at, word)| {
        if word == "--lang" {
            return words.get(at + 1).map(|next| next.to_string());
        }
        word.strip_prefix("--lang=").map(str::to_owned)
    });
    let env = |name: &str| (io.env)(name).filter(|value| !value.is_empty());
    let chinese = Texts::new(Language::ZhCn);
    let of_context = || {
        let contexts = context::load(io, &chinese).ok()?;
        let name = env("FRSC_CONTEXT").or(contexts.current)?;
        contexts.contexts.get(&name)?.language.clone()
    };
    let locale = || env("LC_ALL").or_else(|| env("LC_MESSAGES")).or_else(|| env("LANG"));
    flag.and_then(|tag| Language::parse(&tag))
        .or_else(|| env("FRSC_LANG").and_then(|tag| Language::parse(&tag)))
        .or_else(|| of_context().and_then(|tag| Language::parse(&tag)))
        .or_else(|| locale().and_then(|tag| Language::parse(&tag)))
        .unwrap_or(Language::ZhCn)
}

/// The flags every command takes, the format, and whether colour is wanted.
pub(crate) fn globals(
    matches: &ArgMatches,
    io: &Io,
    texts: &Texts,
) -> Done<(context::Flags, Format, bool)> {
    // Flags after the verb are found in the matches of the verb.
    let mut deepest = matches;
    while let Some((_, below)) = deepest.subcommand() {
        deepest = below;
    }
    let text = |id: &str| deepest.get_one::<String>(id).cloned();
    let env = |name: &str| (io.env)(name).filter(|value| !value.is_empty());
    let wrong = |value: &str, flag: &str| {
        let variables = [("value", value), ("flag", flag)];
        Failure::new(Exit::Usage, texts.with("usage-value", &variables))
    };
    let format = match text("output").or_else(|| env("FRSC_OUTPUT")) {
        _ if deepest.get_flag("json") => Format::Json,
        None => Format::Table,
        Some(word) => Format::parse(&word).ok_or_else(|| wrong(&word, "FRSC_OUTPUT"))?,
    };
    let colour = match text("color").or_else(|| env("FRSC_COLOR")).as_deref() {
        Some("always") => true,
        Some("never") => false,
        Some(_) | None => io.out_is_terminal && env("NO_COLOR").is_none(),
    };
    let flags = context::Flags {
        context: text("context"),
        endpoint: text("endpoint"),
        ca_file: text("ca-file"),
        timeout: deepest.get_one("timeout").copied(),
        request_id: text("request-id"),
        yes: deepest.get_flag("yes"),
    };
    Ok((flags, format, colour))
}
