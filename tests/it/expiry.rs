//! What the end of a document means: the scenarios through the public API.

mod life;
pub(crate) mod record;
mod renew;

use crate::harness::{Centre, Client, documents::paper, make::*};
use frsc_proto::{
    admin,
    v1::{
        self, DescribedDocument, DocumentKind, GetExpiryPlanRequest, PermitPurpose, ProcedureFit,
        RenewalLane, RenewalLimiter, get_expiry_plan_request::Subject,
    },
};
use tonic::Code;

fn residence(purpose: PermitPurpose, expires: &str) -> DescribedDocument {
    DescribedDocument {
        kind: DocumentKind::ResidencePermit.into(),
        purpose: purpose.into(),
        expiry_date: Some(date(expires)),
        ..Default::default()
    }
}

fn other(kind: DocumentKind, expires: &str) -> DescribedDocument {
    let expiry_date = Some(date(expires));
    DescribedDocument { kind: kind.into(), expiry_date, ..Default::default() }
}

fn asked(described: DescribedDocument) -> GetExpiryPlanRequest {
    let subject = Some(Subject::Described(described));
    GetExpiryPlanRequest { subject, include_counted_days: true, ..Default::default() }
}

async fn plan(by: &Client, request: GetExpiryPlanRequest) -> v1::ExpiryPlan {
    let mut plans = by.ok(request).await.plans;
    assert_eq!(plans.len(), 1);
    plans.remove(0)
}

async fn described(by: &Client, described: DescribedDocument) -> v1::Renewal {
    plan(by, asked(described)).await.renewal.unwrap()
}

fn day(date: Option<frsc_proto::gtype::Date>) -> String {
    date.map(text_of).unwrap_or_default()
}

/// The last day in time and the working day before it, and by how much it is late.
fn filing(renewal: &v1::Renewal) -> (String, String, i32) {
    let filing = renewal.filing.clone().unwrap();
    let last = filing.last_day.unwrap();
    (day(last.day_date), day(last.last_working_date), filing.days_late)
}

#[tokio::test]
async fn s01_three_days_before_its_end_only_the_expedited_lane_is_left() {
    let centre = Centre::start_at("2023-06-27T10:00").await;
    let clerk = centre.clerk();
    let plan = plan(&clerk, asked(residence(PermitPurpose::Work, "2023-06-30"))).await;
    assert_eq!(plan.days_left, 3);
    let renewal = plan.renewal.unwrap();
    assert_eq!(renewal.service_item_id, EXTENSION);
    assert_eq!(renewal.lane(), RenewalLane::ExpediteOnly);
    let wednesday = "2023-05-31".to_owned();
    assert_eq!(filing(&renewal), (wednesday.clone(), wednesday, 27));
    let procedures = renewal.procedures.unwrap();
    let (normal, expedited) = (procedures.normal.unwrap(), procedures.expedited.unwrap());
    assert_eq!(day(normal.due_if_filed_now_date), "2023-07-06");
    assert_eq!(normal.fit(), ProcedureFit::TooLate);
    assert_eq!(day(normal.last_date), "2023-06-20");
    assert_eq!(normal.counted_days.len(), 7);
    assert_eq!(normal.next_places, []);
    assert_eq!(day(expedited.due_if_filed_now_date), "2023-06-28");
    assert_eq!(
        (day(expedited.last_date), expedited.fit()),
        ("2023-06-29".to_owned(), ProcedureFit::InTime)
    );
    assert_eq!(day(procedures.statutory.unwrap().due_if_filed_now_date), "2023-07-18");
    // Two days are open before the 29th, and the earliest places are told.
    let places: Vec<_> = expedited.next_places.iter().map(|place| &place.slot_id).collect();
    let slots = clerk.ok(v1::ListSlotsRequest {
        from_date: Some(date("2023-06-27")),
        to_date: Some(date("2023-06-29")),
        service_item_ids: vec![EXTENSION.to_owned()],
        page_size: 3,
        ..Default::default()
    });
    let slots = slots.await.slots;
    assert_eq!(places, slots.iter().map(|slot| &slot.slot_id).collect::<Vec<_>>());
    // In words, in the caller's language.
    assert!(plan.lines.iter().any(|line| line.contains("2023-05-31")), "{:?}", plan.lines);
    assert!(plan.lines.iter().any(|line| line.contains("只有加急来得及")), "{:?}", plan.lines);
}

#[tokio::test]
async fn s08_a_visa_is_filed_seven_days_before_and_the_working_day_is_shown_beside() {
    let centre = Centre::start_at("2025-01-20T10:00").await;
    let renewal = described(&centre.clerk(), other(DocumentKind::Visa, "2025-02-05")).await;
    assert_eq!(filing(&renewal), ("2025-01-29".to_owned(), "2025-01-27".to_owned(), 0));
    assert_eq!(renewal.service_item_id, "VS-EXT");
    assert_eq!(renewal.lane(), RenewalLane::Normal);
}

/// The stay that somebody entered for ends before his visa does: it is what is listed.
#[tokio::test]
async fn a_visa_is_listed_by_the_last_day_of_the_stay_that_it_gives() {
    let centre = Centre::start_at("2025-01-06T10:00").await;
    let clerk = centre.clerk();
    let id = centre.resident().await;
    let visa = |entered: Option<&str>| v1::NewDocument {
        visa: Some(v1::VisaDetails {
            entries: v1::VisaEntries::Multiple.into(),
            category: "M".to_owned(),
            stay_days: 30,
            entry_date: entered.map(date),
        }),
        ..paper(DocumentKind::Visa, "2024-12-01", "2025-06-01")
    };
    let unused = clerk.puts(&id, visa(None)).await;
    let entered = clerk.puts(&id, visa(Some("2025-01-02"))).await;
    let days = |of: &v1::Document| [day(of.last_date), day(of.expiry_date)];
    assert_eq!(days(&unused), ["2025-06-01", "2025-06-01"]);
    assert_eq!(days(&entered), ["2025-02-01", "2025-06-01"]);
    let listed = async |from: &str, to: &str| -> Vec<String> {
        let request = v1::ListExpiringRequest {
            expiry_from_date: Some(date(from)),
            expiry_to_date: Some(date(to)),
            ..Default::default()
        };
        let found = clerk.ok(request).await.documents;
        found.into_iter().map(|one| one.document_id).collect()
    };
    assert_eq!(
        listed("2025-02-01", "2025-02-01").await,
        std::slice::from_ref(&entered.document_id)
    );
    assert_eq!(listed("2025-06-01", "2025-06-01").await, std::slice::from_ref(&unused.document_id));
    centre.it_is("2025-02-02T09:00");
    let over = clerk.document(&entered.document_id).await;
    assert_eq!((over.status(), over.days_left), (v1::DocumentStatus::Expired, -1));
    assert_eq!(day(over.expiry_date), "2025-06-01", "what the visa says stays");
    let still = clerk.document(&unused.document_id).await;
    assert_eq!(still.status(), v1::DocumentStatus::Valid);
}

#[tokio::test]
async fn s16_the_passport_limits_the_new_permit_and_is_renewed_first() {
    let centre = Centre::start_at("2024-05-06T10:00").await;
    let document = DescribedDocument {
        passport_expiry_date: Some(date("2025-03-31")),
        work_permit_expiry_date: Some(date("2026-01-31")),
        ..residence(PermitPurpose::Work, "2024-06-30")
    };
    let request = GetExpiryPlanRequest {
        start_date: Some(date("2024-07-01")),
        contract_end_date: Some(date("2026-06-30")),
        ..asked(document)
    };
    let clerk = centre.clerk();
    let renewal = plan(&clerk, request.clone()).await.renewal.unwrap();
    let length = renewal.length.unwrap();
    assert_eq!(day(length.suggested_until_date), "2025-03-31");
    assert_eq!(length.limited_by(), RenewalLimiter::Passport);
    assert_eq!((length.days, length.long_enough, length.passport_first), (274, true, true));
    assert_eq!(renewal.service_item_order, [EXTENSION]);
    assert_eq!(renewal.fee.unwrap().fee_yuan, 400);
    // The margin is the administrators'.
    let admin = centre.admin();
    let policy = admin.ok(admin::GetExpiryPolicyRequest {}).await.expiry_policy.unwrap();
    let policy = admin::ExpiryPolicy { passport_margin_days: 31, ..policy };
    admin.ok(update(policy, "passport_margin_days")).await;
    let renewal = plan(&clerk, request).await.renewal.unwrap();
    assert_eq!(day(renewal.length.unwrap().suggested_until_date), "2025-02-28");
    // With a work permit that ends with the permit, that one comes first.
    let document =
        DescribedDocument { work_permit_expiry_date: Some(date("2024-06-30")), ..document };
    let renewal = described(&clerk, document).await;
    assert_eq!(renewal.service_item_order, [WORK_PERMIT, EXTENSION]);
    let prior = renewal.prior.unwrap();
    assert_eq!(day(prior.decided_by_date), "2024-05-31");
    assert_eq!(day(prior.procedures.unwrap().normal.unwrap().last_date), "2024-05-28");
}

#[tokio::test]
async fn s18_a_childs_permit_ends_the_day_before_he_turns_18() {
    let centre = Centre::start_at("2025-08-04T10:00").await;
    let document = DescribedDocument {
        birth_date: Some(date("2007-11-15")),
        child_of_principal: true,
        principal_expiry_date: Some(date("2027-03-31")),
        ..residence(PermitPurpose::Private, "2025-09-30")
    };
    let plan = plan(&centre.clerk(), asked(document)).await;
    assert_eq!(day(plan.last_day_as_minor_date), "2025-11-14");
    let length = plan.renewal.unwrap().length.unwrap();
    assert_eq!(length.limited_by(), RenewalLimiter::Majority);
    assert_eq!((length.days, length.shortest_days, length.long_enough), (45, 180, false));
}

#[tokio::test]
async fn s31_and_s38_the_fee_follows_the_length_and_a_work_permit_its_own_rule() {
    let centre = Centre::start_at("2025-05-06T10:00").await;
    let clerk = centre.clerk();
    for (passport, yuan, certificate) in
        [("2026-06-29", 400, false), ("2026-06-30", 800, true), ("2028-06-30", 1_000, true)]
    {
        let document = DescribedDocument {
            passport_expiry_date: Some(date(passport)),
            ..residence(PermitPurpose::Study, "2025-06-30")
        };
        let fee = described(&clerk, document).await.fee.unwrap();
        assert_eq!(
            (fee.fee_yuan, fee.health_certificate_needed),
            (yuan, certificate),
            "{passport}"
        );
    }
    centre.it_is("2025-11-28T10:00");
    let renewal = described(&clerk, other(DocumentKind::WorkPermit, "2025-12-31")).await;
    let monday = "2025-12-01".to_owned();
    assert_eq!(filing(&renewal), (monday.clone(), monday, 0));
    let statutory = renewal.procedures.unwrap().statutory.unwrap();
    assert_eq!(day(statutory.due_if_filed_now_date), "2025-12-26");
}

#[tokio::test]
async fn an_unpublished_year_is_told_and_nothing_is_guessed() {
    let centre = Centre::start_at("2026-12-28T10:00").await;
    let clerk = centre.clerk();
    let renewal = described(&clerk, residence(PermitPurpose::Study, "2027-01-12")).await;
    assert_eq!(renewal.lane(), RenewalLane::ExpediteOnly);
    assert_eq!(renewal.lane_provisional.unwrap().missing_year, 2027);
    let normal = renewal.procedures.unwrap().normal.unwrap();
    assert_eq!((normal.last_date, day(normal.safe_date)), (None, "2026-12-22".to_owned()));
    assert_eq!(normal.fit(), ProcedureFit::Unknown);
    let told = normal.provisional.unwrap();
    assert_eq!((told.counted_working_days, told.remaining_working_days), (3, 4));
}

#[tokio::test]
async fn an_overstay_is_a_hint_and_a_passport_is_renewed_elsewhere() {
    let centre = Centre::start_at("2023-07-03T10:00").await;
    let clerk = centre.clerk();
    let over = plan(&clerk, asked(residence(PermitPurpose::Work, "2023-06-30"))).await;
    let hint = over.overstay.unwrap();
    assert_eq!((hint.days, hint.reference_fine_yuan, over.days_left), (3, 1_500, -3));
    assert_eq!(over.renewal.unwrap().lane(), RenewalLane::TooLate);
    let passport = plan(&clerk, asked(other(DocumentKind::Passport, "2023-06-30"))).await;
    assert_eq!((passport.renewal, passport.overstay), (None, None));
}

#[tokio::test]
async fn a_question_that_has_no_answer_names_its_fields() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let refused = clerk.refused(asked(DescribedDocument::default())).await;
    refused.is(Code::InvalidArgument, "INVALID_FIELD");
    assert_eq!(refused.fields(), ["described.kind", "described.expiry_date"]);
    let refused = clerk.refused(asked(residence(PermitPurpose::Unspecified, "2023-06-30"))).await;
    assert_eq!(refused.fields(), ["described.purpose"]);
    clerk.refused(GetExpiryPlanRequest::default()).await.is(Code::InvalidArgument, "INVALID_FIELD");
}

fn update(policy: admin::ExpiryPolicy, path: &str) -> admin::UpdateExpiryPolicyRequest {
    admin::UpdateExpiryPolicyRequest {
        request_id: request_id(),
        expiry_policy: Some(policy),
        update_mask: Some(prost_types::FieldMask { paths: vec![path.to_owned()] }),
        validate_only: false,
    }
}

#[tokio::test]
async fn the_rules_of_expiry_are_data_and_their_flaws_are_named() {
    let centre = Centre::start().await;
    let admin = centre.admin();
    let policy = admin.ok(admin::GetExpiryPolicyRequest {}).await.expiry_policy.unwrap();
    assert_eq!(policy.reminder_offset_days, [90, 60, 30, 15, 7, 3, 1, 0]);
    let refused = |path: &'static str, change: fn(&mut admin::ExpiryPolicy)| {
        let (mut changed, admin) = (policy.clone(), &admin);
        change(&mut changed);
        async move { admin.refused(update(changed, path)).await.fields() }
    };
    let fields = refused("reminder_offset_days", |p| p.reminder_offset_days = vec![7, 30]).await;
    assert_eq!(fields, ["expiry_policy.reminder_offset_days"]);
    let fields = refused("renewals", |p| p.renewals[0].service_item_id = "NONE".to_owned()).await;
    assert_eq!(fields, ["expiry_policy.renewals[0].service_item_id"]);
    let fields = refused("renewals", |p| p.renewals[2].purpose = 1).await;
    assert_eq!(fields, ["expiry_policy.renewals[2].purpose"]);
    let fields = refused("obligations", |p| p.obligations[0].limit = None).await;
    assert!(!fields.is_empty());
    let fields = refused("obligations", |p| p.obligations[1].code = "no".to_owned()).await;
    assert_eq!(fields, ["expiry_policy.obligations[1].code"]);
    let shorter = admin::ExpiryPolicy { reminder_offset_days: vec![30, 0], ..policy.clone() };
    admin.ok(update(shorter, "reminder_offset_days")).await;
    let read = centre.clerk().ok(admin::GetExpiryPolicyRequest {}).await.expiry_policy.unwrap();
    assert_eq!(read.reminder_offset_days, [30, 0]);
    assert_eq!(read.obligations, policy.obligations);
}
