//! Resume tokens: a place in one feed, signed for it, so that a token tells nothing and is of use
//! in no other feed. Any account of the same feed may go on from it.

use crate::{
    domain::{caller::Scope, event::Place, id},
    error::{Error, Result},
    service::App,
};

/// Bytes of a token's signature.
const SIGNATURE_BYTES: usize = 16;
/// What these signatures are for, apart from those of pages.
const PURPOSE: &[u8] = b"frsc feed v1";

/// A place in the feed as it is in an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::service) struct Mark {
    /// The epoch.
    pub(in crate::service) epoch: i64,
    /// The place.
    pub(in crate::service) place: Place,
}

/// The token of a place.
pub(in crate::service) fn write(app: &App, scope: &Scope, mark: Mark) -> String {
    let numbers = [mark.epoch, mark.place.xid, mark.place.position].map(i64::to_be_bytes);
    let body = numbers.concat();
    id::base32(&[sign(app, scope, &body).as_slice(), &body].concat())
}

/// The place of a token.
///
/// # Errors
/// `Invalid` for a token of another feed, and for what is none.
pub(in crate::service) fn read(app: &App, scope: &Scope, token: &str) -> Result<Mark> {
    let wrong = || Error::invalid("token", "is not of this feed; send a token as it was received");
    let bytes = id::from_base32(token).ok_or_else(wrong)?;
    let (signature, body) = bytes.split_at_checked(SIGNATURE_BYTES).ok_or_else(wrong)?;
    if signature != sign(app, scope, body) {
        return Err(wrong());
    }
    let (numbers, rest) = body.as_chunks::<8>();
    match (numbers, rest) {
        ([epoch, xid, position], []) => {
            let [epoch, xid, position] = [epoch, xid, position].map(|n| i64::from_be_bytes(*n));
            Ok(Mark { epoch, place: Place { xid, position } })
        }
        _ => Err(wrong()),
    }
}

fn sign(app: &App, scope: &Scope, body: &[u8]) -> [u8; SIGNATURE_BYTES] {
    let feed = match scope {
        Scope::Centre => "centre".to_owned(),
        Scope::Department(own) => format!("department {own}"),
    };
    let mut signature = [0; SIGNATURE_BYTES];
    let whole = app.secrets.sign_page(&[PURPOSE, feed.as_bytes(), body]);
    signature.copy_from_slice(&whole[..SIGNATURE_BYTES]);
    signature
}
