//! What every handler does: takes who calls from the guard, decodes with every fault noted, asks
//! one use case, and answers in the client's language.

use super::{guard, guard::Origin, status::status};
use crate::{
    error::{Error, Result},
    service::{
        App, Call, Visit,
        write::{Mode, Reply, WriteCall, record_refusal},
    },
};
use prost::Message;
use std::sync::Arc;
use tonic::{Request, Response, Status, metadata::MetadataValue};
use uuid::Uuid;

/// The response header that marks the kept answer of a repeated request.
pub const REPLAYED_HEADER: &str = "frsc-replayed";

/// A call as it arrives at its handler.
#[derive(Debug)]
pub struct Entry {
    /// Where it comes from and what it calls.
    pub origin: Origin,
    call: Option<Call>,
}

impl Entry {
    /// Takes a request apart.
    ///
    /// # Errors
    /// An internal error where the guard did not stand before the handler.
    pub fn open<Q>(request: Request<Q>) -> Result<(Self, Q), Status> {
        let origin = guard::origin(&request).map_err(|error| status(&error, Default::default()))?;
        let call = guard::caller(&request).ok().map(|caller| Call {
            caller,
            method: origin.method.name(),
            source: origin.source_address,
        });
        Ok((Self { origin, call }, request.into_inner()))
    }

    /// The call as one for which nobody is signed in.
    #[must_use]
    pub fn visit(&self) -> Visit {
        Visit { method: self.origin.method.name(), source: self.origin.source_address }
    }

    /// Who calls; every method but the public ones has a caller.
    ///
    /// # Errors
    /// `Unauthenticated` where there is none.
    pub fn call(&self) -> Result<&Call> {
        self.call.as_ref().ok_or(Error::Unauthenticated)
    }

    /// The call of a write: its request id and the keyed hash of the whole request.
    ///
    /// # Errors
    /// `Invalid` where `request_id` is no UUID.
    pub fn write_call<Q: Message>(
        &self,
        app: &App,
        request: &Q,
        request_id: &str,
        validate_only: bool,
    ) -> Result<WriteCall> {
        let request_id = Uuid::try_parse(request_id).map_err(|_| {
            Error::invalid("request_id", "must be a UUID, made once for each request")
        })?;
        let request_hash = app.secrets.fingerprint(&request.encode_to_vec());
        let mode = Mode::of(validate_only);
        Ok(WriteCall { call: self.call()?.clone(), request_id, request_hash, mode })
    }

    /// The answer of a read.
    ///
    /// # Errors
    /// The status of a refusal.
    pub fn answer<R>(&self, result: Result<R>) -> Result<Response<R>, Status> {
        result.map(Response::new).map_err(|error| status(&error, self.origin.language))
    }

    /// The answer of a write, marked where it is the kept one of a repeat.
    ///
    /// # Errors
    /// The status of a refusal.
    pub fn reply<R>(&self, result: Result<Reply<R>>) -> Result<Response<R>, Status> {
        let reply = result.map_err(|error| status(&error, self.origin.language))?;
        let mut response = Response::new(reply.answer);
        if reply.replayed {
            let yes = MetadataValue::from_static("true");
            response.metadata_mut().insert(REPLAYED_HEADER, yes);
        }
        Ok(response)
    }
}

/// A request that writes: what every such request carries.
pub trait WriteRequest: Message + Clone {
    /// Its id, a UUID of the client's.
    fn request_id(&self) -> &str;

    /// True where it is only to be checked.
    fn validate_only(&self) -> bool {
        false
    }
}

/// Handles a write: decodes, puts what cannot be decoded on record, and runs the use case.
///
/// # Errors
/// The status of a refusal.
pub async fn write<Q, D, R, Fut>(
    app: &Arc<App>,
    request: Request<Q>,
    decode: impl FnOnce(Q) -> Result<D>,
    run: impl FnOnce(WriteCall, D) -> Fut,
) -> Result<Response<R>, Status>
where
    Q: WriteRequest,
    Fut: Future<Output = Result<Reply<R>>>,
{
    let (entry, request) = Entry::open(request)?;
    let decoded = decode(request.clone());
    match accepted(app, &entry, &request, decoded).await {
        Ok((call, command)) => entry.reply(run(call, command).await),
        Err(error) => entry.reply(Err(error)),
    }
}

/// The call of a write and what it asks for, with the faults of both told together. A refusal is
/// put on record unless only a check was asked for.
///
/// # Errors
/// `Invalid` with every fault.
pub async fn accepted<T, Q: WriteRequest>(
    app: &App,
    entry: &Entry,
    request: &Q,
    decoded: Result<T>,
) -> Result<(WriteCall, T)> {
    let call = entry.write_call(app, request, request.request_id(), request.validate_only());
    let accepted = both(call, decoded);
    if let (Err(error), Ok(call), false) = (&accepted, entry.call(), request.validate_only()) {
        record_refusal(app, call, None, error).await?;
    }
    accepted
}

/// Two decoded parts of a request, or the faults of both together.
///
/// # Errors
/// What either part refuses.
pub fn both<A, B>(one: Result<A>, two: Result<B>) -> Result<(A, B)> {
    match (one, two) {
        (Ok(one), Ok(two)) => Ok((one, two)),
        (Err(Error::Invalid(mut faults)), Err(Error::Invalid(more))) => {
            faults.extend(more);
            Err(Error::Invalid(faults))
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// Tells of request messages that they write; `checked` marks those with `validate_only`.
macro_rules! write_requests {
    ($($message:ty $(, $checked:ident)?;)*) => {$(
        impl crate::api::handle::WriteRequest for $message {
            fn request_id(&self) -> &str {
                &self.request_id
            }
            $(fn validate_only(&self) -> bool {
                self.$checked
            })?
        }
    )*};
}
pub(crate) use write_requests;

/// Makes a response message the answer of a domain outcome.
macro_rules! answers {
    ($($message:ty, $outcome:ty => $of:expr;)*) => {$(
        impl crate::service::write::Answer<$outcome> for $message {
            fn of(outcome: &$outcome) -> Self {
                let of: fn(&$outcome) -> Self = $of;
                of(outcome)
            }
            fn encode(&self) -> Vec<u8> {
                prost::Message::encode_to_vec(self)
            }
            fn decode(kept: &[u8]) -> crate::error::Result<Self> {
                <Self as prost::Message>::decode(kept).map_err(crate::error::Error::internal)
            }
        }
    )*};
}
pub(crate) use answers;

/// Makes a response message the answer of an outcome with a secret: it holds the secret when it is
/// given, and none when it is kept.
macro_rules! secret_answers {
    ($($message:ty, $outcome:ty => $field:ident: $of:expr;)*) => {$(
        impl crate::service::write::Answer<$outcome> for $message {
            fn of(outcome: &$outcome) -> Self {
                let of: fn(&$outcome) -> _ = $of;
                let secret = outcome.secret.as_ref().map(|secret| secret.to_string());
                Self { $field: Some(of(outcome)), secret: secret.unwrap_or_default() }
            }
            fn encode(&self) -> Vec<u8> {
                let kept = Self { $field: self.$field.clone(), secret: String::new() };
                prost::Message::encode_to_vec(&kept)
            }
            fn decode(kept: &[u8]) -> crate::error::Result<Self> {
                <Self as prost::Message>::decode(kept).map_err(crate::error::Error::internal)
            }
        }
    )*};
}
pub(crate) use secret_answers;
