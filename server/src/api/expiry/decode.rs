//! What is asked of an expiry, out of its message.

use crate::{
    api::{case::decode::proxy_ground, fields::Fields},
    domain::{
        document::{DocumentKind, PermitPurpose, WorkPermitClass},
        expiry::{Expiring, Holder},
        proxy::ProxyGround,
    },
    error::{Error, Result},
    service::expiry::{Subject, Terms},
};
use frsc_proto::v1::{self as pb, get_expiry_plan_request as plan_request};

/// What a plan is asked for.
pub(super) enum Asked {
    /// A document that is only described.
    Described(Box<Subject>),
}

/// What a plan is asked for, and on what terms.
pub(super) fn plan_question(request: &pb::GetExpiryPlanRequest) -> Result<(Asked, Terms)> {
    let mut fields = Fields::new();
    let claimed = grounds(&mut fields, &request.claimed_grounds);
    let terms = Terms {
        starts_on: fields.optional_date("start_date", request.start_date),
        contract_until: fields.optional_date("contract_end_date", request.contract_end_date),
        claimed,
    };
    let asked = match &request.subject {
        Some(plan_request::Subject::Described(described)) => {
            subject(&mut fields, described).map(|subject| Asked::Described(Box::new(subject)))
        }
        None => {
            fields.fault("described", "is required");
            None
        }
    };
    // Whatever left it out has been noted as a fault, which comes first.
    let missing = || Error::invalid("described", "is required");
    let (asked, terms) = fields.finish((asked, terms))?;
    Ok((asked.ok_or_else(missing)?, terms))
}

/// The grounds claimed for a proxy, each once.
fn grounds(fields: &mut Fields, given: &[i32]) -> Vec<ProxyGround> {
    let mut grounds = Vec::new();
    for (index, ground) in given.iter().enumerate().take(ProxyGround::ALL.len()) {
        let field = format!("claimed_grounds[{index}]");
        grounds.extend(fields.choice(&field, *ground).and_then(proxy_ground));
    }
    grounds
}

fn subject(fields: &mut Fields, given: &pb::DescribedDocument) -> Option<Subject> {
    let kind = kind(fields, "described.kind", given.kind);
    let purpose = fields.known::<pb::PermitPurpose>("described.purpose", given.purpose);
    let purpose = PermitPurpose::from_number(purpose.into());
    let class = "described.work_permit_class";
    let class = fields.known::<pb::WorkPermitClass>(class, given.work_permit_class);
    let class = WorkPermitClass::from_number(class.into());
    let permit = kind.is_none_or(|kind| kind == DocumentKind::ResidencePermit);
    if permit != purpose.is_some() && kind.is_some() {
        fields.fault("described.purpose", "goes with a residence permit, and is required there");
    }
    let expires_on = fields.date("described.expiry_date", given.expiry_date);
    let mut date = |name: &str, value| fields.optional_date(&format!("described.{name}"), value);
    let holder = Holder {
        birth_date: date("birth_date", given.birth_date),
        child_of_principal: given.child_of_principal,
        passport_until: date("passport_expiry_date", given.passport_expiry_date),
        work_permit_until: date("work_permit_expiry_date", given.work_permit_expiry_date),
        principal_until: date("principal_expiry_date", given.principal_expiry_date),
        ..Holder::default()
    };
    let document = Expiring { kind: kind?, purpose, class, expires_on: expires_on? };
    Some(Subject { document, holder })
}

/// What a document is.
pub(super) fn kind(fields: &mut Fields, field: &str, given: i32) -> Option<DocumentKind> {
    let kind = fields.choice::<pb::DocumentKind>(field, given)?;
    DocumentKind::from_number(kind.into())
}
