//! The template every test's database is a copy of. It is made once for each build of this program,
//! under a lock that the processes of a run share, because hashing the accounts' secrets is slow.

use super::{
    client::{SECRET, Who},
    clock_at,
    database::{self, Kind, admin_url, administer, beside, kind},
};
use frsc_proto::{admin, v1};
use frsc_server::{
    run::{self, Purpose},
    service::bootstrap,
};
use sqlx::{AssertSqlSafe, Connection as _};
use std::{
    collections::hash_map::DefaultHasher,
    fs::{self, File},
    hash::{Hash as _, Hasher as _},
    path::{Path, PathBuf},
};
use tonic::transport::Endpoint;
use uuid::Uuid;

/// When the template is made: before the day of any test.
const MADE_AT: &str = "2023-01-03T08:00";

/// What making it leaves behind, and what a server would forget by itself at a later time.
const LEFT_BEHIND: [&str; 3] = ["idempotency", "refresh_token", "auth_session"];

/// What is copied.
pub enum Template {
    /// A file.
    Sqlite {
        /// The database.
        file: PathBuf,
        /// Its keys.
        key_file: PathBuf,
    },
    /// A database of the server.
    Postgres {
        /// Its name.
        name: String,
        /// Its keys.
        key_file: PathBuf,
    },
}

/// The template, made by whoever comes first.
pub async fn ready() -> Template {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("frsc-template");
    fs::create_dir_all(&folder).expect("a folder under target");
    let build = build();
    let lock = File::create(folder.join("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    match kind() {
        Kind::Sqlite => {
            let file = folder.join(format!("{build}.db"));
            let key_file = folder.join(format!("{build}.key"));
            if !file.exists() {
                forget_older(&folder, &build);
                make_sqlite(&folder, &file, &key_file).await;
            }
            Template::Sqlite { file, key_file }
        }
        Kind::Postgres => {
            let name = format!("frsc_template_{build}");
            let key_file = folder.join(format!("{build}.postgres.key"));
            if !key_file.exists() || !exists(&name).await {
                make_postgres(&name, &key_file).await;
            }
            Template::Postgres { name, key_file }
        }
    }
}

/// Tells one build of this program from another.
fn build() -> String {
    let program = std::env::current_exe().expect("this program's path");
    let facts = fs::metadata(&program).expect("this program's file");
    let mut hash = DefaultHasher::new();
    (program, facts.len(), facts.modified().ok()).hash(&mut hash);
    format!("{:016x}", hash.finish())
}

fn forget_older(folder: &Path, build: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != "lock" && !name.starts_with(build) {
            // Another run's; who still needs it makes it again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

async fn make_sqlite(folder: &Path, file: &Path, key_file: &Path) {
    let making = tempfile::tempdir_in(folder).expect("a folder to make it in");
    let url = format!("sqlite:{}", making.path().join("frsc.db").display());
    let _ = fs::remove_file(key_file);
    fill(&url, key_file).await;
    // One file without a journal beside it, whatever the server's connections still do.
    let whole = making.path().join("whole.db");
    let mut connection = sqlx::SqliteConnection::connect(&url).await.expect("the file opens");
    for table in LEFT_BEHIND {
        let sql = AssertSqlSafe(format!("DELETE FROM {table}"));
        sqlx::query(sql).execute(&mut connection).await.expect("nothing is left of it");
    }
    let sql = AssertSqlSafe(format!("VACUUM INTO '{}'", whole.display()));
    sqlx::query(sql).execute(&mut connection).await.expect("a whole copy");
    fs::rename(whole, file).expect("the template in its place");
}

async fn make_postgres(name: &str, key_file: &Path) {
    let making = format!("{name}_making");
    administer(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).await;
    administer(&format!("DROP DATABASE IF EXISTS \"{making}\" WITH (FORCE)")).await;
    administer(&format!("CREATE DATABASE \"{making}\"")).await;
    let url = beside(&admin_url(), &making);
    fill(&url, key_file).await;
    let mut connection = sqlx::PgConnection::connect(&url).await.expect("the new database");
    for table in LEFT_BEHIND {
        let sql = AssertSqlSafe(format!("DELETE FROM {table}"));
        sqlx::query(sql).execute(&mut connection).await.expect("nothing is left of it");
    }
    // Nobody may be connected to what is copied.
    administer(&format!("ALTER DATABASE \"{making}\" ALLOW_CONNECTIONS false")).await;
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ";
    administer(&format!("{sql}'{making}'")).await;
    administer(&format!("ALTER DATABASE \"{making}\" RENAME TO \"{name}\"")).await;
}

async fn exists(name: &str) -> bool {
    let mut connection =
        sqlx::PgConnection::connect(&admin_url()).await.expect("FRSC_TEST_POSTGRES_URL answers");
    let sql = "SELECT count(*) FROM pg_database WHERE datname = $1";
    let found: i64 = sqlx::query_scalar(sql).bind(name).fetch_one(&mut connection).await.expect("");
    found == 1
}

/// Fills an empty database as an operator would: the first administrator by a one-time code, and
/// everyone else through the API.
async fn fill(url: &str, key_file: &Path) {
    let config = database::config(url, key_file, &key_file.with_extension("evidence"), &[]);
    let app = run::open(&config, clock_at(MADE_AT), Purpose::Centre).await.expect("a new centre");
    let code = bootstrap::issue_bootstrap_code(&app).await.expect("a code");
    let secret = SECRET.to_owned().into();
    let name = Who::Admin.login_name();
    bootstrap::bootstrap(&app, &code, name, "Administrator", secret).await.expect("an admin");
    let running = run::serve(&config, &app).await.expect("a server");
    let endpoint = Endpoint::from_shared(format!("http://{}", running.address)).expect("a URL");
    let channel = endpoint.connect().await.expect("a connection");
    let mut auth = v1::auth_service_client::AuthServiceClient::new(channel.clone());
    let sign_in =
        v1::CreateSessionRequest { login_name: name.to_owned(), secret: SECRET.to_owned() };
    let answer = auth.create_session(sign_in).await.expect("signed in").into_inner();
    let bearer = format!("Bearer {}", answer.tokens.expect("tokens").access_token);
    let mut accounts = admin::account_service_client::AccountServiceClient::new(channel);
    for who in Who::ALL.into_iter().filter(|who| *who != Who::Admin) {
        let mut request = tonic::Request::new(account_of(who));
        request.metadata_mut().insert("authorization", bearer.parse().expect("a header"));
        accounts.create_account(request).await.expect("an account");
    }
    running.shutdown().await;
}

fn account_of(who: Who) -> admin::CreateAccountRequest {
    let partner = who.role() == v1::Role::PartnerSystem;
    let kind = if partner { admin::AccountKind::PartnerSystem } else { admin::AccountKind::Person };
    admin::CreateAccountRequest {
        request_id: Uuid::new_v4().to_string(),
        kind: kind.into(),
        login_name: who.login_name().to_owned(),
        display_name: who.login_name().to_owned(),
        roles: vec![who.role().into()],
        department_id: who.department().to_owned(),
        secret: SECRET.to_owned(),
        ..Default::default()
    }
}
