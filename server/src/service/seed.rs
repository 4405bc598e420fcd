//! The first start: an empty catalogue is filled from the files shipped with the program. It never
//! touches a catalogue that was ever written, and reads nothing from outside the program.

mod rows;
#[cfg(test)]
mod tests;

use super::{App, catalogue::for_change, noun::Noun};
use crate::{
    domain::{
        calendar::{CsvError, parse_csv_years},
        catalogue::{
            BookingPolicy, CalendarYear, CasePolicy, Catalogue, ExpiryPolicy, FeeSchedule,
            FeeScheduleBand, RatingPolicy, ReferralPolicy, SupervisionPolicy, Versioned,
            WhitelistPolicy,
        },
        notice::NoticePolicy,
    },
    error::{Error, Result},
    store::catalogue::Document,
};
use chrono::{DateTime, Utc};
use rows::{CounterRow, DepartmentRow, HoursRow, ServiceItemRow, SessionRow};
use serde::Deserialize;
use std::{collections::BTreeMap, fmt::Display};
use uuid::Uuid;

const DEPARTMENTS: &str = include_str!("../../data/departments.csv");
const SERVICE_ITEMS: &str = include_str!("../../data/service_items.csv");
const COUNTERS: &str = include_str!("../../data/counters.csv");
const OPENING_HOURS: &str = include_str!("../../data/opening_hours.csv");
const HALL_SESSIONS: &str = include_str!("../../data/hall_sessions.csv");
const FEE_BANDS: &str = include_str!("../../data/fee_bands.csv");
const HOLIDAYS: &str = include_str!("../../data/holidays_cn.csv");
/// The years of the shipped calendar.
const YEARS: [i32; 4] = [2023, 2024, 2025, 2026];
/// The longest validity of a residence permit, in months (外国人入境出境管理条例 15).
const MAX_PERMIT_MONTHS: u32 = 60;
const FEE_BASIS: &str = "外国人签证、居留证件收费标准；不满1年、满1年不满3年、3年至5年分档";

/// Fills an empty catalogue; answers whether it was empty.
///
/// # Errors
/// What the database says, or an internal error where a shipped file is flawed.
pub async fn seed(app: &App) -> Result<bool> {
    let tx = app.store.begin().await?;
    if for_change(app, &tx).await?.version != 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    let now = app.clock.now();
    let catalogue = shipped(now, || app.clock.new_id())?;
    tx.put_catalogue(documents(&catalogue)?, now).await?;
    tx.commit().await?;
    app.catalogue.forget();
    tracing::info!(
        departments = catalogue.departments.len(),
        service_items = catalogue.service_items.len(),
        counters = catalogue.counters.len(),
        opening_hours = catalogue.opening_hours.len(),
        hall_sessions = catalogue.hall_sessions.len(),
        calendar_years = catalogue.calendar_years.len(),
        "the empty catalogue was filled from the shipped files"
    );
    Ok(true)
}

/// The catalogue of the shipped files, checked as a request would be.
///
/// # Errors
/// An internal error that names the file and the flaw.
pub fn shipped(now: DateTime<Utc>, mut new_id: impl FnMut() -> Uuid) -> Result<Catalogue> {
    let departments = rows("departments.csv", DEPARTMENTS, DepartmentRow::department)?;
    let items = rows("service_items.csv", SERVICE_ITEMS, ServiceItemRow::service_item)?;
    let counters = rows("counters.csv", COUNTERS, CounterRow::counter)?;
    let hours = rows("opening_hours.csv", OPENING_HOURS, |row: HoursRow| row.hours(new_id()))?;
    let sessions =
        rows("hall_sessions.csv", HALL_SESSIONS, |row: SessionRow| row.session(new_id()))?;
    let bands = rows("fee_bands.csv", FEE_BANDS, |row: FeeScheduleBand| Ok(row))?;
    let wrong = |error: CsvError| flawed("holidays_cn.csv", error);
    let years = parse_csv_years(&YEARS, HOLIDAYS).map_err(wrong)?;
    let year = |days: &crate::domain::calendar::PublishedYear| CalendarYear {
        year: days.year(),
        days: days.special_days().cloned().collect(),
        loaded_at: now,
    };
    let fees =
        FeeSchedule { bands, max_months: MAX_PERMIT_MONTHS, legal_basis: FEE_BASIS.to_owned() };
    let catalogue = Catalogue {
        version: 0,
        departments: first(departments, |value| value.id.clone()),
        service_items: first(items, |value| value.id.clone()),
        counters: first(counters, |value| value.id.clone()),
        opening_hours: first(hours, |value| value.id),
        hall_sessions: first(sessions, |value| value.id),
        calendar_years: first(years.iter().map(year).collect(), |value| value.year),
        closures: BTreeMap::new(),
        booking_policy: Some(Versioned { value: BookingPolicy::default(), version: 1 }),
        fee_schedule: Some(Versioned { value: fees, version: 1 }),
        case_policy: Some(Versioned { value: CasePolicy::default(), version: 1 }),
        rating_policy: Some(Versioned { value: RatingPolicy::default(), version: 1 }),
        whitelist_policy: Some(Versioned { value: WhitelistPolicy::default(), version: 1 }),
        referral_policy: Some(Versioned { value: ReferralPolicy::default(), version: 1 }),
        supervision_policy: Some(Versioned { value: SupervisionPolicy::default(), version: 1 }),
        expiry_policy: Some(Versioned { value: ExpiryPolicy::default(), version: 1 }),
        notice_policy: Some(Versioned { value: NoticePolicy::default(), version: 1 }),
        calendar: crate::domain::calendar::Calendar::new(years),
    };
    check(&catalogue)?;
    Ok(catalogue)
}

fn first<K: Ord, T>(values: Vec<T>, key: impl Fn(&T) -> K) -> BTreeMap<K, Versioned<T>> {
    values.into_iter().map(|value| (key(&value), Versioned { value, version: 1 })).collect()
}

fn check(catalogue: &Catalogue) -> Result<()> {
    fn each<'a, T: Noun + 'a>(
        values: impl IntoIterator<Item = &'a Versioned<T>>,
        catalogue: &Catalogue,
    ) -> Result<()> {
        for value in values.into_iter().map(|entry| &entry.value) {
            if let Some(flaw) = value.flaws(catalogue).first() {
                let cause = format!("{} {}: {}", value.id(), flaw.field, flaw.problem);
                return Err(flawed(T::KIND.name(), cause));
            }
        }
        Ok(())
    }
    each(catalogue.departments.values(), catalogue)?;
    each(catalogue.service_items.values(), catalogue)?;
    each(catalogue.counters.values(), catalogue)?;
    each(catalogue.opening_hours.values(), catalogue)?;
    each(catalogue.hall_sessions.values(), catalogue)?;
    each(&catalogue.booking_policy, catalogue)?;
    each(&catalogue.fee_schedule, catalogue)?;
    each(&catalogue.case_policy, catalogue)?;
    each(&catalogue.rating_policy, catalogue)?;
    each(&catalogue.whitelist_policy, catalogue)?;
    each(&catalogue.referral_policy, catalogue)?;
    each(&catalogue.supervision_policy, catalogue)?;
    each(&catalogue.expiry_policy, catalogue)?;
    each(&catalogue.notice_policy, catalogue)
}

fn documents(catalogue: &Catalogue) -> Result<Vec<Document>> {
    fn each<'a, T: Noun + 'a>(
        into: &mut Vec<Document>,
        values: impl IntoIterator<Item = &'a Versioned<T>>,
    ) -> Result<()> {
        for entry in values {
            into.push(Document::of(T::KIND, entry.value.id(), &entry.value, entry.version)?);
        }
        Ok(())
    }
    let mut documents = Vec::new();
    each(&mut documents, catalogue.departments.values())?;
    each(&mut documents, catalogue.service_items.values())?;
    each(&mut documents, catalogue.counters.values())?;
    each(&mut documents, catalogue.opening_hours.values())?;
    each(&mut documents, catalogue.hall_sessions.values())?;
    each(&mut documents, &catalogue.booking_policy)?;
    each(&mut documents, &catalogue.fee_schedule)?;
    each(&mut documents, &catalogue.case_policy)?;
    each(&mut documents, &catalogue.rating_policy)?;
    each(&mut documents, &catalogue.whitelist_policy)?;
    each(&mut documents, &catalogue.referral_policy)?;
    each(&mut documents, &catalogue.supervision_policy)?;
    each(&mut documents, &catalogue.expiry_policy)?;
    each(&mut documents, &catalogue.notice_policy)?;
    each(&mut documents, catalogue.calendar_years.values())?;
    Ok(documents)
}

fn flawed(file: &str, cause: impl Display) -> Error {
    Error::internal(format!("shipped data {file}: {cause}"))
}

fn rows<R, T>(
    file: &str,
    text: &str,
    mut read: impl FnMut(R) -> Result<T, String>,
) -> Result<Vec<T>>
where
    R: for<'de> Deserialize<'de>,
{
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let rows = reader.deserialize::<R>();
    rows.map(|row| {
        let row = row.map_err(|error| flawed(file, error))?;
        read(row).map_err(|cause| flawed(file, cause))
    })
    .collect()
}
