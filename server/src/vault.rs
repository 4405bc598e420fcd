//! Where the bytes of files lie: a folder of this machine, or a bucket of S3-compatible storage. A
//! file is a row of blocks named by its id and their numbers; nothing that came from outside is
//! ever part of a path. What is in a block is no business of the vault: it gets and gives what is
//! sealed.

use crate::error::{Error, Result};
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::{
    BackoffConfig, ClientConfigKey, ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    local::LocalFileSystem,
    path::Path as Key,
    prefix::PrefixStore,
};
use std::{
    env,
    fs::{self, DirBuilder},
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// Most files on their way in at once: each holds a block or two in memory.
const MAX_UPLOADS: usize = 64;
/// When to try again at that limit.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// How often a bucket is asked again before the caller is told that it is away.
const BUCKET_RETRIES: usize = 2;
/// From when on a bucket is not asked again: one that hangs was waited for long enough.
const BUCKET_RETRIES_WITHIN: Duration = Duration::from_secs(3);
/// How long one answer of a bucket is waited for, where the environment does not say.
const BUCKET_WAITS: [(&str, ClientConfigKey, &str); 2] = [
    ("AWS_CONNECT_TIMEOUT", ClientConfigKey::ConnectTimeout, "2 seconds"),
    ("AWS_TIMEOUT", ClientConfigKey::Timeout, "5 seconds"),
];
/// What S3 calls a bucket that does not exist.
const NO_BUCKET: &str = "NoSuchBucket";
/// What answers begin with that refuse the credentials.
const REFUSALS: [&str; 2] = ["401", "403"];
/// What S3 says besides of credentials that do not hold any more.
const ENDED: [&str; 2] = ["ExpiredToken", "InvalidToken"];

/// Where a vault is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket, under a prefix that may be empty. Address, region and credentials are those of
    /// the usual `AWS_…` variables of the environment.
    Bucket {
        /// The bucket.
        bucket: String,
        /// What the names of its objects begin with.
        prefix: String,
    },
}

/// A vault.
#[derive(Debug)]
pub struct Vault {
    objects: Arc<dyn ObjectStore>,
    place: Place,
    uploads: Arc<Semaphore>,
}

impl Vault {
    /// Opens a vault; a folder that is not there is made, for its owner only.
    ///
    /// # Errors
    /// A sentence for the operator that names the setting.
    pub fn open(place: &Place) -> Result<Self, String> {
        let objects = match place {
            Place::Folder(folder) => in_folder(folder)?,
            Place::Bucket { bucket, prefix } => in_bucket(bucket, prefix)?,
        };
        let uploads = Arc::new(Semaphore::new(MAX_UPLOADS));
        Ok(Self { objects, place: place.clone(), uploads })
    }

    /// Asks a bucket whether it is there and takes the credentials; a folder was looked at when it
    /// was opened.
    ///
    /// # Errors
    /// A sentence for the operator that names the setting.
    pub async fn check(&self) -> Result<(), String> {
        let Place::Bucket { bucket, .. } = &self.place else { return Ok(()) };
        let found = self.objects.list(None).try_next().await;
        found.map(drop).map_err(|error| format!("evidence_store = s3://{bucket}: {}", told(&error)))
    }

    /// A place among the files on their way in.
    ///
    /// # Errors
    /// `Overloaded` at the limit.
    pub fn admit(&self) -> Result<OwnedSemaphorePermit> {
        let permit = Arc::clone(&self.uploads).try_acquire_owned();
        permit.map_err(|_full| Error::Overloaded { retry_after: RETRY_AFTER })
    }

    /// Keeps a block of a file, durably.
    ///
    /// # Errors
    /// `Unavailable` where the bucket does not answer or refuses; an internal error where the
    /// folder refuses.
    pub async fn keep(&self, file: Uuid, block: u32, sealed: Vec<u8>) -> Result<()> {
        let payload = PutPayload::from(sealed);
        let kept = self.objects.put(&key(file, block), payload).await;
        kept.map(drop).map_err(|error| self.failed(&error))
    }

    /// A block of a file.
    ///
    /// # Errors
    /// As of `keep`; an internal error where the block is not there.
    pub async fn block(&self, file: Uuid, block: u32) -> Result<Bytes> {
        let found = self.objects.get(&key(file, block)).await;
        let bytes = match found {
            Ok(found) => found.bytes().await,
            Err(error) => Err(error),
        };
        bytes.map_err(|error| match error {
            object_store::Error::NotFound { .. } if code(&error.to_string()) != Some(NO_BUCKET) => {
                Error::internal("a block is not there")
            }
            other => self.failed(&other),
        })
    }

    /// Removes whatever lies there of a file.
    ///
    /// # Errors
    /// As of `keep`.
    pub async fn remove(&self, file: Uuid) -> Result<()> {
        if let Place::Folder(folder) = &self.place {
            // The whole folder of the file: what a crash left of a block has a name of its own.
            let path = folder.join(name(file));
            let removed = tokio::fs::remove_dir_all(path).await;
            return match removed {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::internal(error)),
                Ok(()) | Err(_) => Ok(()),
            };
        }
        let listed = self.objects.list(Some(&Key::from(name(file))));
        let keys = listed.map_ok(|object| object.location).boxed();
        let removed = self.objects.delete_stream(keys).try_for_each(|_| async { Ok(()) }).await;
        removed.map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &object_store::Error) -> Error {
        let Place::Bucket { bucket, .. } = &self.place else { return Error::internal(error) };
        let reason = told(error);
        tracing::warn!(bucket, reason, "the bucket of evidence_store does not do what it is asked");
        Error::Unavailable
    }
}

/// Why a bucket failed, for the operator. Of its answer no more than the code is told: the rest may
/// repeat what was signed.
fn told(error: &object_store::Error) -> String {
    let text = error.to_string();
    let answer = text.split_once("status code: ").map_or("", |(_, answer)| answer);
    let said = code(&text).or_else(|| answer.split(':').next()).unwrap_or_default();
    let refuses = REFUSALS.iter().any(|status| answer.starts_with(status));
    if said == NO_BUCKET {
        "there is no such bucket".to_owned()
    } else if refuses || ENDED.contains(&said) {
        format!("the credentials of the environment (AWS_ACCESS_KEY_ID …) are refused: {said}")
    } else if said.is_empty() {
        text.lines().next().unwrap_or_default().to_owned()
    } else {
        format!("it answers {said}")
    }
}

/// The code of an answer that is an error of S3.
fn code(text: &str) -> Option<&str> {
    text.split_once("<Code>")?.1.split_once("</Code>").map(|(code, _)| code)
}

fn name(file: Uuid) -> String {
    file.simple().to_string()
}

fn key(file: Uuid, block: u32) -> Key {
    Key::from(format!("{}/{block:05}", name(file)))
}

fn in_folder(folder: &Path) -> Result<Arc<dyn ObjectStore>, String> {
    let told =
        |error: &dyn std::fmt::Display| format!("evidence_store = {}: {error}", folder.display());
    if !fs::exists(folder).map_err(|error| told(&error))? {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        builder.create(folder).map_err(|error| told(&error))?;
    }
    let files = LocalFileSystem::new_with_prefix(folder).map_err(|error| told(&error))?;
    // What the database has committed must not be lost here.
    Ok(Arc::new(files.with_fsync(true)))
}

fn in_bucket(bucket: &str, prefix: &str) -> Result<Arc<dyn ObjectStore>, String> {
    let told = |error| format!("evidence_store = s3://{bucket}: {error}");
    let mut builder =
        AmazonS3Builder::from_env().with_bucket_name(bucket).with_retry(RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: BUCKET_RETRIES,
            retry_timeout: BUCKET_RETRIES_WITHIN,
        });
    for (name, key, wait) in BUCKET_WAITS {
        if env::var_os(name).is_none() {
            builder = builder.with_config(AmazonS3ConfigKey::Client(key), wait);
        }
    }
    let objects = builder.build().map_err(told)?;
    Ok(Arc::new(PrefixStore::new(objects, prefix)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn blocks_are_read_back_and_removed_together() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(&Place::Folder(folder.path().join("evidence"))).unwrap();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for (file, block) in [(one, 0), (one, 1), (other, 0)] {
            vault.keep(file, block, vec![7; 10]).await.unwrap();
        }
        // As a crash in the middle of a block leaves it.
        let torn = folder.path().join("evidence").join(name(one)).join("00002#1");
        std::fs::write(torn, b"half").unwrap();
        assert_eq!(vault.block(one, 1).await.unwrap().as_ref(), [7; 10]);
        vault.remove(one).await.unwrap();
        vault.remove(one).await.unwrap();
        assert!(vault.block(one, 0).await.is_err());
        assert!(vault.block(other, 0).await.is_ok());
        let left = std::fs::read_dir(folder.path().join("evidence")).unwrap().count();
        assert_eq!(left, 1);
    }
}
