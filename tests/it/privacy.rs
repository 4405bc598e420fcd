//! Personal data are where they have to be and nowhere else: not in the database in clear, not in
//! events, answers kept or audit records, not in a log line, not in an error.

mod case;
mod contact;
mod document;
pub(crate) mod import;
mod rating;

use crate::harness::{Centre, Kind, Refused, Who, client::SECRET, kind, make::*};
use frsc_proto::v1;
use std::{
    collections::HashSet,
    io::Write,
    sync::{Arc, Mutex},
};
use tonic::Code;
use tracing_subscriber::{fmt::MakeWriter, layer::SubscriberExt as _};

const PASSPORT: &str = "QZ8264193";
const NAME: &str = "XANTHIPPE MARKER";
const PHONE: &str = "+99977712345";
const EMAIL: &str = "xanthippe.marker@example.org";
const SECRETS: [&str; 4] = [PASSPORT, NAME, PHONE, EMAIL];

fn marked() -> v1::Visitor {
    v1::Visitor {
        name: NAME.to_owned(),
        language: "el".to_owned(),
        phone_number: PHONE.to_owned(),
        email: EMAIL.to_owned(),
        passport_number: PASSPORT.to_owned(),
        ..Default::default()
    }
}

fn reveal(
    appointment: &v1::Appointment,
    purpose: v1::RevealPurpose,
) -> v1::RevealPassportNumberRequest {
    v1::RevealPassportNumberRequest {
        request_id: request_id(),
        appointment_id: appointment.appointment_id.clone(),
        purpose: purpose.into(),
        purpose_text: String::new(),
    }
}

/// A whole life with marked data; answers everything that was said along the way but the answer to
/// the reading, and every refusal.
async fn life(centre: &Centre) -> (v1::Appointment, Vec<String>, Vec<Refused>) {
    let clerk = centre.clerk();
    let (nine, ten) = (clerk.slot("2024-03-05T09:00").await, clerk.slot("2024-03-05T10:00").await);
    let request = |slot: &str| v1::BookAppointmentRequest {
        visitor: Some(marked()),
        ..booking(slot, EXTENSION)
    };
    let made = clerk.booked(request(&nine)).await;
    let mut refused = vec![
        clerk.refused(request(&ten)).await,
        clerk
            .refused(v1::BookAppointmentRequest {
                note: format!("passport {PASSPORT} shown"),
                ..request(&ten)
            })
            .await,
        clerk
            .refused(v1::BookAppointmentRequest {
                visitor: Some(v1::Visitor { phone_number: format!("{PHONE}x"), ..marked() }),
                slot_id: format!("slot_{PASSPORT}"),
                service_item_ids: vec![PASSPORT.to_lowercase()],
                ..request(&ten)
            })
            .await,
        centre.nobody().bearing(PASSPORT).refused(request(&ten)).await,
        centre
            .nobody()
            .refused(v1::CreateSessionRequest {
                login_name: NAME.to_owned(),
                secret: PASSPORT.to_owned(),
            })
            .await,
    ];
    let moved = clerk.ok(reschedule(&made, &ten)).await.appointment.unwrap();
    let found = v1::ListAppointmentsRequest {
        from_date: Some(date("2024-03-05")),
        passport_number: PASSPORT.to_lowercase(),
        ..Default::default()
    };
    let listed = clerk.ok(found).await;
    clerk.ok(reveal(&moved, v1::RevealPurpose::Application)).await;
    centre.it_is("2024-03-05T09:50");
    let here = clerk.ok(check_in(&moved)).await;
    let called = clerk.calls("A01").await;
    refused.push(clerk.refused(check_in(&moved)).await);
    let said = vec![
        format!("{made:?}"),
        format!("{listed:?}"),
        format!("{here:?}"),
        format!("{called:?}"),
        format!("{:?}", clerk.appointment(&made.appointment_id).await),
    ];
    (moved, said, refused)
}

#[tokio::test]
async fn a_whole_number_is_told_for_a_purpose_that_is_put_on_record_and_nowhere_else() {
    let centre = Centre::start().await;
    let (appointment, said, _) = life(&centre).await;
    for text in &said {
        assert!(!text.contains(PASSPORT), "{text}");
    }
    let masked = appointment.visitor.clone().unwrap().masked_passport_number;
    assert_eq!(masked, "QZ8****93");
    let clerk = centre.clerk();
    let request = reveal(&appointment, v1::RevealPurpose::IdentityCheck);
    for _ in 0..2 {
        // A repeat reads, and is recorded, again.
        assert_eq!(clerk.ok(request.clone()).await.passport_number, PASSPORT);
    }
    let legal = v1::RevealPassportNumberRequest {
        purpose_text: "a court asked".to_owned(),
        ..reveal(&appointment, v1::RevealPurpose::LegalDuty)
    };
    clerk.ok(legal).await;
    let wordless = reveal(&appointment, v1::RevealPurpose::LegalDuty);
    assert_eq!(clerk.refused(wordless).await.fields(), ["purpose_text"]);
    let aimless = reveal(&appointment, v1::RevealPurpose::Unspecified);
    assert_eq!(clerk.refused(aimless).await.fields(), ["purpose"]);
    let trail = frsc_proto::admin::ListAuditRecordsRequest {
        resource_id: appointment.appointment_id.clone(),
        methods: vec!["frsc.v1.AppointmentService/RevealPassportNumber".to_owned()],
        ..Default::default()
    };
    let trail = centre.auditor().ok(trail).await.audit_records;
    let purposes: Vec<_> = trail.iter().map(|record| record.purpose.as_str()).collect();
    let wanted = ["LEGAL_DUTY: a court asked", "IDENTITY_CHECK", "IDENTITY_CHECK", "APPLICATION"];
    assert_eq!(purposes, wanted);
}

#[tokio::test]
async fn an_appointment_without_a_number_has_none_to_tell() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let visitor = v1::Visitor { passport_number: String::new(), ..marked() };
    let request =
        v1::BookAppointmentRequest { visitor: Some(visitor), ..booking(&slot, EXTENSION) };
    let made = clerk.booked(request).await;
    let refused = clerk.refused(reveal(&made, v1::RevealPurpose::Application)).await;
    refused.is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn the_database_holds_no_passport_number_password_or_token_in_clear() {
    let centre = Centre::start().await;
    let (appointment, ..) = life(&centre).await;
    let sign_in = v1::CreateSessionRequest {
        login_name: Who::Lead.login_name().to_owned(),
        secret: SECRET.to_owned(),
    };
    let tokens = centre.nobody().ok(sign_in).await.tokens.unwrap();
    centre
        .nobody()
        .ok(v1::RefreshSessionRequest { refresh_token: tokens.refresh_token.clone() })
        .await;
    let kept = centre.database.kept_bytes().await;
    let holds = |text: &str| {
        let hexadecimal: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        [text.to_owned(), text.to_lowercase(), hexadecimal]
            .iter()
            .any(|text| kept.windows(text.len()).any(|window| window == text.as_bytes()))
    };
    assert!(holds(&appointment.appointment_number), "what is kept is looked at");
    assert!(holds(NAME) && holds("QZ8****93"));
    let hidden = [PASSPORT, PHONE, EMAIL, SECRET, &tokens.access_token, &tokens.refresh_token];
    for hidden in hidden {
        assert!(!holds(hidden), "{hidden} is in the database");
    }
    if kind() == Kind::Sqlite {
        let key = std::fs::read_to_string(&centre.database.key_file).unwrap();
        assert!(!holds(key.trim()), "nor the key");
    }
}

#[tokio::test]
async fn events_and_audit_records_name_nobody() {
    let centre = Centre::start().await;
    life(&centre).await;
    case::life(&centre).await;
    rating::life(&centre).await;
    for table in ["outbox", "audit"] {
        for column in ["body", "department_ids", "method", "purpose", "resource_id", "result"] {
            for secret in SECRETS {
                let sql = format!("SELECT count(*) FROM {table} WHERE {column} LIKE '%{secret}%'");
                let of_audit = ["method", "purpose", "resource_id", "result"].contains(&column);
                let of_outbox = ["body", "department_ids", "resource_id"].contains(&column);
                if (table == "audit" && of_audit) || (table == "outbox" && of_outbox) {
                    assert_eq!(centre.database.number(&sql).await, 0, "{table}.{column}");
                }
            }
        }
    }
    assert!(centre.database.number("SELECT count(*) FROM outbox").await > 3);
}

#[tokio::test]
async fn no_refusal_repeats_what_it_was_given() {
    let centre = Centre::start().await;
    let (_, _, mut refused) = life(&centre).await;
    refused.extend(case::life(&centre).await);
    refused.extend(rating::life(&centre).await);
    for refused in refused {
        let details = String::from_utf8_lossy(refused.status.details()).into_owned();
        let headers = format!("{:?}", refused.status.metadata());
        for text in [refused.status.message(), &details, &headers] {
            for secret in SECRETS {
                assert!(!text.to_uppercase().contains(&secret.to_uppercase()), "{refused:?}");
            }
        }
    }
}

/// Log lines kept in memory.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl log::Log for Kept {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{} {}\n", record.target(), record.args());
        self.0.lock().unwrap().extend_from_slice(line.as_bytes());
    }

    fn flush(&self) {}
}

/// Everything that the program and its libraries say at the lowest level, with no filter at all.
/// The client of the test runs in the same process, so that what it says is heard too.
#[tokio::test(flavor = "multi_thread")]
async fn at_the_lowest_level_nobody_logs_what_a_visitor_gave_or_an_account_signs_in_with() {
    let kept = Kept::default();
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_writer(kept.clone());
    let all = tracing_subscriber::registry().with(lines);
    tracing::subscriber::set_global_default(all).expect("no other test listens");
    log::set_boxed_logger(Box::new(kept.clone())).expect("no other test listens");
    log::set_max_level(log::LevelFilter::Trace);
    let centre = Centre::start().await;
    life(&centre).await;
    case::life(&centre).await;
    rating::life(&centre).await;
    document::life(&centre).await;
    import::life(&centre).await;
    let token = centre.clerk().token(Who::Clerk).await;
    let text = String::from_utf8_lossy(&kept.0.lock().unwrap()).into_owned();
    for method in [
        "AppointmentService/BookAppointment",
        "CaseService/CreateCase",
        "RatingService/RateCase",
        "DocumentService/CreateDocument",
        "ResidentService/ImportResidents",
    ] {
        assert!(text.contains(&format!("frsc.v1.{method}")), "{method} was heard");
    }
    let signature = token.rsplit('.').next().unwrap();
    for hidden in [PASSPORT, NAME, PHONE, EMAIL, SECRET] {
        let line = text.lines().find(|line| line.contains(hidden));
        assert_eq!(line, None, "{hidden}");
    }
    let planted: HashSet<_> = document::canaries().chain(import::canaries()).collect();
    let alike = text.match_indices("QK7").chain(text.match_indices("QM6"));
    let mut alike = alike.filter_map(|(at, _)| text.get(at..at + PASSPORT.len()));
    assert_eq!(alike.find(|found| planted.contains(*found)), None, "a planted number");
    let of_the_product = |line: &&str| line.contains(" frsc_") || line.starts_with("frsc_");
    let line = text.lines().filter(of_the_product).find(|line| line.contains(signature));
    assert_eq!(line, None, "a token");
}
