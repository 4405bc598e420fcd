use super::*;

#[test]
fn a_file_is_as_long_as_it_was_announced() {
    let mut exact = Measure::begin(10, 10).unwrap();
    exact.add(4).unwrap();
    exact.add(6).unwrap();
    exact.end().unwrap();
    let mut short = Measure::begin(10, 10).unwrap();
    short.add(9).unwrap();
    assert!(short.end().is_err());
    let mut long = Measure::begin(10, 10).unwrap();
    long.add(10).unwrap();
    assert!(long.add(1).is_err());
    let refused = Measure::begin(11, 10).unwrap_err();
    assert_eq!(refused, EvidenceRefusal::TooLarge { max_bytes: 10 }.into());
}

#[test]
fn a_photo_is_a_picture() {
    assert!(!EvidenceKind::Photo.may_be(MediaType::Pdf));
    assert!(EvidenceKind::Photo.may_be(MediaType::Png));
    assert!(EvidenceKind::Passport.may_be(MediaType::Pdf));
}
