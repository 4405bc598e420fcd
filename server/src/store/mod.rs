//! SQL, and nothing but SQL. One store for SQLite (embedded: one writer, several readers) and
//! PostgreSQL (any number of servers). Reads are methods of a session; writes exist only on a
//! transaction. What is right or wrong is decided elsewhere; the constraints here have the last
//! word.

pub mod account;
pub mod appointment;
pub mod auth_session;
pub mod booking;
pub mod case;
pub mod catalogue;
mod contact;
pub mod data_key;
pub mod disclosure;
pub mod document;
pub mod enterprise;
pub mod entity;
pub mod event;
pub mod evidence;
pub mod expedite;
pub mod expiry;
mod flag;
pub mod mandate;
pub mod notice;
pub mod rating;
pub mod recheck;
pub mod referral;
pub mod reminder;
pub mod resident;
mod rows;
pub mod signing_key;
pub mod slot;
pub mod supervision;
pub mod task;
pub mod ticket;
pub mod trail;
pub mod trip;
pub mod webhook_endpoint;
pub mod whitelist;

/// What a session reads from: a connection or a transaction.
pub use sea_orm::ConnectionTrait as Connection;

use crate::error::{Error, Result};
use contact::Keys;
use frsc_migrations::Migrator;
use sea_orm::{
    ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection,
    DatabaseTransaction, DbBackend, DbErr, RuntimeErr, SqlErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, Value,
    sea_query::{BinOper, Expr, ExprTrait as _, SimpleExpr},
};
use sea_orm_migration::MigratorTrait;
use std::{
    fs::{DirBuilder, OpenOptions},
    io,
    path::Path,
    time::Duration,
};

/// Connections that read at the same time, on SQLite.
const SQLITE_READERS: u32 = 4;
/// The most memory, in KiB, in which the connection that writes keeps pages, and each that reads:
/// the indexes into which a large write goes at random, and what reads share.
const SQLITE_WRITER_CACHE: u32 = 64 * 1024;
const SQLITE_READER_CACHE: u32 = 16 * 1024;
/// Connections of one server, on PostgreSQL, each for its writers and its readers.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a call waits for a connection before it is told that the server is busy.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(8);
/// The oldest SQLite whose WAL mode is free of the reset race.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// The oldest PostgreSQL that is tested.
const OLDEST_POSTGRES: u32 = 15;
/// The key of the advisory lock under which one server at a time migrates.
const MIGRATION_LOCK: i64 = 0x6672_7363;

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    commits: event::Commits,
    keys: Keys,
}

/// A connection or a transaction, with the reads as its methods.
#[derive(Debug)]
pub struct Session<C> {
    pub(in crate::store) conn: C,
    pub(in crate::store) events: event::Added,
    pub(in crate::store) keys: Keys,
}

/// Reads outside a transaction.
pub type Reader = Session<DatabaseConnection>;
/// A transaction: reads, and the only place of writes.
pub type Tx = Session<DatabaseTransaction>;

impl Store {
    /// Opens `sqlite:<file>` or `postgres://…` and refuses what is too old.
    ///
    /// # Errors
    /// A sentence for the operator, without the address's password.
    pub async fn open(address: &str) -> Result<Self, String> {
        let opened = if let Some(file) = address.strip_prefix("sqlite:") {
            // As others write it, `sqlite://<path>?<options>`; the options are ours to choose.
            let file = file.strip_prefix("//").unwrap_or(file);
            open_sqlite(Path::new(file.split('?').next().unwrap_or(file))).await
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            open_postgres(address).await
        } else {
            return Err("database: neither `sqlite:<file>` nor `postgres://…`".to_owned());
        };
        let store = opened.map_err(|error| format!("the database cannot be opened: {error}"))?;
        store.check_version().await?;
        Ok(store)
    }

    /// True on SQLite.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Sqlite
    }

    /// A session that reads.
    #[must_use]
    pub fn reader(&self) -> Reader {
        let (events, keys) = (self.commits.none_added(), self.keys.clone());
        Session { conn: self.reader.clone(), events, keys }
    }

    /// A writing transaction. On SQLite it takes the one writer at once and in turn.
    ///
    /// # Errors
    /// `Overloaded` where no connection is free in time, `Unavailable` where the database is away.
    pub async fn begin(&self) -> Result<Tx> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let conn = self.writer.begin_with_options(options).await?;
        Ok(Session { conn, events: self.commits.none_added(), keys: self.keys.clone() })
    }

    /// Brings the schema up to date, one server at a time.
    ///
    /// # Errors
    /// What the database says.
    pub async fn migrate(&self) -> Result<()> {
        let _lock = self.schema_lock().await?;
        Ok(Migrator::up(&self.writer, None).await?)
    }

    /// Keeps other servers from the schema until it is dropped; on SQLite there are none. The lock
    /// belongs to its transaction, which therefore spans all that is done under it.
    async fn schema_lock(&self) -> Result<Option<DatabaseTransaction>, DbErr> {
        if self.is_sqlite() {
            return Ok(None);
        }
        let lock = self.writer.begin().await?;
        let sql = format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
        lock.execute_unprepared(&sql).await?;
        Ok(Some(lock))
    }

    /// Takes the last `steps` of the schema back.
    ///
    /// # Errors
    /// What the database says.
    pub async fn migrate_down(&self, steps: u32) -> Result<()> {
        let _lock = self.schema_lock().await?;
        Ok(Migrator::down(&self.writer, Some(steps)).await?)
    }

    /// The names of the schema's steps: those done, and those to do.
    ///
    /// # Errors
    /// What the database says, for the operator; a schema with a step this program does not know is
    /// among them, and the step is named.
    pub async fn migrations(&self) -> Result<(Vec<String>, Vec<String>), String> {
        let names = |list: Vec<sea_orm_migration::Migration>| {
            list.iter().map(|step| step.name().to_owned()).collect()
        };
        let told = |error: DbErr| error.to_string();
        // The first look makes the table of done steps, which two servers must not do at once.
        let _lock = self.schema_lock().await.map_err(told)?;
        let done = Migrator::get_applied_migrations(&self.reader).await.map_err(told)?;
        let pending = Migrator::get_pending_migrations(&self.reader).await.map_err(told)?;
        Ok((names(done), names(pending)))
    }

    /// True where the database answers.
    pub async fn is_alive(&self) -> bool {
        self.reader.execute_unprepared("SELECT 1").await.is_ok()
    }

    async fn check_version(&self) -> Result<(), String> {
        let (sql, sqlite) = match self.is_sqlite() {
            true => ("SELECT sqlite_version() AS version", true),
            false => ("SELECT current_setting('server_version') AS version", false),
        };
        let statement = Statement::from_string(self.writer.get_database_backend(), sql);
        let row = self.writer.query_one_raw(statement).await.map_err(|e| e.to_string())?;
        let version: String = row
            .ok_or("the database does not tell its version")?
            .try_get("", "version")
            .map_err(|error: DbErr| error.to_string())?;
        let mut parts = version.split(['.', ' ']).map(|part| part.parse::<u32>().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        let found = (next(), next(), next());
        if sqlite && found < OLDEST_SQLITE {
            return Err(format!("SQLite {version} is older than 3.51.3"));
        }
        if !sqlite && found.0 < OLDEST_POSTGRES {
            return Err(format!("PostgreSQL {version} is older than {OLDEST_POSTGRES}"));
        }
        Ok(())
    }
}

impl Tx {
    /// Makes everything written durable, and tells who waits for events.
    ///
    /// # Errors
    /// `Conflict` where the database gave up on it, `Unavailable` where it is away.
    pub async fn commit(self) -> Result<()> {
        let committed = self.conn.commit().await;
        // Told of a failure too: whether it was committed is not always known here.
        self.events.tell();
        Ok(committed?)
    }

    /// Undoes everything written.
    ///
    /// # Errors
    /// `Unavailable` where the database is away; nothing is written then either.
    pub async fn rollback(self) -> Result<()> {
        Ok(self.conn.rollback().await?)
    }
}

impl Tx {
    /// Takes an advisory lock until the transaction ends; on SQLite there is one writer anyway.
    pub(in crate::store) async fn lock_advisory(&self, key: i64) -> Result<()> {
        if self.is_postgres() {
            let sql = "SELECT pg_advisory_xact_lock($1)";
            let backend = self.conn.get_database_backend();
            let statement = Statement::from_sql_and_values(backend, sql, [key.into()]);
            self.conn.execute_raw(statement).await?;
        }
        Ok(())
    }
}

impl<C: ConnectionTrait> Session<C> {
    pub(in crate::store) fn is_postgres(&self) -> bool {
        self.conn.get_database_backend() == DbBackend::Postgres
    }
}

async fn open_sqlite(file: &Path) -> Result<Store, DbErr> {
    make_private(file).map_err(|error| DbErr::Conn(RuntimeErr::Internal(error.to_string())))?;
    let writer = connect_sqlite(file, 1, SQLITE_WRITER_CACHE).await?;
    let reader = connect_sqlite(file, SQLITE_READERS, SQLITE_READER_CACHE).await?;
    Ok(Store { writer, reader, commits: event::Commits::default(), keys: Keys::default() })
}

/// Makes folder and file where they are not there yet, for their owner only: visitors stand in them
/// in plain. SQLite gives the files beside it the same mode.
fn make_private(file: &Path) -> io::Result<()> {
    let (mut folder, mut options) = (DirBuilder::new(), OpenOptions::new());
    folder.recursive(true);
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        folder.mode(0o700);
        options.mode(0o600);
    }
    if let Some(path) = file.parent().filter(|path| !path.as_os_str().is_empty()) {
        folder.create(path)?;
    }
    match options.open(file) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

async fn connect_sqlite(
    file: &Path,
    connections: u32,
    cache_kib: u32,
) -> Result<DatabaseConnection, DbErr> {
    use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
    let mut options = ConnectOptions::new(format!("sqlite:{}?mode=rwc", file.display()));
    options
        .max_connections(connections)
        .min_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(ACQUIRE_TIMEOUT)
                // Negative: KiB, not pages.
                .pragma("cache_size", format!("-{cache_kib}"))
                .statement_cache_capacity(256)
        });
    Database::connect(options).await
}

async fn open_postgres(address: &str) -> Result<Store, DbErr> {
    let mut options = ConnectOptions::new(address);
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .sqlx_logging(false);
    let writer = Database::connect(options.clone()).await?;
    let reader = Database::connect(options).await?;
    Ok(Store { writer, reader, commits: event::Commits::default(), keys: Keys::default() })
}

/// A unique constraint that refused a row, by the database's message. SQLite names the columns,
/// PostgreSQL the constraint.
#[must_use]
pub(in crate::store) fn duplicate(error: &DbErr) -> Option<String> {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(message)) => Some(message),
        _ => None,
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::ConnectionAcquire(_) => Self::Overloaded { retry_after: Duration::from_secs(1) },
            DbErr::Conn(_) => Self::Unavailable,
            DbErr::Exec(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause)) => from_driver(cause),
            _ => Self::internal(&error),
        }
    }
}

/// Serialization failures and deadlocks may be repeated; a lost connection is told as such.
fn from_driver(error: &sqlx::Error) -> Error {
    match error {
        sqlx::Error::Database(database) => match database.code().as_deref() {
            Some("40001" | "40P01" | "5" | "517") => Error::Conflict,
            // Another row holds a part of the same days: somebody was faster.
            Some("23P01") => Error::Conflict,
            Some("1811") if database.message().ends_with("_overlap") => Error::Conflict,
            Some("57P01" | "57P02" | "57P03") => Error::Unavailable,
            _ => Error::internal(error),
        },
        sqlx::Error::PoolTimedOut => Error::Overloaded { retry_after: Duration::from_secs(1) },
        sqlx::Error::Io(_) | sqlx::Error::PoolClosed => Error::Unavailable,
        _ => Error::internal(error),
    }
}

/// A list of values made as long as the next power of two by repeating one of them: a statement of
/// each length would have to be prepared anew, of eight lengths each is prepared once.
pub(in crate::store) fn padded<T: Clone>(mut values: Vec<T>) -> Vec<T> {
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_power_of_two(), last);
    }
    values
}

/// The row comparison `(a, b, …) > (?, ?, …)`, which an index answers at any depth, unlike the
/// ORM's own form of it.
pub(in crate::store) fn after_row<C: ColumnTrait>(columns: &[C], values: Vec<Value>) -> SimpleExpr {
    compare_rows(columns, BinOper::GreaterThan, values)
}

/// The row comparison `(a, b, …) < (?, ?, …)`.
pub(in crate::store) fn before_row<C: ColumnTrait>(
    columns: &[C],
    values: Vec<Value>,
) -> SimpleExpr {
    compare_rows(columns, BinOper::SmallerThan, values)
}

fn compare_rows<C: ColumnTrait>(columns: &[C], by: BinOper, values: Vec<Value>) -> SimpleExpr {
    let columns = columns.iter().map(|column| Expr::col(column.as_column_ref()));
    let values = values.into_iter().map(Expr::val);
    Expr::tuple(columns).binary(by, Expr::tuple(values))
}
