//! What a change of sessions or closures takes away: the slots that lose places, and whom that
//! touches. The slots follow from the two catalogues alone; who holds their places is the ledger's.

use crate::{
    domain::{
        admission::{Sales, SlotJudge, WalkInOpen},
        appointment::{Appointment, AppointmentStep},
        catalogue::Catalogue,
        flag::{Flag, FlagKind},
        id::HoldId,
        ledger::{Hold, SlotLedger},
        refusal::Refusal,
        slot::{SlotKey, SlotPlan, slots_on},
    },
    error::Result,
    service::{App, appointment, write::Trace},
    store::Tx,
};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// How far ahead places may be sold: the longest booking window, with holidays between.
const SOLD_DAYS_AHEAD: u64 = 400;

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

/// What closing does: counts the slots and places, marks the appointments that no longer fit as
/// orphaned, and ends the live holds that no longer do. The caller holds the catalogue's counter
/// locked, so that nobody sells or gives back a place meanwhile.
///
/// # Errors
/// What the database says.
pub async fn impact(
    app: &App,
    tx: &Tx,
    catalogue: &Catalogue,
    lost: &[LostSlot],
    (resource_id, reason): (&str, &str),
) -> Result<Impact> {
    let losing = lost.iter().filter(|slot| slot.places_lost() > 0);
    let mut impact = Impact {
        slots_touched: u32::try_from(losing.clone().count()).unwrap_or(u32::MAX),
        places_lost: losing.map(LostSlot::places_lost).fold(0, u32::saturating_add),
        ..Impact::default()
    };
    let now = app.clock.now();
    let flag = Flag {
        kind: FlagKind::PlaceWithdrawn,
        resource_id: resource_id.to_owned(),
        at: now,
        reason: reason.to_owned(),
    };
    let mut ledgers = Vec::new();
    for slot in misfits(app, tx, lost).await? {
        for before in &slot.appointments {
            let state = AppointmentStep::Orphan.from_state(before.state)?;
            let reason = reason.to_owned();
            let mut after = Appointment { state, reason, ..appointment::changed(before, now) };
            after.flags.raise(&flag);
            tx.update_appointment(&after).await?;
            let kind = "appointment.orphaned";
            impact.traces.extend(appointment::effect(kind, catalogue, before, after).traces);
            impact.appointments_orphaned += 1;
        }
        tx.end_holds(&slot.holds, now).await?;
        impact.holds_ended += u32::try_from(slot.holds.len()).unwrap_or(u32::MAX);
        ledgers.push(slot.ledger);
    }
    tx.put_ledgers(&ledgers).await?;
    Ok(impact)
}

/// Gives the appointments that something orphaned their places back, where it does not stand in the
/// way any more and the places were not sold meanwhile; the first booked come first. The caller
/// holds the catalogue's counter locked.
///
/// # Errors
/// What the database says.
pub async fn restore(
    app: &App,
    tx: &Tx,
    (old, new): (&Catalogue, &Catalogue),
    (first, last): (NaiveDate, NaiveDate),
    resource_id: &str,
) -> Result<Vec<Trace>> {
    let (now, first) = (app.clock.now(), first.max(app.clock.today()));
    let mut traces = Vec::new();
    if first > last {
        return Ok(traces);
    }
    let mut ledgers = tx.ledgers_between(first, last).await?;
    let holds = tx.holds_between(first, last, now).await?;
    let mut changed = Vec::new();
    // What the old plan lacks of the new one is offered again.
    for slot in lost_slots(new, old, first, last) {
        let key = slot.before.key;
        let orphaned = if key.start > now { tx.lock_orphaned_in(key).await? } else { Vec::new() };
        let sales = ledgers.remove(&key).map(|ledger| ledger.sales).unwrap_or_default();
        let mut judge = SlotJudge::new(slot.before, sales, Sales::default(), WalkInOpen::No);
        for hold in holds.iter().filter(|hold| hold.slot == key) {
            judge.keep(hold.channel, &hold.items);
        }
        for before in orphaned {
            let is_free = judge.refusals(before.channel, &before.items).is_empty()
                && before.flags.knows(FlagKind::PlaceWithdrawn, resource_id)
                && appointment::same_day_refusals(tx, &before, key).await?.is_empty();
            if !is_free {
                continue;
            }
            judge.sell(before.channel, &before.items);
            let state = AppointmentStep::Restore.from_state(before.state)?;
            let reason = String::new();
            let mut after = Appointment { state, reason, ..appointment::changed(&before, now) };
            after.flags.forget(FlagKind::PlaceWithdrawn);
            tx.update_appointment(&after).await?;
            traces.extend(appointment::effect("appointment.restored", new, &before, after).traces);
            let (sales, plan) = (judge.sales().clone(), judge.plan());
            changed.retain(|ledger: &SlotLedger| ledger.slot != key);
            changed.push(SlotLedger { slot: key, places: plan.places().max(sales.total()), sales });
        }
    }
    tx.put_ledgers(&changed).await?;
    Ok(traces)
}

/// Refuses a change by which sold places would be lost.
///
/// # Errors
/// `PlacesBelowSold` with the first day.
pub async fn refuse_below_sold(app: &App, tx: &Tx, old: &Catalogue, new: &Catalogue) -> Result<()> {
    let today = app.clock.today();
    let last = today.checked_add_days(Days::new(SOLD_DAYS_AHEAD)).unwrap_or(today);
    let misfits = misfits(app, tx, &lost_slots(old, new, today, last)).await?;
    match misfits.iter().find(|slot| !slot.appointments.is_empty()) {
        Some(slot) => Err(Refusal::PlacesBelowSold { date: slot.ledger.slot.date() }.into()),
        None => Ok(()),
    }
}

/// Who no longer fits into a slot, and what stays sold of it.
struct Misfits {
    appointments: Vec<Appointment>,
    holds: Vec<HoldId>,
    ledger: SlotLedger,
}

/// The slots of which something was sold or kept, each with whom it has no place for any more. The
/// earlier booked stay where not all can.
async fn misfits(app: &App, tx: &Tx, lost: &[LostSlot]) -> Result<Vec<Misfits>> {
    let (Some(first), Some(last)) = (lost.first(), lost.last()) else { return Ok(Vec::new()) };
    let (from, to) = (first.before.key.date(), last.before.key.date());
    let now = app.clock.now();
    let mut ledgers = tx.ledgers_between(from, to).await?;
    let holds = tx.holds_between(from, to, now).await?;
    let kept = |key: SlotKey| holds.iter().filter(move |hold| hold.slot == key);
    let mut found = Vec::new();
    for slot in lost {
        let key = slot.before.key;
        let ledger = ledgers.remove(&key);
        if ledger.is_none() && kept(key).next().is_none() {
            continue;
        }
        let sales = ledger.map(|ledger| ledger.sales).unwrap_or_default();
        let booked = tx.lock_booked_in(&[key]).await?;
        let holds: Vec<_> = kept(key).collect();
        found.push(seat(slot, sales, booked, &holds));
    }
    Ok(found)
}

/// Seats a slot anew: first who has been served or is in the hall, then the booked, then holds.
fn seat(slot: &LostSlot, sales: Sales, booked: Vec<Appointment>, holds: &[&Hold]) -> Misfits {
    let plan = slot.after.clone().unwrap_or_else(|| slot.before.closed());
    let mut stays = sales;
    for appointment in &booked {
        stays.remove(appointment.channel, &appointment.items);
    }
    let mut judge = SlotJudge::new(plan, stays, Sales::default(), WalkInOpen::No);
    let mut misfits = Vec::new();
    for appointment in booked {
        if judge.seats(&appointment.items) {
            judge.sell(appointment.channel, &appointment.items);
        } else {
            misfits.push(appointment);
        }
    }
    let mut ended = Vec::new();
    for hold in holds {
        if judge.seats(&hold.items) {
            judge.keep(hold.channel, &hold.items);
        } else {
            ended.push(hold.id);
        }
    }
    let sales = judge.sales().clone();
    let places = judge.plan().places().max(sales.total());
    let ledger = SlotLedger { slot: slot.before.key, places, sales };
    Misfits { appointments: misfits, holds: ended, ledger }
}
