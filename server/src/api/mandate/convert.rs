//! What the messages of mandates mean: decoded with every fault noted, encoded as they are shown.

use crate::{
    api::{
        appointment::{note_in, passport, phone},
        fields::{Fields, date, etag, timestamp},
    },
    domain::{
        admission::ItemSet,
        appointment::MAX_NAME_CHARS,
        id::{EvidenceId, Id as _},
        mandate::{
            Decision, MAX_BASIS_CHARS, MAX_EVIDENCE_OF_MANDATE, MAX_ITEMS_OF_MANDATE,
            MAX_MANDATE_DAYS, MandateView, Notarisation,
        },
    },
    error::Result,
    service::{
        App, appointment,
        mandate::{MandateFilter, NewMandate, Target, Verification},
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use frsc_proto::v1 as pb;

pub(super) fn new_mandate(request: pb::CreateMandateRequest) -> Result<NewMandate> {
    let mut fields = Fields::new();
    let principal = request.principal.unwrap_or_default();
    let principal_name = fields.text("principal.name", &principal.name, 1, MAX_NAME_CHARS);
    let field = "principal.passport_number";
    if principal.passport_number.trim().is_empty() {
        fields.told(field, "is required", "必填");
    }
    let number = passport(&mut fields, field, &principal.passport_number);
    let agent = request.agent.unwrap_or_default();
    let agent_name = fields.text("agent.name", &agent.name, 1, MAX_NAME_CHARS);
    let agent_phone = phone(&mut fields, "agent.phone_number", &agent.phone_number);
    if agent.phone_number.trim().is_empty() {
        fields.told("agent.phone_number", "is required", "必填");
    }
    let agent_document = passport(&mut fields, "agent.document_number", &agent.document_number);
    fields.codes("service_item_ids", &request.service_item_ids, 1, MAX_ITEMS_OF_MANDATE);
    let days = days(&mut fields, request.issued_date, request.valid_until_date);
    let notarisation = fields.choice::<pb::Notarisation>("notarisation", request.notarisation);
    let notarisation = notarisation.and_then(|one| Notarisation::from_number(one.into()));
    let evidence = evidence(&mut fields, &request.evidence_ids);
    let ((passport, notarisation), (issued_on, valid_until)) =
        fields.both(number.zip(notarisation), days)?;
    Ok(NewMandate {
        principal_name,
        passport,
        agent_name,
        agent_phone,
        agent_document,
        items: ItemSet::new(request.service_item_ids),
        issued_on,
        valid_until,
        notarisation,
        evidence,
    })
}

fn days(
    fields: &mut Fields,
    from: Option<frsc_proto::gtype::Date>,
    to: Option<frsc_proto::gtype::Date>,
) -> Option<(NaiveDate, NaiveDate)> {
    let from = fields.date("issued_date", from);
    let to = fields.date("valid_until_date", to);
    let (from, to) = from.zip(to)?;
    if !(0..=MAX_MANDATE_DAYS).contains(&(to - from).num_days()) {
        fields.told(
            "valid_until_date",
            "must be issued_date or at most ten years after it",
            "应不早于签署日，且最多在其后十年",
        );
    }
    Some((from, to))
}

fn evidence(fields: &mut Fields, ids: &[String]) -> Vec<EvidenceId> {
    let field = "evidence_ids";
    if ids.len() > MAX_EVIDENCE_OF_MANDATE {
        let most = MAX_EVIDENCE_OF_MANDATE;
        fields.told(field, format!("must have at most {most} entries"), format!("最多 {most} 项"));
    }
    let mut read = Vec::new();
    for (index, id) in ids.iter().enumerate().take(MAX_EVIDENCE_OF_MANDATE) {
        let at = format!("{field}[{index}]");
        let id = fields.id::<EvidenceId>(&at, id);
        if id.is_some_and(|id| read.contains(&id)) {
            fields.told(&at, "is there twice; name it once", "重复，请只填一次");
        }
        read.extend(id);
    }
    read
}

pub(super) fn verification(request: pb::VerifyMandateRequest) -> Result<(Target, Verification)> {
    let mut fields = Fields::new();
    let notarisation = match request.notarisation {
        0 => None,
        given => fields.choice::<pb::Notarisation>("notarisation", given),
    };
    let notarisation = notarisation.and_then(|one| Notarisation::from_number(one.into()));
    let evidence = evidence(&mut fields, &request.evidence_ids);
    let legal_basis = fields.text("legal_basis", &request.legal_basis, 1, MAX_BASIS_CHARS);
    let target = fields.resource("mandate_id", &request.mandate_id, &request.etag)?;
    Ok((target, Verification { notarisation, evidence, legal_basis }))
}

/// A step with its reason.
pub(super) fn reasoned(id: &str, version: &str, reason: &str) -> Result<(Target, String)> {
    let mut fields = Fields::new();
    let reason = reason_of(&mut fields, reason);
    Ok((fields.resource("mandate_id", id, version)?, reason))
}

fn reason_of(fields: &mut Fields, reason: &str) -> String {
    fields.text("reason", reason, 1, MAX_BASIS_CHARS);
    note_in(fields, "reason", reason)
}

pub(super) fn revocation(
    request: pb::RevokeMandateRequest,
) -> Result<(Target, Option<DateTime<Utc>>, String)> {
    let mut fields = Fields::new();
    let at = fields.optional_instant("revoke_time", request.revoke_time);
    let reason = reason_of(&mut fields, &request.reason);
    Ok((fields.resource("mandate_id", &request.mandate_id, &request.etag)?, at, reason))
}

pub(super) fn filter(app: &App, request: &pb::ListMandatesRequest) -> Result<MandateFilter> {
    let mut fields = Fields::new();
    let number = passport(&mut fields, "passport_number", &request.passport_number);
    let filter = MandateFilter {
        person_key: number.map(|number| appointment::person_key(app, Some(&number), "", "")),
        service_item_id: fields.optional_code("service_item_id", &request.service_item_id),
        undecided_only: request.undecided_only,
    };
    fields.finish(filter)
}

/// A mandate as messages carry it.
pub(in crate::api) fn encode(view: &MandateView) -> pb::Mandate {
    let of = &view.mandate;
    let decided = of.decision.map(|decision| match decision {
        Decision::Approved(act) | Decision::Rejected(act) => act,
    });
    let evidence = of.evidence.iter().map(|proof| pb::MandateEvidence {
        evidence_id: proof.id.text(),
        kind: proof.kind.number(),
    });
    let lacks = view
        .lacks
        .iter()
        .map(|lack| pb::MandateLackDetail { lack: lack.number(), detail: lack.detail() });
    pb::Mandate {
        mandate_id: of.id.text(),
        state: view.state.number(),
        principal: Some(pb::MandatePrincipal {
            name: of.principal_name.clone(),
            passport_number: String::new(),
            masked_passport_number: of.principal_mask.clone(),
        }),
        agent: Some(pb::MandateAgent {
            name: of.agent_name.clone(),
            phone_number: of.agent_phone.clone(),
            document_number: String::new(),
            masked_document_number: of.agent_mask.clone(),
        }),
        service_item_ids: of.items.iter().map(str::to_owned).collect(),
        issued_date: Some(date(of.issued_on)),
        valid_until_date: Some(date(of.valid_until)),
        notarisation: of.notarisation.number(),
        evidence: evidence.collect(),
        created_by_account_id: of.created.by.text(),
        create_time: Some(timestamp(of.created.at)),
        verified_by_account_id: of.verified.map(|act| act.by.text()).unwrap_or_default(),
        verify_time: of.verified.map(|act| timestamp(act.at)),
        legal_basis: of.legal_basis.clone(),
        decided_by_account_id: decided.map(|act| act.by.text()).unwrap_or_default(),
        decide_time: decided.map(|act| timestamp(act.at)),
        revoked_by_account_id: of.revoked.map(|act| act.by.text()).unwrap_or_default(),
        revoke_time: of.revoked.map(|act| timestamp(act.at)),
        reason: of.reason.clone(),
        lacks: lacks.collect(),
        etag: etag(of.version),
    }
}
