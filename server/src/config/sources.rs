//! Where settings come from: flags, environment, file, defaults, in this order. Every problem is
//! told with its place, and all of them at once. It never echoes a value, which may be a secret.

use super::{Config, SETTINGS, Setting, VARIABLE_PREFIX};
use std::{
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
};
use toml::de::{DeTable, DeValue};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// A line of the file.
    File {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// An environment variable.
    Environment(String),
    /// A flag.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// A setting with its value and where that came from.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The setting.
    pub setting: Setting,
    /// Its value, without secrets.
    pub value: String,
    /// Where the value came from.
    pub origin: Origin,
}

/// Settings that were read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// Each of them, for `config show`.
    pub shown: Vec<Shown>,
    /// What looks like a mistake but keeps nothing from working.
    pub warnings: Vec<String>,
}

type Texts = HashMap<&'static str, (String, Origin)>;

impl Config {
    /// Reads the settings of a file, the environment and flags. Flags are settings' names with
    /// their values, as `flags_of` gives them.
    ///
    /// # Errors
    /// Every problem, with its place.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Result<Loaded, Vec<String>> {
        let mut problems = Vec::new();
        let mut warnings = Vec::new();
        let mut texts = Texts::new();
        if let Some(path) = file {
            read_file(path, &mut texts, &mut problems);
        }
        read_environment(environment, &mut texts, &mut warnings);
        for (name, value) in flags {
            if let Some(setting) = find(name) {
                texts.insert(setting.name, (value, Origin::Flag(setting.flag())));
            }
        }
        let origin = |name: &str| texts.get(name).map_or(Origin::Default, |(_, o)| o.clone());
        let text = |name| texts.get(name).map_or_else(|| default(name), |(text, _)| text.clone());
        let read = Self::read(text, |name, problem| {
            problems.push(format!("{}: {name}: {problem}", origin(name)));
        });
        let config = read.ok_or_else(|| problems.clone())?;
        problems.extend(config.contradictions());
        if !problems.is_empty() {
            return Err(problems);
        }
        let shown = SETTINGS.iter().map(|setting| Shown {
            setting: *setting,
            value: config.shown(setting.name),
            origin: origin(setting.name),
        });
        Ok(Loaded { shown: shown.collect(), config, warnings })
    }
}

/// The flags of all settings, for a command line.
pub fn arguments() -> impl Iterator<Item = clap::Arg> {
    SETTINGS.iter().map(|setting| {
        let help = setting.doc.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
        clap::Arg::new(setting.name).long(setting.flag()).value_name("VALUE").help(help)
    })
}

/// The settings that a command line gives.
#[must_use]
pub fn flags_of(matches: &clap::ArgMatches) -> Vec<(&'static str, String)> {
    let given = |setting: &Setting| matches.get_one::<String>(setting.name).cloned();
    SETTINGS.iter().filter_map(|setting| Some((setting.name, given(setting)?))).collect()
}

fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

fn default(name: &str) -> String {
    find(name).map(|setting| setting.default.to_owned()).unwrap_or_default()
}

fn read_file(path: &Path, texts: &mut Texts, problems: &mut Vec<String>) {
    let content = match std::fs::read_to_string(path) {
        Ok(content) => content,
        Err(error) => return problems.push(format!("{}: {error}", path.display())),
    };
    let at = |offset: usize| {
        let before = content.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Origin::File { path: path.to_owned(), line }
    };
    let table = match DeTable::parse(&content) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let place = at(error.span().map_or(0, |span| span.start));
            return problems.push(format!("{place}: {}", error.message()));
        }
    };
    for (key, value) in table {
        let place = at(key.span().start);
        let name = key.into_inner();
        match (find(&name), plain(value.get_ref())) {
            (Some(setting), Some(text)) => {
                texts.insert(setting.name, (text, place));
            }
            (Some(_), None) => {
                problems.push(format!("{place}: {name}: expected a text, a number or true/false"));
            }
            (None, _) => {
                problems.push(format!("{place}: no setting is called {name}{}", hint(&name)))
            }
        }
    }
}

/// A value of the file as text.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    }
}

/// A variable that no setting has is only warned of: other programs share the prefix.
fn read_environment(
    environment: impl IntoIterator<Item = (String, String)>,
    texts: &mut Texts,
    warnings: &mut Vec<String>,
) {
    for (variable, value) in environment {
        let Some(name) = variable.strip_prefix(VARIABLE_PREFIX) else {
            continue;
        };
        let name = name.to_lowercase();
        match find(&name) {
            Some(setting) if setting.variable() == variable => {
                texts.insert(setting.name, (value, Origin::Environment(variable)));
            }
            Some(_) | None if variable == super::FILE_VARIABLE => {}
            Some(_) | None => {
                warnings.push(format!("{variable} is no setting of the server{}", hint(&name)));
            }
        }
    }
}

/// The setting that somebody may have meant.
fn hint(name: &str) -> String {
    let distance = |setting: &&Setting| edits(name, setting.name);
    let nearest = SETTINGS.iter().min_by_key(distance).filter(|setting| distance(setting) <= 2);
    nearest.map(|setting| format!("; did you mean {}?", setting.name)).unwrap_or_default()
}

/// How many letters have to change, come or go (Levenshtein).
fn edits(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.bytes().enumerate() {
            let change = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
