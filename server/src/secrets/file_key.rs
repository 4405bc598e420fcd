//! The key of one file: it seals the file's blocks and nothing else, and is itself kept sealed as a
//! field. So a change of the sealing key touches no block, and with the field the file is gone.

use super::{KEY_BYTES, Plain, random, refused};
use crate::error::Result;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use std::fmt;
use zeroize::Zeroizing;

/// The key of one file.
pub struct FileKey(LessSafeKey);

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}

impl FileKey {
    /// A new key, and what is to be kept of it.
    ///
    /// # Errors
    /// An internal error where the crypto library refuses.
    pub fn make() -> Result<(Self, Plain)> {
        let plain: Plain = Zeroizing::new(random::<KEY_BYTES>());
        Ok((Self::open_with(plain.as_slice())?, plain))
    }

    /// The key that was kept.
    ///
    /// # Errors
    /// An internal error where it is none.
    pub fn open_with(plain: &[u8]) -> Result<Self> {
        let key = UnboundKey::new(&AES_256_GCM, plain).map_err(|_| refused())?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals a block for one place; it opens nowhere else.
    ///
    /// # Errors
    /// An internal error where the crypto library refuses.
    pub fn seal(&self, place: &str, mut block: Vec<u8>) -> Result<Vec<u8>> {
        let nonce = random::<NONCE_LEN>();
        let given = Nonce::assume_unique_for_key(nonce);
        let aad = Aad::from(place.as_bytes());
        self.0.seal_in_place_append_tag(given, aad, &mut block).map_err(|_| refused())?;
        Ok([nonce.as_slice(), &block].concat())
    }

    /// Opens a block that was sealed for that place.
    ///
    /// # Errors
    /// An internal error where it was sealed for another place, by another key, or changed.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or_else(refused)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
        let mut body = body.to_vec();
        let aad = Aad::from(place.as_bytes());
        let length = self.0.open_in_place(nonce, aad, &mut body).map_err(|_| refused())?.len();
        body.truncate(length);
        Ok(body)
    }
}
