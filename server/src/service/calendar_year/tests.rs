use super::*;
use crate::{
    domain::id::HallSessionId,
    service::{
        catalogue::current,
        testing::{self, Told, write_call},
        write::Mode,
    },
};
use uuid::Uuid;

const YEAR_2027: &str = "date,kind,name\n2027-01-01,holiday,元旦\n2027-02-08,holiday,春节\n";

fn load_of(year: i32, csv: &str, version: Option<i64>) -> YearLoad {
    YearLoad { year, csv: csv.to_owned(), version }
}

async fn run(app: &App, mode: Mode, asked: &YearLoad) -> Result<YearLoaded> {
    let reply = load::<Told<YearLoaded>>(app, &write_call(app, mode), asked).await?;
    Ok(reply.answer.0)
}

#[tokio::test]
async fn a_dry_run_answers_the_same_and_writes_nothing() {
    let (app, _folder) = testing::app().await;
    let asked = load_of(2027, YEAR_2027, None);
    let before = app.store.reader().catalogue_version().await.unwrap();
    let dry = run(&app, Mode::ValidateOnly, &asked).await.unwrap();
    assert_eq!(app.store.reader().catalogue_version().await.unwrap(), before);
    assert!(current(&app).await.unwrap().calendar.year(2027).is_none());
    let done = run(&app, Mode::Commit, &asked).await.unwrap();
    assert_eq!(done.view.working_days, dry.view.working_days);
    assert_eq!(done.view.year.version, 1);
    let catalogue = current(&app).await.unwrap();
    assert_eq!(catalogue.calendar.working_days_in_year(2027).unwrap(), done.view.working_days);
}

#[tokio::test]
async fn a_loaded_year_is_replaced_only_by_who_has_read_it() {
    let (app, _folder) = testing::app().await;
    let again = run(&app, Mode::Commit, &load_of(2027, YEAR_2027, Some(1))).await.unwrap_err();
    assert!(matches!(again, Error::EtagMismatch));
    run(&app, Mode::Commit, &load_of(2027, YEAR_2027, None)).await.unwrap();
    let blind = run(&app, Mode::Commit, &load_of(2027, YEAR_2027, None)).await.unwrap_err();
    assert!(matches!(blind, Error::Invalid(v) if v[0].field == "etag"));
    let stale = run(&app, Mode::Commit, &load_of(2027, YEAR_2027, Some(7))).await.unwrap_err();
    assert!(matches!(stale, Error::EtagMismatch));
    let done = run(&app, Mode::Commit, &load_of(2027, YEAR_2027, Some(1))).await.unwrap();
    assert_eq!(done.view.year.version, 2);
}

#[tokio::test]
async fn a_bad_table_is_refused_with_line_and_column_and_without_its_content() {
    let (app, _folder) = testing::app().await;
    let csv = "date,kind,name\n2027-01-01,holiday,元旦\n2027-13-01,holiday,秘密\n";
    let refused = run(&app, Mode::Commit, &load_of(2027, csv, None)).await.unwrap_err();
    let Error::Invalid(violations) = refused else { panic!("not refused by its fields") };
    assert_eq!(violations[0].field, "csv");
    assert!(violations[0].problem.starts_with("line 3, column date: "), "{violations:?}");
    assert!(!violations[0].problem.contains("2027-13-01"));
}

#[tokio::test]
async fn only_appointments_whose_slot_is_lost_move() {
    let (app, _folder) = testing::app().await;
    let old = current(&app).await.unwrap();
    let morning = old.hall_sessions.values().find(|s| s.value.ticket_series == "A").unwrap();
    let booked = |number: u128, start: &str, session: HallSessionId| {
        let key = SlotKey { start: start.parse().unwrap(), hall_session_id: session };
        (AppointmentId(Uuid::from_u128(number)), key)
    };
    let session = morning.value.id();
    let rows = [
        booked(1, "2024-03-04T00:30:00Z", session),
        booked(2, "2024-03-05T00:30:00Z", session),
        booked(3, "2024-02-04T00:30:00Z", session),
        booked(4, "2024-03-04T00:31:00Z", session),
    ];
    let csv = "date,kind,name\n2024-03-04,holiday,元旦\n";
    let mut new = Catalogue::clone(&old);
    new.calendar.publish(parse_csv(2024, csv).unwrap());
    let moved: Vec<_> = moves(&old, &new, &rows)
        .into_iter()
        .map(|moved| (moved.appointment_id.0.as_u128(), moved.reason))
        .collect();
    assert_eq!(moved, [(1, MoveReason::DayBecameHoliday), (3, MoveReason::WorkdayWithdrawn)]);
}
