//! What refuses an expedite, what becomes of it when its case ends, lists, the feed and statistics.

use crate::harness::{Centre, Client, Who, cases::*, expedites::*, make::*, whitelist::*};
use frsc_proto::{
    admin,
    v1::{self, ExpediteState, Outcome},
};
use tonic::Code;

/// Sets how many expedites a day may have.
pub async fn quota(centre: &Centre, expedites_a_day: i32) {
    let admin = centre.admin();
    let policy = admin.ok(admin::GetCasePolicyRequest {}).await.case_policy.unwrap();
    let update = admin::UpdateCasePolicyRequest {
        request_id: request_id(),
        case_policy: Some(admin::CasePolicy { expedites_a_day, ..policy }),
        update_mask: Some(prost_types::FieldMask { paths: vec!["expedites_a_day".to_owned()] }),
        ..Default::default()
    };
    admin.ok(update).await;
}

fn expedites_of(case: &v1::Case) -> v1::ListExpeditesRequest {
    v1::ListExpeditesRequest { case_id: case.case_id.clone(), ..Default::default() }
}

async fn listed(by: &Client, request: v1::ListExpeditesRequest) -> Vec<String> {
    by.ok(request).await.expedites.into_iter().map(|one| one.expedite_id).collect()
}

#[tokio::test]
async fn every_rule_against_a_request_is_told_and_nothing_changes() {
    let centre = Centre::start_at("2024-03-04T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&["RP-ANNOT", "RP-S-NEW"])).await;
    let refused = clerk.not_expedited(expedite(&case, "2024-03-01", 1)).await;
    assert_eq!(refused.status.code(), Code::FailedPrecondition);
    let rules = ["BELOW_EXPEDITE_MINIMUM", "NEEDED_BY_PASSED", "NOT_EXPEDITABLE"];
    assert_eq!(refused.rules(), rules);
    assert_eq!(refused.variable("needed_by_date").unwrap(), "2024-03-01");
    assert_eq!(clerk.case(&case.case_id).await, case);
    assert!(listed(&clerk, expedites_of(&case)).await.is_empty());

    let case = clerk.receives(accepted(&[EXTENSION])).await;
    let longer = clerk.not_expedited(expedite(&case, "2024-06-03", 7)).await;
    longer.is(Code::FailedPrecondition, "EXPEDITE_NOT_SOONER");
    let stale =
        v1::RequestExpediteRequest { etag: "v99".to_owned(), ..expedite(&case, "2024-03-05", 1) };
    clerk.not_expedited(stale).await.is(Code::Aborted, "ETAG_MISMATCH");
    let wordless = v1::RequestExpediteRequest {
        ground: v1::ExpediteGround::Other.into(),
        text: " ".to_owned(),
        needed_by_date: None,
        evidence_references: [&["E12345678"][..], &["letter"; 10]]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        working_days: 61,
        ..expedite(&case, "2024-03-05", 1)
    };
    let fields = clerk.not_expedited(wordless).await.fields();
    assert!(fields.contains(&"text".to_owned()) && fields.contains(&"working_days".to_owned()));
    assert!(fields.contains(&"needed_by_date".to_owned()));
    assert!(fields.contains(&"evidence_references".to_owned()));
    assert!(fields.contains(&"evidence_references[0]".to_owned()));
}

#[tokio::test]
async fn only_an_accepted_case_is_expedited_and_a_suspended_one_may_be_decided() {
    let centre = Centre::start_at("2024-03-04T10:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let received = clerk.receives(application(&[EXTENSION])).await;
    let early = clerk.not_expedited(expedite(&received, "2024-03-05", 1)).await;
    early.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    assert_eq!(early.variable("allowed_states").unwrap(), "ACCEPTED");
    let case = clerk.accept_case(&received).await.unwrap();
    let asked = clerk.expedites(&case, "2024-03-20", 1).await;
    let case = clerk.case(&case.case_id).await;
    let case = clerk.ok(suspend_case(&case)).await.case.unwrap();
    let second = clerk.not_expedited(expedite(&case, "2024-03-05", 1)).await;
    second.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    lead.ok(approve(&asked)).await;
    assert_eq!(clerk.case(&case.case_id).await.due_date, None, "it stands still");
    centre.it_is("2024-03-11T10:00");
    let case = clerk.case(&case.case_id).await;
    let case = clerk.resume_case(&case).await.unwrap();
    assert_eq!(day(case.due_date), "2024-03-12");
    let again = lead.refused(approve(&asked)).await;
    again.is(Code::Aborted, "ETAG_MISMATCH");
    let decided = lead.expedite(&asked.expedite_id).await.expedite.unwrap();
    let again = lead.refused(approve(&decided)).await;
    assert_eq!(again.rules()[0], "STATE_TRANSITION_FORBIDDEN");
    assert_eq!(again.variable("current_state").unwrap(), "APPROVED");
}

#[tokio::test]
async fn a_decision_checks_the_day_the_minimum_and_the_quota_and_a_rejection_none_of_them() {
    let centre = Centre::start_at("2024-03-04T10:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    quota(&centre, 1).await;
    let mut asked = Vec::new();
    for _ in 0..3 {
        let case = clerk.receives(accepted(&["RP-S-NEW"])).await;
        asked.push(clerk.expedites(&case, "2024-03-06", 2).await);
    }
    let shorter = v1::DecideExpediteRequest { working_days: Some(1), ..approve(&asked[0]) };
    lead.refused(shorter).await.is(Code::FailedPrecondition, "BELOW_EXPEDITE_MINIMUM");
    let longer = v1::DecideExpediteRequest { working_days: Some(3), ..approve(&asked[0]) };
    let first = lead.ok(longer).await.expedite.unwrap();
    assert_eq!((first.working_days, first.granted_working_days), (2, Some(3)));
    let full = lead.refused(approve(&asked[1])).await;
    full.is(Code::FailedPrecondition, "EXPEDITE_QUOTA_USED");
    assert_eq!(full.variable("quota_a_day").unwrap(), "1");
    // What is taken back does not give the place back.
    clerk.ok(withdraw(&first)).await;
    lead.refused(approve(&asked[1])).await.is(Code::FailedPrecondition, "EXPEDITE_QUOTA_USED");
    centre.it_is("2024-03-05T10:00");
    lead.ok(approve(&asked[1])).await;
    centre.it_is("2024-03-07T10:00");
    let late = lead.refused(approve(&asked[2])).await;
    late.is(Code::FailedPrecondition, "NEEDED_BY_PASSED");
    let rejected = lead.ok(decide(&asked[2], v1::Decision::Reject)).await;
    assert_eq!(rejected.effect, None);
    assert_eq!(rejected.expedite.unwrap().state(), ExpediteState::Rejected);
}

#[tokio::test]
async fn an_item_without_a_minimum_is_expedited_at_once() {
    let centre = Centre::start_at("2024-03-04T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&["MED-HELP"])).await;
    let asked = clerk.expedites(&case, "2024-03-04", 0).await;
    let done = centre.lead().ok(approve(&asked)).await;
    assert_eq!(day(done.effect.unwrap().expedited_due_date), "2024-03-04");
    assert_eq!(day(clerk.case(&case.case_id).await.due_date), "2024-03-04");
    let case = clerk.receives(accepted(&[EXTENSION])).await;
    let at_once = clerk.not_expedited(expedite(&case, "2024-03-04", 0)).await;
    at_once.is(Code::FailedPrecondition, "BELOW_EXPEDITE_MINIMUM");
}

#[tokio::test]
async fn a_request_lapses_when_its_case_is_decided_first() {
    let centre = Centre::start().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let case = clerk.receives(accepted(&[EXTENSION])).await;
    let asked = clerk.expedites(&case, "2024-03-20", 1).await;
    let task = clerk.task_for(&case, EXTENSION).await;
    clerk.decides(&task, Outcome::Granted).await.unwrap();
    let lapsed = clerk.expedite(&asked.expedite_id).await.expedite.unwrap();
    assert_eq!(lapsed.state(), ExpediteState::Lapsed);
    let late = lead.refused(approve(&lapsed)).await;
    assert_eq!(late.rules()[0], "STATE_TRANSITION_FORBIDDEN");
    centre.feed_settles().await;
    let events = clerk.ok(v1::ListEventsRequest::default()).await.events;
    let told: Vec<_> = events
        .iter()
        .filter(|event| event.resource_id == asked.expedite_id)
        .map(|event| (event.kind.as_str(), event.resource.clone()))
        .collect();
    let now = || Some(v1::event::Resource::Expedite(lapsed.clone()));
    assert_eq!(told, [("expedite.requested", now()), ("expedite.lapsed", now())]);
}

#[tokio::test]
async fn a_department_lists_and_is_told_what_concerns_it_and_of_others_nothing() {
    let centre = Centre::start().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let case = clerk.receives(accepted(&[EXTENSION])).await;
    let asked = clerk.expedites(&case, "2024-03-20", 1).await;
    let text = "HER FATHER IS ILL".to_owned();
    let permit = clerk.receives(accepted(&[WORK_PERMIT])).await;
    let private = v1::RequestExpediteRequest { text, ..expedite(&permit, "2024-03-20", 1) };
    let second = clerk.ok(private).await.expedite.unwrap();
    lead.ok(approve(&second)).await;
    let all = v1::ListExpeditesRequest::default;
    let both = [second.expedite_id.clone(), asked.expedite_id.clone()];
    assert_eq!(listed(&clerk, all()).await, both, "the latest first");
    let (psb, stb) = (centre.client(Who::PsbOfficer), centre.client(Who::StbPartner));
    assert_eq!(listed(&psb, all()).await, both[1..]);
    assert_eq!(listed(&stb, all()).await, both[..1]);
    let hidden = v1::GetExpediteRequest { expedite_id: second.expedite_id.clone() };
    psb.refused(hidden).await.is(Code::NotFound, "NOT_FOUND");
    let by_state = v1::ListExpeditesRequest {
        states: vec![ExpediteState::Approved.into()],
        decided_from_date: Some(date("2024-03-01")),
        ..all()
    };
    assert_eq!(listed(&clerk, by_state).await, both[..1]);
    let of_department = v1::ListExpeditesRequest { department_id: "PSB".to_owned(), ..all() };
    assert_eq!(listed(&clerk, of_department).await, both[1..]);
    let first = clerk.ok(v1::ListExpeditesRequest { page_size: 1, ..all() }).await;
    assert!(!first.feed_token.is_empty());
    let page_token = first.next_page_token;
    let next = v1::ListExpeditesRequest { page_size: 1, page_token, ..all() };
    assert_eq!(listed(&clerk, next).await, both[1..]);

    let kinds = |events: Vec<v1::Event>| -> Vec<String> {
        let ours = events.into_iter().filter(|event| event.kind.contains("expedite"));
        ours.map(|event| event.kind).collect()
    };
    centre.feed_settles().await;
    let told = kinds(stb.ok(v1::ListEventsRequest::default()).await.events);
    let wanted =
        ["case.expedite_requested", "expedite.requested", "case.expedited", "expedite.approved"];
    assert_eq!(told, wanted);
    for (table, column) in [("outbox", "body"), ("audit", "purpose")] {
        let sql = format!("SELECT count(*) FROM {table} WHERE {column} LIKE '%FATHER%'");
        assert_eq!(centre.database.number(&sql).await, 0, "{table}");
    }
}

#[tokio::test]
async fn statistics_count_by_ground_department_approver_and_state() {
    let centre = Centre::start_at("2024-03-04T10:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let mut asked = Vec::new();
    for item in [EXTENSION, EXTENSION, "WPRP-ONE"] {
        let case = clerk.receives(accepted(&[item])).await;
        asked.push(clerk.expedites(&case, "2024-03-20", 3).await);
    }
    lead.ok(approve(&asked[0])).await;
    lead.ok(decide(&asked[1], v1::Decision::Reject)).await;
    let days = |from, to| v1::GetExpediteStatisticsRequest {
        from_date: Some(date(from)),
        to_date: Some(date(to)),
    };
    let counts = |requested, approved, rejected| v1::ExpediteCounts {
        requested,
        approved,
        rejected,
        rejected_permille: if approved + rejected > 0 { 500 } else { 0 },
        ..Default::default()
    };
    let told = clerk.ok(days("2024-03-04", "2024-03-04")).await;
    assert_eq!(told.total, Some(counts(1, 1, 1)));
    assert_eq!(told.grounds[0].ground(), v1::ExpediteGround::UrgentBusiness);
    assert_eq!((told.grounds.len(), told.grounds[0].counts), (1, Some(counts(1, 1, 1))));
    let departments: Vec<_> =
        told.departments.iter().map(|of| (of.department_id.as_str(), of.counts.unwrap())).collect();
    assert_eq!(departments, [("PSB", counts(1, 1, 1)), ("STB", counts(1, 0, 0))]);
    let decided = lead.expedite(&asked[0].expedite_id).await.expedite.unwrap();
    assert_eq!(told.approvers.len(), 1);
    assert_eq!(told.approvers[0].approver_id, decided.approver_id);
    assert_eq!(told.approvers[0].counts, Some(counts(0, 1, 1)));
    let none = clerk.ok(days("2024-03-05", "2024-03-31")).await;
    assert_eq!(none.total, Some(v1::ExpediteCounts::default()));
    let turned = clerk.refused(days("2024-03-05", "2024-03-04")).await;
    assert_eq!(turned.fields(), ["to_date"]);
}

#[tokio::test]
async fn a_department_that_gets_or_loses_a_task_is_told_of_the_expedite() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&[EXTENSION])).await;
    let asked = clerk.expedites(&case, "2024-03-20", 1).await;
    let task = clerk.task_for(&case, EXTENSION).await;
    let given = v1::ReassignTaskRequest {
        request_id: request_id(),
        task_id: task.task_id.clone(),
        etag: task.etag,
        department_id: "STB".to_owned(),
        reason: "it is theirs".to_owned(),
        validate_only: false,
    };
    clerk.ok(given).await;
    centre.feed_settles().await;
    let seen = |events: Vec<v1::Event>| {
        let ours = events.into_iter().filter(|event| event.resource_id == asked.expedite_id);
        let told: Vec<_> = ours.map(|event| (event.kind, event.removed)).collect();
        told
    };
    let of = |who| {
        let client = centre.client(who);
        async move { client.ok(v1::ListEventsRequest::default()).await.events }
    };
    let changed = |removed| ("expedite.changed".to_owned(), removed);
    let requested = ("expedite.requested".to_owned(), true);
    assert_eq!(seen(of(Who::PsbOfficer).await), [requested, changed(true)]);
    assert_eq!(seen(of(Who::StbOfficer).await), [changed(false)]);
}

#[tokio::test]
async fn the_lane_of_the_employers_entry_takes_no_place_of_the_quota_while_it_is_active() {
    let centre = Centre::start_at("2024-03-04T10:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    quota(&centre, 1).await;
    let code = centre.enterprise(1).await;
    let who = centre.employed_by(&code).await;
    let named = centre.employed_by(&code).await;
    let asks = async |resident_id: &str| {
        let mut request = accepted(&["RP-S-NEW"]);
        request.applicant.as_mut().unwrap().resident_id = resident_id.to_owned();
        let case = clerk.receives(request).await;
        let asked = clerk.ok(expedite(&case, "2024-03-06", 2)).await;
        (asked.expedite.unwrap(), asked.effect.unwrap().whitelist_entry_id)
    };
    let (first, none) = asks("").await;
    assert_eq!(none, "");
    lead.ok(approve(&first)).await;
    // The day's only place is taken, and there is no entry yet.
    let (of_employer, none) = asks(&who).await;
    assert_eq!(none, "");
    let full = lead.refused(approve(&of_employer)).await;
    full.is(Code::FailedPrecondition, "EXPEDITE_QUOTA_USED");

    let coverage = v1::WhitelistCoverage::Named.into();
    let resident_ids = vec![who.clone()];
    let terms = v1::WhitelistTerms { coverage, ..terms("2024-01-01") };
    let application = v1::ApplyForWhitelistEntryRequest { resident_ids, ..applying(&code, terms) };
    let entry = centre.decided(application).await;
    let done = lead.ok(approve(&of_employer)).await;
    let effect = done.effect.unwrap();
    assert_eq!(effect.whitelist_entry_id, entry.entry_id);
    assert_eq!((effect.approved_that_day, effect.quota_a_day), (1, 1));
    let kept = lead.expedite(&of_employer.expedite_id).await.effect.unwrap();
    assert_eq!(kept.whitelist_entry_id, entry.entry_id);
    // A colleague whom the entry does not name waits like anybody.
    let (of_colleague, none) = asks(&named).await;
    assert_eq!(none, "");
    let full = lead.refused(approve(&of_colleague)).await;
    full.is(Code::FailedPrecondition, "EXPEDITE_QUOTA_USED");

    let (again, by) = asks(&who).await;
    assert_eq!(by, entry.entry_id);
    let fao = centre.client(Who::FaoOfficer);
    let flags = async || -> Vec<_> {
        let flags = clerk.case(&of_employer.case_id).await.flags;
        flags.iter().map(|flag| (flag.kind(), flag.resource_id.clone())).collect()
    };
    fao.ok(suspending(&clerk.entry(&entry.entry_id).await)).await;
    assert_eq!(flags().await, [(v1::FlagKind::EntrySuspended, entry.entry_id.clone())]);
    fao.ok(lifting(&clerk.entry(&entry.entry_id).await)).await;
    assert_eq!(flags().await, []);
    fao.ok(revoking(&clerk.entry(&entry.entry_id).await)).await;
    assert_eq!(flags().await, [(v1::FlagKind::EntryRevoked, entry.entry_id.clone())]);
    assert_eq!(clerk.case(&first.case_id).await.flags, []);
    let full = lead.refused(approve(&again)).await;
    full.is(Code::FailedPrecondition, "EXPEDITE_QUOTA_USED");
}
