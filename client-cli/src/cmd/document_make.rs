//! `frsc document create|update|replace`, `frsc permit create`: a document as it is typed in or
//! scanned.

use super::{
    date,
    document::{DOCUMENT, KIND},
    dry_run, enum_given, given, number, number_given, position, switch, text, word,
};
use crate::{Asked, Cx, errors::Done};
use clap::{Arg, ArgMatches, Command};
use frsc_proto::v1::{self, create_document_request, replace_document_request};
use prost_types::FieldMask;

const PURPOSE: &str = "frsc.v1.PermitPurpose";
const CLASS: &str = "frsc.v1.WorkPermitClass";
const ENTRIES: &str = "frsc.v1.VisaEntries";
/// The options that can be corrected, with the fields that they change.
const CORRECTABLE: [(&str, &str); 11] = [
    ("issuer", "issuer"),
    ("issued", "issued_date"),
    ("valid-from", "valid_from_date"),
    ("expires", "expiry_date"),
    ("permit-purpose", "purpose"),
    ("class", "work_permit_class"),
    ("entries", "visa"),
    ("category", "visa"),
    ("stay-days", "visa"),
    ("entered", "visa"),
    ("note", "note"),
];

/// What is written on a document beside its number.
fn fields() -> Vec<Arg> {
    vec![
        text("issuer"),
        date("issued"),
        date("valid-from"),
        date("expires"),
        word("permit-purpose", PURPOSE),
        word("class", CLASS),
        word("entries", ENTRIES),
        text("category"),
        number("stay-days", 0..=360),
        date("entered"),
        text("note"),
    ]
}

fn source() -> [Arg; 3] {
    [
        switch("number-stdin"),
        switch("mrz").conflicts_with("number-stdin"),
        switch("mrz-stdin").conflicts_with_all(["mrz", "number-stdin"]),
    ]
}

/// A verb that makes a document.
pub(super) fn create(verb: &'static str, kind: Option<&'static str>) -> Command {
    let of_kind = word("kind", KIND).default_value(kind.unwrap_or("passport"));
    Command::new(verb)
        .arg(text("resident").required(true))
        .arg(of_kind)
        .args(source())
        .args(fields())
        .arg(dry_run())
}

/// The verb that puts a new document in the place of an old one.
pub(super) fn replace() -> Command {
    Command::new("replace")
        .arg(position("document").required(true))
        .args(source())
        .args(fields())
        .arg(dry_run())
}

/// The verb that corrects one.
pub(super) fn update() -> Command {
    Command::new("update").arg(position("document").required(true)).args(fields()).arg(dry_run())
}

/// The zone of a passport where it is scanned.
fn zone(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<Option<String>> {
    if matches.get_flag("mrz-stdin") {
        return Ok(Some(cx.read_stdin()?.trim().to_owned()));
    }
    if matches.get_flag("mrz") {
        return cx.ask_scan(Asked::Hidden, "ask-mrz", "--mrz-stdin").map(Some);
    }
    Ok(None)
}

/// What is written on a document.
async fn written(cx: &mut Cx<'_>, matches: &ArgMatches, kind: i32) -> Done<v1::NewDocument> {
    let visa = v1::VisaDetails {
        entries: enum_given(matches, "entries", ENTRIES),
        category: given(matches, "category"),
        stay_days: number_given(matches, "stay-days"),
        entry_date: cx.date(matches, "entered").await?,
    };
    Ok(v1::NewDocument {
        kind,
        number: String::new(),
        issuer: given(matches, "issuer"),
        issued_date: cx.date(matches, "issued").await?,
        valid_from_date: cx.date(matches, "valid-from").await?,
        expiry_date: cx.date(matches, "expires").await?,
        purpose: enum_given(matches, "permit-purpose", PURPOSE),
        work_permit_class: enum_given(matches, "class", CLASS),
        visa: Some(visa).filter(|visa| *visa != v1::VisaDetails::default()),
        note: given(matches, "note"),
    })
}

/// Puts a document on record.
pub(super) async fn run_create(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let resident_id = cx.resident_given(matches).await?;
    let source = match zone(cx, matches)? {
        Some(zone) => create_document_request::Source::Mrz(zone),
        None => {
            let kind = enum_given(matches, "kind", KIND);
            let mut document = written(cx, matches, kind).await?;
            document.number = cx.document_number(matches)?;
            create_document_request::Source::Document(document)
        }
    };
    let validate_only = matches.get_flag("dry-run");
    let request = v1::CreateDocumentRequest {
        request_id: cx.request_id(),
        resident_id,
        source: Some(source),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::CreateDocumentRequest>(&answer, "document", &DOCUMENT).await?;
    cx.warn(answer.limited_by.as_ref(), &answer.warnings).await;
    let document = answer.document.unwrap_or_default();
    let key = if validate_only { "dry-run" } else { "document-created" };
    cx.say(key, &[("document", &document.document_id)]);
    Ok(())
}

/// Puts a new document in the place of an old one.
pub(super) async fn run_replace(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let document_id = cx.document_id(&given(matches, "document")).await?;
    let old = cx.call(v1::GetDocumentRequest { document_id }).await?.document.unwrap_or_default();
    let source = match zone(cx, matches)? {
        Some(zone) => replace_document_request::Source::Mrz(zone),
        None => {
            let mut document = written(cx, matches, old.kind).await?;
            document.number = cx.document_number(matches)?;
            // What is not said stays as it was.
            if document.issuer.is_empty() {
                document.issuer = old.issuer;
            }
            if document.purpose == 0 {
                document.purpose = old.purpose;
            }
            if document.work_permit_class == 0 {
                document.work_permit_class = old.work_permit_class;
            }
            replace_document_request::Source::Document(document)
        }
    };
    let validate_only = matches.get_flag("dry-run");
    let request = v1::ReplaceDocumentRequest {
        request_id: cx.request_id(),
        document_id: old.document_id.clone(),
        etag: old.etag,
        source: Some(source),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::ReplaceDocumentRequest>(&answer, "document", &DOCUMENT).await?;
    cx.warn(answer.limited_by.as_ref(), &answer.warnings).await;
    let document = answer.document.unwrap_or_default();
    let key = if validate_only { "dry-run" } else { "document-replaced" };
    cx.say(key, &[("document", &document.document_id), ("old", &old.document_id)]);
    Ok(())
}

/// Corrects a document.
pub(super) async fn run_update(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let document_id = cx.document_id(&given(matches, "document")).await?;
    let old = cx.call(v1::GetDocumentRequest { document_id }).await?.document.unwrap_or_default();
    let mut document = written(cx, matches, old.kind).await?;
    let typed = |id: &str| matches.value_source(id).is_some();
    let mut paths: Vec<_> = CORRECTABLE
        .iter()
        .filter(|(id, _)| typed(id))
        .map(|(_, field)| (*field).to_owned())
        .collect();
    paths.dedup();
    if let (Some(new), Some(visa)) = (&mut document.visa, old.visa) {
        // What is not said of a visa stays as it was.
        new.entries = if typed("entries") { new.entries } else { visa.entries };
        new.stay_days = if typed("stay-days") { new.stay_days } else { visa.stay_days };
        new.entry_date = if typed("entered") { new.entry_date } else { visa.entry_date };
        if !typed("category") {
            new.category = visa.category;
        }
    }
    let validate_only = matches.get_flag("dry-run");
    let request = v1::UpdateDocumentRequest {
        request_id: cx.request_id(),
        document_id: old.document_id.clone(),
        etag: old.etag,
        document: Some(document),
        update_mask: Some(FieldMask { paths }),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::UpdateDocumentRequest>(&answer, "document", &DOCUMENT).await?;
    cx.warn(answer.limited_by.as_ref(), &answer.warnings).await;
    let key = if validate_only { "dry-run" } else { "document-updated" };
    cx.say(key, &[("document", &old.document_id)]);
    Ok(())
}

impl Cx<'_> {
    /// Says what is to be looked at.
    async fn warn(&mut self, limited_by: Option<&v1::LimitingDocument>, warnings: &[i32]) {
        self.limits(limited_by).await;
        if warnings.contains(&v1::DocumentWarning::NumberUnchecked.into()) {
            self.say("document-unchecked", &[]);
        }
    }
}
