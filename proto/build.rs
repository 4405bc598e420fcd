//! Compiles the .proto files with protox (no protoc) and writes the descriptor set beside the code.

use prost::Message as _;
use std::{env, error::Error, fs, path::PathBuf};

const FILES: &[&str] = &[
    "frsc/v1/appointment.proto",
    "frsc/v1/auth.proto",
    "frsc/v1/case.proto",
    "frsc/v1/common.proto",
    "frsc/v1/directory.proto",
    "frsc/v1/document.proto",
    "frsc/v1/enterprise.proto",
    "frsc/v1/error_reason.proto",
    "frsc/v1/event.proto",
    "frsc/v1/evidence.proto",
    "frsc/v1/expedite.proto",
    "frsc/v1/expiry.proto",
    "frsc/v1/flag.proto",
    "frsc/v1/identifier.proto",
    "frsc/v1/notice.proto",
    "frsc/v1/mandate.proto",
    "frsc/v1/queue.proto",
    "frsc/v1/rating.proto",
    "frsc/v1/referral.proto",
    "frsc/v1/reminder.proto",
    "frsc/v1/resident.proto",
    "frsc/v1/supervision.proto",
    "frsc/v1/system.proto",
    "frsc/v1/task.proto",
    "frsc/v1/trip.proto",
    "frsc/v1/whitelist.proto",
    "frsc/admin/v1/account.proto",
    "frsc/admin/v1/audit.proto",
    "frsc/admin/v1/catalogue.proto",
    "frsc/admin/v1/schedule.proto",
    "frsc/admin/v1/webhook_endpoint.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=frsc");
    println!("cargo:rerun-if-changed=third_party");
    let descriptors = protox::compile(FILES, [".", "third_party/googleapis"])?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // compile_fds does not write the descriptor set, which reflection and the tests need.
    fs::write(out.join("frsc.bin"), descriptors.encode_to_vec())?;
    tonic_prost_build::configure().compile_fds(descriptors)?;
    Ok(())
}
