//! Groups from the command line: shown by name, renamed, split and merged once that is confirmed.

use super::Terminal;
use crate::harness::{Centre, whitelist::credit_code};

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
