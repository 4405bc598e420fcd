//! Access tokens: JWTs by RFC 9068 and RFC 8725, signed by Ed25519. The only file that touches the
//! JWT library, and it trusts that library with the signature alone: header and claims are compared
//! here, one by one, against our own clock. A token holds no rights; those are read at every call.

use crate::{
    clock::Clock,
    domain::{
        id::{AccountId, Id, SessionId},
        token::{ACCESS_TOKEN_LIFE, CLOCK_LEEWAY, ends_at},
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Who signs.
pub const ISSUER: &str = "frsc";
/// Whom the tokens are for.
pub const AUDIENCE: &str = "frsc";
/// The media type of the tokens, RFC 9068 section 2.1.
const TOKEN_TYPE: &str = "at+jwt";
/// Longest token that is looked at.
const MAX_TOKEN_LENGTH: usize = 2048;

/// The claims, all of them required and typed.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: String,
    exp: i64,
    nbf: i64,
    iat: i64,
    jti: String,
    sid: String,
}

/// A key, ready for use.
pub struct Key {
    kid: String,
    signs_from: DateTime<Utc>,
    retires_at: Option<DateTime<Utc>>,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Key {
    /// The key of a PKCS#8 private half and a raw public half.
    #[must_use]
    pub fn new(
        kid: String,
        signs_from: DateTime<Utc>,
        retires_at: Option<DateTime<Utc>>,
        private_key: &[u8],
        public_key: &[u8],
    ) -> Self {
        let encoding = EncodingKey::from_ed_der(private_key);
        let decoding = DecodingKey::from_ed_der(public_key);
        Self { kid, signs_from, retires_at, encoding, decoding }
    }

    /// True until it is retired.
    fn verifies(&self, now: DateTime<Utc>) -> bool {
        self.retires_at.is_none_or(|at| now < at)
    }

    fn signs(&self, now: DateTime<Utc>) -> bool {
        self.signs_from <= now && self.verifies(now)
    }
}

/// The keys as last read.
pub struct KeySet {
    /// The keys, the oldest first.
    keys: Vec<Key>,
    /// When they were read.
    pub read_at: DateTime<Utc>,
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| &key.kid)).finish()
    }
}

impl KeySet {
    /// The set of some keys.
    #[must_use]
    pub fn new(mut keys: Vec<Key>, read_at: DateTime<Utc>) -> Self {
        keys.sort_by_key(|key| key.signs_from);
        Self { keys, read_at }
    }

    /// True where a key signs at this instant.
    #[must_use]
    pub fn can_sign(&self, now: DateTime<Utc>) -> bool {
        self.signer(now).is_some()
    }

    /// True where the key verifies at this instant.
    #[must_use]
    pub fn verifies(&self, kid: &str, now: DateTime<Utc>) -> bool {
        self.keys.iter().any(|key| key.kid == kid && key.verifies(now))
    }

    fn signer(&self, now: DateTime<Utc>) -> Option<&Key> {
        self.keys.iter().rev().find(|key| key.signs(now))
    }
}

/// What a good token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Whose it is.
    pub account_id: AccountId,
    /// Of which session.
    pub session_id: SessionId,
    /// The key that signed it.
    pub kid: String,
    not_before: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl Verified {
    /// True from its beginning until its end.
    #[must_use]
    pub fn is_current(&self, now: DateTime<Utc>) -> bool {
        self.not_before <= now + CLOCK_LEEWAY && now < self.expires_at
    }
}

/// Why a token is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// It is shaped as ours, but no key of the set has its name.
    UnknownKey,
    /// Anything else.
    Bad,
}

/// Signs an access token of a session, which ends with it at the latest.
///
/// # Errors
/// An internal error where no key signs.
pub fn sign(
    clock: &Clock,
    keys: &KeySet,
    account: AccountId,
    session: SessionId,
    session_expires_at: DateTime<Utc>,
) -> Result<(Zeroizing<String>, DateTime<Utc>)> {
    let now = clock.now();
    let key = keys.signer(now).ok_or_else(|| Error::internal("no key signs"))?;
    let iat = now.timestamp();
    let whole = DateTime::from_timestamp(iat, 0).unwrap_or(now);
    let expires_at = ends_at(whole, ACCESS_TOKEN_LIFE, session_expires_at);
    let claims = Claims {
        iss: ISSUER.to_owned(),
        sub: account.text(),
        aud: AUDIENCE.to_owned(),
        exp: expires_at.timestamp(),
        nbf: iat,
        iat,
        jti: Uuid::new_v4().to_string(),
        sid: session.text(),
    };
    let token = jsonwebtoken::encode(&header(&key.kid), &claims, &key.encoding);
    let token = token.map_err(|_| Error::internal("a token was not signed"))?;
    Ok((Zeroizing::new(token), DateTime::from_timestamp(claims.exp, 0).unwrap_or(expires_at)))
}

/// Verifies an access token: our header to the letter, a key of our set, its signature, and every
/// claim, at this instant.
///
/// # Errors
/// Why it is not good; a client is told no difference.
pub fn verify(token: &str, now: DateTime<Utc>, keys: &KeySet) -> Result<Verified, Rejected> {
    if token.len() > MAX_TOKEN_LENGTH {
        return Err(Rejected::Bad);
    }
    let given = jsonwebtoken::decode_header(token).map_err(|_| Rejected::Bad)?;
    let kid = given.kid.as_deref().ok_or(Rejected::Bad)?;
    // Any other algorithm, type or parameter (`crit`, `jwk`, `x5u` …) makes another header.
    if given != header(kid) {
        return Err(Rejected::Bad);
    }
    let key = keys.keys.iter().find(|key| key.kid == kid).ok_or(Rejected::UnknownKey)?;
    if !key.verifies(now) {
        return Err(Rejected::Bad);
    }
    let data = jsonwebtoken::decode::<Claims>(token, &key.decoding, &validation());
    let claims = data.map_err(|_| Rejected::Bad)?.claims;
    read(&claims, kid, now).ok_or(Rejected::Bad)
}

/// The header that we sign, and the only one that we accept.
fn header(kid: &str) -> Header {
    Header {
        typ: Some(TOKEN_TYPE.to_owned()),
        kid: Some(kid.to_owned()),
        ..Header::new(Algorithm::EdDSA)
    }
}

/// The library looks at the signature, issuer and audience; times are compared with our own clock.
fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "sub", "aud", "exp", "nbf"]);
    validation
}

fn read(claims: &Claims, kid: &str, now: DateTime<Utc>) -> Option<Verified> {
    let instant = |seconds| DateTime::from_timestamp(seconds, 0);
    let (issued_at, expires_at) = (instant(claims.iat)?, instant(claims.exp)?);
    let ours = claims.iss == ISSUER && claims.aud == AUDIENCE;
    let dated = issued_at <= now + CLOCK_LEEWAY && expires_at - issued_at <= ACCESS_TOKEN_LIFE;
    Uuid::try_parse(&claims.jti).ok()?;
    let verified = Verified {
        account_id: AccountId::parse(&claims.sub)?,
        session_id: SessionId::parse(&claims.sid)?,
        kid: kid.to_owned(),
        not_before: instant(claims.nbf)?,
        expires_at,
    };
    (ours && dated && verified.is_current(now)).then_some(verified)
}

#[cfg(test)]
mod tests;
