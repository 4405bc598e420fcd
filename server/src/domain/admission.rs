//! Who still fits into a slot. One ledger holds the sales of all channels; a booking of several
//! items is admitted if some assignment of all bookings to counters exists, not only if the first
//! guess fits, and if the channels' floors and ceilings allow it.

use super::{
    appointment::Channel,
    catalogue::ChannelQuota,
    refusal::Refusal,
    slot::{CounterPlan, SlotPlan},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The items of one visit, sorted; written with `+` between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemSet(BTreeSet<String>);

impl ItemSet {
    /// The set of some items.
    #[must_use]
    pub fn new(items: impl IntoIterator<Item = String>) -> Self {
        Self(items.into_iter().collect())
    }

    /// Reads the kept form.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(text.split('+').filter(|item| !item.is_empty()).map(str::to_owned).collect())
    }

    /// The kept form.
    #[must_use]
    pub fn text(&self) -> String {
        self.iter().collect::<Vec<_>>().join("+")
    }

    /// The items in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// True where the item is in the set.
    #[must_use]
    pub fn has(&self, item: &str) -> bool {
        self.0.contains(item)
    }

    /// True where every item is in the other set.
    #[must_use]
    pub fn within(&self, other: &BTreeSet<String>) -> bool {
        self.0.is_subset(other)
    }
}

/// What is sold of a slot: how many places by channel and items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sales(BTreeMap<(Channel, ItemSet), u32>);

impl Sales {
    /// Reads the kept form; what cannot be read is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut sales = BTreeMap::new();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let mut fields = part.splitn(3, ':');
            let channel = Channel::from_number(fields.next()?.parse().ok()?)?;
            let count = fields.next()?.parse().ok()?;
            sales.insert((channel, ItemSet::parse(fields.next()?)), count);
        }
        Some(Self(sales))
    }

    /// The kept form: `channel:count:items`, divided by semicolons.
    #[must_use]
    pub fn text(&self) -> String {
        let part = |((channel, items), count): (&(Channel, ItemSet), &u32)| {
            format!("{}:{count}:{}", channel.number(), items.text())
        };
        self.0.iter().map(part).collect::<Vec<_>>().join(";")
    }

    /// All places sold.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.0.values().sum()
    }

    /// Adds one sale.
    pub fn add(&mut self, channel: Channel, items: &ItemSet) {
        *self.0.entry((channel, items.clone())).or_default() += 1;
    }

    /// Takes one sale back.
    pub fn remove(&mut self, channel: Channel, items: &ItemSet) {
        let key = (channel, items.clone());
        if let Some(count) = self.0.get_mut(&key) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(&key);
            }
        }
    }
}

/// A slot while requests for it are judged one after the other.
#[derive(Clone, Debug)]
pub struct SlotJudge {
    plan: SlotPlan,
    sales: Sales,
    kept: Sales,
    by_channel: [u32; 3],
    seats: Seating,
    floors_released: bool,
}

impl SlotJudge {
    /// A slot with what is sold of it and what holds keep. `walk_in_open` tells that the slot is so
    /// near that unsold places of the other channels are free for walk-ins.
    #[must_use]
    pub fn new(plan: SlotPlan, sales: Sales, kept: Sales, walk_in_open: WalkInOpen) -> Self {
        let mut judge = Self {
            seats: Seating::new(&plan),
            plan,
            sales: Sales::default(),
            kept: Sales::default(),
            by_channel: [0; 3],
            floors_released: walk_in_open == WalkInOpen::Yes,
        };
        for ((channel, items), count) in &sales.0 {
            judge.seat(*channel, items, *count);
        }
        for ((channel, items), count) in &kept.0 {
            judge.seat(*channel, items, *count);
        }
        judge.sales = sales;
        judge.kept = kept;
        judge
    }

    /// What is sold.
    #[must_use]
    pub fn sales(&self) -> &Sales {
        &self.sales
    }

    /// The slot's plan.
    #[must_use]
    pub fn plan(&self) -> &SlotPlan {
        &self.plan
    }

    /// True where one more visit is admitted.
    #[must_use]
    pub fn admits(&self, channel: Channel, items: &ItemSet) -> bool {
        self.left_for(channel) > 0 && self.seats(items)
    }

    /// True where one more visit is admitted that these counters serve.
    #[must_use]
    pub fn admits_at(&self, channel: Channel, serving: &Serving) -> bool {
        self.left_for(channel) > 0 && self.seats.path(serving).is_some()
    }

    /// True where one more visit can be seated, whatever its channel's share.
    #[must_use]
    pub fn seats(&self, items: &ItemSet) -> bool {
        self.seats.path(&Serving::of(&self.plan.counters, items)).is_some()
    }

    /// Every rule of the slot itself that refuses one more visit.
    #[must_use]
    pub fn refusals(&self, channel: Channel, items: &ItemSet) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if !self.plan.counters.iter().any(|counter| items.within(&counter.service_item_ids)) {
            refusals.push(Refusal::NoCounterServes);
        } else if !self.seats(items) {
            refusals.push(Refusal::SlotFull);
        }
        if self.left_for(channel) == 0 && refusals.is_empty() {
            refusals.push(Refusal::ChannelFull);
        }
        refusals
    }

    /// Places free for a channel, before looking at items.
    #[must_use]
    pub fn left_for(&self, channel: Channel) -> u32 {
        let places = self.plan.places();
        let used: u32 = self.by_channel.iter().sum();
        let released = self.floors_released && channel == Channel::WalkIn;
        let reserved: u32 = Channel::ALL
            .into_iter()
            .filter(|other| *other != channel && !released)
            .map(|other| self.quota(other).floor.saturating_sub(self.by_channel[other.index()]))
            .sum();
        let left = places.saturating_sub(used).saturating_sub(reserved);
        let ceiling = self.quota(channel).ceiling;
        if ceiling == 0 || released {
            return left;
        }
        left.min(ceiling.saturating_sub(self.by_channel[channel.index()]))
    }

    /// Sells one place; the caller has asked for refusals before.
    pub fn sell(&mut self, channel: Channel, items: &ItemSet) {
        self.sales.add(channel, items);
        self.seat(channel, items, 1);
    }

    /// Keeps one place without selling it, for a hold that was just given.
    pub fn keep(&mut self, channel: Channel, items: &ItemSet) {
        self.kept.add(channel, items);
        self.seat(channel, items, 1);
    }

    /// Gives back one place that was sold.
    pub fn release(&mut self, channel: Channel, items: &ItemSet) {
        self.sales.remove(channel, items);
        self.reseat();
    }

    /// Gives back one place that a hold kept.
    pub fn release_kept(&mut self, channel: Channel, items: &ItemSet) {
        self.kept.remove(channel, items);
        self.reseat();
    }

    fn quota(&self, channel: Channel) -> ChannelQuota {
        match channel {
            Channel::Booked => self.plan.booked,
            Channel::WalkIn => self.plan.walk_in,
            Channel::ThirdParty => self.plan.third_party,
        }
    }

    fn seat(&mut self, channel: Channel, items: &ItemSet, count: u32) {
        self.by_channel[channel.index()] += count;
        // What no longer fits, after a counter closed, still counts against its channel.
        self.seats.place(items, count);
    }

    fn reseat(&mut self) {
        let walk_in = if self.floors_released { WalkInOpen::Yes } else { WalkInOpen::No };
        let plan = self.plan.clone();
        *self = Self::new(plan, self.sales.clone(), self.kept.clone(), walk_in);
    }
}

/// Whether a slot is so near that the other channels' unsold places are free for walk-ins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkInOpen {
    /// They are.
    Yes,
    /// They are not yet.
    No,
}

/// Which of a slot's counters serve a visit, one truth for each counter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Serving(Vec<bool>);

impl Serving {
    /// The counters that serve all the items of a visit.
    #[must_use]
    pub fn of(counters: &[CounterPlan], items: &ItemSet) -> Self {
        Self(counters.iter().map(|counter| items.within(&counter.service_item_ids)).collect())
    }
}

/// An assignment of visits to counters: for each kind of visit, how many each counter takes. A new
/// visit that finds its counters full moves others along an augmenting path.
#[derive(Clone, Debug)]
struct Seating {
    counters: Arc<[CounterPlan]>,
    free: Vec<u32>,
    kinds: Vec<SeatedKind>,
}

/// The visits of some items: which counters serve them, and how many sit where.
#[derive(Clone, Debug)]
struct SeatedKind {
    items: ItemSet,
    serving: Serving,
    seated: Vec<u32>,
}

impl Seating {
    fn new(plan: &SlotPlan) -> Self {
        Self {
            counters: Arc::clone(&plan.counters),
            free: plan.counters.iter().map(|c| c.places).collect(),
            kinds: Vec::new(),
        }
    }

    /// Seats so many visits of one kind; false where not all of them fit.
    fn place(&mut self, items: &ItemSet, count: u32) -> bool {
        let kind = self.kind(items);
        let mut left = count;
        while left > 0 {
            let Some(path) = self.path(&self.kinds[kind].serving) else { return false };
            left -= self.follow(kind, &path, left);
        }
        true
    }

    fn kind(&mut self, items: &ItemSet) -> usize {
        if let Some(kind) = self.kinds.iter().position(|kind| kind.items == *items) {
            return kind;
        }
        let serving = Serving::of(&self.counters, items);
        let seated = vec![0; self.free.len()];
        self.kinds.push(SeatedKind { items: items.clone(), serving, seated });
        self.kinds.len() - 1
    }

    /// The counters to go through, from one that serves the visit to one with a free place, each
    /// with the kind that moves on from it. Found breadth first, so that the path is the shortest.
    fn path(&self, arriving: &Serving) -> Option<Vec<(usize, Option<usize>)>> {
        let own = || (0..self.free.len()).filter(|counter| arriving.0[*counter]);
        // Mostly a counter that serves the visit is free.
        if let Some(free) = own().find(|counter| self.free[*counter] > 0) {
            return Some(vec![(free, None)]);
        }
        let mut came_from: Vec<Option<(Option<usize>, usize)>> = vec![None; self.free.len()];
        let mut queue = std::collections::VecDeque::new();
        for counter in own() {
            // Nobody moves on to the first counter of a path, so no kind is named there.
            came_from[counter] = Some((None, usize::MAX));
            queue.push_back(counter);
        }
        while let Some(counter) = queue.pop_front() {
            if self.free[counter] > 0 {
                return Some(trace(&came_from, counter));
            }
            for (moved, kind) in self.kinds.iter().enumerate() {
                if kind.seated[counter] == 0 {
                    continue;
                }
                for (next, seen) in came_from.iter_mut().enumerate() {
                    if seen.is_none() && kind.serving.0[next] {
                        *seen = Some((Some(counter), moved));
                        queue.push_back(next);
                    }
                }
            }
        }
        None
    }

    /// Moves as many visits along a path as it bears, at most `most`, and returns how many.
    fn follow(&mut self, kind: usize, path: &[(usize, Option<usize>)], most: u32) -> u32 {
        let Some((last, _)) = path.last() else { return most };
        let mut amount = most.min(self.free[*last]);
        for (counter, moved) in path {
            if let Some(moved) = moved {
                amount = amount.min(self.kinds[*moved].seated[*counter]);
            }
        }
        let mut arriving = kind;
        for (counter, moved) in path {
            self.kinds[arriving].seated[*counter] += amount;
            match moved {
                Some(moved) => {
                    self.kinds[*moved].seated[*counter] -= amount;
                    arriving = *moved;
                }
                None => self.free[*counter] -= amount,
            }
        }
        amount
    }
}

/// The path that ends at a counter: each counter with the kind that leaves it for the next one.
fn trace(came_from: &[Option<(Option<usize>, usize)>], end: usize) -> Vec<(usize, Option<usize>)> {
    let mut path = vec![(end, None)];
    let mut at = end;
    while let Some((Some(before), moved)) = came_from[at] {
        path.push((before, Some(moved)));
        at = before;
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests;
