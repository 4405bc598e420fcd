//! Imports of many rows: of 500 planted passport numbers nothing stays in a clerk's folders, and of
//! more rows than a transaction takes none is written where one is wrong, and none twice where it
//! was cut off.

use super::{Ran, Terminal};
use crate::{
    harness::{Centre, Kind, kind},
    privacy::import::canaries,
};
use std::{fmt::Write as _, path::Path};
use tempfile::TempDir;

/// One row more than are written all or none.
const MANY: usize = 10_001;
/// The row at which the import is cut off, in the fifth portion of 1 000.
const CUT_AT: usize = 4_500;
/// What was written by then.
const WRITTEN: i64 = 4_000;

async fn imports(clerk: &Terminal, list: &Path, more: &str) -> Ran {
    clerk.frsc(&format!("resident import {} --language ja {more}", list.display()), "").await
}

/// New, changed, same, wrong.
fn counts(ran: &Ran) -> Vec<&str> {
    let line = ran.out.lines().nth(1).unwrap_or_else(|| panic!("{ran:?}"));
    line.split_whitespace().collect()
}

/// A name that no other row has.
fn name(index: usize) -> String {
    let digits = format!("{index:05}");
    let letters = digits.bytes().map(|digit| char::from(b'A' + digit - b'0'));
    letters.fold("ROW".to_owned(), |name, letter| name + &letter.to_string())
}

/// A sheet with a planted number in each row; of every fifth row something is wrong, each time
/// something else, and of some the number stands in another column too.
fn planted() -> String {
    let mut text = "姓,名,性别,出生日期,国籍,护照号,护照有效期,联系电话\n".to_owned();
    for (index, number) in canaries().enumerate() {
        let mut cells =
            [&name(index), "KEN", "男", "1990-01-01", "日本", &number, "2030-01-01", ""]
                .map(str::to_owned);
        if index.is_multiple_of(5) {
            match index / 5 % 9 {
                0 => cells[5] = format!("{number}/"),
                1 => cells[0] = number.clone(),
                2 => cells[3] = number.clone(),
                3 => cells[6] = number.clone(),
                4 => cells[7] = number.clone(),
                5 => cells[6] = "2020-02-30".to_owned(),
                6 => cells[4] = number.clone(),
                7 => cells[2] = number.clone(),
                _ => cells[5] = number.repeat(5),
            }
        }
        writeln!(text, "{}", cells.join(",")).expect("a text");
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn of_500_imported_passport_numbers_nothing_stays_in_the_clerks_folders() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    // The office's own folder. Its list has the numbers, and so has the workbook of errors, which
    // repeats the sheet by design: both are the office's, and are not looked at.
    let office = TempDir::new().expect("a folder");
    let list = office.path().join("list.csv");
    std::fs::write(&list, planted()).expect("a list");
    let looked = imports(&clerk, &list, "--dry-run").await;
    let refused = imports(&clerk, &list, "").await;
    let partly = imports(&clerk, &list, "--skip-invalid").await;
    let again = imports(&clerk, &list, "--skip-invalid --json").await;
    assert_eq!((looked.code, refused.code, partly.code, again.code), (10, 10, 8, 8), "{refused:?}");
    let taken = centre.database.number("SELECT count(*) FROM resident").await;
    assert_eq!(taken, 400, "those that are right were taken");
    let known = canaries().nth(1).expect("a number");
    clerk.done("document find --number-stdin", &format!("{known}\n")).await;
    clerk.refused("document find --number-stdin", "QM0000000\n", (3, "NOT_FOUND")).await;

    let planted: Vec<_> = canaries().collect();
    let planted: Vec<&str> = planted.iter().map(String::as_str).collect();
    assert!(refused.out.contains("Q****"), "what is wrong is told, masked: {refused:?}");
    for ran in [&looked, &refused, &partly, &again] {
        let said = format!("{}{}", ran.out, ran.err).to_uppercase();
        let told = planted.iter().find(|number| said.contains(*number));
        assert_eq!(told, None, "nothing is said of a number, wherever it stands");
    }
    clerk.keeps_nothing_of(&planted);
    let mut left: Vec<_> =
        std::fs::read_dir(office.path()).expect("the folder").flatten().collect();
    left.sort_by_key(std::fs::DirEntry::file_name);
    let left: Vec<_> = left.iter().map(std::fs::DirEntry::file_name).collect();
    assert_eq!(left, ["list-errors.xlsx", "list.csv"], "no copy lies beside them");
}

/// A sheet of persons with a passport each.
fn sheet(wrong: Option<usize>) -> String {
    let mut text = "姓,名,性别,出生日期,国籍,护照号\n".to_owned();
    for index in 0..MANY {
        let (year, month, day) = (1960 + index % 40, 1 + index % 12, 1 + index % 28);
        // Each cell can be read; only the server sees that nobody was born then.
        let year = if wrong == Some(index) { 2190 } else { year };
        let name = name(index);
        writeln!(text, "{name},KEN,男,{year}-{month:02}-{day:02},日本,TK{index:07}")
            .expect("a text");
    }
    text
}

/// Makes the database refuse a person, as if the import were cut off there.
async fn cut(centre: &Centre, at: &str) {
    let statements = match kind() {
        Kind::Sqlite => vec![format!(
            "CREATE TRIGGER cut BEFORE INSERT ON resident WHEN NEW.sort_name LIKE '{at}%'
             BEGIN SELECT RAISE(ABORT, 'cut off'); END"
        )],
        Kind::Postgres => vec![
            "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'cut off'; END $$"
                .to_owned(),
            format!(
                "CREATE TRIGGER cut BEFORE INSERT ON resident FOR EACH ROW
                 WHEN (NEW.sort_name LIKE '{at}%') EXECUTE FUNCTION cut()"
            ),
        ],
    };
    for statement in statements {
        centre.database.execute(&statement).await.expect("a trigger");
    }
}

async fn mend(centre: &Centre) {
    let statement = match kind() {
        Kind::Sqlite => "DROP TRIGGER cut",
        Kind::Postgres => "DROP TRIGGER cut ON resident",
    };
    centre.database.execute(statement).await.expect("no trigger");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_rows_than_a_transaction_takes_are_checked_whole_and_go_on_where_they_were_cut_off() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let office = TempDir::new().expect("a folder");
    let list = office.path().join("list.csv");
    let persons = "SELECT count(*) FROM resident";

    // The very last row is wrong: not one of those before it is written.
    std::fs::write(&list, sheet(Some(MANY - 1))).expect("a list");
    let wrong = imports(&clerk, &list, "").await;
    let right = (MANY - 1).to_string();
    assert_eq!((wrong.code, counts(&wrong)), (10, vec![&*right, "0", "0", "1"]), "{wrong:?}");
    assert!(wrong.err.contains("nothing was written"), "{wrong:?}");
    assert_eq!(centre.database.number(persons).await, 0);

    // It is cut off in the middle, and says so; run again it goes on with what is not in yet.
    std::fs::write(&list, sheet(None)).expect("a list");
    cut(&centre, &name(CUT_AT).to_lowercase()).await;
    let broken = imports(&clerk, &list, "").await;
    assert_eq!((broken.code, broken.out.as_str()), (1, ""), "{broken:?}");
    assert_eq!(centre.database.number(persons).await, WRITTEN);
    mend(&centre).await;
    let rest = imports(&clerk, &list, "").await;
    let (same, new) = (WRITTEN.to_string(), (MANY as i64 - WRITTEN).to_string());
    assert_eq!((rest.code, counts(&rest)), (0, vec![&*new, "0", &*same, "0"]), "{rest:?}");
    assert_eq!(centre.database.number(persons).await, MANY as i64);
}
