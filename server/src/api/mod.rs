//! gRPC: decodes, asks a use case, encodes. The only layer that knows tonic and the generated types;
//! it never touches the database.

pub mod methods;
pub mod status;
pub mod texts;
