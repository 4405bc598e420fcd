//! The rules of expiry: by which item a document is renewed and how long the new one may be, the
//! days on which a reminder goes, and what an event in a resident's life obliges whom to do.

use crate::domain::{
    document::{DocumentKind, PermitPurpose, WorkPermitClass},
    expiry::{Expiring, ObligationRule, default_rules},
};
use serde::{Deserialize, Serialize};

/// By which item a kind of document is renewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalRule {
    /// What runs out.
    pub document_kind: DocumentKind,
    /// Only of this purpose; `None`: of any for which there is no rule of its own.
    pub purpose: Option<PermitPurpose>,
    /// Only of this class; `None`: of any for which there is no rule of its own.
    pub class: Option<WorkPermitClass>,
    /// The item.
    pub service_item_id: String,
    /// The fewest days that the new document is given for.
    pub shortest_days: u32,
    /// The most months; 0: no limit in months.
    pub longest_months: u32,
    /// The most days; 0: no limit in days.
    pub longest_days: u32,
}

/// The rules of expiry. What was kept before a rule was there has its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExpiryPolicy {
    /// How documents are renewed.
    pub renewals: Vec<RenewalRule>,
    /// A permit ends so many days before the passport.
    pub passport_margin_days: u32,
    /// Days before the last day on which a reminder goes, the furthest first.
    pub reminder_offset_days: Vec<u32>,
    /// So many days after the last day a reminder goes every day.
    pub overdue_reminder_days: u32,
    /// What events oblige whom to do.
    pub obligations: Vec<ObligationRule>,
}

impl Default for ExpiryPolicy {
    /// The law, and the centre's practice.
    fn default() -> Self {
        use DocumentKind::{PermanentResidenceCard, ResidencePermit, StayPermit, Visa, WorkPermit};
        let rule = |document_kind, item: &str, shortest_days, longest_months, longest_days| {
            let service_item_id = item.to_owned();
            let (purpose, class) = (None, None);
            RenewalRule {
                document_kind,
                purpose,
                class,
                service_item_id,
                shortest_days,
                longest_months,
                longest_days,
            }
        };
        let work = rule(ResidencePermit, "RP-W-EXT", 90, 60, 0);
        Self {
            renewals: vec![
                RenewalRule { purpose: Some(PermitPurpose::Work), ..work },
                rule(ResidencePermit, "RP-N-EXT", 180, 60, 0),
                rule(Visa, "VS-EXT", 1, 0, 0),
                rule(StayPermit, "SP-NEW", 1, 0, 180),
                rule(WorkPermit, "WP-EXT", 90, 60, 0),
                rule(PermanentResidenceCard, "PR-CARD", 1, 120, 0),
            ],
            passport_margin_days: 0,
            reminder_offset_days: vec![90, 60, 30, 15, 7, 3, 1, 0],
            overdue_reminder_days: 30,
            obligations: default_rules(),
        }
    }
}

impl ExpiryPolicy {
    /// The rule by which a document is renewed: the one that names the most of it.
    #[must_use]
    pub fn renewal_of(&self, document: &Expiring) -> Option<&RenewalRule> {
        let fits = |rule: &&RenewalRule| {
            rule.document_kind == document.kind
                && rule.purpose.is_none_or(|purpose| document.purpose == Some(purpose))
                && rule.class.is_none_or(|class| document.class == Some(class))
        };
        let named = |rule: &&RenewalRule| {
            usize::from(rule.purpose.is_some()) + usize::from(rule.class.is_some())
        };
        // Of several that name as much the first holds.
        self.renewals.iter().rev().filter(fits).max_by_key(named)
    }
}
