//! The hall as it is: the day's tickets, what a display shows, and the bell that tells those who
//! watch. Only looks.

use super::{counter_on, serves};
use crate::{
    domain::{
        appointment::Channel,
        ticket::{Ticket, TicketState},
        zone,
    },
    error::Result,
    service::{
        App, Call, catalogue, event,
        page::{Page, PageRequest, page},
    },
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use tokio::sync::watch;

/// Most waiting numbers that a display is told.
pub const MAX_SHOWN: usize = 200;

/// Tells those who watch the hall that something changed.
#[derive(Debug)]
pub struct Bell(watch::Sender<u64>);

impl Default for Bell {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Bell {
    /// Rings.
    pub fn ring(&self) {
        self.0.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Hears every ring from now on.
    #[must_use]
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }
}

/// Which tickets are asked for.
#[derive(Clone, Debug)]
pub struct TicketFilter {
    /// The day.
    pub day: NaiveDate,
    /// In these states; all where empty.
    pub states: Vec<TicketState>,
    /// That this counter can serve.
    pub counter_id: Option<String>,
    /// With this number.
    pub number: Option<String>,
}

/// A page of a day's tickets, in the order they are called.
///
/// # Errors
/// `NotFound` for an unknown counter, `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &TicketFilter,
    request: &PageRequest,
) -> Result<Page<Ticket>> {
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?;
    let catalogue = catalogue::current(app).await?;
    let counter = filter.counter_id.as_deref();
    let counter = counter.map(|id| counter_on(&catalogue, id, filter.day)).transpose()?;
    let wanted = |ticket: &Ticket| {
        (filter.states.is_empty() || filter.states.contains(&ticket.state))
            && counter.is_none_or(|counter| serves(counter, &ticket.items))
            && filter.number.as_ref().is_none_or(|number| *number == ticket.text())
    };
    let cursor = |ticket: &Ticket| {
        let (priority, at, id) = ticket.order();
        format!("{} {} {}", 9 - priority.0, at.format("%Y%m%dT%H%M%S%.6f"), id.0)
    };
    let feed_token = event::list_token(app, call, request).await?;
    let tickets = app.store.reader().tickets_of(&call.scope()?, filter.day).await?;
    let rows = tickets.into_iter().filter(wanted);
    let rows = rows.filter(|ticket| after.as_ref().is_none_or(|after| cursor(ticket) > *after));
    let rows = rows.take(limit + 1).collect();
    Ok(Page { feed_token, ..page(app, call, &filters, rows, limit, cursor) })
}

/// The hall's state, as a display shows it.
#[derive(Clone, Debug)]
pub struct HallState {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// The counters in force, each with the ticket called or served there.
    pub counters: Vec<(String, Option<Ticket>)>,
    /// The waiting tickets, in order.
    pub waiting: Vec<Ticket>,
    /// How many are set aside.
    pub parked: usize,
    /// The mean wait of the day's called tickets.
    pub mean_wait: Duration,
    /// How many tickets came by each channel.
    pub by_channel: [usize; 3],
}

/// Reads the hall's state.
///
/// # Errors
/// What the database says.
pub async fn hall_state(app: &App, call: &Call) -> Result<HallState> {
    let now = app.clock.now();
    let today = zone::local_date(now);
    let catalogue = catalogue::current(app).await?;
    let tickets = app.store.reader().tickets_of(&call.scope()?, today).await?;
    let in_state = |state| tickets.iter().filter(move |ticket| ticket.state == state);
    let at_counter = |id: &str| {
        let here = |t: &&Ticket| t.state.occupies_counter() && t.counter_id.as_deref() == Some(id);
        tickets.iter().find(here).cloned()
    };
    let counters = catalogue.counters.values().map(|entry| &entry.value);
    let counters = counters.filter(|counter| counter.validity.holds_on(today));
    let waits: Vec<_> = tickets.iter().filter_map(Ticket::wait).collect();
    let total: Duration = waits.iter().sum();
    let mean_wait = i32::try_from(waits.len()).ok().and_then(|n| total.checked_div(n));
    Ok(HallState {
        at: now,
        counters: counters.map(|c| (c.id.clone(), at_counter(&c.id))).collect(),
        waiting: in_state(TicketState::Waiting).cloned().collect(),
        parked: in_state(TicketState::Parked).count(),
        mean_wait: mean_wait.unwrap_or_default(),
        by_channel: Channel::ALL
            .map(|channel| tickets.iter().filter(|t| t.channel == channel).count()),
    })
}
