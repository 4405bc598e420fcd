//! How two records of one person become one.

use super::*;
use crate::harness::{
    Refused, Who,
    calls::Call,
    cases::*,
    documents::{passport, put},
    whitelist::{applying, terms},
};
use tonic::Code;

fn request(duplicate: &v1::Resident, survivor: &v1::Resident) -> v1::RequestResidentMergeRequest {
    v1::RequestResidentMergeRequest {
        request_id: request_id(),
        duplicate_resident_id: duplicate.resident_id.clone(),
        survivor_resident_id: survivor.resident_id.clone(),
        reason: "one passport".to_owned(),
        ..Default::default()
    }
}

fn approval(of: &v1::ResidentMerge) -> v1::ApproveResidentMergeRequest {
    v1::ApproveResidentMergeRequest {
        request_id: request_id(),
        merge_id: of.merge_id.clone(),
        etag: of.etag.clone(),
        decision: "photographs compared".to_owned(),
        ..Default::default()
    }
}

async fn asked(
    by: &Client,
    duplicate: &v1::Resident,
    survivor: &v1::Resident,
) -> v1::ResidentMerge {
    by.ok(request(duplicate, survivor)).await.merge.unwrap()
}

fn new_address(of: &v1::Resident) -> v1::RecordLifeEventRequest {
    v1::RecordLifeEventRequest {
        request_id: request_id(),
        resident_id: of.resident_id.clone(),
        kind: v1::LifeEventKind::NewAddress.into(),
        event_time: Some(instant("2024-03-04T08:00")),
        ..Default::default()
    }
}

/// Two records that are one person's.
async fn pair(clerk: &Client) -> (v1::Resident, v1::Resident) {
    let survivor = clerk.registers(person("SATO", "HANAKO", "1990-02-28")).await;
    let duplicate = clerk
        .registers(v1::Resident {
            contacts: Some(v1::ResidentContacts {
                phone_number: "+99955500123".to_owned(),
                ..Default::default()
            }),
            ..person("SUZUKI", "HANAKO", "1990-02-28")
        })
        .await;
    (survivor, duplicate)
}

#[tokio::test]
async fn a_merge_reviewed_by_another_moves_what_refers_to_the_duplicate() {
    let centre = morning().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let (survivor, duplicate) = pair(&clerk).await;
    let child = v1::Resident {
        dependence: Some(v1::Dependence {
            principal_resident_id: duplicate.resident_id.clone(),
            relation: v1::DependantRelation::Child.into(),
        }),
        ..person("SUZUKI", "SORA", "2015-05-05")
    };
    let child = clerk.registers(child).await;
    let mut applied = accepted(&[EXTENSION]);
    applied.applicant =
        Some(v1::Applicant { resident_id: duplicate.resident_id.clone(), ..Default::default() });
    let case = clerk.receives(applied.clone()).await;
    let applicant = case.applicant.clone().unwrap();
    assert_eq!((applicant.name.as_str(), applicant.language.as_str()), ("SUZUKI HANAKO", "ja"));
    assert_eq!(applicant.phone_number, "+99955500123");
    let slot = clerk.slot("2024-03-06T09:00").await;
    let visitor = v1::Visitor { resident_id: duplicate.resident_id.clone(), ..Default::default() };
    let booking =
        v1::BookAppointmentRequest { visitor: Some(visitor), ..booking(&slot, EXTENSION) };
    let visit = clerk.booked(booking.clone()).await;
    clerk.ok(consenting(&duplicate.resident_id)).await;
    let paper = put(&duplicate.resident_id, passport("2030-01-01"));
    let paper = clerk.ok(paper).await.document.unwrap().document_id;

    let owed = clerk.ok(new_address(&duplicate)).await.obligations.len();

    let entry = names_on_the_whitelist(&centre, &duplicate).await;
    let merge = asked(&clerk, &duplicate, &survivor).await;
    let open = clerk.refused(request(&duplicate, &survivor)).await;
    open.is(Code::FailedPrecondition, "MERGE_OPEN");
    assert_eq!(open.variable("merge_id"), Some(merge.merge_id.clone()));
    let looked = v1::ApproveResidentMergeRequest { validate_only: true, ..approval(&merge) };
    lead.ok(looked).await;
    let done = lead.ok(approval(&merge)).await;
    let goes_on = done.survivor.unwrap();
    assert_eq!(done.merge.unwrap().state(), v1::ResidentMergeState::Approved);
    assert_eq!(goes_on.names.len(), 2);
    assert_eq!(goes_on.contacts.as_ref().unwrap().phone_number, "+99955500123");
    let ended = clerk.resident(&duplicate.resident_id).await.resident.unwrap();
    assert_eq!(ended.state(), v1::ResidentState::Merged);
    assert_eq!(ended.merged_into_resident_id, survivor.resident_id);
    assert_eq!(clerk.finds("suzuki hanako").await, vec![survivor.resident_id.clone()]);

    let of = |resident: &v1::Resident| resident.resident_id.clone();
    let now = clerk.case(&case.case_id).await;
    assert_eq!(now.applicant.unwrap().resident_id, of(&survivor));
    assert_ne!(now.etag, case.etag);
    let now = clerk.appointment(&visit.appointment_id).await;
    assert_eq!(now.visitor.unwrap().resident_id, of(&survivor));
    let now = clerk.ok(v1::GetDocumentRequest { document_id: paper }).await.document.unwrap();
    assert_eq!(now.resident_id, of(&survivor));
    let household = clerk.resident(&survivor.resident_id).await;
    assert_eq!(household.resident, Some(goes_on));
    assert_eq!(household.dependants.iter().map(of).collect::<Vec<_>>(), [of(&child)]);
    assert_eq!(household.consents.len(), 1);
    let kinds =
        |steps: Vec<v1::ResidentStep>| steps.iter().map(v1::ResidentStep::kind).collect::<Vec<_>>();
    use v1::ResidentStepKind as Kind;
    let own = [Kind::Created, Kind::ConsentRecorded, Kind::MergeRequested, Kind::Merged];
    assert_eq!(kinds(clerk.steps(&of(&duplicate)).await), own);
    let others = [Kind::Created, Kind::MergeRequested, Kind::Merged];
    assert_eq!(kinds(clerk.steps(&of(&survivor)).await), others);

    let persons = clerk.entry(&entry).await.persons;
    assert_eq!(persons[0].resident_id, of(&survivor));
    assert_eq!(left_behind(&centre).await, Vec::<String>::new());
    let listed = v1::ListObligationsRequest { resident_id: of(&survivor), ..Default::default() };
    assert_ne!(owed, 0);
    assert_eq!(clerk.ok(listed).await.obligations.len(), owed);
    ended_record_is_closed(&clerk, &ended, &survivor, applied, booking, visit).await;
}

/// An entry of the whitelist that names somebody; its id.
async fn names_on_the_whitelist(centre: &Centre, who: &v1::Resident) -> String {
    let named =
        v1::WhitelistTerms { coverage: v1::WhitelistCoverage::Named.into(), ..terms("2024-01-01") };
    let application = v1::ApplyForWhitelistEntryRequest {
        resident_ids: vec![who.resident_id.clone()],
        ..applying(&centre.enterprise(1).await, named)
    };
    centre.clerk().ok(application).await.entry.unwrap().entry_id
}

/// The tables in which something still refers to a merged record, but for its own names and
/// history.
async fn left_behind(centre: &Centre) -> Vec<String> {
    let mut found = Vec::new();
    for table in centre.database.tables().await {
        let own = ["resident_name_key", "resident_step"].contains(&table.as_str());
        let refers = !own && centre.database.has_column(&table, "resident_id").await;
        let sql = format!(
            "SELECT count(*) FROM {table} WHERE resident_id IN
             (SELECT id FROM resident WHERE merged_into IS NOT NULL)"
        );
        if refers && centre.database.number(&sql).await > 0 {
            found.push(table);
        }
    }
    found
}

/// Nothing of it changes any more, and nothing new refers to it.
async fn ended_record_is_closed(
    clerk: &Client,
    ended: &v1::Resident,
    survivor: &v1::Resident,
    mut applied: v1::CreateCaseRequest,
    booking: v1::BookAppointmentRequest,
    visit: v1::Appointment,
) {
    let gone = |refused: Refused| {
        refused.is(Code::FailedPrecondition, "RESIDENT_MERGED");
        assert_eq!(refused.variable("resident_id"), Some(survivor.resident_id.clone()));
    };
    gone(clerk.refused(updating(ended, &["language"])).await);
    gone(clerk.refused(request(ended, survivor)).await);
    applied.request_id = request_id();
    gone(clerk.refused(applied).await);
    gone(
        clerk
            .refused(v1::BookAppointmentRequest { request_id: request_id(), ..booking.clone() })
            .await,
    );
    let walk_in = v1::IssueTicketRequest { visitor: booking.visitor.clone(), ..walk_in(EXTENSION) };
    gone(clerk.refused(walk_in).await);
    assert_eq!(clerk.booked(booking).await, visit, "a repeat gets its first answer");
}

#[tokio::test]
async fn nobody_reviews_his_own_merge_and_one_that_is_rejected_changes_nothing() {
    let centre = morning().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let (survivor, duplicate) = pair(&clerk).await;
    let merge = asked(&lead, &duplicate, &survivor).await;
    lead.refused(approval(&merge)).await.is(Code::FailedPrecondition, "SELF_APPROVAL");
    let rejection = |of: &v1::ResidentMerge| v1::RejectResidentMergeRequest {
        request_id: request_id(),
        merge_id: of.merge_id.clone(),
        etag: of.etag.clone(),
        decision: "two persons".to_owned(),
    };
    lead.refused(rejection(&merge)).await.is(Code::FailedPrecondition, "SELF_APPROVAL");
    let itself = clerk.refused(request(&survivor, &survivor)).await;
    assert_eq!(itself.fields(), ["survivor_resident_id"]);
    let other = clerk.registers(person("ENDO", "AOI", "1985-01-02")).await;
    let merge = asked(&clerk, &other, &survivor).await;
    let listed = clerk.ok(v1::ListResidentMergesRequest::default()).await.merges;
    assert_eq!(listed.len(), 2);
    let rejected = lead.ok(rejection(&merge)).await.merge.unwrap();
    assert_eq!(rejected.state(), v1::ResidentMergeState::Rejected);
    let late = lead.refused(approval(&rejected)).await;
    late.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    assert_eq!(
        clerk.resident(&other.resident_id).await.resident.unwrap().state(),
        v1::ResidentState::Active
    );
}

#[tokio::test]
async fn a_merge_that_would_close_a_circle_is_refused() {
    let centre = morning().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let top = clerk.registers(person("TOP", "ONE", "1960-01-01")).await;
    let below = |of: &v1::Resident, surname: &str| v1::Resident {
        dependence: Some(v1::Dependence {
            principal_resident_id: of.resident_id.clone(),
            relation: v1::DependantRelation::Child.into(),
        }),
        ..person(surname, "X", "1990-01-01")
    };
    let middle = clerk.registers(below(&top, "MIDDLE")).await;
    let bottom = clerk.registers(below(&middle, "BOTTOM")).await;
    let merge = asked(&clerk, &top, &bottom).await;
    let refused = lead.refused(approval(&merge)).await;
    refused.is(Code::FailedPrecondition, "DEPENDANT_CIRCLE");
    // One's own dependant is no circle: he stops depending.
    let merge = asked(&clerk, &middle, &bottom).await;
    let goes_on = lead.ok(approval(&merge)).await.survivor.unwrap();
    assert_eq!(goes_on.dependence.unwrap().principal_resident_id, top.resident_id);
}

/// How many of some calls that are made at once are done; the others give one of some reasons.
async fn done_of<C: Call + Send>(clients: &[Client], calls: Vec<C>, reasons: &[&str]) -> usize
where
    C::Answer: Send,
{
    let all: Vec<_> = calls
        .into_iter()
        .zip(clients.iter().cycle())
        .map(|(call, client)| {
            let client = client.clone();
            tokio::spawn(async move { client.call(call).await.map(|_| ()) })
        })
        .collect();
    let mut done = 0;
    for one in all {
        match one.await.unwrap() {
            Ok(()) => done += 1,
            Err(status) => {
                let reason = Refused { status }.reason();
                assert!(reasons.contains(&reason.as_str()), "{reason}");
            }
        }
    }
    done
}

#[tokio::test]
async fn of_many_who_ask_and_many_who_approve_one_does_and_no_case_is_lost_meanwhile() {
    let centre = morning().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let (survivor, duplicate) = pair(&clerk).await;
    let both = [clerk.clone(), centre.client(Who::OtherClerk)];
    let calls = (0..8).map(|_| request(&duplicate, &survivor)).collect();
    assert_eq!(done_of(&both, calls, &["MERGE_OPEN"]).await, 1);
    let merge = clerk.ok(v1::ListResidentMergesRequest::default()).await.merges.remove(0);
    let cases = (0..8).map(|_| v1::CreateCaseRequest {
        applicant: Some(v1::Applicant {
            resident_id: duplicate.resident_id.clone(),
            ..Default::default()
        }),
        ..application(&[EXTENSION])
    });
    let cases = cases.collect();
    let approvals = (0..4).map(|_| approval(&merge)).collect();
    let leads = [lead];
    let (made, approved) = tokio::join!(
        done_of(&both, cases, &["RESIDENT_MERGED", "CONFLICT_RETRY"]),
        done_of(&leads, approvals, &["ETAG_MISMATCH", "CONFLICT_RETRY"]),
    );
    assert_eq!(approved, 1);
    let count = |id: &str| {
        let all = format!("SELECT count(*) FROM case_file WHERE resident_id IS {id} NULL");
        let database = centre.database.clone();
        async move { database.number(&all).await }
    };
    assert_eq!(count("NOT").await, i64::try_from(made).unwrap());
    let left = "SELECT count(*) FROM case_file WHERE resident_id IN \
        (SELECT id FROM resident WHERE state = 2)";
    assert_eq!(centre.database.number(left).await, 0, "no case is left with the ended record");
}

#[tokio::test]
async fn a_request_whose_other_record_was_merged_with_a_third_can_still_be_rejected() {
    let centre = morning().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let (second, first) = pair(&clerk).await;
    let third = clerk.registers(person("MORI", "HANAKO", "1990-02-28")).await;
    let stuck = asked(&clerk, &first, &second).await;
    let other = asked(&clerk, &second, &third).await;
    lead.ok(approval(&other)).await;
    lead.refused(approval(&stuck)).await.is(Code::FailedPrecondition, "RESIDENT_MERGED");
    let reject = v1::RejectResidentMergeRequest {
        request_id: request_id(),
        merge_id: stuck.merge_id.clone(),
        etag: stuck.etag.clone(),
        decision: "the other record goes on as another".to_owned(),
    };
    let rejected = lead.ok(reject).await.merge.unwrap();
    assert_eq!(rejected.state(), v1::ResidentMergeState::Rejected);
    // And so the first is free to be merged with who it is.
    let anew = asked(&clerk, &first, &third).await;
    lead.ok(approval(&anew)).await;
}
