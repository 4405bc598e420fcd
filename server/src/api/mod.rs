//! gRPC: decodes, asks a use case, encodes. The only layer that knows tonic and the generated types;
//! it never touches the database.

pub mod account;
pub mod appointment;
pub mod audit;
pub mod auth;
pub mod fields;
pub mod gate;
pub mod guard;
pub mod handle;
pub mod methods;
pub mod queue;
pub mod roles;
pub mod status;
pub mod texts;
pub mod transport;

/// Most bytes of a request message.
pub const MAX_REQUEST_BYTES: usize = 1024 * 1024;
/// Most bytes of a response message.
pub const MAX_RESPONSE_BYTES: usize = 4 * 1024 * 1024;

/// The services of one server.
#[derive(Clone, Debug)]
pub struct Api {
    /// What they ask.
    pub app: std::sync::Arc<crate::service::App>,
}
