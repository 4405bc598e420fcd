//! What an expiry means: until when a renewal is filed in time, until when a normal and an
//! expedited procedure still end before the document does, which lane that leaves today, what
//! limits the new document, what it costs and who may file it.
//!
//! Every date carries how it was counted. A date that needs the calendar of an unpublished year is
//! provisional and left out; nothing here is counted on weekends alone. It never asks the time,
//! never decides a case and knows no store.

mod answer;
mod coupling;
mod life;
mod obligation;
#[cfg(test)]
mod oracle;
mod proxying;
#[cfg(test)]
mod random_tests;
mod refusal;
#[cfg(test)]
mod tests;
mod window;

pub use answer::{Before, ExpiryPlan, Fee, Filing, Procedures, Renewal};
pub use coupling::{Bound, Coupling, Limiter, last_day_as_a_minor};
pub use life::{Closing, LifeEvent, ObligationState, Owed, OwedView};
pub use obligation::{
    Happened, LifeEventKind, OPENED_AT_MOST, Obligation, ObligationOwner, ObligationRule, Whom,
    default_rules, opened_by,
};
pub use proxying::{ProxyAnswer, proxy_answer};
pub use refusal::ExpiryRefusal;
pub use window::{Fit, LastDay, last_acceptance};

use super::{
    catalogue::{Catalogue, ExpiryPolicy, RenewalRule, ServiceItem, check::fee_bands},
    document::{DocumentKind, PermitPurpose, WorkPermitClass},
    fee::{HealthCertificate, fee_for, health_certificate},
    limit::{
        Anchor, DeadlineQuery, Limit, LimitDirection, LimitError, LimitKind, LimitUnit,
        Provisional, compute_deadline, overstay_hint,
    },
    proxy::ProxyGround,
};
use chrono::NaiveDate;
use window::last_day;

/// The rule behind a promised limit.
pub const PROMISED_BASIS: &str = "优化营商环境条例 36";
/// The rule behind an expedited limit.
pub const EXPEDITED_BASIS: &str = "加急办理审批";
/// The rule behind the hint on an overstay.
pub const OVERSTAY_BASIS: &str = "出境入境管理法 78";

kept! {
    /// Which procedure still ends before the document does, if it is filed now.
    Lane, 4 {
        /// Filed now, the promised limit ends on or before the document's last day, and so does
        /// the law's; or the law's does not, but the item cannot be expedited.
        Normal = 1, "NORMAL";
        /// Filed now, the promised limit ends on or before the document's last day, but the law's
        /// ends after it: a delay that the law allows would outlast the document. An expedite,
        /// which would end in time, is advised.
        ExpediteAdvised = 2, "EXPEDITE_ADVISED";
        /// Filed now, the promised limit ends after the document's last day, and the shortest
        /// expedited limit on or before it.
        ExpediteOnly = 3, "EXPEDITE_ONLY";
        /// No procedure filed now ends on or before the document's last day, or the document has
        /// ended. A renewal is filed nevertheless: until the last day a receipt makes the stay
        /// lawful (外国人入境出境管理条例 18).
        TooLate = 4, "TOO_LATE";
    }
}

/// The document that runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiring {
    /// What it is.
    pub kind: DocumentKind,
    /// For what it was given; of residence permits.
    pub purpose: Option<PermitPurpose>,
    /// Its class; of work permits.
    pub class: Option<WorkPermitClass>,
    /// Its last valid day (C1).
    pub expires_on: NaiveDate,
}

/// What else is known of its holder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// When he was born.
    pub birth_date: Option<NaiveDate>,
    /// True where he is the child of somebody on whose permit his own rests.
    pub child_of_principal: bool,
    /// The last day of his passport.
    pub passport_until: Option<NaiveDate>,
    /// The last day of his work permit.
    pub work_permit_until: Option<NaiveDate>,
    /// The last day of his contract.
    pub contract_until: Option<NaiveDate>,
    /// The last day of the permit of the person whom he follows.
    pub principal_until: Option<NaiveDate>,
    /// Through when his stay is lawful, where an open receipt carries it further.
    pub lawful_until: Option<NaiveDate>,
    /// The grounds for a proxy that are claimed.
    pub claimed: Vec<ProxyGround>,
}

/// What a plan is made from.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The document that runs out.
    pub document: Expiring,
    /// Its holder.
    pub holder: &'a Holder,
    /// The first day of the new document; the day after the old one's last, or today where that
    /// is over, where nobody asks for another.
    pub starts_on: Option<NaiveDate>,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// Its rules of expiry.
    pub policy: &'a ExpiryPolicy,
    /// Today.
    pub today: NaiveDate,
    /// The day that counts as the day of acceptance of what is filed now (C3); `None` where the
    /// calendar does not know it.
    pub accepted_on: Option<NaiveDate>,
}

/// What an expiry means.
///
/// # Errors
/// `DateOverflow` for dates at the end of what dates can express.
pub fn plan(question: &Question<'_>) -> Result<ExpiryPlan, LimitError> {
    let Expiring { kind, expires_on, .. } = question.document;
    let rule = question.policy.renewal_of(&question.document);
    let item = rule.and_then(|rule| item_of(question, &rule.service_item_id));
    let renewal = match rule.zip(item) {
        Some((rule, item)) => Some(renewal(question, rule, item)?),
        None => None,
    };
    let lawful_until = question.holder.lawful_until.map_or(expires_on, |day| day.max(expires_on));
    let overstay = kind.makes_stay_lawful().then(|| overstay_hint(lawful_until, question.today));
    Ok(ExpiryPlan {
        expires_on,
        days_left: (expires_on - question.today).num_days(),
        renewal,
        last_day_as_a_minor: coupling::child_bound(question),
        overstay: overstay.flatten(),
    })
}

/// The lane that is left, and why it may turn out better. It is all that a list of what expires
/// needs, and costs no more than two counts.
///
/// # Errors
/// `DateOverflow` for dates at the end of what dates can express.
pub fn lane(question: &Question<'_>) -> Result<Option<(Lane, Option<Provisional>)>, LimitError> {
    let rule = question.policy.renewal_of(&question.document);
    let Some(item) = rule.and_then(|rule| item_of(question, &rule.service_item_id)) else {
        return Ok(None);
    };
    let days = procedures(question, item, By::all(Some(question.document.expires_on)))?;
    let both = rule.map(|rule| both(question, rule, item, &days)).transpose()?.flatten();
    Ok(Some(lane_of(question, both.as_ref().unwrap_or(&days))))
}

fn item_of<'a>(question: &Question<'a>, id: &str) -> Option<&'a ServiceItem> {
    question.catalogue.item_on(id, question.today)
}

fn renewal(
    question: &Question<'_>,
    rule: &RenewalRule,
    item: &ServiceItem,
) -> Result<Renewal, LimitError> {
    let expires_on = question.document.expires_on;
    let filing = filing(question, item, expires_on)?;
    let procedures = procedures(question, item, By::all(Some(expires_on)))?;
    let coupling = coupling::coupling(question, rule)?;
    let both = both(question, rule, item, &procedures)?;
    let (lane, lane_provisional) = lane_of(question, both.as_ref().unwrap_or(&procedures));
    let before = before(question, item, filing.as_ref(), both)?;
    Ok(Renewal {
        service_item_id: item.id.clone(),
        before,
        fee: fee(question, item, &coupling),
        filing,
        procedures,
        lane,
        lane_provisional,
        coupling,
        materials: item.materials.clone(),
        proxy: proxy_answer(&item.handling.proxy, question.holder, question.today),
    })
}

/// Until when the renewal of a document that ends on a day is filed in time.
fn filing(
    question: &Question<'_>,
    item: &ServiceItem,
    expires_on: NaiveDate,
) -> Result<Option<Filing>, LimitError> {
    let Some(limit) = item.handling.filing_limit else { return Ok(None) };
    let query = DeadlineQuery { limit, anchor: Anchor::Event(expires_on), suspensions: &[] };
    let deadline = compute_deadline(&query, &question.catalogue.calendar)?;
    let filed_on = question.accepted_on.unwrap_or(question.today);
    let late = deadline.due_date.map_or(0, |last| (filed_on - last).num_days());
    Ok(Some(Filing {
        deadline,
        rule: item.window_rule.clone(),
        legal_basis: item.legal_basis.clone(),
        days_late: u32::try_from(late).unwrap_or(0),
    }))
}

/// The days by which the procedures of an item are to end; none where that is not known.
#[derive(Clone, Copy)]
struct By {
    statutory: Option<NaiveDate>,
    normal: Option<NaiveDate>,
    expedited: Option<NaiveDate>,
}

impl By {
    const fn all(day: Option<NaiveDate>) -> Self {
        Self { statutory: day, normal: day, expedited: day }
    }
}

/// The last days on which an item is accepted and still decided by some days. Where a day is not
/// known, nothing is.
fn procedures(
    question: &Question<'_>,
    item: &ServiceItem,
    by: By,
) -> Result<Procedures, LimitError> {
    let day = |limit: Option<Limit>, by: Option<NaiveDate>, basis: &str| {
        let asked = limit.zip(by);
        asked.map(|(limit, by)| last_day(question, limit, by, basis)).transpose()
    };
    let expedited = item.expedited_working_days.map(expedited_limit).transpose()?;
    let (normal, basis) = match item.promised_limit {
        Some(promised) => (Some(promised), PROMISED_BASIS),
        None => (item.statutory_limit, item.legal_basis.as_str()),
    };
    Ok(Procedures {
        statutory: day(item.statutory_limit, by.statutory, &item.legal_basis)?,
        normal: day(normal, by.normal, basis)?,
        expedited: day(expedited, by.expedited, EXPEDITED_BASIS)?,
    })
}

/// So many working days; 0 are "at once".
fn expedited_limit(days: u32) -> Result<Limit, LimitError> {
    let unit = if days == 0 { LimitUnit::Instant } else { LimitUnit::WorkingDays };
    Limit::new(days, unit, LimitDirection::After, LimitKind::Expedited)
}

/// What is not known counts as too late, and is told as provisional: a clerk is never sent home
/// on the strength of a year that nobody has published.
fn lane_of(question: &Question<'_>, procedures: &Procedures) -> (Lane, Option<Provisional>) {
    let over = question.document.expires_on < question.today;
    let fit = |day: &Option<LastDay>| day.as_ref().map(|day| day.fit);
    let (normal, expedited) = (fit(&procedures.normal), fit(&procedures.expedited));
    let statutory = fit(&procedures.statutory).unwrap_or(Fit::InTime);
    if over {
        return (Lane::TooLate, None);
    }
    let in_time = |fit: Option<Fit>| matches!(fit, Some(Fit::InTime));
    let lane = match (in_time(normal), in_time(expedited)) {
        (true, true) if !in_time(Some(statutory)) => Lane::ExpediteAdvised,
        (true, _) => Lane::Normal,
        (false, true) => Lane::ExpediteOnly,
        (false, false) => Lane::TooLate,
    };
    let unknown = |day: &Option<LastDay>| day.as_ref().and_then(|day| day.fit.provisional());
    let provisional = match lane {
        Lane::Normal => None,
        Lane::ExpediteAdvised => unknown(&procedures.statutory),
        Lane::ExpediteOnly | Lane::TooLate => {
            unknown(&procedures.normal).or_else(|| unknown(&procedures.expedited))
        }
    };
    (lane, provisional)
}

/// The permit that is renewed first: of the items that are decided before this one, the one by
/// which the holder's work permit is renewed.
fn before(
    question: &Question<'_>,
    item: &ServiceItem,
    filing: Option<&Filing>,
    both: Option<Procedures>,
) -> Result<Option<Before>, LimitError> {
    let Some(first) = prior(question, item) else { return Ok(None) };
    let expires_on = question.holder.work_permit_until;
    let decided_by = filing.and_then(Filing::last_working_day);
    let own = expires_on.map(|day| self::filing(question, first, day)).transpose()?.flatten();
    Ok(Some(Before {
        service_item_id: first.id.clone(),
        expires_on,
        needed: both.is_some() || expires_on.is_none(),
        both,
        decided_by,
        filing: own,
        procedures: procedures(question, first, By::all(decided_by))?,
    }))
}

/// Of the items that are decided before one, that by which the holder's work permit is renewed.
fn prior<'a>(question: &Question<'a>, item: &ServiceItem) -> Option<&'a ServiceItem> {
    let renews = |id: &&String| {
        question.policy.renewals.iter().any(|rule| {
            rule.document_kind == DocumentKind::WorkPermit && rule.service_item_id == **id
        })
    };
    item_of(question, item.handling.decided_after.iter().find(renews)?)
}

/// Where the holder's work permit is known to end too soon for a document: the last days on which
/// its renewal is accepted, so that it is decided in time for the document's, which is accepted
/// then and decided in time too.
fn both(
    question: &Question<'_>,
    rule: &RenewalRule,
    item: &ServiceItem,
    own: &Procedures,
) -> Result<Option<Procedures>, LimitError> {
    let first = prior(question, item).zip(question.holder.work_permit_until);
    let Some((first, until)) = first else { return Ok(None) };
    if !coupling::too_short(question, rule, until)? {
        return Ok(None);
    }
    let day = |of: &Option<LastDay>| of.as_ref().and_then(|day| day.safe_date);
    let (statutory, normal) = (day(&own.statutory), day(&own.normal));
    let expedited = day(&own.expedited).or(normal);
    let mut days = procedures(question, first, By { statutory, normal, expedited })?;
    if days.expedited.is_none() {
        // It cannot be expedited itself, and still makes room for what can.
        days.expedited = procedures(question, first, By::all(expedited))?.normal;
    }
    Ok(Some(days))
}

fn fee(question: &Question<'_>, item: &ServiceItem, coupling: &Coupling) -> Fee {
    let (from, to) = (coupling.starts_on, coupling.suggested_until);
    let schedule = question.catalogue.fee_schedule.as_ref().map(|schedule| &schedule.value);
    // The table is that of residence permits.
    let schedule = schedule.filter(|_| question.document.kind == DocumentKind::ResidencePermit);
    let bands = schedule.and_then(|schedule| fee_bands(schedule).ok());
    let band = bands.zip(to).and_then(|(bands, to)| fee_for(from, to, &bands).ok());
    let certificate = to.and_then(|to| health_certificate(from, to).ok());
    let permit = question.document.kind == DocumentKind::ResidencePermit;
    Fee {
        yuan: band.map(|band| band.fee_yuan),
        legal_basis: schedule.map(|schedule| schedule.legal_basis.clone()).unwrap_or_default(),
        text: item.fee_text.clone(),
        health_certificate: certificate.filter(|_| permit).unwrap_or(HealthCertificate::NotNeeded),
    }
}
