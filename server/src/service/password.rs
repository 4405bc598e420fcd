//! Hashing of secrets by argon2id, off the runtime's threads and only a few at a time: each hash
//! takes 19 MiB and some 20 ms, and a flood of sign-ins must not take the server with it. Never
//! tells whether there was a hash to compare with: without one the same work is done.

use crate::error::{Error, Result};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Memory of one hash, in KiB (OWASP's second choice, argon2id m=19 MiB, t=2, p=1).
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Lanes of one hash.
const LANES: u32 = 1;
/// Hashes at the same time.
const CONCURRENT: usize = 2;
/// Callers that may wait for their turn; one more is told that the server is busy.
const MAX_WAITING: usize = 64;
/// When to try again then.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Where secrets are hashed.
#[derive(Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(CONCURRENT)), waiting: AtomicUsize::new(0) }
    }
}

/// A place among those who wait, given back however the waiting ends.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Passwords {
    /// The PHC text of a new secret's hash.
    ///
    /// # Errors
    /// `Overloaded` where too many wait.
    pub async fn hash(&self, secret: Zeroizing<String>) -> Result<Zeroizing<String>> {
        self.run(move || hash(&secret)).await?
    }

    /// True where the secret is that of the hash. Without a hash the answer is false, after the
    /// same work.
    ///
    /// # Errors
    /// `Overloaded` where too many wait.
    pub async fn verify(
        &self,
        secret: Zeroizing<String>,
        known: Option<Zeroizing<String>>,
    ) -> Result<bool> {
        self.run(move || match &known {
            Some(known) => verify(&secret, known),
            None => hash(&secret).map(|_| false),
        })
        .await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let place = Place(&self.waiting);
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= MAX_WAITING + CONCURRENT {
            return Err(Error::Overloaded { retry_after: RETRY_AFTER });
        }
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Error::internal)?;
        // The turn goes with the work: a caller who leaves does not make room for one more hash.
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        let result = done.await.map_err(|_| Error::internal("a hash was not finished"));
        drop(place);
        result
    }
}

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(secret: &str) -> Result<Zeroizing<String>> {
    let hash = hasher()?.hash_password(secret.as_bytes()).map_err(Error::internal)?;
    Ok(Zeroizing::new(hash.to_string()))
}

fn verify(secret: &str, known: &str) -> Result<bool> {
    let known = PasswordHash::new(known).map_err(|_| Error::internal("a hash is not readable"))?;
    Ok(hasher()?.verify_password(secret.as_bytes(), &known).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Zeroizing<String> {
        Zeroizing::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_secret_fits_its_own_hash_only() {
        let passwords = Passwords::default();
        let hash = passwords.hash(text("correct horse")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_ne!(hash, passwords.hash(text("correct horse")).await.unwrap());
        assert!(passwords.verify(text("correct horse"), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify(text("correct horsf"), Some(hash)).await.unwrap());
        assert!(!passwords.verify(text("correct horse"), None).await.unwrap());
    }

    #[tokio::test]
    async fn too_many_at_once_are_told_so() {
        let passwords = Passwords::default();
        // Nobody's turn comes before all have asked.
        let turns = Arc::clone(&passwords.turns).acquire_many_owned(2).await.unwrap();
        let all = (0..MAX_WAITING + CONCURRENT + 3).map(|_| passwords.run(|| ()));
        let asked = async {
            tokio::task::yield_now().await;
            drop(turns);
        };
        let (results, ()) = tokio::join!(futures_util::future::join_all(all), asked);
        assert_eq!(results.iter().filter(|result| result.is_err()).count(), 3);
        assert!(passwords.run(|| ()).await.is_ok());
    }
}
