//! `frsc scan`: what a scanner typed. The server reads it; this shows field by field what it found
//! and what was wrong, and names the command that goes on from there.

use super::{given, scan_enterprise, scan_person};
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
    if let Some(passport) = &answer.passport {
        return scan_person::open(cx, &answer, passport).await;
    }
    show(cx, &answer).await?;
    tell_faults(cx, &answer);
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

/// Says field by field what was wrong.
pub(super) fn tell_faults(cx: &mut Cx<'_>, answer: &v1::ReadScanResponse) {
    for fault in &answer.faults {
        let key = if fault.warning { "scan-warning" } else { "scan-fault" };
        let field = cx.texts.find(&format!("col-{}", fault.field), &[]);
        let field = field.unwrap_or_else(|| fault.field.clone());
        cx.say(key, &[("field", &field), ("problem", &fault.problem)]);
    }
}

async fn show(cx: &mut Cx<'_>, answer: &v1::ReadScanResponse) -> Done {
    let whole = message::answer::<v1::ReadScanRequest>(answer);
    match cx.format {
        Format::Json | Format::Jsonl => cx.write_json(&whole),
        _ => cx.write_items(&[whole], &SCAN).await,
    }
}
