//! What holds for every write: a repeat gets the first answer, another body under the same id is
//! refused, a write without an id too, a dry run leaves nothing behind, and a done write leaves its
//! audit record, its event and its kept answer, or nothing at all.

mod catalogue;
mod notice;
mod referral;

use crate::harness::{Centre, Client, Kind, Who, calls::Call, kind, make::*};
use frsc_proto::{admin, v1};
use prost::Message as _;
use tonic::{Code, codegen::Bytes};

/// A request that writes.
trait Write: Call + PartialEq + std::fmt::Debug {
    fn id(&mut self) -> &mut String;
    fn check_only(&mut self) -> Option<&mut bool>;
}

macro_rules! writes {
    ($($message:ty $(, $checked:ident)?;)*) => {$(
        impl Write for $message {
            fn id(&mut self) -> &mut String {
                &mut self.request_id
            }
            #[allow(unreachable_code, reason = "not every write can be only checked")]
            fn check_only(&mut self) -> Option<&mut bool> {
                $(return Some(&mut self.$checked);)?
                None
            }
        }
    )*};
}

writes! {
    v1::HoldSlotRequest, validate_only;
    v1::ReleaseHoldRequest;
    v1::BookAppointmentRequest, validate_only;
    v1::RescheduleAppointmentRequest, validate_only;
    v1::CancelAppointmentRequest, validate_only;
    v1::CheckInAppointmentRequest, validate_only;
    v1::MarkNoShowRequest, validate_only;
    v1::IssueTicketRequest, validate_only;
    v1::CallNextTicketRequest;
    v1::RecallTicketRequest;
    v1::ServeTicketRequest;
    v1::CompleteTicketRequest;
    v1::TransferTicketRequest;
    v1::ParkTicketRequest;
    v1::ReturnTicketRequest;
    v1::VoidTicketRequest;
    v1::CreateReferralRequest, validate_only;
    v1::SignReferralRequest;
    v1::AssignReferralRequest, validate_only;
    v1::ContactReferralRequest;
    v1::RespondReferralRequest;
    v1::CloseReferralRequest, validate_only;
    v1::ReturnReferralRequest;
    v1::ReopenReferralRequest;
    v1::ChangePasswordRequest;
    admin::CreateAccountRequest, validate_only;
    admin::SetAccountRolesRequest, validate_only;
    admin::DisableAccountRequest, validate_only;
    admin::EnableAccountRequest, validate_only;
    admin::CreateDepartmentRequest, validate_only;
    admin::UpdateDepartmentRequest, validate_only;
    admin::CreateServiceItemRequest, validate_only;
    admin::UpdateServiceItemRequest, validate_only;
    admin::CreateCounterRequest, validate_only;
    admin::UpdateCounterRequest, validate_only;
    admin::CreateOpeningHoursRequest, validate_only;
    admin::UpdateOpeningHoursRequest, validate_only;
    admin::UpdateBookingPolicyRequest, validate_only;
    admin::UpdateFeeScheduleRequest, validate_only;
    admin::UpdateReferralPolicyRequest, validate_only;
    admin::UpdateNoticePolicyRequest, validate_only;
    v1::CompleteReminderRequest;
    v1::RunReminderSweepRequest;
    admin::CreateWebhookEndpointRequest, validate_only;
    admin::RotateWebhookSecretRequest;
    admin::PingWebhookEndpointRequest;
    admin::DisableWebhookEndpointRequest;
    admin::LoadCalendarYearRequest, validate_only;
    admin::CreateHallSessionRequest, validate_only;
    admin::UpdateHallSessionRequest, validate_only;
    admin::SetHallSessionExceptionRequest, validate_only;
    admin::CreateClosureRequest, validate_only;
    admin::EndClosureRequest, validate_only;
}

/// Makes a write and holds it to the law; answers what it answered. `otherwise` makes another
/// request of it, which is just as valid a message.
async fn lawful<C: Write>(
    centre: &Centre,
    by: &Client,
    request: C,
    otherwise: impl FnOnce(&mut C),
) -> C::Answer {
    let method = C::PATH;
    let counts = || centre.database.row_counts();
    let send = |request: &C| {
        let bytes = request.encode_to_vec();
        async move { by.raw(C::PATH, &bytes).await }
    };
    let mut nameless = request.clone();
    nameless.id().clear();
    let refused = by.refused(nameless).await;
    refused.is(Code::InvalidArgument, "INVALID_FIELD");
    assert_eq!(refused.fields(), ["request_id"], "{method}");
    let before = counts().await;
    let mut checked = request.clone();
    if let Some(check_only) = checked.check_only() {
        *check_only = true;
        by.ok(checked).await;
        assert_eq!(counts().await, before, "{method}: a dry run left something behind");
    }
    let first = send(&request).await.unwrap_or_else(|status| panic!("{method}: {status:?}"));
    assert!(first.metadata().get("frsc-replayed").is_none(), "{method}");
    let after = counts().await;
    let grown = |table: &str| {
        let of = |counts: &[(String, i64)]| counts.iter().find(|c| c.0 == table).unwrap().1;
        of(&after) - of(&before)
    };
    assert!(grown("audit") >= 1, "{method}: it is on record");
    assert_eq!(grown("idempotency"), 1, "{method}: its answer is kept");
    let repeated = send(&request).await.unwrap_or_else(|status| panic!("{method}: {status:?}"));
    assert_eq!(repeated.metadata().get("frsc-replayed").unwrap(), "true", "{method}");
    assert_eq!(first.get_ref(), repeated.get_ref(), "{method}: the same bytes");
    assert_eq!(counts().await, after, "{method}: a repeat writes nothing");
    let mut other = request.clone();
    otherwise(&mut other);
    assert_ne!(other, request);
    let reused = by.refused(other).await;
    reused.is(Code::AlreadyExists, "REQUEST_ID_REUSED");
    let answer: Bytes = first.into_inner();
    C::Answer::decode(answer).unwrap()
}

#[tokio::test]
async fn every_write_of_an_appointment_keeps_the_law() {
    let centre = Centre::start().await;
    let clerk = &centre.clerk();
    let (nine, ten) = (clerk.slot("2024-03-05T09:00").await, clerk.slot("2024-03-05T10:00").await);
    let to_ten = |other: &mut v1::HoldSlotRequest| other.slot_id.clone_from(&ten);
    let kept = lawful(&centre, clerk, hold(&nine, EXTENSION), to_ten).await.hold.unwrap();
    let release = v1::ReleaseHoldRequest { request_id: request_id(), hold_id: kept.hold_id };
    let another = format!("hold_{}", "a".repeat(26));
    lawful(&centre, clerk, release, |other| other.hold_id = another).await;
    let note = |other: &mut v1::BookAppointmentRequest| other.note = "another".to_owned();
    let made = lawful(&centre, clerk, booking(&nine, EXTENSION), note).await.appointment.unwrap();
    let moved = reschedule(&made, &ten);
    let back = |other: &mut v1::RescheduleAppointmentRequest| other.slot_id.clone_from(&nine);
    let moved = lawful(&centre, clerk, moved, back).await.appointment.unwrap();
    let why = |other: &mut v1::CancelAppointmentRequest| other.reason = "another".to_owned();
    lawful(&centre, clerk, cancel(&moved), why).await;
    let coming = clerk.booked(booking(&nine, EXTENSION)).await;
    let missing = clerk.booked(booking(&nine, EXTENSION)).await;
    centre.it_is("2024-03-05T09:05");
    lawful(&centre, clerk, check_in(&coming), |other| other.etag = "v7".to_owned()).await;
    lawful(&centre, clerk, no_show(&missing), |other| other.etag = "v7".to_owned()).await;
}

#[tokio::test]
async fn every_write_of_a_ticket_keeps_the_law() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = &centre.clerk();
    macro_rules! step {
        ($request:ident, $ticket:expr $(, $field:ident: $value:expr)?) => {{
            let ticket: v1::Ticket = $ticket;
            let request = v1::$request {
                request_id: request_id(),
                ticket_id: ticket.ticket_id,
                etag: ticket.etag,
                $($field: $value,)?
                ..Default::default()
            };
            lawful(&centre, clerk, request, |other| other.etag = "v77".to_owned()).await.ticket.unwrap()
        }};
    }
    let note = |other: &mut v1::IssueTicketRequest| other.note = "another".to_owned();
    lawful(&centre, clerk, walk_in(EXTENSION), note).await;
    let elsewhere = |other: &mut v1::CallNextTicketRequest| other.counter_id = "A02".to_owned();
    let called = lawful(&centre, clerk, call_next("A01"), elsewhere).await.ticket.unwrap();
    let recalled = step!(RecallTicketRequest, called);
    let sent = step!(TransferTicketRequest, recalled);
    let called = clerk.calls("A02").await;
    assert_eq!(called.ticket_id, sent.ticket_id);
    let parked = step!(ParkTicketRequest, called);
    step!(ReturnTicketRequest, parked);
    let serving = step!(ServeTicketRequest, clerk.calls("A01").await);
    let result = v1::TicketResult::Done.into();
    step!(CompleteTicketRequest, serving, result: result);
    step!(VoidTicketRequest, clerk.takes(EXTENSION).await);
}

#[tokio::test]
async fn every_write_of_an_account_keeps_the_law() {
    let centre = Centre::start().await;
    let admin = &centre.admin();
    let request = admin::CreateAccountRequest {
        request_id: request_id(),
        kind: admin::AccountKind::Person.into(),
        login_name: "somebody".to_owned(),
        display_name: "Somebody".to_owned(),
        roles: vec![v1::Role::Clerk.into()],
        secret: "a-secret-of-some-length".to_owned(),
        ..Default::default()
    };
    let renamed = |other: &mut admin::CreateAccountRequest| other.display_name = "X".to_owned();
    let made = lawful(&centre, admin, request, renamed).await.account.unwrap();
    let request = admin::SetAccountRolesRequest {
        request_id: request_id(),
        account_id: made.account_id,
        etag: made.etag,
        roles: vec![v1::Role::DutyLead.into()],
        ..Default::default()
    };
    let both = |other: &mut admin::SetAccountRolesRequest| other.roles.push(1);
    let lead = lawful(&centre, admin, request, both).await.account.unwrap();
    let request = admin::DisableAccountRequest {
        request_id: request_id(),
        account_id: lead.account_id,
        etag: lead.etag,
        validate_only: false,
    };
    let disabled = lawful(&centre, admin, request, |other| other.etag = "v77".to_owned()).await;
    let disabled = disabled.account.unwrap();
    let request = admin::EnableAccountRequest {
        request_id: request_id(),
        account_id: disabled.account_id,
        etag: disabled.etag,
        validate_only: false,
    };
    lawful(&centre, admin, request, |other| other.etag = "v77".to_owned()).await;
    let request = v1::ChangePasswordRequest {
        request_id: request_id(),
        current_password: crate::harness::client::SECRET.to_owned(),
        new_password: "another-secret-of-some-length".to_owned(),
    };
    let clerk = &centre.clerk();
    lawful(&centre, clerk, request, |other| other.new_password.push('!')).await;
}

#[tokio::test]
async fn a_request_id_belongs_to_one_principal_and_one_method() {
    let centre = Centre::start().await;
    let (clerk, other) = (centre.clerk(), centre.client(Who::OtherClerk));
    let slot = clerk.slot("2024-03-05T09:00").await;
    let first = booking(&slot, EXTENSION);
    let second = v1::BookAppointmentRequest {
        request_id: first.request_id.clone(),
        ..booking(&slot, EXTENSION)
    };
    let one = clerk.booked(first.clone()).await;
    let two = other.booked(second).await;
    assert_ne!(one.appointment_id, two.appointment_id);
    let held = v1::HoldSlotRequest { request_id: first.request_id, ..hold(&slot, EXTENSION) };
    clerk.ok(held).await;
}

#[tokio::test]
async fn a_refused_request_may_be_sent_again_once_nothing_refuses_it() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let mut made = Vec::new();
    for _ in 0..2 {
        made.push(clerk.booked(booking(&slot, BIRTH)).await);
    }
    let wanted = booking(&slot, BIRTH);
    clerk.refused(wanted.clone()).await;
    clerk.ok(cancel(&made[0])).await;
    let answer = clerk.call(wanted).await.unwrap();
    assert!(answer.metadata().get("frsc-replayed").is_none());
}

/// Makes the database refuse every new audit record.
async fn break_the_audit_trail(centre: &Centre) {
    let statements: &[&str] = match kind() {
        Kind::Sqlite => &["CREATE TRIGGER audit_full BEFORE INSERT ON audit
                           BEGIN SELECT RAISE(ABORT, 'the audit trail is full'); END"],
        Kind::Postgres => &[
            "CREATE FUNCTION audit_full() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'the audit trail is full'; END $$",
            "CREATE TRIGGER audit_full BEFORE INSERT ON audit
             FOR EACH STATEMENT EXECUTE FUNCTION audit_full()",
        ],
    };
    for statement in statements {
        centre.database.execute(statement).await.unwrap();
    }
}

#[tokio::test]
async fn what_cannot_be_put_on_record_is_not_done() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let (clerk, admin) = (centre.clerk(), centre.admin());
    let made = clerk.book_at("2024-03-06T09:00", EXTENSION).await;
    let ten = clerk.slot("2024-03-06T10:00").await;
    clerk.takes(EXTENSION).await;
    admin.ok(v1::GetCallerRequest {}).await;
    break_the_audit_trail(&centre).await;
    let before = centre.database.row_counts().await;
    let account = admin::CreateAccountRequest {
        request_id: request_id(),
        kind: admin::AccountKind::Person.into(),
        login_name: "somebody".to_owned(),
        display_name: "Somebody".to_owned(),
        roles: vec![v1::Role::Clerk.into()],
        ..Default::default()
    };
    let reveal = v1::RevealPassportNumberRequest {
        request_id: request_id(),
        appointment_id: made.appointment_id.clone(),
        purpose: v1::RevealPurpose::Application.into(),
        purpose_text: String::new(),
    };
    let refusals = [
        clerk.refused(booking(&ten, EXTENSION)).await,
        clerk.refused(hold(&ten, EXTENSION)).await,
        clerk.refused(reschedule(&made, &ten)).await,
        clerk.refused(cancel(&made)).await,
        clerk.refused(walk_in(EXTENSION)).await,
        clerk.refused(call_next("A01")).await,
        clerk.refused(reveal).await,
        admin.refused(account).await,
    ];
    for refused in refusals {
        refused.is(Code::Internal, "INTERNAL");
        assert!(!format!("{refused:?}").contains("audit trail"), "nothing of the inside is told");
    }
    assert_eq!(centre.database.row_counts().await, before);
    assert_eq!(clerk.appointment(&made.appointment_id).await, made);
}
