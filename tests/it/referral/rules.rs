//! The rules of referrals are data; what a request may hold; and that nobody is named in what is
//! kept of it.

use super::{SATURDAY, assign, clock, close, contact, handed_over, respond, sign};
use crate::{
    catalogue::mask,
    harness::{Centre, make::*},
};
use frsc_proto::{
    admin::{self, ReferralPolicy, ReferralSource},
    v1::{self, ReferralClockKind, ReferralState},
};
use tonic::Code;

fn update(policy: &ReferralPolicy, paths: &[&str]) -> admin::UpdateReferralPolicyRequest {
    admin::UpdateReferralPolicyRequest {
        request_id: request_id(),
        referral_policy: Some(policy.clone()),
        update_mask: mask(paths),
        validate_only: false,
    }
}

#[tokio::test]
async fn a_changed_rule_holds_for_what_is_received_from_then_on() {
    let centre = Centre::start_at(SATURDAY).await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let before = clerk.takes_step(handed_over("RULE-1")).await;
    let policy = admin.ok(admin::GetReferralPolicyRequest {}).await.referral_policy.unwrap();
    assert_eq!((policy.sign_minutes, policy.contact_minutes), (1, 3));
    assert_eq!((policy.respond_minutes, policy.close_hours), (30, 24));
    assert_eq!((policy.ordinary_working_days, policy.returns_until_appointment), (5, 3));
    let source = ReferralSource {
        source_id: "96345".to_owned(),
        name_zh: "社区服务热线".to_owned(),
        name_en: "Community line".to_owned(),
        department_id: "CIV".to_owned(),
    };
    let sources = [policy.sources.clone(), vec![source]].concat();
    let changed = ReferralPolicy {
        respond_minutes: 60,
        returns_until_appointment: 1,
        clock_basis: "新办法".to_owned(),
        sources,
        ..policy
    };
    let paths = ["respond_minutes", "returns_until_appointment", "clock_basis", "sources"];
    let changed = admin.ok(update(&changed, &paths)).await.referral_policy.unwrap();
    assert_eq!(changed.sources.len(), 3);
    let of_new = v1::CreateReferralRequest { source_id: "96345".into(), ..handed_over("RULE-2") };
    let after = clerk.takes_step(of_new).await;
    assert_eq!(after.source_department_id, "CIV");
    let due = |of: &v1::Referral| clock(of, ReferralClockKind::Respond).due_time;
    assert_eq!(due(&after), Some(instant("2023-07-08T22:15")));
    assert_eq!(clock(&after, ReferralClockKind::Sign).legal_basis, "新办法");
    let same = clerk.referral(&before.referral_id).await;
    assert_eq!(due(&same), Some(instant("2023-07-08T21:45")), "its rules were others");
    let signed = clerk.takes_step(sign(&after)).await;
    let given = clerk.takes_step(assign(&signed, "PSB")).await;
    let returned = clerk.takes_step(super::give_back(&given)).await;
    assert_eq!(returned.state(), ReferralState::CentreAppoints, "at the first return now");
}

#[tokio::test]
async fn a_rule_that_makes_no_sense_is_refused_with_every_fault() {
    let centre = Centre::start().await;
    let admin = centre.admin();
    let policy = admin.ok(admin::GetReferralPolicyRequest {}).await.referral_policy.unwrap();
    let twice = policy.sources[0].clone();
    let nowhere = ReferralSource { department_id: "NONE".to_owned(), ..twice.clone() };
    let odd = ReferralPolicy {
        sign_minutes: 0,
        contact_minutes: 2000,
        close_hours: -1,
        clock_basis: String::new(),
        sources: vec![twice, nowhere],
        ..policy
    };
    let paths = ["sign_minutes", "contact_minutes", "close_hours", "clock_basis", "sources"];
    let refused = admin.refused(update(&odd, &paths)).await;
    refused.is(Code::InvalidArgument, "INVALID_FIELD");
    let wanted = [
        "referral_policy.sign_minutes",
        "referral_policy.contact_minutes",
        "referral_policy.respond_minutes",
        "referral_policy.close_hours",
        "referral_policy.clock_basis",
        "referral_policy.sources[1].source_id",
        "referral_policy.sources[1].department_id",
    ];
    assert_eq!(refused.fields(), wanted);
}

#[tokio::test]
async fn what_is_wrong_in_a_matter_is_told_together() {
    let centre = Centre::start_at(SATURDAY).await;
    let clerk = centre.clerk();
    let odd = v1::CreateReferralRequest {
        external_id: "with blanks".to_owned(),
        category: "Not A Word".to_owned(),
        summary: String::new(),
        urgency: 0,
        caller: Some(v1::ReferralCaller {
            language: "?".to_owned(),
            phone_number: "12".to_owned(),
            ..Default::default()
        }),
        receive_time: Some(instant("2023-07-08T21:16")),
        ..handed_over("X")
    };
    let mut fields = clerk.refused(odd).await.fields();
    fields.sort();
    fields.dedup();
    let wanted = [
        "caller.language",
        "caller.phone_number",
        "category",
        "external_id",
        "receive_time",
        "summary",
        "urgency",
    ];
    assert_eq!(fields, wanted);
    let unknown = v1::CreateReferralRequest { source_id: "999".to_owned(), ..handed_over("X") };
    assert_eq!(clerk.refused(unknown).await.fields(), ["source_id"]);
    let old = v1::CreateReferralRequest {
        receive_time: Some(instant("2022-01-01T00:00")),
        ..handed_over("X")
    };
    assert_eq!(clerk.refused(old).await.fields(), ["receive_time"]);
}

#[tokio::test]
async fn working_days_that_are_not_published_yet_are_provisional() {
    let centre = Centre::start_at("2026-12-29T22:00").await;
    let clerk = centre.clerk();
    let request = v1::CreateReferralRequest { ordinary_matter: true, ..handed_over("YEAR-1") };
    let made = clerk.takes_step(request).await;
    let ordinary = clock(&made, ReferralClockKind::Ordinary);
    assert_eq!(text_of(ordinary.accepted_date.unwrap()), "2026-12-30");
    assert_eq!(ordinary.provisional_detail.unwrap().missing_year, 2027);
    assert_eq!((ordinary.due_date, ordinary.due_time, ordinary.late), (None, None, false));
    let load = admin::LoadCalendarYearRequest {
        request_id: request_id(),
        year: 2027,
        csv: "date,kind,name\n2027-01-01,holiday,元旦\n".to_owned(),
        ..Default::default()
    };
    centre.admin().ok(load).await;
    let known = clerk.referral(&made.referral_id).await;
    let ordinary = clock(&known, ReferralClockKind::Ordinary);
    assert_eq!(text_of(ordinary.due_date.unwrap()), "2027-01-07");
    assert_eq!(ordinary.provisional_detail, None);
}

#[tokio::test]
async fn no_event_audit_record_or_refusal_names_who_called() {
    const SECRETS: [&str; 3] = ["XANTHIPPE CALLER", "+99977755501", "MARKED SUMMARY"];
    let centre = Centre::start_at(SATURDAY).await;
    let clerk = centre.clerk();
    let marked = |id: &str| v1::CreateReferralRequest {
        summary: SECRETS[2].to_owned(),
        caller: Some(v1::ReferralCaller {
            name: SECRETS[0].to_owned(),
            language: "el".to_owned(),
            phone_number: SECRETS[1].to_owned(),
        }),
        ..handed_over(id)
    };
    let made = clerk.takes_step(marked("MARK-1")).await;
    let again = clerk.refused(marked("MARK-1")).await;
    let long = v1::CreateReferralRequest { category: SECRETS[0].to_owned(), ..marked("MARK-2") };
    let long = clerk.refused(long).await;
    let signed = clerk.takes_step(sign(&made)).await;
    let given = clerk.takes_step(assign(&signed, "PSB")).await;
    let contacted = clerk.takes_step(contact(&given)).await;
    let responded = clerk.takes_step(respond(&contacted)).await;
    let done = v1::CloseReferralRequest { result: SECRETS[0].to_owned(), ..close(&responded) };
    let closed = clerk.takes_step(done).await;
    assert_eq!(closed.caller.unwrap().name, SECRETS[0], "who may see the matter sees the caller");
    for secret in SECRETS {
        for (table, columns) in [
            ("outbox", &["body", "department_ids", "resource_id"][..]),
            ("audit", &["method", "purpose", "resource_id", "result"][..]),
        ] {
            for column in columns {
                let sql = format!("SELECT count(*) FROM {table} WHERE {column} LIKE '%{secret}%'");
                assert_eq!(centre.database.number(&sql).await, 0, "{table}.{column}");
            }
        }
        for refused in [&again, &long] {
            let details = String::from_utf8_lossy(refused.status.details()).into_owned();
            assert!(!refused.status.message().contains(secret) && !details.contains(secret));
        }
    }
}
