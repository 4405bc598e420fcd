//! `frsc scan`: what a scanner typed. The server reads it; this shows field by field what it found
//! and what was wrong, and names the command that goes on from there.

use super::{given, scan_enterprise};
use crate::{
    Asked, Cx,
    errors::{Done, Exit, Failure},
    message,
    output::{Format, Sheet},
};
use clap::{ArgMatches, Command, builder::PossibleValuesParser};
use frsc_proto::v1;

/// A scan is one whole answer.
pub(crate) const SCAN: Sheet = Sheet { name: "value", columns: &["kind", "value"], wide: &[] };
/// The columns of a scanned passport.
pub(crate) const PASSPORT: Sheet = Sheet {
    name: "passport_number",
    columns: &[
        "passport_number",
        "surname",
        "given_names",
        "nationality",
        "birth_date",
        "sex",
        "expiry_date",
        "expired",
    ],
    wide: &["issuing_state"],
};

/// The columns of the documents of the person behind a passport.
const DOCUMENTS: Sheet = Sheet {
    name: "document_id",
    columns: &[
        "kind",
        "purpose",
        "masked_number",
        "last_date",
        "days_left",
        "status",
        "document_id",
    ],
    wide: &["issuer", "custody.holder"],
};
/// The states of cases in which somebody has to act.
const OPEN: [v1::CaseState; 6] = [
    v1::CaseState::Received,
    v1::CaseState::MaterialNotified,
    v1::CaseState::Accepted,
    v1::CaseState::Suspended,
    v1::CaseState::Decided,
    v1::CaseState::Delivered,
];

/// The noun, whose only value is `-` for stdin: what is scanned is personal.
pub(super) fn command() -> Command {
    Command::new("scan")
        .arg(super::position("source").value_parser(PossibleValuesParser::new(["-"])))
}

/// Reads a scan and shows it.
pub(super) async fn run(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let from_stdin = given(matches, "source") == "-" || !cx.io.stdin_is_terminal;
    let text =
        if from_stdin { cx.read_stdin()? } else { cx.ask_scan(Asked::Shown, "ask-scan", "-")? };
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    if text.trim().is_empty() {
        return Err(Failure::new(Exit::Usage, cx.texts.get("error-scan-empty")));
    }
    let answer = cx.call(v1::ReadScanRequest { text }).await?;
    show(cx, &answer).await?;
    for fault in &answer.faults {
        let key = if fault.warning { "scan-warning" } else { "scan-fault" };
        let field = cx.texts.find(&format!("col-{}", fault.field), &[]);
        let field = field.unwrap_or_else(|| fault.field.clone());
        cx.say(key, &[("field", &field), ("problem", &fault.problem)]);
    }
    if let Some(passport) = &answer.passport
        && matches!(cx.format, Format::Table | Format::Wide)
    {
        return person(cx, passport).await;
    }
    let next = match answer.kind() {
        v1::ScanKind::PassportMrz => "scan-next-passport",
        v1::ScanKind::Ticket => "scan-next-ticket",
        v1::ScanKind::Appointment => "scan-next-appointment",
        v1::ScanKind::CreditCode => "scan-next-enterprise",
        v1::ScanKind::PermanentResidenceNumber | v1::ScanKind::Unspecified => "scan-next-none",
    };
    if answer.faults.iter().any(|fault| !fault.warning) {
        let failure = Failure::new(Exit::Invalid, cx.texts.get("error-scan-faults"));
        return Err(failure.next(cx.texts.get("next-scan-again")));
    }
    if answer.kind() == v1::ScanKind::CreditCode
        && matches!(cx.format, Format::Table | Format::Wide)
    {
        return scan_enterprise::open(cx, &answer.value).await;
    }
    cx.say(next, &[("value", &answer.value)]);
    Ok(())
}

/// Opens the person behind a passport: his documents with the days left, his stay, his open cases,
/// and what is to be done next.
async fn person(cx: &mut Cx<'_>, passport: &v1::ScannedPassport) -> Done {
    let number = passport.passport_number.clone();
    let kind = v1::DocumentKind::Passport.into();
    let found = match cx.call(v1::LookupDocumentRequest { number, kind }).await {
        Ok(found) => found.documents,
        Err(failure) if failure.exit == Exit::NotFound => Vec::new(),
        Err(failure) => return Err(failure),
    };
    let same = |document: &&v1::Document| document.issuer == passport.issuing_state;
    let Some(own) = found.iter().find(same).or(found.first()) else {
        cx.say("scan-person-unknown", &[]);
        return Ok(());
    };
    let resident_id = own.resident_id.clone();
    let request =
        v1::ListDocumentsRequest { resident_id: resident_id.clone(), ..Default::default() };
    let documents = cx.call(request).await?;
    cx.write("\n")?;
    let sheet = &DOCUMENTS;
    cx.answer::<v1::ListDocumentsRequest>(&documents, "documents", sheet).await?;
    let request = v1::ListCasesRequest {
        resident_id: resident_id.clone(),
        states: OPEN.map(Into::into).to_vec(),
        ..Default::default()
    };
    let cases = cx.call(request).await?;
    if !cases.cases.is_empty() {
        cx.write("\n")?;
        cx.answer::<v1::ListCasesRequest>(&cases, "cases", &super::case::CASE).await?;
    }
    let stay = cx.call(v1::GetStayRequest { resident_id: resident_id.clone() }).await?;
    let until =
        stay.lawful_until_date.map(|d| format!("{:04}-{:02}-{:02}", d.year, d.month, d.day));
    let days = stay.days_left.to_string();
    let mut variables = vec![("resident", resident_id.as_str()), ("days", days.as_str())];
    let document = next_document(&documents.documents, stay.document_id);
    variables.push(("document", &document));
    let until = until.unwrap_or_default();
    variables.push(("until", &until));
    let key = match (until.is_empty(), stay.overstay_days, cases.cases.is_empty()) {
        (true, _, _) => "scan-person-no-stay",
        (false, 1.., _) => "scan-person-overstay",
        (false, _, false) => "scan-person-under-way",
        (false, _, true) => "scan-person-stay",
    };
    cx.say(key, &variables);
    Ok(())
}

/// The document that a next case would renew: the one that gives the stay, or the first to end.
fn next_document(documents: &[v1::Document], of_stay: String) -> String {
    let renewable = |document: &&v1::Document| document.kind() != v1::DocumentKind::Receipt;
    let given = documents.iter().filter(renewable).find(|one| one.document_id == of_stay);
    let first = documents.iter().filter(renewable).find(|one| one.expiry_date.is_some());
    given.or(first).map(|one| one.document_id.clone()).unwrap_or_default()
}

async fn show(cx: &mut Cx<'_>, answer: &v1::ReadScanResponse) -> Done {
    let whole = message::answer::<v1::ReadScanRequest>(answer);
    match (cx.format, &answer.passport) {
        (Format::Json | Format::Jsonl, _) => cx.write_json(&whole),
        (Format::Table | Format::Wide, Some(_)) => {
            cx.details::<v1::ReadScanRequest>(answer, "passport", &PASSPORT).await
        }
        (Format::Csv | Format::Name, Some(_)) => {
            cx.answer::<v1::ReadScanRequest>(answer, "passport", &PASSPORT).await
        }
        (_, None) => cx.write_items(&[whole], &SCAN).await,
    }
}
