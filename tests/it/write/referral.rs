//! The law of writes, held by every write of a referral and by its rules.

use super::lawful;
use crate::{
    catalogue::mask,
    harness::{Centre, make::*},
    referral::{assign, contact, handed_over, respond},
};
use frsc_proto::{admin, v1};

#[tokio::test]
async fn every_write_of_a_referral_keeps_the_law() {
    let centre = Centre::start().await;
    let clerk = &centre.clerk();
    macro_rules! step {
        ($request:expr) => {
            lawful(&centre, clerk, $request, |other| other.etag = "v77".to_owned())
                .await
                .referral
                .unwrap()
        };
    }
    macro_rules! plain {
        ($request:ident, $referral:expr $(, $field:ident: $value:expr)?) => {
            v1::$request {
                request_id: request_id(),
                referral_id: $referral.referral_id,
                etag: $referral.etag,
                $($field: $value,)?
                ..Default::default()
            }
        };
    }
    let note = |other: &mut v1::CreateReferralRequest| other.summary = "another".to_owned();
    let made = lawful(&centre, clerk, handed_over("LAW-1"), note).await.referral.unwrap();
    let signed = step!(plain!(SignReferralRequest, made));
    let assigned = step!(assign(&signed, "STB"));
    let why = "not ours".to_owned();
    let returned = step!(plain!(ReturnReferralRequest, assigned, reason: why.clone()));
    let assigned = step!(assign(&returned, "PSB"));
    let contacted = step!(contact(&assigned));
    let responded = step!(respond(&contacted));
    let closed = step!(plain!(CloseReferralRequest, responded, result: "settled".to_owned()));
    step!(plain!(ReopenReferralRequest, closed, reason: why));
}

#[tokio::test]
async fn the_rules_of_referrals_keep_the_law() {
    let centre = Centre::start().await;
    let admin = &centre.admin();
    let policy = admin.ok(admin::GetReferralPolicyRequest {}).await.referral_policy.unwrap();
    let update = admin::UpdateReferralPolicyRequest {
        request_id: request_id(),
        referral_policy: Some(admin::ReferralPolicy { sign_minutes: 2, ..policy }),
        update_mask: mask(&["sign_minutes"]),
        validate_only: false,
    };
    lawful(&centre, admin, update, |other| other.update_mask = mask(&["close_hours"])).await;
}
