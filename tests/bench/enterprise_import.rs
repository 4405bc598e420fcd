//! An import of enterprises, each with its group and an application for an entry of the whitelist,
//! into a fresh database and into what the import before left: rows a second from the first byte
//! sent to the answer.

use crate::{
    Bench, Outcome,
    client::Client,
    load::{Rounds, Times},
    report,
    setup::{Hall, Server},
    whitelist::credit_code,
};
use frsc_proto::{
    gtype::Date,
    v1::{
        self, enterprise_service_client::EnterpriseServiceClient, import_enterprises_request::Part,
    },
};
use std::time::Instant;
use uuid::Uuid;

/// The figures of this file.
pub(crate) const NAMES: [&str; 1] = ["whitelist_import"];

/// Rows.
const ROWS: usize = 10_000;
/// Rows of a message.
const AT_A_TIME: usize = 500;
/// The least rows a second on the embedded database.
const GOAL: f64 = 1_500.0;
/// Nobody books here.
const HALL: Hall = Hall { counters: 1, places: 1, slot_minutes: 30, open_days: 1 };

/// Measures imports, each into what the one before left.
pub(crate) async fn measure(bench: &mut Bench) -> Outcome<()> {
    let url = bench.home.fresh("enterprises").await?;
    let server = Server::start(&url, &bench.folder("enterprises"), HALL).await?;
    let client = server.clerk(1).await?;
    let mut imports = Rounds::default();
    for round in 0..3 {
        let rows: Vec<_> = (1..=ROWS).map(|index| row(round * ROWS + index)).collect();
        let began = Instant::now();
        let made = import(&client, rows).await?;
        let span = began.elapsed();
        if made != i32::try_from(ROWS).unwrap_or(0) {
            return Err("an import did not make every enterprise".to_owned());
        }
        let nanos = u64::try_from(span.as_nanos()).unwrap_or(u64::MAX);
        imports.add(Times { nanos: vec![nanos], span });
    }
    server.stop();
    report::imports(bench, NAMES[0], &imports, (ROWS, GOAL));
    Ok(())
}

async fn import(client: &Client, rows: Vec<v1::EnterpriseRow>) -> Outcome<i32> {
    let header = v1::ImportEnterprisesHeader {
        request_id: Uuid::new_v4().to_string(),
        mode: v1::BatchMode::Atomic.into(),
        validate_only: false,
    };
    let part = |part| v1::ImportEnterprisesRequest { part: Some(part) };
    let mut parts = vec![part(Part::Header(header))];
    let some = |some: &[v1::EnterpriseRow]| v1::EnterpriseRows { rows: some.to_vec() };
    parts.extend(rows.chunks(AT_A_TIME).map(|rows| part(Part::Rows(some(rows)))));
    let mut enterprises = EnterpriseServiceClient::new(client.channel(0));
    let request = client.request(futures_util::stream::iter(parts));
    let answer = enterprises.import_enterprises(request).await;
    Ok(answer.map_err(|status| format!("an import: {status}"))?.into_inner().new_count)
}

/// An enterprise of its own, one of sixteen in its group, with an entry.
fn row(index: usize) -> v1::EnterpriseRow {
    let contact = v1::EnterpriseContact {
        name: "经办人".to_owned(),
        phone_number: format!("+86138{:08}", index),
        ..Default::default()
    };
    let enterprise = v1::Enterprise {
        enterprise_id: credit_code(index),
        name_zh: format!("平湖第{index}精密机械有限公司"),
        name_en: format!("Pinghu No. {index} Co., Ltd."),
        town: "新埭镇".to_owned(),
        language: "zh".to_owned(),
        contact: Some(contact),
        ..Default::default()
    };
    let entry = v1::WhitelistTerms {
        direction: v1::TravelDirection::Both.into(),
        purposes: vec![v1::TravelPurpose::Business.into()],
        coverage: v1::WhitelistCoverage::All.into(),
        valid_from_date: Some(Date { year: 2023, month: 1, day: 1 }),
        valid_until_date: Some(Date { year: 2027, month: 12, day: 31 }),
        ..Default::default()
    };
    v1::EnterpriseRow {
        enterprise: Some(enterprise),
        group_name_zh: format!("第{}集团", index / 16),
        entry: Some(entry),
        ..Default::default()
    }
}
