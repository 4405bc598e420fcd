//! An expedite is asked for, decided, and taken back.

use super::{account::effect, follow::trace};
use crate::{
    domain::{
        case::{Approval, Case, Moment},
        expedite::{
            Expedite, ExpediteEffect, ExpediteRefusal, ExpediteRequest, ExpediteStep, ExpediteView,
        },
        id::{CaseId, ExpediteId},
        refusal::Refusal,
        whitelist::WhitelistBenefit,
    },
    error::{Error, Result},
    service::{
        App,
        case::{changed, filing_moment, settled},
        whitelist::{benefit_held, benefit_of},
        write::{Answer, Effect, Reply, WriteCall, write},
    },
    store::Tx,
};

/// The benefit of an entry of the whitelist that takes no place of the quota.
const LANE: WhitelistBenefit = WhitelistBenefit::ExpediteLane;

/// What is decided of an expedite.
#[derive(Clone, Debug)]
pub struct Decided {
    /// Approved or rejected.
    pub approval: Approval,
    /// Why.
    pub reason: String,
    /// The limit granted; what was asked for where none is named.
    pub working_days: Option<u32>,
}

/// Asks for an expedite of a case, and tells what it would do.
///
/// # Errors
/// Every rule that refuses, `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn request<R: Answer<ExpediteView>>(
    app: &App,
    call: &WriteCall,
    (case_id, version): (CaseId, i64),
    request: &ExpediteRequest,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let (catalogue, before, mut case) = settled(app, &tx, scope, case_id).await?;
        if case.version != version {
            return Err(Error::EtagMismatch);
        }
        let by = call.call.caller.account_id;
        let moment = filing_moment(app, &catalogue, Some(by));
        let known = tx.expedites_of_case(case.id).await?;
        let open = known.iter().find(|one| one.state.is_open()).map(|one| one.id);
        let mut expedited = case.clone();
        case.request_expedite(&moment, request, open)?;
        expedited.expedite(&moment, request.needed_by, request.working_days, "")?;
        let id = ExpediteId(app.clock.new_id());
        let expedite = Expedite::new(id, &case, request.clone(), by, &moment);
        let lane = benefit_of(&tx, LANE, case.applicant.resident_id, moment.now).await?;
        let counted = (tx.approvals_on(moment.today).await?, lane);
        let limit = (request.working_days, request.needed_by);
        let effect = effect(&tx, &moment, (&case, &expedited), limit, counted).await?;
        tx.add_expedite(&expedite).await?;
        let mut traces = changed(app, &tx, &catalogue, &before, &case).await?;
        traces.push(trace(None, &expedite, &case.departments().join(" ")));
        let view = ExpediteView { expedite, effect: Some(effect) };
        Ok(Effect { outcome: view.seen_by(scope), traces })
    })
    .await
}

/// Approves or rejects an expedite.
///
/// # Errors
/// Every rule that refuses, `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn decide<R: Answer<ExpediteView>>(
    app: &App,
    call: &WriteCall,
    (id, version): (ExpediteId, i64),
    decided: &Decided,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let case_id = tx.expedite(scope, id).await?.case_id;
        let (catalogue, before, mut case) = settled(app, &tx, scope, case_id).await?;
        let old = tx.lock_expedite(scope, id).await?;
        if old.version != version {
            return Err(Error::EtagMismatch);
        }
        let by = call.call.caller.account_id;
        let moment = filing_moment(app, &catalogue, Some(by));
        let mut expedite = old.clone();
        expedite.check_undecided().map_err(|refusal| vec![refusal])?;
        let own: Vec<_> = expedite.against_decision_by(by).into_iter().collect();
        let effect = match (decided.approval, own.is_empty()) {
            (Approval::Approve, _) => {
                Some(approve(&tx, &moment, &mut case, &mut expedite, own, decided).await?)
            }
            (Approval::Reject, false) => return Err(own.into()),
            (Approval::Reject, true) => {
                case.reject_expedite(&moment, &decided.reason)?;
                None
            }
        };
        let taken = step(call, &moment, &decided.reason);
        expedite.decide(taken, decided.approval, decided.working_days);
        tx.update_expedite(&expedite).await?;
        if let Some(effect) = &effect {
            tx.keep_expedite_effect(id, effect).await?;
        }
        let mut traces = changed(app, &tx, &catalogue, &before, &case).await?;
        traces.push(trace(Some(&old), &expedite, &case.departments().join(" ")));
        let view = ExpediteView { expedite, effect };
        Ok(Effect { outcome: view.seen_by(scope), traces })
    })
    .await
}

/// Starts the clocks and takes a place of the day's quota, unless the whitelist brings the
/// expedited lane; every rule against it is told.
async fn approve(
    tx: &Tx,
    moment: &Moment<'_>,
    case: &mut Case,
    expedite: &mut Expedite,
    mut refusals: Vec<Refusal>,
    decided: &Decided,
) -> Result<ExpediteEffect> {
    let (days, needed_by) =
        (expedite.granted_or_asked(decided.working_days), expedite.request.needed_by);
    let before = case.clone();
    if let Err(more) = case.expedite(moment, needed_by, days, &decided.reason) {
        refusals.extend(more);
    }
    let lane = benefit_held(tx, LANE, case.applicant.resident_id, moment.now).await?;
    let others = match lane {
        Some(_) => tx.approvals_on(moment.today).await?,
        None => tx.count_approval(moment.today).await?.saturating_sub(1),
    };
    let quota_a_day = moment.catalogue.case_policy().expedites_a_day;
    if lane.is_none() && quota_a_day > 0 && others >= quota_a_day {
        refusals.push(ExpediteRefusal::QuotaUsed { quota_a_day }.into());
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    let counted = (others, lane);
    let effect = effect(tx, moment, (&before, case), (days, needed_by), counted).await?;
    expedite.keep_effect(&effect);
    Ok(effect)
}

/// Takes an expedite back.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn withdraw<R: Answer<ExpediteView>>(
    app: &App,
    call: &WriteCall,
    (id, version): (ExpediteId, i64),
    reason: &str,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let case_id = tx.expedite(scope, id).await?.case_id;
        let (catalogue, before, mut case) = settled(app, &tx, scope, case_id).await?;
        let old = tx.lock_expedite(scope, id).await?;
        if old.version != version {
            return Err(Error::EtagMismatch);
        }
        let moment = filing_moment(app, &catalogue, Some(call.call.caller.account_id));
        let mut expedite = old.clone();
        expedite.withdraw(step(call, &moment, reason)).map_err(|refusal| vec![refusal])?;
        case.withdraw_expedite(&moment, reason)?;
        tx.update_expedite(&expedite).await?;
        let mut traces = changed(app, &tx, &catalogue, &before, &case).await?;
        traces.push(trace(Some(&old), &expedite, &case.departments().join(" ")));
        let view = ExpediteView { expedite, effect: None };
        Ok(Effect { outcome: view.seen_by(scope), traces })
    })
    .await
}

fn step(call: &WriteCall, moment: &Moment<'_>, reason: &str) -> ExpediteStep {
    let by = call.call.caller.account_id;
    ExpediteStep { by, at: moment.now, on: moment.today, reason: reason.to_owned() }
}
