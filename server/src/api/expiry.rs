//! ExpiryService: decodes, asks `service::expiry`, encodes.

mod convert;
mod decode;
mod words;

use super::{
    Api,
    handle::{Entry, accepted, answers, write, write_requests},
};
use crate::{
    domain::{
        expiry::{ObligationState, OwedView},
        id::Id as _,
        refusal::Refusal,
    },
    error::Error,
    service::{
        expiry::{self, NewLifeEvent, NewRenewal, Planned, Recorded, Staff, Whose},
        page::PageRequest,
        task::BatchMode,
    },
};
pub(super) use convert::encode_obligation;
use convert::{encode_expiring, encode_plan, planned, recorded};
use decode::{
    Asked, closing, expiring, life_event, new_renewal, obligations, plan_question, staff,
};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::RecordLifeEventResponse, Recorded => recorded;
    pb::PlanRenewalResponse, Planned => planned;
    pb::PlanEmployerRenewalsResponse, Vec<(Whose, Planned)> => |all| Self {
        renewals: all.iter().map(|(whose, plan)| one_of_staff(*whose, Ok(planned(plan)))).collect(),
    };
    pb::CloseObligationResponse, OwedView => |view| Self {
        obligation: Some(encode_obligation(view)),
    };
}

write_requests! {
    pb::RecordLifeEventRequest, validate_only;
    pb::PlanRenewalRequest, validate_only;
    pb::PlanEmployerRenewalsRequest, validate_only;
    pb::CloseObligationRequest;
}

#[tonic::async_trait]
impl pb::expiry_service_server::ExpiryService for Api {
    async fn get_expiry_plan(
        &self,
        request: Request<pb::GetExpiryPlanRequest>,
    ) -> Result<Response<pb::GetExpiryPlanResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let (asked, terms) = plan_question(&request)?;
            let call = entry.call()?;
            let views = match asked {
                Asked::Document(id) => expiry::of_document(&self.app, call, id, &terms).await?,
                Asked::Resident(id) => expiry::of_resident(&self.app, call, id, &terms).await?,
                Asked::Described(subject) => {
                    expiry::described(&self.app, call, *subject, &terms).await?
                }
            };
            let days = request.include_counted_days;
            let plans = views.iter().map(|view| pb::ExpiryPlan {
                lines: words::lines(view, entry.origin.language),
                ..encode_plan(view, days)
            });
            Ok(pb::GetExpiryPlanResponse { plans: plans.collect() })
        };
        entry.answer(found.await)
    }

    async fn list_expiring(
        &self,
        request: Request<pb::ListExpiringRequest>,
    ) -> Result<Response<pb::ListExpiringResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let (filter, lanes) = expiring(&request)?;
            let page = expiry::list(&self.app, entry.call()?, &filter, &lanes, &page).await?;
            let documents =
                page.rows.iter().map(|row| encode_expiring(row, self.app.clock.today()));
            let (documents, next_page_token) = (documents.collect(), page.next_token);
            Ok(pb::ListExpiringResponse { documents, next_page_token })
        };
        entry.answer(found.await)
    }

    async fn plan_renewal(
        &self,
        request: Request<pb::PlanRenewalRequest>,
    ) -> Result<Response<pb::PlanRenewalResponse>, Status> {
        let run =
            |call, new: NewRenewal| async move { expiry::renew(&self.app, &call, &new).await };
        write(&self.app, request, new_renewal, run).await
    }

    async fn plan_employer_renewals(
        &self,
        request: Request<pb::PlanEmployerRenewalsRequest>,
    ) -> Result<Response<pb::PlanEmployerRenewalsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (call, (staff, mode)): (_, (Staff, BatchMode)) =
            match accepted(&self.app, &entry, &request, staff(&request)).await {
                Ok(accepted) => accepted,
                Err(error) => return entry.answer(Err(error)),
            };
        if mode == BatchMode::Atomic {
            return entry.reply(expiry::renew_all(&self.app, &call, &staff).await);
        }
        let each = expiry::renew_each::<pb::PlanRenewalResponse>(&self.app, &call, &staff).await;
        entry.answer(each.map(|each| {
            let renewals = each.into_iter().map(|(whose, done)| one_of_staff(whose, done));
            pb::PlanEmployerRenewalsResponse { renewals: renewals.collect() }
        }))
    }

    async fn record_life_event(
        &self,
        request: Request<pb::RecordLifeEventRequest>,
    ) -> Result<Response<pb::RecordLifeEventResponse>, Status> {
        let run =
            |call, new: NewLifeEvent| async move { expiry::record(&self.app, &call, &new).await };
        write(&self.app, request, life_event, run).await
    }

    async fn list_obligations(
        &self,
        request: Request<pb::ListObligationsRequest>,
    ) -> Result<Response<pb::ListObligationsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let (filter, overdue) = (obligations(&request)?, request.overdue_only);
            let call = entry.call()?;
            let page = expiry::obligations(&self.app, call, &filter, overdue, &page).await?;
            let obligations = page.rows.iter().map(encode_obligation).collect();
            let (next_page_token, feed_token) = (page.next_token, page.feed_token);
            Ok(pb::ListObligationsResponse { obligations, next_page_token, feed_token })
        };
        entry.answer(found.await)
    }

    async fn close_obligation(
        &self,
        request: Request<pb::CloseObligationRequest>,
    ) -> Result<Response<pb::CloseObligationResponse>, Status> {
        let run = |call, (target, state, note): (_, ObligationState, String)| async move {
            expiry::close(&self.app, &call, target, state, &note).await
        };
        write(&self.app, request, closing, run).await
    }
}

/// What became of one permit.
fn one_of_staff(
    (document_id, resident_id): Whose,
    done: crate::error::Result<pb::PlanRenewalResponse>,
) -> pb::EmployerRenewal {
    let (planned, reasons) = match done {
        Ok(planned) => (Some(planned), Vec::new()),
        Err(Error::Refused { refusals, .. }) => {
            (None, refusals.iter().map(|refusal| Refusal::reason(refusal).to_owned()).collect())
        }
        Err(error) => (None, vec![error.reason().to_owned()]),
    };
    let (document_id, resident_id) = (document_id.text(), resident_id.text());
    pb::EmployerRenewal { document_id, resident_id, planned, reasons }
}
