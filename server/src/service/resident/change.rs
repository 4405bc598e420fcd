//! How a resident's record changes, and the grounds on which his data are used.

use super::{checked, making::may_depend, private, put_private, trace, view};
use crate::{
    domain::{
        id::ResidentId,
        refusal::Refusal,
        resident::{
            Address, Consent, DataPurpose, Hand, LegalGround, MAX_ADDRESSES, MAX_CONSENTS,
            Particulars, Private, Resident, ResidentStepKind, ResidentView, Withdrawal,
        },
    },
    error::{Error, Result, Violation},
    service::{
        App,
        write::{Answer, Effect, Reply, Trace, WriteCall, write},
    },
    store::Tx,
};
use chrono::{DateTime, Utc};

/// Which record is changed, as its reader saw it, and what the history says of it.
#[derive(Clone, Debug)]
struct Change {
    id: ResidentId,
    version: i64,
    kind: ResidentStepKind,
    detail: String,
}

/// Changes a record that still has the version its reader saw.
async fn change<R, F>(app: &App, call: &WriteCall, change: Change, by: F) -> Result<Reply<R>>
where
    R: Answer<ResidentView>,
    F: Fn(&mut Resident, &mut Private) -> Result<()> + Send + Sync,
{
    let scope = &call.call.scope()?;
    let (change, by) = (&change, &by);
    write(app, call, |tx| async move {
        let before = tx.lock_resident(scope, change.id).await?;
        before.must_be_active().map_err(Refusal::from)?;
        if before.version != change.version {
            return Err(Error::EtagMismatch);
        }
        let (mut after, mut sealed) = (before.clone(), private(app, &before)?);
        by(&mut after, &mut sealed)?;
        checked(app, &after, &sealed)?;
        put_private(app, &mut after, &sealed)?;
        if after.dependence != before.dependence {
            may_depend(&tx, &after).await?;
        }
        let detail = change.detail.clone();
        let traces = vec![step(app, &tx, call, &before, &mut after, (change.kind, detail)).await?];
        Ok(Effect { outcome: view(app, after, scope)?, traces })
    })
    .await
}

/// Writes a changed record with a step in its history.
async fn step(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    before: &Resident,
    after: &mut Resident,
    (kind, detail): (ResidentStepKind, String),
) -> Result<Trace> {
    let hand = Hand { account_id: call.call.caller.account_id, now: app.clock.now() };
    after.step(kind, hand, detail, None);
    after.version += 1;
    tx.update_resident(before, after).await?;
    trace(app, tx, kind, Some(before), after).await
}

/// Changes what a clerk says of a person; `fields` names what.
///
/// # Errors
/// What `patch` refuses, `DependantCircle`, `Merged`, `EtagMismatch`, `NotFound`, `Invalid`.
pub async fn update<R, P>(
    app: &App,
    call: &WriteCall,
    (id, version): (ResidentId, i64),
    fields: String,
    patch: P,
) -> Result<Reply<R>>
where
    R: Answer<ResidentView>,
    P: Fn(&ResidentView) -> Result<Particulars> + Send + Sync,
{
    let scope = &call.call.scope()?;
    let asked = Change { id, version, kind: ResidentStepKind::Changed, detail: fields };
    let by = |resident: &mut Resident, sealed: &mut Private| {
        let now = app.clock.now();
        let shown = ResidentView::of(resident.clone(), sealed.clone(), scope, now);
        let particulars = patch(&shown)?;
        resident.take(&particulars);
        let addresses = std::mem::take(&mut sealed.addresses);
        *sealed = Private { addresses, ..particulars.private };
        Ok(())
    };
    change(app, call, asked, by).await
}

/// Records an address, and that he left those where he stayed before.
///
/// # Errors
/// `Merged`, `EtagMismatch`, `NotFound`, `Invalid`.
pub async fn record_address<R: Answer<ResidentView>>(
    app: &App,
    call: &WriteCall,
    (id, version): (ResidentId, i64),
    new: Address,
) -> Result<Reply<R>> {
    let kind = ResidentStepKind::AddressRecorded;
    let asked = Change { id, version, kind, detail: String::new() };
    let by = |_: &mut Resident, sealed: &mut Private| {
        refuse_faults(app, &new, "address.")?;
        if sealed.addresses.len() >= MAX_ADDRESSES {
            let problem = format!("there are {MAX_ADDRESSES} already");
            return Err(Error::told("address", problem, format!("最多 {MAX_ADDRESSES} 个住址")));
        }
        let number = sealed.addresses.iter().map(|one| one.number).max().unwrap_or(0) + 1;
        if new.left_at.is_none() {
            let stays =
                |one: &&mut Address| one.left_at.is_none() && one.arrived_at <= new.arrived_at;
            for one in sealed.addresses.iter_mut().filter(stays) {
                one.left_at = Some(new.arrived_at);
            }
        }
        sealed.addresses.push(Address { number, ..new.clone() });
        Ok(())
    };
    change(app, call, asked, by).await
}

/// Records that a stay was registered, now where no time is told. That it is late hinders nothing.
///
/// # Errors
/// `StateForbids` where it is, `Merged`, `EtagMismatch`, `NotFound`, `Invalid`.
pub async fn register_accommodation<R: Answer<ResidentView>>(
    app: &App,
    call: &WriteCall,
    (id, version): (ResidentId, i64),
    number: u32,
    at: Option<DateTime<Utc>>,
) -> Result<Reply<R>> {
    let kind = ResidentStepKind::AccommodationRegistered;
    let asked = Change { id, version, kind, detail: number.to_string() };
    let by = |_: &mut Resident, sealed: &mut Private| {
        let found = sealed.addresses.iter_mut().find(|one| one.number == number);
        let address = found.ok_or(Error::NotFound)?;
        if address.registered_at.is_some() {
            let allowed = &["NOT_REGISTERED"];
            return Err(Refusal::StateForbids { current: "REGISTERED", allowed }.into());
        }
        address.registered_at = Some(at.unwrap_or(app.clock.now()));
        refuse_faults(app, address, "")
    };
    change(app, call, asked, by).await
}

fn refuse_faults(app: &App, address: &Address, before: &str) -> Result<()> {
    let faults = address.faults(app.clock.now());
    let violation = |(field, problem, zh): (&str, &str, &str)| Violation {
        field: format!("{before}{field}"),
        problem: problem.to_owned(),
        problem_zh: Some(zh.to_owned()),
    };
    if faults.is_empty() {
        return Ok(());
    }
    Err(Error::Invalid(faults.into_iter().map(violation).collect()))
}

/// A ground as it is to be recorded.
#[derive(Clone, Debug)]
pub struct NewConsent {
    /// Whose.
    pub resident_id: ResidentId,
    /// For what.
    pub purpose: DataPurpose,
    /// On what ground.
    pub ground: LegalGround,
    /// When it was given or began; none: now.
    pub given_at: Option<DateTime<Utc>>,
    /// What proves it.
    pub evidence: String,
}

/// Records on what ground a person's data are used.
///
/// # Errors
/// `Merged`, `NotFound`, `Invalid`.
pub async fn record_consent<R: Answer<Consent>>(
    app: &App,
    call: &WriteCall,
    new: &NewConsent,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let before = tx.lock_resident(scope, new.resident_id).await?;
        before.must_be_active().map_err(Refusal::from)?;
        let known = tx.consents_of(before.id).await?;
        if known.len() >= MAX_CONSENTS {
            let problem = format!("has {MAX_CONSENTS} grounds already");
            let zh = format!("最多 {MAX_CONSENTS} 条");
            return Err(Error::told("resident_id", problem, zh));
        }
        let now = app.clock.now();
        let given_at = new.given_at.unwrap_or(now);
        if given_at > now {
            let zh = "不能晚于现在";
            return Err(Error::told("given_time", "must not lie in the future", zh));
        }
        let consent = Consent {
            number: known.iter().map(|one| one.number).max().unwrap_or(0) + 1,
            purpose: new.purpose,
            ground: new.ground,
            given_at,
            evidence: new.evidence.clone(),
            recorded_by: call.call.caller.account_id,
            withdrawn: None,
        };
        tx.add_consent(before.id, &consent).await?;
        let said = (ResidentStepKind::ConsentRecorded, named(&consent));
        let traces = vec![step(app, &tx, call, &before, &mut before.clone(), said).await?];
        Ok(Effect { outcome: consent, traces })
    })
    .await
}

/// Records that a person withdrew his consent.
///
/// # Errors
/// `NotConsent`, `StateForbids`, `Merged`, `NotFound`.
pub async fn withdraw_consent<R: Answer<Consent>>(
    app: &App,
    call: &WriteCall,
    id: ResidentId,
    number: u32,
    text: &str,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let before = tx.lock_resident(scope, id).await?;
        before.must_be_active().map_err(Refusal::from)?;
        let known = tx.consents_of(id).await?;
        let known = known.into_iter().find(|one| one.number == number).ok_or(Error::NotFound)?;
        let by = call.call.caller.account_id;
        let withdrawal = Withdrawal { at: app.clock.now(), text: text.to_owned(), by };
        let consent = known.withdraw(withdrawal)?;
        tx.update_consent(id, &consent).await?;
        let said = (ResidentStepKind::ConsentWithdrawn, named(&consent));
        let traces = vec![step(app, &tx, call, &before, &mut before.clone(), said).await?];
        Ok(Effect { outcome: consent, traces })
    })
    .await
}

fn named(consent: &Consent) -> String {
    format!("{} {} {}", consent.number, consent.purpose.name(), consent.ground.name())
}
