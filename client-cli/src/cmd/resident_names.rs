//! Names and nationalities of a person over time. What was his stays on record with its last day,
//! so that he is still found by it; only a slip of the pen is written over.

use super::{all_given, given};
use crate::{Cx, errors::Done, time};
use clap::ArgMatches;
use frsc_proto::{gtype, v1};

/// What a new name or nationality does to the present one.
#[derive(Clone, Copy)]
pub(super) enum Change {
    /// It was never right: it is written over.
    Correction,
    /// It was his until a day.
    Succession {
        /// Its last day.
        until: gtype::Date,
        /// The first day of the new one, where it is told.
        from: Option<gtype::Date>,
    },
}

/// What the options of an update say of the present names and nationalities.
pub(super) async fn change(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<Change> {
    if matches.get_flag("correct") {
        return Ok(Change::Correction);
    }
    let since = matches.get_one::<time::DateInput>("since").copied();
    let today = cx.today().await?;
    let first = time::resolve(since.unwrap_or(time::DateInput::FromToday(0)), today);
    let first = first.unwrap_or(today);
    let until = time::to_proto_date(first.pred_opt().unwrap_or(first));
    Ok(Change::Succession { until, from: since.map(|_| time::to_proto_date(first)) })
}

/// How many names and nationalities are former ones.
pub(super) fn former(of: &v1::Resident) -> usize {
    let names = of.names.iter().filter(|one| one.until_date.is_some());
    names.count() + of.nationalities.iter().filter(|one| one.until_date.is_some()).count()
}

/// Puts the given names into the message; true where there are any. A name of a kind takes the
/// place of the one in use.
pub(super) fn name(matches: &ArgMatches, change: Change, into: &mut v1::Resident) -> bool {
    let kinds = [
        (v1::NameKind::Latin, "surname"),
        (v1::NameKind::Visual, "visual-name"),
        (v1::NameKind::Chinese, "chinese-name"),
        (v1::NameKind::Other, "other-name"),
    ];
    let mut any = false;
    for (kind, surname) in kinds {
        let latin = kind == v1::NameKind::Latin;
        let there = |id: &str| matches.contains_id(id);
        let told = there(surname) || (latin && there("given-names"));
        if !told {
            continue;
        }
        any = true;
        let kind = kind.into();
        let in_use = |one: &v1::ResidentName| one.kind == kind && one.until_date.is_none();
        let present = into.names.iter().position(in_use);
        // Of a name in two parts the one that is not told stays.
        let mut name = present.map(|at| into.names[at].clone()).unwrap_or_default();
        name.kind = kind;
        if there(surname) {
            name.surname = given(matches, surname);
        }
        if latin && there("given-names") {
            name.given_names = given(matches, "given-names");
        }
        let Some(at) = present else {
            into.names.push(name);
            continue;
        };
        // He is called by the first, so that the new one stands where the old one stood.
        let old = std::mem::replace(&mut into.names[at], name);
        if let Change::Succession { until, .. } = change
            && old != into.names[at]
        {
            into.names.push(v1::ResidentName { until_date: Some(until), ..old });
        }
    }
    any
}

/// Puts the given nationalities, which are all that he has now, into the message; true where there
/// are any.
pub(super) fn belong(matches: &ArgMatches, change: Change, into: &mut v1::Resident) -> bool {
    if !matches.contains_id("nationality") {
        return false;
    }
    let (present, mut former): (Vec<_>, Vec<_>) =
        std::mem::take(&mut into.nationalities).into_iter().partition(|o| o.until_date.is_none());
    let from_date = match change {
        Change::Correction => None,
        Change::Succession { from, .. } => from,
    };
    let mut lost = present.clone();
    for country in all_given(matches, "nationality") {
        let country = country.trim().to_uppercase();
        lost.retain(|one| one.country != country);
        let kept = present.iter().find(|one| one.country == country).cloned();
        let new = v1::Nationality { country, from_date, until_date: None };
        into.nationalities.push(kept.unwrap_or(new));
    }
    if let Change::Succession { until, .. } = change {
        let ended = |one| v1::Nationality { until_date: Some(until), ..one };
        former.splice(0..0, lost.into_iter().map(ended));
    }
    into.nationalities.append(&mut former);
    true
}
