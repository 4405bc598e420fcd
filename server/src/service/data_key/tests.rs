//! Keys change while two servers work; nothing that was sealed is lost, and what must not open does
//! not.

use super::{LEAD, Resealed, forget_other_masters, refresh, reseal, rewrap, rotate, unlock, uses};
use crate::{
    clock::Clock,
    secrets::MasterKey,
    service::{
        identity::rotate_keys,
        keys,
        testing::{NOW, server},
    },
    store::{
        Store,
        data_key::{SEALED_COLUMNS, SealedColumn},
    },
};
use chrono::Duration;
use std::collections::BTreeSet;
use tempfile::{TempDir, tempdir};

fn clock() -> Clock {
    Clock::manual(NOW.parse().unwrap())
}

async fn store(folder: &TempDir) -> Store {
    Store::open(&format!("sqlite:{}", folder.path().join("frsc.db").display())).await.unwrap()
}

#[tokio::test]
async fn a_new_key_takes_over_at_both_servers_and_the_old_one_goes_when_it_seals_nothing() {
    let folder = tempdir().unwrap();
    let clock = clock();
    let one = server(&folder, clock.clone()).await;
    let two = server(&folder, clock.clone()).await;
    // A signing key is a sealed field.
    keys::current(&one).await.unwrap();
    assert_eq!(rotate(&one).await.unwrap().number, 2);
    refresh(&two).await.unwrap();
    assert_eq!([&one, &two].map(|app| app.secrets.sealing_number()), [1, 1]);
    assert_eq!(reseal(&one).await.unwrap(), Resealed::default(), "its time has not come");
    clock.advance(LEAD);
    refresh(&one).await.unwrap();
    let sealed = one.secrets.seal("a.b:1", b"told").unwrap();
    assert_eq!(two.secrets.sealing_number(), 1, "it has not looked again");
    assert_eq!(two.secrets.open_sealed("a.b:1", &sealed).unwrap().as_slice(), b"told");
    assert_eq!(reseal(&one).await.unwrap(), Resealed { fields: 1, dropped_keys: 0 });
    clock.advance(Duration::minutes(10));
    assert_eq!(reseal(&two).await.unwrap(), Resealed { fields: 0, dropped_keys: 1 });
    let left = uses(&two).await.unwrap();
    assert_eq!((left.len(), left[0].key.number, left[0].fields), (1, 2, 1));
    // The signing key opens still.
    rotate_keys(&two).await.unwrap();
    let third = server(&folder, clock).await;
    keys::current(&third).await.unwrap();
}

#[tokio::test]
async fn a_master_key_is_changed_while_servers_run_by_either() {
    let folder = tempdir().unwrap();
    let clock = clock();
    let app = server(&folder, clock.clone()).await;
    let store = store(&folder).await;
    let sealed = app.secrets.seal("a.b:1", b"told").unwrap();
    let key = app.secrets.blind_index("a", "told");
    let [old, new] = [7, 9].map(|byte| MasterKey::new(&[byte; 32]).unwrap());
    assert_eq!(rewrap(&app, &new).await.unwrap(), 2);
    assert!(rewrap(&app, &new).await.is_err(), "done already");
    assert!(rotate(&app).await.is_err(), "not while two wrap the keys");
    let changed = unlock(&store, &clock, new).await.unwrap();
    assert_eq!(changed.open_sealed("a.b:1", &sealed).unwrap().as_slice(), b"told");
    assert_eq!(changed.blind_index("a", "told"), key);
    unlock(&store, &clock, old).await.unwrap();
    assert_eq!(forget_other_masters(&app).await.unwrap(), 2);
    let new = MasterKey::new(&[9; 32]).unwrap();
    let refused = unlock(&store, &clock, new).await.unwrap_err();
    assert!(refused.contains("master key"), "{refused}");
}

#[tokio::test]
async fn eight_servers_that_start_at_once_agree_on_the_first_keys() {
    let folder = tempdir().unwrap();
    let store = store(&folder).await;
    store.migrate().await.unwrap();
    let clock = clock();
    let starting = (0..8).map(|_| {
        let (store, clock) = (store.clone(), clock.clone());
        tokio::spawn(async move {
            let master = MasterKey::new(&[7; 32]).unwrap();
            unlock(&store, &clock, master).await.unwrap().blind_index("a", "b")
        })
    });
    let mut seen = BTreeSet::new();
    for server in starting.collect::<Vec<_>>() {
        seen.insert(server.await.unwrap());
    }
    assert_eq!(seen.len(), 1);
    assert_eq!(store.reader().data_keys().await.unwrap().len(), 2);
}

#[tokio::test]
async fn every_sealed_column_of_the_schema_is_sealed_anew() {
    let folder = tempdir().unwrap();
    let app = server(&folder, clock()).await;
    let columns = app.store.reader().columns_named("%\\_sealed").await.unwrap();
    let known = |of: &SealedColumn| (of.table.to_owned(), of.column.to_owned());
    let mut known: BTreeSet<_> = SEALED_COLUMNS.iter().map(known).collect();
    // It lasts half a minute.
    known.insert(("refresh_token".to_owned(), "successor_sealed".to_owned()));
    assert_eq!(columns, known);
}
