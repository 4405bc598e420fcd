//! ReminderService: decodes, asks `service::reminder`, encodes.

use super::{
    Api,
    directory::convert::count,
    fields::{Fields, date, etag, one_id, timestamp},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::reminder::{PlannedReminder, Reminder},
    error::Result,
    service::{
        page::PageRequest,
        reminder::{self, ReminderFilter, Swept},
    },
};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::CompleteReminderResponse, Reminder => |one| Self { reminder: Some(encode(one)) };
    pb::RunReminderSweepResponse, Swept => |swept| Self {
        raised: count(swept.raised),
        notices: count(swept.notices),
        more: swept.more,
    };
}

write_requests! {
    pb::CompleteReminderRequest;
    pb::RunReminderSweepRequest;
}

#[tonic::async_trait]
impl pb::reminder_service_server::ReminderService for Api {
    async fn list_reminders(
        &self,
        request: Request<pb::ListRemindersRequest>,
    ) -> Result<Response<pb::ListRemindersResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let mut fields = Fields::new();
            let document_id = fields.optional_id("document_id", &request.document_id);
            let open_only = request.open_only;
            let filter = fields.finish(ReminderFilter { document_id, open_only })?;
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let page = reminder::list(&self.app, entry.call()?, &filter, &page).await?;
            let reminders = page.rows.iter().map(encode).collect();
            Ok(pb::ListRemindersResponse { reminders, next_page_token: page.next_token })
        };
        entry.answer(found.await)
    }

    async fn get_reminder_ladder(
        &self,
        request: Request<pb::GetReminderLadderRequest>,
    ) -> Result<Response<pb::GetReminderLadderResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = one_id("document_id", &request.document_id)?;
            let rungs = reminder::ladder(&self.app, id).await?;
            Ok(pb::GetReminderLadderResponse { rungs: rungs.iter().map(rung).collect() })
        };
        entry.answer(found.await)
    }

    async fn complete_reminder(
        &self,
        request: Request<pb::CompleteReminderRequest>,
    ) -> Result<Response<pb::CompleteReminderResponse>, Status> {
        let decode = |r: pb::CompleteReminderRequest| {
            Fields::new().resource("reminder_id", &r.reminder_id, &r.etag)
        };
        let run = |call, (id, version)| async move {
            reminder::complete(&self.app, &call, id, version).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn run_reminder_sweep(
        &self,
        request: Request<pb::RunReminderSweepRequest>,
    ) -> Result<Response<pb::RunReminderSweepResponse>, Status> {
        let run = |call, ()| async move { reminder::run(&self.app, &call).await };
        write(&self.app, request, |_| Ok(()), run).await
    }
}

fn rung(planned: &PlannedReminder) -> pb::ReminderRung {
    pb::ReminderRung {
        offset_days: planned.offset_days,
        // The numbers of the contract are those that are kept.
        recipient: planned.recipient.number(),
        remind_date: Some(date(planned.remind_on)),
        raise_date: Some(date(planned.raise_on)),
        provisional: planned.provisional,
    }
}

fn encode(reminder: &Reminder) -> pb::Reminder {
    pb::Reminder {
        reminder_id: reminder.id.to_string(),
        document_id: reminder.document_id.to_string(),
        expiry_date: Some(date(reminder.expires_on)),
        rung: Some(rung(&reminder.planned)),
        raise_time: Some(timestamp(reminder.raised_at)),
        superseded: reminder.superseded,
        done_time: reminder.done_at.map(timestamp),
        done_by_account_id: reminder.done_by.map(|id| id.to_string()).unwrap_or_default(),
        etag: etag(reminder.version),
    }
}
