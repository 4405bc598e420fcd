//! Loading a year's working-day calendar, or a revised notice of it, and what moves by it. A dry
//! run answers the same and writes nothing. Appointments of days that are not worked any more
//! become orphaned; none is removed.

#[cfg(test)]
mod tests;

use super::{
    App,
    case::{self, DueDateMove},
    catalogue::for_change,
    directory::YearView,
    expiry,
    noun::{Change, commit, save},
    rating,
    schedule::impact,
    write::{Answer, Effect, Reply, Trace, WriteCall},
};
use crate::{
    domain::{
        calendar::{CsvError, Day, PublishedYear, parse_csv},
        catalogue::{CalendarYear, Catalogue, check::MAX_YEAR_CSV_BYTES},
        id::AppointmentId,
        slot::{self, SlotKey},
    },
    error::{Error, Result},
    store::Tx,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Most moves that are told one by one.
pub const MAX_MOVES_TOLD: usize = 1_000;

/// A year to load.
#[derive(Clone, Debug)]
pub struct YearLoad {
    /// The year.
    pub year: i32,
    /// Its table.
    pub csv: String,
    /// The version it replaces, where the year is loaded.
    pub version: Option<i64>,
}

/// What loading did, or would do.
#[derive(Clone, Debug)]
pub struct YearLoaded {
    /// The year.
    pub view: YearView,
    /// What moves, as far as it is told one by one.
    pub moves: Vec<Move>,
    /// Due dates that move, as far as they are told one by one.
    pub due_date_moves: Vec<DueDateMove>,
    /// How many move in all.
    pub move_count: usize,
}

/// An appointment whose day is no working day any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The appointment.
    pub appointment_id: AppointmentId,
    /// Its day.
    pub date: NaiveDate,
    /// Why it moves.
    pub reason: MoveReason,
}

/// Why something moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveReason {
    /// The day became a holiday.
    DayBecameHoliday,
    /// The weekend day is not worked any more.
    WorkdayWithdrawn,
}

impl MoveReason {
    /// Its public word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DayBecameHoliday => "DAY_BECAME_HOLIDAY",
            Self::WorkdayWithdrawn => "WORKDAY_WITHDRAWN",
        }
    }
}

/// Loads a year.
///
/// # Errors
/// `Invalid` with line and column of the first fault, `EtagMismatch`, or what the database says.
pub async fn load<R: Answer<YearLoaded>>(
    app: &App,
    call: &WriteCall,
    load: &YearLoad,
) -> Result<Reply<R>> {
    commit(app, call, |tx| async move {
        let published = read(load)?;
        let catalogue = for_change(app, &tx).await?;
        let before = catalogue.calendar_years.get(&load.year).cloned();
        match (&before, load.version) {
            (Some(_), None) => {
                return Err(Error::invalid("etag", "is required: the year is loaded already"));
            }
            (Some(before), Some(version)) if before.version != version => {
                return Err(Error::EtagMismatch);
            }
            (None, Some(_)) => return Err(Error::EtagMismatch),
            (Some(_), Some(_)) | (None, None) => {}
        }
        let after = CalendarYear {
            year: load.year,
            days: published.special_days().cloned().collect(),
            loaded_at: app.clock.now(),
        };
        let booked = match (day(load.year, 1, 1), day(load.year, 12, 31)) {
            // What is past stays as it was.
            (Some(first), Some(last)) => tx.booked_days(first.max(app.clock.today()), last).await?,
            _ => Vec::new(),
        };
        let mut changed = Catalogue::clone(&catalogue);
        let working_days = u32::try_from(published.working_days().len()).unwrap_or(0);
        changed.calendar.publish(published);
        let mut moves = moves(&catalogue, &changed, &booked);
        let (mut due_date_moves, recounted) = recount(app, &tx, &changed).await?;
        let move_count = moves.len() + due_date_moves.len();
        moves.truncate(MAX_MOVES_TOLD);
        due_date_moves.truncate(MAX_MOVES_TOLD - moves.len());
        let saved = save(app, &tx, &catalogue, Change { before, after }).await?;
        let view = YearView { year: saved.outcome, working_days };
        let mut traces = saved.traces;
        traces.extend(orphan(app, &tx, &catalogue, &changed, load.year).await?);
        traces.extend(recounted);
        Ok(Effect { outcome: YearLoaded { view, moves, due_date_moves, move_count }, traces })
    })
    .await
}

/// The due dates that move, of cases with their tasks, of rectifications and of obligations.
async fn recount(
    app: &App,
    tx: &Tx,
    changed: &Catalogue,
) -> Result<(Vec<DueDateMove>, Vec<Trace>)> {
    let (mut moves, mut traces) = case::recount(app, tx, changed).await?;
    for (more_moves, more_traces) in
        [rating::recount(tx, changed).await?, expiry::recount(tx, changed).await?]
    {
        moves.extend(more_moves);
        traces.extend(more_traces);
    }
    Ok((moves, traces))
}

/// Marks the appointments of days that are not worked any more as orphaned, and gives those of days
/// that are worked again their places back.
async fn orphan(
    app: &App,
    tx: &Tx,
    old: &Catalogue,
    new: &Catalogue,
    year: i32,
) -> Result<Vec<Trace>> {
    let (Some(first), Some(last)) = (day(year, 1, 1), day(year, 12, 31)) else {
        return Ok(Vec::new());
    };
    let mut lost = impact::lost_slots(old, new, first.max(app.clock.today()), last);
    let holidays = lost
        .extract_if(.., |slot| reason(new, slot.before.key.date()) == MoveReason::DayBecameHoliday);
    let holidays: Vec<_> = holidays.collect();
    let id = year.to_string();
    let mut traces = Vec::new();
    let reasons = [MoveReason::DayBecameHoliday, MoveReason::WorkdayWithdrawn];
    for (why, lost) in reasons.into_iter().zip([holidays, lost]) {
        traces.extend(impact::impact(app, tx, old, &lost, (&id, why.name())).await?.traces);
    }
    traces.extend(impact::restore(app, tx, (old, new), (first, last), &id).await?);
    Ok(traces)
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn read(load: &YearLoad) -> Result<PublishedYear> {
    if load.csv.len() > MAX_YEAR_CSV_BYTES {
        return Err(Error::invalid("csv", format!("must be at most {MAX_YEAR_CSV_BYTES} bytes")));
    }
    // What stands in the cell is not repeated: the wrong file may hold anything.
    let fault = |error: CsvError| {
        let CsvError { line, column, fault, .. } = &error;
        Error::invalid("csv", format!("line {line}, {column}: {fault}; {}", error.mend()))
    };
    parse_csv(load.year, &load.csv).map_err(fault)
}

/// The booked appointments whose slot was offered and is not any more, in their order.
fn moves(old: &Catalogue, new: &Catalogue, booked: &[(AppointmentId, SlotKey)]) -> Vec<Move> {
    let mut slots = BTreeMap::new();
    let mut gone = |key: SlotKey| {
        *slots.entry(key).or_insert_with(|| {
            let (before, after) =
                (old.calendar.is_working_day(key.date()), new.calendar.is_working_day(key.date()));
            before != after && slot::find(old, key).is_some() && slot::find(new, key).is_none()
        })
    };
    let lost = booked.iter().filter(|(_, key)| gone(*key));
    lost.map(|(appointment_id, key)| {
        let reason = reason(new, key.date());
        Move { appointment_id: *appointment_id, date: key.date(), reason }
    })
    .collect()
}

/// Why a day is not worked any more.
fn reason(new: &Catalogue, day: NaiveDate) -> MoveReason {
    match new.calendar.describe(day) {
        Ok(Day::Holiday(_)) => MoveReason::DayBecameHoliday,
        Ok(Day::Weekend | Day::Working | Day::AdjustedWorkday(_)) | Err(_) => {
            MoveReason::WorkdayWithdrawn
        }
    }
}
