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

/// How long a bucket may take to be reached, and to take or give a block.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
const ANSWER_WITHIN: Duration = Duration::from_secs(8);
/// How often, and how long after the first try, the bucket is asked again: a caller waits for it.
const TRIES_AGAIN: usize = 2;
const TRY_AGAIN_WITHIN: Duration = Duration::from_secs(4);

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
    folder: Option<PathBuf>,
    uploads: Arc<Semaphore>,
}

impl Vault {
    /// Opens a vault; a folder that is not there is made, for its owner only.
    ///
    /// # Errors
    /// A sentence for the operator that names the setting.
    pub fn open(place: &Place) -> Result<Self, String> {
        let (objects, folder) = match place {
            Place::Folder(folder) => (in_folder(folder)?, Some(folder.clone())),
            Place::Bucket { bucket, prefix } => (in_bucket(bucket, prefix)?, None),
        };
        Ok(Self { objects, folder, uploads: Arc::new(Semaphore::new(MAX_UPLOADS)) })
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
    /// `Unavailable` where the bucket does not answer or take it; an internal error where the
    /// folder refuses.
    pub async fn keep(&self, file: Uuid, block: u32, sealed: Vec<u8>) -> Result<()> {
        let payload = PutPayload::from(sealed);
        let kept = self.objects.put(&key(file, block), payload).await;
        kept.map(drop).map_err(|error| self.failed(&error, "takes no block"))
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
            object_store::Error::NotFound { .. } => Error::internal("a block is not there"),
            error => self.failed(&error, "gives no block"),
        })
    }

    /// Removes whatever lies there of a file.
    ///
    /// # Errors
    /// As of `keep`.
    pub async fn remove(&self, file: Uuid) -> Result<()> {
        if let Some(folder) = &self.folder {
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
        removed.map_err(|error| self.failed(&error, "removes no block"))
    }

    /// What a bucket refuses is the operator's to mend, and the caller's to try again.
    fn failed(&self, error: &object_store::Error, what: &str) -> Error {
        if self.folder.is_some() {
            return Error::internal(error);
        }
        let why = match error {
            object_store::Error::NotFound { .. } => "the bucket does not exist",
            object_store::Error::PermissionDenied { .. }
            | object_store::Error::Unauthenticated { .. } => "the credentials are refused",
            _ => "it does not answer",
        };
        tracing::warn!(%error, why, "evidence_store {what}");
        Error::Unavailable
    }
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
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(100),
        max_backoff: Duration::from_secs(1),
        ..BackoffConfig::default()
    };
    let retry = RetryConfig { backoff, max_retries: TRIES_AGAIN, retry_timeout: TRY_AGAIN_WITHIN };
    let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket).with_retry(retry);
    for (key, patience) in [
        (ClientConfigKey::ConnectTimeout, CONNECT_WITHIN),
        (ClientConfigKey::Timeout, ANSWER_WITHIN),
    ] {
        builder = builder
            .with_config(AmazonS3ConfigKey::Client(key), format!("{} seconds", patience.as_secs()));
    }
    let built = builder.build();
    let objects = built.map_err(|error| format!("evidence_store = s3://{bucket}: {error}"))?;
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
