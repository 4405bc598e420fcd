//! The keys of one centre, all made from one master key, and what is done with them: sealing a
//! field for its row and column (AES-256-GCM), the blind index by which a sealed field is found
//! again (HMAC-SHA256), keyed hashes, and signatures of page tokens. Never prints or hands out a
//! key.

use crate::error::{Error, Result};
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hkdf, hmac, rand,
};
use std::{fmt, fs, path::Path};
use zeroize::Zeroizing;

/// Bytes of the master key.
pub const MASTER_KEY_BYTES: usize = 32;

/// The keys.
pub struct Secrets {
    seal: LessSafeKey,
    blind: hmac::Key,
    fingerprint: hmac::Key,
    page: hmac::Key,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// The keys that follow from a master key.
    ///
    /// # Errors
    /// An internal error where the crypto library refuses.
    pub fn new(master: &[u8; MASTER_KEY_BYTES]) -> Result<Self> {
        let seal = derive(master, b"frsc field seal v1")?;
        let key = UnboundKey::new(&AES_256_GCM, seal.as_slice()).map_err(|_| refused())?;
        let mac = |purpose: &'static [u8]| -> Result<hmac::Key> {
            Ok(hmac::Key::new(hmac::HMAC_SHA256, derive(master, purpose)?.as_slice()))
        };
        Ok(Self {
            seal: LessSafeKey::new(key),
            blind: mac(b"frsc blind index v1")?,
            fingerprint: mac(b"frsc fingerprint v1")?,
            page: mac(b"frsc page token v1")?,
        })
    }

    /// Reads the master key from a file only its owner may read.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn open(file: &Path) -> std::result::Result<Self, String> {
        let name = file.display();
        let loose = is_loose(file).map_err(|error| format!("key_file {name}: {error}"))?;
        if loose {
            return Err(format!("key_file {name}: others may read it; run chmod 600 {name}"));
        }
        let text = fs::read_to_string(file).map_err(|e| format!("key_file {name}: {e}"))?;
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes());
        let bytes = Zeroizing::new(bytes.map_err(|_| format!("key_file {name}: not hexadecimal"))?);
        let master: &[u8; MASTER_KEY_BYTES] =
            bytes.as_slice().try_into().map_err(|_| format!("key_file {name}: not 32 bytes"))?;
        Self::new(master).map_err(|error| format!("key_file {name}: {error}"))
    }

    /// Makes a new master key in a file only its owner may read; an existing file is kept.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn create(file: &Path) -> std::result::Result<(), String> {
        use std::io::Write as _;
        let name = file.display();
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|e| format!("key_file {name}: {e}"))?;
        }
        let master = Zeroizing::new(random::<MASTER_KEY_BYTES>());
        let text = Zeroizing::new(data_encoding::HEXLOWER.encode(master.as_slice()));
        let opened = private_file(file);
        match opened.and_then(|mut f| f.write_all(text.as_bytes()).and_then(|()| f.sync_all())) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(format!("key_file {name}: {error}")),
        }
    }

    /// Seals a field for one place, `table.column:row`; it opens nowhere else.
    ///
    /// # Errors
    /// An internal error where the crypto library refuses.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce = random::<NONCE_LEN>();
        let mut sealed = plain.to_vec();
        let given = Nonce::assume_unique_for_key(nonce);
        self.seal
            .seal_in_place_append_tag(given, Aad::from(place.as_bytes()), &mut sealed)
            .map_err(|_| refused())?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens a field sealed for that place.
    ///
    /// # Errors
    /// An internal error where it was sealed for another place, by another key, or changed.
    pub fn open_sealed(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or_else(refused)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
        let mut body = Zeroizing::new(body.to_vec());
        let aad = Aad::from(place.as_bytes());
        let length = self.seal.open_in_place(nonce, aad, &mut body).map_err(|_| refused())?.len();
        body.truncate(length);
        Ok(body)
    }

    /// The keyed hash by which a value is found again without being stored.
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

fn derive(master: &[u8], purpose: &'static [u8]) -> Result<Zeroizing<[u8; 32]>> {
    let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"frsc");
    let pseudo_random = salt.extract(master);
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

fn private_file(file: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(file)
}

fn is_loose(file: &Path) -> std::io::Result<bool> {
    let metadata = fs::metadata(file)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        Ok(metadata.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_field_opens_in_its_own_place_only() {
        let secrets = Secrets::new(&[7; 32]).unwrap();
        let sealed = secrets.seal("appointment.passport:1", b"E12345678").unwrap();
        let opened = secrets.open_sealed("appointment.passport:1", &sealed).unwrap();
        assert_eq!(opened.as_slice(), b"E12345678");
        assert!(secrets.open_sealed("appointment.passport:2", &sealed).is_err());
        let other = Secrets::new(&[8; 32]).unwrap();
        assert!(other.open_sealed("appointment.passport:1", &sealed).is_err());
        assert!(secrets.open_sealed("appointment.passport:1", &sealed[..20]).is_err());
        assert_ne!(sealed, secrets.seal("appointment.passport:1", b"E12345678").unwrap());
    }

    #[test]
    fn hashes_depend_on_key_kind_and_value() {
        let (one, two) = (Secrets::new(&[7; 32]).unwrap(), Secrets::new(&[8; 32]).unwrap());
        assert_eq!(one.blind_index("a", "bc"), one.blind_index("a", "bc"));
        assert_ne!(one.blind_index("a", "bc"), one.blind_index("ab", "c"));
        assert_ne!(one.blind_index("a", "bc"), two.blind_index("a", "bc"));
    }
}
