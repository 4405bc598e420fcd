//! Worked scenarios through documents on record, the receipts and plans that follow from them, and
//! the stay that they give.

use super::renewal;
use crate::harness::{Centre, Client, cases::*, documents::*, make::*};
use crate::resident::person;
use frsc_proto::v1::{
    self, CardRung, DocumentKind, DocumentStatus, GetExpiryPlanRequest, RenewalLane,
    get_expiry_plan_request::Subject,
};

async fn planned(by: &Client, of: &v1::Document) -> v1::ExpiryPlan {
    let subject = Some(Subject::DocumentId(of.document_id.clone()));
    let mut plans = by.ok(GetExpiryPlanRequest { subject, ..Default::default() }).await.plans;
    assert_eq!(plans.len(), 1);
    plans.remove(0)
}

fn work_permit(from: &str, until: &str) -> v1::NewDocument {
    let work_permit_class = v1::WorkPermitClass::B.into();
    v1::NewDocument { work_permit_class, ..paper(DocumentKind::WorkPermit, from, until) }
}

/// The last day in time to file, and by how many days it is late.
fn filing(plan: &v1::ExpiryPlan) -> (String, i32) {
    let filing = plan.renewal.clone().unwrap().filing.unwrap();
    (day(filing.last_day.unwrap().day_date), filing.days_late)
}

/// Where somebody's stay stands: until when, by what, and how long it is over.
async fn stay(by: &Client, resident: &str) -> (String, DocumentKind, i32) {
    let stay = by.stay(resident).await;
    (day(stay.lawful_until_date), stay.kind(), stay.overstay_days)
}

/// The cards of a rung that a sweep brings, which there were none of before.
async fn swept(centre: &Centre) -> Vec<v1::Card> {
    let sweep = v1::RunSupervisionSweepRequest { request_id: request_id(), ..Default::default() };
    centre.lead().ok(sweep).await;
    let rungs = vec![CardRung::LegalAlert.into()];
    let request = v1::ListCardsRequest { rungs, ..Default::default() };
    centre.clerk().ok(request).await.cards
}

#[tokio::test]
async fn s01_the_receipt_makes_the_stay_lawful_beyond_the_permit_and_not_a_day_longer() {
    let centre = Centre::start_at("2023-06-27T10:00").await;
    let clerk = centre.clerk();
    let id = centre.resident().await;
    let permit = clerk.puts(&id, work_residence("2022-07-01", "2023-06-30")).await;
    let plan = planned(&clerk, &permit).await;
    assert_eq!((plan.days_left, filing(&plan)), (3, ("2023-05-31".into(), 27)));
    assert_eq!(plan.renewal.unwrap().lane(), RenewalLane::ExpediteOnly);
    assert_eq!(stay(&clerk, &id).await, ("2023-06-30".into(), DocumentKind::ResidencePermit, 0));
    let case = renewal(&centre, EXTENSION, &permit).await;
    assert_eq!(due(&case.clocks, v1::ClockKind::Receipt).unwrap(), "2023-07-18");
    centre.it_is("2023-07-01T00:00");
    let by_receipt = ("2023-07-18".to_owned(), DocumentKind::Receipt);
    assert_eq!(clerk.document(&permit.document_id).await.status(), DocumentStatus::Expired);
    assert_eq!(stay(&clerk, &id).await, (by_receipt.0.clone(), by_receipt.1, 0));
    centre.it_is("2023-07-18T23:59");
    assert_eq!(stay(&clerk, &id).await, (by_receipt.0.clone(), by_receipt.1, 0));
    centre.it_is("2023-07-19T00:00");
    assert_eq!(stay(&clerk, &id).await, (by_receipt.0, by_receipt.1, 1));
}

#[tokio::test]
async fn s38_the_law_renews_no_document_by_itself_and_the_stay_rests_on_the_receipt() {
    let centre = Centre::start_at("2025-11-28T10:00").await;
    let clerk = centre.clerk();
    let id = centre.resident().await;
    clerk.puts(&id, passport("2030-10-31")).await;
    let work = clerk.puts(&id, work_permit("2025-01-01", "2025-12-31")).await;
    let residence = clerk.puts(&id, work_residence("2025-01-01", "2025-12-31")).await;
    for permit in [&work, &residence] {
        let plan = planned(&clerk, permit).await;
        assert_eq!(filing(&plan), ("2025-12-01".into(), 0), "{:?}", permit.kind());
    }
    let statutory = planned(&clerk, &work).await.renewal.unwrap().procedures.unwrap().statutory;
    assert_eq!(day(statutory.unwrap().due_if_filed_now_date), "2025-12-26");
    let of_work = renewal(&centre, WORK_PERMIT, &work).await;
    assert_eq!(day(of_work.last_on_time_date), "2025-12-01");
    assert_eq!(of_work.days_late, 0, "it is filed in time");
    assert_eq!(due(&of_work.clocks, v1::ClockKind::Statutory).unwrap(), "2025-12-26");
    assert_eq!(due(&of_work.clocks, v1::ClockKind::Receipt), None, "a licence has no receipt");
    centre.it_is("2025-12-11T10:00");
    let of_stay = renewal(&centre, EXTENSION, &residence).await;
    assert_eq!(of_stay.days_late, 10, "recorded, and not refused");
    let kept =
        [clerk.document(&work.document_id).await, clerk.document(&residence.document_id).await];

    // To the end of the last day nothing is alarmed; then the law's alert comes, for the licence.
    centre.it_is("2025-12-31T23:59");
    assert_eq!(swept(&centre).await, []);
    centre.it_is("2026-01-01T00:00");
    let alerts = swept(&centre).await;
    let [alert] = &alerts[..] else { panic!("{alerts:?}") };
    assert_eq!((&alert.case_id, &*alert.legal_basis), (&of_work.case_id, "行政许可法 50"));
    assert_eq!(alert.raise_time, Some(instant("2026-01-01T00:00")));

    // Neither document was changed: both have run out by their dates, and nobody made them longer.
    for before in kept {
        let after = clerk.document(&before.document_id).await;
        assert_eq!((after.expiry_date, &after.etag), (before.expiry_date, &before.etag));
        assert_eq!(after.status(), DocumentStatus::Expired, "{:?}", after.kind());
    }
    let of_work = clerk.case(&of_work.case_id).await;
    assert_eq!(
        (of_work.state(), of_work.outcome()),
        (v1::CaseState::Accepted, v1::Outcome::Unspecified)
    );
    // What makes the stay lawful is the receipt of the residence permit, as long as it is printed.
    let until = due(&of_stay.clocks, v1::ClockKind::Receipt).unwrap();
    assert_eq!(stay(&clerk, &id).await, (until, DocumentKind::Receipt, 0));
    let receipts = clerk.documents_of(&id).await;
    let receipts = receipts.iter().filter(|one| one.kind() == DocumentKind::Receipt);
    let of: Vec<_> = receipts.map(|receipt| &receipt.case_id).collect();
    assert_eq!(of, [&of_stay.case_id]);
}

/// A unified social credit code of 17 characters and the one that checks them (GB 32100).
fn credit_code(body: &str) -> String {
    const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let values = body.chars().map(|sign| SIGNS.find(sign).expect("a sign"));
    let weights = (0..17).scan(1, |weight, _| {
        let own = *weight;
        *weight = *weight * 3 % 31;
        Some(own)
    });
    let sum: usize = values.zip(weights).map(|(value, weight)| value * weight).sum();
    let check = SIGNS.chars().nth((31 - sum % 31) % 31).expect("a sign");
    format!("{body}{check}")
}

/// Of S03 the people: the group is no employer; each of its companies has its own staff.
#[tokio::test]
async fn s03_each_of_sixteen_companies_of_a_group_has_its_own_people_and_their_permits() {
    let centre = Centre::start_at("2023-09-15T09:00").await;
    let clerk = centre.clerk();
    assert_eq!(credit_code("91330482MA2B8NDK3"), "91330482MA2B8NDK31");
    let mut staff = Vec::new();
    for company in 0..16 {
        let code = credit_code(&format!("91330482MA2B8ND{company:02}"));
        let letter = char::from(b'A' + company);
        let mut own = Vec::new();
        // The last company has nobody yet.
        for number in 0..u8::from(company < 15) + u8::from(company == 0) {
            let name = format!("NIDEC{letter}{}", char::from(b'A' + number));
            let mut one = person(&name, "TARO", "1985-01-31");
            let employer =
                v1::Employer { enterprise_id: code.clone(), name: format!("尼得科{letter}") };
            one.employer = Some(employer);
            let id = clerk.registers(one).await.resident_id;
            let permit = clerk.puts(&id, work_residence("2023-03-01", "2023-11-30")).await;
            own.push((id, permit.document_id));
        }
        staff.push((code, own));
    }
    for (code, own) in staff {
        let enterprise_id = code.clone();
        let found = v1::SearchResidentsRequest { enterprise_id, ..Default::default() };
        let mut found: Vec<_> =
            clerk.ok(found).await.residents.into_iter().map(|one| one.resident_id).collect();
        found.sort();
        let mut wanted: Vec<_> = own.iter().map(|(id, _)| id.clone()).collect();
        wanted.sort();
        assert_eq!(found, wanted, "{code}");
        let expiring = v1::ListExpiringRequest {
            enterprise_id: code.clone(),
            expiry_to_date: Some(date("2023-12-31")),
            ..Default::default()
        };
        let rows = clerk.ok(expiring).await.documents;
        let mut found: Vec<_> = rows.into_iter().map(|row| row.document_id).collect();
        found.sort();
        let mut wanted: Vec<_> = own.into_iter().map(|(_, permit)| permit).collect();
        wanted.sort();
        assert_eq!(found, wanted, "{code}");
    }
}
