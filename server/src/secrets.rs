//! The keys of one centre and what is done with them: sealing a field for its row and column
//! (AES-256-GCM), the blind index by which a sealed field is found again (HMAC-SHA256), keyed
//! hashes, and signatures of page tokens. Never prints or hands out a key.
//!
//! The keys stand in an envelope: the database keeps them wrapped by a master key, which comes from
//! outside and touches no field. A new sealing key, or a new master key, therefore changes no field
//! at once and stops no server.

mod file_key;
mod key_ring;
mod master_key;

pub use file_key::FileKey;
pub use key_ring::{DataKey, KeyRing};
pub use master_key::MasterKey;

use crate::error::{Error, Result};
use arc_swap::ArcSwap;
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hkdf, hmac, rand,
};
use std::{fmt, sync::Arc};
use zeroize::Zeroizing;

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;
/// Bytes before a sealed field that tell which key sealed it.
pub const NUMBER_BYTES: usize = 4;

/// The first byte of a sealed answer: no message begins so.
const SEALED_ANSWER: u8 = 0;

/// A key in plain, wiped when it is dropped.
pub type Plain = Zeroizing<[u8; KEY_BYTES]>;

/// The keys.
pub struct Secrets {
    master: MasterKey,
    ring: ArcSwap<KeyRing>,
    blind: hmac::Key,
    fingerprint: hmac::Key,
    page: hmac::Key,
    answers: LessSafeKey,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// The keys of a centre: those of hashes follow from one root, which never changes, because
    /// what is found by a hash would be lost with it.
    ///
    /// # Errors
    /// An internal error where the crypto library refuses.
    pub fn new(master: MasterKey, hash_root: &[u8; KEY_BYTES], ring: KeyRing) -> Result<Self> {
        let mac = |purpose: &'static [u8]| -> Result<hmac::Key> {
            Ok(hmac::Key::new(hmac::HMAC_SHA256, derive(hash_root, purpose)?.as_slice()))
        };
        Ok(Self {
            master,
            ring: ArcSwap::from_pointee(ring),
            blind: mac(b"frsc blind index v1")?,
            fingerprint: mac(b"frsc fingerprint v1")?,
            page: mac(b"frsc page token v1")?,
            answers: {
                let key = derive(hash_root, b"frsc kept answer v1")?;
                let key = UnboundKey::new(&AES_256_GCM, key.as_slice()).map_err(|_| refused())?;
                LessSafeKey::new(key)
            },
        })
    }

    /// The master key, which wraps the others.
    #[must_use]
    pub const fn master(&self) -> &MasterKey {
        &self.master
    }

    /// Takes up the sealing keys as they are now.
    pub fn take_up(&self, ring: KeyRing) {
        self.ring.store(Arc::new(ring));
    }

    /// The number of the key that seals.
    #[must_use]
    pub fn sealing_number(&self) -> u32 {
        self.ring.load().sealing_number()
    }

    /// Seals a field for one place, `table.column:row`; it opens nowhere else.
    ///
    /// # Errors
    /// An internal error where the crypto library refuses.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let ring = self.ring.load();
        let (number, key) = ring.sealing().ok_or_else(refused)?;
        let nonce = random::<NONCE_LEN>();
        let mut sealed = plain.to_vec();
        let given = Nonce::assume_unique_for_key(nonce);
        key.seal_in_place_append_tag(given, Aad::from(place.as_bytes()), &mut sealed)
            .map_err(|_| refused())?;
        Ok([number.to_be_bytes().as_slice(), &nonce, &sealed].concat())
    }

    /// Opens a field sealed for that place.
    ///
    /// # Errors
    /// An internal error where it was sealed for another place, by another key, or changed.
    pub fn open_sealed(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let (number, rest) = sealed.split_first_chunk::<NUMBER_BYTES>().ok_or_else(refused)?;
        let (nonce, body) = rest.split_at_checked(NONCE_LEN).ok_or_else(refused)?;
        let ring = self.ring.load();
        let key = ring.key(u32::from_be_bytes(*number)).ok_or_else(refused)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
        let mut body = Zeroizing::new(body.to_vec());
        let aad = Aad::from(place.as_bytes());
        let length = key.open_in_place(nonce, aad, &mut body).map_err(|_| refused())?.len();
        body.truncate(length);
        Ok(body)
    }

    /// Seals an answer that is kept for repeats. Its key follows from the root, so that answers,
    /// which are forgotten after a month, need not be sealed anew.
    ///
    /// # Errors
    /// An internal error where the crypto library refuses.
    pub fn seal_answer(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce = random::<NONCE_LEN>();
        let mut sealed = plain.to_vec();
        let given = Nonce::assume_unique_for_key(nonce);
        self.answers
            .seal_in_place_append_tag(given, Aad::from(place.as_bytes()), &mut sealed)
            .map_err(|_| refused())?;
        Ok([[SEALED_ANSWER].as_slice(), &nonce, &sealed].concat())
    }

    /// Opens a kept answer; one that an older program kept in plain is as it is.
    ///
    /// # Errors
    /// An internal error where it was sealed for another place, or changed.
    pub fn open_answer(&self, place: &str, kept: &[u8]) -> Result<Vec<u8>> {
        let Some((&SEALED_ANSWER, rest)) = kept.split_first() else { return Ok(kept.to_vec()) };
        let (nonce, body) = rest.split_at_checked(NONCE_LEN).ok_or_else(refused)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
        let mut body = body.to_vec();
        let aad = Aad::from(place.as_bytes());
        let length =
            self.answers.open_in_place(nonce, aad, &mut body).map_err(|_| refused())?.len();
        body.truncate(length);
        Ok(body)
    }

    /// The keyed hash by which a value is found again without being stored. The kind is the
    /// column's, so that equal values in two columns do not look alike.
    #[must_use]
    pub fn blind_index(&self, kind: &str, value: &str) -> [u8; 32] {
        keyed(&self.blind, &[kind.as_bytes(), value.as_bytes()])
    }

    /// The keyed hash of a request or of a resource's state.
    #[must_use]
    pub fn fingerprint(&self, bytes: &[u8]) -> [u8; 32] {
        keyed(&self.fingerprint, &[bytes])
    }

    /// The signature of a page token.
    #[must_use]
    pub fn sign_page(&self, parts: &[&[u8]]) -> [u8; 32] {
        keyed(&self.page, parts)
    }
}

/// So many random bytes.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// The plain hash of bytes that are random themselves, for example a token.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

/// The plain hash of bytes that come in parts.
pub struct Hash(digest::Context);

impl Hash {
    /// Of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }

    /// Adds bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all that was added.
    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        let mut hash = [0; 32];
        hash.copy_from_slice(self.0.finish().as_ref());
        hash
    }
}

impl Default for Hash {
    fn default() -> Self {
        Self::new()
    }
}

/// Hashes parts so that no two lists of parts are the same message.
fn keyed(key: &hmac::Key, parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(context.sign().as_ref());
    hash
}

fn derive(root: &[u8], purpose: &'static [u8]) -> Result<Zeroizing<[u8; 32]>> {
    let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"frsc");
    let pseudo_random = salt.extract(root);
    let mut key = Zeroizing::new([0; 32]);
    pseudo_random
        .expand(&[purpose], hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(key.as_mut_slice()))
        .map_err(|_| refused())?;
    Ok(key)
}

fn refused() -> Error {
    Error::internal("a sealed field does not open")
}

#[cfg(test)]
mod tests;
