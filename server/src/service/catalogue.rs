//! The server's snapshot of the catalogue. A read may be five seconds behind another server's
//! change; a write compares the counter of all changes inside its transaction and reads again where
//! it moved.

use super::App;
use crate::{
    domain::{
        catalogue::Catalogue,
        slot::{self, SlotPlan},
    },
    error::Result,
    store::Tx,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

/// How old a snapshot may be for a read.
const MAX_AGE: Duration = Duration::seconds(5);

/// Days whose slots are kept; a hall is open for booking for some months at most.
const MAX_DAYS: usize = 400;

/// The snapshot and when it was last compared with the database.
#[derive(Debug, Default)]
pub struct CatalogueCache {
    kept: RwLock<Option<(Arc<Catalogue>, DateTime<Utc>)>>,
    plans: Mutex<Option<DayPlans>>,
}

/// The slots of days, worked out of one snapshot.
#[derive(Debug)]
struct DayPlans {
    of: Arc<Catalogue>,
    days: HashMap<NaiveDate, Arc<[SlotPlan]>>,
}

impl CatalogueCache {
    fn get(&self) -> Option<(Arc<Catalogue>, DateTime<Utc>)> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, catalogue: Arc<Catalogue>, at: DateTime<Utc>) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        // A slow reader must not put an older snapshot over a newer one.
        if kept.as_ref().is_none_or(|(known, _)| known.version <= catalogue.version) {
            *kept = Some((catalogue, at));
        }
    }

    /// The slots of a day, by time, then session. They are worked out once a snapshot and day.
    pub fn slots_on(&self, catalogue: &Arc<Catalogue>, day: NaiveDate) -> Arc<[SlotPlan]> {
        let known = |plans: &&mut DayPlans| Arc::ptr_eq(&plans.of, catalogue);
        let mut kept = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slots) = kept.as_mut().filter(known).and_then(|plans| plans.days.get(&day)) {
            return Arc::clone(slots);
        }
        drop(kept);
        let slots: Arc<[SlotPlan]> = slot::slots_on(catalogue, day).into();
        kept = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let room = |plans: &&mut DayPlans| known(plans) && plans.days.len() < MAX_DAYS;
        match kept.as_mut().filter(room) {
            Some(plans) => drop(plans.days.insert(day, Arc::clone(&slots))),
            None => {
                let days = HashMap::from([(day, Arc::clone(&slots))]);
                *kept = Some(DayPlans { of: Arc::clone(catalogue), days });
            }
        }
        slots
    }

    /// Forgets the snapshot, after this server changed the catalogue.
    pub fn forget(&self) {
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The catalogue for a read.
///
/// # Errors
/// What the database says.
pub async fn current(app: &App) -> Result<Arc<Catalogue>> {
    let now = app.clock.now();
    let kept = app.catalogue.get();
    if let Some((catalogue, at)) = &kept
        && (now - *at).abs() < MAX_AGE
    {
        return Ok(Arc::clone(catalogue));
    }
    let reader = app.store.reader();
    if let Some((catalogue, _)) = kept
        && reader.catalogue_version().await? == catalogue.version
    {
        app.catalogue.put(Arc::clone(&catalogue), now);
        return Ok(catalogue);
    }
    let catalogue = Arc::new(reader.catalogue().await?);
    app.catalogue.put(Arc::clone(&catalogue), now);
    Ok(catalogue)
}

/// The catalogue as it is, which stays so until the transaction ends.
///
/// # Errors
/// What the database says.
pub async fn settled(app: &App, tx: &Tx) -> Result<Arc<Catalogue>> {
    let version = tx.catalogue_version_shared().await?;
    at_version(app, tx, version).await
}

/// The catalogue as it is, for the one who is about to change it.
///
/// # Errors
/// What the database says.
pub async fn for_change(app: &App, tx: &Tx) -> Result<Arc<Catalogue>> {
    let version = tx.catalogue_version_locked().await?;
    at_version(app, tx, version).await
}

async fn at_version(app: &App, tx: &Tx, version: i64) -> Result<Arc<Catalogue>> {
    if let Some((catalogue, _)) = app.catalogue.get()
        && catalogue.version == version
    {
        return Ok(catalogue);
    }
    let catalogue = Arc::new(tx.catalogue().await?);
    app.catalogue.put(Arc::clone(&catalogue), app.clock.now());
    Ok(catalogue)
}
