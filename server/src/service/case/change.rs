//! The steps of a case. Each loads the case locked, does what the law's clock has done meanwhile,
//! compares the etag, asks the domain, and saves what changed.

use super::{
    departments, filing_moment,
    making::{documents_shown, moves, who_sees},
    receive::open_prerequisites,
    traces, view,
};
use crate::{
    domain::{
        caller::Scope,
        case::{Approval, Case, CaseView, Moment, Pause, Supplement},
        catalogue::Catalogue,
        id::CaseId,
        refusal::Refusal,
    },
    error::{Error, Result},
    service::{
        App, catalogue, document, expedite,
        mandate::{self, Stage},
        write::{Answer, Effect, Reply, Trace, WriteCall, write},
    },
    store::Tx,
};
use std::sync::Arc;

/// Whether somebody came to the centre for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attendance {
    /// Nobody came.
    Remote,
    /// The applicant or his agent came.
    InPerson,
}

/// Which case, and the version its reader saw.
pub type Target = (CaseId, i64);

type Refused = std::result::Result<(), Vec<Refusal>>;

/// A locked case with what the law's clock has done to it, and the catalogue by which.
pub(in crate::service) async fn settled(
    app: &App,
    tx: &Tx,
    scope: &Scope,
    id: CaseId,
) -> Result<(Arc<Catalogue>, Case, Case)> {
    let catalogue = catalogue::settled(app, tx).await?;
    let before = tx.lock_case(scope, id).await?;
    let mut case = before.clone();
    case.lapse(&filing_moment(app, &catalogue, None));
    Ok((catalogue, before, case))
}

/// Saves a changed case and tells what it leaves behind.
pub(in crate::service) async fn changed(
    app: &App,
    tx: &Tx,
    catalogue: &Catalogue,
    before: &Case,
    after: &Case,
) -> Result<Vec<Trace>> {
    let moved = moves(before, after);
    let seen = if moved { who_sees(tx, after).await? } else { Vec::new() };
    tx.update_case(before, after).await?;
    let mut traces = traces(Some(before), after);
    if moved {
        traces.extend(documents_shown(tx, after, seen).await?);
    }
    traces.extend(document::follow(app, tx, catalogue, after).await?);
    traces.extend(expedite::follow(tx, before, after, &departments(Some(before), after)).await?);
    Ok(traces)
}

/// Takes a step of a case.
async fn step<R, F>(app: &App, call: &WriteCall, (id, version): Target, work: F) -> Result<Reply<R>>
where
    R: Answer<CaseView>,
    F: Fn(&mut Case, &Moment<'_>) -> Result<Refused> + Sync,
{
    let scope = &call.call.scope()?;
    let work = &work;
    write(app, call, |tx| async move {
        let (catalogue, before, mut case) = settled(app, &tx, scope, id).await?;
        if case.version != version {
            return Err(Error::EtagMismatch);
        }
        let account = call.call.caller.account_id;
        let moment = filing_moment(app, &catalogue, Some(account));
        work(&mut case, &moment)??;
        let traces = changed(app, &tx, &catalogue, &before, &case).await?;
        Ok(Effect { outcome: view(app, &catalogue, case, scope), traces })
    })
    .await
}

/// 一次性告知.
///
/// # Errors
/// `NoticeGiven`, `NothingMissing`, `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn notify<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    notice: &str,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.notify(moment, notice))).await
}

/// 补正, or what 容缺 promised.
///
/// # Errors
/// `Invalid` for material that no item asks for, `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn supplement<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    given: &[Supplement],
    attendance: Attendance,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| {
        if let Some(index) = given.iter().position(|given| !case.knows_material(&given.name)) {
            let field = format!("materials[{index}].name");
            return Err(Error::invalid(field, "must be material that an item of the case lists"));
        }
        let done = case.supplement(moment, given);
        count_visit(case, moment, attendance);
        Ok(done)
    })
    .await
}

/// 受理.
///
/// # Errors
/// `MaterialMissing`, `PrerequisiteOpen`, all that the agent's mandate lacks, `StateForbids`,
/// `EtagMismatch`, `NotFound`.
pub async fn accept<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    (id, version): Target,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let (catalogue, before, mut case) = settled(app, &tx, scope, id).await?;
        if case.version != version {
            return Err(Error::EtagMismatch);
        }
        let open = open_prerequisites(&tx, &case).await?;
        let moment = filing_moment(app, &catalogue, Some(call.call.caller.account_id));
        let mut refusals = match case.accept(&moment, &open) {
            Ok(()) => Vec::new(),
            Err(refusals) => refusals,
        };
        if let Some(agent) = &case.agent {
            let acting = mandate::acting(&agent.name, &case.applicant, &case.items, moment.today);
            let judged = mandate::judge(&tx, agent.mandate_id, &acting, Stage::Acting).await?;
            refusals.extend(judged.1);
        }
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        let traces = changed(app, &tx, &catalogue, &before, &case).await?;
        Ok(Effect { outcome: view(app, &catalogue, case, scope), traces })
    })
    .await
}

/// 不予受理.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn refuse<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    reason: &str,
    legal_basis: &str,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.refuse(moment, reason, legal_basis))).await
}

/// 中止.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn suspend<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    pause: Pause<'_>,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.suspend(moment, pause))).await
}

/// Starts the clocks again.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn resume<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.resume(moment))).await
}

/// Asks for the extension.
///
/// # Errors
/// `ExtensionNotAllowed`, `ExtensionUsed`, `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn request_extension<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    reason: &str,
) -> Result<Reply<R>> {
    let by = call.call.caller.account_id;
    step(app, call, target, |case, moment| Ok(case.request_extension(moment, by, reason))).await
}

/// Decides the extension.
///
/// # Errors
/// `NoRequest`, `SelfApproval`, `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn decide_extension<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    approval: Approval,
    reason: &str,
) -> Result<Reply<R>> {
    let by = call.call.caller.account_id;
    step(app, call, target, |case, moment| Ok(case.decide_extension(moment, by, approval, reason)))
        .await
}

/// 送达.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn deliver<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    attendance: Attendance,
    note: &str,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| {
        let done = case.deliver(moment, note);
        count_visit(case, moment, attendance);
        Ok(done)
    })
    .await
}

/// 办结.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn close<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.close(moment))).await
}

/// Withdraws it.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn withdraw<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    reason: &str,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.withdraw(moment, reason))).await
}

/// 终止.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn terminate<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    reason: &str,
    legal_basis: &str,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.terminate(moment, reason, legal_basis))).await
}

/// Takes it up again.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn reopen<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    reason: &str,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.reopen(moment, reason))).await
}

/// 归档.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn archive<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.archive(moment))).await
}

fn count_visit(case: &mut Case, moment: &Moment<'_>, attendance: Attendance) {
    if attendance == Attendance::InPerson {
        case.visit(moment.today);
    }
}
