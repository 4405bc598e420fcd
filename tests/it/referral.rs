//! Referrals: S23 from receipt to feedback, who sees and does what, returns, reopening, lists, and
//! the rules that are data.

mod rules;
mod sight;

use crate::harness::{Centre, Client, Refused, Who, calls::Call, make::*};
use frsc_proto::v1::{self, ReferralClockKind, ReferralState, ReferralStepKind};
use tonic::Code;

/// When the matter of S23 is handed over: a Saturday evening.
pub const SATURDAY: &str = "2023-07-08T21:15";

/// A matter of 平治110.
pub fn handed_over(external_id: &str) -> v1::CreateReferralRequest {
    v1::CreateReferralRequest {
        request_id: request_id(),
        source_id: "PZ110".to_owned(),
        external_id: external_id.to_owned(),
        category: "accommodation_dispute".to_owned(),
        summary: "外籍人员住宿纠纷".to_owned(),
        urgency: v1::ReferralUrgency::Urgent.into(),
        caller: Some(v1::ReferralCaller { language: "en".to_owned(), ..Default::default() }),
        ..Default::default()
    }
}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident $request:ident ($($argument:ident: $kind:ty),*)
        $({$($field:ident: $value:expr),*})?;)*) => {$(
        $(#[$doc])*
        pub fn $name(of: &v1::Referral $(, $argument: $kind)*) -> v1::$request {
            v1::$request {
                request_id: request_id(),
                referral_id: of.referral_id.clone(),
                etag: of.etag.clone(),
                $($($field: $value,)*)?
                ..Default::default()
            }
        }
    )*};
}

steps! {
    /// 签收.
    sign SignReferralRequest ();
    /// 指派 to a department.
    assign AssignReferralRequest (department: &str) {
        assignee: Some(v1::assign_referral_request::Assignee::DepartmentId(department.to_owned()))
    };
    /// 指派 to a unit.
    assign_unit AssignReferralRequest (division_code: &str) {
        assignee: Some(v1::assign_referral_request::Assignee::Unit(v1::ReferralUnit {
            division_code: division_code.to_owned(),
            name: "当湖街道".to_owned(),
        }))
    };
    /// 联系.
    contact ContactReferralRequest () { outcome: v1::ContactOutcome::Reached.into() };
    /// 响应.
    respond RespondReferralRequest () { response: "已到场".to_owned() };
    /// 反馈.
    close CloseReferralRequest () { result: "已调解".to_owned(), satisfied: true };
    /// 退回.
    give_back ReturnReferralRequest () { reason: "不属本部门".to_owned() };
    /// 重办.
    reopen ReopenReferralRequest () { reason: "来电人不满意".to_owned() };
}

/// An answer with a referral.
pub trait WithReferral {
    /// It.
    fn taken(self) -> v1::Referral;
}

macro_rules! with_referral {
    ($($answer:ident)*) => {$(
        impl WithReferral for v1::$answer {
            fn taken(self) -> v1::Referral {
                self.referral.expect("the referral")
            }
        }
    )*};
}

with_referral! {
    CreateReferralResponse SignReferralResponse AssignReferralResponse ContactReferralResponse
    RespondReferralResponse CloseReferralResponse ReturnReferralResponse ReopenReferralResponse
    GetReferralResponse
}

impl Client {
    /// Takes a step and answers the referral after it.
    pub async fn takes_step<C: Call<Answer: WithReferral>>(&self, request: C) -> v1::Referral {
        self.ok(request).await.taken()
    }

    /// The referral as it is.
    pub async fn referral(&self, id: &str) -> v1::Referral {
        self.takes_step(v1::GetReferralRequest { referral_id: id.to_owned() }).await
    }

    /// A new matter, signed and assigned.
    pub async fn assigned(&self, external_id: &str, department: &str) -> v1::Referral {
        let made = self.takes_step(handed_over(external_id)).await;
        let signed = self.takes_step(sign(&made)).await;
        self.takes_step(assign(&signed, department)).await
    }
}

fn clock(of: &v1::Referral, kind: ReferralClockKind) -> &v1::ReferralClock {
    of.clocks.iter().find(|clock| clock.kind() == kind).expect("the clock")
}

#[tokio::test]
async fn a_matter_of_a_saturday_evening_runs_in_minutes_and_in_working_days() {
    let centre = Centre::start_at(SATURDAY).await;
    let (source, clerk) = (centre.client(Who::SgcPartner), centre.clerk());
    let psb = centre.client(Who::PsbOfficer);
    let request = v1::CreateReferralRequest { ordinary_matter: true, ..handed_over("S23") };
    let made = source.takes_step(request).await;
    use ReferralClockKind as K;
    let due = [
        (K::Sign, "2023-07-08T21:16"),
        (K::Contact, "2023-07-08T21:18"),
        (K::Respond, "2023-07-08T21:45"),
        (K::Close, "2023-07-09T21:15"),
    ];
    for (kind, at) in due {
        let clock = clock(&made, kind);
        assert_eq!(clock.due_time, Some(instant(at)), "{kind:?}");
        assert_eq!(clock.start_time, Some(instant(SATURDAY)));
        assert!(!clock.legal_basis.is_empty() && !clock.late && clock.done_time.is_none());
    }
    let ordinary = clock(&made, K::Ordinary);
    assert_eq!(text_of(ordinary.accepted_date.unwrap()), "2023-07-10");
    assert_eq!(text_of(ordinary.due_date.unwrap()), "2023-07-17");
    assert_eq!(ordinary.due_time, Some(instant("2023-07-17T17:00")));
    assert_eq!((ordinary.counted_days.len(), ordinary.provisional_detail), (5, None));
    assert_eq!((made.state(), made.due_clock()), (ReferralState::Received, K::Sign));
    let signed = clerk.takes_step(sign(&made)).await;
    assert_eq!((signed.state(), signed.due_clock()), (ReferralState::Signed, K::Contact));
    let assigned = clerk.takes_step(assign(&signed, "PSB")).await;
    centre.minutes_pass(4);
    let contacted = psb.takes_step(contact(&assigned)).await;
    assert!(clock(&contacted, K::Contact).late, "21:19 is after 21:18");
    assert!(!clock(&contacted, K::Sign).late);
    assert_eq!(contacted.left_duration.unwrap().seconds, 26 * 60);
    let responded = psb.takes_step(respond(&contacted)).await;
    centre.it_is("2023-07-09T21:15");
    let closed = psb.takes_step(close(&responded)).await;
    assert_eq!((closed.state(), closed.left_duration), (ReferralState::Closed, None));
    assert!(!clock(&closed, K::Close).late, "the last minute is in time");
    let answer = source.ok(v1::GetReferralRequest { referral_id: made.referral_id }).await;
    use ReferralStepKind as S;
    let kinds: Vec<_> = answer.history.iter().map(v1::ReferralStep::kind).collect();
    let wanted = [S::Created, S::Signed, S::Assigned, S::Contacted, S::Responded, S::Closed];
    assert_eq!(kinds, wanted);
    let numbers: Vec<_> = answer.history.iter().map(|step| step.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    assert_eq!(answer.history[2].department_id, "PSB");
    assert_eq!(answer.history[5].text, "已调解");
    assert!(answer.history[5].satisfied);
    assert_eq!(answer.referral.unwrap(), closed);
}

#[tokio::test]
async fn every_step_is_told_to_the_assigned_department_and_to_the_source() {
    let centre = Centre::start_at(SATURDAY).await;
    let clerk = centre.clerk();
    let given = clerk.assigned("TOLD-1", "PSB").await;
    let returned = clerk.takes_step(give_back(&given)).await;
    let unit = clerk.takes_step(assign_unit(&returned, "330482001")).await;
    assert_eq!(unit.unit.as_ref().unwrap().division_code, "330482001");
    assert!(unit.department_id.is_empty());
    let told = [
        ("referral.created", "SGC"),
        ("referral.signed", "SGC"),
        ("referral.assigned", "PSB SGC"),
        ("referral.returned", "PSB SGC"),
    ];
    for (kind, departments) in told {
        let sql = format!(
            "SELECT count(*) FROM outbox WHERE kind = '{kind}' AND department_ids = '{departments}'"
        );
        assert_eq!(centre.database.number(&sql).await, 1, "{kind}");
    }
    let to_the_unit = "SELECT count(*) FROM outbox WHERE kind = 'referral.assigned'
                       AND department_ids = 'SGC'";
    assert_eq!(centre.database.number(to_the_unit).await, 1);
    let trail = frsc_proto::admin::ListAuditRecordsRequest {
        resource_id: given.referral_id,
        ..Default::default()
    };
    assert_eq!(centre.auditor().ok(trail).await.audit_records.len(), 5);
}

#[tokio::test]
async fn the_same_matter_again_is_the_referral_there_is() {
    let centre = Centre::start_at(SATURDAY).await;
    let (source, clerk) = (centre.client(Who::SgcPartner), centre.clerk());
    let made = source.takes_step(handed_over("AGAIN-1")).await;
    let dry = v1::CreateReferralRequest { validate_only: true, ..handed_over("AGAIN-1") };
    for request in [handed_over("AGAIN-1"), dry] {
        let refused = clerk.refused(request).await;
        refused.is(Code::AlreadyExists, "ALREADY_EXISTS");
        assert_eq!(refused.variable("existing_id").unwrap(), made.referral_id);
    }
    let of_12345 =
        v1::CreateReferralRequest { source_id: "12345".to_owned(), ..handed_over("AGAIN-1") };
    let other = clerk.takes_step(of_12345).await;
    assert_ne!(other.referral_id, made.referral_id, "another source counts its own ids");
}

#[tokio::test]
async fn the_third_return_goes_to_the_centre_and_its_appointee_keeps_it() {
    let centre = Centre::start_at(SATURDAY).await;
    let clerk = centre.clerk();
    let mut of = clerk.assigned("RETURN-1", "PSB").await;
    for (returns, next) in [(1, "STB"), (2, "PSB")] {
        of = clerk.takes_step(give_back(&of)).await;
        assert_eq!((of.state(), of.returns), (ReferralState::Returned, returns));
        of = clerk.takes_step(assign(&of, next)).await;
    }
    of = clerk.takes_step(give_back(&of)).await;
    assert_eq!((of.state(), of.returns), (ReferralState::CentreAppoints, 3));
    of = clerk.takes_step(assign(&of, "STB")).await;
    assert!(of.appointed);
    let refused = centre.client(Who::StbOfficer).refused(give_back(&of)).await;
    refused.is(Code::FailedPrecondition, "APPOINTED_BY_CENTRE");
}

#[tokio::test]
async fn a_source_that_is_not_satisfied_reopens_and_the_clocks_run_again() {
    let centre = Centre::start_at(SATURDAY).await;
    let (source, clerk) = (centre.client(Who::SgcPartner), centre.clerk());
    let given = clerk.assigned("REOPEN-1", "PSB").await;
    let contacted = clerk.takes_step(contact(&given)).await;
    let responded = clerk.takes_step(respond(&contacted)).await;
    let closed = clerk.takes_step(close(&responded)).await;
    centre.it_is("2023-07-12T09:00");
    let again = source.takes_step(reopen(&closed)).await;
    assert_eq!((again.state(), again.reopenings), (ReferralState::Assigned, 1));
    assert_eq!(again.department_id, "PSB");
    assert_eq!(again.due_clock(), ReferralClockKind::Respond);
    assert_eq!(again.due_time, Some(instant("2023-07-12T09:30")));
    let rounds: Vec<_> = again.clocks.iter().map(|clock| clock.round).collect();
    assert_eq!(rounds, [1, 1, 1, 1, 2, 2]);
    let refused = source.refused(reopen(&again)).await;
    refused.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    assert_eq!(refused.variable("allowed_states").unwrap(), "CLOSED");
}

#[tokio::test]
async fn a_step_out_of_turn_or_on_an_old_version_changes_nothing() {
    let centre = Centre::start_at(SATURDAY).await;
    let clerk = centre.clerk();
    let made = clerk.takes_step(handed_over("TURN-1")).await;
    let early: Refused = clerk.refused(close(&made)).await;
    early.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    assert_eq!(early.variable("current_state").unwrap(), "RECEIVED");
    assert_eq!(early.variable("allowed_states").unwrap(), "RESPONDED");
    let signed = clerk.takes_step(sign(&made)).await;
    clerk.refused(sign(&made)).await.is(Code::Aborted, "ETAG_MISMATCH");
    let nobody = v1::AssignReferralRequest { assignee: None, ..assign(&signed, "PSB") };
    assert_eq!(clerk.refused(nobody).await.fields(), ["department_id"]);
    assert_eq!(clerk.refused(assign(&signed, "NONE")).await.fields(), ["department_id"]);
    for elsewhere in ["33048", "3304820011", "330106001", "33048200X"] {
        let refused = clerk.refused(assign_unit(&signed, elsewhere)).await;
        assert_eq!(refused.fields(), ["unit.division_code"], "{elsewhere}");
    }
    assert_eq!(clerk.referral(&made.referral_id).await.etag, signed.etag);
}
