//! How one row is judged, and what becomes of what is known by it.

use super::{
    Row, ToldDocument, in_row,
    known::{Held, Known},
};
use crate::{
    domain::{
        document::Document,
        id::{Id as _, ResidentId},
        resident::{Misfit, Private, Resident, Told, brought_up_to_date, of_new},
    },
    error::{Error, Result, Violation},
    service::{
        App,
        document::{key_of, made, sound},
        import::Outcome,
        resident::{faults, making},
        write::WriteCall,
    },
};

type Judged<T> = std::result::Result<T, Vec<Violation>>;

/// Judges a row; where nothing is wrong, what is known is as it says.
///
/// # Errors
/// What the crypto library says.
pub(super) fn judge(
    app: &App,
    call: &WriteCall,
    known: &mut Known,
    row: &Row,
) -> Result<Judged<Outcome>> {
    let who = match whose(app, known, row) {
        Ok(who) => who,
        Err(violations) => return Ok(Err(violations)),
    };
    let person = match who {
        Some(id) => changed(app, known, id, &row.person),
        None => new(app, call, &row.person),
    };
    let id = match &person {
        Ok(person) => person.after.id,
        Err(_) => who.unwrap_or(ResidentId(app.clock.new_id())),
    };
    let documents = documents(app, call, known, id, &row.documents)?;
    let (person, documents) = match (person, documents) {
        (Ok(person), Ok(documents)) => (person, documents),
        (person, documents) => {
            let mut violations = person.err().unwrap_or_default();
            violations.extend(documents.err().unwrap_or_default());
            return Ok(Err(violations));
        }
    };
    let outcome = match (who, person.changed || documents.iter().any(|held| held.changed)) {
        (None, _) => Outcome::New,
        (Some(_), true) => Outcome::Changed,
        (Some(_), false) => Outcome::Same,
    };
    take(app, known, who, person, documents);
    Ok(Ok(outcome))
}

/// A person after a row.
struct After {
    after: Resident,
    private: Private,
    changed: bool,
}

fn take(app: &App, known: &mut Known, who: Option<ResidentId>, person: After, held: Vec<Held>) {
    match who.and_then(|id| known.persons.get_mut(&id)) {
        Some(own) => {
            own.told = true;
            own.changed |= person.changed;
            let (before, now) = (own.private.birth_date, person.private.birth_date);
            (own.after, own.private) = (person.after, person.private);
            if let Some(id) = who.filter(|_| before != now) {
                known.file(app, id, now);
            }
        }
        None => known.add(app, person.after, person.private),
    }
    for held in held {
        let key = super::known::key_of_document(&held.after);
        match known.documents.get_mut(&key) {
            Some(own) => {
                own.told = true;
                own.changed |= held.changed;
                own.after = held.after;
            }
            None => known.hold(key, held),
        }
    }
}

/// Whose row it is: who holds one of its documents, else who has its birth date and name.
fn whose(app: &App, known: &Known, row: &Row) -> Judged<Option<ResidentId>> {
    let mut holders: Vec<ResidentId> = Vec::new();
    for one in &row.documents {
        let found = known.holders(app, one.new.terms.kind, &one.new.number);
        // Two states may give the same number: then the issuer tells.
        let exact =
            (key_of(app, &one.new.number), one.new.terms.kind, one.new.terms.issuer.clone());
        match known.documents.get(&exact) {
            Some(held) => holders.push(held.after.resident_id),
            None => holders.extend(found.iter().filter(|id| fits(known, **id, &row.person))),
        }
    }
    holders.sort();
    holders.dedup();
    if holders.is_empty() {
        holders = known.alike(app, &row.person);
        let another = |id: &&ResidentId| {
            row.documents.iter().any(|one| known.holds_another(app, **id, &one.new))
        };
        if let Some(id) = holders.iter().find(another) {
            let id = id.text();
            return Err(vec![Violation::told(
                "resident",
                format!("may be {id}, who holds another passport: enter or replace it by hand"),
                format!("可能是持另一本护照的 {id}：请手工登记或换证"),
            )]);
        }
    }
    match holders.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        several => {
            let ids: Vec<_> = several.iter().take(5).map(|id| id.text()).collect();
            let ids = ids.join(" ");
            Err(vec![Violation::told(
                "resident",
                format!("may be several persons on record: {ids}; merge them or enter it by hand"),
                format!("可能是在册的多人：{ids}；请先合并，或手工录入"),
            )])
        }
    }
}

fn fits(known: &Known, id: ResidentId, told: &Told) -> bool {
    known
        .persons
        .get(&id)
        .is_some_and(|person| brought_up_to_date(&person.particulars(), told, false).is_ok())
}

fn new(app: &App, call: &WriteCall, told: &Told) -> Judged<After> {
    let particulars = of_new(told).map_err(misfits)?;
    let private = particulars.private.clone();
    let id = ResidentId(app.clock.new_id());
    let after = making::made(app.clock.now(), id, particulars, call);
    checked(app, After { after, private, changed: true })
}

fn changed(app: &App, known: &Known, id: ResidentId, told: &Told) -> Judged<After> {
    let Some(person) = known.persons.get(&id) else {
        // He holds the document, and is not in use: he was merged.
        return Err(vec![Violation::told(
            "resident",
            format!("holds a document that is on record for {}, who was merged", id.text()),
            format!("证件登记在已合并的记录 {} 下", id.text()),
        )]);
    };
    let own = person.particulars();
    let now = brought_up_to_date(&own, told, person.told).map_err(misfits)?;
    let mut after = person.after.clone();
    after.take(&now);
    checked(app, After { after, private: now.private.clone(), changed: now != own })
}

/// Refuses a person with whom something is wrong in himself.
fn checked(app: &App, person: After) -> Judged<After> {
    let faults = faults(app, &person.after, &person.private);
    if faults.is_empty() { Ok(person) } else { Err(faults) }
}

/// The documents of a row as they are after it.
fn documents(
    app: &App,
    call: &WriteCall,
    known: &Known,
    holder: ResidentId,
    told: &[ToldDocument],
) -> Result<Judged<Vec<Held>>> {
    let (mut held, mut violations) = (Vec::with_capacity(told.len()), Vec::new());
    for (index, one) in told.iter().enumerate() {
        match document(app, call, known, holder, one)? {
            Ok(one) => held.push(one),
            Err(faults) => violations.extend(faults.into_iter().map(|one| in_row(index, one))),
        }
    }
    Ok(if violations.is_empty() { Ok(held) } else { Err(violations) })
}

fn document(
    app: &App,
    call: &WriteCall,
    known: &Known,
    holder: ResidentId,
    told: &ToldDocument,
) -> Result<Judged<Held>> {
    let terms = &told.new.terms;
    let key = (key_of(app, &told.new.number), terms.kind, terms.issuer.clone());
    let Some(own) = known.documents.get(&key) else {
        return Ok(match made(app, holder, &told.new, call.call.caller.account_id) {
            Ok(after) => Ok(Held { before: None, after, changed: true, told: true }),
            Err(Error::Invalid(faults)) => Err(faults),
            Err(error) => return Err(error),
        });
    };
    if own.after.resident_id != holder {
        let id = own.after.resident_id.text();
        return Ok(Err(vec![Violation::told(
            "document.number",
            format!("is on record for another person, {id}"),
            format!("已登记在他人名下：{id}"),
        )]));
    }
    let after = corrected(&own.after, told);
    let changed = after.terms != own.after.terms;
    if changed && own.told {
        return Ok(Err(vec![Violation::told(
            "document.number",
            "contradicts an earlier row of the same document",
            "与前面同一证件的行矛盾",
        )]));
    }
    if changed && own.after.case_id.is_some() {
        return Ok(Err(vec![Violation::told(
            "document.kind",
            "is the receipt of a case and follows it",
            "为案件的受理回执，随案件变化",
        )]));
    }
    if changed && let Err(error) = sound(&after.terms, "document.", app.clock.today()) {
        return match error {
            Error::Invalid(faults) => Ok(Err(faults)),
            error => Err(error),
        };
    }
    Ok(Ok(Held { before: None, after, changed, told: true }))
}

/// A document on record with what a row tells of it.
fn corrected(own: &Document, told: &ToldDocument) -> Document {
    let mut after = own.clone();
    let (terms, new) = (&mut after.terms, &told.new.terms);
    terms.purpose = new.purpose.or(terms.purpose);
    terms.class = new.class.or(terms.class);
    terms.visa = new.visa.clone().or_else(|| terms.visa.take());
    terms.issued_on = new.issued_on.or(terms.issued_on);
    terms.expires_on = new.expires_on.or(terms.expires_on);
    if told.begins {
        terms.valid_from = new.valid_from;
    }
    if !told.new.note.is_empty() {
        after.note.clone_from(&told.new.note);
    }
    after
}

fn misfits(found: Vec<Misfit>) -> Vec<Violation> {
    let told = |one: Misfit| {
        let field = format!("resident.{}", one.field);
        Violation::told(field, one.problem, one.problem_zh)
    };
    found.into_iter().map(told).collect()
}
