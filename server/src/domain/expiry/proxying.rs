//! Whether somebody else may file a renewal, and by which rule. What an age proves is known from
//! the birth date; every other ground must be claimed.

use super::Holder;
use crate::domain::proxy::{ProxyGround, ProxyRule};
use chrono::NaiveDate;

/// Whether somebody may file in the holder's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyAnswer {
    /// The rule that allows it; `None` where none does as things stand.
    pub allowed_by: Option<&'static str>,
    /// The grounds that would allow it if they were true and claimed.
    pub claimable: Vec<ProxyGround>,
}

/// Whether somebody may file in the holder's place on a day.
#[must_use]
pub fn proxy_answer(rule: &ProxyRule, holder: &Holder, day: NaiveDate) -> ProxyAnswer {
    let known = holder.birth_date.is_some();
    let allowed_by = rule.allowed_by(&holder.claimed, holder.birth_date, day);
    let claimable = match rule {
        ProxyRule::OnGrounds(grounds) if allowed_by.is_none() => {
            grounds.iter().copied().filter(|ground| !(known && ground.is_of_age())).collect()
        }
        ProxyRule::OnGrounds(_) | ProxyRule::Free | ProxyRule::Never => Vec::new(),
    };
    ProxyAnswer { allowed_by, claimable }
}
