//! `frsc resident`: the persons whom the centre serves, registered by scan or by hand and found in
//! any script. A resident is named by his id, its last characters, or a name that only he has.

use super::{
    all_given, date, dry_run, enum_given, given, import, noun, page_args, position,
    resident_names::{self, Change},
    resident_record, switch, text, texts, word, words,
};
use crate::{Asked, Cx, errors::Done, output::Sheet, parts::Part};
use clap::{Arg, ArgMatches, Command};
use frsc_proto::v1;

/// The columns of residents.
pub(crate) const RESIDENT: Sheet = Sheet {
    name: "resident_id",
    columns: &[
        "resident_id",
        "display_name",
        "person_type",
        "sex",
        "birth_date",
        "language",
        "employer.name",
        "state",
    ],
    wide: &[
        "contacts.phone_number",
        "contacts.email",
        "employer.enterprise_id",
        "dependence.principal_resident_id",
        "dependence.relation",
        "merged_into_resident_id",
        "create_time",
        "update_time",
    ],
};
/// The parts of a resident.
pub(super) const PARTS: [Part; 3] = [
    Part { field: "names", columns: &["kind", "surname", "given_names", "until_date"] },
    Part { field: "nationalities", columns: &["country", "from_date", "until_date"] },
    Part {
        field: "addresses",
        columns: &[
            "address_number",
            "kind",
            "address",
            "arrival_time",
            "leave_time",
            "registration_time",
            "registration_deadline",
            "late_minutes",
        ],
    },
];
/// What stands beside a resident.
const BESIDE: [Part; 2] = [
    Part { field: "dependants", columns: &["resident_id", "display_name", "birth_date"] },
    Part {
        field: "consents",
        columns: &["consent_number", "purpose", "ground", "given_time", "proof", "withdrawn_time"],
    },
];
const TYPE: &str = "frsc.v1.PersonType";
const SEX: &str = "frsc.v1.ResidentSex";
const RELATION: &str = "frsc.v1.DependantRelation";
const STATE: &str = "frsc.v1.ResidentState";

/// The noun.
pub(super) fn command() -> Command {
    noun("resident")
        .subcommands([
            Command::new("create")
                .args(particulars())
                .arg(switch("mrz").conflicts_with("mrz-stdin"))
                .arg(switch("mrz-stdin"))
                .arg(texts("distinct-from"))
                .arg(dry_run()),
            Command::new("list")
                .arg(position("query"))
                .arg(date("born"))
                .arg(text("enterprise"))
                .arg(text("principal"))
                .arg(words("state", STATE))
                .args(page_args()),
            import::command().arg(text("language")),
            Command::new("show").arg(resident()),
            Command::new("update")
                .arg(resident())
                .args(particulars())
                .arg(date("since").conflicts_with("correct"))
                .arg(switch("correct"))
                .arg(dry_run()),
        ])
        .subcommands(resident_record::commands())
}

/// The resident of a command.
pub(super) fn resident() -> Arg {
    position("resident").required(true)
}

/// What is said of a person.
fn particulars() -> Vec<Arg> {
    vec![
        word("type", TYPE),
        text("surname"),
        text("given-names"),
        text("visual-name"),
        text("chinese-name"),
        text("other-name"),
        word("sex", SEX),
        date("born"),
        texts("nationality"),
        text("language"),
        text("phone"),
        text("email"),
        text("emergency-name"),
        text("emergency-phone"),
        text("time-zone"),
        text("enterprise"),
        text("employer"),
        text("principal"),
        word("relation", RELATION),
    ]
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "create" => create(cx, matches).await,
        "import" => import::run::<import::Residents>(cx, matches).await,
        "list" => list(cx, matches).await,
        "show" => show(cx, matches).await,
        "update" => update(cx, matches).await,
        _ => resident_record::run(cx, verb, matches).await,
    }
}

async fn create(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let mrz = if matches.get_flag("mrz-stdin") {
        cx.read_stdin()?
    } else if matches.get_flag("mrz") {
        cx.ask_scan(Asked::Shown, "ask-mrz", "--mrz-stdin")?
    } else {
        String::new()
    };
    let mut resident = v1::Resident::default();
    said(cx, matches, Change::Correction, &mut resident).await?;
    if resident.person_type == 0 {
        resident.person_type = v1::PersonType::Foreigner.into();
    }
    let mut distinct_from_resident_ids = Vec::new();
    for other in all_given(matches, "distinct-from") {
        distinct_from_resident_ids.push(cx.resident_id(&other).await?);
    }
    let validate_only = matches.get_flag("dry-run");
    let request = v1::CreateResidentRequest {
        request_id: cx.request_id(),
        resident: Some(resident),
        mrz,
        distinct_from_resident_ids,
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::CreateResidentRequest>(&answer, "resident", &RESIDENT).await?;
    for same in &answer.possible_duplicates {
        let variables = [("resident", &*same.resident_id), ("name", &*same.display_name)];
        cx.say("resident-duplicate", &variables);
    }
    let made = answer.resident.unwrap_or_default();
    let key = if validate_only { "dry-run" } else { "resident-create" };
    cx.say(key, &[("resident", &made.resident_id)]);
    Ok(())
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let mut principal_resident_id = given(matches, "principal");
    if !principal_resident_id.is_empty() {
        principal_resident_id = cx.resident_id(&principal_resident_id).await?;
    }
    let request = v1::SearchResidentsRequest {
        query: given(matches, "query"),
        birth_date: cx.date(matches, "born").await?,
        enterprise_id: given(matches, "enterprise"),
        principal_resident_id,
        states: super::enums_given(matches, "state", STATE),
        ..Default::default()
    };
    cx.list(request, matches, "residents", &RESIDENT).await
}

async fn show(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let resident_id = cx.resident_id(&given(matches, "resident")).await?;
    let answer = cx.call(v1::GetResidentRequest { resident_id }).await?;
    cx.whole::<v1::GetResidentRequest>(&answer, "resident", &RESIDENT, &PARTS).await?;
    let beside = crate::message::answer::<v1::GetResidentRequest>(&answer);
    cx.parts(&beside, &BESIDE).await?;
    let resident = answer.resident.unwrap_or_default();
    if !resident.merged_into_resident_id.is_empty() {
        cx.say("resident-merged", &[("resident", &resident.merged_into_resident_id)]);
    }
    Ok(())
}

async fn update(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let resident_id = cx.resident_id(&given(matches, "resident")).await?;
    let found = cx.call(v1::GetResidentRequest { resident_id }).await?;
    let mut resident = found.resident.unwrap_or_default();
    let change = resident_names::change(cx, matches).await?;
    let before = resident_names::former(&resident);
    let paths = said(cx, matches, change, &mut resident).await?;
    let former = resident_names::former(&resident) > before;
    let validate_only = matches.get_flag("dry-run");
    let request = v1::UpdateResidentRequest {
        request_id: cx.request_id(),
        resident: Some(resident),
        update_mask: Some(prost_types::FieldMask { paths }),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::UpdateResidentRequest>(&answer, "resident", &RESIDENT).await?;
    let changed = answer.resident.unwrap_or_default();
    let key = if validate_only { "dry-run" } else { "resident-update" };
    cx.say(key, &[("resident", &changed.resident_id)]);
    if former {
        cx.say("resident-former", &[]);
    }
    Ok(())
}

/// Puts what is said of a person into his message, and tells which fields that changes.
async fn said(
    cx: &mut Cx<'_>,
    matches: &ArgMatches,
    change: Change,
    into: &mut v1::Resident,
) -> Done<Vec<String>> {
    let mut paths = Vec::new();
    let mut changes = |field: &str| {
        if !paths.iter().any(|path| path == field) {
            paths.push(field.to_owned());
        }
    };
    let there = |id: &str| matches.contains_id(id);
    if resident_names::name(matches, change, into) {
        changes("names");
    }
    if resident_names::belong(matches, change, into) {
        changes("nationalities");
    }
    for (id, field) in [("type", "person_type"), ("sex", "sex"), ("born", "birth_date")] {
        if there(id) {
            changes(field);
        }
    }
    if there("type") {
        into.person_type = enum_given(matches, "type", TYPE);
    }
    if there("sex") {
        into.sex = enum_given(matches, "sex", SEX);
    }
    if there("language") {
        changes("language");
        into.language = given(matches, "language");
    }
    for field in reached(matches, into) {
        changes(field);
    }
    if there("principal") {
        changes("dependence");
        let principal_resident_id = cx.resident_id(&given(matches, "principal")).await?;
        let relation = enum_given(matches, "relation", RELATION);
        into.dependence = Some(v1::Dependence { principal_resident_id, relation });
    }
    if there("born") {
        into.birth_date = cx.date(matches, "born").await?;
    }
    Ok(paths)
}

/// Puts contacts and employer into the message, and tells which of both change.
fn reached(matches: &ArgMatches, into: &mut v1::Resident) -> Vec<&'static str> {
    let mut changed = Vec::new();
    let contacts = into.contacts.get_or_insert_default();
    let employer = into.employer.get_or_insert_default();
    let fields = [
        ("contacts", "phone", &mut contacts.phone_number),
        ("contacts", "email", &mut contacts.email),
        ("contacts", "emergency-name", &mut contacts.emergency_name),
        ("contacts", "emergency-phone", &mut contacts.emergency_phone_number),
        ("contacts", "time-zone", &mut contacts.time_zone),
        ("employer", "enterprise", &mut employer.enterprise_id),
        ("employer", "employer", &mut employer.name),
    ];
    for (field, id, value) in fields {
        if matches.contains_id(id) {
            changed.push(field);
            *value = given(matches, id);
        }
    }
    changed
}
