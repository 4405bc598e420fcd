//! Until when a stay is lawful: documents that carry a stay go on one from another without a gap,
//! the receipt of an accepted renewal among them (外国人入境出境管理条例 18, 36).

use super::{Document, DocumentKind, EndReason};
use crate::domain::id::DocumentId;
use chrono::NaiveDate;

/// Until when a stay is lawful, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Its last day.
    pub until: NaiveDate,
    /// The documents that make it up, in order; the last one gives the last day.
    pub by: Vec<(DocumentId, DocumentKind)>,
}

/// The days on which one document makes a stay lawful.
struct Stretch {
    from: NaiveDate,
    until: NaiveDate,
    id: DocumentId,
    kind: DocumentKind,
}

/// Until when a stay is lawful on a day: the end of the stretch that covers it, or where none does,
/// of the last one before it. Stretches that begin only after a gap are not yet the stay.
#[must_use]
pub fn stay_of(documents: &[Document], today: NaiveDate) -> Option<Stay> {
    let mut stretches: Vec<_> = documents.iter().filter_map(stretch).collect();
    stretches.retain(|stretch| stretch.from <= stretch.until);
    stretches.sort_by_key(|stretch| (stretch.from, stretch.until, stretch.id));
    let mut stay: Option<Stay> = None;
    for stretch in stretches {
        let next = (stretch.id, stretch.kind);
        match &mut stay {
            Some(stay) if stretch.until <= stay.until => {}
            Some(stay) if stretch.from <= day_after(stay.until) => {
                stay.until = stretch.until;
                stay.by.push(next);
            }
            Some(_) if stretch.from > today => break,
            Some(_) | None => stay = Some(Stay { until: stretch.until, by: vec![next] }),
        }
    }
    stay
}

fn day_after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// The days of one document. A document that was replaced, cancelled or closed counts until then;
/// one that was lost goes on, for a stay is not lost with its paper.
fn stretch(document: &Document) -> Option<Stretch> {
    let terms = &document.terms;
    if !terms.kind.carries_stay() {
        return None;
    }
    // A visa lets in until its last day; the stay on it begins with the entry.
    let entered_on = terms.visa.as_ref().and_then(|visa| visa.entered_on);
    let from = entered_on.unwrap_or(terms.valid_from);
    let mut until = terms.last_day().unwrap_or(NaiveDate::MAX);
    if let Some(ending) = &document.ending
        && ending.reason != EndReason::Lost
    {
        until = until.min(ending.on);
    }
    // What is entered by mistake was never a stay.
    let mistaken = document.ending.as_ref().is_some_and(|e| e.on <= from);
    (!mistaken).then_some(Stretch { from, until, id: document.id, kind: terms.kind })
}
