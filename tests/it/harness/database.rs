//! Databases of tests. Each test has one of its own, copied from a template that holds the schema,
//! the shipped catalogue and the accounts; the template is made once for each build of this
//! program.

use super::template;
use frsc_server::config::Config;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use std::{
    env,
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use uuid::Uuid;

/// Which database the suite runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `FRSC_TEST_DATABASE=sqlite`, and where it is not set.
    Sqlite,
    /// `FRSC_TEST_DATABASE=postgres`.
    Postgres,
}

/// Which database the suite runs on.
pub fn kind() -> Kind {
    match env::var("FRSC_TEST_DATABASE").as_deref() {
        Err(_) | Ok("" | "sqlite") => Kind::Sqlite,
        Ok("postgres") => Kind::Postgres,
        Ok(other) => panic!("FRSC_TEST_DATABASE={other}: it is sqlite or postgres"),
    }
}

/// The address of the PostgreSQL database in which databases are made and dropped.
pub fn admin_url() -> String {
    env::var("FRSC_TEST_POSTGRES_URL").unwrap_or_else(|_| {
        panic!("FRSC_TEST_DATABASE=postgres needs FRSC_TEST_POSTGRES_URL (tests/postgres.sh start)")
    })
}

/// False, and a line that says so, where the suite runs without PostgreSQL.
pub fn on_postgres(test: &str) -> bool {
    let there = kind() == Kind::Postgres;
    if !there {
        eprintln!("LEFT OUT: {test}: it needs PostgreSQL (FRSC_TEST_DATABASE=postgres)");
    }
    there
}

/// The address of another database of the same PostgreSQL server.
pub fn beside(url: &str, name: &str) -> String {
    let (before, query) = url.split_once('?').map_or((url, None), |(b, q)| (b, Some(q)));
    let (server, _) = before.rsplit_once('/').expect("a PostgreSQL URL names a database");
    query.map_or_else(|| format!("{server}/{name}"), |query| format!("{server}/{name}?{query}"))
}

/// A test's own database; dropped with it.
#[derive(Debug)]
pub struct Database {
    /// What a server is given as its `database`.
    pub url: String,
    /// The file of the server's keys.
    pub key_file: PathBuf,
    /// Where a test puts its files; the SQLite file is there.
    pub folder: TempDir,
    /// Settings of its servers beside the usual ones.
    pub more: Vec<(&'static str, String)>,
    postgres: Option<String>,
}

impl Database {
    /// A database with schema, catalogue and accounts.
    pub async fn filled() -> Self {
        let template = template::ready().await;
        let folder = tempfile::tempdir().expect("a folder for the test");
        match template {
            template::Template::Sqlite { file, key_file } => {
                let copy = folder.path().join("frsc.db");
                std::fs::copy(file, &copy).expect("a copy of the template");
                Self {
                    url: format!("sqlite:{}", copy.display()),
                    key_file,
                    folder,
                    more: Vec::new(),
                    postgres: None,
                }
            }
            template::Template::Postgres { name, key_file } => {
                let own = create(&format!("TEMPLATE \"{name}\"")).await;
                let url = beside(&admin_url(), &own);
                Self { url, key_file, folder, more: Vec::new(), postgres: Some(own) }
            }
        }
    }

    /// An empty database, without keys.
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let key_file = folder.path().join("frsc.key");
        match kind() {
            Kind::Sqlite => {
                let url = format!("sqlite:{}", folder.path().join("frsc.db").display());
                Self { url, key_file, folder, more: Vec::new(), postgres: None }
            }
            Kind::Postgres => {
                let own = create("").await;
                let url = beside(&admin_url(), &own);
                Self { url, key_file, folder, more: Vec::new(), postgres: Some(own) }
            }
        }
    }

    /// The settings of a server over it.
    pub fn config(&self) -> Config {
        config(&self.url, &self.key_file, &self.evidence_folder(), &self.more)
    }

    /// Where the files of evidence lie.
    pub fn evidence_folder(&self) -> PathBuf {
        self.folder.path().join("evidence")
    }

    /// Runs SQL beside the server; the error is the database's message.
    pub async fn execute(&self, sql: &str) -> Result<u64, String> {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.postgres.is_some() {
            let mut connection = self.postgres_connection().await;
            let done = sqlx::query(sql).execute(&mut connection).await;
            done.map(|done| done.rows_affected()).map_err(|error| error.to_string())
        } else {
            let mut connection = self.sqlite_connection().await;
            let done = sqlx::query(sql).execute(&mut connection).await;
            done.map(|done| done.rows_affected()).map_err(|error| error.to_string())
        }
    }

    /// Keeps every writer waiting until the answer is dropped.
    pub async fn keep_writers_waiting(&self) -> Waiting {
        if self.postgres.is_some() {
            let mut connection = self.postgres_connection().await;
            let begin = sqlx::raw_sql("BEGIN; LOCK TABLE catalogue_version IN EXCLUSIVE MODE");
            begin.execute(&mut connection).await.expect("a lock");
            Waiting { _postgres: Some(connection), _sqlite: None }
        } else {
            let mut connection = self.sqlite_connection().await;
            let begin = sqlx::raw_sql("BEGIN IMMEDIATE");
            begin.execute(&mut connection).await.expect("a lock");
            Waiting { _postgres: None, _sqlite: Some(connection) }
        }
    }

    /// The whole number that SQL answers.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.postgres.is_some() {
            let mut connection = self.postgres_connection().await;
            sqlx::query(sql).fetch_one(&mut connection).await.expect("a row").get(0)
        } else {
            let mut connection = self.sqlite_connection().await;
            sqlx::query(sql).fetch_one(&mut connection).await.expect("a row").get(0)
        }
    }

    /// True where a table has a column.
    pub async fn has_column(&self, table: &str, column: &str) -> bool {
        let catalogue = match kind() {
            Kind::Sqlite => format!("pragma_table_info('{table}') WHERE name = '{column}'"),
            Kind::Postgres => format!(
                "information_schema.columns WHERE table_name = '{table}' AND column_name = '{column}'"
            ),
        };
        self.number(&format!("SELECT count(*) FROM {catalogue}")).await > 0
    }

    /// The names of all tables.
    pub async fn tables(&self) -> Vec<String> {
        let names = |texts: Vec<String>| texts.into_iter().collect();
        if self.postgres.is_some() {
            let sql =
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
            let mut connection = self.postgres_connection().await;
            names(sqlx::query_scalar(sql).fetch_all(&mut connection).await.expect("tables"))
        } else {
            let sql = "SELECT name FROM sqlite_master WHERE type = 'table'
                       AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1";
            let mut connection = self.sqlite_connection().await;
            names(sqlx::query_scalar(sql).fetch_all(&mut connection).await.expect("tables"))
        }
    }

    /// How many rows each table has; sessions and tokens apart, which a sign-in adds.
    pub async fn row_counts(&self) -> Vec<(String, i64)> {
        let mut counts = Vec::new();
        for table in self.tables().await {
            if !["auth_session", "refresh_token"].contains(&table.as_str()) {
                let count = self.number(&format!("SELECT count(*) FROM {table}")).await;
                counts.push((table, count));
            }
        }
        counts
    }

    /// Every byte that is kept: the files of SQLite, or all rows of PostgreSQL, whose byte strings
    /// are hexadecimal there.
    pub async fn kept_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.postgres.is_none() {
            for entry in std::fs::read_dir(self.folder.path()).expect("the folder") {
                bytes.extend(std::fs::read(entry.expect("an entry").path()).unwrap_or_default());
            }
            return bytes;
        }
        let mut connection = self.postgres_connection().await;
        for table in self.tables().await {
            let sql = AssertSqlSafe(format!("SELECT t::text FROM {table} t"));
            let rows = sqlx::query_scalar::<_, String>(sql).fetch_all(&mut connection).await;
            rows.expect("rows").iter().for_each(|row| bytes.extend(row.as_bytes()));
        }
        bytes
    }

    async fn postgres_connection(&self) -> sqlx::PgConnection {
        let options = self.url.parse::<PgConnectOptions>().expect("an address");
        // What a test asks of the database is no line of the program's.
        let connected = options.disable_statement_logging().connect().await;
        connected.expect("PostgreSQL answers")
    }

    async fn sqlite_connection(&self) -> sqlx::SqliteConnection {
        let options = self.url.parse::<SqliteConnectOptions>().expect("an address");
        options.disable_statement_logging().connect().await.expect("the SQLite file opens")
    }
}

/// Keeps every writer of a database waiting.
#[derive(Debug)]
pub struct Waiting {
    _postgres: Option<sqlx::PgConnection>,
    _sqlite: Option<sqlx::SqliteConnection>,
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some(name) = self.postgres.take() else { return };
        // The test's own runtime may be the one that is ending.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let sql = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
                administer(&sql).await;
            });
        });
        let dropped = dropping.join();
        assert!(dropped.is_ok() || std::thread::panicking(), "the test's database is dropped");
    }
}

/// The settings of a server over a database.
pub fn config(
    url: &str,
    key_file: &Path,
    evidence_folder: &Path,
    more: &[(&'static str, String)],
) -> Config {
    let usual = [
        ("database", url.to_owned()),
        ("key_file", key_file.display().to_string()),
        ("evidence_store", evidence_folder.display().to_string()),
        ("listen", "127.0.0.1:0".to_owned()),
    ];
    let flags: Vec<_> = usual.into_iter().chain(more.iter().cloned()).collect();
    Config::load(None, [], flags).expect("good settings").config
}

/// Runs one statement in the admin database.
pub async fn administer(sql: &str) {
    let mut connection =
        sqlx::PgConnection::connect(&admin_url()).await.expect("FRSC_TEST_POSTGRES_URL answers");
    let sql = AssertSqlSafe(sql.to_owned());
    sqlx::query(sql).execute(&mut connection).await.expect("the admin database obeys");
}

async fn create(like: &str) -> String {
    let name = format!("frsc_test_{}", Uuid::new_v4().simple());
    administer(&format!("CREATE DATABASE \"{name}\" {like}")).await;
    name
}
