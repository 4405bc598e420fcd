//! The operator's program as a process: it starts, answers, is killed without a word, and has lost
//! nothing it had promised.

mod bucket;
mod keys;
mod traces;

use crate::harness::{Client, Database, Refused, clock_at, connect, make::*, soon};
use frsc_proto::v1;
use std::{
    fs,
    net::SocketAddr,
    path::Path,
    process::{Output, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, Command},
};

/// Built with this suite from the program's own main.rs.
const FRSCD: &str = env!("CARGO_BIN_EXE_frscd-under-test");
/// When demonstrations begin here.
const NOW: &str = "2024-03-05T09:10";

fn frscd(words: &[&str], database: &Database) -> Command {
    let mut command = Command::new(FRSCD);
    command
        .args(words)
        .env_clear()
        .env("FRSC_DATABASE", &database.url)
        .env("FRSC_KEY_FILE", &database.key_file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn output(words: &[&str], database: &Database) -> Output {
    soon("the end of frscd", frscd(words, database).output()).await.expect("frscd runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A demonstration that serves.
struct Demonstration {
    child: Child,
    address: SocketAddr,
    folder: std::path::PathBuf,
}

impl Demonstration {
    async fn start(database: &Database, level: &str) -> Self {
        Self::start_with(database, level, &[]).await
    }

    async fn start_with(database: &Database, level: &str, more: &[&str]) -> Self {
        Self::start_in(database, level, more, &[]).await
    }

    async fn start_in(
        database: &Database,
        level: &str,
        more: &[&str],
        environment: &[(&str, String)],
    ) -> Self {
        let folder = database.folder.path().join("demonstration");
        let place = folder.display().to_string();
        let words = ["dev", "--folder", &place, "--now", NOW, "--listen", "127.0.0.1:0"];
        let mut child = frscd(&words, database)
            .args(["--log-level", level, "--log-format", "json", "--database", &database.url])
            .args(["--key-file", &database.key_file.display().to_string()])
            .args(more)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .spawn()
            .expect("frscd starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let address = soon("the address", async {
            while let Some(line) = lines.next_line().await.expect("a line") {
                if let Some((_, address)) = line.split_once("http://") {
                    let address = address.trim_end_matches(['|', ' ']);
                    return address.parse().expect("an address");
                }
            }
            panic!("frscd dev ended before it served");
        });
        let address = address.await;
        // It goes on writing, and must not be stopped by a full pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { child, address, folder }
    }

    fn secret(&self, login_name: &str) -> String {
        fs::read_to_string(self.folder.join("secrets").join(login_name)).expect("its secret")
    }

    async fn client(&self, login_name: &str) -> (Client, v1::TokenPair) {
        let channel = connect(self.address).await;
        let nobody = Client::new(channel, None, Default::default(), clock_at(NOW));
        let request = v1::CreateSessionRequest {
            login_name: login_name.to_owned(),
            secret: self.secret(login_name),
        };
        let tokens = nobody.ok(request).await.tokens.expect("tokens");
        (nobody.bearing(&tokens.access_token), tokens)
    }
}

fn terminate(child: &Child) {
    let id = child.id().expect("it runs").to_string();
    let done = std::process::Command::new("kill").args(["-TERM", &id]).status().expect("kill");
    assert!(done.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demonstration_serves_a_busy_morning_and_stops_when_it_is_asked_to() {
    let database = Database::empty().await;
    let mut demonstration = Demonstration::start(&database, "warn").await;
    let (clerk, _) = demonstration.client("clerk").await;
    let info = clerk.ok(v1::GetServerInfoRequest {}).await;
    assert!(info.demonstration);
    let tickets = clerk.ok(v1::ListTicketsRequest::default()).await.tickets;
    assert!(tickets.len() >= 4, "{} tickets", tickets.len());
    let address = demonstration.address.to_string();
    let well = output(&["healthcheck", "--listen", &address], &database).await;
    assert!(well.status.success(), "{}", text(&well.stderr));
    let mut display = clerk.watch_queue().await.unwrap();
    soon("the state", display.message()).await.unwrap();
    terminate(&demonstration.child);
    let ended = soon("the stream's end", async {
        loop {
            if let Err(status) = display.message().await {
                return Refused { status };
            }
        }
    });
    ended.await.is(tonic::Code::Unavailable, "UNAVAILABLE");
    let status = soon("the end", demonstration.child.wait()).await.unwrap();
    assert!(status.success(), "{status}");
    let gone = output(&["healthcheck", "--listen", &address], &database).await;
    assert!(!gone.status.success());
    assert!(text(&gone.stderr).contains("does not answer"), "{}", text(&gone.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_without_a_word_it_has_lost_nothing_that_it_acknowledged() {
    let database = Database::empty().await;
    let mut demonstration = Demonstration::start(&database, "warn").await;
    let (clerk, _) = demonstration.client("clerk").await;
    let slots = v1::ListSlotsRequest {
        service_item_ids: vec![EXTENSION.to_owned()],
        page_size: 500,
        ..Default::default()
    };
    let slots: Arc<Vec<_>> = Arc::new(clerk.ok(slots).await.slots);
    let sent: Arc<Mutex<Vec<v1::BookAppointmentRequest>>> = Arc::default();
    let acknowledged: Arc<Mutex<Vec<v1::Appointment>>> = Arc::default();
    let (dead, enough) = (Arc::new(AtomicBool::new(false)), Arc::new(tokio::sync::Notify::new()));
    let mut load = tokio::task::JoinSet::new();
    for worker in 0..8 {
        let (client, slots) = (demonstration.client("clerk").await.0, Arc::clone(&slots));
        let (sent, acknowledged) = (Arc::clone(&sent), Arc::clone(&acknowledged));
        let (dead, enough) = (Arc::clone(&dead), Arc::clone(&enough));
        load.spawn(async move {
            for round in 0.. {
                let slot = &slots[(worker + 8 * round) % slots.len()];
                let request = booking(&slot.slot_id, EXTENSION);
                sent.lock().unwrap().push(request.clone());
                match client.call(request).await {
                    Ok(answer) => {
                        let mut all = acknowledged.lock().unwrap();
                        all.push(answer.into_inner().appointment.unwrap());
                        if all.len() == 60 {
                            enough.notify_one();
                        }
                    }
                    Err(_) if dead.load(Ordering::SeqCst) => return,
                    // Full slots are refused all the while.
                    Err(_) => {}
                }
            }
        });
    }
    soon("the load", enough.notified()).await;
    dead.store(true, Ordering::SeqCst);
    demonstration.child.kill().await.unwrap();
    soon("the end of the load", load.join_all()).await;
    let again = Demonstration::start(&database, "warn").await;
    let (clerk, _) = again.client("clerk").await;
    let promised = std::mem::take(&mut *acknowledged.lock().unwrap());
    assert!(promised.len() >= 60);
    for appointment in &promised {
        assert_eq!(clerk.appointment(&appointment.appointment_id).await, *appointment);
    }
    let sent = std::mem::take(&mut *sent.lock().unwrap());
    // A repeat of what was acknowledged gets the same answer; of what was cut off, one answer.
    for request in sent.iter().rev().take(32) {
        let first = clerk.call(request.clone()).await.map(tonic::Response::into_inner);
        let second = clerk.call(request.clone()).await.map(tonic::Response::into_inner);
        assert_eq!(first.as_ref().ok(), second.as_ref().ok());
    }
    let taken = "SELECT count(*) FROM appointment WHERE state IN (1, 2, 3, 5)";
    let sold = "SELECT CAST(sum(sold) AS BIGINT) FROM slot_ledger";
    assert_eq!(database.number(sold).await, database.number(taken).await);
    let booked = database.number("SELECT count(*) FROM appointment WHERE channel = 1").await;
    for trail in [
        "SELECT count(*) FROM outbox WHERE kind = 'appointment.booked'",
        "SELECT count(*) FROM idempotency WHERE method LIKE '%/BookAppointment'",
        "SELECT count(*) FROM audit WHERE method LIKE '%/BookAppointment' AND result = 'OK'",
    ] {
        assert_eq!(database.number(trail).await, booked, "{trail}");
    }
}

#[tokio::test]
async fn an_older_schema_is_refused_until_it_is_migrated() {
    let database = Database::empty().await;
    let up = output(&["migrate", "up"], &database).await;
    assert!(up.status.success(), "{}", text(&up.stderr));
    let down = output(&["migrate", "down"], &database).await;
    assert!(down.status.success() && text(&down.stdout).contains("pending"), "{down:?}");
    let serve = output(&["serve", "--listen", "127.0.0.1:0"], &database).await;
    assert!(!serve.status.success());
    assert!(text(&serve.stderr).contains("frscd migrate up"), "{}", text(&serve.stderr));
    let up = output(&["migrate", "up"], &database).await;
    assert!(up.status.success(), "{}", text(&up.stderr));
    let status = output(&["migrate", "status"], &database).await;
    assert!(!text(&status.stdout).contains("pending"), "{}", text(&status.stdout));
}

#[tokio::test]
async fn the_first_administrator_is_made_once_with_a_code() {
    let database = Database::empty().await;
    let issued = output(&["user", "bootstrap"], &database).await;
    assert!(issued.status.success(), "{}", text(&issued.stderr));
    let told = text(&issued.stdout);
    let code = told.lines().find(|line| line.starts_with("  ")).expect("a code").trim().to_owned();
    let make = |name: &'static str| {
        let words = ["user", "bootstrap", "--code", code.as_str(), "--login-name", name];
        let mut command = frscd(&words, &database);
        command.stdin(Stdio::piped());
        async move {
            let mut child = command.spawn().expect("frscd starts");
            let mut input = child.stdin.take().expect("its input");
            input.write_all(b"a-password-of-some-length\n").await.expect("a password");
            drop(input);
            soon("its end", child.wait_with_output()).await.expect("its output")
        }
    };
    let made = make("boss").await;
    assert!(made.status.success(), "{}", text(&made.stderr));
    let again = make("other-boss").await;
    assert!(!again.status.success());
    let told = text(&again.stderr);
    assert!(told.contains("there is an administrator already"), "{told}");
    let code = output(&["user", "bootstrap"], &database).await;
    assert!(!code.status.success(), "while there is an administrator there is no code");
    let told = text(&code.stderr);
    assert!(told.contains("frsc account create"), "{told}");
    assert_eq!(database.number("SELECT count(*) FROM account").await, 1);
}

#[tokio::test]
async fn wrong_settings_are_told_with_their_place_and_a_secret_is_never_shown() {
    let database = Database::empty().await;
    let file = database.folder.path().join("frscd.toml");
    fs::write(&file, "listen = \"0.0.0.0:1\"\nmax_conections = 5\n").expect("a file");
    let file = file.display().to_string();
    let wrong = output(&["config", "check", "--config", &file], &database).await;
    assert!(!wrong.status.success());
    let told = text(&wrong.stderr);
    assert!(told.contains("frscd.toml:2") && told.contains("max_connections"), "{told}");
    let absent = ["config", "check", "--tls-cert", "/absent.pem", "--tls-key", "/absent.key"];
    let wrong = output(&absent, &database).await;
    assert!(!wrong.status.success(), "{wrong:?}");
    assert!(text(&wrong.stderr).contains("tls_cert = /absent.pem"), "{}", text(&wrong.stderr));
    let url = "postgres://frsc:hunter2@127.0.0.1/frsc";
    let shown = output(&["config", "show", "--origin", "--database", url], &database).await;
    assert!(!text(&shown.stdout).contains("hunter2"), "{}", text(&shown.stdout));
    assert!(text(&shown.stdout).contains("postgres://"), "{}", text(&shown.stdout));
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_lowest_level_the_program_logs_no_token_no_secret_and_nobody() {
    let database = Database::empty().await;
    let level = "trace,h2=trace,hyper=trace,tonic=trace,sqlx=trace,sea_orm=trace";
    let mut demonstration = Demonstration::start(&database, level).await;
    let mut stderr = demonstration.child.stderr.take().expect("its lines");
    let reading = tokio::spawn(async move {
        let mut all = String::new();
        stderr.read_to_string(&mut all).await.expect("its lines");
        all
    });
    let (clerk, tokens) = demonstration.client("clerk").await;
    let visitor = v1::Visitor {
        name: "XANTHIPPE MARKER".to_owned(),
        language: "el".to_owned(),
        phone_number: "+99977712345".to_owned(),
        passport_number: "QZ8264193".to_owned(),
        ..Default::default()
    };
    let request = v1::IssueTicketRequest { visitor: Some(visitor), ..walk_in(EXTENSION) };
    let taken = clerk.ok(request).await;
    let reveal = v1::RevealPassportNumberRequest {
        request_id: request_id(),
        appointment_id: taken.appointment.unwrap().appointment_id,
        purpose: v1::RevealPurpose::IdentityCheck.into(),
        purpose_text: String::new(),
    };
    assert_eq!(clerk.ok(reveal).await.passport_number, "QZ8264193");
    clerk.ok(v1::RefreshSessionRequest { refresh_token: tokens.refresh_token.clone() }).await;
    let secret = demonstration.secret("clerk");
    terminate(&demonstration.child);
    soon("its end", demonstration.child.wait()).await.unwrap();
    let lines = soon("its lines", reading).await.unwrap();
    assert!(lines.contains("QueueService/IssueTicket"), "it was heard: {lines}");
    let signature = tokens.access_token.rsplit('.').next().unwrap();
    let hidden =
        ["QZ8264193", "XANTHIPPE", "99977712345", signature, &tokens.refresh_token, &secret];
    for hidden in hidden {
        let line = lines.lines().find(|line| line.contains(hidden));
        assert_eq!(line, None, "{hidden}");
    }
}

#[tokio::test]
async fn the_key_file_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let database = Database::empty().await;
    let made = output(&["migrate", "up"], &database).await;
    assert!(made.status.success(), "{}", text(&made.stderr));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&database.key_file), 0o600);
    fs::set_permissions(&database.key_file, fs::Permissions::from_mode(0o644)).unwrap();
    let serve = output(&["serve", "--listen", "127.0.0.1:0"], &database).await;
    assert!(!serve.status.success());
    assert!(text(&serve.stderr).contains("chmod 600"), "{}", text(&serve.stderr));
}

#[tokio::test]
async fn folder_and_file_of_the_database_are_its_owners_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let database = Database::empty().await;
    let folder = database.folder.path().join("data");
    let file = folder.join("frsc.db");
    let words = ["migrate", "up", "--database", &format!("sqlite:{}", file.display())];
    let made = output(&words, &database).await;
    assert!(made.status.success(), "{}", text(&made.stderr));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for made in fs::read_dir(&folder).unwrap() {
        let path = made.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}
