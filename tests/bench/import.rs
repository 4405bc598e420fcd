//! An import of persons, each with a passport and a permit, into a fresh database: rows a second
//! from the first byte sent to the answer, and how long a write beside it had to wait.

use crate::{
    Bench, Outcome,
    client::Client,
    load::{Rounds, Times},
    report::{self, Figure},
    setup::{Hall, Server},
};
use chrono::{Datelike as _, Days, NaiveDate};
use frsc_proto::{
    gtype::Date,
    v1::{
        self, BatchMode, import_residents_request::Part,
        resident_service_client::ResidentServiceClient,
    },
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use uuid::Uuid;

/// The figures of this file.
pub(crate) const NAMES: [&str; 2] = ["resident_import", "write_beside_import"];

/// Rows, and rows of a quick run.
const ROWS: usize = 30_000;
const ROWS_QUICK: usize = 10_000;
/// Rows of a message.
const AT_A_TIME: usize = 500;
/// The least rows a second on the embedded database.
const GOAL: f64 = 2_000.0;
/// Nobody books here.
const HALL: Hall = Hall { counters: 1, places: 1, slot_minutes: 30, open_days: 1 };

/// Measures imports, each into what the one before left.
pub(crate) async fn measure(bench: &mut Bench) -> Outcome<()> {
    let rows = if bench.pace.rounds < 7 { ROWS_QUICK } else { ROWS };
    let url = bench.home.fresh("import").await?;
    let server = Server::start(&url, &bench.folder("import"), HALL).await?;
    let client = server.clerk(1).await?;
    let (mut imports, mut waited) = (Rounds::default(), Times::default());
    for round in 0..3 {
        let given: Vec<_> = (0..rows).map(|index| row(round * rows + index)).collect();
        let done = Arc::new(AtomicBool::new(false));
        let beside = tokio::spawn(beside(client.clone(), round, Arc::clone(&done)));
        let began = Instant::now();
        let made = import(&client, given).await;
        let span = began.elapsed();
        done.store(true, Ordering::Release);
        waited.nanos.extend(beside.await.map_err(|error| error.to_string())??);
        if made? != i32::try_from(rows).unwrap_or(0) {
            return Err("an import did not make every person".to_owned());
        }
        let nanos = u64::try_from(span.as_nanos()).unwrap_or(u64::MAX);
        imports.add(Times { nanos: vec![nanos], span });
    }
    server.stop();
    report::imports(bench, NAMES[0], &imports, (rows, GOAL));
    bench.report.add(Figure {
        name: NAMES[1].to_owned(),
        db: bench.backend.name(),
        value: waited.quantile_us(1.0) / 1e6,
        unit: "s longest",
        p50_us: Some(waited.quantile_us(0.5)),
        p99_us: Some(waited.quantile_us(0.99)),
        ..Figure::default()
    });
    Ok(())
}

async fn import(client: &Client, rows: Vec<v1::ImportedRow>) -> Outcome<i32> {
    // As the command line sends them: all or none, else in portions.
    let mode = if rows.len() > ROWS_QUICK { BatchMode::BestEffort } else { BatchMode::Atomic };
    let header = v1::ImportResidentsHeader {
        request_id: Uuid::new_v4().to_string(),
        mode: mode.into(),
        validate_only: false,
    };
    let part = |part| v1::ImportResidentsRequest { part: Some(part) };
    let mut parts = vec![part(Part::Header(header))];
    let some = |some: &[v1::ImportedRow]| v1::ImportedRows { rows: some.to_vec() };
    parts.extend(rows.chunks(AT_A_TIME).map(|rows| part(Part::Rows(some(rows)))));
    let mut residents = ResidentServiceClient::new(client.channel(0));
    let request = client.request(futures_util::stream::iter(parts));
    let answer = residents.import_residents(request).await;
    Ok(answer.map_err(|status| format!("an import: {status}"))?.into_inner().new_count)
}

/// A clerk's writes beside an import: how long each took.
async fn beside(client: Client, round: usize, done: Arc<AtomicBool>) -> Outcome<Vec<u64>> {
    let mut residents = ResidentServiceClient::new(client.channel(0));
    let mut nanos = Vec::new();
    while !done.load(Ordering::Acquire) {
        let index = 9_000_000 + round * 100_000 + nanos.len();
        let request = v1::CreateResidentRequest {
            request_id: Uuid::new_v4().to_string(),
            resident: row(index).resident,
            ..Default::default()
        };
        let began = Instant::now();
        let made = residents.create_resident(client.request(request)).await;
        made.map_err(|status| format!("a write beside an import: {status}"))?;
        nanos.push(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(nanos)
}

/// A person of his own with a passport and a permit.
fn row(index: usize) -> v1::ImportedRow {
    let letter = |digit: u8| char::from(b'A' + digit - b'0');
    let letters: String = format!("{index:08}").bytes().map(letter).collect();
    let name = v1::ResidentName {
        kind: v1::NameKind::Latin.into(),
        surname: format!("TEST{letters}"),
        given_names: "KEN".to_owned(),
        until_date: None,
    };
    // Days of birth of fifty years, each as likely.
    let days = u64::try_from(index * 7919 % 18_262).unwrap_or(0);
    let born = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap_or_default() + Days::new(days);
    let part = |number: u32| i32::try_from(number).unwrap_or(0);
    let born = Date { year: born.year(), month: part(born.month()), day: part(born.day()) };
    let resident = v1::Resident {
        person_type: v1::PersonType::Foreigner.into(),
        names: vec![name],
        sex: v1::ResidentSex::Male.into(),
        birth_date: Some(born),
        nationalities: vec![v1::Nationality { country: "JPN".to_owned(), ..Default::default() }],
        language: "ja".to_owned(),
        ..Default::default()
    };
    let paper = |kind: v1::DocumentKind, number: String, issuer: &str| v1::NewDocument {
        kind: kind.into(),
        number,
        issuer: issuer.to_owned(),
        expiry_date: Some(Date { year: 2024, month: 6, day: 30 }),
        ..Default::default()
    };
    let permit = paper(v1::DocumentKind::ResidencePermit, format!("JP{index:08}"), "PSB");
    let purpose = v1::PermitPurpose::Work.into();
    let documents = vec![
        paper(v1::DocumentKind::Passport, format!("TR{index:07}"), "JPN"),
        v1::NewDocument { purpose, ..permit },
    ];
    v1::ImportedRow { resident: Some(resident), documents }
}
