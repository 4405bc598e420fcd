//! `AuditService`: the reading of the audit trail.

use super::{
    Api,
    fields::{self, Fields},
    handle::Entry,
};
use crate::{
    domain::id::{AccountId, AuditId, Id, SessionId},
    error::Result,
    service::{
        audit::{self, AuditFilter, AuditRecord},
        page::PageRequest,
    },
};
use data_encoding::HEXLOWER;
use frsc_proto::admin::{
    self, ListAuditRecordsRequest, ListAuditRecordsResponse, audit_service_server::AuditService,
};
use tonic::{Request, Response, Status};

/// Most values of one filter.
const MAX_FILTER_VALUES: usize = 100;
/// Longest name in a filter.
const MAX_FILTER_LENGTH: usize = 128;

#[tonic::async_trait]
impl AuditService for Api {
    async fn list_audit_records(
        &self,
        request: Request<ListAuditRecordsRequest>,
    ) -> Result<Response<ListAuditRecordsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(self.audit_records(&entry, &request).await)
    }
}

impl Api {
    async fn audit_records(
        &self,
        entry: &Entry,
        request: &ListAuditRecordsRequest,
    ) -> Result<ListAuditRecordsResponse> {
        let filter = filter(request)?;
        let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
        let call = entry.call()?;
        let page = audit::list_audit_records(&self.app, call, &filter, &page).await?;
        Ok(ListAuditRecordsResponse {
            audit_records: page.rows.into_iter().map(message).collect(),
            next_page_token: page.next_token,
        })
    }
}

fn filter(request: &ListAuditRecordsRequest) -> Result<AuditFilter> {
    let mut fields = Fields::new();
    let from = fields.optional_instant("from_time", request.from_time);
    let to = fields.optional_instant("to_time", request.to_time);
    if request.account_ids.len() > MAX_FILTER_VALUES {
        fields.fault("account_ids", "must have at most 100 entries");
    }
    let accounts = request.account_ids.iter().enumerate().take(MAX_FILTER_VALUES);
    let account_ids = accounts
        .filter_map(|(index, id)| fields.id::<AccountId>(&format!("account_ids[{index}]"), id))
        .map(Id::uuid)
        .collect();
    let resource = fields.text("resource_id", &request.resource_id, 0, MAX_FILTER_LENGTH);
    let methods = names(&mut fields, "methods", &request.methods);
    let results = names(&mut fields, "results", &request.results);
    let resource_id = (!resource.is_empty()).then_some(resource);
    fields.finish(AuditFilter { from, to, account_ids, resource_id, methods, results })
}

fn names(fields: &mut Fields, field: &str, values: &[String]) -> Vec<String> {
    if values.len() > MAX_FILTER_VALUES {
        fields.fault(field, "must have at most 100 entries");
    }
    let values = values.iter().enumerate().take(MAX_FILTER_VALUES);
    values
        .map(|(index, value)| {
            fields.text(&format!("{field}[{index}]"), value, 1, MAX_FILTER_LENGTH)
        })
        .collect()
}

fn message(record: AuditRecord) -> admin::AuditRecord {
    let hash = |hash: Option<Vec<u8>>| hash.map(|hash| HEXLOWER.encode(&hash)).unwrap_or_default();
    admin::AuditRecord {
        audit_record_id: AuditId(record.id).to_string(),
        record_time: Some(fields::timestamp(record.at)),
        account_id: record.account_id.map(|id| AccountId(id).to_string()).unwrap_or_default(),
        session_id: record.session_id.map(|id| SessionId(id).to_string()).unwrap_or_default(),
        source_address: record.source_address.unwrap_or_default(),
        method: record.method,
        request_id: record.request_id.map(|id| id.to_string()).unwrap_or_default(),
        resource_id: record.resource_id,
        result: record.result,
        purpose: record.purpose,
        before_hash: hash(record.before_hash),
        after_hash: hash(record.after_hash),
    }
}
