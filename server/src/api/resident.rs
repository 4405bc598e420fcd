//! ResidentService: decodes, asks `service::resident`, encodes.

mod convert;
mod decode;
mod import;

pub(super) use convert::encode;

use super::{
    Api, fields,
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::resident::{Consent, ResidentMerge, ResidentView},
    service::{
        page::PageRequest,
        resident::{self, Found, Merged, NewConsent, NewMerge, NewResident},
    },
};
use convert::{encode_consent, encode_merge, encode_step};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status, Streaming};

answers! {
    pb::CreateResidentResponse, Found => |found| Self {
        resident: Some(encode(&found.resident)),
        possible_duplicates: found.possible_duplicates.iter().map(encode).collect(),
    };
    pb::UpdateResidentResponse, ResidentView => |view| Self { resident: Some(encode(view)) };
    pb::RecordAddressResponse, ResidentView => |view| Self { resident: Some(encode(view)) };
    pb::RegisterAccommodationResponse, ResidentView => |v| Self { resident: Some(encode(v)) };
    pb::RecordConsentResponse, Consent => |one| Self { consent: Some(encode_consent(one)) };
    pb::WithdrawConsentResponse, Consent => |one| Self { consent: Some(encode_consent(one)) };
    pb::RequestResidentMergeResponse, ResidentMerge => |one| Self {
        merge: Some(encode_merge(one)),
    };
    pb::RejectResidentMergeResponse, ResidentMerge => |one| Self {
        merge: Some(encode_merge(one)),
    };
    pb::ApproveResidentMergeResponse, Merged => |(merge, survivor)| Self {
        merge: Some(encode_merge(merge)),
        survivor: Some(encode(survivor)),
    };
}

write_requests! {
    pb::CreateResidentRequest, validate_only;
    pb::UpdateResidentRequest, validate_only;
    pb::RecordAddressRequest, validate_only;
    pb::RegisterAccommodationRequest;
    pb::RecordConsentRequest;
    pb::WithdrawConsentRequest;
    pb::RequestResidentMergeRequest, validate_only;
    pb::ApproveResidentMergeRequest, validate_only;
    pb::RejectResidentMergeRequest;
}

#[tonic::async_trait]
impl pb::resident_service_server::ResidentService for Api {
    async fn import_residents(
        &self,
        request: Request<Streaming<pb::ImportResidentsRequest>>,
    ) -> Result<Response<pb::ImportResidentsResponse>, Status> {
        let (entry, stream) = Entry::open(request)?;
        entry.reply(import::run(&self.app, &entry, stream).await)
    }

    async fn create_resident(
        &self,
        request: Request<pb::CreateResidentRequest>,
    ) -> Result<Response<pb::CreateResidentResponse>, Status> {
        let decode = |request| decode::new_resident(&self.app, request);
        let run =
            |call, new: NewResident| async move { resident::create(&self.app, &call, &new).await };
        write(&self.app, request, decode, run).await
    }

    async fn get_resident(
        &self,
        request: Request<pb::GetResidentRequest>,
    ) -> Result<Response<pb::GetResidentResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("resident_id", &request.resident_id)?;
            let household = resident::get(&self.app, entry.call()?, id).await?;
            Ok(pb::GetResidentResponse {
                resident: Some(encode(&household.resident)),
                dependants: household.dependants.iter().map(encode).collect(),
                consents: household.consents.iter().map(encode_consent).collect(),
            })
        };
        entry.answer(found.await)
    }

    async fn search_residents(
        &self,
        request: Request<pb::SearchResidentsRequest>,
    ) -> Result<Response<pb::SearchResidentsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let search = decode::search(&request)?;
            let page = resident::search(&self.app, entry.call()?, search, &page).await?;
            let residents = page.rows.iter().map(encode).collect();
            let (next_page_token, feed_token) = (page.next_token, page.feed_token);
            Ok(pb::SearchResidentsResponse { residents, next_page_token, feed_token })
        };
        entry.answer(found.await)
    }

    async fn list_resident_steps(
        &self,
        request: Request<pb::ListResidentStepsRequest>,
    ) -> Result<Response<pb::ListResidentStepsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let id = fields::one_id("resident_id", &request.resident_id)?;
            let page = resident::steps(&self.app, entry.call()?, id, &page).await?;
            let steps = page.rows.iter().map(encode_step).collect();
            Ok(pb::ListResidentStepsResponse { steps, next_page_token: page.next_token })
        };
        entry.answer(found.await)
    }

    async fn list_resident_merges(
        &self,
        request: Request<pb::ListResidentMergesRequest>,
    ) -> Result<Response<pb::ListResidentMergesResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let states = decode::merge_states(&request.states)?;
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let page = resident::merges(&self.app, entry.call()?, states, &page).await?;
            let merges = page.rows.iter().map(encode_merge).collect();
            Ok(pb::ListResidentMergesResponse { merges, next_page_token: page.next_token })
        };
        entry.answer(found.await)
    }

    async fn update_resident(
        &self,
        request: Request<pb::UpdateResidentRequest>,
    ) -> Result<Response<pb::UpdateResidentResponse>, Status> {
        let run = |call, update: decode::Update| async move {
            let (target, fields) = (update.target, update.fields.clone());
            let patch = |view: &ResidentView| update.apply(encode(view));
            resident::update(&self.app, &call, target, fields, patch).await
        };
        write(&self.app, request, decode::update, run).await
    }

    async fn record_address(
        &self,
        request: Request<pb::RecordAddressRequest>,
    ) -> Result<Response<pb::RecordAddressResponse>, Status> {
        let run = |call, (target, address)| async move {
            resident::record_address(&self.app, &call, target, address).await
        };
        write(&self.app, request, decode::new_address, run).await
    }

    async fn register_accommodation(
        &self,
        request: Request<pb::RegisterAccommodationRequest>,
    ) -> Result<Response<pb::RegisterAccommodationResponse>, Status> {
        let run = |call, (target, number, at)| async move {
            resident::register_accommodation(&self.app, &call, target, number, at).await
        };
        write(&self.app, request, decode::registration, run).await
    }

    async fn record_consent(
        &self,
        request: Request<pb::RecordConsentRequest>,
    ) -> Result<Response<pb::RecordConsentResponse>, Status> {
        let run = |call, new: NewConsent| async move {
            resident::record_consent(&self.app, &call, &new).await
        };
        write(&self.app, request, decode::new_consent, run).await
    }

    async fn withdraw_consent(
        &self,
        request: Request<pb::WithdrawConsentRequest>,
    ) -> Result<Response<pb::WithdrawConsentResponse>, Status> {
        let run = |call, (id, number, text): (_, _, String)| async move {
            resident::withdraw_consent(&self.app, &call, id, number, &text).await
        };
        write(&self.app, request, decode::withdrawal, run).await
    }

    async fn request_resident_merge(
        &self,
        request: Request<pb::RequestResidentMergeRequest>,
    ) -> Result<Response<pb::RequestResidentMergeResponse>, Status> {
        let run = |call, new: NewMerge| async move {
            resident::request_merge(&self.app, &call, &new).await
        };
        write(&self.app, request, decode::new_merge, run).await
    }

    async fn approve_resident_merge(
        &self,
        request: Request<pb::ApproveResidentMergeRequest>,
    ) -> Result<Response<pb::ApproveResidentMergeResponse>, Status> {
        let decode = |r: pb::ApproveResidentMergeRequest| {
            decode::decision(&r.merge_id, &r.etag, &r.decision)
        };
        let run = |call, (target, text): (_, String)| async move {
            resident::approve_merge(&self.app, &call, target, &text).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn reject_resident_merge(
        &self,
        request: Request<pb::RejectResidentMergeRequest>,
    ) -> Result<Response<pb::RejectResidentMergeResponse>, Status> {
        let decode =
            |r: pb::RejectResidentMergeRequest| decode::decision(&r.merge_id, &r.etag, &r.decision);
        let run = |call, (target, text): (_, String)| async move {
            resident::reject_merge(&self.app, &call, target, &text).await
        };
        write(&self.app, request, decode, run).await
    }
}
