//! Hashing of secrets by argon2id, off the runtime's threads and only a few at a time: each hash
//! takes 19 MiB and some 20 ms, and a flood of sign-ins must not take the server with it. Never
//! tells whether there was a hash to compare with: without one the same work is done.

use crate::error::{Error, Result};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
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
/// Callers of one address that may wait or be served, so that no machine keeps all others out.
const MAX_OF_ADDRESS: usize = 32;
/// When to try again then.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Where secrets are hashed.
#[derive(Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    present: Present,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(CONCURRENT)), present: Present::default() }
    }
}

/// Who waits or is served, by address.
type Present = Mutex<HashMap<Option<IpAddr>, usize>>;

/// A place among those who wait, given back however the waiting ends.
struct Place<'a>(&'a Present, Option<IpAddr>);

impl<'a> Place<'a> {
    fn take(present: &'a Present, source: Option<IpAddr>) -> Option<Self> {
        let mut counts = present.lock().unwrap_or_else(PoisonError::into_inner);
        let of_address = counts.get(&source).copied().unwrap_or_default();
        let of_all: usize = counts.values().sum();
        let crowded = source.is_some() && of_address >= MAX_OF_ADDRESS;
        if crowded || of_all >= MAX_WAITING + CONCURRENT {
            return None;
        }
        counts.insert(source, of_address + 1);
        Some(Self(present, source))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.1);
            }
        }
    }
}

impl Passwords {
    /// The PHC text of a new secret's hash.
    ///
    /// # Errors
    /// `Overloaded` where too many wait.
    pub async fn hash(&self, secret: Zeroizing<String>) -> Result<Zeroizing<String>> {
        self.run(None, move || hash(&secret)).await?
    }

    /// True where the secret is that of the hash, for a caller of that address. Without a hash the
    /// answer is false, after the same work.
    ///
    /// # Errors
    /// `Overloaded` where too many wait, or too many of that address.
    pub async fn verify(
        &self,
        source: Option<IpAddr>,
        secret: Zeroizing<String>,
        known: Option<Zeroizing<String>>,
    ) -> Result<bool> {
        self.run(source, move || match &known {
            Some(known) => verify(&secret, known),
            None => hash(&secret).map(|_| false),
        })
        .await?
    }

    async fn run<T: Send + 'static>(
        &self,
        source: Option<IpAddr>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let place = Place::take(&self.present, source);
        let place = place.ok_or(Error::Overloaded { retry_after: RETRY_AFTER })?;
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
        assert!(passwords.verify(None, text("correct horse"), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify(None, text("correct horsf"), Some(hash)).await.unwrap());
        assert!(!passwords.verify(None, text("correct horse"), None).await.unwrap());
    }

    #[tokio::test]
    async fn too_many_at_once_are_told_so() {
        let passwords = Passwords::default();
        // Nobody's turn comes before all have asked.
        let turns = Arc::clone(&passwords.turns).acquire_many_owned(2).await.unwrap();
        let all = (0..MAX_WAITING + CONCURRENT + 3).map(|_| passwords.run(None, || ()));
        let asked = async {
            tokio::task::yield_now().await;
            drop(turns);
        };
        let (results, ()) = tokio::join!(futures_util::future::join_all(all), asked);
        assert_eq!(results.iter().filter(|result| result.is_err()).count(), 3);
        assert!(passwords.run(None, || ()).await.is_ok());
    }

    #[tokio::test]
    async fn one_address_does_not_keep_the_others_out() {
        let passwords = Passwords::default();
        let turns = Arc::clone(&passwords.turns).acquire_many_owned(2).await.unwrap();
        let (flood, other) = ("192.0.2.1".parse().ok(), "192.0.2.2".parse().ok());
        let many = (0..200).map(|_| passwords.run(flood, || ()));
        let others = async {
            tokio::task::yield_now().await;
            let one = passwords.run(other, || ());
            drop(turns);
            one.await
        };
        let (flooded, other) = tokio::join!(futures_util::future::join_all(many), others);
        assert_eq!(flooded.iter().filter(|result| result.is_ok()).count(), MAX_OF_ADDRESS);
        assert!(other.is_ok());
        assert!(passwords.present.lock().unwrap().is_empty(), "every place is given back");
    }
}
