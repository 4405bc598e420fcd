//! Enterprises, groups and the whitelist from the command line: from the first registration to the
//! revocation of one of a group, with what a check says before and after.

use super::{Terminal, document::ZONE, id};
use crate::harness::{
    Centre,
    evidence::picture,
    make::date,
    whitelist::{credit_code, terms},
};
use frsc_proto::v1;

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
    let exits = fao.frsc(&exits, "").await;
    assert_eq!(exits.code, 6, "a plan ends as what it plans would: {exits:?}");
    let exits: serde_json::Value = serde_json::from_str(&exits.out).unwrap();
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

fn until(last: &str) -> v1::WhitelistTerms {
    v1::WhitelistTerms { valid_until_date: Some(date(last)), ..terms("2024-01-01") }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_names_who_is_scanned_is_suspended_lifted_renewed_and_rejected() {
    let centre = Centre::start_at("2024-03-04T09:30").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let stb = Terminal::signed_in(&centre, "stb-officer").await;
    let fao = Terminal::signed_in(&centre, "fao-officer").await;
    let code = centre.enterprise(1).await;
    let create = "resident create --mrz-stdin --language ja --phone +99955500123";
    let tanaka = id(&clerk.told(create, ZONE).await, "resident");
    clerk.done("document create --resident tanaka --mrz-stdin", ZONE).await;
    let other = centre.resident().await;
    let apply = format!(
        "whitelist apply {code} --from 2024-01-01 --until 2024-04-30 --coverage named \
         --person {other} --reason list"
    );
    let entry = clerk.told(&apply, "").await["entry"]["entry_id"].as_str().unwrap().to_owned();
    stb.done(&format!("whitelist recommend {entry} --reason key"), "").await;
    fao.done(&format!("whitelist approve {entry} --reason agreed"), "").await;
    // Whom the scanned passport is of is named, or not.
    let check = format!("whitelist check {code} --direction entry --passport-stdin");
    let verdict = async || clerk.told(&check, ZONE).await["verdict"].clone();
    let before = verdict().await;
    assert_eq!(before["reasons"][0]["reason"], "WHITELIST_REASON_PERSON_NOT_NAMED", "{before}");
    // To what it has approved the approving department alone adds somebody.
    let add = format!("whitelist persons {entry} --add {tanaka} --reason joined");
    clerk.refused(&add, "", (6, "NOT_APPROVING_DEPARTMENT")).await;
    fao.done(&add, "").await;
    clerk.done(&format!("whitelist persons {entry} --end {other} --reason left"), "").await;
    assert_eq!(verdict().await["covered"], true);
    let misread = clerk.frsc(&check, &ZONE.replace("8203151", "8203152")).await;
    assert!(misread.code == 10 && misread.err.contains("birth_date"), "{misread:?}");
    clerk.keeps_nothing_of(&["TR1234567"]);
    let lift = format!("whitelist lift {entry} --reason over");
    fao.refused(&lift, "", (6, "STATE_TRANSITION_FORBIDDEN")).await;
    fao.done(&format!("whitelist suspend {entry} --reason review"), "").await;
    assert_eq!(verdict().await["reasons"][0]["reason"], "WHITELIST_REASON_SUSPENDED");
    stb.refused(&lift, "", (6, "NOT_APPROVING_DEPARTMENT")).await;
    fao.done(&lift, "").await;
    assert_eq!(verdict().await["covered"], true);
    // It is renewed with what proves it, and that is rejected.
    let file = clerk.home.path().join("letter.jpg");
    std::fs::write(&file, picture(20_000, 5)).unwrap();
    let upload = format!("evidence upload {} --kind passport", file.display());
    let file = clerk.told(&upload, "").await["evidence"]["evidence_id"].clone();
    let renew = format!("whitelist renew {entry} --reason yearly --evidence");
    let renewed = clerk.told(&format!("{renew} {}", file.as_str().unwrap()), "").await;
    let next = renewed["entry"]["entry_id"].as_str().unwrap().to_owned();
    let history = clerk.told(&format!("whitelist history {next}"), "").await;
    assert_eq!(history["entry"]["steps"][0]["evidence_ids"][0], file, "{history}");
    let reject = format!("whitelist reject {next} --reason doubts");
    fao.done(&reject, "").await;
    fao.refused(&reject, "", (6, "STATE_TRANSITION_FORBIDDEN")).await;
    let history = clerk.seen("en", &format!("whitelist history {entry}"), "").await;
    let rows: Vec<_> = history.out.lines().collect();
    assert_eq!(rows.len(), 8, "a heading and seven steps: {history:?}");
    assert!(rows[6].contains("suspended") && rows[6].contains("review"), "{history:?}");
    let then = format!("whitelist history {entry} --as-known 2024-03-01T09:00");
    assert_eq!(clerk.frsc(&then, "").await.code, 3, "it was not known then");
    let all = clerk.told(&format!("enterprise history {code}"), "").await;
    let states: Vec<_> =
        all["entries"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
    assert_eq!(states, ["WHITELIST_STATE_ACTIVE", "WHITELIST_STATE_REJECTED"], "{all}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_a_filter_ends_as_its_plan_and_tells_each_reason_in_words() {
    let centre = Centre::start_at("2024-03-04T09:30").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let fao = Terminal::signed_in(&centre, "fao-officer").await;
    let [soon, later] = [centre.enterprise(1).await, centre.enterprise(2).await];
    centre.whitelisted(&soon, until("2024-04-30")).await;
    let far = centre.whitelisted(&later, until("2024-12-31")).await.entry_id;
    let renew = "whitelist batch renew --town 新埭镇 --reason yearly";
    let plan = clerk.frsc(&format!("{renew} --dry-run"), "").await;
    assert!(plan.code == 6 && plan.out.contains("RENEWAL_NOT_OPEN"), "{plan:?}");
    assert!(plan.out.contains("2024-11-01") && plan.err.contains("--best-effort"), "{plan:?}");
    let some = clerk.frsc(&format!("{renew} --dry-run --best-effort"), "").await;
    assert!(some.code == 8 && some.err.contains("would"), "{some:?}");
    for (language, words) in [("en", "cannot be renewed"), ("zh-CN", "续期")] {
        let seen = clerk.seen(language, &format!("{renew} --dry-run"), "").await;
        let row = seen.out.lines().find(|line| line.contains(&later)).unwrap();
        assert!(row.contains(words) && !row.contains("RENEWAL_NOT_OPEN"), "{seen:?}");
    }
    let due = format!("{renew} --ends-by 2024-05-03");
    clerk.done(&format!("{due} --dry-run"), "").await;
    let partly = clerk.frsc(&format!("{renew} --best-effort"), "").await;
    assert_eq!(partly.code, 8, "{partly:?}");
    let again = clerk.frsc(&format!("{due} --best-effort"), "").await;
    assert!(again.code == 6 && again.out.contains("WHITELIST_OVERLAP"), "{again:?}");
    let listed = clerk.done("whitelist list --town 新埭镇 -o name", "").await;
    assert_eq!(listed.out.lines().count(), 3, "{listed:?}");
    let none = clerk.frsc("whitelist batch renew --town 林埭镇 --reason yearly", "").await;
    assert!(none.code == 10 && none.err.contains("filter"), "{none:?}");
    let both = format!("{renew} --enterprise {soon}");
    clerk.refused(&both, "", (2, "--town")).await;
    let revoke = format!("whitelist batch revoke --enterprise {soon},{later} --reason moved");
    fao.refused(&format!("{revoke} --own-reason closed"), "", (2, "--own-reason")).await;
    fao.done(&format!("{revoke} --own-reason {}=closed --yes", &later[10..]), "").await;
    let history = clerk.told(&format!("whitelist history {far}"), "").await;
    assert_eq!(history["entry"]["steps"][3]["reason"], "closed", "{history}");
    let twice = fao.frsc(&format!("{revoke} --best-effort --yes"), "").await;
    assert!(twice.code == 6 && twice.out.contains("STATE_TRANSITION_FORBIDDEN"), "{twice:?}");
}
