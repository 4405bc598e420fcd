//! The tokens of a session on disk: one file a context and server, 0600 in a 0700 folder; looser
//! modes are refused. A lock file keeps two commands from renewing the same session at once.

use crate::{
    context::Settings,
    errors::{Done, Exit, Failure},
    i18n::Texts,
    store_file, time,
};
use frsc_proto::v1;
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

/// The contract's longest life of an access token, for a server whose clock is not ours.
const LONGEST_ACCESS_SECONDS: i64 = 600;
/// So long before its end an access token is renewed.
const RENEW_BEFORE_SECONDS: i64 = 30;

/// A session as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The server it was opened at; a token is never sent to another.
    pub(crate) endpoint: String,
    /// Who signed in.
    pub(crate) login_name: String,
    /// The access token.
    pub(crate) access_token: String,
    /// When to renew it, in seconds of this machine's clock.
    pub(crate) renew_at_seconds: i64,
    /// The refresh token, used once.
    pub(crate) refresh_token: String,
}

impl Session {
    /// A session from the server's tokens.
    #[must_use]
    pub(crate) fn new(endpoint: &str, login_name: &str, tokens: v1::TokenPair) -> Self {
        let now = time::wall_now().timestamp();
        let end = tokens.access_expire_time.map_or(now, |end| end.seconds);
        // A server whose clock differs is trusted for the length alone.
        let life = Some(end - now).filter(|life| (1..=LONGEST_ACCESS_SECONDS).contains(life));
        let life = life.unwrap_or(LONGEST_ACCESS_SECONDS);
        Self {
            endpoint: endpoint.to_owned(),
            login_name: login_name.to_owned(),
            access_token: tokens.access_token,
            renew_at_seconds: now + (life - RENEW_BEFORE_SECONDS).max(life / 2),
            refresh_token: tokens.refresh_token,
        }
    }

    /// True where the access token is about to end.
    #[must_use]
    pub(crate) fn is_due(&self) -> bool {
        time::wall_now().timestamp() >= self.renew_at_seconds
    }
}

/// The file of a context's session.
#[must_use]
pub(crate) fn path(settings: &Settings) -> PathBuf {
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
    };
    let name = format!("{}@{}.json", plain(&settings.context), plain(&settings.endpoint));
    settings.token_folder.join(name)
}

/// Reads the session; `None` where nobody is signed in at this server.
///
/// # Errors
/// A file or folder that others may read, or a file that cannot be read.
pub(crate) fn load(settings: &Settings, texts: &Texts) -> Done<Option<Session>> {
    let path = path(settings);
    if !path.exists() {
        return Ok(None);
    }
    refuse_loose(&settings.token_folder, "700", texts)?;
    refuse_loose(&path, "600", texts)?;
    let text = std::fs::read_to_string(&path).map_err(|_| unreadable(&path, texts))?;
    // A file that is no session any more is as good as none: signing in writes a new one.
    let session = serde_json::from_str::<Session>(&text).ok();
    Ok(session.filter(|session| session.endpoint == settings.endpoint))
}

/// Keeps the session.
///
/// # Errors
/// A folder others may read, or a file that cannot be written.
pub(crate) fn save(settings: &Settings, texts: &Texts, session: &Session) -> Done {
    let path = path(settings);
    store_file::make_folder(&settings.token_folder).map_err(|_| unwritable(&path, texts))?;
    refuse_loose(&settings.token_folder, "700", texts)?;
    let text = serde_json::to_vec(session).map_err(|_| unwritable(&path, texts))?;
    store_file::replace(&path, &text).map_err(|_| unwritable(&path, texts))
}

/// Forgets the session.
///
/// # Errors
/// A file that cannot be removed.
pub(crate) fn forget(settings: &Settings, texts: &Texts) -> Done {
    let path = path(settings);
    match std::fs::remove_file(&path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(_) => Err(unwritable(&path, texts)),
    }
}

/// Waits for the right to renew the session; it ends with the file returned.
///
/// # Errors
/// A lock file that cannot be made.
pub(crate) fn lock(settings: &Settings, texts: &Texts) -> Done<File> {
    let path = path(settings).with_extension("lock");
    let failed = |_| unwritable(&path, texts);
    store_file::make_folder(&settings.token_folder).map_err(failed)?;
    let mut options = File::options();
    options.create(true).write(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path).map_err(failed)?;
    file.lock().map_err(failed)?;
    Ok(file)
}

fn refuse_loose(path: &Path, mode: &str, texts: &Texts) -> Done {
    let shown = path.display().to_string();
    match store_file::foreign_bits(path) {
        Ok(0) => Ok(()),
        Ok(_) => {
            let variables = [("path", shown.as_str()), ("mode", mode)];
            let failure = Failure::new(Exit::NotAllowed, texts.with("error-loose", &variables));
            Err(failure.next(texts.with("next-loose", &variables)))
        }
        Err(_) => Err(unreadable(path, texts)),
    }
}

fn unreadable(path: &Path, texts: &Texts) -> Failure {
    let shown = path.display().to_string();
    Failure::new(Exit::Unexpected, texts.with("error-file-unreadable", &[("path", &shown)]))
}

fn unwritable(path: &Path, texts: &Texts) -> Failure {
    let shown = path.display().to_string();
    Failure::new(Exit::Unexpected, texts.with("error-file-unwritable", &[("path", &shown)]))
}
