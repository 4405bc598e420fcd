//! Groups from the command line: shown by name, renamed, split and merged once that is confirmed.

use super::{Ran, Terminal};
use crate::harness::{
    Centre, Who,
    documents::passport,
    make::date,
    whitelist::{applying, approving, credit_code, lifting, recommending, suspending, terms},
};
use frsc_proto::v1;

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_shown_renamed_split_and_merged_as_its_clerk_confirms() {
    let centre = Centre::start_at("2024-03-04T09:30").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let codes = [1, 2, 3].map(credit_code);
    for code in &codes {
        let line = format!("enterprise create {code} --name 尼得科{code}公司");
        assert_eq!(clerk.frsc(&line, "").await.code, 0, "{line}");
    }
    let found = clerk.frsc(&format!("enterprise list {} -o name", &codes[1][12..]), "").await;
    assert_eq!(found.out.trim(), codes[1], "a code is found by its end");
    assert_eq!(clerk.frsc("group create 甲集团", "").await.code, 0);
    let join = format!("group join 甲集团 --enterprise {} --from 2024-01-01", codes.join(","));
    assert_eq!(clerk.frsc(&join, "").await.code, 0);
    assert_eq!(clerk.frsc("group rename 甲集团", "").await.code, 2, "a name is asked for");
    let renamed = clerk.frsc("group rename 甲集团 --name-en Alpha --json", "").await.json();
    assert_eq!(renamed["group"]["name_zh"], "甲集团", "what is not named stays: {renamed}");
    assert_eq!(clerk.frsc("group rename alpha --name 平湖集团", "").await.code, 0);
    let shown = clerk.frsc("group show 平湖集团 --json", "").await.json();
    assert_eq!(shown["group"]["members"].as_array().map(Vec::len), Some(3), "{shown}");
    let table = clerk.frsc("group show 平湖集团", "").await;
    assert!(codes.iter().all(|code| table.out.contains(code)), "{table:?}");
    let split = format!("group split 平湖集团 --enterprise {} --name 乙集团", codes[2]);
    let refused = clerk.frsc(&split, "").await;
    assert!(refused.code == 2 && refused.err.contains("--yes"), "{refused:?}");
    let look = clerk.frsc(&format!("{split} --dry-run"), "").await;
    assert_eq!(look.code, 0, "a dry run asks nothing: {look:?}");
    let none = clerk.frsc("group list --json", "").await.json();
    assert_eq!(none["groups"].as_array().map(Vec::len), Some(1), "{none}");
    assert_eq!(clerk.frsc(&format!("{split} --yes"), "").await.code, 0);
    let merge = "group merge 平湖集团 --into 乙集团 --from 2024-03-05";
    assert_eq!(clerk.frsc(merge, "").await.code, 2);
    assert_eq!(clerk.frsc(&format!("{merge} --yes"), "").await.code, 0);
    // The merged group is named still, by whoever asks where it went.
    let merged = clerk.frsc("group show 平湖集团 --json", "").await.json();
    let into = clerk.frsc("group show 乙集团 --json", "").await.json();
    assert_eq!(merged["group"]["merged_into_group_id"], into["group"]["group_id"], "{merged}");
    assert_eq!(clerk.frsc("group create 丙集团", "").await.code, 0);
    let late = clerk.frsc(&join.replace("甲集团", "丙集团"), "").await;
    assert!(late.code == 6 && late.err.contains("MEMBERSHIP_LATER"), "{late:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_has_its_trips_a_month_and_its_past() {
    let centre = Centre::start_at("2024-03-04T09:30").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let codes = [centre.enterprise(1).await, centre.enterprise(2).await];
    for line in [
        "group create 甲集团".to_owned(),
        "group create 乙集团".to_owned(),
        format!("group join 甲集团 --enterprise {} --from 2024-01-01", codes.join(",")),
        "group quota 甲集团 --trips 40".to_owned(),
    ] {
        clerk.done(&line, "").await;
    }
    clerk.refused("group quota 甲集团 --trips 10001", "", (2, "--trips")).await;
    let shown = clerk.told("group show 甲集团", "").await;
    assert_eq!(shown["group"]["trips_a_month"], 40, "{shown}");
    let leave = format!("group leave 甲集团 --enterprise {} --from 2024-03-01", codes[0]);
    clerk.done(&leave, "").await;
    clerk.refused(&leave, "", (6, "NOT_IN_GROUP")).await;
    let members = async |verb: &str| {
        let told = clerk.told(&format!("group {verb} 甲集团"), "").await;
        let members = told["group"]["members"].as_array().unwrap().clone();
        members.iter().map(|one| one["enterprise_id"].as_str().unwrap().to_owned()).collect()
    };
    let today: Vec<String> = members("show").await;
    let ever: Vec<String> = members("history").await;
    assert_eq!((today, ever), (vec![codes[1].clone()], codes.to_vec()));
    let table = clerk.done("group history 甲集团", "").await;
    assert!(table.out.contains("2024-02-29"), "{table:?}");
    let one = clerk.done(&format!("enterprise history {}", codes[0]), "").await;
    assert!(one.out.contains("2024-02-29"), "{one:?}");
    // Each of a list has its own counts.
    let listed = clerk.told("group list", "").await;
    let count = |one: &serde_json::Value| one["enterprises_count"].as_i64().unwrap_or(0);
    let mut counts: Vec<_> = listed["groups"].as_array().unwrap().iter().map(count).collect();
    counts.sort_unstable();
    assert_eq!(counts, [0, 1], "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanned_code_opens_its_enterprise_and_names_what_comes_next() {
    let centre = Centre::start_at("2024-03-04T09:30").await;
    let terminal = Terminal::signed_in(&centre, "clerk").await;
    let (clerk, stb, fao) =
        (centre.clerk(), centre.client(Who::StbOfficer), centre.client(Who::FaoOfficer));
    let code = credit_code(1);
    let scan = async |words: &str| -> Ran {
        let ran = terminal.done("scan -", &format!("{code}\n")).await;
        assert!(ran.err.contains(words), "{words}: {ran:?}");
        ran
    };
    scan("frsc enterprise create").await;
    centre.enterprise(1).await;
    let bare = scan("frsc whitelist apply").await;
    assert!(bare.out.contains("新埭镇"), "{bare:?}");
    let year =
        v1::WhitelistTerms { valid_until_date: Some(date("2024-12-31")), ..terms("2024-01-01") };
    let entry = clerk.ok(applying(&code, year)).await.entry.unwrap();
    scan(&format!("frsc whitelist recommend {}", entry.entry_id)).await;
    let entry = stb.ok(recommending(&entry)).await.entry.unwrap();
    scan(&format!("frsc whitelist approve {}", entry.entry_id)).await;
    let entry = fao.ok(approving(&entry)).await.entry.unwrap();
    scan("from 2024-11-01 on").await;
    let who = centre.resident().await;
    clerk.puts(&who, passport("2030-01-01")).await;
    terminal.done(&format!("trip file {code} --person {who} --from 2024-03-18"), "").await;
    let suspended = fao.ok(suspending(&entry)).await.entry.unwrap();
    let flagged = scan("frsc whitelist history").await;
    assert!(flagged.out.contains("2024-03-18"), "the trip to come: {flagged:?}");
    assert!(flagged.out.contains("ENTRY_SUSPENDED") && flagged.err.contains("frsc flag show"));
    fao.ok(lifting(&suspended)).await;
    centre.it_is("2024-11-04T09:30");
    let terminal = Terminal::signed_in(&centre, "clerk").await;
    let due = terminal.seen("en", "scan -", &format!("{code}\n")).await;
    assert!(due.err.contains(&format!("frsc whitelist renew {}", entry.entry_id)), "{due:?}");
    assert!(due.out.contains("2024-12-31 (in 57 d)"), "the days left: {due:?}");
    let told = terminal.told("scan -", &format!("{code}\n")).await;
    assert_eq!(told["value"], code.as_str());
    let wrong = terminal.frsc("scan -", "91330106MA27Y4U47Y\n").await;
    assert!(wrong.code == 10 && !wrong.err.contains("frsc enterprise"), "{wrong:?}");
}
