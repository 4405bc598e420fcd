use super::*;
use crate::service::testing;

#[test]
fn the_shipped_files_are_whole() {
    let clock = crate::clock::Clock::machine();
    let catalogue = shipped(clock.now(), || clock.new_id()).unwrap();
    assert_eq!(catalogue.departments.len(), 24);
    assert_eq!(catalogue.service_items.len(), 60);
    assert_eq!(catalogue.counters.len(), 8);
    assert_eq!(catalogue.opening_hours.len(), 2);
    assert_eq!(catalogue.hall_sessions.len(), 2);
    let working_days = YEARS.map(|year| catalogue.calendar.working_days_in_year(year).unwrap());
    assert_eq!(working_days, [249, 251, 248, 248]);
    for (id, entry) in &catalogue.service_items {
        let item = &entry.value;
        assert!(catalogue.departments.contains_key(&item.department_id), "{id}");
        if let Some((promised, statutory)) = item.promised_limit.zip(item.statutory_limit)
            && let Some(order) = promised.compare_length(&statutory)
        {
            assert!(order.is_le(), "{id}");
        }
        let served = catalogue.counters.values().any(|c| c.value.service_item_ids.contains(id));
        assert!(served, "{id} has no counter");
    }
}

#[tokio::test]
async fn only_an_empty_catalogue_is_filled() {
    let (app, _folder) = testing::empty_app().await;
    assert!(seed(&app).await.unwrap());
    let version = app.store.reader().catalogue_version().await.unwrap();
    assert!(!seed(&app).await.unwrap());
    let read = app.store.reader().catalogue().await.unwrap();
    assert_eq!((read.version, read.service_items.len()), (version, 60));
    assert_eq!(read.calendar.years().collect::<Vec<_>>(), YEARS);
}
