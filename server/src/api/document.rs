//! DocumentService: decodes, asks `service::document`, encodes.

mod convert;
mod decode;

pub(super) use decode::typed;

pub(super) use convert::encode;

use super::{
    Api, fields,
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::{
        disclosure::Disclosure,
        document::DocumentView,
        id::{DocumentId, ResidentId},
    },
    error::Result,
    service::{
        disclosure::{self, HandOver},
        document::{self, Change, Handing, NewDocument, Recorded},
        page::PageRequest,
        reveal::{self, Holder, Purpose},
        write::Reply,
    },
};
use convert::{
    created, encode_custody, encode_disclosure, limiting, replaced, shown_stay, updated,
};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::CreateDocumentResponse, Recorded => created;
    pb::UpdateDocumentResponse, Recorded => updated;
    pb::ReplaceDocumentResponse, Recorded => replaced;
    pb::CancelDocumentResponse, Recorded => |done| Self { document: Some(encode(&done.view)) };
    pb::ReportDocumentLostResponse, Recorded => |done| Self { document: Some(encode(&done.view)) };
    pb::RecordCustodyResponse, DocumentView => |view| Self { document: Some(encode(view)) };
    pb::RecordDisclosureResponse, Disclosure => |row| Self {
        disclosure: Some(encode_disclosure(row)),
    };
}

write_requests! {
    pb::CreateDocumentRequest, validate_only;
    pb::UpdateDocumentRequest, validate_only;
    pb::ReplaceDocumentRequest, validate_only;
    pb::CancelDocumentRequest;
    pb::ReportDocumentLostRequest;
    pb::RevealDocumentNumberRequest;
    pb::RecordCustodyRequest;
    pb::RecordDisclosureRequest;
}

/// Which document, and the version its reader saw.
type Target = (DocumentId, i64);

#[tonic::async_trait]
impl pb::document_service_server::DocumentService for Api {
    async fn create_document(
        &self,
        request: Request<pb::CreateDocumentRequest>,
    ) -> Result<Response<pb::CreateDocumentResponse>, Status> {
        let decode = |request| decode::new_document(&self.app, request);
        let run = |call, (resident, new): (ResidentId, NewDocument)| async move {
            document::create(&self.app, &call, resident, &new).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn get_document(
        &self,
        request: Request<pb::GetDocumentRequest>,
    ) -> Result<Response<pb::GetDocumentResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("document_id", &request.document_id)?;
            let shown = document::get(&self.app, entry.call()?, id).await?;
            let limited_by = shown.limited_by.as_ref().map(limiting);
            Ok(pb::GetDocumentResponse { document: Some(encode(&shown.view)), limited_by })
        };
        entry.answer(found.await)
    }

    async fn list_documents(
        &self,
        request: Request<pb::ListDocumentsRequest>,
    ) -> Result<Response<pb::ListDocumentsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let filter = decode::filter(&request)?;
            let page = document::list(&self.app, entry.call()?, &filter, &page).await?;
            let documents = page.rows.iter().map(encode).collect();
            let (next_page_token, feed_token) = (page.next_token, page.feed_token);
            Ok(pb::ListDocumentsResponse { documents, next_page_token, feed_token })
        };
        entry.answer(found.await)
    }

    async fn lookup_document(
        &self,
        request: Request<pb::LookupDocumentRequest>,
    ) -> Result<Response<pb::LookupDocumentResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let (number, kind) = decode::looked_up(&request)?;
            let found = document::look_up(&self.app, entry.call()?, &number, kind).await?;
            Ok(pb::LookupDocumentResponse { documents: found.iter().map(encode).collect() })
        };
        entry.answer(found.await)
    }

    async fn get_stay(
        &self,
        request: Request<pb::GetStayRequest>,
    ) -> Result<Response<pb::GetStayResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("resident_id", &request.resident_id)?;
            let stay = document::stay(&self.app, entry.call()?, id).await?;
            Ok(stay.map(|stay| shown_stay(&stay, self.app.clock.today())).unwrap_or_default())
        };
        entry.answer(found.await)
    }

    async fn update_document(
        &self,
        request: Request<pb::UpdateDocumentRequest>,
    ) -> Result<Response<pb::UpdateDocumentResponse>, Status> {
        let run = |call, (target, change): (Target, Change)| async move {
            document::update(&self.app, &call, target, &change).await
        };
        write(&self.app, request, decode::change, run).await
    }

    async fn replace_document(
        &self,
        request: Request<pb::ReplaceDocumentRequest>,
    ) -> Result<Response<pb::ReplaceDocumentResponse>, Status> {
        let decode = |request| decode::replacement(&self.app, request);
        let run = |call, (target, new): (Target, NewDocument)| async move {
            document::replace(&self.app, &call, target, &new).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn cancel_document(
        &self,
        request: Request<pb::CancelDocumentRequest>,
    ) -> Result<Response<pb::CancelDocumentResponse>, Status> {
        let decode = |r: pb::CancelDocumentRequest| {
            decode::ending(&r.document_id, &r.etag, &r.reason, r.ended_date)
        };
        let run = |call, (target, text, on): decode::Ended| async move {
            document::cancel(&self.app, &call, target, &text, on).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn report_document_lost(
        &self,
        request: Request<pb::ReportDocumentLostRequest>,
    ) -> Result<Response<pb::ReportDocumentLostResponse>, Status> {
        let decode = |r: pb::ReportDocumentLostRequest| {
            decode::ending(&r.document_id, &r.etag, &r.reason, r.ended_date)
        };
        let run = |call, (target, text, on): decode::Ended| async move {
            document::report_lost(&self.app, &call, target, &text, on).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn reveal_document_number(
        &self,
        request: Request<pb::RevealDocumentNumberRequest>,
    ) -> Result<Response<pb::RevealDocumentNumberResponse>, Status> {
        let run = |call, (holder, purpose): (Holder, Purpose)| async move {
            let number = reveal::reveal(&self.app, &call, holder, &purpose).await?;
            Ok(Reply { answer: pb::RevealDocumentNumberResponse { number }, replayed: false })
        };
        write(&self.app, request, decode::reveal, run).await
    }

    async fn record_custody(
        &self,
        request: Request<pb::RecordCustodyRequest>,
    ) -> Result<Response<pb::RecordCustodyResponse>, Status> {
        let run = |call, handing: Handing| async move {
            document::record_custody(&self.app, &call, &handing).await
        };
        write(&self.app, request, decode::handing, run).await
    }

    async fn list_custody(
        &self,
        request: Request<pb::ListCustodyRequest>,
    ) -> Result<Response<pb::ListCustodyResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("document_id", &request.document_id)?;
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let page = document::custody(&self.app, entry.call()?, id, &page).await?;
            let custody = page.rows.iter().map(encode_custody).collect();
            Ok(pb::ListCustodyResponse { custody, next_page_token: page.next_token })
        };
        entry.answer(found.await)
    }

    async fn record_disclosure(
        &self,
        request: Request<pb::RecordDisclosureRequest>,
    ) -> Result<Response<pb::RecordDisclosureResponse>, Status> {
        let run =
            |call, new: HandOver| async move { disclosure::record(&self.app, &call, &new).await };
        write(&self.app, request, decode::hand_over, run).await
    }

    async fn list_disclosures(
        &self,
        request: Request<pb::ListDisclosuresRequest>,
    ) -> Result<Response<pb::ListDisclosuresResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let filter = decode::ledger(&request)?;
            let page = disclosure::list(&self.app, entry.call()?, &filter, &page).await?;
            let disclosures = page.rows.iter().map(encode_disclosure).collect();
            Ok(pb::ListDisclosuresResponse { disclosures, next_page_token: page.next_token })
        };
        entry.answer(found.await)
    }
}
