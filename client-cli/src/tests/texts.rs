//! Both languages say everything that is shown, and nothing besides.

use super::shown::SHOWN;
use crate::{cli, i18n::Language, i18n::Texts, message};
use clap::Command;
use std::collections::{BTreeMap, BTreeSet};

/// Every message of a language: key to its source text.
pub(super) fn messages(language: Language) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut key = String::new();
    for line in language.source().lines() {
        if line.starts_with(char::is_alphabetic) {
            let (name, text) = line.split_once('=').expect("a line of a Fluent file is `key = …`");
            key = name.trim().to_owned();
            let before = found.insert(key.clone(), text.trim().to_owned());
            assert!(before.is_none(), "{key} stands twice");
        } else if line.starts_with(' ') {
            let text: &mut String = found.entry(key.clone()).or_default();
            text.push('\n');
            text.push_str(line.trim());
        }
    }
    found
}

/// Every command of the tree by its path, without shortcuts.
pub(super) fn walk<'a>(
    command: &'a Command,
    path: &[String],
    all: &mut Vec<(Vec<String>, &'a Command)>,
) {
    all.push((path.to_vec(), command));
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        walk(below, &[path, &[below.get_name().to_owned()]].concat(), all);
    }
}

pub(super) fn languages() -> [Texts; 2] {
    [Texts::new(Language::ZhCn), Texts::new(Language::En)]
}

#[test]
fn the_command_tree_is_sound() {
    for texts in languages() {
        cli::tree(&texts).debug_assert();
    }
}

#[test]
fn both_languages_have_the_same_keys_and_variables() {
    let (chinese, english) = (messages(Language::ZhCn), messages(Language::En));
    let keys = |all: &BTreeMap<String, String>| all.keys().cloned().collect::<BTreeSet<_>>();
    let (zh, en) = (keys(&chinese), keys(&english));
    let apart: Vec<_> = zh.symmetric_difference(&en).collect();
    assert!(apart.is_empty(), "keys of one language only: {apart:?}");
    for (key, text) in &chinese {
        assert_eq!(variables(text), variables(&english[key]), "variables of {key}");
    }
}

pub(super) fn variables(text: &str) -> BTreeSet<String> {
    let parts = text.split("{ $").skip(1);
    parts.filter_map(|part| part.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn no_key_is_missing_and_none_is_unused() {
    let mut needed = needed_by_commands();
    needed.extend(needed_by_contract());
    let have: BTreeSet<_> = messages(Language::En).into_keys().collect();
    let source = sources();
    let families = ["cmd-", "ex-", "arg-", "col-", "enum-", "reason-", "next-", "limit-"];
    let missing: Vec<_> = needed.iter().filter(|key| !have.contains(*key)).collect();
    assert!(missing.is_empty(), "missing texts: {missing:#?}");
    let literal = |key: &str| source.contains(&format!("\"{key}\""));
    let unused: Vec<_> = have
        .iter()
        .filter(|key| !needed.contains(*key) && !literal(key))
        .filter(|key| !is_own_help(key) && !is_column_of_a_nested_message(key))
        .collect();
    assert!(unused.is_empty(), "texts nobody uses: {unused:#?}");
    for key in literals(&source, &families) {
        assert!(have.contains(&key), "the code uses {key}, which no file has");
    }
}

/// The keys every command and argument must have.
fn needed_by_commands() -> BTreeSet<String> {
    let texts = Texts::new(Language::En);
    let tree = cli::tree(&texts);
    let mut all = Vec::new();
    walk(&tree, &[], &mut all);
    let have = messages(Language::En);
    let mut needed = BTreeSet::new();
    for (path, command) in all {
        needed.insert(cli::key("cmd", &path));
        needed.insert(cli::key("ex", &path));
        for arg in command.get_arguments() {
            let own = format!("{}-{}", cli::key("arg", &path), arg.get_id());
            let shared = format!("arg-{}", arg.get_id());
            needed.insert(if have.contains_key(&own) { own } else { shared });
        }
    }
    needed
}

/// An argument's own help, which stands instead of the shared one.
fn is_own_help(key: &str) -> bool {
    needed_by_commands().contains(key)
}

fn is_column_of_a_nested_message(key: &str) -> bool {
    let nested = [
        "visitor",
        "agent",
        "applicant",
        "rectification",
        "rater",
        "employer",
        "principal",
        "rung",
        "caller",
        "unit",
        "booked_quota",
        "walk_in_quota",
        "third_party_quota",
    ];
    nested.iter().any(|field| key.starts_with(&format!("col-{field}-")))
}

/// The enums of cases and of what belongs to them.
const WORK_ENUMS: [&str; 61] = [
    "FlaggedKind",
    "DocumentKind",
    "PermitPurpose",
    "WorkPermitClass",
    "VisaEntries",
    "DocumentStatus",
    "CustodyHolder",
    "CaseState",
    "CaseChannel",
    "CaseAdvice",
    "CaseStepKind",
    "ProxyGround",
    "ProxyKind",
    "MaterialState",
    "ClockKind",
    "ClockState",
    "Outcome",
    "TaskState",
    "ExpediteGround",
    "ExpediteState",
    "RatingChannel",
    "RectificationState",
    "RectificationStepKind",
    "CallBackOutcome",
    "CardRung",
    "CardState",
    "PersonType",
    "ResidentSex",
    "NameKind",
    "DependantRelation",
    "ResidentState",
    "AccommodationKind",
    "DataPurpose",
    "LegalGround",
    "ResidentMergeState",
    "ResidentStepKind",
    "EvidenceKind",
    "MediaType",
    "NoticeKind",
    "NoticeChannel",
    "NoticeState",
    "NoticeRecipient",
    "ReminderRecipient",
    "RenewalLane",
    "LifeEventKind",
    "ObligationOwner",
    "ObligationState",
    "Notarisation",
    "MandateState",
    "MandateLack",
    "FlagKind",
    "TravelDirection",
    "TripState",
    "TravelPurpose",
    "TravellerRole",
    "WhitelistCoverage",
    "WhitelistBenefit",
    "WhitelistState",
    "WhitelistStepKind",
    "TripStepKind",
    "WhitelistReason",
];

/// The keys every enum value, refusal and shown field must have.
fn needed_by_contract() -> BTreeSet<String> {
    let mut needed = BTreeSet::new();
    for name in ["Channel", "Role", "AppointmentState", "TicketState", "TicketResult", "Presence"]
        .map(|name| format!("frsc.v1.{name}"))
        .into_iter()
        .chain(["LimitUnit", "CalendarDayKind", "ScanKind"].map(|name| format!("frsc.v1.{name}")))
        .chain(
            ["State", "Urgency", "StepKind", "ClockKind"]
                .map(|name| format!("frsc.v1.Referral{name}")),
        )
        .chain(["frsc.v1.ContactOutcome".to_owned()])
        .chain(WORK_ENUMS.map(|name| format!("frsc.v1.{name}")))
        .chain(["AccountKind", "AccountState"].map(|name| format!("frsc.admin.v1.{name}")))
        .chain(["google.type.DayOfWeek".to_owned()])
    {
        let kind = message::enum_named(&name);
        let values = kind.values().filter(|value| value.number() != 0);
        needed.extend(values.map(|value| format!("enum-{}", value.name())));
    }
    for unit in message::enum_named("frsc.v1.LimitUnit").values() {
        needed.insert(format!("limit-{}", unit.name()));
    }
    for reason in message::enum_named("frsc.v1.ErrorReason").values() {
        let name = reason.name().trim_start_matches("ERROR_REASON_");
        if name != "UNSPECIFIED" {
            needed.insert(format!("reason-{name}"));
            needed.insert(format!("next-{name}"));
        }
    }
    needed.insert("next-from-CALLED".to_owned());
    needed.extend(["bool-true", "bool-false"].map(str::to_owned));
    needed.extend(shown_fields().into_iter().map(|field| format!("col-{field}")));
    needed
}

/// The fields of every message that is shown as a table.
fn shown_fields() -> BTreeSet<String> {
    let opened = [
        "visitor",
        "agent",
        "booked_quota",
        "walk_in_quota",
        "third_party_quota",
        "closure",
        "provisional_detail",
        "appointment",
        "ticket",
        "referral",
        "expedite",
        "visa",
        "custody",
        "document",
        "disclosure",
        "rating",
        "rater",
        "evidence",
        "mandate",
        "principal",
        "caller",
        "unit",
        "case",
        "task",
        "card",
        "total",
        "applicant",
        "external_reference",
        "contacts",
        "employer",
        "dependence",
        "resident",
        "extension",
        "proxy",
    ];
    let fields = SHOWN.iter().flat_map(|name| {
        let found = message::pool().get_message_by_name(&format!("frsc.{name}"));
        let fields = found.expect("a message of the contract").fields().collect::<Vec<_>>();
        fields.into_iter().map(|field| field.name().to_owned())
    });
    let own = [
        "phone_number",
        "language",
        "division_code",
        "email",
        "masked_passport_number",
        "due_dates",
        "displacements",
        "dependants",
        "consents",
        "kind",
        "value",
        "display_name",
        "roles",
        "current",
        "endpoint",
        "ca_file",
        "counter",
        // The fields a scan finds fault with.
        "mrz",
        "optional_data",
        "composite",
        "credit_code",
        "permanent_residence_number",
    ];
    let fields = fields.chain(own.map(str::to_owned));
    fields.filter(|field| !opened.contains(&field.as_str())).collect()
}

fn sources() -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut text = String::new();
    for folder in [root.clone(), root.join("cmd"), root.join("office")] {
        for entry in std::fs::read_dir(folder).expect("the sources are beside the test") {
            let path = entry.expect("a file of the sources").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.ends_with(".rs") && name != "tests.rs" {
                text += &std::fs::read_to_string(&path).expect("a source is text");
            }
        }
    }
    text
}

/// The string literals of the sources that look like keys of these families or of outcomes.
fn literals(source: &str, families: &[&str]) -> BTreeSet<String> {
    let more = ["error-", "usage-", "why-", "ask-", "confirm-", "help-", "scan-", "relative-"];
    source
        .split('"')
        .filter(|text| families.iter().chain(&more).any(|family| text.starts_with(family)))
        .filter(|text| text.len() < 60 && !text.ends_with('-'))
        .filter(|text| text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)))
        .map(str::to_owned)
        .collect()
}
