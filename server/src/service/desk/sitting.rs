//! One sitting of the desk: the books of the touched slots open, requests judged in turn, and all
//! rows of a kind written in one statement.

use super::{Decision, Job};
use crate::{
    domain::{
        appointment::PersonKey,
        booking::{self, BookingRequest, PersonFacts},
        caller::Scope,
        id::{AppointmentId, HoldId},
        ledger::{Hold, HoldKind},
        refusal::Refusal,
        slot::SlotKey,
    },
    error::{Error, Result},
    service::{App, appointment, books::Books, write::Trail},
    store::{
        Tx,
        appointment::{NewAppointment, PersonRow},
    },
};
use std::collections::{BTreeSet, HashMap};

/// One sitting of the desk: the open books and what it has decided so far.
pub(super) struct Sitting {
    pub(super) books: Books,
    pub(super) persons: HashMap<PersonKey, PersonFacts>,
    pub(super) used_holds: Vec<(HoldId, AppointmentId)>,
    pub(super) new: Vec<NewAppointment>,
    pub(super) trail: Trail,
}

impl Sitting {
    pub(super) async fn open(app: &App, tx: &Tx, batch: &[Job]) -> Result<Self> {
        let slots: BTreeSet<SlotKey> = batch.iter().map(|job| job.command.slot).collect();
        let holds: Vec<_> = batch.iter().filter_map(|job| job.command.hold_id).collect();
        let books = Books::open(app, tx, &slots, &holds).await?;
        let persons: BTreeSet<_> = batch.iter().map(|job| job.command.visitor.person_key).collect();
        let persons: Vec<_> = persons.into_iter().collect();
        let days: BTreeSet<_> = slots.iter().map(SlotKey::date).collect();
        let days: Vec<_> = days.into_iter().collect();
        let from = booking::no_shows_matter_from(&books.policy, books.today());
        let rows = tx.person_rows(&persons, &days, from).await?;
        Ok(Self {
            books,
            persons: facts(rows),
            used_holds: Vec::new(),
            new: Vec::new(),
            trail: Trail::default(),
        })
    }

    pub(super) fn judge(&mut self, app: &App, job: &Job) -> Result<Decision> {
        let command = &job.command;
        let (slot, channel, items) = (command.slot, command.channel, &command.items);
        let request = BookingRequest { slot, channel, items };
        let hold = self.hold_of(job)?;
        let facts = self.persons.entry(command.visitor.person_key).or_default();
        let mut refusals: Vec<_> = hold.as_ref().err().cloned().into_iter().collect();
        refusals.extend(place_refusals(&self.books, &request, &job.scope, &hold));
        refusals.extend(booking::person_refusals(
            &self.books.policy,
            facts,
            &request,
            self.books.today(),
        ));
        let plan_end = self.books.plan(slot).map(|plan| plan.end);
        let (Some(plan_end), true) = (plan_end, refusals.is_empty()) else {
            return Err(Error::Refused { refusals, nearest: Vec::new() });
        };
        let hold = hold.ok().flatten();
        self.books.sell(&request, hold);
        facts.taken.push((slot.date(), items.clone()));
        let now = self.books.now;
        let made = appointment::make(app, &job.call, command, plan_end, now)?;
        if let Some(hold) = hold {
            self.used_holds.push((hold, made.id));
        }
        let departments = appointment::departments(&self.books.catalogue, items);
        self.new.push(NewAppointment { appointment: made.clone(), departments });
        Ok(Decision::Booked(Box::new(made)))
    }

    /// The hold that is confirmed: the inner error is a rule against it, the outer one says that
    /// there is no such hold of the caller's.
    fn hold_of(&self, job: &Job) -> Result<std::result::Result<Option<HoldId>, Refusal>> {
        let Some(id) = job.command.hold_id else { return Ok(Ok(None)) };
        let own = |hold: &&Hold| {
            hold.id == id
                && hold.kind == HoldKind::Promise
                && hold.account_id == Some(job.call.call.caller.account_id)
        };
        let hold = self.books.holds.iter().find(own).ok_or(Error::NotFound)?;
        let command = &job.command;
        if hold.slot != command.slot {
            return Err(Error::invalid("slot_id", "must be the slot of the hold"));
        }
        if hold.items != command.items || hold.channel != command.channel {
            let problem = "items and channel must be those of the hold";
            return Err(Error::invalid("service_item_ids", problem));
        }
        let used = self.used_holds.iter().any(|(used, _)| *used == id) || hold.used_by.is_some();
        Ok(match (used, hold.expires_at > self.books.now) {
            (true, _) => Err(Refusal::HoldUsed),
            (false, false) => Err(Refusal::HoldExpired),
            (false, true) => Ok(Some(id)),
        })
    }

    pub(super) async fn write(self, tx: &Tx) -> Result<()> {
        tx.put_ledgers(&self.books.changed_ledgers()).await?;
        tx.add_appointments(&self.new).await?;
        tx.use_holds(&self.used_holds).await?;
        self.trail.write(tx).await
    }
}

/// Every rule about items, day, slot and places that refuses; where a live hold is confirmed, its
/// own place is free for it.
fn place_refusals(
    books: &Books,
    request: &BookingRequest<'_>,
    scope: &Scope,
    hold: &std::result::Result<Option<HoldId>, Refusal>,
) -> Vec<Refusal> {
    let plan = books.plan(request.slot);
    let window = &books.window;
    let (catalogue, now) = (&books.catalogue, books.now);
    let mut refusals = booking::request_refusals(catalogue, window, plan, request, scope, now);
    let Some(judge) = plan.and_then(|_| books.judge(request.slot)) else { return refusals };
    let (channel, items) = (request.channel, request.items);
    if let Ok(Some(_)) = hold {
        let mut judge = judge.clone();
        judge.release_kept(channel, items);
        refusals.extend(judge.refusals(channel, items));
    } else {
        refusals.extend(judge.refusals(channel, items));
    }
    refusals
}

fn facts(rows: Vec<PersonRow>) -> HashMap<PersonKey, PersonFacts> {
    let mut persons: HashMap<PersonKey, PersonFacts> = HashMap::new();
    for row in rows {
        let facts = persons.entry(row.person_key).or_default();
        if row.state.counts_for_person() {
            facts.taken.push((row.date, row.items));
        } else {
            facts.no_shows.push(row.date);
        }
    }
    persons
}
