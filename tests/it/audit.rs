//! The audit trail: what is on it, that refused calls are on it too, and that nobody takes anything
//! off it.

use crate::harness::{Centre, Who, make::*, on_postgres};
use frsc_proto::{
    admin::{AuditRecord, ListAuditRecordsRequest},
    v1,
};
use tonic::Code;

async fn records(centre: &Centre, request: ListAuditRecordsRequest) -> Vec<AuditRecord> {
    centre.auditor().ok(request).await.audit_records
}

async fn of_method(centre: &Centre, method: &str) -> Vec<AuditRecord> {
    let methods = vec![method.to_owned()];
    let page_size = 500;
    records(centre, ListAuditRecordsRequest { methods, page_size, ..Default::default() }).await
}

async fn own_id(centre: &Centre, who: Who) -> String {
    centre.client(who).ok(v1::GetCallerRequest {}).await.caller.unwrap().account_id
}

#[tokio::test]
async fn a_write_is_on_record_with_who_what_on_what_and_the_states_before_and_after() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let request = booking(&slot, EXTENSION);
    let made = clerk.booked(request.clone()).await;
    centre.minutes_pass(1);
    let cancelling = cancel(&made);
    clerk.ok(cancelling.clone()).await;
    let resource_id = made.appointment_id.clone();
    let trail =
        records(&centre, ListAuditRecordsRequest { resource_id, ..Default::default() }).await;
    let [cancelled, booked] = &trail[..] else { panic!("{trail:?}") };
    let account_id = own_id(&centre, Who::Clerk).await;
    for (record, method, id) in [
        (booked, "frsc.v1.AppointmentService/BookAppointment", &request.request_id),
        (cancelled, "frsc.v1.AppointmentService/CancelAppointment", &cancelling.request_id),
    ] {
        assert_eq!((record.method.as_str(), record.result.as_str()), (method, "OK"));
        assert_eq!((&record.account_id, &record.request_id), (&account_id, id));
        assert!(record.session_id.starts_with("sess_"));
        assert_eq!(record.source_address, "127.0.0.1");
        assert_eq!(record.after_hash.len(), 64);
    }
    assert_eq!(booked.before_hash, "");
    assert_eq!(cancelled.before_hash, booked.after_hash);
    assert_ne!(cancelled.after_hash, cancelled.before_hash);
    let between = cancelled.record_time.unwrap().seconds - booked.record_time.unwrap().seconds;
    assert_eq!(between, 60);
}

#[tokio::test]
async fn refused_calls_are_on_record_with_their_reason() {
    let centre = Centre::start().await;
    let (clerk, officer) = (centre.clerk(), centre.client(Who::PsbOfficer));
    let today = clerk.slot("2024-03-04T16:00").await;
    clerk.refused(booking(&today, EXTENSION)).await;
    clerk.refused(v1::BookAppointmentRequest::default()).await;
    officer.refused(booking(&today, EXTENSION)).await;
    centre.nobody().refused(booking(&today, EXTENSION)).await;
    let stale = v1::Appointment {
        appointment_id: format!("appt_{}", "a".repeat(26)),
        etag: "v1".to_owned(),
        ..Default::default()
    };
    clerk.refused(cancel(&stale)).await;
    let trail = of_method(&centre, "frsc.v1.AppointmentService/BookAppointment").await;
    let found: Vec<_> = trail.iter().map(|r| (r.result.clone(), r.account_id.clone())).collect();
    let (clerk_id, officer_id) =
        (own_id(&centre, Who::Clerk).await, own_id(&centre, Who::PsbOfficer).await);
    let wanted = [
        ("UNAUTHENTICATED".to_owned(), String::new()),
        ("PERMISSION_DENIED".to_owned(), officer_id),
        ("INVALID_FIELD".to_owned(), clerk_id.clone()),
        ("BOOKED_TOO_LATE".to_owned(), clerk_id),
    ];
    assert_eq!(found, wanted, "the newest first");
    let trail = of_method(&centre, "frsc.v1.AppointmentService/CancelAppointment").await;
    assert_eq!(trail[0].result, "NOT_FOUND");
}

#[tokio::test]
async fn sign_ins_are_on_record_whether_they_succeed_or_not() {
    let centre = Centre::start().await;
    let wrong = v1::CreateSessionRequest {
        login_name: "clerk".to_owned(),
        secret: "not-this-one-either".to_owned(),
    };
    centre.nobody().refused(wrong).await;
    let unknown =
        v1::CreateSessionRequest { login_name: "who".to_owned(), secret: "what".to_owned() };
    centre.nobody().refused(unknown).await;
    let account_id = own_id(&centre, Who::Clerk).await;
    let trail = of_method(&centre, "frsc.v1.AuthService/CreateSession").await;
    let of = |result: &str, account: &str| {
        trail.iter().any(|r| r.result == result && r.account_id == account)
    };
    assert!(of("UNAUTHENTICATED", &account_id), "{trail:?}");
    assert!(of("UNAUTHENTICATED", ""), "{trail:?}");
    assert!(of("OK", &account_id), "{trail:?}");
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_remove_a_record() {
    let centre = Centre::start().await;
    centre.clerk().book_at("2024-03-05T09:00", EXTENSION).await;
    let before = centre.database.number("SELECT count(*) FROM audit").await;
    for sql in [
        "UPDATE audit SET result = 'OK'",
        "UPDATE audit SET account_id = NULL WHERE method LIKE '%Book%'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE result = 'OK'",
    ] {
        let error = centre.database.execute(sql).await.unwrap_err();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
    if on_postgres("the trail is not truncated") {
        let error = centre.database.execute("TRUNCATE audit").await.unwrap_err();
        assert!(error.contains("append-only"), "{error}");
    }
    assert_eq!(centre.database.number("SELECT count(*) FROM audit").await, before);
}

#[tokio::test]
async fn records_are_found_by_time_account_method_and_result_page_by_page() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    for hour in ["09:00", "09:30", "10:00", "10:30", "11:00"] {
        centre.minutes_pass(1);
        clerk.book_at(&format!("2024-03-05T{hour}"), EXTENSION).await;
    }
    let filter = ListAuditRecordsRequest {
        from_time: Some(instant("2024-03-04T08:02")),
        to_time: Some(instant("2024-03-04T08:05")),
        account_ids: vec![own_id(&centre, Who::Clerk).await],
        methods: vec!["frsc.v1.AppointmentService/BookAppointment".to_owned()],
        results: vec!["OK".to_owned()],
        page_size: 2,
        ..Default::default()
    };
    let first = centre.auditor().ok(filter.clone()).await;
    let token = first.next_page_token;
    let second = centre.auditor().ok(ListAuditRecordsRequest { page_token: token, ..filter }).await;
    assert_eq!(second.next_page_token, "");
    let all: Vec<_> = first.audit_records.into_iter().chain(second.audit_records).collect();
    let minutes: Vec<_> = all.iter().map(|r| (r.record_time.unwrap().seconds / 60) % 60).collect();
    assert_eq!(minutes, [4, 3, 2], "from is inclusive, to is not, the newest first");
}

#[tokio::test]
async fn nobody_but_an_auditor_reads_the_trail_and_he_reads_nothing_else() {
    let centre = Centre::start().await;
    for who in Who::ALL.into_iter().filter(|who| *who != Who::Auditor) {
        let refused = centre.client(who).refused(ListAuditRecordsRequest::default()).await;
        refused.is(Code::PermissionDenied, "PERMISSION_DENIED");
    }
    let auditor = centre.auditor();
    auditor.refused(v1::ListSlotsRequest::default()).await;
    auditor.refused(v1::ListDepartmentsRequest::default()).await;
}
