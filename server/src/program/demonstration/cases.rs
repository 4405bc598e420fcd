//! The made-up cases of the demonstration: one near its due date, a joint one at two departments,
//! one that waits to be handed over, one that lacks material, and one just received.

use super::{
    Demonstration, Line, SignedIn, failed,
    people::{APPLICANTS, applicant},
};
use frsc_proto::v1::{
    self, case_service_client::CaseServiceClient, task_service_client::TaskServiceClient,
};
use uuid::Uuid;

/// The working days before the morning on which the first case is accepted: it is due on the next.
pub(super) const OLDEST_CASE: u32 = 6;
/// The same of the joint case.
pub(super) const JOINT_CASE: u32 = 3;

impl Demonstration<'_> {
    /// Receives and accepts one that the police take at once; by now it is near its due date.
    pub(super) async fn oldest_case(&self) -> Result<(), String> {
        let case = self.receive(&self.sign_in("clerk").await?, 0).await?;
        let mut tasks = self.tasks(self.sign_in("psb-officer").await?);
        let task = task_of(&mut tasks, &case).await?;
        let request = v1::AcceptTaskRequest {
            request_id: Uuid::new_v4().to_string(),
            task_id: task.task_id,
            etag: task.etag,
        };
        tasks.accept_task(request).await.map_err(failed)?;
        Ok(())
    }

    /// Receives and accepts the joint one, whose tasks wait for each other.
    pub(super) async fn joint_case(&self) -> Result<(), String> {
        self.receive(&self.sign_in("clerk").await?, 1).await?;
        Ok(())
    }

    /// Receives and accepts one that its department decides on the same day.
    pub(super) async fn decided_case(&self, clerk: &SignedIn) -> Result<(), String> {
        let case = self.receive(clerk, 2).await?;
        let mut tasks = self.tasks(self.sign_in("stb-system").await?);
        let task = task_of(&mut tasks, &case).await?;
        let request = v1::CompleteTaskRequest {
            request_id: Uuid::new_v4().to_string(),
            task_id: task.task_id,
            etag: task.etag,
            outcome: v1::Outcome::Granted.into(),
            document_number: "STB-17".to_owned(),
            ..Default::default()
        };
        tasks.complete_task(request).await.map_err(failed)?;
        Ok(())
    }

    /// Receives two of the morning: one whose applicant is told what is missing, and one whole.
    pub(super) async fn new_cases(&self, clerk: &SignedIn) -> Result<(), String> {
        let case = self.receive(clerk, 3).await?;
        let request = v1::NotifyMissingMaterialRequest {
            request_id: Uuid::new_v4().to_string(),
            case_id: case.case_id,
            etag: case.etag,
            ..Default::default()
        };
        self.cases(clerk).notify_missing_material(request).await.map_err(failed)?;
        self.receive(clerk, 4).await?;
        Ok(())
    }

    async fn receive(&self, clerk: &SignedIn, index: usize) -> Result<v1::Case, String> {
        let made_up = &APPLICANTS[index];
        let lacks = made_up.lacks.iter().map(|name| v1::Material {
            name: (*name).to_owned(),
            state: v1::MaterialState::Missing.into(),
            ..Default::default()
        });
        let request = v1::CreateCaseRequest {
            request_id: Uuid::new_v4().to_string(),
            service_item_ids: vec![made_up.item.to_owned()],
            applicant: Some(applicant(index)),
            channel: v1::CaseChannel::WalkIn.into(),
            all_materials_received: true,
            materials: lacks.collect(),
            accept: made_up.accepted,
            ..Default::default()
        };
        let made = self.cases(clerk).create_case(request).await.map_err(failed)?.into_inner();
        made.case.ok_or_else(|| "the case was not answered".to_owned())
    }

    fn cases(&self, who: &SignedIn) -> CaseServiceClient<Line> {
        CaseServiceClient::with_interceptor(self.channel.clone(), who.clone())
    }

    fn tasks(&self, who: SignedIn) -> TaskServiceClient<Line> {
        TaskServiceClient::with_interceptor(self.channel.clone(), who)
    }
}

/// The task of a case that has one.
async fn task_of(tasks: &mut TaskServiceClient<Line>, case: &v1::Case) -> Result<v1::Task, String> {
    let request = v1::ListTasksRequest { case_id: case.case_id.clone(), ..Default::default() };
    let listed = tasks.list_tasks(request).await.map_err(failed)?.into_inner().tasks;
    listed.into_iter().next().ok_or_else(|| "the case has no task".to_owned())
}
