//! 500 planted passport numbers in an import, in rows that are taken and in rows that are wrong in
//! every way: none is found in what is kept, said or logged.

use crate::{
    harness::{Centre, documents::documents_of_number, make::date},
    resident::{
        import::{counts, header, number, parts, sends},
        person,
    },
};
use frsc_proto::v1::{self, BatchMode, DocumentKind, ImportedRow};

/// How many numbers are planted.
const PLANTED: usize = 500;
/// One row in so many is wrong.
const WRONG_EVERY: usize = 5;

fn canary(index: usize) -> String {
    format!("QM{:07}", 6_200_000 + index * 17)
}

/// All of them.
pub(crate) fn canaries() -> impl Iterator<Item = String> {
    (0..PLANTED).map(canary)
}

/// A person with a planted passport number; every fifth is wrong, each time in another way.
fn row(index: usize) -> ImportedRow {
    let letters = [index / 676 % 26, index / 26 % 26, index % 26];
    let letters: String = letters.map(|n| char::from(b'A' + n as u8)).iter().collect();
    let planted = canary(index);
    let mut resident = person(&format!("PLANTED{letters}"), "KEN", "1990-01-01");
    let mut passport = number(DocumentKind::Passport, &planted, "2030-01-01");
    if index.is_multiple_of(WRONG_EVERY) {
        match index / WRONG_EVERY % 7 {
            // A number with a sign that may not stand there.
            0 => passport.number = format!("{planted}/"),
            // The number in other columns.
            1 => resident.names[0].surname = planted.clone(),
            2 => resident.nationalities[0].country = planted.clone(),
            3 => resident.language = planted.clone(),
            // Days that cannot be.
            4 => passport.expiry_date = Some(date("2020-01-01")),
            5 => passport.kind = 0,
            // Twice the same number, and it is too long.
            _ => passport.number = planted.repeat(5),
        }
    }
    ImportedRow { resident: Some(resident), documents: vec![passport] }
}

/// The rows sent to be checked, refused as a whole, taken in part, and sent once more with the name
/// of somebody else; answers all that was said.
pub(super) async fn life(centre: &Centre) -> Vec<String> {
    let clerk = centre.clerk();
    let rows: Vec<_> = (0..PLANTED).map(row).collect();
    let mut said = Vec::new();
    let look = v1::ImportResidentsHeader { validate_only: true, ..header(BatchMode::Atomic) };
    for header in [look, header(BatchMode::Atomic), header(BatchMode::BestEffort)] {
        said.push(format!("{:?}", sends(&clerk, parts(header, &rows)).await));
    }
    let mut others = rows;
    for row in &mut others {
        if let Some(name) = row.resident.as_mut().and_then(|one| one.names.first_mut()) {
            name.given_names = "SOMEBODY ELSE".to_owned();
        }
    }
    let last = sends(&clerk, parts(header(BatchMode::BestEffort), &others)).await.expect("told");
    let (new, changed, _, wrong) = counts(&last);
    assert_eq!((new, changed), (0, 0), "nobody becomes somebody else");
    assert_eq!(wrong, i32::try_from(PLANTED).expect("a count"));
    said.push(format!("{last:?}"));
    let by_officer = parts(header(BatchMode::Atomic), &others[..1]);
    said.push(format!("{:?}", sends(&centre.partner(), by_officer).await));
    said
}

#[tokio::test]
async fn of_500_imported_passport_numbers_none_is_kept_or_said_in_clear() {
    let centre = Centre::start().await;
    let said = life(&centre).await;
    let documents = centre.database.number("SELECT count(*) FROM document").await;
    assert_eq!(documents, 400, "those that are right were taken");
    let found = documents_of_number(&centre.clerk(), DocumentKind::Passport, &canary(1)).await;
    assert_eq!(found.len(), 1);
    let kept = centre.database.kept_bytes().await;
    let mut all = String::from_utf8_lossy(&kept).to_uppercase();
    assert!(all.contains("QM6****17") && all.contains("PLANTEDAAB"), "what is kept is looked at");
    all.extend(said.iter().map(|text| text.to_uppercase()));
    for number in canaries() {
        let hexadecimal: String = number.bytes().map(|byte| format!("{byte:02X}")).collect();
        for text in [&number, &hexadecimal] {
            assert!(!all.contains(text.as_str()), "{number} is found");
        }
    }
}
