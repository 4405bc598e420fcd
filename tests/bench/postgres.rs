//! Where the databases are: a folder for SQLite, and for PostgreSQL a server that is given or one
//! that is started here, durable as in earnest, and stopped whatever happens.

use crate::{Backend, Outcome};
use sqlx::{Connection, PgConnection};
use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
};
use tempfile::TempDir;
use uuid::Uuid;

/// The user of a server that is started here.
const USER: &str = "frsc";

/// The place of one run's databases. Dropped, nothing of it stays.
#[derive(Debug)]
pub(crate) struct Home {
    // Stopped before its folder is removed.
    cluster: Option<Cluster>,
    folder: TempDir,
    given: Option<String>,
    backend: Backend,
    made: Mutex<Vec<String>>,
}

impl Home {
    /// Opens the place.
    pub(crate) fn open(backend: Backend, postgres_url: Option<&str>) -> Outcome<Self> {
        let folder = TempDir::with_prefix("frsc-bench-").map_err(|error| error.to_string())?;
        let given = postgres_url.filter(|url| !url.is_empty()).map(str::to_owned);
        let cluster = match (backend, &given) {
            (Backend::Postgres, None) => Some(Cluster::start(folder.path())?),
            (Backend::Postgres, Some(_)) | (Backend::Sqlite, _) => None,
        };
        Ok(Self { cluster, folder, given, backend, made: Mutex::default() })
    }

    /// The folder for files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of a new, empty database.
    pub(crate) async fn fresh(&self, name: &str) -> Outcome<String> {
        if self.backend == Backend::Sqlite {
            let file = self.folder().join(format!("{name}.db"));
            return Ok(format!("sqlite:{}", file.display()));
        }
        let database = format!("frsc_bench_{name}_{}", Uuid::new_v4().simple());
        self.ask(format!("CREATE DATABASE {database}")).await?;
        let url = replace_database(&self.server()?, &database)?;
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push(database);
        Ok(url)
    }

    /// Removes the databases that were made on a server that stays.
    pub(crate) async fn close(&self) -> Outcome<()> {
        let made = std::mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner));
        for database in made.iter().filter(|_| self.given.is_some()) {
            self.ask(format!("DROP DATABASE {database} WITH (FORCE)")).await?;
        }
        Ok(())
    }

    fn server(&self) -> Outcome<String> {
        match (&self.given, &self.cluster) {
            (Some(given), _) => Ok(given.clone()),
            (None, Some(cluster)) => Ok(cluster.url("postgres")),
            (None, None) => Err("no PostgreSQL".to_owned()),
        }
    }

    async fn ask(&self, sql: String) -> Outcome<()> {
        let told = |error: sqlx::Error| format!("PostgreSQL: {error}");
        let mut server = PgConnection::connect(&self.server()?).await.map_err(told)?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut server).await.map_err(told)?;
        server.close().await.map_err(told)
    }
}

/// The same server's address with another database.
fn replace_database(url: &str, database: &str) -> Outcome<String> {
    let (address, options) = url.split_once('?').map_or((url, None), |(a, o)| (a, Some(o)));
    let (scheme, rest) = address.split_once("://").ok_or("the URL of PostgreSQL is none")?;
    let host = rest.split('/').next().unwrap_or(rest);
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    Ok(format!("{scheme}://{host}/{database}{options}"))
}

/// A PostgreSQL server of our own.
#[derive(Debug)]
struct Cluster {
    bin: PathBuf,
    data: PathBuf,
    port: u16,
    as_user: Option<&'static str>,
}

impl Cluster {
    fn start(folder: &Path) -> Outcome<Self> {
        let bin = binaries().ok_or("PostgreSQL is not installed: no initdb is found")?;
        // PostgreSQL refuses to run as root.
        let as_user = is_root().then_some("postgres");
        let data = folder.join("data");
        fs::create_dir(&data).map_err(|error| error.to_string())?;
        if let Some(user) = as_user {
            run(Command::new("chown").arg(user).arg(folder).arg(&data))?;
        }
        let port = free_port()?;
        let cluster = Self { bin, data, port, as_user };
        let auth = ["-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"];
        run(cluster.command("initdb").args(auth))?;
        let options = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1 -c fsync=on -c synchronous_commit=on \
             -c full_page_writes=on -c max_connections=200",
            folder.display()
        );
        let log = folder.join("data").join("bench.log");
        run(cluster.command("pg_ctl").args(["-w", "-o", &options, "-l"]).arg(log).arg("start"))?;
        Ok(cluster)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }

    fn command(&self, program: &str) -> Command {
        let program = self.bin.join(program);
        let mut command = match self.as_user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.arg("-D").arg(&self.data).current_dir("/");
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(problem) = run(self.command("pg_ctl").args(["-m", "immediate", "-w", "stop"])) {
            eprintln!("bench: PostgreSQL was not stopped: {problem}");
        }
    }
}

/// The folder of the newest installed server.
fn binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders
        .into_iter()
        .rev()
        .find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|e| e.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

fn run(command: &mut Command) -> Outcome<()> {
    // The started server inherits the output, so it must not be waited for.
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    let program = command.get_program().to_owned();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{}: {status}", program.display())),
        Err(error) => Err(format!("{}: {error}", program.display())),
    }
}
