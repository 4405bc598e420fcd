//! Flags on open work: what rests on a changed fact, what carries flags, and who has looked.

use super::{
    App, Call, appointment, case, catalogue,
    page::{Page, PageRequest, page},
    trip,
    write::{Answer, Effect, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        appointment::Appointment,
        caller::Scope,
        case::Case,
        catalogue::Catalogue,
        flag::{Fact, Flag, FlagKind, Flagged, FlaggedId, FlaggedKind},
        id::AccountId,
        refusal::Refusal,
        trip::Trip,
    },
    error::{Error, Result},
    store::Tx,
};
use uuid::Uuid;

/// What a fact means to open work that rests on it.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// It flags it.
    Raise(Flag),
    /// It is as it was: a flag of this kind and resource is withdrawn.
    Withdraw(FlagKind, String),
}

impl Meaning {
    /// A trip with its flag, or without.
    pub(super) fn on(&self, trip: &Trip) -> Trip {
        match self {
            Self::Raise(flag) => trip.flagged(flag),
            Self::Withdraw(kind, id) => trip.without(*kind, id),
        }
    }
}

/// Looks at the coming appointments and the open cases that rest on a fact, and flags them or
/// withdraws their flags. Nothing else of them changes: somebody has to look.
///
/// # Errors
/// What the database says.
pub(super) async fn look(
    app: &App,
    tx: &Tx,
    account: Option<AccountId>,
    fact: &Fact,
    of_appointment: impl Fn(&Appointment) -> Option<Meaning> + Send + Sync,
    of_case: impl Fn(&Case) -> Option<Meaning> + Send + Sync,
) -> Result<Vec<Trace>> {
    let catalogue = catalogue::settled(app, tx).await?;
    let mut traces = Vec::new();
    for before in tx.lock_coming_on(fact).await? {
        if let Some(meaning) = of_appointment(&before) {
            traces.extend(put_on_appointment(app, tx, &catalogue, &before, &meaning).await?);
        }
    }
    let moment = case::filing_moment(app, &catalogue, account);
    for before in tx.lock_open_cases_on(fact).await? {
        let Some(meaning) = of_case(&before) else { continue };
        let mut after = before.clone();
        after.lapse(&moment);
        match &meaning {
            Meaning::Raise(flag) => after.flag(&moment, flag),
            Meaning::Withdraw(kind, id) => after.withdraw_flag(&moment, *kind, id),
        }
        if after.flags != before.flags {
            traces.extend(case::changed(app, tx, &catalogue, &before, &after).await?);
        }
    }
    Ok(traces)
}

async fn put_on_appointment(
    app: &App,
    tx: &Tx,
    catalogue: &Catalogue,
    before: &Appointment,
    meaning: &Meaning,
) -> Result<Vec<Trace>> {
    let mut after = appointment::changed(before, app.clock.now());
    let (kind, is_told) = match meaning {
        Meaning::Raise(flag) => ("appointment.flagged", after.flags.raise(flag)),
        Meaning::Withdraw(kind, id) => {
            ("appointment.flag_withdrawn", after.flags.withdraw(*kind, id))
        }
    };
    if after.flags == before.flags {
        return Ok(Vec::new());
    }
    tx.update_appointment(&after).await?;
    let told = appointment::effect(kind, catalogue, before, after).traces;
    Ok(if is_told { told } else { Vec::new() })
}

/// A page of open work that carries flags, by kind and id.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    kinds: &[FlaggedKind],
    request: &PageRequest,
) -> Result<Page<Flagged>> {
    let filters = format!("{kinds:?}");
    let limit = request.limit()?;
    let mut after = request.cursor(app, call, &filters)?.and_then(|text| {
        let (kind, id) = text.split_once(' ')?;
        Some((FlaggedKind::from_number(kind.parse().ok()?)?, id.parse::<Uuid>().ok()?))
    });
    let (reader, mut rows) = (app.store.reader(), Vec::new());
    for kind in FlaggedKind::ALL {
        let left = limit as u64 + 1 - rows.len() as u64;
        let is_asked = kinds.is_empty() || kinds.contains(&kind);
        let is_before = after.is_some_and(|(of, _)| kind.number() < of.number());
        if left == 0 || !is_asked || is_before {
            continue;
        }
        let from = after.take_if(|(of, _)| *of == kind).map(|(_, id)| id);
        rows.extend(reader.flagged(kind, from, left).await?);
    }
    let cursor = |last: &Flagged| format!("{} {}", last.id.kind().number(), last.id.uuid());
    Ok(page(app, call, &filters, rows, limit, cursor))
}

/// Lets flagged work stand.
///
/// # Errors
/// `NotFlagged`, `EtagMismatch`, `NotFound`.
pub async fn resolve<R: Answer<Flagged>>(
    app: &App,
    call: &WriteCall,
    (id, version): (FlaggedId, i64),
    reason: &str,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let scope = call.call.scope()?;
        let checked = |of: i64, flags: usize| {
            if of != version {
                return Err(Error::EtagMismatch);
            }
            if flags == 0 { Err(Refusal::NotFlagged.into()) } else { Ok(()) }
        };
        let (on, version, traces) = match id {
            FlaggedId::Trip(id) => {
                let before = tx.lock_trip(id).await?;
                checked(before.version, before.flags.raised.len())?;
                let after = before.reviewed(reason);
                tx.update_trip(&after).await?;
                let told = ("trip.reviewed", Some(call.call.caller.account_id));
                let traces = vec![trip::told(app, &tx, told, Some(&before), &after).await?];
                (Some(after.journey.from), after.version, traces)
            }
            FlaggedId::Case(id) => {
                let (catalogue, before, mut after) = case::settled(app, &tx, &scope, id).await?;
                checked(after.version, after.flags.raised.len())?;
                let account = call.call.caller.account_id;
                after.resolve_flags(&case::filing_moment(app, &catalogue, Some(account)), reason);
                let traces = case::changed(app, &tx, &catalogue, &before, &after).await?;
                (after.due_on, after.version, traces)
            }
            FlaggedId::Appointment(id) => {
                let catalogue = catalogue::settled(app, &tx).await?;
                let before = tx.lock_appointment(&Scope::Centre, id).await?;
                checked(before.version, before.flags.raised.len())?;
                let mut after = appointment::changed(&before, app.clock.now());
                after.flags.resolve();
                tx.update_appointment(&after).await?;
                let (on, version) = (after.slot.date(), after.version);
                let kind = "appointment.flags_resolved";
                let mut traces = appointment::effect(kind, &catalogue, &before, after).traces;
                traces.iter_mut().for_each(|trace| reason.clone_into(&mut trace.purpose));
                (Some(on), version, traces)
            }
        };
        Ok(Effect { outcome: Flagged { id, on, flags: Vec::new(), version }, traces })
    })
    .await
}
