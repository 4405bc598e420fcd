//! The catalogue as it is read: lists in force on a day, single documents, the year's calendar, and
//! what follows from them. Answers from the snapshot; never writes and never looks at business
//! data.

pub mod caution;
pub mod deadline;
pub mod fee;
#[cfg(test)]
mod tests;

use super::{
    App, Call,
    catalogue::current,
    noun::Noun,
    page::{Page, PageRequest, page},
};
use crate::{
    domain::catalogue::{
        CalendarYear, Catalogue, Counter, Department, OpeningHours, ServiceItem, Validity,
        Versioned,
    },
    error::{Error, Result},
};
use chrono::NaiveDate;

/// Which service items are asked for.
#[derive(Clone, Debug, Default)]
pub struct ItemFilter {
    /// In force on this day; today where there is none.
    pub as_of: Option<NaiveDate>,
    /// Of these departments; of all where there is none.
    pub department_ids: Vec<String>,
    /// Of these categories; of all where there is none.
    pub categories: Vec<String>,
    /// Whose code or name contains this.
    pub text: String,
}

/// A year's calendar and how many days of it work.
#[derive(Clone, Debug)]
pub struct YearView {
    /// The calendar.
    pub year: Versioned<CalendarYear>,
    /// Its working days.
    pub working_days: u32,
}

/// A page of the departments in force on a day, in their published order.
///
/// # Errors
/// `Invalid` for a page of another list; what the database says.
pub async fn departments(
    app: &App,
    call: &Call,
    as_of: Option<NaiveDate>,
    request: &PageRequest,
) -> Result<Page<Versioned<Department>>> {
    let catalogue = current(app).await?;
    let day = as_of.unwrap_or_else(|| app.clock.today());
    let mut rows = in_force(catalogue.departments.values(), day, |value| value.validity);
    rows.sort_by_key(|row| department_place(&row.value));
    sliced(app, call, &format!("{as_of:?}"), request, rows, |row| department_place(&row.value))
}

/// The sequence comes first, in as many digits as any has.
fn department_place(department: &Department) -> String {
    format!("{:010} {}", department.sequence.max(0), department.id)
}

/// A page of the service items in force on a day, by code.
///
/// # Errors
/// `Invalid` for a page of another list; what the database says.
pub async fn service_items(
    app: &App,
    call: &Call,
    filter: &ItemFilter,
    request: &PageRequest,
) -> Result<Page<Versioned<ServiceItem>>> {
    let catalogue = current(app).await?;
    let day = filter.as_of.unwrap_or_else(|| app.clock.today());
    let mut rows = in_force(catalogue.service_items.values(), day, |value| value.validity);
    let one_of = |list: &[String], value: &String| list.is_empty() || list.contains(value);
    let text = filter.text.to_lowercase();
    let holds = |value: &str| value.to_lowercase().contains(&text);
    rows.retain(|row| {
        let item = &row.value;
        one_of(&filter.department_ids, &item.department_id)
            && one_of(&filter.categories, &item.category)
            && (holds(&item.id) || holds(&item.name_zh) || holds(&item.name_en))
    });
    sliced(app, call, &format!("{filter:?}"), request, rows, |row| row.value.id.clone())
}

/// A page of the counters in force on a day, by code.
///
/// # Errors
/// `Invalid` for a page of another list; what the database says.
pub async fn counters(
    app: &App,
    call: &Call,
    as_of: Option<NaiveDate>,
    request: &PageRequest,
) -> Result<Page<Versioned<Counter>>> {
    let catalogue = current(app).await?;
    let day = as_of.unwrap_or_else(|| app.clock.today());
    let rows = in_force(catalogue.counters.values(), day, |value| value.validity);
    sliced(app, call, &format!("{as_of:?}"), request, rows, |row| row.value.id.clone())
}

/// The opening hours in force on a day, by their first weekday and time.
///
/// # Errors
/// What the database says.
pub async fn opening_hours(
    app: &App,
    as_of: Option<NaiveDate>,
) -> Result<Vec<Versioned<OpeningHours>>> {
    let catalogue = current(app).await?;
    let day = as_of.unwrap_or_else(|| app.clock.today());
    let mut rows = in_force(catalogue.opening_hours.values(), day, |value| value.validity);
    rows.sort_by_key(|row| {
        let first = row.value.weekdays.iter().map(|day| day.num_days_from_monday()).min();
        (first.unwrap_or(7), row.value.open, row.value.id)
    });
    Ok(rows)
}

/// A document by its id, in force or not.
///
/// # Errors
/// `NotFound`, or what the database says.
pub async fn document<T: Noun>(app: &App, id: &str) -> Result<Versioned<T>> {
    let catalogue = current(app).await?;
    T::find(&catalogue, id).ok_or(Error::NotFound)
}

/// A year's calendar.
///
/// # Errors
/// `NotFound` for an unpublished year, or what the database says.
pub async fn calendar_year(app: &App, year: i32) -> Result<YearView> {
    let catalogue = current(app).await?;
    year_view(&catalogue, year)
}

pub(super) fn year_view(catalogue: &Catalogue, year: i32) -> Result<YearView> {
    let found = catalogue.calendar_years.get(&year).ok_or(Error::NotFound)?;
    let working_days =
        catalogue.calendar.working_days_in_year(year).map_err(|_| Error::NotFound)?;
    Ok(YearView { year: found.clone(), working_days })
}

fn in_force<'a, T: Clone + 'a>(
    rows: impl Iterator<Item = &'a Versioned<T>>,
    day: NaiveDate,
    validity: impl Fn(&T) -> Validity,
) -> Vec<Versioned<T>> {
    rows.filter(|row| validity(&row.value).holds_on(day)).cloned().collect()
}

/// A page of rows that are in the order of their places.
pub(super) fn sliced<T>(
    app: &App,
    call: &Call,
    filters: &str,
    request: &PageRequest,
    rows: Vec<T>,
    place: impl Fn(&T) -> String,
) -> Result<Page<T>> {
    let limit = request.limit()?;
    let after = request.cursor(app, call, filters)?;
    let rows =
        rows.into_iter().filter(|row| after.as_ref().is_none_or(|after| place(row) > *after));
    let rows = rows.take(limit + 1).collect();
    Ok(page(app, call, filters, rows, limit, place))
}
