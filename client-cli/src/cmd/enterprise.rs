//! `frsc enterprise` and `frsc group`: enterprises by their 统一社会信用代码 or its last characters, and
//! the groups they are in.

use super::{
    all_given, date, dry_run, enterprise_export, given, import, noun, number, number_given,
    page_args, position, switch, text, texts, whitelist::ENTRY,
};
use crate::{
    Cx,
    errors::Done,
    message::{self, Json},
    output::{Format, Sheet},
    parts::Part,
};
use clap::{Arg, ArgGroup, ArgMatches, Command};
use frsc_proto::v1;

/// The columns of enterprises.
pub(crate) const ENTERPRISE: Sheet = Sheet {
    name: "enterprise_id",
    columns: &["enterprise_id", "name_zh", "name_en", "town"],
    wide: &["language", "contact.name", "contact.phone_number", "contact.email", "people_count"],
};
/// The parts of an enterprise.
pub(super) const PARTS: [Part; 1] =
    [Part { field: "memberships", columns: &["group_id", "from_date", "until_date"] }];
/// The columns of groups.
pub(crate) const GROUP: Sheet = Sheet {
    name: "group_id",
    columns: &["group_id", "name_zh", "name_en", "enterprises_count"],
    wide: &["trips_a_month", "trips_this_month_count", "merged_into_group_id"],
};
/// The parts of a group.
const GROUP_PARTS: [Part; 1] = [Part {
    field: "members",
    columns: &["enterprise_id", "name_zh", "name_en", "from_date", "until_date"],
}];
/// What an update may name.
const FIELDS: [(&str, &str); 7] = [
    ("name", "name_zh"),
    ("name-en", "name_en"),
    ("town", "town"),
    ("language", "language"),
    ("contact-name", "contact"),
    ("contact-phone", "contact"),
    ("contact-email", "contact"),
];

/// The nouns.
pub(super) fn commands() -> Vec<Command> {
    let profile = || FIELDS.map(|(flag, _)| text(flag));
    let code = || position("enterprise").required(true);
    let enterprise = noun("enterprise").subcommands([
        Command::new("list")
            .arg(position("query"))
            .arg(text("group"))
            .arg(text("town"))
            .args(page_args()),
        Command::new("show").arg(code()),
        Command::new("history").arg(code()),
        Command::new("create").arg(code()).args(profile()).arg(dry_run()).mut_arg("name", required),
        Command::new("update").arg(code()).args(profile()).arg(dry_run()),
        import::command(),
        enterprise_export::command(),
    ]);
    let one = |verb: &'static str| Command::new(verb).arg(position("group").required(true));
    let some = || texts("enterprise").required(true);
    let group =
        noun("group").subcommands([
            Command::new("list").arg(switch("merged")).args(page_args()),
            Command::new("create")
                .arg(position("name").required(true))
                .arg(text("name-en"))
                .arg(dry_run()),
            one("show"),
            one("history"),
            one("rename").arg(text("name")).arg(text("name-en")).arg(dry_run()).group(
                ArgGroup::new("names").args(["name", "name-en"]).multiple(true).required(true),
            ),
            one("quota").arg(number("trips", 0..=10_000).required(true)).arg(dry_run()),
            one("join").arg(some()).arg(date("from")).arg(dry_run()),
            one("leave").arg(some()).arg(date("from")).arg(dry_run()),
            one("merge").arg(text("into").required(true)).arg(date("from")).arg(dry_run()),
            one("split")
                .arg(some())
                .arg(text("name").required(true))
                .arg(text("name-en"))
                .arg(date("from"))
                .arg(dry_run()),
        ]);
    vec![enterprise, group]
}

fn required(arg: Arg) -> Arg {
    arg.required(true)
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, noun: &str, verb: &str, matches: &ArgMatches) -> Done {
    match (noun, verb) {
        ("enterprise", "list") => list(cx, matches).await,
        ("enterprise", "show") => {
            let enterprise_id = cx.enterprise_id(&given(matches, "enterprise")).await?;
            let answer = cx.call(v1::GetEnterpriseRequest { enterprise_id }).await?;
            cx.whole::<v1::GetEnterpriseRequest>(&answer, "enterprise", &ENTERPRISE, &PARTS).await
        }
        ("enterprise", "history") => history(cx, matches).await,
        ("enterprise", "create") => create(cx, matches).await,
        ("enterprise", "import") => import::run::<import::Enterprises>(cx, matches).await,
        ("enterprise", "export") => enterprise_export::run(cx, matches).await,
        ("enterprise", _) => update(cx, matches).await,
        (_, "list") => {
            let with_merged = matches.get_flag("merged");
            let request = v1::ListEnterpriseGroupsRequest { with_merged, ..Default::default() };
            cx.list(request, matches, "groups", &GROUP).await
        }
        (_, verb @ ("show" | "history")) => {
            let group_id = cx.any_group_id(&given(matches, "group")).await?;
            let with_past_members = verb == "history";
            let request = v1::GetEnterpriseGroupRequest { group_id, with_past_members };
            let answer = cx.call(request).await?;
            cx.whole::<v1::GetEnterpriseGroupRequest>(&answer, "group", &GROUP, &GROUP_PARTS).await
        }
        (_, "create") => create_group(cx, matches).await,
        (_, "rename") => rename_group(cx, matches).await,
        (_, "quota") => group_quota(cx, matches).await,
        (_, verb) => change_group(cx, verb, matches).await,
    }
}

/// The groups in which an enterprise was, is and will be, and all its entries of the whitelist.
async fn history(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let enterprise_id = cx.enterprise_id(&given(matches, "enterprise")).await?;
    let request = v1::GetEnterpriseRequest { enterprise_id: enterprise_id.clone() };
    let known = message::answer::<v1::GetEnterpriseRequest>(&cx.call(request).await?);
    let request = v1::ListWhitelistEntriesRequest { enterprise_id, ..Default::default() };
    let (entries, _) = cx.pages(request, "entries", usize::MAX, String::new()).await?;
    let Some(enterprise) = message::child(&known, "enterprise") else { return Ok(()) };
    match cx.format {
        Format::Json | Format::Jsonl => {
            let entries: Vec<_> = entries.iter().map(Json).collect();
            let whole = serde_json::json!({ "enterprise": Json(&enterprise), "entries": entries });
            cx.write(&format!("{whole:#}\n"))
        }
        Format::Table | Format::Wide => {
            cx.row_and_parts(&known, &enterprise, &ENTERPRISE, &PARTS).await?;
            cx.write("\n")?;
            cx.write_items(&entries, &ENTRY).await?;
            cx.say("enterprise-history", &[]);
            Ok(())
        }
        Format::Csv | Format::Name => cx.write_items(&entries, &ENTRY).await,
    }
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let group = given(matches, "group");
    let group_id = if group.is_empty() { group } else { cx.group_id(&group).await? };
    let request = v1::SearchEnterprisesRequest {
        query: given(matches, "query"),
        group_id,
        town: given(matches, "town"),
        ..Default::default()
    };
    cx.list(request, matches, "enterprises", &ENTERPRISE).await
}

fn profile(matches: &ArgMatches, enterprise_id: String) -> v1::Enterprise {
    v1::Enterprise {
        enterprise_id,
        name_zh: given(matches, "name"),
        name_en: given(matches, "name-en"),
        town: given(matches, "town"),
        language: given(matches, "language"),
        contact: Some(v1::EnterpriseContact {
            name: given(matches, "contact-name"),
            phone_number: given(matches, "contact-phone"),
            email: given(matches, "contact-email"),
        }),
        ..Default::default()
    }
}

async fn create(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let request = v1::CreateEnterpriseRequest {
        request_id: cx.request_id(),
        enterprise: Some(profile(matches, given(matches, "enterprise"))),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::CreateEnterpriseRequest>(&answer, "enterprise", &ENTERPRISE).await?;
    let id = answer.enterprise.unwrap_or_default().enterprise_id;
    let key = if validate_only { "dry-run" } else { "enterprise-create" };
    cx.say(key, &[("enterprise", &id)]);
    Ok(())
}

async fn update(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let enterprise_id = cx.enterprise_id(&given(matches, "enterprise")).await?;
    let known = v1::GetEnterpriseRequest { enterprise_id: enterprise_id.clone() };
    let known = cx.call(known).await?.enterprise.unwrap_or_default();
    let mut told = profile(matches, enterprise_id.clone());
    told.etag = known.etag;
    // What is not told of the contact stays as it is.
    if let (Some(told), Some(known)) = (&mut told.contact, known.contact) {
        let keep = |flag: &str, own: &mut String, known: String| {
            if !matches.contains_id(flag) {
                *own = known;
            }
        };
        keep("contact-name", &mut told.name, known.name);
        keep("contact-phone", &mut told.phone_number, known.phone_number);
        keep("contact-email", &mut told.email, known.email);
    }
    let named = FIELDS.iter().filter(|(flag, _)| matches.contains_id(flag));
    let mut paths: Vec<String> = named.map(|(_, field)| (*field).to_owned()).collect();
    paths.dedup();
    let request = v1::UpdateEnterpriseRequest {
        request_id: cx.request_id(),
        enterprise: Some(told),
        update_mask: Some(prost_types::FieldMask { paths }),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::UpdateEnterpriseRequest>(&answer, "enterprise", &ENTERPRISE).await?;
    let key = if validate_only { "dry-run" } else { "enterprise-update" };
    cx.say(key, &[("enterprise", &enterprise_id)]);
    Ok(())
}

async fn create_group(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let request = v1::CreateEnterpriseGroupRequest {
        request_id: cx.request_id(),
        name_zh: given(matches, "name"),
        name_en: given(matches, "name-en"),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::CreateEnterpriseGroupRequest>(&answer, "group", &GROUP).await?;
    let id = answer.group.unwrap_or_default().group_id;
    cx.say(if validate_only { "dry-run" } else { "group-create" }, &[("group", &id)]);
    Ok(())
}

async fn rename_group(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let named = FIELDS.iter().take(2).filter(|(flag, _)| matches.contains_id(flag));
    let paths = named.map(|(_, field)| (*field).to_owned()).collect();
    let group = v1::EnterpriseGroup {
        name_zh: given(matches, "name"),
        name_en: given(matches, "name-en"),
        ..Default::default()
    };
    update_group(cx, matches, group, paths, "group-rename").await
}

async fn group_quota(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let trips_a_month = number_given(matches, "trips");
    let group = v1::EnterpriseGroup { trips_a_month, ..Default::default() };
    update_group(cx, matches, group, vec!["trips_a_month".to_owned()], "group-quota").await
}

/// Changes what the paths name of a group, as it is now.
async fn update_group(
    cx: &mut Cx<'_>,
    matches: &ArgMatches,
    group: v1::EnterpriseGroup,
    paths: Vec<String>,
    said: &str,
) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let group_id = cx.any_group_id(&given(matches, "group")).await?;
    let known = cx
        .call(v1::GetEnterpriseGroupRequest {
            group_id: group_id.clone(),
            with_past_members: false,
        })
        .await?;
    let etag = known.group.unwrap_or_default().etag;
    let request = v1::UpdateEnterpriseGroupRequest {
        request_id: cx.request_id(),
        group: Some(v1::EnterpriseGroup { group_id: group_id.clone(), etag, ..group }),
        update_mask: Some(prost_types::FieldMask { paths }),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::UpdateEnterpriseGroupRequest>(&answer, "group", &GROUP).await?;
    cx.say(if validate_only { "dry-run" } else { said }, &[("group", &group_id)]);
    Ok(())
}

/// Asks the server for a change of a group: its request, then its answer under the same columns.
macro_rules! ask {
    ($cx:ident, $group:ident, $matches:ident, $request:ident $(, $field:ident)*) => {{
        let request = v1::$request {
            request_id: $cx.request_id(),
            group_id: $group.clone(),
            from_date: $cx.date($matches, "from").await?,
            validate_only: $matches.get_flag("dry-run"),
            $($field,)*
        };
        let answer = $cx.call(request).await?;
        $cx.answer::<v1::$request>(&answer, "group", &GROUP).await?;
        answer.group.unwrap_or_default().group_id
    }};
}

async fn change_group(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let group = cx.group_id(&given(matches, "group")).await?;
    let mut enterprise_ids = Vec::new();
    if verb != "merge" {
        for one in all_given(matches, "enterprise") {
            enterprise_ids.push(cx.enterprise_id(&one).await?);
        }
    }
    let (key, changed) = match verb {
        "join" => {
            ("group-join", ask!(cx, group, matches, JoinEnterpriseGroupRequest, enterprise_ids))
        }
        "leave" => {
            ("group-leave", ask!(cx, group, matches, LeaveEnterpriseGroupRequest, enterprise_ids))
        }
        "merge" => {
            let into_group_id = cx.group_id(&given(matches, "into")).await?;
            if !matches.get_flag("dry-run") {
                cx.confirm("confirm-group-merge", &[("group", &group)])?;
            }
            ("group-merge", ask!(cx, group, matches, MergeEnterpriseGroupsRequest, into_group_id))
        }
        _ => {
            let (name_zh, name_en) = (given(matches, "name"), given(matches, "name-en"));
            if !matches.get_flag("dry-run") {
                let count = enterprise_ids.len().to_string();
                cx.confirm("confirm-group-split", &[("group", &group), ("count", &count)])?;
            }
            let new = ask!(
                cx,
                group,
                matches,
                SplitEnterpriseGroupRequest,
                enterprise_ids,
                name_zh,
                name_en
            );
            ("group-split", new)
        }
    };
    let key = if matches.get_flag("dry-run") { "dry-run" } else { key };
    cx.say(key, &[("group", &changed)]);
    Ok(())
}
