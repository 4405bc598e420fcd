//! Statuses that are not ours. The gRPC library answers some mistakes itself, without our details:
//! they are told in our form here. It never keeps a foreign message, which may quote the client.

use crate::{
    api::{status::status, texts::Language},
    error::Error,
};
use http::{HeaderMap, HeaderValue};
use std::time::Duration;
use tonic::{Code, Status};

const STATUS: &str = "grpc-status";
const MESSAGE: &str = "grpc-message";
const DETAILS: &str = "grpc-status-details-bin";
/// How the library's messages about a size begin, percent-encoded as they are sent.
const TOO_LARGE: [&str; 2] = ["Error,%20", "Error%20decompressing:%20size%20limit"];
/// How its messages about an undecodable request begin.
const UNDECODABLE: [&str; 6] = [
    "failed%20to%20decode%20Protobuf%20message",
    "protocol%20error",
    "Missing%20request%20message",
    "Unexpected%20EOF%20decoding",
    "Error%20decompressing",
    "Missing%20response%20message",
];
/// How its message about a compression it does not read begins.
const COMPRESSED: &str = "Content%20is%20compressed";
/// When to try again where a foreign service is at a limit.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The code that headers or trailers carry, if any, after a foreign status in them is put into our
/// form.
pub(super) fn mend(headers: &mut HeaderMap, language: Language) -> Option<Code> {
    let code = code_of(headers.get(STATUS)?);
    if code == Code::Ok || headers.contains_key(DETAILS) {
        return Some(code);
    }
    let message = headers.remove(MESSAGE);
    let message = message.as_ref().map_or(&b""[..], HeaderValue::as_bytes);
    let Some(own) = own_status(code, message, language) else {
        return Some(code);
    };
    Some(write(&own, headers))
}

/// Writes a status into headers or trailers.
pub(super) fn write(status: &Status, headers: &mut HeaderMap) -> Code {
    // It fails only for text that is no header, which the library encodes away.
    let _ = status.add_header(headers);
    status.code()
}

fn own_status(code: Code, message: &[u8], language: Language) -> Option<Status> {
    let begins = |start: &str| message.starts_with(start.as_bytes());
    if begins(COMPRESSED) {
        // The protocol wants UNIMPLEMENTED here, with the encodings that are read, so that clients
        // send again without compression.
        let hint = "compressed in a way that is not read here; send it without compression";
        let own = status(&Error::invalid("request", hint), language);
        let details = own.details().to_vec().into();
        return Some(Status::with_details(Code::Unimplemented, own.message(), details));
    }
    own_error(code, begins).map(|error| status(&error, language))
}

fn own_error(code: Code, begins: impl Fn(&str) -> bool) -> Option<Error> {
    let too_large = TOO_LARGE.into_iter().any(&begins);
    let undecodable = UNDECODABLE.into_iter().any(&begins);
    Some(match code {
        Code::OutOfRange | Code::ResourceExhausted if too_large => Error::TooLarge,
        Code::Internal if undecodable => not_a_message(),
        Code::InvalidArgument => not_a_message(),
        Code::Unimplemented => Error::MethodUnknown,
        Code::NotFound => Error::NotFound,
        Code::ResourceExhausted => Error::Overloaded { retry_after: RETRY_AFTER },
        Code::DeadlineExceeded => Error::DeadlineExceeded,
        Code::Unavailable => Error::Unavailable,
        Code::Aborted => Error::Conflict,
        Code::PermissionDenied => Error::PermissionDenied,
        Code::Unauthenticated => Error::Unauthenticated,
        // The client is gone and reads nothing.
        Code::Ok | Code::Cancelled => return None,
        Code::Unknown
        | Code::AlreadyExists
        | Code::FailedPrecondition
        | Code::OutOfRange
        | Code::Internal
        | Code::DataLoss => Error::internal(format_args!("a status without details: {code:?}")),
    })
}

/// The error for bytes that are no message of the method.
pub(super) fn not_a_message() -> Error {
    Error::invalid(
        "request",
        "not a valid message of this method: check the .proto version, the encoding and UTF-8",
    )
}

fn code_of(value: &HeaderValue) -> Code {
    let number = value.to_str().ok().and_then(|text| text.parse::<i32>().ok());
    number.map_or(Code::Unknown, Code::from_i32)
}
