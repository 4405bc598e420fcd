//! Free places: which slots of some days can take which items, and the places nearest to one that
//! was refused. Only looks; a place is promised or sold elsewhere.

mod next_free;

pub use next_free::next_free;

use super::{
    App, Call,
    books::{self, Books},
    catalogue,
    page::{Page, PageRequest, page},
    write::Reply,
};
use crate::{
    clock,
    domain::{
        admission::{ItemSet, Serving, SlotJudge},
        appointment::Channel,
        booking::{self, BookingRequest, BookingWindow},
        caller::Scope,
        catalogue::Catalogue,
        refusal::Refusal,
        slot::{CounterPlan, SlotKey, SlotPlan},
        zone,
    },
    error::{Error, NearestPlace, Result},
    store::{Connection, Session, Tx},
};
use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Longest span of days to look at.
pub const MAX_SPAN_DAYS: i64 = 92;
/// Most items to look for at once.
pub const MAX_ITEMS_ASKED: usize = 100;
/// How many places are offered in place of a refused one.
pub const NEAREST_PLACES: usize = 3;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct SlotQuery {
    /// First day; today where there is none.
    pub from: Option<NaiveDate>,
    /// Last day; the end of the open days where there is none.
    pub to: Option<NaiveDate>,
    /// The items; all in force where empty.
    pub service_item_ids: Vec<String>,
    /// The channel.
    pub channel: Channel,
    /// Also slots in which nothing can be booked.
    pub include_full: bool,
}

/// A slot and what can be booked in it.
#[derive(Clone, Debug)]
pub struct SlotView {
    /// Its plan.
    pub plan: SlotPlan,
    /// Places free for the channel.
    pub places_left: u32,
    /// The items that can each be booked.
    pub service_item_ids: Vec<String>,
    /// True where all the items can be served in one visit.
    pub all_together: bool,
    /// Why nothing can be booked.
    pub blocked: Vec<Refusal>,
}

/// A page of slots, by time, then session.
///
/// # Errors
/// `Invalid` for a span too long or an item unknown.
pub async fn list(
    app: &App,
    call: &Call,
    query: &SlotQuery,
    request: &PageRequest,
) -> Result<Page<SlotView>> {
    let scope = call.scope()?;
    let now = app.clock.now();
    let today = zone::local_date(now);
    let catalogue = catalogue::current(app).await?;
    let window = BookingWindow::of(&catalogue, &catalogue.policy(), today);
    let from = query.from.unwrap_or(today);
    let to = query.to.or(window.last_open_date()).unwrap_or(from).max(from);
    if to - from > Duration::days(MAX_SPAN_DAYS) {
        let problem = "must be at most 92 days after from_date";
        return Err(Error::told("to_date", problem, "最多为 from_date 后92天"));
    }
    let items = asked_items(&catalogue, query, from, &scope)?;
    let filters = format!("{query:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| SlotKey::parse(&text));
    let judges = judges(app, &app.store.reader(), &catalogue, from, to, now).await?;
    let mut looker = Looker {
        catalogue: &catalogue,
        window,
        all: ItemSet::new(items.iter().cloned()),
        items,
        scope,
        now,
        channel: query.channel,
        kinds: None,
    };
    let views = judges.iter().filter(|judge| after.is_none_or(|key| judge.plan().key > key));
    let views = views.map(|judge| looker.look(judge));
    let views = views.filter(|view| query.include_full || !view.service_item_ids.is_empty());
    let rows = views.take(limit + 1).collect();
    Ok(page(app, call, &filters, rows, limit, |view: &SlotView| view.plan.key.text()))
}

/// The places nearest in time to a refused one that take the same items.
///
/// # Errors
/// What the database says.
pub async fn nearest(
    app: &App,
    request: &BookingRequest<'_>,
    refusals: &[Refusal],
    scope: &Scope,
) -> Result<Vec<NearestPlace>> {
    // No other place helps against these.
    let blocked = |refusal: &Refusal| {
        matches!(
            refusal,
            Refusal::NoShowBlock { .. }
                | Refusal::CancelledTooLate { .. }
                | Refusal::TooManyHolds { .. }
        )
    };
    if refusals.iter().any(blocked) {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    let catalogue = catalogue::current(app).await?;
    let today = zone::local_date(now);
    let window = BookingWindow::of(&catalogue, &catalogue.policy(), today);
    let to = if request.channel == Channel::WalkIn { None } else { window.last_open_date() };
    let taken = |day| {
        let same =
            |r: &Refusal| matches!(r, Refusal::DuplicateBooking { date, .. } if *date == day);
        refusals.iter().any(same)
    };
    let fits = |judge: &SlotJudge| {
        let plan = judge.plan();
        let wanted = BookingRequest { slot: plan.key, ..*request };
        let rules = booking::request_refusals(&catalogue, &window, Some(plan), &wanted, scope, now);
        rules.is_empty()
            && judge.admits(request.channel, request.items)
            && !taken(wanted.slot.date())
    };
    let distance = |slot: &SlotKey| (slot.start - request.slot.start).abs();
    let open = (today, to.unwrap_or(today).max(today));
    let mut reach = 0;
    loop {
        let looked = days_around(request.slot.date(), reach, open);
        let judges = judges(app, &app.store.reader(), &catalogue, looked.0, looked.1, now).await?;
        let mut found: Vec<_> = judges.iter().filter(|j| fits(j)).map(|j| j.plan().key).collect();
        found.sort_by_key(|slot| (distance(slot), *slot));
        found.truncate(NEAREST_PLACES);
        let beyond = nearest_beyond(request.slot, looked, open);
        let enough = found.len() == NEAREST_PLACES
            && found.iter().all(|slot| beyond.is_none_or(|beyond| distance(slot) < beyond));
        if enough || beyond.is_none() {
            found.sort();
            return Ok(found.into_iter().map(place).collect());
        }
        // The days around are looked at first: there is mostly a place near by.
        reach = reach * 4 + 1;
    }
}

/// The days within so many days of one, among the open ones.
fn days_around(
    day: NaiveDate,
    reach: u64,
    (first, last): (NaiveDate, NaiveDate),
) -> (NaiveDate, NaiveDate) {
    let from = day.checked_sub_days(Days::new(reach)).unwrap_or(first);
    let to = day.checked_add_days(Days::new(reach)).unwrap_or(last);
    (from.clamp(first, last), to.clamp(first, last))
}

/// How far away the nearest slot at least is that was not looked at; `None` where all were.
fn nearest_beyond(
    slot: SlotKey,
    looked: (NaiveDate, NaiveDate),
    open: (NaiveDate, NaiveDate),
) -> Option<Duration> {
    let midnight = |day: NaiveDate| zone::from_local(day.and_time(NaiveTime::MIN));
    let before = (looked.0 > open.0).then(|| (slot.start - midnight(looked.0)).abs());
    let after = looked.1.succ_opt().filter(|_| looked.1 < open.1);
    let after = after.map(|next| (midnight(next) - slot.start).abs());
    before.into_iter().chain(after).min()
}

/// The first slot of today that has a place for a walk-in; where none has one, the slot whose rules
/// say why. All of today's slots stay locked until the transaction ends, so that the place that was
/// found is still there when it is taken.
///
/// # Errors
/// `SlotNotOffered` where the hall has no slot left today.
pub async fn first_for_walk_in(
    app: &App,
    tx: &Tx,
    items: &ItemSet,
    scope: &Scope,
) -> Result<SlotKey> {
    let now = app.clock.now();
    let today = zone::local_date(now);
    let catalogue = catalogue::settled(app, tx).await?;
    let plans = app.catalogue.slots_on(&catalogue, today);
    let open: BTreeSet<_> = plans.iter().filter(|p| p.end > now).map(|p| p.key).collect();
    let books = Books::with(app, tx, Arc::clone(&catalogue), &open, &[]).await?;
    let admits = |judge: &SlotJudge| judge.admits(Channel::WalkIn, items);
    let serving = open.iter().find(|key| books.judge(**key).is_some_and(admits));
    serving.or(open.first()).copied().ok_or_else(|| {
        let mut refusals = booking::item_refusals(&catalogue, items, today, scope);
        refusals.push(Refusal::SlotNotOffered);
        Error::Refused { refusals, nearest: Vec::new() }
    })
}

/// Adds the nearest places to a refusal.
///
/// # Errors
/// The refusal, or what the database says.
pub(super) async fn show_nearest<R>(
    app: &App,
    result: Result<Reply<R>>,
    request: &BookingRequest<'_>,
    scope: &Scope,
) -> Result<Reply<R>> {
    match result {
        Err(Error::Refused { refusals, .. }) => {
            let nearest = nearest(app, request, &refusals, scope).await?;
            Err(Error::Refused { refusals, nearest })
        }
        other => other,
    }
}

fn place(slot: SlotKey) -> NearestPlace {
    let local = slot.start.with_timezone(&clock::shanghai());
    NearestPlace { slot_id: slot.text(), local_start: local.format("%Y-%m-%dT%H:%M").to_string() }
}

/// The judges of all slots of some days, as a session sees them.
async fn judges<C: Connection>(
    app: &App,
    session: &Session<C>,
    catalogue: &Arc<Catalogue>,
    from: NaiveDate,
    to: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Vec<SlotJudge>> {
    let policy = catalogue.policy();
    let mut ledgers = session.ledgers_between(from, to).await?;
    let holds = session.holds_between(from, to, now).await?;
    let days = from.iter_days().take_while(|day| *day <= to);
    let mut judges = Vec::new();
    for day in days {
        for plan in app.catalogue.slots_on(catalogue, day).iter() {
            let sales = ledgers.remove(&plan.key).map(|ledger| ledger.sales).unwrap_or_default();
            judges.push(books::judge(&policy, plan.clone(), sales, &holds, now));
        }
    }
    Ok(judges)
}

fn asked_items(
    catalogue: &Catalogue,
    query: &SlotQuery,
    day: NaiveDate,
    scope: &Scope,
) -> Result<Vec<String>> {
    let known = |id: &String| catalogue.service_items.contains_key(id);
    if let Some(index) = query.service_item_ids.iter().position(|id| !known(id)) {
        let field = format!("service_item_ids[{index}]");
        let problem = "is no service item of the catalogue";
        return Err(Error::told(field, problem, "事项目录中没有这个代码"));
    }
    let own = |id: &String| scope.sees(catalogue.department_of(id).into_iter());
    if !query.service_item_ids.is_empty() {
        return Ok(query.service_item_ids.iter().filter(|id| own(id)).cloned().collect());
    }
    let in_force = catalogue.service_items.keys().filter(|id| catalogue.item_on(id, day).is_some());
    Ok(in_force.filter(|id| own(id)).cloned().collect())
}

/// What a look at slots needs.
struct Looker<'a> {
    catalogue: &'a Catalogue,
    window: BookingWindow,
    items: Vec<String>,
    scope: Scope,
    now: DateTime<Utc>,
    channel: Channel,
    /// All the items, as one visit.
    all: ItemSet,
    kinds: Option<Kinds>,
}

impl Looker<'_> {
    fn look(&mut self, judge: &SlotJudge) -> SlotView {
        let plan = judge.plan().clone();
        let none = ItemSet::new([]);
        let request = BookingRequest { slot: plan.key, channel: self.channel, items: &none };
        let mut blocked = booking::request_refusals(
            self.catalogue,
            &self.window,
            Some(&plan),
            &request,
            &self.scope,
            self.now,
        );
        let places_left = judge.left_for(self.channel);
        let items =
            if blocked.is_empty() { self.bookable(judge, &plan.counters) } else { Vec::new() };
        let all_together = items.len() == self.items.len() && judge.admits(self.channel, &self.all);
        if blocked.is_empty() && items.is_empty() {
            let first = self.items.first().map(|item| ItemSet::new([item.clone()]));
            blocked = first.map_or_else(Vec::new, |item| judge.refusals(self.channel, &item));
        }
        SlotView { plan, places_left, service_item_ids: items, all_together, blocked }
    }

    /// The items that can each be booked.
    fn bookable(&mut self, judge: &SlotJudge, counters: &Arc<[CounterPlan]>) -> Vec<String> {
        let known = |kinds: &Kinds| Arc::ptr_eq(&kinds.of, counters) || kinds.of == *counters;
        let kinds = match self.kinds.take().filter(known) {
            Some(kinds) => kinds,
            None => Kinds::new(&self.items, counters),
        };
        let admitted = |kind: &Serving| judge.admits_at(self.channel, kind);
        let admitted: Vec<_> = kinds.serving.iter().map(admitted).collect();
        let items = self.items.iter().zip(&kinds.kind_of);
        let bookable = items.filter(|(_, kind)| admitted[**kind]).map(|(item, _)| item.clone());
        let bookable = bookable.collect();
        self.kinds = Some(kinds);
        bookable
    }
}

/// The asked items by which counters serve them. Items that the same counters serve have the same
/// answer, so that it is worked out once for each such kind; most slots have the same counters.
struct Kinds {
    of: Arc<[CounterPlan]>,
    serving: Vec<Serving>,
    kind_of: Vec<usize>,
}

impl Kinds {
    fn new(items: &[String], counters: &Arc<[CounterPlan]>) -> Self {
        let mut numbers: HashMap<Serving, usize> = HashMap::new();
        let mut kind_of = Vec::with_capacity(items.len());
        for item in items {
            let next = numbers.len();
            let serving = Serving::of(counters, &ItemSet::new([item.clone()]));
            kind_of.push(*numbers.entry(serving).or_insert(next));
        }
        let mut serving: Vec<_> = numbers.into_iter().collect();
        serving.sort_by_key(|(_, number)| *number);
        let serving = serving.into_iter().map(|(serving, _)| serving).collect();
        Self { of: Arc::clone(counters), serving, kind_of }
    }
}
