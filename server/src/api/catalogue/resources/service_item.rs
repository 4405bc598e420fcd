//! A service item out of its message: its limits run forward from the acceptance, whatever their
//! unit.

use crate::{
    api::{
        directory::convert,
        fields::Fields,
        resource::{Base, Paths, Resource, paths},
    },
    domain::{
        appointment::MAX_ITEMS,
        catalogue::{
            Handling, ServiceItem,
            check::{MAX_APPLICANTS, MAX_MATERIAL_CHARS, MAX_MATERIALS, MAX_TEXT_CHARS},
        },
        limit::{Limit, LimitDirection, LimitKind, LimitUnit, MAX_WORKING_DAYS},
        proxy::{ProxyGround, ProxyRule},
    },
    service::directory::deadline::MonthRule,
};
use frsc_proto::v1;

/// Longest national code of an item, in characters.
const MAX_NATIONAL_CODE_CHARS: usize = 64;

impl Resource for ServiceItem {
    type Message = v1::ServiceItem;
    const PATHS: Paths<v1::ServiceItem> = paths!(
        national_code,
        name_zh,
        name_en,
        department_id,
        category,
        statutory_limit,
        promised_limit,
        expeditable,
        expedited_limit_working_days,
        applicants,
        in_person,
        proxy_rule,
        materials,
        fee_text,
        window_rule,
        legal_basis,
        note,
        valid_from_date,
        valid_to_date,
        successor_id,
        receipt_limit,
        filing_limit,
        extension_working_days,
        child_service_item_ids,
        after_service_item_ids,
        proxy,
        deemed_renewed,
    );

    fn encode(&self, version: i64) -> v1::ServiceItem {
        convert::service_item(self, version)
    }

    fn decode(fields: &mut Fields, message: &v1::ServiceItem, base: &Base<'_, Self>) -> Self {
        let (name_zh, name_en) = fields.names("service_item", &message.name_zh, &message.name_en);
        let mut text = |name: &str, value: &str, most: usize| {
            fields.text(&format!("service_item.{name}"), value, 0, most)
        };
        let national_code = text("national_code", &message.national_code, MAX_NATIONAL_CODE_CHARS);
        let proxy_rule = text("proxy_rule", &message.proxy_rule, MAX_TEXT_CHARS);
        let fee_text = text("fee_text", &message.fee_text, MAX_TEXT_CHARS);
        let window_rule = text("window_rule", &message.window_rule, MAX_TEXT_CHARS);
        let legal_basis = text("legal_basis", &message.legal_basis, MAX_TEXT_CHARS);
        let note = text("note", &message.note, MAX_TEXT_CHARS);
        let (from, to) = (message.valid_from_date, message.valid_to_date);
        Self {
            id: match base {
                Base::New(_) => service_item_id(fields, message),
                Base::Old(old) => old.id.clone(),
            },
            national_code,
            name_zh,
            name_en,
            department_id: fields.code("service_item.department_id", &message.department_id),
            category: fields.word("service_item.category", &message.category),
            statutory_limit: item_limit(fields, "statutory_limit", message, LimitKind::Statutory),
            promised_limit: item_limit(fields, "promised_limit", message, LimitKind::Promised),
            expedited_working_days: expedited(fields, message),
            applicants: applicants(fields, &message.applicants),
            in_person: message.in_person.clone(),
            proxy_rule,
            materials: materials(fields, &message.materials),
            fee_text,
            window_rule,
            legal_basis,
            note,
            validity: fields.validity("service_item", from, to),
            successor_id: fields.optional_code("service_item.successor_id", &message.successor_id),
            handling: handling(fields, message),
        }
    }

    fn key(fields: &mut Fields, message: &v1::ServiceItem) -> (String, i64) {
        (service_item_id(fields, message), fields.etag("service_item.etag", &message.etag))
    }
}

fn service_item_id(fields: &mut Fields, message: &v1::ServiceItem) -> String {
    fields.short_code("service_item.service_item_id", &message.service_item_id, 2, 24)
}

/// A limit of an item runs forward from its acceptance, and says what it is by its field.
fn item_limit(
    fields: &mut Fields,
    name: &str,
    message: &v1::ServiceItem,
    kind: LimitKind,
) -> Option<Limit> {
    let limit = match kind {
        LimitKind::Statutory => message.statutory_limit.as_ref(),
        LimitKind::Promised => message.promised_limit.as_ref(),
        LimitKind::Receipt => message.receipt_limit.as_ref(),
        LimitKind::Expedited | LimitKind::Internal => None,
    };
    let field = format!("service_item.{name}");
    let (limit, month_rule) = convert::limit(fields, &field, limit?, kind)?;
    if limit.direction() == LimitDirection::Before {
        fields.fault(&format!("{field}.direction"), "must be AFTER: it runs from the acceptance");
    }
    if limit.kind() != kind {
        fields.fault(&format!("{field}.kind"), "must be the kind its field names, or left out");
    }
    if limit.unit() == LimitUnit::Months && month_rule == MonthRule::Validity {
        let problem = "must be SINCE_EVENT: it runs from the acceptance";
        fields.fault(&format!("{field}.month_rule"), problem);
    }
    Some(limit)
}

/// How a case of the item is handled.
fn handling(fields: &mut Fields, message: &v1::ServiceItem) -> Handling {
    let field = |name: &str| format!("service_item.{name}");
    let (children, after) = (&message.child_service_item_ids, &message.after_service_item_ids);
    fields.codes(&field("child_service_item_ids"), children, 0, MAX_ITEMS);
    fields.codes(&field("after_service_item_ids"), after, 0, MAX_ITEMS);
    let days = message.extension_working_days;
    Handling {
        receipt_limit: item_limit(fields, "receipt_limit", message, LimitKind::Receipt),
        filing_limit: filing_limit(fields, message),
        extension_working_days: fields.number(&field("extension_working_days"), days, 0, 250),
        children: children.clone(),
        decided_after: after.clone(),
        proxy: proxy_rule(fields, message.proxy.as_ref()),
        deemed_renewed: message.deemed_renewed,
    }
}

/// The limit to file by runs back from the document's last day.
fn filing_limit(fields: &mut Fields, message: &v1::ServiceItem) -> Option<Limit> {
    let field = "service_item.filing_limit";
    let limit = message.filing_limit.as_ref()?;
    let (limit, _) = convert::limit(fields, field, limit, LimitKind::Statutory)?;
    if limit.direction() == LimitDirection::After {
        let problem = "must be BEFORE: it runs back from the document's last day";
        fields.fault(&format!("{field}.direction"), problem);
    }
    Some(limit)
}

fn proxy_rule(fields: &mut Fields, message: Option<&v1::ProxyRule>) -> ProxyRule {
    let Some(message) = message else { return ProxyRule::Free };
    let field = "service_item.proxy";
    match fields.known(&format!("{field}.kind"), message.kind) {
        v1::ProxyKind::Unspecified | v1::ProxyKind::Free => ProxyRule::Free,
        v1::ProxyKind::Never => ProxyRule::Never,
        v1::ProxyKind::OnGrounds => {
            let mut grounds = Vec::new();
            for (index, name) in message.grounds.iter().enumerate().take(ProxyGround::ALL.len()) {
                match ProxyGround::named(name) {
                    Some(ground) => grounds.push(ground),
                    None => fields.fault(
                        &format!("{field}.grounds[{index}]"),
                        "must be a ProxyGround name without its prefix",
                    ),
                }
            }
            ProxyRule::OnGrounds(grounds)
        }
    }
}

fn expedited(fields: &mut Fields, message: &v1::ServiceItem) -> Option<u32> {
    let field = "service_item.expedited_limit_working_days";
    let days = message.expedited_limit_working_days;
    let most = if message.expeditable { MAX_WORKING_DAYS } else { 0 };
    let days = fields.number(field, days, 0, most);
    message.expeditable.then_some(days)
}

fn applicants(fields: &mut Fields, words: &[String]) -> Vec<String> {
    if words.len() > MAX_APPLICANTS {
        let problem = format!("must have at most {MAX_APPLICANTS} entries");
        fields.fault("service_item.applicants", problem);
    }
    let words = words.iter().enumerate().take(MAX_APPLICANTS);
    words.map(|(i, word)| fields.word(&format!("service_item.applicants[{i}]"), word)).collect()
}

fn materials(fields: &mut Fields, names: &[String]) -> Vec<String> {
    if names.len() > MAX_MATERIALS {
        let problem = format!("must have at most {MAX_MATERIALS} entries");
        fields.fault("service_item.materials", problem);
    }
    let names = names.iter().enumerate().take(MAX_MATERIALS);
    names
        .map(|(i, name)| {
            fields.text(&format!("service_item.materials[{i}]"), name, 1, MAX_MATERIAL_CHARS)
        })
        .collect()
}
