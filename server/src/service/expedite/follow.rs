//! What becomes of a case's expedites when the case changes, and what a changed expedite leaves
//! behind: a hash of its state, and an event that holds nothing of its ground's words.

use crate::{
    domain::{
        case::{Case, CaseState},
        expedite::{Expedite, ExpediteStep},
        id::Id as _,
    },
    error::Result,
    service::write::{Event, Trace},
    store::Tx,
};

/// Ends a request that nobody decided while its case was under way, and tells departments that get
/// or lose a task of the case. The case is locked.
pub(in crate::service) async fn follow(
    tx: &Tx,
    before: &Case,
    after: &Case,
    departments: &str,
) -> Result<Vec<Trace>> {
    let under_way = |case: &Case| matches!(case.state, CaseState::Accepted | CaseState::Suspended);
    let ended = under_way(before) && !under_way(after);
    let handed_on = before.departments() != after.departments();
    if !ended && !handed_on {
        return Ok(Vec::new());
    }
    let mut traces = Vec::new();
    for old in tx.expedites_of_case(after.id).await? {
        let mut expedite = old.clone();
        if ended && expedite.lapse() {
            tx.update_expedite(&expedite).await?;
        } else if !handed_on {
            continue;
        }
        traces.push(trace(Some(&old), &expedite, departments));
    }
    Ok(traces)
}

/// What a new or changed expedite leaves behind.
pub(super) fn trace(before: Option<&Expedite>, after: &Expedite, departments: &str) -> Trace {
    let same = before.is_some_and(|before| before.state == after.state);
    let body = serde_json::json!({
        "expedite_id": after.id.text(),
        "case_id": after.case_id.text(),
        "state": after.state.name(),
        "ground": after.request.ground.name(),
        "etag": after.version,
    });
    Trace {
        resource_id: after.id.text(),
        before: before.map(canonical),
        after: Some(canonical(after)),
        event: Some(Event {
            kind: if same { "expedite.changed" } else { after.state.event() },
            department_ids: departments.to_owned(),
            body: body.to_string(),
        }),
        ..Trace::default()
    }
}

/// The whole state in one text, for the hash that the audit trail keeps.
fn canonical(of: &Expedite) -> String {
    let request = &of.request;
    let step = |step: &Option<ExpediteStep>| {
        step.as_ref().map(|step| format!("{:?}\t{:?}\t{}", step.by, step.at, step.reason))
    };
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}",
        of.id,
        of.case_id,
        of.state,
        request.ground,
        request.text,
        request.needed_by,
        request.evidence,
        request.working_days,
        of.granted_working_days,
        (of.requested_by, of.requested_at),
        step(&of.decision),
        step(&of.withdrawal),
        of.version,
    )
}
