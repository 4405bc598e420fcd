//! What holds for the program as a whole: every quoted command parses, both languages say
//! everything, nothing personal is an argument, and a command runs in process from end to end.

mod calls;
mod outputs;
mod quoted;
mod refusals;
mod shown;
mod texts;

use crate::{Asked, Io, cli, i18n::Language, i18n::Texts, run};
use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Write;
use std::rc::Rc;
use texts::walk;

/// A stream that remembers what was written.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

struct Ran {
    code: u8,
    out: String,
    err: String,
}

/// Runs a command line in process with a home of its own.
fn frsc(home: &std::path::Path, words: &[&str], env: &[(&str, &str)], stdin: &str) -> Ran {
    let (out, err) = (Kept::default(), Kept::default());
    let mut all: HashMap<String, String> =
        env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    all.insert("HOME".to_owned(), home.display().to_string());
    let mut io = Io {
        stdin: Box::new(std::io::Cursor::new(stdin.as_bytes().to_vec())),
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        env: Box::new(move |name| all.get(name).cloned()),
        ask: Box::new(|_: Asked, _: &str| Err(std::io::ErrorKind::Other.into())),
        stdin_is_terminal: false,
        out_is_terminal: false,
        width: None,
        on_interrupt: None,
    };
    let args = std::iter::once("frsc").chain(words.iter().copied()).map(Into::into).collect();
    let code = run(args, &mut io);
    Ran { code, out: out.text(), err: err.text() }
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

#[test]
fn nothing_personal_or_secret_is_an_argument() {
    let texts = Texts::new(Language::En);
    let tree = cli::tree(&texts);
    let mut all = Vec::new();
    walk(&tree, &[], &mut all);
    for (path, command) in all {
        for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
            let id = arg.get_id().as_str();
            let secret = ["passport", "password", "secret", "birth", "mrz", "access"];
            // Page tokens are positions in a list and no secret.
            assert!(!secret.iter().any(|word| id.contains(word)), "{path:?} --{id}");
        }
    }
    let home = home();
    let ran = frsc(home.path(), &["scan", "P<UTOERIKSSON"], &[], "");
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn shortcuts_take_what_they_stand_for() {
    let texts = Texts::new(Language::ZhCn);
    for (short, chinese, words) in cli::SHORTCUTS {
        for name in [short, chinese] {
            let parsed = cli::tree(&texts).try_get_matches_from(["frsc", name, "--help"]);
            let kind = parsed.expect_err("help is shown").kind();
            assert_eq!(kind, clap::error::ErrorKind::DisplayHelp, "{name} = {words:?}");
        }
    }
}

#[test]
fn a_command_line_that_does_not_parse_is_told_in_the_language_asked_for() {
    let home = home();
    let ran = frsc(home.path(), &["queue", "nxt"], &[], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("没有这个命令") && ran.err.contains("frsc queue --help"));
    let ran = frsc(home.path(), &["queue", "nxt", "--lang", "en"], &[], "");
    assert!(ran.err.contains("Unknown command: nxt"), "{}", ran.err);
    let ran = frsc(home.path(), &["appt", "list", "--from", "2026-02-30"], &[], "");
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn flag_beats_environment_beats_context_beats_default() {
    let home = home();
    let set = ["context", "set", "hall-1", "--endpoint", "http://127.0.0.1:1", "--lang", "en"];
    assert_eq!(frsc(home.path(), &set, &[], "").code, 0);
    assert_eq!(frsc(home.path(), &["context", "use", "hall-1"], &[], "").code, 0);
    let status = |words: &[&str], env: &[(&str, &str)]| frsc(home.path(), words, env, "").err;
    let text = status(&["auth", "status"], &[]);
    assert!(text.contains("Not signed in at http://127.0.0.1:1,"), "{text}");
    let text = status(&["auth", "status"], &[("FRSC_ENDPOINT", "http://127.0.0.1:2")]);
    assert!(text.contains("http://127.0.0.1:2,"), "{text}");
    let env = [("FRSC_ENDPOINT", "http://127.0.0.1:2")];
    let text = status(&["auth", "status", "--endpoint", "http://127.0.0.1:3"], &env);
    assert!(text.contains("http://127.0.0.1:3,"), "{text}");
    let ran = frsc(home.path(), &["context", "list", "--json"], &[], "");
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("one JSON document");
    assert_eq!(json["contexts"][1]["name"], "hall-1");
    let ran = frsc(home.path(), &["dept", "list", "--context", "nowhere"], &[], "");
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn what_cannot_be_taken_back_needs_a_terminal_or_yes() {
    let home = home();
    assert_eq!(frsc(home.path(), &["context", "set", "a"], &[], "").code, 0);
    let ran = frsc(home.path(), &["context", "delete", "a"], &[], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--yes"), "{}", ran.err);
    assert_eq!(frsc(home.path(), &["context", "delete", "a", "--yes"], &[], "").code, 0);
}

#[test]
fn a_server_that_is_not_there_is_told_without_jargon() {
    let home = home();
    let words = [
        "auth",
        "login",
        "--login-name",
        "a",
        "--password-stdin",
        "--endpoint",
        "http://127.0.0.1:9",
        "--timeout",
        "1s",
        "--lang",
        "en",
    ];
    let ran = frsc(home.path(), &words, &[], "secret\n");
    assert_eq!(ran.code, 7, "{}", ran.err);
    assert!(ran.err.contains("cannot be reached") && ran.err.contains("`frsc context list`"));
    for jargon in ["Status {", "tonic", "os error", "transport", "tcp", "::"] {
        assert!(!ran.err.contains(jargon), "{jargon}: {}", ran.err);
    }
    assert!(ran.err.lines().count() <= 4, "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_session_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = home();
    let folder = home.path().join(".local/state/frsc/tokens");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("default@http___127_0_0_1_7443.json");
    std::fs::write(&file, "{}").expect("a file");
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
    };
    mode(&folder, 0o700);
    mode(&file, 0o644);
    let ran = frsc(home.path(), &["auth", "status"], &[], "");
    assert_eq!(ran.code, 5, "{}", ran.err);
    assert!(ran.err.contains("chmod 600"), "{}", ran.err);
    mode(&file, 0o600);
    mode(&folder, 0o755);
    let ran = frsc(home.path(), &["auth", "status"], &[], "");
    assert!(ran.code == 5 && ran.err.contains("chmod 700"), "{}", ran.err);
}

#[test]
fn completion_scripts_and_man_pages_are_written() {
    let home = home();
    for shell in ["bash", "zsh", "fish", "powershell", "man"] {
        let ran = frsc(home.path(), &["completion", shell], &[], "");
        assert!(ran.code == 0 && ran.out.contains("frsc"), "{shell}");
    }
    let pages = home.path().join("man1");
    let folder = pages.display().to_string();
    assert_eq!(frsc(home.path(), &["completion", "man", "--dir", &folder], &[], "").code, 0);
    assert!(pages.join("frsc-appt-book.1").exists());
}
