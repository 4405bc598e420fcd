//! What a scanner or a keyboard read: tells the kinds of texts apart and checks them. Looks nothing
//! up, keeps nothing, and its faults never repeat the text.

#[cfg(test)]
mod tests;

use super::App;
use crate::{
    domain::{
        id::{AppointmentId, Id as _, TicketId},
        identifier::{
            CreditCode, IdentifierError, MrzError, PassportMrz, PermanentResidenceForm,
            PermanentResidenceNumber, normalise, parse_passport_mrz,
        },
    },
    error::{Error, Result},
};
use chrono::NaiveDate;

/// Longest text of a scan, in characters.
pub const MAX_SCAN_CHARS: usize = 400;
/// Characters of a credit code and of a permanent residence number.
const NUMBER_CHARS: usize = 18;
/// Characters of an older permanent residence number.
const OLDER_NUMBER_CHARS: usize = 15;
/// Characters of a passport's zone.
const ZONE_CHARS: usize = 88;
/// Characters of an appointment's number without its hyphen: a date and six more.
const APPOINTMENT_CHARS: usize = 14;
/// Characters of the date in an appointment's number.
const DATE_CHARS: usize = 8;
/// Most digits after the series letter of a ticket's number.
const MAX_TICKET_DIGITS: usize = 4;

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// A passport's machine-readable zone.
    Passport(Result<PassportMrz, MrzError>),
    /// A ticket's number or id.
    Ticket(String),
    /// An appointment's number or id.
    Appointment(String),
    /// 统一社会信用代码, normalised.
    CreditCode(String, Result<(), IdentifierError>),
    /// A permanent residence number, normalised.
    PermanentResidence(String, Result<NumberForm, IdentifierError>),
}

/// Which form a permanent residence number has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberForm {
    /// Of 2023, with a check character.
    Checked,
    /// The older one, whose check rule is not public.
    Older,
}

/// Tells what a text is and whether it is right.
///
/// # Errors
/// `Invalid` where it is nothing known.
pub fn read_scan(app: &App, text: &str) -> Result<Scan> {
    recognise(text, app.clock.today()).ok_or_else(|| {
        let problem = "is nothing known: scan a passport's two lines, a ticket, an appointment, a \
                       credit code or a permanent residence number";
        let zh = "无法识别：请扫描护照机读区两行、号票、预约号、信用代码或永久居留证号";
        Error::told("text", problem, zh)
    })
}

fn recognise(text: &str, today: NaiveDate) -> Option<Scan> {
    let text = text.trim();
    let plain = normalise(text).ok()?;
    let length = plain.chars().count();
    if plain.contains('<') || length == ZONE_CHARS {
        return Some(Scan::Passport(parse_passport_mrz(text, today)));
    }
    if let Some(id) = TicketId::parse(&text.to_lowercase()) {
        return Some(Scan::Ticket(id.text()));
    }
    if let Some(id) = AppointmentId::parse(&text.to_lowercase()) {
        return Some(Scan::Appointment(id.text()));
    }
    if is_ticket_number(&plain) {
        return Some(Scan::Ticket(plain));
    }
    if let Some(number) = appointment_number(&plain) {
        return Some(Scan::Appointment(number));
    }
    match length {
        NUMBER_CHARS => Some(long_number(plain, today)),
        OLDER_NUMBER_CHARS if plain.starts_with(|c: char| c.is_ascii_uppercase()) => {
            Some(residence_number(plain, today))
        }
        _ => None,
    }
}

/// A series letter and the day's number, for example `A012`.
fn is_ticket_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix(|c: char| c.is_ascii_uppercase()) else { return false };
    (1..=MAX_TICKET_DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The day and six more, for example `20230928-K7QM2X`, with the hyphen that normalising took.
fn appointment_number(text: &str) -> Option<String> {
    let alphanumeric = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase();
    if text.len() != APPOINTMENT_CHARS || !text.bytes().all(alphanumeric) {
        return None;
    }
    let (day, rest) = text.split_at(DATE_CHARS);
    NaiveDate::parse_from_str(day, "%Y%m%d").ok()?;
    Some(format!("{day}-{rest}"))
}

/// A credit code and a permanent residence number are of one length, and one that is right settles
/// it. Where both are wrong, a number of digits that begins with 9 and holds a date is a person's.
fn long_number(text: String, today: NaiveDate) -> Scan {
    let residence = PermanentResidenceNumber::parse(&text, today);
    let code = text.parse::<CreditCode>();
    let digits = text.bytes().take(NUMBER_CHARS - 1).all(|b| b.is_ascii_digit());
    let dated = text.get(6..14).is_some_and(|d| NaiveDate::parse_from_str(d, "%Y%m%d").is_ok());
    let person = digits && text.starts_with('9') && dated;
    match (residence, code) {
        (Ok(_), _) => residence_number(text, today),
        (Err(_), Ok(_)) => Scan::CreditCode(text, Ok(())),
        (Err(_), Err(_)) if person => residence_number(text, today),
        (Err(_), Err(error)) => Scan::CreditCode(text, Err(error)),
    }
}

fn residence_number(text: String, today: NaiveDate) -> Scan {
    let form = PermanentResidenceNumber::parse(&text, today).map(|number| match number.form() {
        PermanentResidenceForm::Card2023 { .. } => NumberForm::Checked,
        PermanentResidenceForm::OlderCard => NumberForm::Older,
    });
    Scan::PermanentResidence(text, form)
}
