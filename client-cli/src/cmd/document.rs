//! `frsc document`, `permit`, `receipt`: what runs out, looked at, found by its number, ended. A
//! document is named by its id or the last characters of it; its number is typed without echo,
//! scanned or piped in, and is never an argument.

use super::{
    all_given, date, document_make as make, enum_given, enums_given, given, noun, page_args,
    position, switch, text, texts, word, words,
};
use crate::{
    Asked, Cx,
    errors::Done,
    output::{Format, Sheet},
    parts::Part,
    rpc::Call,
};
use clap::{Arg, ArgMatches, Command};
use frsc_proto::v1::{self, DocumentKind};

/// The columns of documents.
pub(crate) const DOCUMENT: Sheet = Sheet {
    name: "document_id",
    columns: &[
        "document_id",
        "kind",
        "purpose",
        "work_permit_class",
        "masked_number",
        "last_date",
        "status",
        "resident_id",
    ],
    wide: &["issuer", "valid_from_date", "expiry_date", "case_id", "custody.holder", "etag"],
};
/// The columns of a stay.
pub(crate) const STAY: Sheet = Sheet {
    name: "document_id",
    columns: &["lawful_until_date", "days_left", "kind", "document_id", "overstay_days"],
    wide: &["reference_fine_yuan", "document_ids"],
};
/// The columns of the ledger.
pub(crate) const DISCLOSURE: Sheet = Sheet {
    name: "disclosure_id",
    columns: &["disclosure_time", "department_id", "fields", "purpose", "resident_id", "case_id"],
    wide: &["disclosure_id", "document_id", "account_id"],
};
/// The one way in which a document has parts: none.
const PARTS: [Part; 0] = [];
pub(super) const KIND: &str = "frsc.v1.DocumentKind";
const STATUS: &str = "frsc.v1.DocumentStatus";
const HOLDER: &str = "frsc.v1.CustodyHolder";
const PURPOSE: &str = "frsc.v1.RevealPurpose";
/// What `frsc permit` lists.
const PERMITS: [DocumentKind; 4] = [
    DocumentKind::Visa,
    DocumentKind::ResidencePermit,
    DocumentKind::StayPermit,
    DocumentKind::WorkPermit,
];

fn one(verb: &'static str) -> Command {
    Command::new(verb).arg(position("document").required(true))
}

fn listed(kinds: bool) -> Command {
    let kinds = kinds.then(|| words("kind", KIND));
    Command::new("list")
        .arg(text("resident"))
        .args(kinds)
        .arg(words("status", STATUS))
        .arg(date("from"))
        .arg(date("to"))
        .args(page_args())
}

fn purpose() -> [Arg; 2] {
    [word("purpose", PURPOSE).required(true), text("purpose-text")]
}

/// The nouns.
pub(super) fn commands() -> [Command; 3] {
    let ended = |verb| one(verb).arg(text("reason").required(true)).arg(date("ended"));
    let document = noun("document").subcommands([
        make::create("create", None),
        listed(true).arg(words("holder", HOLDER)),
        one("show"),
        Command::new("find").arg(switch("number-stdin")).arg(word("kind", KIND)),
        Command::new("stay").arg(position("resident").required(true)),
        make::update(),
        make::replace(),
        ended("cancel"),
        ended("lost"),
        one("reveal").args(purpose()).arg(text("case")),
        Command::new("disclose")
            .arg(text("department").required(true))
            .arg(text("resident").required(true))
            .arg(text("document"))
            .arg(texts("field").required(true))
            .args(purpose())
            .arg(text("case")),
        Command::new("disclosures")
            .arg(text("resident"))
            .arg(text("department"))
            .arg(date("from"))
            .arg(date("to"))
            .args(page_args()),
    ]);
    let permit = noun("permit").subcommands([
        make::create("create", Some("residence-permit")),
        listed(false),
        one("show"),
        super::expiry::plan_command(),
    ]);
    let receipt = noun("receipt").subcommands([listed(false), one("show")]);
    [document, permit, receipt]
}

/// Runs a verb of one of the nouns.
pub(super) async fn run(cx: &mut Cx<'_>, noun: &str, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "create" => make::run_create(cx, matches).await,
        "plan" => super::expiry::plan(cx, matches).await,
        "update" => make::run_update(cx, matches).await,
        "replace" => make::run_replace(cx, matches).await,
        "list" => list(cx, noun, matches).await,
        "show" => show(cx, matches).await,
        "find" => find(cx, matches).await,
        "stay" => stay(cx, matches).await,
        "reveal" => reveal(cx, matches).await,
        "disclose" => disclose(cx, matches).await,
        "disclosures" => disclosures(cx, matches).await,
        "lost" => lost(cx, matches).await,
        _ => cancel(cx, matches).await,
    }
}

async fn list(cx: &mut Cx<'_>, noun: &str, matches: &ArgMatches) -> Done {
    let kinds = match noun {
        "permit" => PERMITS.map(Into::into).to_vec(),
        "receipt" => vec![DocumentKind::Receipt.into()],
        _ => enums_given(matches, "kind", KIND),
    };
    let holders = match noun {
        "document" => enums_given(matches, "holder", HOLDER),
        _ => Vec::new(),
    };
    let request = v1::ListDocumentsRequest {
        resident_id: cx.resident_given(matches).await?,
        kinds,
        statuses: enums_given(matches, "status", STATUS),
        expiry_from_date: cx.date(matches, "from").await?,
        expiry_to_date: cx.date(matches, "to").await?,
        holders,
        ..Default::default()
    };
    cx.list(request, matches, "documents", &DOCUMENT).await
}

async fn show(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let document_id = cx.document_id(&given(matches, "document")).await?;
    let answer = cx.call(v1::GetDocumentRequest { document_id }).await?;
    cx.whole::<v1::GetDocumentRequest>(&answer, "document", &DOCUMENT, &PARTS).await?;
    cx.limits(answer.limited_by.as_ref()).await;
    Ok(())
}

async fn find(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let number = cx.document_number(matches)?;
    let kind = enum_given(matches, "kind", KIND);
    let answer = cx.call(v1::LookupDocumentRequest { number, kind }).await?;
    cx.answer::<v1::LookupDocumentRequest>(&answer, "documents", &DOCUMENT).await
}

async fn stay(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let resident_id = cx.resident_given(matches).await?;
    let answer = cx.call(v1::GetStayRequest { resident_id }).await?;
    cx.whole::<v1::GetStayRequest>(&answer, "", &STAY, &PARTS).await?;
    let key = match (&answer.lawful_until_date, answer.overstay_days) {
        (None, _) => "stay-unknown",
        (Some(_), 0) => return Ok(()),
        (Some(_), _) => "stay-over",
    };
    cx.say(key, &[]);
    Ok(())
}

/// The document that is to end, as it is.
async fn found(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<v1::Document> {
    let document_id = cx.document_id(&given(matches, "document")).await?;
    let answer = cx.call(v1::GetDocumentRequest { document_id }).await?;
    Ok(answer.document.unwrap_or_default())
}

async fn cancel(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let document = found(cx, matches).await?;
    let request = v1::CancelDocumentRequest {
        request_id: cx.request_id(),
        document_id: document.document_id.clone(),
        etag: document.etag,
        reason: given(matches, "reason"),
        ended_date: cx.date(matches, "ended").await?,
    };
    end(cx, request, &document.document_id, "document-ended").await
}

async fn lost(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let document = found(cx, matches).await?;
    let request = v1::ReportDocumentLostRequest {
        request_id: cx.request_id(),
        document_id: document.document_id.clone(),
        etag: document.etag,
        reason: given(matches, "reason"),
        ended_date: cx.date(matches, "ended").await?,
    };
    end(cx, request, &document.document_id, "document-lost").await
}

/// Ends a document, once that is confirmed.
async fn end<C: Call>(cx: &mut Cx<'_>, request: C, id: &str, said: &str) -> Done {
    cx.confirm("confirm-document-end", &[("document", id)])?;
    let answer = cx.call(request).await?;
    cx.answer::<C>(&answer, "document", &DOCUMENT).await?;
    cx.say(said, &[("document", id)]);
    Ok(())
}

async fn reveal(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let mut case_id = given(matches, "case");
    if !case_id.is_empty() {
        case_id = cx.case_id(&case_id).await?;
    }
    let request = v1::RevealDocumentNumberRequest {
        request_id: cx.request_id(),
        document_id: cx.document_id(&given(matches, "document")).await?,
        purpose: enum_given(matches, "purpose", PURPOSE),
        purpose_text: given(matches, "purpose-text"),
        case_id,
    };
    let answer = cx.call(request).await?;
    cx.say("revealed", &[]);
    if cx.format == Format::Json {
        let whole = crate::message::answer::<v1::RevealDocumentNumberRequest>(&answer);
        return cx.write_json(&whole);
    }
    cx.write(&format!("{}\n", answer.number))
}

async fn disclose(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let (mut document_id, mut case_id) = (given(matches, "document"), given(matches, "case"));
    if !document_id.is_empty() {
        document_id = cx.document_id(&document_id).await?;
    }
    if !case_id.is_empty() {
        case_id = cx.case_id(&case_id).await?;
    }
    let request = v1::RecordDisclosureRequest {
        request_id: cx.request_id(),
        department_id: given(matches, "department").to_ascii_uppercase(),
        resident_id: cx.resident_given(matches).await?,
        document_id,
        fields: all_given(matches, "field"),
        purpose: enum_given(matches, "purpose", PURPOSE),
        purpose_text: given(matches, "purpose-text"),
        case_id,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::RecordDisclosureRequest>(&answer, "disclosure", &DISCLOSURE).await?;
    cx.say("disclosure-recorded", &[]);
    Ok(())
}

async fn disclosures(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::ListDisclosuresRequest {
        resident_id: cx.resident_given(matches).await?,
        department_id: given(matches, "department").to_ascii_uppercase(),
        from_date: cx.date(matches, "from").await?,
        to_date: cx.date(matches, "to").await?,
        ..Default::default()
    };
    cx.list(request, matches, "disclosures", &DISCLOSURE).await
}

impl Cx<'_> {
    /// The resident of an option, by his id, a name or the id's last characters; or nothing.
    pub(super) async fn resident_given(&mut self, matches: &ArgMatches) -> Done<String> {
        let resident = given(matches, "resident");
        if resident.is_empty() { Ok(resident) } else { self.resident_id(&resident).await }
    }

    /// The whole number of a document, typed without echo or piped in.
    pub(super) fn document_number(&mut self, matches: &ArgMatches) -> Done<String> {
        if matches.get_flag("number-stdin") {
            return Ok(self.read_stdin()?.trim().to_owned());
        }
        self.ask(Asked::Hidden, "ask-document-number", "--number-stdin")
    }

    /// Says that a passport ends before the document.
    pub(super) async fn limits(&mut self, by: Option<&v1::LimitingDocument>) {
        let Some(by) = by else { return };
        let day = by.expiry_date.map(|d| format!("{:04}-{:02}-{:02}", d.year, d.month, d.day));
        let day = day.unwrap_or_default();
        self.say("document-limited", &[("document", &by.document_id), ("expiry", &day)]);
    }
}
