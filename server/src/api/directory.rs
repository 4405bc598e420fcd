//! The directory: decodes what is asked of the catalogue, encodes the answers, and words the
//! cautions of a deadline.

pub(super) mod convert;
mod deadline;

use super::{Api, fields::Fields, handle::Entry};
use crate::{
    domain::{
        calendar::{MAX_YEAR, MIN_YEAR},
        catalogue::{Counter, Department, ServiceItem, Versioned},
        fee::HealthCertificate,
    },
    error::Result,
    service::{
        App,
        directory::{self, ItemFilter},
        page::{Page, PageRequest},
    },
};
use chrono::NaiveDate;
use convert::count;
use frsc_proto::{
    gtype,
    v1::{self, directory_service_server::DirectoryService},
};
use tonic::{Request, Response, Status};

/// Longest text to look for in items, in characters.
const MAX_SEARCH_CHARS: usize = 64;
/// Most departments or categories of a filter.
const MAX_FILTER_VALUES: usize = 100;

#[tonic::async_trait]
impl DirectoryService for Api {
    async fn list_departments(
        &self,
        request: Request<v1::ListDepartmentsRequest>,
    ) -> Result<Response<v1::ListDepartmentsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list_departments(&self.app, &entry, &request).await)
    }

    async fn get_department(
        &self,
        request: Request<v1::GetDepartmentRequest>,
    ) -> Result<Response<v1::GetDepartmentResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = directory::document::<Department>(&self.app, &request.department_id).await;
        let found = found.map(|row| convert::department(&row.value, row.version));
        entry.answer(found.map(|row| v1::GetDepartmentResponse { department: Some(row) }))
    }

    async fn list_service_items(
        &self,
        request: Request<v1::ListServiceItemsRequest>,
    ) -> Result<Response<v1::ListServiceItemsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list_service_items(&self.app, &entry, &request).await)
    }

    async fn get_service_item(
        &self,
        request: Request<v1::GetServiceItemRequest>,
    ) -> Result<Response<v1::GetServiceItemResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = directory::document::<ServiceItem>(&self.app, &request.service_item_id).await;
        let found = found.map(|row| convert::service_item(&row.value, row.version));
        entry.answer(found.map(|row| v1::GetServiceItemResponse { service_item: Some(row) }))
    }

    async fn list_counters(
        &self,
        request: Request<v1::ListCountersRequest>,
    ) -> Result<Response<v1::ListCountersResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list_counters(&self.app, &entry, &request).await)
    }

    async fn list_opening_hours(
        &self,
        request: Request<v1::ListOpeningHoursRequest>,
    ) -> Result<Response<v1::ListOpeningHoursResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list_opening_hours(&self.app, &request).await)
    }

    async fn get_calendar_year(
        &self,
        request: Request<v1::GetCalendarYearRequest>,
    ) -> Result<Response<v1::GetCalendarYearResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(get_calendar_year(&self.app, &request).await)
    }

    async fn compute_deadline(
        &self,
        request: Request<v1::ComputeDeadlineRequest>,
    ) -> Result<Response<v1::ComputeDeadlineResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(deadline::answer(&self.app, &request, entry.origin.language).await)
    }

    async fn compute_fee(
        &self,
        request: Request<v1::ComputeFeeRequest>,
    ) -> Result<Response<v1::ComputeFeeResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(compute_fee(&self.app, &request).await)
    }
}

/// The day a list is asked for.
pub(super) fn as_of(date: Option<gtype::Date>) -> Result<Option<NaiveDate>> {
    let mut fields = Fields::new();
    let date = fields.optional_date("as_of_date", date);
    fields.finish(date)
}

/// The page a list is asked for.
pub(super) fn page_of(size: i32, token: &str) -> PageRequest {
    PageRequest { size, token: token.to_owned() }
}

fn encoded<T, M>(page: &Page<Versioned<T>>, encode: impl Fn(&T, i64) -> M) -> Vec<M> {
    page.rows.iter().map(|row| encode(&row.value, row.version)).collect()
}

async fn list_departments(
    app: &App,
    entry: &Entry,
    request: &v1::ListDepartmentsRequest,
) -> Result<v1::ListDepartmentsResponse> {
    let day = as_of(request.as_of_date)?;
    let page = page_of(request.page_size, &request.page_token);
    let page = directory::departments(app, entry.call()?, day, &page).await?;
    let departments = encoded(&page, convert::department);
    Ok(v1::ListDepartmentsResponse { departments, next_page_token: page.next_token })
}

async fn list_service_items(
    app: &App,
    entry: &Entry,
    request: &v1::ListServiceItemsRequest,
) -> Result<v1::ListServiceItemsResponse> {
    let mut fields = Fields::new();
    fields.codes("department_ids", &request.department_ids, 0, MAX_FILTER_VALUES);
    if request.categories.len() > MAX_FILTER_VALUES {
        fields.fault("categories", format!("must have at most {MAX_FILTER_VALUES} entries"));
    }
    let filter = ItemFilter {
        as_of: fields.optional_date("as_of_date", request.as_of_date),
        department_ids: request.department_ids.clone(),
        categories: request.categories.clone(),
        text: fields.text("text", &request.text, 0, MAX_SEARCH_CHARS),
    };
    let filter = fields.finish(filter)?;
    let page = page_of(request.page_size, &request.page_token);
    let page = directory::service_items(app, entry.call()?, &filter, &page).await?;
    let service_items = encoded(&page, convert::service_item);
    Ok(v1::ListServiceItemsResponse { service_items, next_page_token: page.next_token })
}

async fn list_counters(
    app: &App,
    entry: &Entry,
    request: &v1::ListCountersRequest,
) -> Result<v1::ListCountersResponse> {
    let day = as_of(request.as_of_date)?;
    let page = page_of(request.page_size, &request.page_token);
    let page: Page<Versioned<Counter>> =
        directory::counters(app, entry.call()?, day, &page).await?;
    let counters = encoded(&page, convert::counter);
    Ok(v1::ListCountersResponse { counters, next_page_token: page.next_token })
}

async fn list_opening_hours(
    app: &App,
    request: &v1::ListOpeningHoursRequest,
) -> Result<v1::ListOpeningHoursResponse> {
    let rows = directory::opening_hours(app, as_of(request.as_of_date)?).await?;
    let rows = rows.iter().map(|row| convert::opening_hours(&row.value, row.version));
    Ok(v1::ListOpeningHoursResponse { opening_hours: rows.collect() })
}

async fn get_calendar_year(
    app: &App,
    request: &v1::GetCalendarYearRequest,
) -> Result<v1::GetCalendarYearResponse> {
    let mut fields = Fields::new();
    let year = year(&mut fields, request.year);
    let view = directory::calendar_year(app, fields.finish(year)?).await?;
    Ok(v1::GetCalendarYearResponse { calendar_year: Some(convert::calendar_year(&view)) })
}

/// A year that may have a calendar.
pub(super) fn year(fields: &mut Fields, year: i32) -> i32 {
    if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
        fields.fault("year", format!("must be {MIN_YEAR} to {MAX_YEAR}"));
    }
    year
}

async fn compute_fee(app: &App, request: &v1::ComputeFeeRequest) -> Result<v1::ComputeFeeResponse> {
    let mut fields = Fields::new();
    let from = fields.date("valid_from_date", request.valid_from_date);
    let to = fields.date("valid_to_date", request.valid_to_date);
    let (from, to) = fields.finish((from.unwrap_or_default(), to.unwrap_or_default()))?;
    let fee = directory::fee::compute_fee(app, from, to).await?;
    Ok(v1::ComputeFeeResponse {
        fee_yuan: count(fee.fee_yuan),
        health_certificate_needed: fee.health_certificate == HealthCertificate::Needed,
        legal_basis: fee.legal_basis,
    })
}
