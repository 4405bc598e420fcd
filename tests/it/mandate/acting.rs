//! Acting by a mandate: refused with everything that does not fit, at the counter and ahead; and
//! what becomes of open work when it is revoked.

use crate::{
    harness::{Centre, cases::*, documents::*, make::*, mandates::*},
    resident::person,
};
use frsc_proto::v1::{self, CaseStepKind as Step, FlagKind};
use tonic::Code;

/// An application without grounds to claim.
fn free() -> v1::CreateCaseRequest {
    application(&["NCR"])
}

fn told(of: &crate::harness::Refused) -> Vec<String> {
    let details = of.details();
    let failure = details.precondition_failure().unwrap();
    let lack = |subject: &str| subject.split(' ').skip(1).collect::<Vec<_>>().join(" ");
    failure.violations.iter().map(|one| lack(&one.subject).trim().to_owned()).collect()
}

#[tokio::test]
async fn a_case_by_an_agent_is_refused_with_everything_that_its_mandate_lacks() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    let asked = v1::CreateCaseRequest { accept: true, ..free() };
    let absent =
        v1::Mandate { mandate_id: format!("mand_{}", "a".repeat(26)), ..Default::default() };
    let refused = clerk.refused(by_agent(asked.clone(), &absent)).await;
    refused.is(Code::FailedPrecondition, "MANDATE_MISSING");
    let recorded = clerk.records(mandate_of(&asked)).await;
    let refused = clerk.refused(by_agent(asked.clone(), &recorded)).await;
    assert_eq!(told(&refused), ["EVIDENCE POWER_OF_ATTORNEY", "VERIFICATION", "APPROVAL"]);
    let other = v1::CreateMandateRequest {
        issued_date: Some(date("2024-03-05")),
        ..mandate("SOMEBODY ELSE", "X7654321", &["RP-W-EXT"])
    };
    let other = centre.mandated(other).await;
    let mut request = by_agent(asked.clone(), &other);
    request.agent.as_mut().unwrap().name = "ANOTHER AGENCY".to_owned();
    let refused = clerk.refused(request).await;
    let all = ["NOT_YET_VALID 2024-03-05", "SCOPE NCR", "OTHER_PRINCIPAL", "OTHER_AGENT"];
    assert_eq!(told(&refused), all);
    let good = centre.mandated(mandate_of(&asked)).await;
    let case = clerk.receives(by_agent(asked, &good)).await;
    let agent = case.agent.unwrap();
    assert_eq!((agent.name.as_str(), agent.mandate_id), ("AGENCY", good.mandate_id));
}

#[tokio::test]
async fn an_agents_visit_is_within_the_mandate_on_its_day() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    let (on, after) = (clerk.slot("2024-03-05T09:00").await, clerk.slot("2024-03-06T09:00").await);
    let asked = booking(&on, EXTENSION);
    let visitor = asked.visitor.clone().unwrap();
    let given = v1::CreateMandateRequest {
        valid_until_date: Some(date("2024-03-05")),
        ..mandate(&visitor.name, &visitor.passport_number, &[EXTENSION])
    };
    let given = centre.mandated(given).await;
    let by_agent = |slot: &str| v1::BookAppointmentRequest {
        visitor: Some(visitor.clone()),
        ..booking_by_agent(slot, EXTENSION, &given)
    };
    let nameless = v1::BookAppointmentRequest {
        agent: Some(v1::Agent { name: "AGENCY".to_owned(), ..Default::default() }),
        ..by_agent(&on)
    };
    assert_eq!(clerk.not_booked(nameless).await.rules(), ["MANDATE_MISSING"]);
    let refused = clerk.not_booked(by_agent(&after)).await;
    assert_eq!(told(&refused), ["EXPIRED 2024-03-05"]);
    let made = clerk.booked(by_agent(&on)).await;
    assert_eq!(made.agent.as_ref().unwrap().name, "AGENCY");
    let moved = clerk.refused(reschedule(&made, &after)).await;
    assert_eq!(told(&moved), ["EXPIRED 2024-03-05"]);
}

#[tokio::test]
async fn whose_passport_is_on_record_is_known_by_it_and_not_by_his_name() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    let resident = centre.reached_at("holder@example.org", "ja").await;
    let papers = clerk.puts(&resident, passport("2030-01-01")).await;
    let number = clerk.ok(reveal_number(&papers, "")).await.number;
    let known = clerk.ok(v1::GetResidentRequest { resident_id: resident.clone() }).await.resident;
    let latin = &known.unwrap().names[0];
    let name = format!("{} {}", latin.surname, latin.given_names);
    // Somebody else is called the same.
    let other = centre.mandated(mandate(&name, "X7654321", &["NCR"])).await;
    let own = centre.mandated(mandate(&name, &number, &["NCR"])).await;
    let applicant = v1::Applicant { resident_id: resident.clone(), ..Default::default() };
    let asked = v1::CreateCaseRequest { applicant: Some(applicant), ..accepted(&["NCR"]) };
    let refused = clerk.refused(by_agent(asked.clone(), &other)).await;
    assert_eq!(told(&refused), ["OTHER_PRINCIPAL"]);
    let case = clerk.receives(by_agent(asked, &own)).await;
    let applicant = case.applicant.unwrap();
    assert_eq!(applicant.masked_passport_number, papers.masked_number);
    let slot = clerk.slot("2024-03-05T09:00").await;
    let visit = |by: &v1::Mandate| v1::BookAppointmentRequest {
        visitor: Some(v1::Visitor { resident_id: resident.clone(), ..Default::default() }),
        ..booking_by_agent(&slot, "NCR", by)
    };
    assert_eq!(told(&clerk.not_booked(visit(&other)).await), ["OTHER_PRINCIPAL"]);
    let made = clerk.booked(visit(&own)).await;
    assert_eq!(made.visitor.unwrap().masked_passport_number, papers.masked_number);
}

#[tokio::test]
async fn an_age_is_a_fact_of_the_record_whatever_is_claimed() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    for (name, born, claimed, allowed) in [
        ("SATO", "1989-03-04", v1::ProxyGround::Under16, false),
        ("ITO", "1989-03-04", v1::ProxyGround::GoodRecord, true),
        ("KATO", "2008-03-05", v1::ProxyGround::Unspecified, true),
        ("MORI", "2008-03-04", v1::ProxyGround::Unspecified, false),
        ("NODA", "1964-03-04", v1::ProxyGround::Unspecified, true),
    ] {
        let id = clerk.registers(person(name, "HANAKO", born)).await.resident_id;
        let papers = clerk.puts(&id, passport("2030-01-01")).await;
        let number = clerk.ok(reveal_number(&papers, "")).await.number;
        let mandate =
            centre.mandated(mandate(&format!("{name} HANAKO"), &number, &[EXTENSION])).await;
        let phone_number = "+99955500123".to_owned();
        let applicant = v1::Applicant { resident_id: id, phone_number, ..Default::default() };
        let request =
            v1::CreateCaseRequest { applicant: Some(applicant), ..application(&[EXTENSION]) };
        let mut request = by_agent(request, &mandate);
        if claimed != v1::ProxyGround::Unspecified {
            request.agent.as_mut().unwrap().grounds = vec![claimed.into()];
        }
        match allowed {
            true => drop(clerk.receives(request).await),
            false => clerk.refused(request).await.is(Code::FailedPrecondition, "PROXY_NOT_ALLOWED"),
        }
    }
}

#[tokio::test]
async fn a_revocation_flags_open_work_and_drops_nothing() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    let asked = free();
    let applicant = asked.applicant.clone().unwrap();
    let items = ["NCR", EXTENSION];
    let given = mandate(&applicant.name, &applicant.passport_number, &items);
    let given = centre.mandated(given).await;
    let case = clerk.receives(by_agent(asked.clone(), &given)).await;
    let again = v1::CreateCaseRequest { request_id: request_id(), ..asked };
    let ended = clerk.receives(by_agent(again, &given)).await;
    let ended = v1::WithdrawCaseRequest {
        request_id: request_id(),
        case_id: ended.case_id.clone(),
        etag: ended.etag.clone(),
        reason: "not needed".to_owned(),
        ..Default::default()
    };
    let ended = clerk.ok(ended).await.case.unwrap();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let visitor = v1::Visitor {
        name: applicant.name,
        language: applicant.language,
        phone_number: applicant.phone_number,
        passport_number: applicant.passport_number,
        ..Default::default()
    };
    let visit = v1::BookAppointmentRequest {
        visitor: Some(visitor),
        ..booking_by_agent(&slot, EXTENSION, &given)
    };
    let visit = clerk.booked(visit).await;
    centre.feed_settles().await;
    let token = clerk.ok(v1::ListCasesRequest::default()).await.feed_token;
    clerk.revokes(&given).await;
    let flagged = clerk.case(&case.case_id).await;
    assert_eq!(flagged.state(), case.state());
    let flags: Vec<_> = flagged.flags.iter().map(v1::Flag::kind).collect();
    assert_eq!(flags, [FlagKind::MandateRevoked]);
    assert_eq!(flagged.flags[0].resource_id, given.mandate_id);
    assert_eq!(flagged.flags[0].reason, "the principal took it back");
    assert_eq!(clerk.history(&case).await.last(), Some(&Step::Flagged));
    assert!(clerk.case(&ended.case_id).await.flags.is_empty());
    let visit = clerk.appointment(&visit.appointment_id).await;
    assert_eq!((visit.state(), visit.flags.len()), (v1::AppointmentState::Booked, 1));
    let listed = clerk.ok(v1::ListCasesRequest::default()).await.cases;
    assert_eq!(listed.iter().filter(|case| !case.flags.is_empty()).count(), 1);
    centre.feed_settles().await;
    let told = clerk.ok(v1::ListEventsRequest { token, ..Default::default() }).await;
    let mut kinds: Vec<_> = told.events.iter().map(|event| event.kind.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["appointment.flagged", "case.flagged", "mandate.revoked"]);
    let refused = clerk.accept_case(&flagged).await.unwrap_err();
    assert_eq!(refused.rules(), ["MANDATE_NOT_VALID"]);
}

#[tokio::test]
async fn whoever_acts_while_the_mandate_is_revoked_is_refused_or_flagged_and_never_neither() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    for _ in 0..6 {
        let asked = free();
        let given = centre.mandated(mandate_of(&asked)).await;
        let request = by_agent(asked, &given);
        let revoke = clerk.ok(revocation(&given));
        let (made, _) = tokio::join!(clerk.step_of(request), revoke);
        match made {
            Ok(made) => {
                let case = clerk.case(&made.case.unwrap().case_id).await;
                assert_eq!(case.flags.len(), 1);
            }
            Err(refused) => assert_eq!(refused.rules(), ["MANDATE_NOT_VALID"]),
        }
    }
    let flagged = "SELECT count(*) FROM case_file WHERE mandate_id IS NOT NULL AND flags = '[]'";
    assert_eq!(centre.database.number(flagged).await, 0);
}
