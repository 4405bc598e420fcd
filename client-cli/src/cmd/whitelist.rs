//! `frsc whitelist`: entries from application to their end, whom they name, and the check.

use super::{
    all_given, date, dry_run, enterprise_export, enum_given, enums_given, given, import, noun,
    number, number_given, page_args, position, text, texts, visitor::passport_args,
    whitelist_batch, whitelist_step::step, word, words,
};
use crate::{Cx, errors::Done, message, output::Sheet, parts::Part, time};
use clap::{Arg, ArgMatches, Command};
use frsc_proto::v1;

/// The columns of entries.
pub(crate) const ENTRY: Sheet = Sheet {
    name: "entry_id",
    columns: &[
        "entry_id",
        "enterprise_id",
        "state",
        "terms.direction",
        "terms.coverage",
        "terms.valid_from_date",
        "terms.valid_until_date",
    ],
    wide: &["terms.purposes", "terms.roles", "terms.benefits", "terms.trips_a_month"],
};
/// The parts of an entry.
const PARTS: [Part; 2] = [
    Part {
        field: "steps",
        columns: &[
            "kind",
            "account_id",
            "department_id",
            "record_time",
            "effective_time",
            "reason",
        ],
    },
    Part {
        field: "persons",
        columns: &["resident_id", "from_date", "until_date", "add_time", "end_time"],
    },
];
/// The columns of what happened to an entry.
const STEP: Sheet = Sheet {
    name: "kind",
    columns: &["record_time", "kind", "effective_time", "department_id", "account_id", "reason"],
    wide: &["evidence_ids"],
};
/// The columns of a check.
pub(crate) const VERDICT: Sheet = Sheet {
    name: "covered",
    columns: &["covered", "entry_ids", "until_date", "benefits"],
    wide: &[],
};
const REASONS: [Part; 1] = [Part { field: "reasons", columns: &["reason", "entry_id", "detail"] }];
/// The columns of counts.
pub(crate) const COUNTS: Sheet = Sheet {
    name: "enterprises_count",
    columns: &["enterprises_count", "active_enterprises_count"],
    wide: &[],
};
/// The columns of how often was checked.
pub(crate) const CHECKS: Sheet = Sheet {
    name: "account_id",
    columns: &["date", "account_id", "checks_count", "covered_count"],
    wide: &[],
};
const STATES: [Part; 1] = [Part { field: "states", columns: &["state", "count"] }];

pub(super) const DIRECTION: &str = "frsc.v1.TravelDirection";
const PURPOSE: &str = "frsc.v1.TravelPurpose";
const COVERAGE: &str = "frsc.v1.WhitelistCoverage";
const ROLE: &str = "frsc.v1.TravellerRole";
const BENEFIT: &str = "frsc.v1.WhitelistBenefit";
pub(super) const STATE: &str = "frsc.v1.WhitelistState";
/// The steps of one entry that are told with a reason.
const STEPS: [&str; 7] =
    ["recommend", "approve", "reject", "withdraw", "suspend", "lift", "revoke"];

pub(super) fn terms_args() -> [Arg; 8] {
    [
        word("direction", DIRECTION).default_value("both"),
        words("purpose", PURPOSE),
        word("coverage", COVERAGE).default_value("all"),
        words("role", ROLE),
        words("benefit", BENEFIT),
        number("trips", 0..=10_000),
        date("from"),
        date("until"),
    ]
}

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("entry").required(true));
    let reason = || text("reason").required(true);
    let steps = STEPS.map(|verb| {
        let step = one(verb).arg(reason()).arg(texts("evidence")).arg(dry_run());
        match verb {
            "revoke" => step.arg(text("at").value_parser(time::parse_instant)),
            _ => step,
        }
    });
    noun("whitelist").subcommands(steps).subcommands([
        Command::new("apply")
            .arg(position("enterprise").required(true))
            .args(terms_args())
            .mut_arg("from", |arg| arg.required(true))
            .arg(texts("person"))
            .arg(text("reason"))
            .arg(texts("evidence"))
            .arg(dry_run()),
        one("renew").arg(reason()).arg(date("until")).arg(texts("evidence")).arg(dry_run()),
        one("persons")
            .arg(texts("add"))
            .arg(date("from"))
            .arg(texts("end"))
            .arg(date("until"))
            .arg(reason())
            .arg(texts("evidence"))
            .arg(dry_run()),
        import::command(),
        enterprise_export::command(),
        Command::new("list")
            .arg(text("enterprise"))
            .arg(text("group"))
            .arg(text("town"))
            .arg(words("state", STATE))
            .arg(word("direction", DIRECTION))
            .arg(date("ends-by"))
            .args(page_args()),
        one("show").arg(as_known()),
        one("history").arg(as_known()),
        Command::new("count").arg(text("group")),
        Command::new("check")
            .arg(position("enterprise").required(true))
            .arg(word("direction", DIRECTION).default_value("entry"))
            .arg(date("date"))
            .arg(word("purpose", PURPOSE))
            .arg(word("role", ROLE))
            .arg(text("person"))
            .args(passport_args())
            .arg(as_known()),
        Command::new("checks")
            .arg(text("account"))
            .arg(date("from"))
            .arg(date("to"))
            .args(page_args()),
        whitelist_batch::command(),
    ])
}

fn as_known() -> Arg {
    text("as-known").value_parser(time::parse_instant)
}

pub(super) fn instant_given(matches: &ArgMatches, id: &str) -> Option<prost_types::Timestamp> {
    let at = matches.get_one::<chrono::DateTime<chrono::Utc>>(id).copied();
    at.map(time::to_proto_time)
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "apply" => apply(cx, matches).await,
        "import" => import::run::<import::Enterprises>(cx, matches).await,
        "export" => enterprise_export::run(cx, matches).await,
        "list" => list(cx, matches).await,
        "count" => count(cx, matches).await,
        "check" => check(cx, matches).await,
        "checks" => checks(cx, matches).await,
        "batch" => whitelist_batch::run(cx, matches).await,
        "show" => {
            let answer = known(cx, matches).await?;
            cx.whole::<v1::GetWhitelistEntryRequest>(&answer, "entry", &ENTRY, &PARTS).await
        }
        "history" => {
            let answer =
                message::answer::<v1::GetWhitelistEntryRequest>(&known(cx, matches).await?);
            let Some(entry) = message::child(&answer, "entry") else { return Ok(()) };
            cx.steps(&answer, &message::children(&entry, "steps"), &STEP).await
        }
        _ => step(cx, verb, matches).await,
    }
}

/// An entry as it is known now, or was at an instant.
async fn known(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<v1::GetWhitelistEntryResponse> {
    let entry_id = cx.entry_id(&given(matches, "entry")).await?;
    let as_known_time = instant_given(matches, "as-known");
    cx.call(v1::GetWhitelistEntryRequest { entry_id, as_known_time }).await
}

pub(super) async fn terms(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<v1::WhitelistTerms> {
    let purposes = enums_given(matches, "purpose", PURPOSE);
    let all = || vec![v1::TravelPurpose::Business.into()];
    Ok(v1::WhitelistTerms {
        direction: enum_given(matches, "direction", DIRECTION),
        purposes: if purposes.is_empty() { all() } else { purposes },
        coverage: enum_given(matches, "coverage", COVERAGE),
        roles: enums_given(matches, "role", ROLE),
        trips_a_month: number_given(matches, "trips"),
        benefits: enums_given(matches, "benefit", BENEFIT),
        valid_from_date: cx.date(matches, "from").await?,
        valid_until_date: cx.date(matches, "until").await?,
    })
}

pub(super) async fn evidence(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<Vec<String>> {
    let mut ids = Vec::new();
    for given in all_given(matches, "evidence") {
        ids.push(cx.evidence_id(&given).await?);
    }
    Ok(ids)
}

pub(super) async fn people(cx: &mut Cx<'_>, matches: &ArgMatches, id: &str) -> Done<Vec<String>> {
    let mut ids = Vec::new();
    for given in all_given(matches, id) {
        ids.push(cx.resident_id(&given).await?);
    }
    Ok(ids)
}

async fn apply(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let request = v1::ApplyForWhitelistEntryRequest {
        request_id: cx.request_id(),
        enterprise_id: cx.enterprise_id(&given(matches, "enterprise")).await?,
        terms: Some(terms(cx, matches).await?),
        resident_ids: people(cx, matches, "person").await?,
        reason: given(matches, "reason"),
        evidence_ids: evidence(cx, matches).await?,
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::ApplyForWhitelistEntryRequest>(&answer, "entry", &ENTRY).await?;
    let id = answer.entry.unwrap_or_default().entry_id;
    cx.say(if validate_only { "dry-run" } else { "whitelist-apply" }, &[("entry", &id)]);
    Ok(())
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let (enterprise, group) = (given(matches, "enterprise"), given(matches, "group"));
    let request = v1::ListWhitelistEntriesRequest {
        enterprise_id: match enterprise.as_str() {
            "" => enterprise,
            one => cx.enterprise_id(one).await?,
        },
        group_id: if group.is_empty() { group } else { cx.group_id(&group).await? },
        town: given(matches, "town"),
        states: enums_given(matches, "state", STATE),
        direction: enum_given(matches, "direction", DIRECTION),
        valid_until_at_most_date: cx.date(matches, "ends-by").await?,
        ..Default::default()
    };
    cx.list(request, matches, "entries", &ENTRY).await
}

async fn count(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let group = given(matches, "group");
    let group_id = if group.is_empty() { group } else { cx.group_id(&group).await? };
    let answer = cx.call(v1::CountWhitelistEntriesRequest { group_id }).await?;
    let whole = message::answer::<v1::CountWhitelistEntriesRequest>(&answer);
    cx.row_and_parts(&whole, &whole, &COUNTS, &STATES).await
}

async fn check(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let passport = cx.passport(matches).await?.number;
    let person = match given(matches, "person") {
        one if !one.is_empty() => {
            let id = cx.resident_id(&one).await?;
            Some(v1::whitelist_check::Person::ResidentId(id))
        }
        _ if !passport.is_empty() => Some(v1::whitelist_check::Person::PassportNumber(passport)),
        _ => None,
    };
    let check = v1::WhitelistCheck {
        enterprise_id: cx.enterprise_id(&given(matches, "enterprise")).await?,
        person,
        role: enum_given(matches, "role", ROLE),
        direction: enum_given(matches, "direction", DIRECTION),
        date: cx.date(matches, "date").await?,
        purpose: enum_given(matches, "purpose", PURPOSE),
    };
    let request = v1::CheckWhitelistRequest {
        check: Some(check),
        consistency_token: String::new(),
        as_known_time: instant_given(matches, "as-known"),
    };
    let answer = cx.call(request).await?;
    let whole = message::answer::<v1::CheckWhitelistRequest>(&answer);
    let Some(verdict) = message::child(&whole, "verdict") else { return Ok(()) };
    cx.row_and_parts(&whole, &verdict, &VERDICT, &REASONS).await
}

async fn checks(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::ListWhitelistCheckCountsRequest {
        account_id: given(matches, "account"),
        from_date: cx.date(matches, "from").await?,
        to_date: cx.date(matches, "to").await?,
        ..Default::default()
    };
    cx.list(request, matches, "counts", &CHECKS).await
}
