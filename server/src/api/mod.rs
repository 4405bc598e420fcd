//! gRPC: decodes, asks a use case, encodes. The only layer that knows tonic and the generated
//! types; it never touches the database.

pub mod account;
pub mod appointment;
pub mod audit;
pub mod auth;
pub mod case;
pub mod catalogue;
pub mod directory;
pub mod document;
pub mod enterprise;
pub mod event;
pub mod evidence;
pub mod expedite;
pub mod expiry;
pub mod fields;
pub mod flag;
pub mod gate;
pub mod guard;
pub mod handle;
pub mod identifier;
mod import;
mod incoming;
pub mod mandate;
pub mod methods;
pub mod notice;
pub mod queue;
pub mod rating;
pub mod referral;
pub mod reminder;
pub mod resident;
pub mod resource;
pub mod roles;
pub mod schedule;
pub mod status;
mod stream;
pub mod supervision;
pub mod system;
pub mod task;
pub mod texts;
pub mod transport;
pub mod trip;
pub mod webhook_endpoint;
pub mod whitelist;

use crate::service::App;
use frsc_proto::{admin, v1};
use std::sync::Arc;
use tonic::service::Routes;

/// Most bytes of a request message.
pub const MAX_REQUEST_BYTES: usize = 1024 * 1024;
/// Most bytes of a response message.
pub const MAX_RESPONSE_BYTES: usize = 4 * 1024 * 1024;

/// The services of the contract, over one application.
#[derive(Clone, Debug)]
pub struct Api {
    /// The application.
    pub app: Arc<App>,
}

/// Adds services with the limits on their messages.
macro_rules! routes {
    ($api:expr; $($server:ty),* $(,)?) => {{
        let mut routes = Routes::default();
        $(
            routes = routes.add_service(
                <$server>::new($api.clone())
                    .max_decoding_message_size(MAX_REQUEST_BYTES)
                    .max_encoding_message_size(MAX_RESPONSE_BYTES),
            );
        )*
        routes
    }};
}

impl Api {
    /// The services over an application.
    ///
    /// # Errors
    /// The methods that the method table and the contract do not share.
    pub fn new(app: Arc<App>) -> Result<Self, String> {
        methods::compare_with_contract()
            .map_err(|odd| format!("the method table and the contract differ: {odd}"))?;
        Ok(Self { app })
    }

    /// What the guard asks.
    #[must_use]
    pub fn gate(&self) -> Arc<App> {
        Arc::clone(&self.app)
    }

    /// The routes of every service.
    #[must_use]
    pub fn routes(&self) -> Routes {
        use admin::{
            account_service_server::AccountServiceServer, audit_service_server::AuditServiceServer,
            catalogue_service_server::CatalogueServiceServer,
            schedule_service_server::ScheduleServiceServer,
            webhook_endpoint_service_server::WebhookEndpointServiceServer,
        };
        use v1::{
            appointment_service_server::AppointmentServiceServer,
            auth_service_server::AuthServiceServer, case_service_server::CaseServiceServer,
            directory_service_server::DirectoryServiceServer,
            document_service_server::DocumentServiceServer,
            enterprise_service_server::EnterpriseServiceServer,
            event_service_server::EventServiceServer,
            evidence_service_server::EvidenceServiceServer,
            expedite_service_server::ExpediteServiceServer,
            expiry_service_server::ExpiryServiceServer, flag_service_server::FlagServiceServer,
            identifier_service_server::IdentifierServiceServer,
            mandate_service_server::MandateServiceServer,
            notice_service_server::NoticeServiceServer, queue_service_server::QueueServiceServer,
            rating_service_server::RatingServiceServer,
            referral_service_server::ReferralServiceServer,
            reminder_service_server::ReminderServiceServer,
            resident_service_server::ResidentServiceServer,
            supervision_service_server::SupervisionServiceServer,
            system_service_server::SystemServiceServer, task_service_server::TaskServiceServer,
            trip_service_server::TripServiceServer,
            whitelist_service_server::WhitelistServiceServer,
        };
        routes! { self;
            SystemServiceServer<Self>,
            AuthServiceServer<Self>,
            AppointmentServiceServer<Self>,
            QueueServiceServer<Self>,
            EventServiceServer<Self>,
            EvidenceServiceServer<Self>,
            MandateServiceServer<Self>,
            EnterpriseServiceServer<Self>,
            WhitelistServiceServer<Self>,
            TripServiceServer<Self>,
            FlagServiceServer<Self>,
            CaseServiceServer<Self>,
            DocumentServiceServer<Self>,
            RatingServiceServer<Self>,
            TaskServiceServer<Self>,
            ReferralServiceServer<Self>,
            ResidentServiceServer<Self>,
            ExpediteServiceServer<Self>,
            ExpiryServiceServer<Self>,
            SupervisionServiceServer<Self>,
            AccountServiceServer<Self>,
            AuditServiceServer<Self>,
            DirectoryServiceServer<Self>,
            IdentifierServiceServer<Self>,
            CatalogueServiceServer<Self>,
            ScheduleServiceServer<Self>,
            NoticeServiceServer<Self>,
            ReminderServiceServer<Self>,
            WebhookEndpointServiceServer<Self>,
        }
    }
}
