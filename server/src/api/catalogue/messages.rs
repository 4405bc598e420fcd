//! What the messages of the catalogue carry when they write.

use super::loaded;
use crate::{
    api::{
        handle::{answers, write_requests},
        resource::Resource as _,
    },
    domain::{
        catalogue::{
            BookingPolicy, CasePolicy, Counter, Department, ExpiryPolicy, FeeSchedule,
            OpeningHours, RatingPolicy, ReferralPolicy, ServiceItem, SupervisionPolicy, Versioned,
            WhitelistPolicy,
        },
        notice::NoticePolicy,
    },
    service::calendar_year::YearLoaded,
};
use frsc_proto::admin;

write_requests! {
    admin::CreateDepartmentRequest, validate_only;
    admin::UpdateDepartmentRequest, validate_only;
    admin::CreateServiceItemRequest, validate_only;
    admin::UpdateServiceItemRequest, validate_only;
    admin::CreateCounterRequest, validate_only;
    admin::UpdateCounterRequest, validate_only;
    admin::CreateOpeningHoursRequest, validate_only;
    admin::UpdateOpeningHoursRequest, validate_only;
    admin::UpdateBookingPolicyRequest, validate_only;
    admin::UpdateCasePolicyRequest, validate_only;
    admin::UpdateSupervisionPolicyRequest, validate_only;
    admin::UpdateRatingPolicyRequest, validate_only;
    admin::UpdateWhitelistPolicyRequest, validate_only;
    admin::UpdateExpiryPolicyRequest, validate_only;
    admin::UpdateFeeScheduleRequest, validate_only;
    admin::UpdateReferralPolicyRequest, validate_only;
    admin::UpdateNoticePolicyRequest, validate_only;
    admin::LoadCalendarYearRequest, validate_only;
}

answers! {
    admin::CreateDepartmentResponse, Versioned<Department> => |row| Self {
        department: Some(row.value.encode(row.version)),
    };
    admin::UpdateDepartmentResponse, Versioned<Department> => |row| Self {
        department: Some(row.value.encode(row.version)),
    };
    admin::CreateServiceItemResponse, Versioned<ServiceItem> => |row| Self {
        service_item: Some(row.value.encode(row.version)),
    };
    admin::UpdateServiceItemResponse, Versioned<ServiceItem> => |row| Self {
        service_item: Some(row.value.encode(row.version)),
    };
    admin::CreateCounterResponse, Versioned<Counter> => |row| Self {
        counter: Some(row.value.encode(row.version)),
    };
    admin::UpdateCounterResponse, Versioned<Counter> => |row| Self {
        counter: Some(row.value.encode(row.version)),
    };
    admin::CreateOpeningHoursResponse, Versioned<OpeningHours> => |row| Self {
        opening_hours: Some(row.value.encode(row.version)),
    };
    admin::UpdateOpeningHoursResponse, Versioned<OpeningHours> => |row| Self {
        opening_hours: Some(row.value.encode(row.version)),
    };
    admin::UpdateWhitelistPolicyResponse, Versioned<WhitelistPolicy> => |row| Self {
        whitelist_policy: Some(row.value.encode(row.version)),
    };
    admin::UpdateRatingPolicyResponse, Versioned<RatingPolicy> => |row| Self {
        rating_policy: Some(row.value.encode(row.version)),
    };
    admin::UpdateExpiryPolicyResponse, Versioned<ExpiryPolicy> => |row| Self {
        expiry_policy: Some(row.value.encode(row.version)),
    };
    admin::UpdateCasePolicyResponse, Versioned<CasePolicy> => |row| Self {
        case_policy: Some(row.value.encode(row.version)),
    };
    admin::UpdateBookingPolicyResponse, Versioned<BookingPolicy> => |row| Self {
        booking_policy: Some(row.value.encode(row.version)),
    };
    admin::UpdateSupervisionPolicyResponse, Versioned<SupervisionPolicy> => |row| Self {
        supervision_policy: Some(row.value.encode(row.version)),
    };
    admin::UpdateFeeScheduleResponse, Versioned<FeeSchedule> => |row| Self {
        fee_schedule: Some(row.value.encode(row.version)),
    };
    admin::UpdateReferralPolicyResponse, Versioned<ReferralPolicy> => |row| Self {
        referral_policy: Some(row.value.encode(row.version)),
    };
    admin::UpdateNoticePolicyResponse, Versioned<NoticePolicy> => |row| Self {
        notice_policy: Some(row.value.encode(row.version)),
    };
    admin::LoadCalendarYearResponse, YearLoaded => loaded;
}
