//! How a record changes: addresses and their registration, families, consent.

use super::*;
use crate::harness::Refused;
use frsc_server::clock::from_local;
use tonic::Code;

fn at(local: &str) -> Option<prost_types::Timestamp> {
    let seconds = from_local(crate::harness::local_time(local)).timestamp();
    Some(prost_types::Timestamp { seconds, nanos: 0 })
}

fn moving(to: &v1::Resident, address: &str, arrival: &str) -> v1::RecordAddressRequest {
    v1::RecordAddressRequest {
        request_id: request_id(),
        resident_id: to.resident_id.clone(),
        etag: to.etag.clone(),
        address: Some(v1::ResidentAddress {
            kind: v1::AccommodationKind::Residence.into(),
            address: address.to_owned(),
            arrival_time: at(arrival),
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// Scenario S06.
#[tokio::test]
async fn accommodation_is_registered_within_24_hours_on_a_holiday_too_and_late_it_is_taken() {
    let centre = Centre::start_at("2024-05-02T23:10").await;
    let clerk = centre.clerk();
    let made = clerk.registers(person("SATO", "HANAKO", "1990-02-28")).await;
    let there = clerk.ok(moving(&made, "dormitory 3", "2024-05-01T22:30")).await.resident.unwrap();
    let address = &there.addresses[0];
    assert_eq!(address.registration_deadline, at("2024-05-02T22:30"));
    assert_eq!((address.late_minutes, address.registration_time), (40, None));
    let register = |of: &v1::Resident, number| v1::RegisterAccommodationRequest {
        request_id: request_id(),
        resident_id: of.resident_id.clone(),
        etag: of.etag.clone(),
        address_number: number,
        registration_time: None,
    };
    let done = clerk.ok(register(&there, 1)).await.resident.unwrap();
    centre.minutes_pass(600);
    let seen = clerk.resident(&made.resident_id).await.resident.unwrap();
    assert_eq!(seen, done);
    assert_eq!(
        (seen.addresses[0].late_minutes, seen.addresses[0].registration_time),
        (40, at("2024-05-02T23:10"))
    );
    let again = clerk.refused(register(&done, 1)).await;
    again.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    clerk.refused(register(&done, 2)).await.is(Code::NotFound, "NOT_FOUND");
    clerk.refused(register(&there, 1)).await.is(Code::Aborted, "ETAG_MISMATCH");

    let mut hotel = moving(&done, "hotel", "2024-05-03T08:00");
    hotel.address.as_mut().unwrap().kind = v1::AccommodationKind::Hotel.into();
    let moved = clerk.ok(hotel).await.resident.unwrap();
    assert_eq!(
        (moved.addresses[0].registration_deadline, moved.addresses[0].late_minutes),
        (None, 0)
    );
    assert_eq!(moved.addresses[1].leave_time, at("2024-05-03T08:00"));
    let ahead = clerk.refused(moving(&moved, "tomorrow", "2024-05-04T08:00")).await;
    assert_eq!(ahead.fields(), ["address.arrival_time"]);
    let mut early = moving(&moved, "early", "2024-05-03T09:00");
    early.address.as_mut().unwrap().registration_time = at("2024-05-03T08:59");
    assert_eq!(clerk.refused(early).await.fields(), ["address.registration_time"]);
}

fn dependant(of: &v1::Resident, relation: v1::DependantRelation) -> Option<v1::Dependence> {
    let principal_resident_id = of.resident_id.clone();
    Some(v1::Dependence { principal_resident_id, relation: relation.into() })
}

fn depends(
    who: &v1::Resident,
    on: &v1::Resident,
    relation: v1::DependantRelation,
) -> v1::UpdateResidentRequest {
    updating(&v1::Resident { dependence: dependant(on, relation), ..who.clone() }, &["dependence"])
}

/// The people of scenario S18.
#[tokio::test]
async fn a_family_is_its_principal_with_dependants_and_never_a_circle() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let principal = clerk.registers(person("TANAKA", "KENJI", "1980-03-15")).await;
    let spouse = clerk
        .registers(v1::Resident {
            dependence: dependant(&principal, v1::DependantRelation::Spouse),
            ..person("TANAKA", "YUKI", "1982-07-01")
        })
        .await;
    let child = clerk
        .registers(v1::Resident {
            dependence: dependant(&principal, v1::DependantRelation::Child),
            ..person("TANAKA", "SORA", "2007-11-15")
        })
        .await;
    let family = clerk.resident(&principal.resident_id).await;
    assert_eq!(family.dependants, [child.clone(), spouse.clone()]);
    let parent = v1::DependantRelation::Parent;
    let circle = clerk.refused(depends(&principal, &child, parent)).await;
    circle.is(Code::FailedPrecondition, "DEPENDANT_CIRCLE");
    assert_eq!(circle.variable("resident_id"), Some(principal.resident_id.clone()));
    let own = clerk.refused(depends(&principal, &principal, parent)).await;
    own.is(Code::FailedPrecondition, "DEPENDANT_CIRCLE");
    let free = updating(&v1::Resident { dependence: None, ..child.clone() }, &["dependence"]);
    let child = clerk.ok(free).await.resident.unwrap();
    assert_eq!(child.dependence, None);
    // Two who close a circle from both sides: one does, the other is told.
    let friend = clerk.registers(person("ENDO", "AOI", "1985-01-02")).await;
    let (one, two) = tokio::join!(
        clerk.call(depends(&child, &friend, parent)),
        clerk.call(depends(&friend, &child, parent)),
    );
    let refused = match (one, two) {
        (Ok(_), Err(status)) | (Err(status), Ok(_)) => Refused { status },
        both => panic!("one of two closes the circle: {both:?}"),
    };
    refused.is(Code::FailedPrecondition, "DEPENDANT_CIRCLE");
    let absent = v1::Resident { resident_id: format!("resi_{}", "a".repeat(26)), ..child.clone() };
    clerk.refused(depends(&spouse, &absent, parent)).await.is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn an_update_changes_the_fields_of_its_mask_and_the_history_names_them() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let made = clerk.registers(person("SATO", "HANAKO", "1990-02-28")).await;
    let wanted = v1::Resident {
        names: vec![latin("SUZUKI", "HANAKO"), {
            v1::ResidentName { until_date: Some(date("2024-02-29")), ..latin("SATO", "HANAKO") }
        }],
        language: "en".to_owned(),
        sex: v1::ResidentSex::Male.into(),
        ..made.clone()
    };
    let changed = clerk.ok(updating(&wanted, &["names", "language"])).await.resident.unwrap();
    assert_eq!(changed.display_name, "SUZUKI HANAKO");
    assert_eq!((changed.language.as_str(), changed.sex()), ("en", v1::ResidentSex::Female));
    for name in ["suzuki", "sato"] {
        assert_eq!(clerk.finds(name).await, vec![changed.resident_id.clone()], "{name}");
    }
    let stale = clerk.refused(updating(&wanted, &["language"])).await;
    stale.is(Code::Aborted, "ETAG_MISMATCH");
    assert_eq!(clerk.refused(updating(&changed, &[])).await.fields(), ["update_mask"]);
    let odd = clerk.refused(updating(&changed, &["state"])).await;
    assert_eq!(odd.fields(), ["update_mask.paths[0]"]);
    let born = v1::Resident { birth_date: Some(date("2025-01-01")), ..changed.clone() };
    let wrong = clerk.refused(updating(&born, &["birth_date"])).await;
    assert_eq!(wrong.fields(), ["resident.birth_date"]);
    let steps = clerk.steps(&made.resident_id).await;
    let kinds: Vec<_> = steps.iter().map(|step| (step.kind(), step.detail.as_str())).collect();
    let created = (v1::ResidentStepKind::Created, "");
    assert_eq!(kinds, [created, (v1::ResidentStepKind::Changed, "names language")]);
}

#[tokio::test]
async fn grounds_are_recorded_for_a_purpose_and_only_consent_is_withdrawn() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let made = clerk.registers(person("SATO", "HANAKO", "1990-02-28")).await;
    let record = |ground: v1::LegalGround| v1::RecordConsentRequest {
        ground: ground.into(),
        ..consenting(&made.resident_id)
    };
    let consent = clerk.ok(record(v1::LegalGround::Consent)).await.consent.unwrap();
    let duty = clerk.ok(record(v1::LegalGround::LegalDuty)).await.consent.unwrap();
    assert_eq!((consent.consent_number, duty.consent_number), (1, 2));
    let withdraw = |number| v1::WithdrawConsentRequest {
        request_id: request_id(),
        resident_id: made.resident_id.clone(),
        consent_number: number,
        withdrawal: "by letter".to_owned(),
    };
    let gone = clerk.ok(withdraw(1)).await.consent.unwrap();
    assert!(gone.withdrawn_time.is_some() && gone.withdrawal == "by letter");
    let again = clerk.refused(withdraw(1)).await;
    again.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    clerk.refused(withdraw(2)).await.is(Code::FailedPrecondition, "NOT_CONSENT");
    clerk.refused(withdraw(3)).await.is(Code::NotFound, "NOT_FOUND");
    assert_eq!(clerk.resident(&made.resident_id).await.consents, [gone, duty]);
    let aimless = v1::RecordConsentRequest { purpose: 0, ..record(v1::LegalGround::Consent) };
    assert_eq!(clerk.refused(aimless).await.fields(), ["purpose"]);
}
