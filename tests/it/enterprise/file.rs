//! Enterprises with their groups, entries and named persons as rows of files: judged row by row,
//! written together, the same once more, and exported as they are imported.

use super::*;
use crate::harness::{Refused, documents::passport, soon};
use frsc_proto::v1::{
    BatchMode, EnterpriseRow, EnterpriseRowPerson, TravelDirection, WhitelistCoverage,
    enterprise_service_client::EnterpriseServiceClient, import_enterprises_request::Part,
};

async fn sends(
    by: &Client,
    (mode, validate_only): (BatchMode, bool),
    rows: &[EnterpriseRow],
) -> Result<v1::ImportEnterprisesResponse, Refused> {
    let part = |part| v1::ImportEnterprisesRequest { part: Some(part) };
    let request_id = request_id();
    let header = v1::ImportEnterprisesHeader { request_id, mode: mode.into(), validate_only };
    let mut parts = vec![part(Part::Header(header))];
    let chunks = rows.chunks(900);
    parts.extend(chunks.map(|some| part(Part::Rows(v1::EnterpriseRows { rows: some.to_vec() }))));
    let request = by.dress(futures_util::stream::iter(parts)).await;
    let mut client = EnterpriseServiceClient::new(by.channel.clone());
    let answer = client.import_enterprises(request).await;
    answer.map(tonic::Response::into_inner).map_err(|status| Refused { status })
}

const ALL: (BatchMode, bool) = (BatchMode::Atomic, false);
const SOME: (BatchMode, bool) = (BatchMode::BestEffort, false);

async fn imports(by: &Client, how: (BatchMode, bool), rows: &[EnterpriseRow]) -> [i32; 4] {
    counts(&sends(by, how, rows).await.unwrap())
}

/// New, changed, same, wrong.
fn counts(of: &v1::ImportEnterprisesResponse) -> [i32; 4] {
    [of.new_count, of.changed_count, of.same_count, of.wrong_count]
}

/// What is wrong with one row.
async fn wrong(by: &Client, row: EnterpriseRow) -> Vec<String> {
    let told = sends(by, ALL, &[row]).await.unwrap();
    assert_eq!((counts(&told), told.written), ([0, 0, 0, 1], false), "{told:?}");
    told.faults.into_iter().map(|fault| fault.field).collect()
}

async fn exports(by: &Client, request: v1::ExportEnterprisesRequest) -> Vec<EnterpriseRow> {
    let request = by.dress(request).await;
    let mut client = EnterpriseServiceClient::new(by.channel.clone());
    let mut stream = client.export_enterprises(request).await.unwrap().into_inner();
    let mut rows = Vec::new();
    while let Some(message) = stream.message().await.unwrap() {
        rows.extend(message.rows);
    }
    rows
}

/// A line of an office's list: an enterprise with an entry from a day on.
fn row(number: usize, from: &str) -> EnterpriseRow {
    let contact = v1::EnterpriseContact {
        name: "王经办".to_owned(),
        phone_number: "+8613800000000".to_owned(),
        ..Default::default()
    };
    let mut of = enterprise(number).enterprise.unwrap();
    of.contact = Some(contact);
    EnterpriseRow { enterprise: Some(of), entry: Some(terms(from)), ..Default::default() }
}

/// A line that says something of an enterprise on record.
fn says(number: usize, change: impl Fn(&mut EnterpriseRow)) -> EnterpriseRow {
    let enterprise_id = credit_code(number);
    let of = v1::Enterprise { enterprise_id, ..Default::default() };
    let mut row = EnterpriseRow { enterprise: Some(of), ..Default::default() };
    change(&mut row);
    row
}

fn in_group(mut row: EnterpriseRow, name: &str) -> EnterpriseRow {
    row.group_name_zh = name.to_owned();
    row
}

#[tokio::test]
async fn rows_are_new_then_the_same_and_what_they_add_is_changed() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = centre.clerk();
    let rows: Vec<_> = (1..=20).map(|number| row(number, "2024-03-01")).collect();
    let rows: Vec<_> = rows.into_iter().map(|row| in_group(row, "尼得科集团")).collect();
    let looked = sends(&clerk, (BatchMode::Atomic, true), &rows).await.unwrap();
    assert_eq!((counts(&looked), looked.written), ([20, 0, 0, 0], false));
    assert_eq!(looked.new_group_names, ["尼得科集团"]);
    assert_eq!(found(&clerk, "pinghu").await, Vec::<String>::new());
    let done = sends(&clerk, ALL, &rows).await.unwrap();
    assert_eq!((counts(&done), done.written), ([20, 0, 0, 0], true), "{done:?}");
    assert_eq!(imports(&clerk, ALL, &rows).await, [0, 0, 20, 0]);
    let same = sends(&clerk, SOME, &rows).await.unwrap();
    assert_eq!((counts(&same), same.new_group_names.len()), ([0, 0, 20, 0], 0));
    let groups = clerk.ok(v1::ListEnterpriseGroupsRequest::default()).await.groups;
    assert_eq!((groups.len(), groups[0].enterprises_count), (1, 20));
    let renamed = says(3, |row| row.enterprise.as_mut().unwrap().name_zh = "新名公司".to_owned());
    assert_eq!(imports(&clerk, ALL, &[renamed]).await, [0, 1, 0, 0]);
    let request = v1::GetEnterpriseRequest { enterprise_id: credit_code(3) };
    let now = clerk.ok(request).await.enterprise.unwrap();
    assert_eq!((now.name_zh.as_str(), now.town.as_str()), ("新名公司", "新埭镇"));
    assert_eq!(now.contact.unwrap().phone_number, "+8613800000000");
    let request = v1::ListWhitelistEntriesRequest::default();
    let entries = clerk.ok(request).await.entries;
    assert!(entries.iter().all(|one| one.state() == v1::WhitelistState::Applied));
    assert_eq!(entries.len(), 20, "each was applied for once");
    // What a list says to be in force and is not is told, not passed over.
    let told = |number| {
        says(number, |row| {
            row.entry = Some(terms("2024-03-01"));
            row.entry_state = v1::WhitelistState::Active.into();
        })
    };
    let entry = entries.iter().find(|one| one.enterprise_id == credit_code(5)).unwrap();
    assert_eq!(imports(&clerk, ALL, &[told(5)]).await, [0, 0, 1, 0], "not decided yet");
    let entry = centre.client(Who::StbOfficer).ok(recommending(entry)).await.entry.unwrap();
    let fao = centre.client(Who::FaoOfficer);
    let entry = fao.ok(approving(&entry)).await.entry.unwrap();
    fao.ok(revoking(&entry)).await;
    assert_eq!(wrong(&clerk, told(5)).await, ["entry_state"]);
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_nothing_of_it_is_kept() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = centre.clerk();
    imports(&clerk, ALL, &[in_group(row(1, "2024-03-01"), "甲集团")]).await;
    let with = |change: &dyn Fn(&mut EnterpriseRow)| says(1, change);
    let entry = |of: v1::WhitelistTerms| says(1, move |row| row.entry = Some(of.clone()));
    let cases = [
        (says(2, |_| {}), "enterprise.name_zh"),
        (
            with(&|row| row.enterprise.as_mut().unwrap().enterprise_id.push('X')),
            "enterprise.enterprise_id",
        ),
        (entry(terms("2024-09-01")), "entry.valid_from_date"),
        (entry(v1::WhitelistTerms { coverage: 0, ..terms("2026-01-01") }), "entry.coverage"),
        (
            entry(v1::WhitelistTerms {
                valid_until_date: Some(date("2022-12-31")),
                ..terms("2022-01-01")
            }),
            "entry.valid_until_date",
        ),
        (
            with(&|row| {
                row.entry = Some(terms("2026-01-01"));
                row.entry_state = v1::WhitelistState::Revoked.into();
            }),
            "entry_state",
        ),
        (
            with(&|row| {
                row.group_name_zh = "甲集团".to_owned();
                row.group_from_date = Some(date("2024-01-01"));
            }),
            "group_from_date",
        ),
        (
            with(&|row| {
                row.group_name_zh = "乙集团".to_owned();
                row.group_from_date = Some(date("2024-03-05"));
            }),
            "group_from_date",
        ),
        (
            with(&|row| {
                row.person = Some(EnterpriseRowPerson {
                    passport_number: "TK0000009".to_owned(),
                    ..Default::default()
                })
            }),
            "person.passport_number",
        ),
        (with(&|row| row.person = Some(EnterpriseRowPerson::default())), "person"),
    ];
    for (row, field) in cases {
        let told = wrong(&clerk, row.clone()).await;
        assert_eq!(told, [field], "{row:?}");
    }
    let mut other = row(3, "2024-03-01");
    other.enterprise.as_mut().unwrap().name_zh = "另名公司".to_owned();
    let rows = [row(3, "2024-03-01"), other, in_group(row(4, "2024-03-01"), "丙集团")];
    let refused = sends(&clerk, ALL, &rows).await.unwrap();
    assert_eq!((refused.faults[0].row_index, refused.written), (1, false), "{refused:?}");
    assert_eq!(clerk.ok(v1::ListEnterpriseGroupsRequest::default()).await.groups.len(), 1);
    let done = sends(&clerk, SOME, &rows).await.unwrap();
    assert_eq!((counts(&done), done.written), ([2, 0, 0, 1], true), "{done:?}");
    let groups = clerk.ok(v1::ListEnterpriseGroupsRequest::default()).await.groups;
    assert_eq!(groups.len(), 2, "that of the wrong row was not made");
}

#[tokio::test]
async fn persons_are_named_by_their_passports_once() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = centre.clerk();
    let a = centre.resident().await;
    let own = v1::NewDocument { number: "TK0000001".to_owned(), ..passport("2030-01-01") };
    clerk.puts(&a, own).await;
    let mut named = row(1, "2024-03-01");
    named.entry.as_mut().unwrap().coverage = WhitelistCoverage::Named.into();
    let person = |number: &str| {
        Some(EnterpriseRowPerson { passport_number: number.to_owned(), ..Default::default() })
    };
    named.person = person("TK0000001");
    assert_eq!(imports(&clerk, ALL, std::slice::from_ref(&named)).await, [1, 0, 0, 0]);
    let meant = |until: Option<&str>| {
        let until = until.map(date);
        says(1, move |row| {
            let direction = TravelDirection::Both.into();
            row.entry = Some(v1::WhitelistTerms { direction, ..Default::default() });
            row.person = person("TK0000001");
            row.person.as_mut().unwrap().until_date = until;
        })
    };
    assert_eq!(imports(&clerk, ALL, &[named, meant(None)]).await, [0, 0, 2, 0]);
    assert_eq!(imports(&clerk, ALL, &[meant(Some("2024-06-30"))]).await, [0, 1, 0, 0]);
    assert_eq!(imports(&clerk, ALL, &[meant(Some("2024-06-30"))]).await, [0, 0, 1, 0]);
    assert_eq!(wrong(&clerk, meant(Some("2024-07-31"))).await, ["person.until_date"]);
    let list = clerk.ok(v1::ListWhitelistEntriesRequest::default()).await.entries;
    let entry = clerk.entry(&list[0].entry_id).await;
    assert_eq!(entry.persons.len(), 1);
    assert_eq!(entry.persons[0].until_date, Some(date("2024-06-30")));
    let [applied, changed] = entry.steps.as_slice() else { panic!("{:?}", entry.steps) };
    assert_eq!(changed.kind(), v1::WhitelistStepKind::PersonsChanged);
    assert_eq!((entry.persons[0].add_step_number, entry.persons[0].ends[0].step_number), (1, 2));
    assert_eq!(applied.account_id, changed.account_id);
    let exported = exports(&clerk, v1::ExportEnterprisesRequest::default()).await;
    assert_eq!(exported.len(), 2, "the entry, then its person");
    let named = exported[1].person.clone().unwrap();
    assert_eq!((named.resident_id, named.passport_number), (a, String::new()));
    // Once the entry is approved a file names nobody more.
    let b = centre.resident().await;
    let own = v1::NewDocument { number: "TK0000002".to_owned(), ..passport("2030-01-01") };
    clerk.puts(&b, own).await;
    let mut more = meant(None);
    more.person = person("TK0000002");
    let recommended = centre.client(Who::StbOfficer).ok(recommending(&entry)).await.entry.unwrap();
    centre.client(Who::FaoOfficer).ok(approving(&recommended)).await;
    assert_eq!(wrong(&clerk, more).await, ["person"]);
    assert_eq!(imports(&clerk, ALL, &[meant(Some("2024-05-31"))]).await, [0, 1, 0, 0]);
}

#[tokio::test]
async fn what_is_exported_is_the_same_when_it_is_imported() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let resident = centre.resident().await;
    let rows: Vec<_> = (1..=450)
        .map(|number| {
            if number % 3 == 0 {
                in_group(row(number, "2024-03-01"), "丁集团")
            } else {
                row(number, "2024-03-01")
            }
        })
        .collect();
    assert_eq!(imports(&clerk, SOME, &rows).await, [450, 0, 0, 0]);
    centre.enterprise(451).await;
    let active = centre.whitelisted(&credit_code(451), terms("2024-03-01")).await;
    fao.ok(revoking(&active)).await;
    let named = v1::WhitelistTerms {
        coverage: WhitelistCoverage::Named.into(),
        direction: TravelDirection::Entry.into(),
        ..terms("2024-04-01")
    };
    let mut application = applying(&credit_code(451), named);
    application.resident_ids = vec![resident];
    clerk.ok(application).await;
    let rejected = applying(&credit_code(451), terms("2026-01-01"));
    let rejected = clerk.ok(rejected).await.entry.unwrap();
    fao.ok(rejecting(&rejected)).await;
    let exported = exports(&clerk, v1::ExportEnterprisesRequest::default()).await;
    assert_eq!(exported.len(), 450 + 3);
    assert_eq!(imports(&clerk, ALL, &exported).await, [0, 0, 453, 0]);
    assert_eq!(exports(&clerk, v1::ExportEnterprisesRequest::default()).await, exported);
    let groups = clerk.ok(v1::ListEnterpriseGroupsRequest::default()).await.groups;
    let group_id = groups[0].group_id.clone();
    let request = v1::ExportEnterprisesRequest { group_id, ..Default::default() };
    assert_eq!(exports(&clerk, request).await.len(), 150);
    // Elsewhere what is over is not applied for again.
    let over = exported.iter().position(|row| row.entry_state != 0 && row.entry_state != 1);
    let mut elsewhere = exported[over.unwrap()].clone();
    elsewhere.enterprise.as_mut().unwrap().enterprise_id = credit_code(460);
    assert_eq!(wrong(&clerk, elsewhere).await, ["entry_state"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_import_the_same_each_row_is_written_once() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let rows: Vec<_> = (1..=1_500).map(|number| row(number, "2024-03-01")).collect();
    let rows: Vec<_> = rows.into_iter().map(|row| in_group(row, "戊集团")).collect();
    let clerks = [centre.clerk(), centre.client(Who::Lead), centre.clerk()];
    let imports = clerks.iter().map(|by| imports(by, SOME, &rows));
    let all = soon("all imports", futures_util::future::join_all(imports)).await;
    let new: i32 = all.iter().map(|counts| counts[0]).sum();
    let told: i32 = all.iter().flatten().sum();
    assert_eq!((new, told), (1_500, 4_500), "{all:?}");
    let clerk = centre.clerk();
    let groups = clerk.ok(v1::ListEnterpriseGroupsRequest::default()).await.groups;
    assert_eq!((groups.len(), groups[0].enterprises_count), (1, 1_500));
}
