//! The hall's sessions and their closures. Slots follow from them at every look; what a change
//! takes away is counted before it is written, and booked people are never silently dropped.

pub mod closure;
pub mod impact;
#[cfg(test)]
mod tests;

use super::{
    App, Call,
    catalogue::current,
    directory::sliced,
    noun::update,
    page::{Page, PageRequest},
    write::{Answer, Reply, WriteCall},
};
use crate::{
    domain::catalogue::{HallSession, Versioned},
    error::{Error, Result},
};
use chrono::NaiveDate;

/// Most days on which a session differs.
pub const MAX_EXCEPTIONS: usize = 1_000;

/// A page of the sessions in force on or after a day, by id.
///
/// # Errors
/// `Invalid` for a page of another list; what the database says.
pub async fn sessions(
    app: &App,
    call: &Call,
    as_of: Option<NaiveDate>,
    request: &PageRequest,
) -> Result<Page<Versioned<HallSession>>> {
    let catalogue = current(app).await?;
    let day = as_of.unwrap_or_else(|| app.clock.today());
    let rows = catalogue.hall_sessions.values();
    let rows = rows.filter(|row| row.value.validity.to.is_none_or(|to| day <= to)).cloned();
    let place = |row: &Versioned<HallSession>| row.value.id.to_string();
    sliced(app, call, &format!("{as_of:?}"), request, rows.collect(), place)
}

/// A day on which a session runs otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionException {
    /// The day.
    pub date: NaiveDate,
    /// Places of each counter; 0 takes the exception away.
    pub places_per_counter: u32,
}

/// Sets or takes away a session's exception.
///
/// # Errors
/// `NotFound`, `EtagMismatch`, `Invalid` for a past day or too many, or `PlacesBelowSold`.
pub async fn set_exception<R: Answer<Versioned<HallSession>>>(
    app: &App,
    call: &WriteCall,
    id: &str,
    version: i64,
    exception: SessionException,
) -> Result<Reply<R>> {
    let today = app.clock.today();
    update(app, call, id, version, |session: &HallSession| {
        let mut session = session.clone();
        if exception.date < today {
            let problem = "must not lie in the past";
            return Err(Error::invalid("exception.exception_date", problem));
        }
        match exception.places_per_counter {
            0 => session.exceptions.remove(&exception.date),
            places => session.exceptions.insert(exception.date, places),
        };
        if session.exceptions.len() > MAX_EXCEPTIONS {
            let problem = format!("a session has at most {MAX_EXCEPTIONS} exceptions");
            return Err(Error::invalid("exception", problem));
        }
        Ok(session)
    })
    .await
}
