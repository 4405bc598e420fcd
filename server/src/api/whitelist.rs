//! WhitelistService: decodes, asks `service::whitelist`, encodes.

mod batch;
mod check;
mod convert;

pub(super) use convert::{direction, encode_terms, purpose, role, terms, with_details};

use super::{
    Api,
    fields::{self, Fields},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::whitelist::{EntryView, StepKind},
    error::Result,
    service::{
        page::PageRequest,
        whitelist::{self, BatchOutcome},
    },
};
use batch::{batch, encode_batch};
use check::{checks, counts_asked, encode_count, encode_verdict, one_check};
use convert::{application, count_of, encode, persons, renewal, revocation, searched, stepped};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::ApplyForWhitelistEntryResponse, EntryView => |view| Self { entry: Some(encode(view)) };
    pb::RecommendWhitelistEntryResponse, EntryView => |view| Self { entry: Some(encode(view)) };
    pb::ApproveWhitelistEntryResponse, EntryView => |view| Self { entry: Some(encode(view)) };
    pb::RejectWhitelistEntryResponse, EntryView => |view| Self { entry: Some(encode(view)) };
    pb::WithdrawWhitelistEntryResponse, EntryView => |view| Self { entry: Some(encode(view)) };
    pb::SuspendWhitelistEntryResponse, EntryView => |view| Self { entry: Some(encode(view)) };
    pb::LiftWhitelistSuspensionResponse, EntryView => |view| Self { entry: Some(encode(view)) };
    pb::RevokeWhitelistEntryResponse, EntryView => |view| Self { entry: Some(encode(view)) };
    pb::RenewWhitelistEntryResponse, EntryView => |view| Self { entry: Some(encode(view)) };
    pb::ChangeNamedPersonsResponse, EntryView => |view| Self { entry: Some(encode(view)) };
    pb::RunWhitelistBatchResponse, BatchOutcome => encode_batch;
}

write_requests! {
    pb::ApplyForWhitelistEntryRequest, validate_only;
    pb::RecommendWhitelistEntryRequest, validate_only;
    pb::ApproveWhitelistEntryRequest, validate_only;
    pb::RejectWhitelistEntryRequest, validate_only;
    pb::WithdrawWhitelistEntryRequest, validate_only;
    pb::SuspendWhitelistEntryRequest, validate_only;
    pb::LiftWhitelistSuspensionRequest, validate_only;
    pb::RevokeWhitelistEntryRequest, validate_only;
    pb::RenewWhitelistEntryRequest, validate_only;
    pb::ChangeNamedPersonsRequest, validate_only;
    pb::RunWhitelistBatchRequest, validate_only;
}

/// Handles a step that is told with a reason and evidence.
macro_rules! step {
    ($api:expr, $request:expr, $kind:expr) => {{
        let run = |call, (target, told)| async move {
            whitelist::take(&$api.app, &call, $kind, target, (&told, None)).await
        };
        let decode = |r| stepped(&r);
        write(&$api.app, $request, decode, run).await
    }};
}

#[tonic::async_trait]
impl pb::whitelist_service_server::WhitelistService for Api {
    async fn apply_for_whitelist_entry(
        &self,
        request: Request<pb::ApplyForWhitelistEntryRequest>,
    ) -> Result<Response<pb::ApplyForWhitelistEntryResponse>, Status> {
        let run = |call, given: convert::Applied| async move {
            let of = (given.enterprise_id.as_str(), &given.terms);
            whitelist::apply(&self.app, &call, of, &given.persons, &given.told).await
        };
        write(&self.app, request, application, run).await
    }

    async fn recommend_whitelist_entry(
        &self,
        request: Request<pb::RecommendWhitelistEntryRequest>,
    ) -> Result<Response<pb::RecommendWhitelistEntryResponse>, Status> {
        step!(self, request, StepKind::Recommended)
    }

    async fn approve_whitelist_entry(
        &self,
        request: Request<pb::ApproveWhitelistEntryRequest>,
    ) -> Result<Response<pb::ApproveWhitelistEntryResponse>, Status> {
        step!(self, request, StepKind::Approved)
    }

    async fn reject_whitelist_entry(
        &self,
        request: Request<pb::RejectWhitelistEntryRequest>,
    ) -> Result<Response<pb::RejectWhitelistEntryResponse>, Status> {
        step!(self, request, StepKind::Rejected)
    }

    async fn withdraw_whitelist_entry(
        &self,
        request: Request<pb::WithdrawWhitelistEntryRequest>,
    ) -> Result<Response<pb::WithdrawWhitelistEntryResponse>, Status> {
        step!(self, request, StepKind::Withdrawn)
    }

    async fn suspend_whitelist_entry(
        &self,
        request: Request<pb::SuspendWhitelistEntryRequest>,
    ) -> Result<Response<pb::SuspendWhitelistEntryResponse>, Status> {
        step!(self, request, StepKind::Suspended)
    }

    async fn lift_whitelist_suspension(
        &self,
        request: Request<pb::LiftWhitelistSuspensionRequest>,
    ) -> Result<Response<pb::LiftWhitelistSuspensionResponse>, Status> {
        step!(self, request, StepKind::Lifted)
    }

    async fn revoke_whitelist_entry(
        &self,
        request: Request<pb::RevokeWhitelistEntryRequest>,
    ) -> Result<Response<pb::RevokeWhitelistEntryResponse>, Status> {
        let run = |call, (target, told, at)| async move {
            whitelist::take(&self.app, &call, StepKind::Revoked, target, (&told, at)).await
        };
        write(&self.app, request, revocation, run).await
    }

    async fn renew_whitelist_entry(
        &self,
        request: Request<pb::RenewWhitelistEntryRequest>,
    ) -> Result<Response<pb::RenewWhitelistEntryResponse>, Status> {
        let run = |call, (target, told, until)| async move {
            whitelist::renew(&self.app, &call, target, (&told, until)).await
        };
        write(&self.app, request, renewal, run).await
    }

    async fn change_named_persons(
        &self,
        request: Request<pb::ChangeNamedPersonsRequest>,
    ) -> Result<Response<pb::ChangeNamedPersonsResponse>, Status> {
        let run = |call, (target, told, change)| async move {
            whitelist::change_persons(&self.app, &call, target, &change, &told).await
        };
        write(&self.app, request, persons, run).await
    }

    async fn run_whitelist_batch(
        &self,
        request: Request<pb::RunWhitelistBatchRequest>,
    ) -> Result<Response<pb::RunWhitelistBatchResponse>, Status> {
        let run = |call, asked| async move { whitelist::run(&self.app, &call, &asked).await };
        write(&self.app, request, batch, run).await
    }

    async fn get_whitelist_entry(
        &self,
        request: Request<pb::GetWhitelistEntryRequest>,
    ) -> Result<Response<pb::GetWhitelistEntryResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("entry_id", &request.entry_id)?;
            let mut fields = Fields::new();
            let known = fields.optional_instant("as_known_time", request.as_known_time);
            fields.finish(())?;
            let view = whitelist::get(&self.app, id, known).await?;
            Ok(pb::GetWhitelistEntryResponse { entry: Some(with_details(&view)) })
        };
        entry.answer(found.await)
    }

    async fn list_whitelist_entries(
        &self,
        request: Request<pb::ListWhitelistEntriesRequest>,
    ) -> Result<Response<pb::ListWhitelistEntriesResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let search = searched(&request)?;
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let page = whitelist::list(&self.app, entry.call()?, &search, &page).await?;
            Ok(pb::ListWhitelistEntriesResponse {
                entries: page.rows.iter().map(encode).collect(),
                next_page_token: page.next_token,
                feed_token: page.feed_token,
            })
        };
        entry.answer(found.await)
    }

    async fn count_whitelist_entries(
        &self,
        request: Request<pb::CountWhitelistEntriesRequest>,
    ) -> Result<Response<pb::CountWhitelistEntriesResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let mut fields = Fields::new();
            let group = fields.optional_id("group_id", &request.group_id);
            fields.finish(())?;
            Ok(count_of(&whitelist::count(&self.app, group).await?))
        };
        entry.answer(found.await)
    }

    async fn check_whitelist(
        &self,
        request: Request<pb::CheckWhitelistRequest>,
    ) -> Result<Response<pb::CheckWhitelistResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let (ask, token, known) = one_check(request)?;
            let call = entry.call()?;
            let verdict = match known {
                Some(at) => {
                    Some(Box::pin(whitelist::check_as_known(&self.app, call, ask, at)).await?)
                }
                None => whitelist::check(&self.app, call, &[ask], token).await?.pop(),
            };
            Ok(pb::CheckWhitelistResponse {
                verdict: verdict.as_ref().map(|of| encode_verdict(of, &call.caller)),
            })
        };
        entry.answer(found.await)
    }

    async fn batch_check_whitelist(
        &self,
        request: Request<pb::BatchCheckWhitelistRequest>,
    ) -> Result<Response<pb::BatchCheckWhitelistResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let (asked, token) = checks(request)?;
            let call = entry.call()?;
            let verdicts = whitelist::check(&self.app, call, &asked, token).await?;
            let verdicts = verdicts.iter().map(|of| encode_verdict(of, &call.caller)).collect();
            Ok(pb::BatchCheckWhitelistResponse { verdicts })
        };
        entry.answer(found.await)
    }

    async fn list_whitelist_check_counts(
        &self,
        request: Request<pb::ListWhitelistCheckCountsRequest>,
    ) -> Result<Response<pb::ListWhitelistCheckCountsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let filter = counts_asked(&request)?;
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let page = whitelist::check_counts(&self.app, entry.call()?, &filter, &page).await?;
            let counts = page.rows.iter().map(encode_count).collect();
            Ok(pb::ListWhitelistCheckCountsResponse { counts, next_page_token: page.next_token })
        };
        entry.answer(found.await)
    }
}
