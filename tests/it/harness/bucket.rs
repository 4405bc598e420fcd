//! A bucket of S3-compatible storage, served by an implementation that is not ours, which checks
//! signatures and keeps objects as files of a folder.

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use s3s::{
    S3Result,
    access::{S3Access, S3AccessContext},
    auth::SimpleAuth,
    path::S3Path,
    s3_error,
    service::{S3Service, S3ServiceBuilder},
};
use std::{fs, net::SocketAddr, path::PathBuf};
use tempfile::TempDir;
use tokio::{
    net::TcpListener,
    task::{JoinHandle, JoinSet},
};

/// The bucket that is there.
pub const BUCKET: &str = "frsc-evidence";
const KEY: &str = "tests-key";
/// The secret that it knows.
pub const SECRET: &str = "tests-secret";

/// A server of buckets.
#[derive(Debug)]
pub struct Buckets {
    address: SocketAddr,
    folder: TempDir,
    running: JoinHandle<()>,
}

impl Buckets {
    /// A server with one empty bucket.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(BUCKET)).expect("the bucket");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let running = tokio::spawn(serve(listener, service(&folder)));
        Self { address, folder, running }
    }

    /// Stops it in the middle of whatever it does.
    pub async fn stop(&mut self) {
        self.running.abort();
        let _ = (&mut self.running).await;
    }

    /// After a stop: starts it again where it was.
    pub async fn start_again(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("the port");
        self.running = tokio::spawn(serve(listener, service(&self.folder)));
    }

    /// After a stop: takes connections where it was, and says nothing.
    pub async fn hang(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("the port");
        self.running = tokio::spawn(async move {
            let mut silent = Vec::new();
            while let Ok((socket, _)) = listener.accept().await {
                silent.push(socket);
            }
        });
    }

    /// The variables by which a program finds it.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ENDPOINT", format!("http://{}", self.address)),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", SECRET.to_owned()),
        ]
    }

    /// The keys of the bucket's objects and what they hold, in order.
    pub fn objects(&self) -> Vec<(String, Vec<u8>)> {
        let root = self.folder.path().join(BUCKET);
        let (mut folders, mut found): (Vec<PathBuf>, Vec<_>) = (vec![root.clone()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let key = path.strip_prefix(&root).expect("below the bucket");
                found.push((key.display().to_string(), fs::read(&path).expect("an object")));
            }
        }
        found.sort();
        found
    }

    /// What lies beside the bucket: whatever a key that is used as a path would reach.
    pub fn beside(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("the folder").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name != BUCKET && !name.starts_with('.')).collect()
    }
}

fn service(folder: &TempDir) -> S3Service {
    let files = s3s_fs::FileSystem::new(folder.path()).expect("a file system");
    let mut builder = S3ServiceBuilder::new(files);
    builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
    builder.set_access(OneBucket);
    builder.build()
}

/// The implementation would make a bucket that it lacks; storage refuses it.
struct OneBucket;

#[tonic::async_trait]
impl S3Access for OneBucket {
    async fn check(&self, call: &mut S3AccessContext<'_>) -> S3Result<()> {
        if call.credentials().is_none() {
            return Err(s3_error!(AccessDenied));
        }
        match call.s3_path() {
            S3Path::Bucket { bucket } | S3Path::Object { bucket, .. } if &**bucket == BUCKET => {
                Ok(())
            }
            _ => Err(s3_error!(NoSuchBucket)),
        }
    }
}

async fn serve(listener: TcpListener, service: S3Service) {
    // Dropped with this task, and with it every connection.
    let mut connections = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        let service = service.clone();
        connections.spawn(async move {
            let http = Builder::new(TokioExecutor::new());
            let _ = http.serve_connection(TokioIo::new(socket), service).await;
        });
    }
}
