//! `frsc context`: the named settings of the places a clerk works at.

use super::{noun, position, text};
use crate::{
    Cx,
    context::{self, DEFAULT_CONTEXT, DEFAULT_ENDPOINT, Profile, Settings},
    errors::{Done, Exit, Failure},
    output::Format,
    table, tokens,
};
use clap::{ArgMatches, Command, parser::ValueSource};

const COLUMNS: [&str; 6] = ["current", "name", "endpoint", "ca_file", "counter", "language"];

/// The noun.
pub(super) fn command() -> Command {
    let named = |verb: &'static str| Command::new(verb).arg(position("name").required(true));
    noun("context").subcommands([
        Command::new("list"),
        named("use"),
        named("set").arg(text("counter")),
        named("delete"),
    ])
}

/// Runs a verb.
pub(super) fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "use" => choose(cx, matches),
        "set" => set(cx, matches),
        "delete" => delete(cx, matches),
        _ => list(cx),
    }
}

fn name_of(matches: &ArgMatches) -> String {
    super::given(matches, "name")
}

fn unknown(cx: &Cx<'_>, name: &str) -> Failure {
    let what = cx.texts.with("error-context-unknown", &[("name", name)]);
    Failure::new(Exit::NotFound, what).next(cx.texts.get("next-context-list"))
}

fn choose(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let name = name_of(matches);
    let mut contexts = context::load(cx.io, &cx.texts)?;
    if !contexts.contexts.contains_key(&name) && name != DEFAULT_CONTEXT {
        return Err(unknown(cx, &name));
    }
    contexts.current = Some(name.clone());
    context::save(cx.io, &cx.texts, &contexts)?;
    cx.say("context-used", &[("name", &name)]);
    Ok(())
}

fn set(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let name = name_of(matches);
    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if name.chars().count() > 64 || !name.chars().all(plain) {
        return Err(Failure::new(Exit::Usage, cx.texts.get("error-context-name")));
    }
    let mut contexts = context::load(cx.io, &cx.texts)?;
    let profile = contexts.contexts.entry(name.clone()).or_default();
    let typed = |id: &str| {
        let typed = matches.value_source(id) == Some(ValueSource::CommandLine);
        matches.get_one::<String>(id).filter(|_| typed).cloned()
    };
    let Profile { endpoint, ca_file, counter, language } = profile;
    for (field, flag) in
        [(endpoint, "endpoint"), (ca_file, "ca-file"), (counter, "counter"), (language, "lang")]
    {
        if let Some(value) = typed(flag) {
            // An empty value takes the setting away.
            *field = Some(value).filter(|value| !value.is_empty());
        }
    }
    context::save(cx.io, &cx.texts, &contexts)?;
    cx.say("context-set", &[("name", &name)]);
    Ok(())
}

fn delete(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let name = name_of(matches);
    let mut contexts = context::load(cx.io, &cx.texts)?;
    if !contexts.contexts.contains_key(&name) {
        return Err(unknown(cx, &name));
    }
    cx.confirm("confirm-context-delete", &[("name", &name)])?;
    let profile = contexts.contexts.remove(&name).unwrap_or_default();
    // The session goes with the context it was opened in.
    let endpoint = profile.endpoint.unwrap_or_else(|| DEFAULT_ENDPOINT.to_owned());
    let of_context = Settings { context: name.clone(), endpoint, ..cx.settings.clone() };
    tokens::forget(&of_context, &cx.texts)?;
    contexts.current = contexts.current.filter(|current| *current != name);
    context::save(cx.io, &cx.texts, &contexts)?;
    cx.say("context-deleted", &[("name", &name)]);
    Ok(())
}

fn list(cx: &mut Cx<'_>) -> Done {
    let mut contexts = context::load(cx.io, &cx.texts)?;
    contexts.contexts.entry(DEFAULT_CONTEXT.to_owned()).or_default();
    let rows: Vec<Vec<String>> = contexts
        .contexts
        .into_iter()
        .map(|(name, profile)| {
            let current = if name == cx.settings.context { "*" } else { "" };
            let endpoint = profile.endpoint.unwrap_or_else(|| DEFAULT_ENDPOINT.to_owned());
            let rest = [profile.ca_file, profile.counter, profile.language];
            let mut row = vec![current.to_owned(), name, endpoint];
            row.extend(rest.into_iter().map(Option::unwrap_or_default));
            row
        })
        .collect();
    let text = match cx.format {
        Format::Json | Format::Jsonl => json(&rows, cx.format),
        Format::Name => rows.iter().map(|row| row[1].clone() + "\n").collect(),
        Format::Csv => {
            rows.iter().fold(COLUMNS.join(",") + "\n", |all, row| all + &row.join(",") + "\n")
        }
        Format::Table | Format::Wide => {
            let person = cx.io.out_is_terminal;
            let header = |column: &&str| {
                if person { cx.texts.get(&format!("col-{column}")) } else { (*column).to_owned() }
            };
            let headers = COLUMNS.iter().map(header).collect();
            table::render(headers, rows, &[], cx.io.width)
        }
    };
    cx.write(&text)
}

fn json(rows: &[Vec<String>], format: Format) -> String {
    let documents: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            let pairs = COLUMNS.iter().zip(row).map(|(column, value)| {
                let value = if *column == "current" {
                    serde_json::Value::from(value == "*")
                } else {
                    serde_json::Value::from(value.clone())
                };
                ((*column).to_owned(), value)
            });
            serde_json::Value::Object(pairs.collect())
        })
        .collect();
    if format == Format::Jsonl {
        return documents.iter().map(|document| format!("{document}\n")).collect();
    }
    let whole = serde_json::json!({ "contexts": documents });
    format!("{whole:#}\n")
}
