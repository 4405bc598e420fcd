//! Residents from files as offices make them: read whatever the encoding and the titles, every
//! wrong cell told with its place, a workbook of errors that is mended and imported, and once more
//! the same.

use super::{Ran, Terminal};
use crate::harness::Centre;
use calamine::{Reader as _, Xlsx, open_workbook};
use encoding_rs::GB18030;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::path::{Path, PathBuf};

const HEADER: [&str; 12] = [
    "序号",
    "英文姓名*",
    "性别",
    "出生日期",
    "国 籍",
    "护照号码（必填）",
    "护照有效期至",
    "居留许可号",
    "统一社会信用代码",
    "居留事由",
    "签发机关",
    "居留许可有效期至",
];
const PROBLEM: &str = "问题 Problem";

/// The office's list: two title rows, a header with marks, padding, all ways to write a day, a
/// hidden sheet, a footer, and five cells that are wrong.
fn workbook(path: &Path) {
    let mut book = Workbook::new();
    let hidden = book.add_worksheet();
    hidden.set_name("旧名单").unwrap().set_hidden(true);
    hidden.write_string(0, 0, "姓名").unwrap().write_string(0, 1, "性别").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("在册人员").unwrap().set_active(true);
    sheet.write_string(0, 0, "平湖市在册外国人一览表").unwrap();
    sheet.write_string(1, 0, "填报单位：出入境管理大队　2024年3月").unwrap();
    for (column, name) in (0..).zip(HEADER) {
        sheet.write_string(3, column, name).unwrap();
    }
    let rows = [
        [
            "1",
            "　SATO HANAKO　",
            "女",
            "1990年2月28日",
            "日本",
            "TK1000001",
            "2030-01-01",
            "JP0000001",
        ],
        ["2", "MUELLER, JUERGEN", "男", "1964/8/12", "德国", "C01X00T47", "2029.6.30", "JP0000002"],
        ["3", "KIM MINJI", "女", "", "KOR", "M12345678", "20281231", "JP0000003"],
        ["4", "ROSSI GIULIA", "男性", "28-2-90", "意大利", "YA1234567", "2030-02-30", "JP0000004"],
        ["5", "TANAKA KENJI", "M", "1982-03-15", "日本", "TK 5", "2030-01-01", "JP0000005"],
    ];
    for (row, cells) in (4..).zip(&rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    for row in 4..9 {
        for (column, cell) in [(9, "工作"), (10, "平湖市公安局"), (11, "2024年12月31日")]
        {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let born = ExcelDateTime::from_ymd(1995, 5, 5).unwrap();
    sheet.write_datetime_with_format(6, 3, &born, &day).unwrap();
    sheet.write_string(4, 8, "91330482MA2B8NDK31").unwrap();
    sheet.write_number(5, 8, 913_304_820_000_000_000.0).unwrap();
    sheet.write_string(10, 0, "合计：5人").unwrap();
    book.save(path).unwrap();
}

fn file(terminal: &Terminal, name: &str) -> PathBuf {
    terminal.home.path().join(name)
}

async fn imports(clerk: &Terminal, path: &Path, more: &str) -> Ran {
    let line = format!("resident import {} --language ja {more}", path.display());
    clerk.frsc(&line, "").await
}

/// New, changed, same, wrong.
fn counts(ran: &Ran) -> Vec<&str> {
    let line = ran.out.lines().nth(1).unwrap_or_else(|| panic!("{ran:?}"));
    line.split_whitespace().collect()
}

/// The workbook of errors with some cells put right.
pub(super) fn mended(from: &Path, sheet: &str, to: &Path, cells: &[(usize, usize, &str)]) {
    let mut book: Xlsx<_> = open_workbook(from).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let mut out = Workbook::new();
    let sheet = out.add_worksheet();
    let (rows, columns) = (range.end().unwrap().0, range.end().unwrap().1);
    for row in 0..=rows {
        for column in 0..=columns {
            let place = (row as usize, column as usize);
            let new = cells.iter().find(|cell| (cell.0, cell.1) == place).map(|cell| cell.2);
            let old = range.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
            let text = new.map_or(old, str::to_owned);
            sheet.write_string(row, u16::try_from(column).unwrap(), text).unwrap();
        }
    }
    out.save(to).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offices_workbook_is_mended_from_the_errors_and_imported_once() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let (list, errors) = (file(&clerk, "list.xlsx"), file(&clerk, "list-errors.xlsx"));
    workbook(&list);
    let refused = imports(&clerk, &list, "").await;
    assert_eq!(refused.code, 10, "{refused:?}");
    assert_eq!(counts(&refused), ["2", "0", "0", "3"], "{refused:?}");
    for (row, column, problem) in [
        ("6", "I", "turned the code into a number"),
        ("8", "C", "none of the words"),
        ("8", "D", "is no day"),
        ("8", "G", "is no day"),
        ("9", "F", ""),
    ] {
        let told = refused.out.lines().any(|line| {
            let mut words = line.split_whitespace();
            (words.next(), words.next()) == (Some(row), Some(column)) && line.contains(problem)
        });
        assert!(told, "{row} {column}: {refused:?}");
    }
    for personal in ["28-2-90", "TK 5", "MUELLER"] {
        assert!(!refused.out.contains(personal) && !refused.err.contains(personal), "{personal}");
    }
    let none = centre.database.number("SELECT count(*) FROM resident").await;
    assert_eq!(none, 0, "all or none");
    let mut book: Xlsx<_> = open_workbook(&errors).unwrap();
    let range = book.worksheet_range("在册人员").unwrap();
    assert_eq!(range.get_value((3, 12)).unwrap().to_string(), PROBLEM);
    assert!(range.get_value((7, 12)).unwrap().to_string().contains("出生日期"), "{range:?}");
    let right = [
        (5, 8, "91330106MA27Y4U47R"),
        (7, 2, "女"),
        (7, 3, "1990-02-28"),
        (7, 6, "2030-02-28"),
        (8, 5, "TK1000005"),
    ];
    let good = file(&clerk, "good.xlsx");
    mended(&errors, "在册人员", &good, &right);
    let looked = imports(&clerk, &good, "--dry-run").await;
    assert_eq!((looked.code, counts(&looked)), (0, vec!["5", "0", "0", "0"]), "{looked:?}");
    let done = imports(&clerk, &good, "").await;
    assert_eq!((done.code, counts(&done)), (0, vec!["5", "0", "0", "0"]), "{done:?}");
    let again = imports(&clerk, &good, "").await;
    assert_eq!((again.code, counts(&again)), (0, vec!["0", "0", "5", "0"]), "{again:?}");
    let juergen = clerk.frsc("resident list juergen --json", "").await.json();
    let juergen = &juergen["residents"][0];
    assert_eq!(juergen["birth_date"], "1964-08-12");
    assert_eq!(juergen["nationalities"][0]["country"], "D");
    assert_eq!(juergen["employer"]["enterprise_id"], "91330106MA27Y4U47R");
    let permits = centre.database.number("SELECT count(*) FROM document WHERE kind = 3").await;
    assert_eq!(permits, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn text_is_read_in_the_encodings_of_offices_and_wrong_rows_can_be_left_out() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let text = "外国人名单,,,,\n姓,名,性别,出生日期,国籍,护照号\n\
                SATO,HANAKO,女,1990-02-28,日本,TK2000001\n\
                KIM,MINJI,女,1995-05-05,韩国,9.13E+17\n备注：以上为在册人员\n";
    let gb18030 = file(&clerk, "gb.csv");
    std::fs::write(&gb18030, GB18030.encode(text).0).unwrap();
    let partly = imports(&clerk, &gb18030, "--skip-invalid").await;
    assert_eq!((partly.code, counts(&partly)), (8, vec!["1", "0", "0", "1"]), "{partly:?}");
    let utf_16 = file(&clerk, "utf16.csv");
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.replace("9.13E+17", "M12345678").encode_utf16().flat_map(u16::to_le_bytes));
    std::fs::write(&utf_16, bytes).unwrap();
    let done = imports(&clerk, &utf_16, "").await;
    assert_eq!((done.code, counts(&done)), (0, vec!["1", "0", "1", "0"]), "{done:?}");
    let marked = file(&clerk, "bom.csv");
    std::fs::write(&marked, format!("\u{feff}{}", text.replace("9.13E+17", "M12345678"))).unwrap();
    let same = imports(&clerk, &marked, "").await;
    assert_eq!((same.code, counts(&same)), (0, vec!["0", "0", "2", "0"]), "{same:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_list_is_told_with_the_mend() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let no_list = file(&clerk, "photo.csv");
    std::fs::write(&no_list, "a,b\n1,2\n").unwrap();
    let told = imports(&clerk, &no_list, "").await;
    assert!(told.code == 10 && told.err.contains("护照号码"), "{told:?}");
    let binary = file(&clerk, "binary.csv");
    std::fs::write(&binary, [0x00, 0xff, 0x80, 0x00]).unwrap();
    assert_eq!(imports(&clerk, &binary, "").await.code, 10);
    let absent = imports(&clerk, &file(&clerk, "absent.xlsx"), "").await;
    assert!(absent.code == 10 && absent.err.contains("cannot be read"), "{absent:?}");
}
