use super::*;
use crate::domain::catalogue::Versioned;
use crate::{
    api::resource::{Base, Update, decode_new},
    error::{Error, Violation},
    service::{
        catalogue::current,
        noun,
        testing::{self, Told, write_call},
        write::Mode,
    },
};
use frsc_proto::v1;
use prost_types::FieldMask;
use uuid::Uuid;

fn mask(paths: &[&str]) -> FieldMask {
    FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() }
}

fn violations<T: std::fmt::Debug>(result: Result<T>) -> Vec<Violation> {
    match result {
        Err(Error::Invalid(violations)) => violations,
        other => panic!("not refused by its fields: {other:?}"),
    }
}

fn fields<T: std::fmt::Debug>(result: Result<T>) -> Vec<String> {
    violations(result).into_iter().map(|violation| violation.field).collect()
}

async fn created<T: Resource>(app: &App, value: &T) -> Result<Versioned<T>> {
    let call = write_call(app, Mode::Commit);
    Ok(noun::create::<T, Told<Versioned<T>>>(app, &call, value).await?.answer.0)
}

async fn updated<T: Resource>(app: &App, update: Result<Update<T>>) -> Result<Versioned<T>> {
    let update = update?;
    let call = write_call(app, Mode::Commit);
    let patch = |current: &T| update.apply(current);
    let reply =
        noun::update::<T, Told<Versioned<T>>, _>(app, &call, &update.id, update.version, patch);
    Ok(reply.await?.answer.0)
}

#[tokio::test]
async fn every_document_reads_back_as_it_was_written() {
    fn same<T: Resource + PartialEq + std::fmt::Debug>(value: &T) {
        let mut fields = Fields::new();
        let read = T::decode(&mut fields, &value.encode(1), &Base::Old(value));
        assert_eq!(&fields.finish(read).unwrap(), value);
    }
    let (app, _folder) = testing::app().await;
    let catalogue = current(&app).await.unwrap();
    catalogue.departments.values().for_each(|row| same(&row.value));
    catalogue.service_items.values().for_each(|row| same(&row.value));
    catalogue.counters.values().for_each(|row| same(&row.value));
    catalogue.opening_hours.values().for_each(|row| same(&row.value));
    catalogue.hall_sessions.values().for_each(|row| same(&row.value));
    same(&catalogue.policy());
    same(&catalogue.expiry_policy());
    same(&catalogue.fee_schedule.clone().unwrap().value);
}

#[tokio::test]
async fn an_update_changes_the_masked_fields_of_what_was_read() {
    let (app, _folder) = testing::app().await;
    let message = v1::Department {
        department_id: "PSB".to_owned(),
        name_en: "Police".to_owned(),
        note: "not in the mask".to_owned(),
        etag: "v1".to_owned(),
        ..v1::Department::default()
    };
    let update = || Update::<Department>::decode(Some(&message), Some(&mask(&["name_en"])));
    let before = current(&app).await.unwrap().departments["PSB"].value.clone();
    let after = updated(&app, update()).await.unwrap();
    assert_eq!(after.value, Department { name_en: "Police".to_owned(), ..before });
    assert_eq!(after.version, 2);
    assert_eq!(current(&app).await.unwrap().departments["PSB"], after);
    assert!(matches!(updated(&app, update()).await, Err(Error::EtagMismatch)));
    let unknown = v1::Department { department_id: "XYZ".to_owned(), ..message.clone() };
    let unknown = Update::<Department>::decode(Some(&unknown), Some(&mask(&["name_en"])));
    assert!(matches!(updated(&app, unknown).await, Err(Error::NotFound)));
}

#[test]
fn a_mask_names_fields_that_can_change_and_nothing_else() {
    let message = v1::Department {
        department_id: "PSB".to_owned(),
        etag: "v1".to_owned(),
        ..v1::Department::default()
    };
    let decode = |paths: &[&str]| Update::<Department>::decode(Some(&message), Some(&mask(paths)));
    assert_eq!(fields(decode(&[])), ["update_mask"]);
    let paths = ["*", "name_zh", "department_id", "etag", "no_such"];
    let faults = fields(decode(&paths));
    let expected = [0, 2, 3, 4].map(|index| format!("update_mask.paths[{index}]"));
    assert_eq!(faults, expected);
    assert_eq!(fields(Update::<Department>::decode(None, None)), ["department"]);
    let bare = v1::Department::default();
    let bare = fields(Update::<Department>::decode(Some(&bare), None));
    assert!(bare.contains(&"department.etag".to_owned()), "{bare:?}");
}

#[tokio::test]
async fn all_faults_of_a_new_document_are_told_together() {
    let (app, _folder) = testing::app().await;
    let limit = |amount, unit: v1::LimitUnit| {
        Some(v1::Limit { amount, unit: unit.into(), ..v1::Limit::default() })
    };
    let message = v1::ServiceItem {
        service_item_id: "x".to_owned(),
        department_id: "PSB".to_owned(),
        name_zh: "事项".to_owned(),
        category: "Residence".to_owned(),
        statutory_limit: limit(0, v1::LimitUnit::WorkingDays),
        expedited_limit_working_days: 1,
        ..v1::ServiceItem::default()
    };
    let faults = fields(decode_new::<ServiceItem>(&app, Some(&message)));
    let expected = [
        "service_item.name_en",
        "service_item.service_item_id",
        "service_item.service_item_id",
        "service_item.category",
        "service_item.statutory_limit.amount",
        "service_item.expedited_limit_working_days",
    ];
    assert_eq!(faults, expected);
    // What only the catalogue can tell comes next, together as well.
    let message = v1::ServiceItem {
        service_item_id: "NEW-ITEM".to_owned(),
        department_id: "NONE".to_owned(),
        name_en: "Item".to_owned(),
        category: "residence".to_owned(),
        statutory_limit: limit(5, v1::LimitUnit::WorkingDays),
        promised_limit: limit(6, v1::LimitUnit::WorkingDays),
        in_person: "sometimes".to_owned(),
        expedited_limit_working_days: 0,
        ..message
    };
    let item = decode_new::<ServiceItem>(&app, Some(&message)).unwrap();
    let faults = fields(created(&app, &item).await);
    let expected =
        ["service_item.department_id", "service_item.in_person", "service_item.promised_limit"];
    assert_eq!(faults, expected);
}

#[tokio::test]
async fn what_exists_or_overlaps_is_refused() {
    let (app, _folder) = testing::app().await;
    let catalogue = current(&app).await.unwrap();
    let counter = catalogue.counters["A01"].value.clone();
    let twice = created(&app, &counter).await.unwrap_err();
    assert!(matches!(twice, Error::AlreadyExists { existing_id } if existing_id == "A01"));
    let mut odd = Counter { id: "B01".to_owned(), ..counter };
    odd.service_item_ids.insert(2, "NO-ITEM".to_owned());
    assert_eq!(fields(created(&app, &odd).await), ["counter.service_item_ids[2]"]);
    let (_, hours) = catalogue.opening_hours.first_key_value().unwrap();
    let hours = OpeningHours { id: Uuid::from_u128(9), ..hours.value.clone() };
    let overlap = created(&app, &hours).await.unwrap_err();
    assert_eq!(overlap.reason(), "VALIDITY_OVERLAP");
    let policy = admin::BookingPolicy {
        hold_minutes: -1,
        etag: "v1".to_owned(),
        ..admin::BookingPolicy::default()
    };
    let policy = Update::<BookingPolicy>::decode(Some(&policy), Some(&mask(&["hold_minutes"])));
    assert_eq!(fields(updated(&app, policy).await), ["booking_policy.hold_minutes"]);
}
