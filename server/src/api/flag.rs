//! FlagService: decodes, asks `service::flag`, encodes.

use super::{
    Api,
    appointment::{encode_flag, note_in},
    fields::{Fields, date, etag},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::{
        flag::{Flagged, FlaggedId, FlaggedKind},
        whitelist::MAX_REASON_CHARS,
    },
    error::Result,
    service::{flag, page::PageRequest},
};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::ResolveFlagsResponse, Flagged => |of| Self { work: Some(encode(of)) };
}

write_requests! {
    pb::ResolveFlagsRequest, validate_only;
}

#[tonic::async_trait]
impl pb::flag_service_server::FlagService for Api {
    async fn list_flagged_work(
        &self,
        request: Request<pb::ListFlaggedWorkRequest>,
    ) -> Result<Response<pb::ListFlaggedWorkResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let kinds = kinds(&request)?;
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let page = flag::list(&self.app, entry.call()?, &kinds, &page).await?;
            Ok(pb::ListFlaggedWorkResponse {
                work: page.rows.iter().map(encode).collect(),
                next_page_token: page.next_token,
            })
        };
        entry.answer(found.await)
    }

    async fn resolve_flags(
        &self,
        request: Request<pb::ResolveFlagsRequest>,
    ) -> Result<Response<pb::ResolveFlagsResponse>, Status> {
        let run = |call, (target, reason): (_, String)| async move {
            flag::resolve(&self.app, &call, target, &reason).await
        };
        write(&self.app, request, resolution, run).await
    }
}

fn kinds(request: &pb::ListFlaggedWorkRequest) -> Result<Vec<FlaggedKind>> {
    let mut fields = Fields::new();
    let mut kinds = Vec::new();
    for (index, kind) in request.kinds.iter().enumerate().take(FlaggedKind::ALL.len()) {
        let kind = fields.choice::<pb::FlaggedKind>(&format!("kinds[{index}]"), *kind);
        kinds.extend(kind.and_then(|kind| FlaggedKind::from_number(kind.into())));
    }
    fields.finish(kinds)
}

fn resolution(request: pb::ResolveFlagsRequest) -> Result<((FlaggedId, i64), String)> {
    let mut fields = Fields::new();
    let id = FlaggedId::parse(&request.resource_id);
    if id.is_none() {
        fields.told(
            "resource_id",
            "must be the id of an appointment, a case or a trip: appt_…, case_… or trip_…",
            "应为预约、案件或行程的编号",
        );
    }
    let version = fields.etag("etag", &request.etag);
    fields.text("reason", &request.reason, 1, MAX_REASON_CHARS);
    let reason = note_in(&mut fields, "reason", &request.reason);
    let (id, ()) = fields.both(id, Some(()))?;
    Ok(((id, version), reason))
}

fn encode(of: &Flagged) -> pb::FlaggedWork {
    pb::FlaggedWork {
        resource_id: of.id.text(),
        kind: of.id.kind().number(),
        date: of.on.map(date),
        flags: of.flags.iter().map(encode_flag).collect(),
        etag: etag(of.version),
    }
}
