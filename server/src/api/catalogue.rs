//! The catalogue's upkeep: creates and changes its documents and loads calendar years. Whether a
//! document may be kept is decided elsewhere; here it is decoded and encoded.

mod messages;
pub(super) mod resources;
#[cfg(test)]
mod tests;

use super::{
    Api,
    directory::{
        convert::{calendar_year, count},
        year,
    },
    fields::{Fields, date},
    handle::{Entry, accepted},
    resource::{Resource, create, update},
};
use crate::{
    domain::{
        catalogue::{
            BookingPolicy, CasePolicy, Counter, Department, ExpiryPolicy, FeeSchedule,
            OpeningHours, RatingPolicy, ReferralPolicy, ServiceItem, SupervisionPolicy,
            WhitelistPolicy,
        },
        id::Id as _,
        notice::NoticePolicy,
    },
    error::Result,
    service::{
        App,
        calendar_year::{self as years, YearLoad, YearLoaded},
        directory,
        write::Reply,
    },
};
use frsc_proto::admin::{self, catalogue_service_server::CatalogueService};
use std::sync::Arc;
use tonic::{Request, Response, Status};

fn loaded(loaded: &YearLoaded) -> admin::LoadCalendarYearResponse {
    let moves = loaded.moves.iter().map(|moved| admin::CalendarMove {
        resource_id: moved.appointment_id.text(),
        field: "slot_date".to_owned(),
        old_date: Some(date(moved.date)),
        new_date: None,
        reason: moved.reason.name().to_owned(),
    });
    let due_dates = loaded.due_date_moves.iter().map(|moved| admin::CalendarMove {
        resource_id: moved.resource_id.clone(),
        field: "due_date".to_owned(),
        old_date: moved.from.map(date),
        new_date: moved.to.map(date),
        reason: "DUE_DATE_RECOUNTED".to_owned(),
    });
    admin::LoadCalendarYearResponse {
        calendar_year: Some(calendar_year(&loaded.view)),
        moves: moves.chain(due_dates).collect(),
        move_count: count(u32::try_from(loaded.move_count).unwrap_or(u32::MAX)),
    }
}

async fn load_calendar_year(
    app: &Arc<App>,
    entry: &Entry,
    request: &admin::LoadCalendarYearRequest,
) -> Result<Reply<admin::LoadCalendarYearResponse>> {
    let mut fields = Fields::new();
    let etag = request.etag.as_str();
    let load = YearLoad {
        year: year(&mut fields, request.year),
        csv: request.csv.clone(),
        version: if etag.is_empty() { None } else { Some(fields.etag("etag", etag)) },
    };
    let (call, load) = accepted(app, entry, request, fields.finish(load)).await?;
    years::load(app, &call, &load).await
}

#[tonic::async_trait]
impl CatalogueService for Api {
    async fn create_department(
        &self,
        request: Request<admin::CreateDepartmentRequest>,
    ) -> Result<Response<admin::CreateDepartmentResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let value = request.department.as_ref();
        entry.reply(create::<Department, _, _>(&self.app, &entry, &request, value).await)
    }

    async fn update_department(
        &self,
        request: Request<admin::UpdateDepartmentRequest>,
    ) -> Result<Response<admin::UpdateDepartmentResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.department.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<Department, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn create_service_item(
        &self,
        request: Request<admin::CreateServiceItemRequest>,
    ) -> Result<Response<admin::CreateServiceItemResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let value = request.service_item.as_ref();
        entry.reply(create::<ServiceItem, _, _>(&self.app, &entry, &request, value).await)
    }

    async fn update_service_item(
        &self,
        request: Request<admin::UpdateServiceItemRequest>,
    ) -> Result<Response<admin::UpdateServiceItemResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.service_item.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<ServiceItem, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn create_counter(
        &self,
        request: Request<admin::CreateCounterRequest>,
    ) -> Result<Response<admin::CreateCounterResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let value = request.counter.as_ref();
        entry.reply(create::<Counter, _, _>(&self.app, &entry, &request, value).await)
    }

    async fn update_counter(
        &self,
        request: Request<admin::UpdateCounterRequest>,
    ) -> Result<Response<admin::UpdateCounterResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.counter.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<Counter, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn create_opening_hours(
        &self,
        request: Request<admin::CreateOpeningHoursRequest>,
    ) -> Result<Response<admin::CreateOpeningHoursResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let value = request.opening_hours.as_ref();
        entry.reply(create::<OpeningHours, _, _>(&self.app, &entry, &request, value).await)
    }

    async fn update_opening_hours(
        &self,
        request: Request<admin::UpdateOpeningHoursRequest>,
    ) -> Result<Response<admin::UpdateOpeningHoursResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.opening_hours.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<OpeningHours, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn update_booking_policy(
        &self,
        request: Request<admin::UpdateBookingPolicyRequest>,
    ) -> Result<Response<admin::UpdateBookingPolicyResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.booking_policy.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<BookingPolicy, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn update_fee_schedule(
        &self,
        request: Request<admin::UpdateFeeScheduleRequest>,
    ) -> Result<Response<admin::UpdateFeeScheduleResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.fee_schedule.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<FeeSchedule, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn get_booking_policy(
        &self,
        request: Request<admin::GetBookingPolicyRequest>,
    ) -> Result<Response<admin::GetBookingPolicyResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        let found = directory::document::<BookingPolicy>(&self.app, "").await;
        entry.answer(found.map(|row| admin::GetBookingPolicyResponse {
            booking_policy: Some(row.value.encode(row.version)),
        }))
    }

    async fn update_case_policy(
        &self,
        request: Request<admin::UpdateCasePolicyRequest>,
    ) -> Result<Response<admin::UpdateCasePolicyResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.case_policy.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<CasePolicy, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn update_notice_policy(
        &self,
        request: Request<admin::UpdateNoticePolicyRequest>,
    ) -> Result<Response<admin::UpdateNoticePolicyResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.notice_policy.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<NoticePolicy, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn get_notice_policy(
        &self,
        request: Request<admin::GetNoticePolicyRequest>,
    ) -> Result<Response<admin::GetNoticePolicyResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        let found = directory::document::<NoticePolicy>(&self.app, "").await;
        entry.answer(found.map(|row| admin::GetNoticePolicyResponse {
            notice_policy: Some(row.value.encode(row.version)),
        }))
    }

    async fn update_whitelist_policy(
        &self,
        request: Request<admin::UpdateWhitelistPolicyRequest>,
    ) -> Result<Response<admin::UpdateWhitelistPolicyResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.whitelist_policy.as_ref(), request.update_mask.as_ref());
        let done = update::<WhitelistPolicy, _, _>(&self.app, &entry, &request, value, mask).await;
        entry.reply(done)
    }

    async fn get_whitelist_policy(
        &self,
        request: Request<admin::GetWhitelistPolicyRequest>,
    ) -> Result<Response<admin::GetWhitelistPolicyResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        let found = directory::document::<WhitelistPolicy>(&self.app, "").await;
        entry.answer(found.map(|row| admin::GetWhitelistPolicyResponse {
            whitelist_policy: Some(row.value.encode(row.version)),
        }))
    }

    async fn update_rating_policy(
        &self,
        request: Request<admin::UpdateRatingPolicyRequest>,
    ) -> Result<Response<admin::UpdateRatingPolicyResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.rating_policy.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<RatingPolicy, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn get_case_policy(
        &self,
        request: Request<admin::GetCasePolicyRequest>,
    ) -> Result<Response<admin::GetCasePolicyResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        let found = directory::document::<CasePolicy>(&self.app, "").await;
        entry.answer(found.map(|row| admin::GetCasePolicyResponse {
            case_policy: Some(row.value.encode(row.version)),
        }))
    }

    async fn get_rating_policy(
        &self,
        request: Request<admin::GetRatingPolicyRequest>,
    ) -> Result<Response<admin::GetRatingPolicyResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        let found = directory::document::<RatingPolicy>(&self.app, "").await;
        entry.answer(found.map(|row| admin::GetRatingPolicyResponse {
            rating_policy: Some(row.value.encode(row.version)),
        }))
    }

    async fn update_expiry_policy(
        &self,
        request: Request<admin::UpdateExpiryPolicyRequest>,
    ) -> Result<Response<admin::UpdateExpiryPolicyResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.expiry_policy.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<ExpiryPolicy, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn get_expiry_policy(
        &self,
        request: Request<admin::GetExpiryPolicyRequest>,
    ) -> Result<Response<admin::GetExpiryPolicyResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        let found = directory::document::<ExpiryPolicy>(&self.app, "").await;
        entry.answer(found.map(|row| admin::GetExpiryPolicyResponse {
            expiry_policy: Some(row.value.encode(row.version)),
        }))
    }

    async fn update_supervision_policy(
        &self,
        request: Request<admin::UpdateSupervisionPolicyRequest>,
    ) -> Result<Response<admin::UpdateSupervisionPolicyResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.supervision_policy.as_ref(), request.update_mask.as_ref());
        entry.reply(
            update::<SupervisionPolicy, _, _>(&self.app, &entry, &request, value, mask).await,
        )
    }

    async fn get_supervision_policy(
        &self,
        request: Request<admin::GetSupervisionPolicyRequest>,
    ) -> Result<Response<admin::GetSupervisionPolicyResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        let found = directory::document::<SupervisionPolicy>(&self.app, "").await;
        entry.answer(found.map(|row| admin::GetSupervisionPolicyResponse {
            supervision_policy: Some(row.value.encode(row.version)),
        }))
    }

    async fn get_fee_schedule(
        &self,
        request: Request<admin::GetFeeScheduleRequest>,
    ) -> Result<Response<admin::GetFeeScheduleResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        let found = directory::document::<FeeSchedule>(&self.app, "").await;
        entry.answer(found.map(|row| admin::GetFeeScheduleResponse {
            fee_schedule: Some(row.value.encode(row.version)),
        }))
    }

    async fn update_referral_policy(
        &self,
        request: Request<admin::UpdateReferralPolicyRequest>,
    ) -> Result<Response<admin::UpdateReferralPolicyResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let (value, mask) = (request.referral_policy.as_ref(), request.update_mask.as_ref());
        entry.reply(update::<ReferralPolicy, _, _>(&self.app, &entry, &request, value, mask).await)
    }

    async fn get_referral_policy(
        &self,
        request: Request<admin::GetReferralPolicyRequest>,
    ) -> Result<Response<admin::GetReferralPolicyResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        let found = directory::document::<ReferralPolicy>(&self.app, "").await;
        entry.answer(found.map(|row| admin::GetReferralPolicyResponse {
            referral_policy: Some(row.value.encode(row.version)),
        }))
    }

    async fn load_calendar_year(
        &self,
        request: Request<admin::LoadCalendarYearRequest>,
    ) -> Result<Response<admin::LoadCalendarYearResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.reply(load_calendar_year(&self.app, &entry, &request).await)
    }
}
