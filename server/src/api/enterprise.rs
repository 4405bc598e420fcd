//! EnterpriseService: decodes, asks `service::enterprise`, encodes.

mod convert;
mod file;

use super::{
    Api,
    fields::Fields,
    handle::{Entry, answers, write, write_requests},
    status::status,
    stream::{Messages, messages},
};
use crate::{
    error::Result,
    service::{
        enterprise::{self, EnterpriseView, GroupView},
        page::PageRequest,
    },
};
pub(super) use convert::encode;
use convert::{
    changed, changed_group, encode_group, group_names, merging, moving, new_enterprise, searched,
    splitting,
};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status, Streaming};

answers! {
    pb::CreateEnterpriseResponse, EnterpriseView => |view| Self {
        enterprise: Some(encode(view)),
    };
    pb::UpdateEnterpriseResponse, EnterpriseView => |view| Self {
        enterprise: Some(encode(view)),
    };
    pb::CreateEnterpriseGroupResponse, GroupView => |view| Self {
        group: Some(encode_group(view)),
    };
    pb::UpdateEnterpriseGroupResponse, GroupView => |view| Self {
        group: Some(encode_group(view)),
    };
    pb::JoinEnterpriseGroupResponse, GroupView => |view| Self { group: Some(encode_group(view)) };
    pb::LeaveEnterpriseGroupResponse, GroupView => |view| Self { group: Some(encode_group(view)) };
    pb::MergeEnterpriseGroupsResponse, GroupView => |view| Self {
        group: Some(encode_group(view)),
    };
    pb::SplitEnterpriseGroupResponse, GroupView => |view| Self { group: Some(encode_group(view)) };
}

write_requests! {
    pb::CreateEnterpriseRequest, validate_only;
    pb::UpdateEnterpriseRequest, validate_only;
    pb::CreateEnterpriseGroupRequest, validate_only;
    pb::UpdateEnterpriseGroupRequest, validate_only;
    pb::JoinEnterpriseGroupRequest, validate_only;
    pb::LeaveEnterpriseGroupRequest, validate_only;
    pb::MergeEnterpriseGroupsRequest, validate_only;
    pb::SplitEnterpriseGroupRequest, validate_only;
}

#[tonic::async_trait]
impl pb::enterprise_service_server::EnterpriseService for Api {
    type ExportEnterprisesStream = Messages<pb::ExportEnterprisesResponse>;

    async fn import_enterprises(
        &self,
        request: Request<Streaming<pb::ImportEnterprisesRequest>>,
    ) -> Result<Response<pb::ImportEnterprisesResponse>, Status> {
        let (entry, stream) = Entry::open(request)?;
        entry.reply(file::run(&self.app, &entry, stream).await)
    }

    async fn export_enterprises(
        &self,
        request: Request<pb::ExportEnterprisesRequest>,
    ) -> Result<Response<Self::ExportEnterprisesStream>, Status> {
        let (entry, request) = Entry::open(request)?;
        let language = entry.origin.language;
        let outgoing = file::Outgoing::begin(&self.app, &entry, &request).await;
        let outgoing = outgoing.map_err(|error| status(&error, language))?;
        Ok(Response::new(messages(outgoing, language)))
    }

    async fn create_enterprise(
        &self,
        request: Request<pb::CreateEnterpriseRequest>,
    ) -> Result<Response<pb::CreateEnterpriseResponse>, Status> {
        let run = |call, (id, profile): (String, _)| async move {
            enterprise::create(&self.app, &call, &id, &profile).await
        };
        write(&self.app, request, new_enterprise, run).await
    }

    async fn update_enterprise(
        &self,
        request: Request<pb::UpdateEnterpriseRequest>,
    ) -> Result<Response<pb::UpdateEnterpriseResponse>, Status> {
        let run = |call, ((id, version), profile, mask): ((String, i64), _, _)| async move {
            enterprise::update(&self.app, &call, (&id, version), (&profile, mask)).await
        };
        write(&self.app, request, changed, run).await
    }

    async fn get_enterprise(
        &self,
        request: Request<pb::GetEnterpriseRequest>,
    ) -> Result<Response<pb::GetEnterpriseResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let mut fields = Fields::new();
            let id = fields.credit_code("enterprise_id", &request.enterprise_id);
            let (id, ()) = fields.both(id, Some(()))?;
            let view = enterprise::get(&self.app, entry.call()?, &id).await?;
            Ok(pb::GetEnterpriseResponse { enterprise: Some(encode(&view)) })
        };
        entry.answer(found.await)
    }

    async fn search_enterprises(
        &self,
        request: Request<pb::SearchEnterprisesRequest>,
    ) -> Result<Response<pb::SearchEnterprisesResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let search = searched(&request)?;
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let page = enterprise::search(&self.app, entry.call()?, search, &page).await?;
            Ok(pb::SearchEnterprisesResponse {
                enterprises: page.rows.iter().map(encode).collect(),
                next_page_token: page.next_token,
            })
        };
        entry.answer(found.await)
    }

    async fn create_enterprise_group(
        &self,
        request: Request<pb::CreateEnterpriseGroupRequest>,
    ) -> Result<Response<pb::CreateEnterpriseGroupResponse>, Status> {
        let decode = |r: pb::CreateEnterpriseGroupRequest| {
            let mut fields = Fields::new();
            let names = group_names(&mut fields, &r.name_zh, &r.name_en);
            fields.finish(names)
        };
        let run = |call, (zh, en): (String, String)| async move {
            enterprise::create_group(&self.app, &call, (&zh, &en)).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn update_enterprise_group(
        &self,
        request: Request<pb::UpdateEnterpriseGroupRequest>,
    ) -> Result<Response<pb::UpdateEnterpriseGroupResponse>, Status> {
        let run = |call, (of, names): ((_, i64), _)| async move {
            enterprise::update_group(&self.app, &call, of, &names).await
        };
        write(&self.app, request, changed_group, run).await
    }

    async fn get_enterprise_group(
        &self,
        request: Request<pb::GetEnterpriseGroupRequest>,
    ) -> Result<Response<pb::GetEnterpriseGroupResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let mut fields = Fields::new();
            let id = fields.id("group_id", &request.group_id);
            let (id, ever) = fields.both(id, Some(request.with_past_members))?;
            let view = enterprise::get_group(&self.app, id, ever).await?;
            Ok(pb::GetEnterpriseGroupResponse { group: Some(encode_group(&view)) })
        };
        entry.answer(found.await)
    }

    async fn list_enterprise_groups(
        &self,
        request: Request<pb::ListEnterpriseGroupsRequest>,
    ) -> Result<Response<pb::ListEnterpriseGroupsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let call = entry.call()?;
            let page = enterprise::groups(&self.app, call, request.with_merged, &page).await?;
            Ok(pb::ListEnterpriseGroupsResponse {
                groups: page.rows.iter().map(encode_group).collect(),
                next_page_token: page.next_token,
            })
        };
        entry.answer(found.await)
    }

    async fn join_enterprise_group(
        &self,
        request: Request<pb::JoinEnterpriseGroupRequest>,
    ) -> Result<Response<pb::JoinEnterpriseGroupResponse>, Status> {
        let decode =
            |r: pb::JoinEnterpriseGroupRequest| moving(&r.group_id, &r.enterprise_ids, r.from_date);
        let run = |call, (group, ids, from): (_, Vec<String>, _)| async move {
            enterprise::join(&self.app, &call, group, &ids, from).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn leave_enterprise_group(
        &self,
        request: Request<pb::LeaveEnterpriseGroupRequest>,
    ) -> Result<Response<pb::LeaveEnterpriseGroupResponse>, Status> {
        let decode = |r: pb::LeaveEnterpriseGroupRequest| {
            moving(&r.group_id, &r.enterprise_ids, r.from_date)
        };
        let run = |call, (group, ids, from): (_, Vec<String>, _)| async move {
            enterprise::leave(&self.app, &call, group, &ids, from).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn merge_enterprise_groups(
        &self,
        request: Request<pb::MergeEnterpriseGroupsRequest>,
    ) -> Result<Response<pb::MergeEnterpriseGroupsResponse>, Status> {
        let run = |call, (groups, from)| async move {
            enterprise::merge(&self.app, &call, groups, from).await
        };
        write(&self.app, request, merging, run).await
    }

    async fn split_enterprise_group(
        &self,
        request: Request<pb::SplitEnterpriseGroupRequest>,
    ) -> Result<Response<pb::SplitEnterpriseGroupResponse>, Status> {
        type Splitting = ((crate::domain::id::EnterpriseGroupId, Vec<String>), (String, String));
        let run = |call, (((group, ids), (zh, en)), from): (Splitting, _)| async move {
            enterprise::split(&self.app, &call, group, &ids, (&zh, &en), from).await
        };
        write(&self.app, request, splitting, run).await
    }
}
