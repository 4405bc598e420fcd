//! Documents, permits, receipts, the custody of passports, and what a scanner opens, on the command
//! line: every verb, as a table and as JSON, with a refusal of each noun.

use super::{Terminal, id};
use crate::harness::Centre;

pub(super) const ZONE: &str = "P<JPNTANAKA<<KENJI<<<<<<<<<<<<<<<<<<<<<<<<<<\n\
    TR12345672JPN8203151M2809300<<<<<<<<<<<<<<<8\n";
const NUMBER: &str = "TR1234567";
const MASK: &str = "TR1****67";
const PERMIT: &str = "JXQK7700123";

/// A centre on a morning, with a clerk, an officer of the police, and somebody on record.
async fn morning() -> (Centre, Terminal, Terminal, String) {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let officer = Terminal::signed_in(&centre, "psb-officer").await;
    let create = "resident create --mrz-stdin --language ja --phone +99955500123";
    let resident = id(&clerk.told(create, ZONE).await, "resident");
    (centre, clerk, officer, resident)
}

fn create_permit(resident: &str) -> String {
    format!(
        "permit create --resident {resident} --number-stdin --issuer PSB --permit-purpose work \
         --valid-from 2023-04-01 --expires 2024-03-31"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passport_is_recorded_found_shown_corrected_told_replaced_and_ended() {
    let (_centre, clerk, officer, resident) = morning().await;
    let create = "document create --resident tanaka --mrz-stdin";
    let dry = clerk.done(&format!("{create} --dry-run"), ZONE).await;
    assert!(dry.out.contains(MASK), "{dry:?}");
    clerk.refused("document find --number-stdin", NUMBER, (3, "NOT_FOUND")).await;
    let made = clerk.done(create, ZONE).await;
    assert!(made.out.contains(MASK) && made.err.contains("frsc document show"), "{made:?}");
    clerk.refused(create, ZONE, (6, "ALREADY_EXISTS")).await;
    let found = clerk.told("document find --number-stdin", &format!("{NUMBER}\n")).await;
    let document = found["documents"][0]["document_id"].as_str().expect("an id").to_owned();
    let end = &document[document.len() - 6..];
    let table = clerk.done("document list --resident tanaka --kind passport", "").await;
    assert!(table.out.contains(MASK) && table.out.contains("2028-09-30"), "{table:?}");
    let shown = clerk.told(&format!("document show {end}"), "").await;
    assert_eq!(shown["document"]["masked_number"], MASK);
    assert_eq!(shown["document"]["resident_id"], resident.as_str());
    officer.refused(&format!("document show {document}"), "", (3, "NOT_FOUND")).await;
    clerk.done(&format!("document update {end} --note seen"), "").await;
    let shown = clerk.done(&format!("document show {end}"), "").await;
    assert!(shown.out.contains("seen"), "{shown:?}");
    clerk.refused(&format!("document update {end} --expires 1999-01-01"), "", (10, "")).await;
    let stay = clerk.done("document stay tanaka", "").await;
    assert!(stay.err.contains("No document on record gives a stay"), "{stay:?}");

    // The whole number, for a purpose, and what was handed on.
    clerk.refused(&format!("document reveal {end}"), "", (2, "--purpose")).await;
    let revealed = clerk.done(&format!("document reveal {end} --purpose identity-check"), "").await;
    assert_eq!(revealed.out, format!("{NUMBER}\n"));
    assert!(revealed.err.contains("audit trail") && !revealed.err.contains(NUMBER), "{revealed:?}");
    let handed = format!(
        "document disclose --department psb --resident tanaka --document {end} \
         --field document.number --purpose application"
    );
    clerk.done(&handed, "").await;
    let whole = handed.replace(end, &document).replace("tanaka", &resident);
    officer.refused(&whole, "", (5, "PERMISSION_DENIED")).await;
    let unknown = handed.replace(end, "zzzzzz");
    clerk.refused(&unknown, "", (3, "frsc document list")).await;
    let ledger = clerk.told("document disclosures --resident tanaka --department psb", "").await;
    assert_eq!(ledger["disclosures"][0]["fields"][0], "document.number");

    // A new one takes its place; the new one is lost, a last one was a slip.
    let replace = format!("document replace {end} --number-stdin --issuer JPN");
    let replace = format!("{replace} --valid-from 2024-03-01 --expires 2034-02-28");
    let new = id(&clerk.told(&replace, "TR7654321\n").await, "document");
    let old = clerk.told(&format!("document show {document}"), "").await;
    assert_eq!(old["document"]["replaced_by_document_id"], new.as_str(), "{old}");
    let lost = format!("document lost {new} --reason stolen");
    clerk.refused(&lost, "", (2, "--yes")).await;
    let lost = clerk.done(&format!("{lost} --yes"), "").await;
    assert!(lost.err.contains("frsc document replace"), "{lost:?}");
    let slip = "document create --resident tanaka --number-stdin --issuer JPN";
    let slip = format!("{slip} --valid-from 2024-03-01 --expires 2034-02-28");
    let slip = id(&clerk.told(&slip, "TR7654399\n").await, "document");
    let cancel = format!("document cancel {slip} --reason slip --yes");
    let ended = clerk.done(&cancel, "").await;
    assert!(ended.out.contains("CANCELLED"), "{ended:?}");
    clerk.refused(&cancel, "", (6, "STATE_TRANSITION_FORBIDDEN")).await;
    let none = clerk.done("document list --resident tanaka", "").await;
    assert!(none.out.is_empty() && !none.err.is_empty(), "an empty list says so: {none:?}");

    // No option takes a number, so that none comes into the history of a shell.
    for line in ["document find", "document create --resident tanaka --number"] {
        clerk.refused(&format!("{line} {NUMBER}"), "", (2, "")).await;
    }
    clerk.keeps_nothing_of(&[NUMBER, "TR7654321", "TR7654399", "TANAKA", "TR12345672JPN"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permit_is_recorded_planned_renewed_and_its_receipt_and_the_passports_hands_are_seen() {
    let (_centre, clerk, officer, resident) = morning().await;
    let passport = "document create --resident tanaka --mrz-stdin";
    let passport = id(&clerk.told(passport, ZONE).await, "document");
    let purposeless = create_permit(&resident).replace("--permit-purpose work", "");
    clerk.refused(&purposeless, PERMIT, (10, "purpose")).await;
    let permit = id(&clerk.told(&create_permit(&resident), PERMIT).await, "document");
    let end = &permit[permit.len() - 6..];
    let table = clerk.done("permit list --resident tanaka", "").await;
    assert_eq!(table.out.lines().count(), 2, "a head and the permit: {table:?}");
    let shown = clerk.told(&format!("permit show {end}"), "").await;
    assert_eq!(shown["document"]["kind"], "DOCUMENT_KIND_RESIDENCE_PERMIT");
    let plan = clerk.done("permit plan --resident tanaka", "").await;
    assert!(plan.out.contains("2024-03-01"), "the last day to file: {plan:?}");

    let empty = clerk.done("receipt list", "").await;
    assert!(empty.out.is_empty() && !empty.err.is_empty(), "{empty:?}");
    let case = format!(
        "case create --item RP-W-EXT --channel walk-in --resident tanaka --document {end} \
         --all-materials --accept"
    );
    let case = clerk.told(&case, "").await;
    let receipts = clerk.told("receipt list --resident tanaka", "").await;
    let receipt = receipts["documents"][0]["document_id"].as_str().expect("an id").to_owned();
    let shown = clerk.done(&format!("receipt show {}", &receipt[receipt.len() - 6..]), "").await;
    assert!(shown.out.contains("2024-03-25"), "15 working days: {shown:?}");
    let seen = officer.told(&format!("receipt show {receipt}"), "").await;
    assert_eq!(seen["document"]["case_id"], case["case"]["case_id"]);
    let by_hand = format!("document cancel {receipt} --reason wrong --yes");
    clerk.refused(&by_hand, "", (6, "RECEIPT_OF_CASE")).await;

    let hand = format!("custody record {passport} --to centre --place safe-1");
    let handed = clerk.done(&hand, "").await;
    assert!(handed.err.contains("frsc custody list"), "{handed:?}");
    clerk.refused(&hand, "", (6, "CUSTODY_UNCHANGED")).await;
    let of_permit = format!("custody record {permit} --to centre --place safe-1");
    clerk.refused(&of_permit, "", (6, "NOT_A_PASSPORT")).await;
    let department = format!("custody record {passport} --to department --department psb");
    clerk.done(&department, "").await;
    let log = clerk.told(&format!("custody list {passport}"), "").await;
    let hands: Vec<_> = log["custody"].as_array().expect("a log").iter().collect();
    assert_eq!((hands.len(), &hands[0]["department_id"]), (2, &"PSB".into()));
    let table = clerk.done(&format!("custody list {passport}"), "").await;
    assert!(table.out.contains("safe-1"), "{table:?}");
    for terminal in [&clerk, &officer] {
        terminal.keeps_nothing_of(&[NUMBER, PERMIT, "TANAKA"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_tells_field_by_field_what_is_wrong_and_opens_whom_it_knows() {
    let (centre, clerk, officer, resident) = morning().await;
    clerk.refused("scan", " \n", (2, "Nothing was scanned")).await;
    let wrong = clerk.frsc("scan", &ZONE.replace("8203151M", "8203152M")).await;
    assert_eq!(wrong.code, 10, "{wrong:?}");
    assert!(wrong.err.contains("✗ Born") || wrong.err.contains("birth"), "{wrong:?}");
    assert!(!format!("{wrong:?}").contains(NUMBER), "what is wrong is not repeated: {wrong:?}");
    let unknown = clerk.done("scan", ZONE).await;
    assert!(unknown.err.contains("Nothing is known of this passport"), "{unknown:?}");
    clerk.done("document create --resident tanaka --mrz-stdin", ZONE).await;
    let known = clerk.done("scan -", ZONE).await;
    assert!(known.err.contains("no document on record gives a stay"), "{known:?}");
    let permit = id(&clerk.told(&create_permit(&resident), PERMIT).await, "document");
    // As a scanner types through an input method.
    let wide: String = ZONE.chars().map(|sign| if sign == '<' { '《' } else { sign }).collect();
    let opened = clerk.done("scan", &wide.replace('1', "１")).await;
    for seen in [MASK, "2024-03-31", "RESIDENCE_PERMIT"] {
        assert!(opened.out.contains(seen), "{seen}: {opened:?}");
    }
    assert!(opened.err.contains("27 d left") && opened.err.contains(&permit), "{opened:?}");
    let json = clerk.told("scan", ZONE).await;
    assert_eq!(
        (&json["kind"], &json["passport"]["given_names"]),
        (&"SCAN_KIND_PASSPORT_MRZ".into(), &"KENJI".into())
    );
    let case = format!("case create --item RP-W-EXT --channel walk-in --document {permit}");
    clerk.done(&format!("{case} --resident tanaka --all-materials --accept"), "").await;
    let opened = clerk.done("scan", ZONE).await;
    assert!(opened.out.contains("RP-W-EXT"), "his open cases: {opened:?}");
    let under_way = "is under way: `frsc case show ";
    assert!(opened.err.contains(under_way), "{opened:?}");
    centre.it_is("2024-03-26T09:00");
    let clerk_2 = Terminal::signed_in(&centre, "clerk").await;
    let code = clerk_2.told("scan", "91330482MA2B8NDK31\n").await;
    assert_eq!(code["kind"], "SCAN_KIND_CREDIT_CODE");
    let slip = clerk_2.frsc("scan", "91330482MA2B8NDK32\n").await;
    assert_eq!(slip.code, 10, "{slip:?}");
    let ticket = clerk_2.done("scan", "A001\n").await;
    assert!(ticket.err.contains("A001"), "{ticket:?}");
    for terminal in [&clerk, &clerk_2, &officer] {
        terminal.keeps_nothing_of(&[NUMBER, PERMIT, "TANAKA"]);
    }
}
