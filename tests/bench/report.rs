//! The figures: a table for people, one JSON object a line for programs, and whether goals are met.

use crate::{Bench, load::Rounds};
use serde_json::json;

/// One measured figure.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figure {
    /// Its name.
    pub(crate) name: String,
    /// Of which database.
    pub(crate) db: &'static str,
    /// How much.
    pub(crate) value: f64,
    /// Of what.
    pub(crate) unit: &'static str,
    /// The median time of one call, in microseconds.
    pub(crate) p50_us: Option<f64>,
    /// The time that one call in a hundred exceeds.
    pub(crate) p99_us: Option<f64>,
    /// What it is compared with.
    pub(crate) ratio: Option<Ratio>,
    /// What is wanted of it, and whether it is so.
    pub(crate) goal: Option<(String, bool)>,
}

/// A comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ratio {
    /// How much of it.
    pub(crate) value: f64,
    /// Of what.
    pub(crate) to: &'static str,
}

/// Adds the figure of imports of so many rows each, with the least rows a second on the embedded
/// database.
pub(crate) fn imports(
    bench: &mut Bench,
    name: &str,
    imports: &Rounds,
    (rows, least): (usize, f64),
) {
    let rate = imports.rate() * f64::from(u32::try_from(rows).unwrap_or(0));
    let db = bench.backend.name();
    let goal = (db == "sqlite").then(|| (format!(">= {least} rows/s, {rows} rows"), rate >= least));
    bench.report.add(Figure {
        name: name.to_owned(),
        db,
        value: rate,
        unit: "rows/s",
        p50_us: Some(imports.quantile_us(0.5)),
        goal,
        ..Figure::default()
    });
}

/// A sweep with the same rows due among few rows and among many.
#[derive(Debug)]
pub(crate) struct Sweeps {
    /// The figures' names: among few, among many.
    pub(crate) names: [&'static str; 2],
    /// What is done a second.
    pub(crate) unit: &'static str,
    /// The rows that are due in each round.
    pub(crate) due: u32,
    /// What the second is compared with.
    pub(crate) to: &'static str,
    /// The most that it may take of the first one's time.
    pub(crate) goal: f64,
    /// Among how many.
    pub(crate) many: String,
}

impl Sweeps {
    /// Adds both figures.
    pub(crate) fn report(&self, bench: &mut Bench, few: &Rounds, all: &Rounds) {
        // The rates are inverse to the times.
        let ratio = few.ratio(all);
        let figure = |name: &str, rounds: &Rounds| Figure {
            name: name.to_owned(),
            db: bench.backend.name(),
            value: rounds.rate() * f64::from(self.due),
            unit: self.unit,
            p50_us: Some(rounds.quantile_us(0.5)),
            ..Figure::default()
        };
        let goal = format!("time <= {}, {}", self.goal, self.many);
        let compared = Figure {
            ratio: Some(Ratio { value: ratio, to: self.to }),
            goal: Some((goal, ratio <= self.goal)),
            ..figure(self.names[1], all)
        };
        let few = figure(self.names[0], few);
        [few, compared].into_iter().for_each(|figure| bench.report.add(figure));
    }
}

/// The figures of one database.
#[derive(Debug)]
pub(crate) struct Report {
    json: bool,
    figures: Vec<Figure>,
}

impl Report {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json, figures: Vec::new() }
    }

    /// Adds a figure; as JSON it is printed at once.
    pub(crate) fn add(&mut self, figure: Figure) {
        if self.json {
            println!("{}", line(&figure));
        } else {
            eprintln!("{} {}: {:.0} {}", figure.db, figure.name, figure.value, figure.unit);
        }
        self.figures.push(figure);
    }

    /// Prints the table; true where every goal is met.
    pub(crate) fn finish(&self) -> bool {
        if !self.json {
            self.table();
        }
        self.figures.iter().all(|figure| figure.goal.as_ref().is_none_or(|(_, met)| *met))
    }

    fn table(&self) {
        println!(
            "{:<14} {:<9} {:>9} {:<11} {:>9} {:>9} {:>6} {:<18} {:<26} ok",
            "name", "db", "value", "unit", "p50 us", "p99 us", "ratio", "of", "goal"
        );
        for figure in &self.figures {
            let time = |us: Option<f64>| us.map_or_else(String::new, |us| format!("{us:.1}"));
            let ratio = figure.ratio.map_or_else(String::new, |r| format!("{:.2}", r.value));
            let (goal, ok) = match &figure.goal {
                Some((goal, met)) => (goal.as_str(), if *met { "yes" } else { "NO" }),
                None => ("", ""),
            };
            println!(
                "{:<14} {:<9} {:>9.0} {:<11} {:>9} {:>9} {:>6} {:<18} {:<26} {ok}",
                figure.name,
                figure.db,
                figure.value,
                figure.unit,
                time(figure.p50_us),
                time(figure.p99_us),
                ratio,
                figure.ratio.map_or("", |ratio| ratio.to),
                goal,
            );
        }
    }
}

fn line(figure: &Figure) -> String {
    let rounded = |number: f64| (number * 100.0).round() / 100.0;
    json!({
        "name": figure.name,
        "db": figure.db,
        "value": rounded(figure.value),
        "unit": figure.unit,
        "p50_us": figure.p50_us.map(rounded),
        "p99_us": figure.p99_us.map(rounded),
        "ratio": figure.ratio.map(|ratio| (ratio.value * 1000.0).round() / 1000.0),
        "ratio_to": figure.ratio.map(|ratio| ratio.to),
        "goal": figure.goal.as_ref().map(|(goal, _)| goal),
        "ok": figure.goal.as_ref().map(|(_, met)| met),
    })
    .to_string()
}
