//! An office's list of 261 enterprises: mended from the workbook of errors, imported once, put on
//! the whitelist, and exported as it is read.

use super::{Ran, Terminal, import::mended};
use crate::harness::{
    Centre,
    documents::passport,
    sample::{ENTERPRISES, GROUP, SHEET, sample},
    whitelist::credit_code,
};
use calamine::{Data, Range, Reader as _, Xlsx, open_workbook};
use std::path::{Path, PathBuf};

fn list_of(path: &Path) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    book.worksheet_range(SHEET).unwrap()
}

/// New, changed, same, wrong.
fn counts(ran: &Ran) -> Vec<&str> {
    let line = ran.out.lines().nth(1).unwrap_or_else(|| panic!("{ran:?}"));
    line.split_whitespace().collect()
}

#[test]
fn the_sample_that_a_newcomer_finds_is_the_one_that_is_tested() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/whitelist-261.xlsx");
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made.xlsx");
    sample(&made);
    if std::env::var_os("FRSC_TEST_WRITE_SAMPLE").is_some() {
        std::fs::copy(&made, &kept).unwrap();
    }
    assert!(list_of(&kept) == list_of(&made), "write it anew: FRSC_TEST_WRITE_SAMPLE=1");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offices_list_is_mended_imported_decided_and_one_of_sixteen_revoked() {
    let centre = Centre::start_at("2026-06-01T09:30").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let file = |name: &str| -> PathBuf { clerk.home.path().join(name) };
    let (list, errors) = (file("list.xlsx"), file("list-errors.xlsx"));
    let mends = sample(&list);
    let import = |path: &Path| format!("enterprise import {}", path.display());
    let refused = clerk.frsc(&import(&list), "").await;
    assert_eq!(refused.code, 10, "{refused:?}");
    // Of 264 lines one says what another says, and of 16 each a cell is wrong.
    assert_eq!(counts(&refused), ["247", "0", "1", "16"], "{}", refused.out);
    for (row, column, _) in &mends {
        let letter = char::from(b'A' + u8::try_from(*column).unwrap());
        let place = format!("{}", row + 1);
        let told = |line: &str| {
            let mut words = line.split_whitespace();
            words.next() == Some(&place)
                && words.next().is_some_and(|word| word == letter.to_string())
        };
        assert!(refused.out.lines().any(told), "{place} {letter}: {}", refused.out);
    }
    let looked = clerk.told("enterprise list", "").await;
    assert_eq!(looked["enterprises"].as_array().map(Vec::len), Some(0));
    let right = file("right.xlsx");
    let cells: Vec<_> = mends
        .iter()
        .map(|(row, column, text)| (*row as usize, usize::from(*column), text.as_str()))
        .collect();
    mended(&errors, SHEET, &right, &cells);
    let done = clerk.done(&import(&right), "").await;
    assert_eq!(counts(&done), [ENTERPRISES.to_string().as_str(), "0", "3", "0"], "{}", done.out);
    assert!(done.err.contains(GROUP), "{done:?}");
    let again = clerk.done(&format!("{} --dry-run", import(&right)), "").await;
    assert_eq!(counts(&again), ["0", "0", "264", "0"], "{}", again.out);

    let stb = Terminal::signed_in(&centre, "stb-officer").await;
    let fao = Terminal::signed_in(&centre, "fao-officer").await;
    let batch = format!("--group {GROUP} --reason list");
    stb.done(&format!("whitelist batch recommend {batch}"), "").await;
    fao.done(&format!("whitelist batch approve {batch}"), "").await;
    let check = format!("whitelist check {} --direction entry", credit_code(7));
    assert_eq!(clerk.told(&check, "").await["verdict"]["covered"], true);
    let who = centre.resident().await;
    centre.clerk().puts(&who, passport("2030-01-01")).await;
    let trip = format!("trip file {} --person {who} --from 2026-07-01", credit_code(7));
    clerk.done(&format!("{trip} --until 2026-07-05"), "").await;
    let listed = clerk.told(&format!("whitelist list --enterprise {}", credit_code(7)), "").await;
    let entry = listed["entries"][0]["entry_id"].as_str().unwrap().to_owned();
    fao.done(&format!("whitelist revoke {entry} --reason left --yes"), "").await;
    let totals = clerk.told(&format!("whitelist count --group {GROUP}"), "").await;
    assert_eq!(totals["active_enterprises_count"], 15, "{totals}");
    let flags = clerk.told("flag list", "").await;
    let work = flags["work"][0]["resource_id"].as_str().unwrap();
    assert!(work.starts_with("trip_") && flags["work"][0]["flags"][0]["reason"] == "left");
    clerk.done(&format!("flag resolve {} --reason seen", &work[work.len() - 8..]), "").await;
    let none = clerk.told("flag list", "").await;
    assert_eq!(none["work"].as_array().map(Vec::len), Some(0), "{none}");

    for name in ["all.xlsx", "all.csv"] {
        let to = file(name);
        let path = to.display();
        clerk.done(&format!("whitelist export --to {path}"), "").await;
        let read = clerk.done(&format!("whitelist import {path}"), "").await;
        assert_eq!(counts(&read), ["0", "0", "261", "0"], "{name}: {}", read.out);
    }
    let csv = std::fs::read_to_string(file("all.csv")).unwrap();
    assert!(
        csv.starts_with("\u{feff}enterprise_id,name_zh,"),
        "a spreadsheet knows it by its mark"
    );
    assert!(csv.contains(",revoked,"), "of one the entry is revoked");
}
