//! How residents are registered.

use super::*;
use crate::harness::documents::{passport, put};
use tonic::Code;

#[tokio::test]
async fn a_scan_registers_a_person_and_a_wrong_check_digit_names_its_field() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let scanned = |mrz: &str| v1::CreateResidentRequest {
        mrz: mrz.to_owned(),
        ..creating(v1::Resident {
            person_type: v1::PersonType::Foreigner.into(),
            language: "sv".to_owned(),
            ..Default::default()
        })
    };
    let made = clerk.ok(scanned(SPECIMEN)).await.resident.unwrap();
    assert_eq!(made.display_name, "ERIKSSON ANNA MARIA");
    assert_eq!(made.birth_date, Some(date("1974-08-12")));
    assert_eq!(made.sex(), v1::ResidentSex::Female);
    assert_eq!(made.nationalities[0].country, "UTO");
    assert_eq!(made.state(), v1::ResidentState::Active);
    assert_eq!(clerk.resident(&made.resident_id).await.resident.as_ref(), Some(&made));

    // As an input method types it; the answer of a check tells who it is.
    let typed = SPECIMEN.replace('<', "《");
    let look = v1::CreateResidentRequest { validate_only: true, ..scanned(&typed) };
    assert_eq!(clerk.ok(look).await.possible_duplicates, vec![made]);
    let slip = SPECIMEN.replace("7408122", "7409122");
    let refused = clerk.refused(scanned(&slip)).await;
    refused.is(Code::InvalidArgument, "INVALID_FIELD");
    assert_eq!(refused.fields(), ["mrz.birth_date", "mrz.composite"]);
    let short = clerk.refused(scanned("P<UTO")).await;
    assert_eq!(short.fields(), ["mrz"]);
    let mut other = scanned(SPECIMEN);
    other.resident.as_mut().unwrap().birth_date = Some(date("1974-08-13"));
    assert_eq!(clerk.refused(other).await.fields(), ["resident.birth_date"]);
}

#[tokio::test]
async fn who_may_be_on_record_is_told_and_refused_unless_he_is_named_as_distinct() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let first = clerk.registers(person("SATO", "HANAKO", "1990-02-28")).await;
    // A name cut off by another issuer, and one with marks.
    for again in [person("SATO", "HANA", "1990-02-28"), person("SATO", "HANAKO", "1990-02-28")] {
        let refused = clerk.refused(creating(again.clone())).await;
        refused.is(Code::FailedPrecondition, "POSSIBLE_DUPLICATE");
        assert_eq!(refused.variable("resident_ids"), Some(first.resident_id.clone()));
        let look = v1::CreateResidentRequest { validate_only: true, ..creating(again.clone()) };
        assert_eq!(clerk.ok(look).await.possible_duplicates, vec![first.clone()]);
    }
    for other in [person("SATO", "HANAE", "1990-02-28"), person("SATO", "HANAKO", "1990-02-27")] {
        clerk.registers(other).await;
    }
    let distinct = v1::CreateResidentRequest {
        distinct_from_resident_ids: vec![first.resident_id.clone()],
        ..creating(person("SATO", "HANAKO", "1990-02-28"))
    };
    let second = clerk.ok(distinct).await.resident.unwrap();
    assert_ne!(first.resident_id, second.resident_id);
    let refused = clerk.refused(creating(person("SATO", "HANAKO", "1990-02-28"))).await;
    let both = format!("{},{}", first.resident_id, second.resident_id);
    assert_eq!(refused.variable("resident_ids"), Some(both));
}

#[tokio::test]
async fn of_sixteen_who_register_one_person_at_a_time_one_does() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let all = (0..16).map(|_| {
        let clerk = clerk.clone();
        tokio::spawn(
            async move { clerk.call(creating(person("ONCE", "ONLY", "1990-01-01"))).await },
        )
    });
    let (mut made, mut told) = (Vec::new(), 0);
    for one in all.collect::<Vec<_>>() {
        match one.await.unwrap() {
            Ok(answer) => made.push(answer.into_inner().resident.unwrap().resident_id),
            Err(status) => {
                let refused = crate::harness::Refused { status };
                refused.is(Code::FailedPrecondition, "POSSIBLE_DUPLICATE");
                told += 1;
            }
        }
    }
    assert_eq!((made.len(), told), (1, 15));
    assert_eq!(centre.database.number("SELECT count(*) FROM resident").await, 1);
}

#[tokio::test]
async fn what_cannot_be_is_refused_field_by_field() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let good = person("SATO", "HANAKO", "1990-02-28");
    let wrong = |change: fn(&mut v1::Resident)| {
        let mut resident = good.clone();
        change(&mut resident);
        clerk.refused(creating(resident))
    };
    type Change = fn(&mut v1::Resident);
    let table: [(Change, &str); 12] = [
        (|r| r.person_type = 0, "resident.person_type"),
        (|r| r.sex = 0, "resident.sex"),
        (|r| r.names.clear(), "resident.names"),
        (|r| r.names[0].surname = "Satō".to_owned(), "resident.names[0]"),
        (|r| r.names[0].until_date = Some(date("2020-01-01")), "resident.names"),
        (|r| r.birth_date = Some(date("2024-03-06")), "resident.birth_date"),
        (
            |r| r.birth_date = Some(frsc_proto::gtype::Date { year: 2023, month: 2, day: 29 }),
            "resident.birth_date",
        ),
        (|r| r.nationalities.clear(), "resident.nationalities"),
        (|r| r.nationalities[0].country = "CHN".to_owned(), "resident.nationalities[0].country"),
        (|r| r.language = "j".to_owned(), "resident.language"),
        (
            |r| {
                r.employer = Some(v1::Employer {
                    enterprise_id: "91330106MA27Y4U47Y".to_owned(),
                    name: String::new(),
                })
            },
            "resident.employer.enterprise_id",
        ),
        (
            |r| {
                r.contacts = Some(v1::ResidentContacts {
                    phone_number: "12".to_owned(),
                    ..Default::default()
                })
            },
            "resident.contacts.phone_number",
        ),
    ];
    for (change, field) in table {
        let refused = wrong(change).await;
        refused.is(Code::InvalidArgument, "INVALID_FIELD");
        assert_eq!(refused.fields(), [field]);
    }
    let mut taiwanese = good.clone();
    taiwanese.person_type = v1::PersonType::Taiwan.into();
    let refused = clerk.refused(creating(taiwanese.clone())).await;
    assert_eq!(refused.fields(), ["resident.nationalities[0].country"]);
    taiwanese.nationalities.clear();
    assert_eq!(clerk.registers(taiwanese).await.person_type(), v1::PersonType::Taiwan);
}

#[tokio::test]
async fn who_holds_the_scanned_passport_is_told_whatever_he_is_called() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let holder = clerk.registers(person("CALLED", "OTHERWISE", "1990-02-28")).await;
    let paper = v1::NewDocument { number: "L898902C3".to_owned(), ..passport("2030-01-01") };
    clerk.ok(put(&holder.resident_id, paper)).await;
    let scanned = v1::CreateResidentRequest {
        mrz: SPECIMEN.to_owned(),
        ..creating(v1::Resident {
            person_type: v1::PersonType::Foreigner.into(),
            language: "sv".to_owned(),
            ..Default::default()
        })
    };
    let refused = clerk.refused(scanned.clone()).await;
    refused.is(Code::FailedPrecondition, "POSSIBLE_DUPLICATE");
    assert_eq!(refused.variable("resident_ids"), Some(holder.resident_id.clone()));
    let distinct_from_resident_ids = vec![holder.resident_id];
    clerk.ok(v1::CreateResidentRequest { distinct_from_resident_ids, ..scanned }).await;
}
