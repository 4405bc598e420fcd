//! The books of some slots, opened inside a transaction: their ledgers locked, their live holds,
//! the catalogue as it is, and one judge a slot. Whoever sells or gives back a place does it here.

use super::{App, catalogue};
use crate::{
    domain::{
        admission::{Sales, SlotJudge},
        booking::{self, BookingRequest, BookingWindow},
        catalogue::{BookingPolicy, Catalogue},
        id::HoldId,
        ledger::{Hold, SlotLedger},
        slot::{self, SlotKey, SlotPlan},
        zone,
    },
    error::Result,
    store::Tx,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Open books.
#[derive(Debug)]
pub struct Books {
    /// The catalogue as it is.
    pub catalogue: Arc<Catalogue>,
    /// The rules of booking in force.
    pub policy: BookingPolicy,
    /// The days open for booking.
    pub window: BookingWindow,
    /// When the books were opened.
    pub now: DateTime<Utc>,
    /// Live holds of the slots, and the holds asked for by id.
    pub holds: Vec<Hold>,
    judges: BTreeMap<SlotKey, SlotJudge>,
    not_offered: BTreeSet<SlotKey>,
    changed: BTreeSet<SlotKey>,
}

impl Books {
    /// Opens the books of some slots. The order of locks is: catalogue counter, then ledgers by
    /// time.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open(
        app: &App,
        tx: &Tx,
        slots: &BTreeSet<SlotKey>,
        holds: &[HoldId],
    ) -> Result<Self> {
        let catalogue = catalogue::settled(app, tx).await?;
        Self::with(app, tx, catalogue, slots, holds).await
    }

    /// Opens the books by a catalogue the caller has settled himself.
    ///
    /// # Errors
    /// What the database says.
    pub async fn with(
        app: &App,
        tx: &Tx,
        catalogue: Arc<Catalogue>,
        slots: &BTreeSet<SlotKey>,
        holds: &[HoldId],
    ) -> Result<Self> {
        let locked = Locked::ledgers(app, tx, catalogue, slots).await?;
        let keys: Vec<_> = slots.iter().copied().collect();
        let holds = tx.holds_for(&keys, holds, locked.now).await?;
        Ok(Self::of(locked, holds))
    }

    /// The books of locked ledgers, and the holds found after they were locked.
    #[must_use]
    pub fn of(locked: Locked, holds: Vec<Hold>) -> Self {
        let Locked { catalogue, policy, now, plans, ledgers } = locked;
        let not_offered = plans.iter().filter(|(_, plan)| plan.is_none()).map(|(key, _)| *key);
        let not_offered = not_offered.collect();
        let mut judges = BTreeMap::new();
        for (key, ledger) in ledgers {
            let plan = plans.get(&key).cloned().flatten().unwrap_or_else(|| closed_plan(key));
            judges.insert(key, judge(&policy, plan, ledger.sales, &holds, now));
        }
        let window = BookingWindow::of(&catalogue, &policy, zone::local_date(now));
        let changed = BTreeSet::new();
        Self { window, catalogue, policy, now, holds, judges, not_offered, changed }
    }

    /// The local date on which the books were opened.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        zone::local_date(self.now)
    }

    /// The plan of a slot, where it is offered.
    #[must_use]
    pub fn plan(&self, key: SlotKey) -> Option<&SlotPlan> {
        if self.not_offered.contains(&key) {
            return None;
        }
        self.judges.get(&key).map(SlotJudge::plan)
    }

    /// The judge of a slot.
    #[must_use]
    pub fn judge(&self, key: SlotKey) -> Option<&SlotJudge> {
        self.judges.get(&key)
    }

    /// Sells a place that the judge does not refuse; a confirmed hold keeps its place no longer.
    pub fn sell(&mut self, request: &BookingRequest<'_>, confirmed: Option<HoldId>) {
        let Some(judge) = self.judges.get_mut(&request.slot) else { return };
        if confirmed.is_some() {
            judge.release_kept(request.channel, request.items);
        }
        judge.sell(request.channel, request.items);
        self.changed.insert(request.slot);
    }

    /// Puts a judge back that has sold, kept or released.
    pub fn replace(&mut self, key: SlotKey, judge: SlotJudge) {
        self.judges.insert(key, judge);
        self.changed.insert(key);
    }

    /// The ledgers that changed.
    #[must_use]
    pub fn changed_ledgers(&self) -> Vec<SlotLedger> {
        let changed = self.changed.iter().filter_map(|key| self.judges.get(key));
        changed
            .map(|judge| {
                let sales = judge.sales().clone();
                // A slot that lost places since may still give back what it sold.
                let places = judge.plan().places().max(sales.total());
                SlotLedger { slot: judge.plan().key, places, sales }
            })
            .collect()
    }
}

/// The locked ledgers of some slots, before anything else is read about them.
#[derive(Debug)]
pub struct Locked {
    /// The catalogue as it is.
    pub catalogue: Arc<Catalogue>,
    /// The rules of booking in force.
    pub policy: BookingPolicy,
    /// When they were asked for.
    pub now: DateTime<Utc>,
    plans: BTreeMap<SlotKey, Option<SlotPlan>>,
    ledgers: BTreeMap<SlotKey, SlotLedger>,
}

impl Locked {
    /// Locks the ledgers of some slots.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ledgers(
        app: &App,
        tx: &Tx,
        catalogue: Arc<Catalogue>,
        slots: &BTreeSet<SlotKey>,
    ) -> Result<Self> {
        let now = app.clock.now();
        let policy = catalogue.policy();
        let plan = |key: &SlotKey| {
            let slots = app.catalogue.slots_on(&catalogue, key.date());
            (*key, slot::find_among(&slots, *key).cloned())
        };
        let plans: BTreeMap<_, _> = slots.iter().map(plan).collect();
        let places = |plan: &Option<SlotPlan>| plan.as_ref().map_or(0, SlotPlan::places);
        let wanted = plans.iter().map(|(key, plan)| (*key, places(plan))).collect();
        let ledgers = tx.lock_ledgers(&wanted).await?;
        Ok(Self { catalogue, policy, now, plans, ledgers })
    }
}

/// A slot's judge: what is sold, and what live holds keep of it.
#[must_use]
pub fn judge(
    policy: &BookingPolicy,
    plan: SlotPlan,
    sales: Sales,
    holds: &[Hold],
    now: DateTime<Utc>,
) -> SlotJudge {
    let mut kept = Sales::default();
    let live =
        |hold: &&Hold| hold.slot == plan.key && hold.expires_at > now && hold.used_by.is_none();
    for hold in holds.iter().filter(live) {
        kept.add(hold.channel, &hold.items);
    }
    let walk_in = booking::walk_in_open(policy, plan.key, now);
    SlotJudge::new(plan, sales, kept, walk_in)
}

/// A slot that is not offered any more but may still give places back.
fn closed_plan(key: SlotKey) -> SlotPlan {
    SlotPlan {
        key,
        end: key.start,
        counters: Arc::default(),
        booked: Default::default(),
        walk_in: Default::default(),
        third_party: Default::default(),
        ticket_series: String::new(),
    }
}
