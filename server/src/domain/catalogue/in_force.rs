//! The policies in force: as they are kept, or else as law and practice have them.

use super::{
    BookingPolicy, CasePolicy, Catalogue, ExpiryPolicy, RatingPolicy, ReferralPolicy,
    SupervisionPolicy, WhitelistPolicy,
};
use crate::domain::notice::NoticePolicy;

macro_rules! in_force {
    ($($(#[$doc:meta])* $name:ident: $policy:ident in $field:ident;)*) => {
        impl Catalogue {
            $($(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> $policy {
                self.$field.as_ref().map(|policy| policy.value.clone()).unwrap_or_default()
            })*
        }
    };
}

in_force! {
    /// The rules of booking in force.
    policy: BookingPolicy in booking_policy;
    /// The rules of cases in force.
    case_policy: CasePolicy in case_policy;
    /// The rules of referrals in force.
    referral_policy: ReferralPolicy in referral_policy;
    /// The rules of ratings in force.
    rating_policy: RatingPolicy in rating_policy;
    /// The rules of the whitelist in force.
    whitelist_policy: WhitelistPolicy in whitelist_policy;
    /// The rules of notices in force.
    notice_policy: NoticePolicy in notice_policy;
    /// The rules of expiry in force.
    expiry_policy: ExpiryPolicy in expiry_policy;
    /// The ladder of supervision in force.
    supervision_policy: SupervisionPolicy in supervision_policy;
}
