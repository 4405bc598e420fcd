//! The master key, which wraps the keys that the database keeps. It comes from a file only its
//! owner may read, or from a command, for example that of a key store; it is never in the database.

use super::{KEY_BYTES, Plain, derive, random, refused};
use crate::error::Result;
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac,
};
use std::{fmt, fs, path::Path, process::Command};
use zeroize::Zeroizing;

/// Bytes of the name by which wrapped keys tell their master key.
const NAME_BYTES: usize = 8;

/// The master key.
pub struct MasterKey {
    name: [u8; NAME_BYTES],
    wrap: LessSafeKey,
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl MasterKey {
    /// The master key of these bytes.
    ///
    /// # Errors
    /// An internal error where the crypto library refuses.
    pub fn new(bytes: &[u8; KEY_BYTES]) -> Result<Self> {
        let wrap = derive(bytes, b"frsc key wrap v1")?;
        let naming = derive(bytes, b"frsc key name v1")?;
        let naming = hmac::Key::new(hmac::HMAC_SHA256, naming.as_slice());
        let mut name = [0; NAME_BYTES];
        name.copy_from_slice(&hmac::sign(&naming, b"name").as_ref()[..NAME_BYTES]);
        let unbound = UnboundKey::new(&AES_256_GCM, wrap.as_slice()).map_err(|_| refused())?;
        Ok(Self { name, wrap: LessSafeKey::new(unbound) })
    }

    /// Reads it from a file only its owner may read.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn from_file(file: &Path) -> std::result::Result<Self, String> {
        let name = file.display();
        let loose = is_loose(file).map_err(|error| format!("key_file {name}: {error}"))?;
        if loose {
            return Err(format!("key_file {name}: others may read it; run chmod 600 {name}"));
        }
        let text = fs::read_to_string(file).map_err(|e| format!("key_file {name}: {e}"))?;
        Self::from_hex(&Zeroizing::new(text))
            .map_err(|problem| format!("key_file {name}: {problem}"))
    }

    /// Reads it from the standard output of a command of the operator's.
    ///
    /// # Errors
    /// A sentence for the operator; it never repeats what the command printed.
    pub fn from_command(command: &str) -> std::result::Result<Self, String> {
        let output = Command::new("sh").arg("-c").arg(command).output();
        let output = output.map_err(|error| format!("key_command: {error}"))?;
        let printed = Zeroizing::new(output.stdout);
        if !output.status.success() {
            return Err(format!("key_command: it ended with {}", output.status));
        }
        let text = std::str::from_utf8(&printed).map_err(|_| "key_command: not text".to_owned())?;
        Self::from_hex(text).map_err(|problem| format!("key_command: {problem}"))
    }

    fn from_hex(text: &str) -> std::result::Result<Self, String> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes());
        let bytes = Zeroizing::new(bytes.map_err(|_| "not hexadecimal".to_owned())?);
        let bytes: &[u8; KEY_BYTES] =
            bytes.as_slice().try_into().map_err(|_| "not 32 bytes".to_owned())?;
        Self::new(bytes).map_err(|error| error.to_string())
    }

    /// Makes a new one in a file only its owner may read; an existing file is kept.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn create(file: &Path) -> std::result::Result<(), String> {
        use std::io::Write as _;
        let name = file.display();
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|e| format!("key_file {name}: {e}"))?;
        }
        let bytes = Zeroizing::new(random::<KEY_BYTES>());
        let text = Zeroizing::new(data_encoding::HEXLOWER.encode(bytes.as_slice()));
        let opened = private_file(file);
        match opened.and_then(|mut f| f.write_all(text.as_bytes()).and_then(|()| f.sync_all())) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(format!("key_file {name}: {error}")),
        }
    }

    /// The name by which wrapped keys tell their master key; it tells nothing of the key.
    #[must_use]
    pub const fn name(&self) -> &[u8; NAME_BYTES] {
        &self.name
    }

    /// Wraps a key under its number.
    ///
    /// # Errors
    /// An internal error where the crypto library refuses.
    pub fn wrap(&self, number: u32, plain: &Plain) -> Result<Vec<u8>> {
        let nonce = random::<NONCE_LEN>();
        let mut wrapped = Zeroizing::new(plain.to_vec());
        let given = Nonce::assume_unique_for_key(nonce);
        self.wrap
            .seal_in_place_append_tag(given, Aad::from(number.to_be_bytes()), &mut *wrapped)
            .map_err(|_| refused())?;
        Ok([nonce.as_slice(), &wrapped].concat())
    }

    /// Unwraps a key of that number.
    ///
    /// # Errors
    /// An internal error where another master key wrapped it, under another number, or it changed.
    pub fn unwrap(&self, number: u32, wrapped: &[u8]) -> Result<Plain> {
        let (nonce, body) = wrapped.split_at_checked(NONCE_LEN).ok_or_else(refused)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
        let mut body = Zeroizing::new(body.to_vec());
        let aad = Aad::from(number.to_be_bytes());
        let plain = self.wrap.open_in_place(nonce, aad, &mut body).map_err(|_| refused())?;
        let plain: [u8; KEY_BYTES] = (&*plain).try_into().map_err(|_| refused())?;
        Ok(Zeroizing::new(plain))
    }
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
