//! gRPC: decodes, asks a use case, encodes. The only layer that knows tonic and the generated types;
//! it never touches the database.

mod catalogue;
mod directory;
pub mod fields;
pub mod guard;
pub mod handle;
mod identifier;
pub mod methods;
mod resource;
mod schedule;
pub mod status;
pub mod texts;

/// Most bytes of a request message.
pub const MAX_REQUEST_BYTES: usize = 1024 * 1024;
/// Most bytes of a response message.
pub const MAX_RESPONSE_BYTES: usize = 4 * 1024 * 1024;

/// The services of the contract, over one application.
#[derive(Clone, Debug)]
pub struct Api {
    /// The application.
    pub app: std::sync::Arc<crate::service::App>,
}
