//! The rules of expiry out of their message.

use crate::{
    api::{
        directory::convert::{self, count, limit_message},
        fields::{Fields, etag},
        resource::{Base, Paths, Resource, paths},
    },
    domain::{
        catalogue::{
            ExpiryPolicy, RenewalRule,
            check::{MAX_CODE_CHARS, MAX_OBLIGATIONS, MAX_REMINDERS, MAX_RENEWALS, MAX_TEXT_CHARS},
        },
        document::{DocumentKind, PermitPurpose, WorkPermitClass},
        expiry::{LifeEventKind, ObligationOwner, ObligationRule},
        limit::LimitKind,
    },
    service::directory::deadline::MonthRule,
};
use frsc_proto::{admin, v1};

impl Resource for ExpiryPolicy {
    type Message = admin::ExpiryPolicy;
    const PATHS: Paths<admin::ExpiryPolicy> = paths!(
        renewals,
        passport_margin_days,
        reminder_offset_days,
        overdue_reminder_days,
        obligations,
    );

    fn encode(&self, version: i64) -> admin::ExpiryPolicy {
        admin::ExpiryPolicy {
            renewals: self.renewals.iter().map(encode_renewal).collect(),
            passport_margin_days: count(self.passport_margin_days),
            reminder_offset_days: self.reminder_offset_days.iter().copied().map(count).collect(),
            overdue_reminder_days: count(self.overdue_reminder_days),
            obligations: self.obligations.iter().map(encode_obligation).collect(),
            etag: etag(version),
        }
    }

    fn decode(fields: &mut Fields, message: &admin::ExpiryPolicy, _: &Base<'_, Self>) -> Self {
        let offsets = message.reminder_offset_days.iter().take(MAX_REMINDERS + 1);
        let mut renewals = Vec::new();
        for (index, rule) in message.renewals.iter().enumerate().take(MAX_RENEWALS + 1) {
            renewals.extend(renewal(fields, index, rule));
        }
        let mut obligations = Vec::new();
        for (index, rule) in message.obligations.iter().enumerate().take(MAX_OBLIGATIONS + 1) {
            obligations.extend(obligation(fields, index, rule));
        }
        Self {
            renewals,
            passport_margin_days: number(message.passport_margin_days),
            reminder_offset_days: offsets.copied().map(number).collect(),
            overdue_reminder_days: number(message.overdue_reminder_days),
            obligations,
        }
    }

    fn key(fields: &mut Fields, message: &admin::ExpiryPolicy) -> (String, i64) {
        (String::new(), fields.etag("expiry_policy.etag", &message.etag))
    }
}

/// A negative number is beyond every limit, which the check of the whole document tells.
fn number(value: i32) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn encode_renewal(rule: &RenewalRule) -> admin::RenewalRule {
    admin::RenewalRule {
        document_kind: rule.document_kind.number(),
        purpose: rule.purpose.map_or(0, PermitPurpose::number),
        work_permit_class: rule.class.map_or(0, WorkPermitClass::number),
        service_item_id: rule.service_item_id.clone(),
        shortest_days: count(rule.shortest_days),
        longest_months: count(rule.longest_months),
        longest_days: count(rule.longest_days),
    }
}

/// A rule of renewals; nothing where a fault has been noted.
fn renewal(fields: &mut Fields, index: usize, rule: &admin::RenewalRule) -> Option<RenewalRule> {
    let field = |name: &str| format!("expiry_policy.renewals[{index}].{name}");
    let kind = fields.choice::<v1::DocumentKind>(&field("document_kind"), rule.document_kind);
    let purpose = fields.known::<v1::PermitPurpose>(&field("purpose"), rule.purpose);
    let class = field("work_permit_class");
    let class = fields.known::<v1::WorkPermitClass>(&class, rule.work_permit_class);
    Some(RenewalRule {
        document_kind: DocumentKind::from_number(kind?.into())?,
        purpose: PermitPurpose::from_number(purpose.into()),
        class: WorkPermitClass::from_number(class.into()),
        service_item_id: fields.code(&field("service_item_id"), &rule.service_item_id),
        shortest_days: number(rule.shortest_days),
        longest_months: number(rule.longest_months),
        longest_days: number(rule.longest_days),
    })
}

fn encode_obligation(rule: &ObligationRule) -> admin::ObligationRule {
    admin::ObligationRule {
        event: rule.event.number(),
        code: rule.code.clone(),
        owner: rule.owner.number(),
        limit: Some(limit_message(&rule.limit, MonthRule::SinceEvent)),
        service_item_id: rule.service_item_id.clone().unwrap_or_default(),
        held_document_kind: rule.holds.map_or(0, DocumentKind::number),
        held_purpose: rule.purpose.map_or(0, PermitPurpose::number),
        of_dependants: rule.of_dependants,
        text: rule.text.clone(),
        legal_basis: rule.legal_basis.clone(),
    }
}

/// A rule of obligations; nothing where a fault has been noted.
fn obligation(
    fields: &mut Fields,
    index: usize,
    rule: &admin::ObligationRule,
) -> Option<ObligationRule> {
    let field = |name: &str| format!("expiry_policy.obligations[{index}].{name}");
    let event = fields.choice::<v1::LifeEventKind>(&field("event"), rule.event);
    let owner = fields.choice::<v1::ObligationOwner>(&field("owner"), rule.owner);
    let code = rule.code.trim();
    let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    if !(1..=MAX_CODE_CHARS).contains(&code.len()) || !code.bytes().all(plain) {
        fields.fault(&field("code"), "must be 1 to 40 of A-Z, 0-9 and underscore");
    }
    let given = rule.limit.unwrap_or_default();
    let limit = convert::limit(fields, &field("limit"), &given, LimitKind::Internal);
    let kind = field("held_document_kind");
    let kind = fields.known::<v1::DocumentKind>(&kind, rule.held_document_kind);
    let purpose = fields.known::<v1::PermitPurpose>(&field("held_purpose"), rule.held_purpose);
    let item = fields.optional_code(&field("service_item_id"), &rule.service_item_id);
    let text = fields.text(&field("text"), &rule.text, 1, MAX_TEXT_CHARS);
    let legal_basis = fields.text(&field("legal_basis"), &rule.legal_basis, 1, MAX_TEXT_CHARS);
    Some(ObligationRule {
        event: LifeEventKind::from_number(event?.into())?,
        code: code.to_owned(),
        owner: ObligationOwner::from_number(owner?.into())?,
        limit: limit?.0,
        service_item_id: item,
        holds: DocumentKind::from_number(kind.into()),
        purpose: PermitPurpose::from_number(purpose.into()),
        of_dependants: rule.of_dependants,
        text,
        legal_basis,
    })
}
