//! Mandates from record to revocation, one function an RPC. Who changes one holds it locked, so
//! that whoever acts by it meanwhile is judged before or after, never in between. No name, number
//! or reason leaves in an event or in the audit trail.

pub use crate::store::mandate::MandateFilter;

use super::{
    App, Call, appointment, catalogue, event,
    flag::{self, Meaning},
    page::{Page, PageRequest, instant_cursor, page},
    write::{Answer, Effect, Event, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        admission::ItemSet,
        appointment::Visitor,
        flag::{Fact, Flag, FlagKind},
        id::{EvidenceId, Id as _, MandateId},
        identifier::PassportNumber,
        mandate::{
            Act, Acting, Mandate, MandateRefusal, MandateView, Notarisation, Principal, Proof,
        },
        refusal::Refusal,
    },
    error::{Error, Result},
    store::Tx,
};
use chrono::{DateTime, NaiveDate, Utc};

/// A mandate as it is recorded. Cannot be printed.
#[derive(Clone)]
pub struct NewMandate {
    /// Who is acted for.
    pub principal_name: String,
    /// His passport number.
    pub passport: PassportNumber,
    /// Who acts.
    pub agent_name: String,
    /// His telephone number.
    pub agent_phone: String,
    /// The number of his document.
    pub agent_document: Option<PassportNumber>,
    /// For which items.
    pub items: ItemSet,
    /// Its first day.
    pub issued_on: NaiveDate,
    /// Its last day.
    pub valid_until: NaiveDate,
    /// How it is notarised.
    pub notarisation: Notarisation,
    /// What proves it.
    pub evidence: Vec<EvidenceId>,
}

impl std::fmt::Debug for NewMandate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewMandate(…)")
    }
}

/// A mandate and the version its reader saw.
pub type Target = (MandateId, i64);

/// What is checked of a mandate.
#[derive(Clone, Debug)]
pub struct Verification {
    /// How it is notarised; as recorded where it is not said.
    pub notarisation: Option<Notarisation>,
    /// What proves it further.
    pub evidence: Vec<EvidenceId>,
    /// On which legal basis.
    pub legal_basis: String,
}

/// Records a mandate.
///
/// # Errors
/// `Invalid` for evidence that is not there, `ItemNotInForce` for each item that is not.
pub async fn create<R: Answer<MandateView>>(
    app: &App,
    call: &WriteCall,
    new: &NewMandate,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let (catalogue, today) = (catalogue::settled(app, &tx).await?, app.clock.today());
        let unknown = new.items.iter().filter(|item| catalogue.item_on(item, today).is_none());
        let unknown = unknown.map(|item| Refusal::ItemNotInForce { service_item_id: item.into() });
        let refusals: Vec<_> = unknown.collect();
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        let made = Mandate {
            id: MandateId(app.clock.new_id()),
            principal_name: new.principal_name.clone(),
            principal_mask: new.passport.masked(),
            person_key: appointment::person_key(app, Some(&new.passport), "", ""),
            agent_name: new.agent_name.clone(),
            agent_phone: new.agent_phone.clone(),
            agent_mask: new.agent_document.as_ref().map(PassportNumber::masked).unwrap_or_default(),
            items: new.items.clone(),
            issued_on: new.issued_on,
            valid_until: new.valid_until,
            notarisation: new.notarisation,
            evidence: proofs(&tx, &new.evidence).await?,
            created: act(app, call),
            verified: None,
            legal_basis: String::new(),
            decision: None,
            revoked: None,
            reason: String::new(),
            version: 1,
        };
        tx.add_mandate(&made).await?;
        let traces = vec![trace("mandate.recorded", None, &made)];
        Ok(Effect { outcome: MandateView::of(made, today), traces })
    })
    .await
}

/// Records that a mandate was checked.
///
/// # Errors
/// `StateForbids`, `Incomplete` for each thing that is missing, `Invalid` for evidence that is not
/// there, `EtagMismatch`, `NotFound`.
pub async fn verify<R: Answer<MandateView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    given: &Verification,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let (before, today) = (lock(&tx, target).await?, app.clock.today());
        let further = proofs(&tx, &given.evidence).await?;
        let (by, basis) = (act(app, call), given.legal_basis.as_str());
        let after = before.verify(by, today, given.notarisation, &further, basis)?;
        let new = &after.evidence[before.evidence.len()..];
        tx.update_mandate(&after, new).await?;
        let traces = vec![trace("mandate.verified", Some(&before), &after)];
        Ok(Effect { outcome: MandateView::of(after, today), traces })
    })
    .await
}

/// Approves a mandate.
///
/// # Errors
/// `StateForbids`, `SelfApproval`, `EtagMismatch`, `NotFound`.
pub async fn approve<R: Answer<MandateView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let (before, today) = (lock(&tx, target).await?, app.clock.today());
        let after = before.approve(act(app, call), today)?;
        tx.update_mandate(&after, &[]).await?;
        let traces = vec![trace("mandate.approved", Some(&before), &after)];
        Ok(Effect { outcome: MandateView::of(after, today), traces })
    })
    .await
}

/// Rejects a mandate.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn reject<R: Answer<MandateView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    reason: &str,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let (before, today) = (lock(&tx, target).await?, app.clock.today());
        let after = before.reject(act(app, call), today, reason)?;
        tx.update_mandate(&after, &[]).await?;
        let traces = vec![trace("mandate.rejected", Some(&before), &after)];
        Ok(Effect { outcome: MandateView::of(after, today), traces })
    })
    .await
}

/// Revokes a mandate.
///
/// # Errors
/// `StateForbids`, `Invalid` for an instant in the future, `EtagMismatch`, `NotFound`.
pub async fn revoke<R: Answer<MandateView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    at: Option<DateTime<Utc>>,
    reason: &str,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let (before, today) = (lock(&tx, target).await?, app.clock.today());
        let mut by = act(app, call);
        if at.is_some_and(|at| at > by.at) {
            return Err(Error::told("revoke_time", "must not be in the future", "不能晚于现在"));
        }
        by.at = at.unwrap_or(by.at);
        let after = before.revoke(by, today, reason)?;
        tx.update_mandate(&after, &[]).await?;
        let mut traces = vec![trace("mandate.revoked", Some(&before), &after)];
        traces.extend(flag_what_rests_on(app, call, &tx, &after).await?);
        Ok(Effect { outcome: MandateView::of(after, today), traces })
    })
    .await
}

/// Flags the open cases and the coming appointments in which the agent acts. Nothing else of them
/// changes: somebody has to look.
async fn flag_what_rests_on(
    app: &App,
    call: &WriteCall,
    tx: &Tx,
    revoked: &Mandate,
) -> Result<Vec<Trace>> {
    let Some(act) = revoked.revoked else { return Ok(Vec::new()) };
    let flag = Flag {
        kind: FlagKind::MandateRevoked,
        resource_id: revoked.id.text(),
        at: act.at,
        reason: revoked.reason.clone(),
    };
    let account = Some(call.call.caller.account_id);
    let raised = || Some(Meaning::Raise(flag.clone()));
    flag::look(app, tx, account, &Fact::Mandate(revoked.id), |_| raised(), |_| raised()).await
}

/// One mandate.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn get(app: &App, id: MandateId) -> Result<MandateView> {
    Ok(MandateView::of(app.store.reader().mandate(id).await?, app.clock.today()))
}

/// A page of mandates, the newest first.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &MandateFilter,
    request: &PageRequest,
) -> Result<Page<MandateView>> {
    let person = filter.person_key.map(|key| data_encoding::HEXLOWER.encode(&key.0));
    let filters = format!("{filter:?}{person:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| instant_cursor(&text));
    let feed_token = event::list_token(app, call, request).await?;
    let rows = app.store.reader().mandates(filter, after, limit as u64 + 1).await?;
    let cursor = |last: &Mandate| format!("{} {}", last.created.at.timestamp_micros(), last.id.0);
    let Page { rows, next_token, .. } = page(app, call, &filters, rows, limit, cursor);
    let today = app.clock.today();
    let rows = rows.into_iter().map(|mandate| MandateView::of(mandate, today)).collect();
    Ok(Page { rows, next_token, feed_token })
}

/// Whether what an agent does must stand at once, or may wait for the mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// He hands an application in, which is accepted later.
    Filing,
    /// He acts.
    Acting,
}

/// The mandate by which somebody acts, held until the transaction ends, and every refusal.
///
/// # Errors
/// What the database says.
pub(super) async fn judge(
    tx: &Tx,
    id: Option<MandateId>,
    acting: &Acting<'_>,
    stage: Stage,
) -> Result<(Option<Mandate>, Vec<Refusal>)> {
    let found = match id {
        Some(id) => tx.share_mandate(id).await?,
        None => None,
    };
    let refusals = match (&found, stage) {
        (None, _) => vec![MandateRefusal::Missing.into()],
        (Some(mandate), Stage::Filing) => mandate.refusals_of_filing(acting),
        (Some(mandate), Stage::Acting) => mandate.refusals(acting),
    };
    Ok((found, refusals))
}

/// What an agent does on a day for somebody, as the centre knows him.
pub(super) fn acting<'a>(
    agent_name: &'a str,
    of: &'a Visitor,
    items: &'a ItemSet,
    day: NaiveDate,
) -> Acting<'a> {
    let by_passport = of.passport_sealed.is_some();
    let principal = Principal { person_key: of.person_key, by_passport, name: &of.name };
    Acting { items, day, principal, agent_name }
}

async fn lock(tx: &Tx, (id, version): Target) -> Result<Mandate> {
    let found = tx.lock_mandate(id).await?;
    if found.version == version { Ok(found) } else { Err(Error::EtagMismatch) }
}

fn act(app: &App, call: &WriteCall) -> Act {
    Act { by: call.call.caller.account_id, at: app.clock.now() }
}

/// What some files prove, in the order in which they are named.
async fn proofs(tx: &Tx, ids: &[EvidenceId]) -> Result<Vec<Proof>> {
    let found = tx.lock_proofs(ids).await?;
    let named = ids.iter().enumerate().map(|(index, id)| {
        let proof = found.iter().find(|proof| proof.id == *id).copied();
        proof.ok_or_else(|| {
            let field = format!("evidence_ids[{index}]");
            Error::told(field, "must name a file that is on record", "应为已上传的文件")
        })
    });
    named.collect()
}

fn trace(kind: &'static str, before: Option<&Mandate>, after: &Mandate) -> Trace {
    let body = serde_json::json!({ "mandate_id": after.id.text(), "etag": after.version });
    // The centre's own business: no department is told of it.
    let event = Event { kind, department_ids: String::new(), body: body.to_string() };
    Trace {
        resource_id: after.id.text(),
        before: before.map(canonical),
        after: Some(canonical(after)),
        event: Some(event),
        ..Trace::default()
    }
}

/// The whole state in one text, for the hash that the audit trail keeps.
fn canonical(of: &Mandate) -> String {
    let fields = [
        of.id.text(),
        of.principal_name.clone(),
        data_encoding::HEXLOWER.encode(&of.person_key.0),
        of.agent_name.clone(),
        of.agent_phone.clone(),
        of.agent_mask.clone(),
        of.items.text(),
        format!("{} {} {:?}", of.issued_on, of.valid_until, of.notarisation),
        format!("{:?}", of.evidence),
        format!("{:?} {:?} {:?} {:?}", of.created, of.verified, of.decision, of.revoked),
        of.legal_basis.clone(),
        of.reason.clone(),
        of.version.to_string(),
    ];
    fields.join("\n")
}
