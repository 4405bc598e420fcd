//! A resident as the visitor of an appointment or the applicant of a case: what a request leaves
//! out is filled from his record.

use crate::{
    domain::{
        caller::Scope,
        document::{Document, DocumentKind, longest_of},
        identifier::PassportNumber,
        refusal::Refusal,
        resident::Resident,
    },
    error::{Error, Result},
    service::{
        App,
        appointment::{NewVisitor, person_key},
        document,
    },
    store::{Connection, Session},
};

/// A visitor as he is named, filled from his record where he has one.
///
/// # Errors
/// `NotFound` where there is no such resident to see, `Merged`, `Invalid` where something is still
/// missing.
pub(in crate::service) async fn on_record(
    app: &App,
    scope: &Scope,
    field: &str,
    given: &NewVisitor,
) -> Result<NewVisitor> {
    let reader = app.store.reader();
    let resident = match given.resident_id {
        Some(id) => Some(reader.resident(scope, id).await?),
        None => None,
    };
    filled(app, &reader, scope, field, given, resident).await
}

/// A visitor as he is named, filled from his record, which was found for him.
///
/// # Errors
/// `Merged`, `Invalid` where something is still missing.
pub(in crate::service) async fn filled<C: Connection>(
    app: &App,
    session: &Session<C>,
    scope: &Scope,
    field: &str,
    given: &NewVisitor,
    resident: Option<Resident>,
) -> Result<NewVisitor> {
    let mut visitor = given.clone();
    let Some(resident) = resident else { return Ok(visitor) };
    resident.must_be_active().map_err(Refusal::from)?;
    if visitor.name.is_empty() {
        visitor.name = resident.display_name();
    }
    if visitor.language.is_empty() {
        visitor.language.clone_from(&resident.language);
    }
    // Contacts are not a department's to see, and so not to use.
    if visitor.phone.is_empty() && visitor.email.is_empty() && *scope == Scope::Centre {
        let contacts = super::private(app, &resident)?.contacts;
        (visitor.phone, visitor.email) = (contacts.phone, contacts.email);
    }
    if visitor.phone.is_empty() && visitor.email.is_empty() {
        let problem = format!("or {field}.email is required: the record has none to use");
        let zh = "电话与邮箱至少填一项：登记中没有可用的联系方式";
        return Err(Error::told(format!("{field}.phone_number"), problem, zh));
    }
    if visitor.passport.is_none() {
        // Read whole: what may be used of him is not what may be told.
        let documents = session.documents_of(&Scope::Centre, resident.id).await?;
        visitor.passport = passport_of(app, &documents)?;
    }
    let contact = if visitor.phone.is_empty() { &visitor.email } else { &visitor.phone };
    visitor.person_key = person_key(app, visitor.passport.as_ref(), &visitor.name, contact);
    Ok(visitor)
}

/// The number by which somebody is known again where none is given: of his passports on record that
/// did not end, that which lasts longest.
///
/// # Errors
/// An internal error where it does not open.
pub(in crate::service) fn passport_of(
    app: &App,
    documents: &[Document],
) -> Result<Option<PassportNumber>> {
    let found = longest_of(documents, DocumentKind::Passport);
    let Some(passport) = found else { return Ok(None) };
    let plain = app.secrets.open_sealed(&document::place(passport.id), &passport.number.sealed)?;
    // One that a list of another form brought is nobody's key.
    Ok(std::str::from_utf8(&plain).ok().and_then(|number| number.parse().ok()))
}
