//! The load and contention tool: one run measures the raw database, an empty call and the product
//! side by side, so that its figures are ratios of the same minute on the same machine. It counts
//! in the database what was sold and answered, and shows by a wrong variant that this count can
//! fail.

mod book;
mod case;
mod check;
mod client;
mod contend;
mod document;
mod enterprise_import;
mod expiry;
mod feed;
mod import;
mod load;
mod postgres;
mod raw;
mod reads;
mod reminder;
mod report;
mod rpc;
mod setup;
mod supervision;
mod tokens;
mod whitelist;

use clap::{Parser, ValueEnum};
use report::Report;
use std::{collections::BTreeSet, path::PathBuf, process::ExitCode, time::Duration};

/// What everything here fails with: a sentence for the one who runs it.
type Outcome<T> = Result<T, String>;

/// A database of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Backend {
    /// The embedded one.
    Sqlite,
    /// The server.
    Postgres,
}

impl Backend {
    const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Measures frsc.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Args {
    /// The databases to measure; both where none is named.
    #[arg(long, value_enum, num_args = 1..)]
    db: Vec<Backend>,
    /// The figures to measure, with those they are compared with; all where none is named.
    #[arg(long, num_args = 1.., value_name = "NAME")]
    only: Vec<String>,
    /// Measures for about a minute a database.
    #[arg(long)]
    quick: bool,
    /// Writes one JSON object a line instead of a table.
    #[arg(long)]
    json: bool,
    /// A PostgreSQL whose user may create databases; one is started where none is named.
    #[arg(long, env = "FRSC_BENCH_POSTGRES_URL", value_name = "URL")]
    postgres_url: Option<String>,
}

/// How long and how often is measured.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// Rounds; a figure is their median, so that a busy moment of the machine spoils none.
    rounds: usize,
    /// The length of one measurement.
    each: Duration,
    /// Contended slots, in sixteenths of the usual number.
    slots: usize,
}

impl Pace {
    const fn of(quick: bool) -> Self {
        if quick {
            Self { rounds: 3, each: Duration::from_millis(900), slots: 8 }
        } else {
            Self { rounds: 7, each: Duration::from_millis(1500), slots: 16 }
        }
    }
}

/// What every measurement is given.
struct Bench {
    backend: Backend,
    home: postgres::Home,
    pace: Pace,
    only: BTreeSet<String>,
    report: Report,
}

impl Bench {
    /// True where one of these figures is asked for.
    fn wants(&self, names: &[&str]) -> bool {
        self.only.is_empty() || names.iter().any(|name| self.only.contains(*name))
    }

    /// A folder for the files of one server.
    fn folder(&self, name: &str) -> PathBuf {
        self.home.folder().join(name)
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let measured = runtime.map_err(|error| error.to_string()).and_then(|runtime| {
        let measured = runtime.block_on(async {
            tokio::select! {
                measured = measure(&args) => measured,
                _ = tokio::signal::ctrl_c() => Err("stopped".to_owned()),
            }
        });
        runtime.shutdown_background();
        measured
    });
    match measured {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::from(2)
        }
    }
}

/// Measures what is asked for; true where every goal is met.
async fn measure(args: &Args) -> Outcome<bool> {
    let _telemetry = setup::telemetry()?;
    let backends = match args.db.as_slice() {
        [] => &[Backend::Sqlite, Backend::Postgres],
        named => named,
    };
    let mut met = true;
    for backend in backends {
        let home = postgres::Home::open(*backend, args.postgres_url.as_deref())?;
        let mut bench = Bench {
            backend: *backend,
            home,
            pace: Pace::of(args.quick),
            only: args.only.iter().cloned().collect(),
            report: Report::new(args.json),
        };
        // What was measured is printed even where something later fails.
        let done = groups(&mut bench).await;
        met &= bench.report.finish();
        let closed = bench.home.close().await;
        done.and(closed)?;
    }
    Ok(met)
}

async fn groups(bench: &mut Bench) -> Outcome<()> {
    if bench.wants(&rpc::NAMES)
        || bench.wants(&reads::NAMES)
        || bench.wants(&expiry::NAMES)
        || bench.wants(&tokens::NAMES)
    {
        rpc::measure(bench).await?;
    }
    if bench.wants(&book::NAMES) {
        book::measure(bench).await?;
    }
    if bench.wants(&case::NAMES) {
        case::measure(bench).await?;
    }
    if bench.wants(&contend::NAMES) {
        contend::measure(bench).await?;
    }
    if bench.wants(&supervision::NAMES) {
        supervision::measure(bench).await?;
    }
    if bench.wants(&document::NAMES) {
        document::measure(bench).await?;
    }
    if bench.wants(&reminder::NAMES) {
        reminder::measure(bench).await?;
    }
    if bench.wants(&import::NAMES) {
        import::measure(bench).await?;
    }
    if bench.wants(&enterprise_import::NAMES) {
        enterprise_import::measure(bench).await?;
    }
    if bench.wants(&whitelist::NAMES) {
        whitelist::measure(bench).await?;
    }
    if bench.wants(&feed::NAMES) {
        feed::measure(bench).await?;
    }
    Ok(())
}
