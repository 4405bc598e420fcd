//! How people are reached is sealed wherever it is kept, and told to who may see the row.

use crate::{
    expiry::record::{employee, work_permit},
    harness::{Centre, Client, cases::*, documents::*, make::*, mandates::*},
    referral::handed_over,
    resident::updating,
};
use frsc_proto::v1::{self, rate_case_request::Rated};
use tonic::Code;

const VISITOR: [&str; 2] = ["+99911000101", "visitor.canary@example.org"];
const VISITORS_AGENT: &str = "+99911000202";
const APPLICANT: [&str; 2] = ["+99911000303", "applicant.canary@example.org"];
const APPLICANTS_AGENT: &str = "+99911000404";
const MANDATES_AGENT: &str = "+99911000505";
const RATER: &str = "+99911000606";
const CALLER: &str = "+99911000707";
const RESIDENT: [&str; 2] = ["+99911000808", "resident.canary@example.org"];

/// A visit booked by an agent, by his mandate.
async fn visit(centre: &Centre) -> v1::Appointment {
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let mut request = centre.agent_booking(&slot, EXTENSION).await;
    let visitor = request.visitor.as_mut().unwrap();
    [visitor.phone_number, visitor.email] = VISITOR.map(str::to_owned);
    request.agent.as_mut().unwrap().phone_number = VISITORS_AGENT.to_owned();
    clerk.booked(request).await
}

/// A case by an agent, whose mandate tells another number.
async fn case(centre: &Centre) -> (v1::Case, v1::Mandate) {
    let mut request = accepted(&["NCR"]);
    let applicant = request.applicant.as_mut().unwrap();
    [applicant.phone_number, applicant.email] = APPLICANT.map(str::to_owned);
    let mut given = mandate_of(&request);
    given.agent.as_mut().unwrap().phone_number = MANDATES_AGENT.to_owned();
    let mandate = centre.mandated(given).await;
    let mut request = by_agent(request, &mandate);
    let agent = request.agent.as_mut().unwrap();
    agent.phone_number = APPLICANTS_AGENT.to_owned();
    agent.grounds = vec![v1::ProxyGround::GoodRecord.into()];
    (centre.clerk().receives(request).await, mandate)
}

async fn rating(clerk: &Client, case: &v1::Case) -> v1::Rating {
    let task = clerk.task_for(case, "NCR").await;
    clerk.decides(&task, v1::Outcome::Granted).await.unwrap();
    let case = clerk.deliver_case(&clerk.case(&case.case_id).await).await.unwrap();
    let request = v1::RateCaseRequest {
        request_id: request_id(),
        rated: Some(Rated::CaseId(case.case_id)),
        level: 1,
        channel: v1::RatingChannel::Telephone.into(),
        rater: Some(v1::Rater { name: "SOMEBODY".to_owned(), phone_number: RATER.to_owned() }),
        ..Default::default()
    };
    clerk.ok(request).await.rating.unwrap()
}

/// What is planned for a resident takes his contacts from his record.
async fn planned(clerk: &Client) -> v1::Appointment {
    let id = employee(clerk, "SATO", "1990-02-28").await;
    let known = clerk.ok(v1::GetResidentRequest { resident_id: id.clone() }).await.resident;
    let [phone_number, email] = RESIDENT.map(str::to_owned);
    let contacts = v1::ResidentContacts { phone_number, email, ..Default::default() };
    let reached = v1::Resident { contacts: Some(contacts), ..known.unwrap() };
    clerk.ok(updating(&reached, &["contacts"])).await;
    clerk.puts(&id, work_permit("2023-01-01", "2024-04-10")).await;
    let residence = clerk.puts(&id, work_residence("2023-01-01", "2024-04-10")).await;
    let plan = v1::PlanRenewalRequest {
        request_id: request_id(),
        document_id: residence.document_id,
        ..Default::default()
    };
    let made = clerk.ok(plan).await;
    clerk.appointment(&made.visits[0].appointment_id).await
}

#[tokio::test]
async fn telephone_numbers_and_mail_addresses_are_told_to_who_may_see_and_kept_sealed() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let visit = visit(&centre).await;
    let (case, mandate) = case(&centre).await;
    let rating = rating(&clerk, &case).await;
    let planned = planned(&clerk).await;
    let mut called = handed_over("HOT-1");
    called.caller.as_mut().unwrap().phone_number = CALLER.to_owned();
    let referral = clerk.ok(called).await.referral.unwrap();

    // Read again, each is told.
    let visit = clerk.appointment(&visit.appointment_id).await;
    let (visitor, agent) = (visit.visitor.clone().unwrap(), visit.agent.clone().unwrap());
    assert_eq!([&*visitor.phone_number, &*visitor.email], VISITOR);
    assert_eq!(agent.phone_number, VISITORS_AGENT);
    let case = clerk.case(&case.case_id).await;
    let (applicant, agent) = (case.applicant.unwrap(), case.agent.unwrap());
    assert_eq!([&*applicant.phone_number, &*applicant.email], APPLICANT);
    assert_eq!(agent.phone_number, APPLICANTS_AGENT);
    let mandate = clerk.mandate(&mandate.mandate_id).await;
    assert_eq!(mandate.agent.unwrap().phone_number, MANDATES_AGENT);
    let get = v1::GetRatingRequest { rating_id: rating.rating_id.clone() };
    let rating = clerk.ok(get).await.rating.unwrap();
    assert_eq!(rating.rater.unwrap().phone_number, RATER);
    assert_eq!(clerk.referral(&referral.referral_id).await.caller.unwrap().phone_number, CALLER);
    let own = planned.visitor.unwrap();
    assert_eq!([&*own.phone_number, &*own.email], RESIDENT);

    let kept = centre.database.kept_bytes().await;
    let holds = |text: &str| {
        let hexadecimal: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        [text, &hexadecimal]
            .iter()
            .any(|text| kept.windows(text.len()).any(|window| window == text.as_bytes()))
    };
    assert!(holds(&visit.appointment_number) && holds(&own.name), "what is kept is looked at");
    let single = [VISITORS_AGENT, APPLICANTS_AGENT, MANDATES_AGENT, RATER, CALLER];
    for hidden in [VISITOR, APPLICANT, RESIDENT].concat().into_iter().chain(single) {
        assert!(!holds(hidden), "{hidden} is in the database");
    }

    // What is sealed for one row is of no use in another.
    let moved = "UPDATE appointment SET contact_sealed = (SELECT c.contact_sealed FROM case_file c \
                 WHERE c.contact_sealed IS NOT NULL LIMIT 1)";
    centre.database.execute(moved).await.unwrap();
    let get = v1::GetAppointmentRequest { appointment_id: visit.appointment_id };
    clerk.refused(get).await.is(Code::Internal, "INTERNAL");
}
