//! The next free places.

use super::judges;
use crate::{
    domain::{
        admission::{ItemSet, SlotJudge},
        appointment::Channel,
        booking::{self, BookingRequest, BookingWindow},
        caller::Scope,
        catalogue::Catalogue,
        slot::SlotKey,
        zone,
    },
    error::Result,
    service::App,
    store::{Connection, Session},
};
use chrono::Days;
use std::sync::Arc;

/// Days among which the next free place is looked for before any later ones.
const DAYS_LOOKED_AT_FIRST: u64 = 4;

/// The next free places of the booked channel that take all of some items in one visit, among the
/// days that are open for booking.
///
/// # Errors
/// What the database says.
pub async fn next_free<C: Connection>(
    app: &App,
    session: &Session<C>,
    catalogue: &Arc<Catalogue>,
    items: &ItemSet,
    scope: &Scope,
    most: usize,
) -> Result<Vec<SlotKey>> {
    let now = app.clock.now();
    let today = zone::local_date(now);
    let window = BookingWindow::of(catalogue, &catalogue.policy(), today);
    let Some(last) = window.last_open_date().filter(|last| *last >= today) else {
        return Ok(Vec::new());
    };
    let channel = Channel::Booked;
    let fits = |judge: &&SlotJudge| {
        let plan = judge.plan();
        let wanted = BookingRequest { slot: plan.key, channel, items };
        let rules = booking::request_refusals(catalogue, &window, Some(plan), &wanted, scope, now);
        rules.is_empty() && judge.admits(channel, items)
    };
    let mut found = Vec::new();
    let (mut from, mut days) = (today, DAYS_LOOKED_AT_FIRST);
    // The days to come are looked at first: there is mostly a place near by.
    while found.len() < most && from <= last {
        let to = from.checked_add_days(Days::new(days - 1)).unwrap_or(last).min(last);
        let judges = judges(app, session, catalogue, from, to, now).await?;
        let mut free: Vec<_> = judges.iter().filter(fits).map(|judge| judge.plan().key).collect();
        free.sort();
        found.extend(free);
        let Some(next) = to.succ_opt() else { break };
        (from, days) = (next, days * 4);
    }
    found.truncate(most);
    Ok(found)
}
