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

/// The specimens of ICAO 9303: what each zone is, and a character of a field that is then wrong.
const ZONES: [(&str, &str, (&str, &str), &str); 3] = [
    (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "L898902C3",
        ("7408122F", "7408132F"),
        "birth_date",
    ),
    (
        "P<JPNTANAKA<<KENJI<<<<<<<<<<<<<<<<<<<<<<<<<<\nTR12345672JPN8203151M2809300<<<<<<<<<<<<<<<8",
        "TR1234567",
        ("M2809300", "M2809310"),
        "expiry_date",
    ),
    (
        "P<D<<MUELLER<LUEDENSCHEIDT<<JUERGEN<KARL<<<<\nC01X00T478D<<6408125M2702283<<<<<<<<<<<<<<<4",
        "C01X00T47",
        ("C01X00T478", "C01X00T448"),
        "passport_number",
    ),
];

#[tokio::test]
async fn each_specimen_is_read_and_the_field_of_a_wrong_check_digit_is_named() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    for (zone, number, (right, wrong), field) in ZONES {
        // As an input method and a hand would put it, too.
        for typed in [zone.to_owned(), zone.to_lowercase().replace('<', "《")] {
            let read = clerk.ok(scan(&typed)).await;
            assert!(read.faults.is_empty(), "{read:?}");
            assert_eq!(read.passport.unwrap().passport_number, number);
        }
        assert!(zone.contains(right));
        let faults = clerk.ok(scan(&zone.replace(right, wrong))).await.faults;
        assert!(faults.iter().any(|fault| fault.field == field), "{field}: {faults:?}");
    }
}

#[tokio::test]
async fn codes_are_told_apart_and_checked() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    for (text, kind, right) in [
        ("91330106MA27Y4U47R", ScanKind::CreditCode, true),
        ("91330482MA2B8NDK31", ScanKind::CreditCode, true),
        ("12330482MB1F24681J", ScanKind::CreditCode, true),
        ("9133 0106-ma27y4u47r", ScanKind::CreditCode, true),
        ("91330106MA27Y4U47Y", ScanKind::CreditCode, false),
        ("91330106MA27Y4U46R", ScanKind::CreditCode, false),
        ("91330106MA27Y4I47R", ScanKind::CreditCode, false),
        ("91330106MA27Y4O47R", ScanKind::CreditCode, false),
        ("91330106MA27Y4S47R", ScanKind::CreditCode, false),
        ("91330106MA27Y4V47R", ScanKind::CreditCode, false),
        ("91330106MA27Y4Z47R", ScanKind::CreditCode, false),
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
