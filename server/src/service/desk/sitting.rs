//! One sitting of the desk: the books of the touched slots open, requests judged in turn, and all
//! rows written together.

use super::{Decision, Job, key_of};
use crate::{
    domain::{
        appointment::PersonKey,
        booking::{self, BookingRequest, PersonFacts},
        caller::Scope,
        id::{AccountId, AppointmentId, HoldId, MandateId},
        ledger::{Hold, HoldKind},
        mandate::{Acting, Mandate, MandateRefusal, Principal},
        refusal::Refusal,
        slot::SlotKey,
        zone,
    },
    error::{Error, Result},
    service::{
        App,
        appointment::{self, BookCommand},
        books::{Books, Locked},
        catalogue,
        write::{Trail, open_answer},
    },
    store::{
        Tx,
        appointment::{NewAppointment, PersonRow},
        booking::BookingQuery,
        trail::Replay,
    },
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Who asked, what was called, and the request's id.
type KeptKey = (AccountId, String, Uuid);

/// One sitting of the desk: the open books and what it has decided so far.
pub(super) struct Sitting {
    pub(super) books: Books,
    pub(super) persons: HashMap<PersonKey, PersonFacts>,
    /// Answers by request: the request's hash and the answer.
    pub(super) kept: HashMap<KeptKey, (Vec<u8>, Vec<u8>)>,
    /// The mandates by which agents act, held until the sitting ends.
    pub(super) mandates: HashMap<MandateId, Mandate>,
    pub(super) used_holds: Vec<(HoldId, AppointmentId)>,
    pub(super) new: Vec<NewAppointment>,
    pub(super) trail: Trail,
}

impl Sitting {
    pub(super) async fn open(app: &App, tx: &Tx, batch: &[Job]) -> Result<Self> {
        let slots: BTreeSet<SlotKey> = batch.iter().map(|job| job.command.slot).collect();
        let catalogue = catalogue::settled(app, tx).await?;
        let locked = Locked::ledgers(app, tx, catalogue, &slots).await?;
        let persons: BTreeSet<_> = batch.iter().map(|job| job.command.visitor.person_key).collect();
        let today = zone::local_date(locked.now);
        let missed = booking::no_shows_matter_from(&locked.policy, today);
        let first_day = slots.first().map_or(missed, SlotKey::date);
        // Looked up under the ledgers' locks: another server may have answered a request meanwhile.
        let query = BookingQuery {
            slots: &slots.into_iter().collect::<Vec<_>>(),
            holds: &batch.iter().filter_map(|job| job.command.hold_id).collect::<Vec<_>>(),
            now: locked.now,
            persons: &persons.into_iter().collect::<Vec<_>>(),
            since: missed.min(first_day),
            requests: &batch.iter().map(key_of).collect::<Vec<_>>(),
        };
        let facts = tx.booking_facts(&query).await?;
        let agents = batch.iter().filter_map(|job| job.command.agent.as_ref());
        let mandates = agents.filter_map(|agent| agent.mandate_id).collect::<BTreeSet<_>>();
        let mandates = tx.share_mandates(mandates.into_iter().collect()).await?;
        let answer = |(key, hash, response): Replay| {
            let response = open_answer(app, &key, &response)?;
            Ok((key, (hash, response)))
        };
        Ok(Self {
            books: Books::of(locked, facts.holds),
            persons: by_person(facts.persons),
            kept: facts.kept.into_iter().map(answer).collect::<Result<_>>()?,
            mandates: mandates.into_iter().map(|mandate| (mandate.id, mandate)).collect(),
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
        refusals.extend(agent_refusals(&self.mandates, command));
        let plan_end = self.books.plan(slot).map(|plan| plan.end);
        let (Some(plan_end), true) = (plan_end, refusals.is_empty()) else {
            return Err(Error::Refused { refusals, nearest: Vec::new() });
        };
        let hold = hold.ok().flatten();
        self.books.sell(&request, hold);
        facts.taken.push((slot.date(), items.clone()));
        let now = self.books.now;
        let mut made = appointment::make(app, &job.call, command, plan_end, now)?;
        if let Some(agent) = &mut made.agent
            && let Some(mandate) = agent.mandate_id.and_then(|id| self.mandates.get(&id))
        {
            agent.name.clone_from(&mandate.agent_name);
            if agent.phone.is_empty() {
                agent.phone.clone_from(&mandate.agent_phone);
            }
        }
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
        tx.use_holds(&self.used_holds).await?;
        let ledgers = self.books.changed_ledgers();
        tx.write_bookings(&ledgers, &self.new, self.trail.into_rows()).await
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

fn by_person(rows: Vec<PersonRow>) -> HashMap<PersonKey, PersonFacts> {
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

/// Every refusal of the agent's mandate on the day of the visit.
fn agent_refusals(mandates: &HashMap<MandateId, Mandate>, command: &BookCommand) -> Vec<Refusal> {
    let Some(agent) = &command.agent else { return Vec::new() };
    let Some(mandate) = agent.mandate_id.and_then(|id| mandates.get(&id)) else {
        return vec![MandateRefusal::Missing.into()];
    };
    let visitor = &command.visitor;
    let principal = Principal {
        person_key: visitor.person_key,
        by_passport: visitor.passport.is_some(),
        name: &visitor.name,
    };
    let (items, day, agent_name) = (&command.items, command.slot.date(), agent.name.as_str());
    mandate.refusals(&Acting { items, day, principal, agent_name })
}
