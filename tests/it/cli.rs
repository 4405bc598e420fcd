//! The clerk's command line against a real server: a morning from signing in to the last visitor,
//! and what it says and answers with when something is refused.

mod case;
mod document;
mod enterprise;
mod enterprise_file;
mod evidence;
mod expiry;
mod import;
mod import_many;
mod mandate;
mod newcomer;
mod resident;
mod scan_person;
mod trip;
mod whitelist;

use crate::harness::{Centre, client::SECRET, make::*};
use frsc_cli::{Asked, Io, run};
use frsc_proto::v1;
use serde_json::Value;
use std::{
    cell::RefCell,
    collections::HashMap,
    io::{Cursor, ErrorKind, Write},
    path::PathBuf,
    rc::Rc,
};
use tempfile::TempDir;

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

/// What a command left behind.
#[derive(Debug)]
struct Ran {
    code: u8,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A clerk's terminal: a home of its own and a server.
struct Terminal {
    home: TempDir,
    endpoint: String,
}

impl Terminal {
    fn at(centre: &Centre) -> Self {
        let home = tempfile::tempdir().expect("a home");
        Self { home, endpoint: format!("http://{}", centre.address) }
    }

    /// Runs `frsc` in English, with words from a pipe.
    async fn frsc(&self, line: &str, stdin: &str) -> Ran {
        let words = std::iter::once("frsc").chain(line.split_whitespace());
        let args: Vec<_> = words.map(std::ffi::OsString::from).collect();
        let (home, stdin) = (self.home.path().to_owned(), stdin.to_owned());
        let endpoint = self.endpoint.clone();
        // The program makes a runtime of its own, as it does in a terminal.
        let running = tokio::task::spawn_blocking(move || ran(args, home, endpoint, stdin, None));
        running.await.expect("it ends")
    }

    /// Runs `frsc` as a person sees it in his language.
    async fn seen(&self, language: &'static str, line: &str, stdin: &str) -> Ran {
        let words = std::iter::once("frsc").chain(line.split_whitespace());
        let args: Vec<_> = words.map(std::ffi::OsString::from).collect();
        let (home, stdin) = (self.home.path().to_owned(), stdin.to_owned());
        let (endpoint, screen) = (self.endpoint.clone(), Some(language));
        let running = tokio::task::spawn_blocking(move || ran(args, home, endpoint, stdin, screen));
        running.await.expect("it ends")
    }

    async fn signed_in(centre: &Centre, login_name: &str) -> Self {
        let terminal = Self::at(centre);
        let line = format!("auth login --login-name {login_name} --password-stdin");
        let done = terminal.frsc(&line, &format!("{SECRET}\n")).await;
        assert_eq!(done.code, 0, "{done:?}");
        terminal
    }
}

impl Terminal {
    /// Runs `frsc`, which must be done.
    async fn done(&self, line: &str, stdin: &str) -> Ran {
        let ran = self.frsc(line, stdin).await;
        assert_eq!(ran.code, 0, "{line}: {ran:?}");
        ran
    }

    /// What a command that must be done answers as JSON.
    async fn told(&self, line: &str, stdin: &str) -> Value {
        self.frsc(&format!("{line} --json"), stdin).await.json()
    }

    /// Runs `frsc`, which must be refused with an exit code and words.
    async fn refused(&self, line: &str, stdin: &str, (code, words): (u8, &str)) {
        let ran = self.frsc(line, stdin).await;
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{line}: {ran:?}");
        assert!(ran.err.contains(words), "{line}: {ran:?}");
    }

    /// No file that the program left in the home holds a text.
    fn keeps_nothing_of(&self, texts: &[&str]) {
        let mut folders = vec![self.home.path().to_owned()];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                files += 1;
                let kept = std::fs::read(&path).expect("a file");
                let kept = String::from_utf8_lossy(&kept).to_uppercase();
                let found = texts.iter().find(|text| kept.contains(*text));
                assert_eq!(found, None, "{}", path.display());
            }
        }
        assert!(files > 0, "what is kept is looked at");
    }
}

/// The id under a key of an answer's resource.
fn id(of: &Value, resource: &str) -> String {
    let id = of[resource][format!("{resource}_id")].as_str();
    id.unwrap_or_else(|| panic!("no {resource}: {of}")).to_owned()
}

/// Runs the program; its answer is piped on, or read on a screen in a language.
fn ran(
    args: Vec<std::ffi::OsString>,
    home: PathBuf,
    endpoint: String,
    stdin: String,
    screen: Option<&'static str>,
) -> Ran {
    let (out, err) = (Kept::default(), Kept::default());
    let variables = HashMap::from([
        ("HOME", home.display().to_string()),
        ("FRSC_ENDPOINT", endpoint),
        ("FRSC_LANG", screen.unwrap_or("en").to_owned()),
    ]);
    let mut io = Io {
        stdin: Box::new(Cursor::new(stdin.into_bytes())),
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        env: Box::new(move |name| variables.get(name).cloned()),
        ask: Box::new(|_: Asked, _: &str| Err(ErrorKind::Other.into())),
        stdin_is_terminal: false,
        out_is_terminal: screen.is_some(),
        width: None,
        on_interrupt: None,
    };
    let code = run(args, &mut io);
    let text = |kept: &Kept| String::from_utf8_lossy(&kept.0.borrow()).into_owned();
    Ran { code, out: text(&out), err: text(&err) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_works_a_visitor_through_from_booking_to_done() {
    let centre = Centre::start().await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let who = clerk.frsc("auth status --json", "").await.json();
    assert_eq!(who["caller"]["login_name"], "clerk");
    let slots = clerk.frsc("slots list --item RP-W-EXT --from 2024-03-05 --json", "").await.json();
    let slot = slots["slots"][0]["slot_id"].as_str().expect("a slot").to_owned();
    let line = format!(
        "appt book --slot {slot} --item RP-W-EXT --name TANAKA --language ja \
         --phone +9995550001 --passport-stdin --json"
    );
    let booked = clerk.frsc(&line, "TR1234567\n").await;
    assert!(!booked.out.contains("TR1234567") && !booked.err.contains("TR1234567"), "{booked:?}");
    let id = booked.json()["appointment"]["appointment_id"].as_str().unwrap().to_owned();
    centre.it_is("2024-03-05T08:20");
    let over = clerk.frsc("auth status", "").await;
    assert_eq!(over.code, 4, "a session ends over night: {over:?}");
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let here = clerk.frsc(&format!("appt check-in {id} --json"), "").await.json();
    assert_eq!(here["ticket_number"], "A001");
    let called = clerk.frsc("queue next --counter A01 --json", "").await.json();
    assert_eq!(called["ticket"]["ticket_number"], "A001");
    clerk.frsc("queue serve --counter A01 --json", "").await.json();
    let done = clerk.frsc("queue complete -r done --counter A01 --json", "").await.json();
    assert_eq!(done["ticket"]["state"], "TICKET_STATE_COMPLETED");
    let shown = clerk.frsc(&format!("appt show {id} --json"), "").await.json();
    assert_eq!(shown["appointment"]["state"], "APPOINTMENT_STATE_SERVED");
    let kept = centre.clerk().appointment(&id).await;
    assert_eq!(kept.state(), v1::AppointmentState::Served);
    let empty = clerk.frsc("queue next --counter A01", "").await;
    assert_eq!(empty.code, 3, "{empty:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_in_words_with_its_reason_and_what_to_do_next() {
    let centre = Centre::start().await;
    let slot = centre.clerk().slot("2024-03-04T16:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let line = format!(
        "appt book --slot {slot} --item RP-W-EXT --name TANAKA --language ja --phone +9995550001"
    );
    let refused = clerk.frsc(&line, "").await;
    assert_eq!((refused.code, refused.out.as_str()), (6, ""), "{refused:?}");
    assert!(refused.err.contains("BOOKED_TOO_LATE"), "{refused:?}");
    assert!(refused.err.contains("slot_"), "the nearest places: {refused:?}");
    let officer = Terminal::signed_in(&centre, "psb-officer").await;
    let denied = officer.frsc("queue next --counter A01", "").await;
    assert_eq!(denied.code, 5, "{denied:?}");
    let nothing = clerk.frsc(&format!("appt show appt_{}", "a".repeat(26)), "").await;
    assert_eq!(nothing.code, 3, "{nothing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_changes_nothing_and_a_request_id_makes_a_repeat_safe() {
    let centre = Centre::start().await;
    let slot = centre.clerk().slot("2024-03-05T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let line = format!(
        "appt book --slot {slot} --item RP-W-EXT --name TANAKA --language ja --phone +9995550001"
    );
    let dry = clerk.frsc(&format!("{line} --dry-run"), "").await;
    assert_eq!(dry.code, 0, "{dry:?}");
    assert_eq!(centre.database.number("SELECT count(*) FROM appointment").await, 0);
    let line = format!("{line} --request-id {} --json", request_id());
    let first = clerk.frsc(&line, "").await.json();
    let second = clerk.frsc(&line, "").await.json();
    assert_eq!(first, second);
    assert_eq!(centre.database.number("SELECT count(*) FROM appointment").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_and_the_next_command_says_so() {
    let centre = Centre::start().await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    assert_eq!(clerk.frsc("dept list", "").await.code, 0);
    assert_eq!(clerk.frsc("auth logout", "").await.code, 0);
    let after = clerk.frsc("dept list", "").await;
    assert_eq!(after.code, 4, "{after:?}");
    assert!(after.err.contains("frsc auth login"), "{after:?}");
    let wrong = Terminal::at(&centre);
    let line = "auth login --login-name clerk --password-stdin";
    let refused = wrong.frsc(line, "not-this-one-either\n").await;
    assert_eq!(refused.code, 4, "{refused:?}");
    assert!(refused.err.contains("password are wrong"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_is_told_in_the_language_asked_for() {
    let centre = Centre::start().await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let wrong = clerk.frsc("slots list --item NOPE", "").await;
    assert_eq!(wrong.code, 10, "{wrong:?}");
    assert!(wrong.err.contains("is no service item of the catalogue"), "{wrong:?}");
    for line in [
        "slots list --lang zh-CN --item NOPE",
        "slots list --lang zh-CN --page-token abc",
        "calendar deadline --lang zh-CN --item NOPE --from 2024-03-04",
        "calendar fee --lang zh-CN --from 2024-03-04 --to 2024-03-01",
        "scan --lang zh-CN",
    ] {
        let wrong = clerk.frsc(line, "?\n").await;
        assert_eq!(wrong.code, 10, "{wrong:?}");
        let why = wrong.err.lines().find(|line| line.starts_with("原因")).expect("the causes");
        let problem = why.split_once(": ").expect("a field and its problem").1;
        let chinese = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
        assert!(problem.chars().any(|c| chinese(&c)), "{line}: {wrong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_come_as_tables_csv_and_names() {
    let centre = Centre::start().await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let names = clerk.frsc("dept list -o name", "").await;
    assert_eq!(names.out.lines().count(), 24, "{names:?}");
    let csv = clerk.frsc("dept list -o csv", "").await;
    assert_eq!(csv.out.lines().count(), 25, "a head and 24 rows: {csv:?}");
    let lines = clerk.frsc("service list --all -o jsonl", "").await;
    assert!(lines.out.lines().count() > 50, "every page: {}", lines.out.lines().count());
    assert!(lines.out.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
    let zone = "P<JPNTANAKA<<KENJI<<<<<<<<<<<<<<<<<<<<<<<<<<\nTR12345672JPN8203151M2809300<<<<<<<<<<<<<<<8\n";
    let scanned = clerk.frsc("scan --json", zone).await.json();
    assert_eq!(scanned["passport"]["surname"], "TANAKA");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_referral_goes_from_the_hotline_to_its_end_and_names_nobody_on_the_command_line() {
    let centre = Centre::start().await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let line = "referral create --source PZ110 --external-id CLI-1 --category noise \
                --summary noise --language en --caller-stdin --json";
    let made = clerk.frsc(line, "CALLER NAME\n+9995550007\n").await.json();
    assert_eq!(made["referral"]["caller"]["phone_number"], "+9995550007");
    for step in [
        "sign CLI-1",
        "assign CLI-1 --division 330482001 --unit Danghu",
        "return CLI-1 --reason mistaken",
        "assign CLI-1 --department PSB",
        "contact CLI-1 --outcome reached",
        "respond CLI-1 --response underway",
    ] {
        let done = clerk.frsc(&format!("referral {step}"), "").await;
        assert_eq!(done.code, 0, "{step}: {done:?}");
    }
    let unasked = clerk.frsc("referral close CLI-1 --result settled --satisfied yes", "").await;
    assert_eq!(unasked.code, 2, "closing asks, or --yes: {unasked:?}");
    let close = "referral close CLI-1 --result settled --satisfied yes --yes";
    assert_eq!(clerk.frsc(close, "").await.code, 0);
    let shown = clerk.frsc("referral show CLI-1", "").await;
    assert!(shown.out.contains("due_time") && shown.out.contains("settled"), "{shown:?}");
    let whole = clerk.frsc("referral show CLI-1 --json", "").await.json();
    assert_eq!(whole["history"].as_array().map(Vec::len), Some(8), "{whole}");
    let again = clerk.frsc("referral sign CLI-1", "").await;
    assert_eq!(again.code, 6, "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_goes_on_from_the_token_in_its_file() {
    let centre = Centre::start().await;
    let system = Terminal::signed_in(&centre, "psb-system").await;
    let file = system.home.path().join("feed.token").display().to_string();
    let start = system.frsc("events position --json", "").await.json();
    std::fs::write(&file, start["head_token"].as_str().unwrap()).unwrap();
    let mut booked = Vec::new();
    for time in ["09:00", "09:30", "10:00"] {
        let one = centre.clerk().book_at(&format!("2024-03-06T{time}"), EXTENSION).await;
        booked.push(one.appointment_id);
    }
    let listen = format!("events listen --limit 1 --token-file {file}");
    for id in &booked[..2] {
        let line = system.frsc(&listen, "").await.json();
        assert_eq!(
            (line["kind"].as_str(), &line["resource_id"]),
            (Some("appointment.booked"), &Value::from(id.as_str()))
        );
        assert_eq!(line["appointment"]["appointment_id"], line["resource_id"]);
        let kept = std::fs::read_to_string(&file).unwrap();
        assert_eq!(line["token"], kept.trim());
    }
    let acknowledged = system.frsc(&format!("events ack --token-file {file}"), "").await;
    assert_eq!(acknowledged.out, std::fs::read_to_string(&file).unwrap());
    let position = system.frsc("events position --json", "").await.json();
    assert_eq!(
        (&position["lag_events"], &position["acknowledged_token"]),
        (&Value::from(1), &Value::from(acknowledged.out.trim()))
    );
    let rest = system.frsc(&format!("events list --token-file {file} -o name"), "").await;
    assert_eq!((rest.code, rest.out.lines().count()), (0, 1), "{rest:?}");
    let foreign = system.frsc("events list --token nonsense", "").await;
    assert_eq!(foreign.code, 10, "{foreign:?}");
}
