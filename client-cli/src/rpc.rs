//! The methods of the contract the program calls: each request knows its method and its answer. A
//! test compares the list with the descriptor set.

use frsc_proto::{admin, v1};
use prost::Message;

/// A request that knows its method.
pub(crate) trait Call: Message + Default + Clone + 'static {
    /// What the method answers.
    type Response: Message + Default + 'static;
    /// The service's whole name, for example `frsc.v1.QueueService`.
    const SERVICE: &'static str;
    /// The method's name, for example `CallNextTicket`.
    const METHOD: &'static str;
}

/// A request that can be repeated page by page.
pub(crate) trait Paged: Call {
    /// Asks for a page.
    fn set_page(&mut self, page_size: i32, page_token: String);
}

macro_rules! calls {
    (
        $package:ident, $service:literal:
        $($method:literal $request:ident $response:ident),+ $(,)?
    ) => {
        $(impl Call for $package::$request {
            type Response = $package::$response;
            const SERVICE: &'static str = $service;
            const METHOD: &'static str = $method;
        })+
        #[cfg(test)]
        pub(crate) fn register(list: &mut Vec<[String; 4]>) {
            $(list.push([
                $service.to_owned(), $method.to_owned(),
                stringify!($request).to_owned(), stringify!($response).to_owned(),
            ]);)+
        }
    };
}

macro_rules! paged {
    ($($request:path),+ $(,)?) => {
        $(impl Paged for $request {
            fn set_page(&mut self, page_size: i32, page_token: String) {
                self.page_size = page_size;
                self.page_token = page_token;
            }
        })+
    };
}

mod work;

/// Calls of `AppointmentService`.
mod appointment {
    use super::{Call, v1};
    calls!(v1, "frsc.v1.AppointmentService":
        "ListSlots" ListSlotsRequest ListSlotsResponse,
        "HoldSlot" HoldSlotRequest HoldSlotResponse,
        "ReleaseHold" ReleaseHoldRequest ReleaseHoldResponse,
        "BookAppointment" BookAppointmentRequest BookAppointmentResponse,
        "GetAppointment" GetAppointmentRequest GetAppointmentResponse,
        "ListAppointments" ListAppointmentsRequest ListAppointmentsResponse,
        "RescheduleAppointment" RescheduleAppointmentRequest RescheduleAppointmentResponse,
        "CancelAppointment" CancelAppointmentRequest CancelAppointmentResponse,
        "CheckInAppointment" CheckInAppointmentRequest CheckInAppointmentResponse,
        "MarkNoShow" MarkNoShowRequest MarkNoShowResponse,
        "RevealPassportNumber" RevealPassportNumberRequest RevealPassportNumberResponse,
    );
}

/// Calls of `AuthService`.
mod auth {
    use super::{Call, v1};
    calls!(v1, "frsc.v1.AuthService":
        "CreateSession" CreateSessionRequest CreateSessionResponse,
        "RefreshSession" RefreshSessionRequest RefreshSessionResponse,
        "RevokeSession" RevokeSessionRequest RevokeSessionResponse,
        "GetCaller" GetCallerRequest GetCallerResponse,
        "ChangePassword" ChangePasswordRequest ChangePasswordResponse,
    );
}

/// Calls of `DirectoryService`.
mod directory {
    use super::{Call, v1};
    calls!(v1, "frsc.v1.DirectoryService":
        "ListDepartments" ListDepartmentsRequest ListDepartmentsResponse,
        "GetDepartment" GetDepartmentRequest GetDepartmentResponse,
        "ListServiceItems" ListServiceItemsRequest ListServiceItemsResponse,
        "GetServiceItem" GetServiceItemRequest GetServiceItemResponse,
        "ListCounters" ListCountersRequest ListCountersResponse,
        "ListOpeningHours" ListOpeningHoursRequest ListOpeningHoursResponse,
        "GetCalendarYear" GetCalendarYearRequest GetCalendarYearResponse,
        "ComputeDeadline" ComputeDeadlineRequest ComputeDeadlineResponse,
        "ComputeFee" ComputeFeeRequest ComputeFeeResponse,
    );
}

/// Calls of `EventService`.
mod event {
    use super::{Call, v1};
    calls!(v1, "frsc.v1.EventService":
        "WatchEvents" WatchEventsRequest WatchEventsResponse,
        "ListEvents" ListEventsRequest ListEventsResponse,
        "AcknowledgeEvents" AcknowledgeEventsRequest AcknowledgeEventsResponse,
        "GetFeedPosition" GetFeedPositionRequest GetFeedPositionResponse,
    );
}

/// Calls of `IdentifierService`.
mod identifier {
    use super::{Call, v1};
    calls!(v1, "frsc.v1.IdentifierService":
        "ReadScan" ReadScanRequest ReadScanResponse,
    );
}

/// Calls of `QueueService`.
mod queue {
    use super::{Call, v1};
    calls!(v1, "frsc.v1.QueueService":
        "IssueTicket" IssueTicketRequest IssueTicketResponse,
        "CallNextTicket" CallNextTicketRequest CallNextTicketResponse,
        "RecallTicket" RecallTicketRequest RecallTicketResponse,
        "ServeTicket" ServeTicketRequest ServeTicketResponse,
        "CompleteTicket" CompleteTicketRequest CompleteTicketResponse,
        "TransferTicket" TransferTicketRequest TransferTicketResponse,
        "ParkTicket" ParkTicketRequest ParkTicketResponse,
        "ReturnTicket" ReturnTicketRequest ReturnTicketResponse,
        "VoidTicket" VoidTicketRequest VoidTicketResponse,
        "GetTicket" GetTicketRequest GetTicketResponse,
        "ListTickets" ListTicketsRequest ListTicketsResponse,
        "WatchQueue" WatchQueueRequest WatchQueueResponse,
    );
}

/// Calls of `ReferralService`.
mod referral {
    use super::{Call, v1};
    calls!(v1, "frsc.v1.ReferralService":
        "CreateReferral" CreateReferralRequest CreateReferralResponse,
        "GetReferral" GetReferralRequest GetReferralResponse,
        "ListReferrals" ListReferralsRequest ListReferralsResponse,
        "SignReferral" SignReferralRequest SignReferralResponse,
        "AssignReferral" AssignReferralRequest AssignReferralResponse,
        "ContactReferral" ContactReferralRequest ContactReferralResponse,
        "RespondReferral" RespondReferralRequest RespondReferralResponse,
        "CloseReferral" CloseReferralRequest CloseReferralResponse,
        "ReturnReferral" ReturnReferralRequest ReturnReferralResponse,
        "ReopenReferral" ReopenReferralRequest ReopenReferralResponse,
    );
}

/// Calls of `SystemService`.
mod system {
    use super::{Call, v1};
    calls!(v1, "frsc.v1.SystemService":
        "GetServerInfo" GetServerInfoRequest GetServerInfoResponse,
    );
}

/// Calls of `AccountService`.
mod account {
    use super::{Call, admin};
    calls!(admin, "frsc.admin.v1.AccountService":
        "CreateAccount" CreateAccountRequest CreateAccountResponse,
        "GetAccount" GetAccountRequest GetAccountResponse,
        "ListAccounts" ListAccountsRequest ListAccountsResponse,
        "SetAccountRoles" SetAccountRolesRequest SetAccountRolesResponse,
        "DisableAccount" DisableAccountRequest DisableAccountResponse,
        "EnableAccount" EnableAccountRequest EnableAccountResponse,
        "ResetSecret" ResetSecretRequest ResetSecretResponse,
    );
}

/// Calls of `AuditService`.
mod audit {
    use super::{Call, admin};
    calls!(admin, "frsc.admin.v1.AuditService":
        "ListAuditRecords" ListAuditRecordsRequest ListAuditRecordsResponse,
    );
}

/// Calls of `CatalogueService`.
mod catalogue {
    use super::{Call, admin};
    calls!(admin, "frsc.admin.v1.CatalogueService":
        "LoadCalendarYear" LoadCalendarYearRequest LoadCalendarYearResponse,
    );
}

/// Calls of `WebhookEndpointService`.
mod webhook_endpoint {
    use super::{Call, admin};
    calls!(admin, "frsc.admin.v1.WebhookEndpointService":
        "CreateWebhookEndpoint" CreateWebhookEndpointRequest CreateWebhookEndpointResponse,
        "ListWebhookEndpoints" ListWebhookEndpointsRequest ListWebhookEndpointsResponse,
        "RotateWebhookSecret" RotateWebhookSecretRequest RotateWebhookSecretResponse,
        "PingWebhookEndpoint" PingWebhookEndpointRequest PingWebhookEndpointResponse,
        "DisableWebhookEndpoint" DisableWebhookEndpointRequest DisableWebhookEndpointResponse,
    );
}

/// Calls of `ScheduleService`.
mod schedule {
    use super::{Call, admin};
    calls!(admin, "frsc.admin.v1.ScheduleService":
        "GetHallSession" GetHallSessionRequest GetHallSessionResponse,
        "ListHallSessions" ListHallSessionsRequest ListHallSessionsResponse,
        "CreateClosure" CreateClosureRequest CreateClosureResponse,
        "EndClosure" EndClosureRequest EndClosureResponse,
        "ListClosures" ListClosuresRequest ListClosuresResponse,
    );
}

paged!(
    v1::ListSlotsRequest,
    v1::ListAppointmentsRequest,
    v1::ListTicketsRequest,
    v1::ListReferralsRequest,
    v1::ListDepartmentsRequest,
    v1::ListServiceItemsRequest,
    v1::ListCountersRequest,
    admin::ListHallSessionsRequest,
    admin::ListClosuresRequest,
    admin::ListAccountsRequest,
    admin::ListAuditRecordsRequest,
    admin::ListWebhookEndpointsRequest,
);

#[cfg(test)]
mod tests {
    #[test]
    fn every_call_is_a_method_of_the_contract_with_these_messages() {
        let mut calls = Vec::new();
        crate::rpc::appointment::register(&mut calls);
        crate::rpc::auth::register(&mut calls);
        crate::rpc::directory::register(&mut calls);
        crate::rpc::event::register(&mut calls);
        crate::rpc::identifier::register(&mut calls);
        crate::rpc::queue::register(&mut calls);
        crate::rpc::referral::register(&mut calls);
        crate::rpc::system::register(&mut calls);
        crate::rpc::account::register(&mut calls);
        crate::rpc::audit::register(&mut calls);
        crate::rpc::catalogue::register(&mut calls);
        crate::rpc::schedule::register(&mut calls);
        crate::rpc::webhook_endpoint::register(&mut calls);
        crate::rpc::work::register(&mut calls);
        let pool = crate::message::pool();
        for [service, method, request, response] in calls {
            let found = pool.get_service_by_name(&service).expect("a service of the contract");
            let found = found.methods().find(|m| m.name() == method).expect("a method of it");
            assert_eq!(found.input().name(), request, "{service}/{method}");
            assert_eq!(found.output().name(), response, "{service}/{method}");
        }
    }
}
