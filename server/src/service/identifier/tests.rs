use super::*;
use crate::domain::identifier::{MrzFault, MrzField, MrzFieldError};
use uuid::Uuid;

fn read(text: &str) -> Option<Scan> {
    recognise(text, "2023-09-27".parse().unwrap())
}

#[test]
fn a_passport_is_read_from_two_lines_or_one_and_wrong_digits_are_named() {
    let first = "P<JPNTANAKA<<KENJI<<<<<<<<<<<<<<<<<<<<<<<<<<";
    let second = "TR12345672JPN8203151M2809300<<<<<<<<<<<<<<<8";
    for text in [format!("{first}\r\n{second}\n"), format!("{first}{second}")] {
        let Some(Scan::Passport(Ok(passport))) = read(&text) else { panic!("not read") };
        assert_eq!((passport.surname.as_str(), passport.number.as_str()), ("TANAKA", "TR1234567"));
    }
    let wrong = format!("{first}\n{}", second.replace("8203151M", "8203152M"));
    let Some(Scan::Passport(Err(MrzError::Fields(errors)))) = read(&wrong) else {
        panic!("not told")
    };
    let birth = MrzFieldError { field: MrzField::BirthDate, fault: MrzFault::CheckDigit };
    assert!(errors.contains(&birth));
    assert!(matches!(read(first), Some(Scan::Passport(Err(MrzError::Length { .. })))));
}

#[test]
fn tickets_and_appointments_are_known_by_number_and_id() {
    let ticket = TicketId(Uuid::from_u128(7)).text();
    let appointment = AppointmentId(Uuid::from_u128(7)).text();
    let table = [
        ("a012", Scan::Ticket("A012".to_owned())),
        (ticket.as_str(), Scan::Ticket(ticket.clone())),
        ("20230928-K7QM2X", Scan::Appointment("20230928-K7QM2X".to_owned())),
        (" 20230928k7qm2x ", Scan::Appointment("20230928-K7QM2X".to_owned())),
        (appointment.as_str(), Scan::Appointment(appointment.clone())),
    ];
    for (text, scan) in table {
        assert_eq!(read(text), Some(scan), "{text}");
    }
    for text in ["", "A", "A01234", "20231328-K7QM2X", "tick_abc", "E12345678", "你好"] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn long_numbers_are_told_apart_and_checked() {
    let code = |text: &str| Scan::CreditCode(text.to_owned(), Ok(()));
    for text in ["91330106MA27Y4U47R", "91330482MA2B8NDK31", "12330482MB1F24681J"] {
        assert_eq!(read(text), Some(code(text)));
    }
    for text in ["91330106MA27Y4U47Y", "91330106MA27Y4U46R"] {
        let wrong = IdentifierError::CheckCharacter;
        assert_eq!(read(text), Some(Scan::CreditCode(text.to_owned(), Err(wrong))));
    }
    for text in ["911124198108030024", "93384019900101003X"] {
        let checked = Scan::PermanentResidence(text.to_owned(), Ok(NumberForm::Checked));
        assert_eq!(read(text), Some(checked));
    }
    let older = read("JPN330482820315");
    assert!(matches!(older, Some(Scan::PermanentResidence(_, Ok(NumberForm::Older)))));
    let wrong = read("911124198108030025");
    assert!(matches!(wrong, Some(Scan::PermanentResidence(_, Err(_)))), "{wrong:?}");
}
