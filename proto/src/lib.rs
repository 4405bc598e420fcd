//! The public contract of frsc as Rust: messages, clients and server traits generated from the
//! .proto files beside this crate. It never holds a rule of its own.
#![allow(missing_docs, clippy::all, clippy::too_many_lines, reason = "the code is generated")]

/// Messages and services for clerks and partner departments.
pub mod frsc {
    /// `frsc.v1`.
    pub mod v1 {
        tonic::include_proto!("frsc.v1");
    }
    /// `frsc.admin`.
    pub mod admin {
        /// `frsc.admin.v1`.
        pub mod v1 {
            tonic::include_proto!("frsc.admin.v1");
        }
    }
}

/// Common types of googleapis.
pub mod google {
    /// `google.type`.
    pub mod r#type {
        tonic::include_proto!("google.r#type");
    }
}

pub use frsc::{admin::v1 as admin, v1};
pub use google::r#type as gtype;

/// Every file of the contract, for reflection and for tests that compare it with the code.
pub const DESCRIPTOR_SET: &[u8] = tonic::include_file_descriptor_set!("frsc");
