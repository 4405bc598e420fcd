//! Enterprises and their entries of the whitelist, as tests make them.

use super::{Centre, Client, Refused, Who, make::*};
use frsc_proto::v1;

/// The code of an enterprise of a number, with its check character (GB 32100).
pub fn credit_code(number: usize) -> String {
    const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91330482MA{:07}", number % 10_000_000);
    let mut sum = 0;
    let mut weight = 1;
    for sign in body.bytes() {
        let value = SIGNS.iter().position(|one| *one == sign).expect("a sign of a code");
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    let check = SIGNS[(31 - sum % 31) % 31];
    format!("{body}{}", char::from(check))
}

/// An enterprise of a number.
pub fn enterprise(number: usize) -> v1::CreateEnterpriseRequest {
    let enterprise = v1::Enterprise {
        enterprise_id: credit_code(number),
        name_zh: format!("平湖第{number}电机有限公司"),
        name_en: format!("Pinghu Motor {number}"),
        town: "新埭镇".to_owned(),
        language: "zh".to_owned(),
        ..Default::default()
    };
    v1::CreateEnterpriseRequest {
        request_id: request_id(),
        enterprise: Some(enterprise),
        validate_only: false,
    }
}

/// Terms that cover all in both directions for business, of twelve months from a day on.
pub fn terms(from: &str) -> v1::WhitelistTerms {
    v1::WhitelistTerms {
        direction: v1::TravelDirection::Both.into(),
        purposes: vec![v1::TravelPurpose::Business.into()],
        coverage: v1::WhitelistCoverage::All.into(),
        benefits: vec![v1::WhitelistBenefit::ExpediteLane.into()],
        valid_from_date: Some(date(from)),
        ..Default::default()
    }
}

/// An application.
pub fn applying(code: &str, terms: v1::WhitelistTerms) -> v1::ApplyForWhitelistEntryRequest {
    v1::ApplyForWhitelistEntryRequest {
        request_id: request_id(),
        enterprise_id: code.to_owned(),
        terms: Some(terms),
        ..Default::default()
    }
}

/// A check of an enterprise in a direction, now.
pub fn checking(code: &str, direction: v1::TravelDirection) -> v1::WhitelistCheck {
    v1::WhitelistCheck {
        enterprise_id: code.to_owned(),
        direction: direction.into(),
        ..Default::default()
    }
}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident: $request:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(of: &v1::WhitelistEntry) -> v1::$request {
            v1::$request {
                request_id: request_id(),
                entry_id: of.entry_id.clone(),
                etag: of.etag.clone(),
                reason: "as agreed".to_owned(),
                ..Default::default()
            }
        }
    )*};
}

steps! {
    /// A recommendation.
    recommending: RecommendWhitelistEntryRequest;
    /// An approval.
    approving: ApproveWhitelistEntryRequest;
    /// A rejection.
    rejecting: RejectWhitelistEntryRequest;
    /// A withdrawal.
    withdrawing: WithdrawWhitelistEntryRequest;
    /// A suspension.
    suspending: SuspendWhitelistEntryRequest;
    /// The end of a suspension.
    lifting: LiftWhitelistSuspensionRequest;
    /// A revocation.
    revoking: RevokeWhitelistEntryRequest;
    /// A renewal.
    renewing: RenewWhitelistEntryRequest;
    /// A change of whom it names.
    changing: ChangeNamedPersonsRequest;
}

impl Client {
    /// Asks one check, with the token of a write or none.
    pub async fn checks(&self, check: v1::WhitelistCheck, token: &str) -> v1::WhitelistVerdict {
        let consistency_token = token.to_owned();
        let request = v1::CheckWhitelistRequest {
            check: Some(check),
            consistency_token,
            as_known_time: None,
        };
        self.ok(request).await.verdict.unwrap()
    }

    /// An entry as it is now, with its steps.
    pub async fn entry(&self, id: &str) -> v1::WhitelistEntry {
        let request = v1::GetWhitelistEntryRequest { entry_id: id.to_owned(), as_known_time: None };
        self.ok(request).await.entry.unwrap()
    }

    /// An application that is refused.
    pub async fn not_applied(&self, code: &str, terms: v1::WhitelistTerms) -> Refused {
        self.refused(applying(code, terms)).await
    }
}

/// Terms that cover whom they name.
pub fn naming(from: &str) -> v1::WhitelistTerms {
    v1::WhitelistTerms { coverage: v1::WhitelistCoverage::Named.into(), ..terms(from) }
}

/// An application that names somebody.
pub fn applying_for(
    code: &str,
    terms: v1::WhitelistTerms,
    who: &[&String],
) -> v1::ApplyForWhitelistEntryRequest {
    let resident_ids = who.iter().map(|id| (*id).clone()).collect();
    v1::ApplyForWhitelistEntryRequest { resident_ids, ..applying(code, terms) }
}

impl Centre {
    /// An enterprise on record; its code.
    pub async fn enterprise(&self, number: usize) -> String {
        self.clerk().ok(enterprise(number)).await.enterprise.unwrap().enterprise_id
    }

    /// An entry that is applied for by a clerk, recommended by the STB and approved by the FAO.
    pub async fn whitelisted(&self, code: &str, terms: v1::WhitelistTerms) -> v1::WhitelistEntry {
        self.decided(applying(code, terms)).await
    }

    /// The same of an application.
    pub async fn decided(&self, of: v1::ApplyForWhitelistEntryRequest) -> v1::WhitelistEntry {
        let applied = self.clerk().ok(of).await.entry.unwrap();
        let stb = self.client(Who::StbOfficer);
        let recommended = stb.ok(recommending(&applied)).await.entry.unwrap();
        let fao = self.client(Who::FaoOfficer);
        fao.ok(approving(&recommended)).await.entry.unwrap()
    }
}

/// The reasons of a verdict.
pub fn reasons(of: &v1::WhitelistVerdict) -> Vec<v1::WhitelistReason> {
    of.reasons.iter().map(v1::WhitelistReasonDetail::reason).collect()
}
