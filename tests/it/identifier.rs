//! What a scanner reads, told apart and checked by the server; what is wrong is named, never shown.

use crate::harness::{Centre, Who};
use frsc_proto::v1::{ReadScanRequest, ScanKind};
use tonic::Code;

fn scan(text: &str) -> ReadScanRequest {
    ReadScanRequest { text: text.to_owned() }
}

#[tokio::test]
async fn a_passport_zone_is_read_and_a_wrong_check_digit_is_named() {
    let centre = Centre::start().await;
    let officer = centre.client(Who::PsbOfficer);
    let zone = "P<JPNTANAKA<<KENJI<<<<<<<<<<<<<<<<<<<<<<<<<<\nTR12345672JPN8203151M2809300<<<<<<<<<<<<<<<8";
    let answer = officer.ok(scan(zone)).await;
    assert_eq!(answer.kind(), ScanKind::PassportMrz);
    assert!(answer.faults.is_empty(), "{answer:?}");
    let passport = answer.passport.unwrap();
    assert_eq!((passport.surname.as_str(), passport.given_names.as_str()), ("TANAKA", "KENJI"));
    assert_eq!(passport.passport_number, "TR1234567");
    let wrong = zone.replace("TR12345672", "TR12345673");
    let answer = officer.ok(scan(&wrong)).await;
    assert_eq!(answer.kind(), ScanKind::PassportMrz);
    let fields: Vec<_> = answer.faults.iter().map(|fault| fault.field.as_str()).collect();
    assert!(fields.contains(&"passport_number"), "{fields:?}");
    assert!(!format!("{:?}", answer.faults).contains("TR1234567"), "a fault never tells the value");
}

#[tokio::test]
async fn codes_are_told_apart_and_checked() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    for (text, kind, right) in [
        ("91330106MA27Y4U47R", ScanKind::CreditCode, true),
        ("91330106MA27Y4U47Y", ScanKind::CreditCode, false),
        ("911124198108030024", ScanKind::PermanentResidenceNumber, true),
        ("93384019900101003x", ScanKind::PermanentResidenceNumber, true),
        ("911398199012310022", ScanKind::PermanentResidenceNumber, false),
    ] {
        let answer = clerk.ok(scan(text)).await;
        assert_eq!(answer.kind(), kind, "{text}");
        assert_eq!(answer.faults.is_empty(), right, "{text}: {:?}", answer.faults);
    }
    clerk.refused(scan("nothing known")).await.is(Code::InvalidArgument, "INVALID_FIELD");
    clerk.refused(scan("")).await.is(Code::InvalidArgument, "INVALID_FIELD");
    let long = clerk.refused(scan(&"A".repeat(401))).await;
    assert_eq!(long.fields(), ["text"]);
}
