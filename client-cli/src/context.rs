//! Contexts: named settings of the place a clerk works at, and how flags, environment and context
//! together make the settings of one command. It never holds a secret.

use crate::{
    Io,
    errors::{Done, Exit, Failure},
    i18n::Texts,
    store_file, time,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::PathBuf, time::Duration};

/// The context of who has made none.
pub(crate) const DEFAULT_CONTEXT: &str = "default";
/// Where a server on the same machine listens.
pub(crate) const DEFAULT_ENDPOINT: &str = "http://127.0.0.1:7443";
/// The deadline of a call where none is given.
pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// The settings of one context; what is absent has its default.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    /// Where the server is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) endpoint: Option<String>,
    /// PEM file of the authority that signed the server's certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ca_file: Option<String>,
    /// The counter the clerk sits at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) counter: Option<String>,
    /// `zh-CN` or `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
}

/// The file of contexts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contexts {
    /// The context in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) current: Option<String>,
    /// All contexts by name.
    #[serde(default)]
    pub(crate) contexts: BTreeMap<String, Profile>,
}

/// Flags of the command line that any command takes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flags {
    /// `--context`.
    pub(crate) context: Option<String>,
    /// `--endpoint`.
    pub(crate) endpoint: Option<String>,
    /// `--ca-file`.
    pub(crate) ca_file: Option<String>,
    /// `--timeout`.
    pub(crate) timeout: Option<Duration>,
    /// `--request-id`.
    pub(crate) request_id: Option<String>,
    /// `--yes`.
    pub(crate) yes: bool,
}

/// What one command works with.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The context's name.
    pub(crate) context: String,
    /// False where no such context is kept; only the commands that mend it run then.
    pub(crate) context_is_known: bool,
    /// Where the server is.
    pub(crate) endpoint: String,
    /// PEM file of the server's authority.
    pub(crate) ca_file: Option<PathBuf>,
    /// The counter of the environment or the context.
    pub(crate) counter: Option<String>,
    /// The deadline of a call.
    pub(crate) timeout: Duration,
    /// The id of the command's write, the same for all its repeats.
    pub(crate) request_id: String,
    /// True: do not ask.
    pub(crate) yes: bool,
    /// Folder of the token files.
    pub(crate) token_folder: PathBuf,
}

/// Where the file of contexts is.
#[must_use]
pub(crate) fn config_path(io: &Io) -> PathBuf {
    base(io, "XDG_CONFIG_HOME", "APPDATA", ".config").join("frsc").join("config.toml")
}

fn token_folder(io: &Io) -> PathBuf {
    base(io, "XDG_STATE_HOME", "LOCALAPPDATA", ".local/state").join("frsc").join("tokens")
}

fn base(io: &Io, xdg: &str, windows: &str, below_home: &str) -> PathBuf {
    let from = |name: &str| (io.env)(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    // XDG says a path that is not absolute is to be ignored.
    from(xdg)
        .filter(|path| path.is_absolute())
        .or_else(|| if cfg!(windows) { from(windows) } else { None })
        .or_else(|| from("HOME").map(|home| home.join(below_home)))
        .unwrap_or_else(|| PathBuf::from(below_home))
}

/// Reads the file of contexts; none is an empty one.
///
/// # Errors
/// A file that cannot be read or is not what it should be.
pub(crate) fn load(io: &Io, texts: &Texts) -> Done<Contexts> {
    let path = config_path(io);
    let shown = path.display().to_string();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Contexts::default());
        }
        Err(_) => {
            let what = texts.with("error-config-unreadable", &[("path", &shown)]);
            return Err(Failure::new(Exit::Usage, what));
        }
    };
    toml::from_str(&text).map_err(|error| {
        let what = texts.with("error-config-invalid", &[("path", &shown)]);
        Failure::new(Exit::Invalid, what).why(error.message().to_owned())
    })
}

/// Writes the file of contexts in one step.
///
/// # Errors
/// A folder or file that cannot be written.
pub(crate) fn save(io: &Io, texts: &Texts, contexts: &Contexts) -> Done {
    let path = config_path(io);
    let shown = path.display().to_string();
    let failed = || {
        let what = texts.with("error-config-unwritable", &[("path", &shown)]);
        Failure::new(Exit::Unexpected, what)
    };
    let text = toml::to_string_pretty(contexts).map_err(|_| failed())?;
    store_file::replace(&path, text.as_bytes()).map_err(|_| failed())
}

/// Joins flags, environment, context and defaults, in this order of strength.
///
/// # Errors
/// A file of contexts that is not valid, or a bad value in the environment.
pub(crate) fn settle(io: &Io, texts: &Texts, flags: &Flags) -> Done<Settings> {
    let contexts = load(io, texts)?;
    let env = |name: &str| (io.env)(name).filter(|value| !value.is_empty());
    let asked = flags.context.clone().or_else(|| env("FRSC_CONTEXT")).or(contexts.current);
    let name = asked.unwrap_or_else(|| DEFAULT_CONTEXT.to_owned());
    let found = contexts.contexts.get(&name).cloned();
    let context_is_known = found.is_some() || name == DEFAULT_CONTEXT;
    let profile = found.unwrap_or_default();
    let endpoint = flags.endpoint.clone().or_else(|| env("FRSC_ENDPOINT")).or(profile.endpoint);
    let timeout = match (flags.timeout, env("FRSC_TIMEOUT")) {
        (Some(timeout), _) => timeout,
        (None, Some(text)) => parse_timeout(&text).map_err(|_| {
            let variables = [("value", text.as_str()), ("flag", "FRSC_TIMEOUT")];
            Failure::new(Exit::Usage, texts.with("usage-value", &variables))
        })?,
        (None, None) => DEFAULT_TIMEOUT,
    };
    Ok(Settings {
        context: name,
        context_is_known,
        endpoint: endpoint.unwrap_or_else(|| DEFAULT_ENDPOINT.to_owned()),
        ca_file: flags
            .ca_file
            .clone()
            .or_else(|| env("FRSC_CA_FILE"))
            .or(profile.ca_file)
            .map(PathBuf::from),
        counter: env("FRSC_COUNTER").or(profile.counter),
        timeout,
        request_id: flags.request_id.clone().unwrap_or_else(time::new_request_id),
        yes: flags.yes,
        token_folder: token_folder(io),
    })
}

/// Reads `10`, `10s` or `500ms`; 1 ms to 10 min.
///
/// # Errors
/// Anything else.
pub(crate) fn parse_timeout(text: &str) -> Result<Duration, String> {
    let milliseconds = match text.strip_suffix("ms") {
        Some(number) => number.parse::<u64>().ok(),
        None => {
            let number = text.strip_suffix('s').unwrap_or(text).parse::<u64>().ok();
            number.and_then(|seconds| seconds.checked_mul(1000))
        }
    };
    milliseconds
        .filter(|ms| (1..=600_000).contains(ms))
        .map(Duration::from_millis)
        .ok_or_else(|| "10s, 500ms".to_owned())
}
