//! Enterprises, groups and the whitelist from the command line: from the first registration to the
//! revocation of one of a group, with what a check says before and after.

use super::Terminal;
use crate::harness::{Centre, whitelist::credit_code};

/// Commands each of which must be done.
async fn done(terminal: &Terminal, lines: &[String]) {
    for line in lines {
        let ran = terminal.frsc(line, "").await;
        assert_eq!(ran.code, 0, "{line}: {ran:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_goes_on_the_whitelist_and_one_of_it_off_again() {
    let centre = Centre::start_at("2023-03-01T09:30").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let stb = Terminal::signed_in(&centre, "stb-officer").await;
    let fao = Terminal::signed_in(&centre, "fao-officer").await;
    let codes = [1, 2, 3].map(credit_code);
    let create = |code: &String| format!("enterprise create {code} --name 尼得科{code}公司");
    done(&clerk, &codes.each_ref().map(create)).await;
    let wrong = clerk.frsc("enterprise create 91330106MA27Y4U47Y --name 甲公司", "").await;
    assert!(wrong.code == 10 && wrong.err.contains("enterprise_id"), "{wrong:?}");
    let found = clerk.frsc("enterprise list nidk --json", "").await.json();
    assert_eq!(found["enterprises"].as_array().map(Vec::len), Some(0), "{found}");
    let found = clerk.frsc("enterprise list ndk --json", "").await.json();
    assert_eq!(found["enterprises"].as_array().map(Vec::len), Some(3), "{found}");
    let end = codes[0][14..].to_owned();
    let steps = [
        format!("enterprise update {end} --town 新埭镇 --contact-phone +8613800000000"),
        format!("enterprise show {end}"),
        "group create 尼得科集团".to_owned(),
        format!("group join 尼得科集团 --enterprise {} --from 2023-01-01", codes.join(",")),
    ];
    done(&clerk, &steps).await;
    let batch = "--group 尼得科集团 --from 2023-03-01 --reason list";
    let planned = clerk.frsc(&format!("whitelist batch apply {batch} --dry-run"), "").await;
    assert!(planned.code == 0 && planned.err.contains('3'), "{planned:?}");
    done(&clerk, &[format!("whitelist batch apply {batch} --benefit expedite-lane")]).await;
    let again = clerk.frsc(&format!("whitelist batch apply {batch}"), "").await;
    assert!(again.code == 6 && again.out.contains("WHITELIST_OVERLAP"), "{again:?}");
    let step = "--group 尼得科集团 --reason agreed";
    done(&stb, &[format!("whitelist batch recommend {step}")]).await;
    done(&fao, &[format!("whitelist batch approve {step}")]).await;
    // A step is taken with the entries of a direction where one is named, else with all.
    let dry = format!("whitelist batch revoke {step} --dry-run --json");
    let (all, exits) = (fao.frsc(&dry, "").await, format!("{dry} --direction exit"));
    assert_eq!(all.json()["changed_count"], 3, "{all:?}");
    let exits = fao.frsc(&exits, "").await.json();
    let asks = fao.frsc(&format!("whitelist batch revoke {step}"), "").await;
    assert_eq!(asks.code, 2, "it asks for the number, or --yes: {asks:?}");
    assert_eq!((&exits["changed_count"], &exits["refused_count"]), (&0.into(), &3.into()));
    let check = format!("whitelist check {} --direction both", codes[0]);
    let covered = stb.frsc(&format!("{check} --json"), "").await.json();
    assert_eq!(covered["verdict"]["covered"], true, "{covered}");
    assert_eq!(covered["verdict"]["until_date"], "2024-02-29", "{covered}");
    let entry = covered["verdict"]["entry_ids"][0].as_str().unwrap().to_owned();
    let line = format!("whitelist revoke {entry} --reason moved");
    assert_eq!(fao.frsc(&line, "").await.code, 2, "revoking asks, or --yes");
    done(&fao, &[format!("{line} --yes")]).await;
    let refused = stb.frsc(&format!("whitelist revoke {entry} --reason moved --yes"), "").await;
    assert!(refused.code == 6 && refused.err.contains("NOT_APPROVING_DEPARTMENT"), "{refused:?}");
    // Not the direction alone: the table says why.
    let after = clerk.frsc(&check, "").await;
    assert!(after.out.contains("REVOKED") || after.out.contains("已撤销"), "{after:?}");
    let counts = clerk.frsc("whitelist count --group 尼得科集团 --json", "").await.json();
    assert_eq!(counts["active_enterprises_count"], 2, "{counts}");
    let listed = clerk.frsc("whitelist list --state revoked -o name", "").await;
    assert_eq!(listed.out.trim(), entry);
    let shown =
        clerk.frsc(&format!("whitelist show {entry} --as-known 2023-03-01T09:00"), "").await;
    assert_eq!(shown.code, 3, "it was not known then: {shown:?}");
}
