//! The whole way over TLS: a server with a certificate from files, and the clerks' command line
//! that trusts its authority, does not know it, or comes in the clear.

use crate::harness::{Database, MONDAY, client::SECRET, clock_at};
use frsc_cli::{Asked, Io, run};
use frsc_server::{
    config::Config,
    run::{self as server, Purpose},
};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::{
    collections::HashMap,
    fs,
    io::{Cursor, ErrorKind},
    path::Path,
};

/// Writes an authority, and a certificate of this machine's that it signed.
fn certificates(folder: &Path) {
    let authority = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let own = params.self_signed(&authority).expect("an authority");
    let issuer = Issuer::new(params, authority);
    let key = KeyPair::generate().expect("a key");
    let server = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()]);
    let server = server.expect("names").signed_by(&key, &issuer).expect("a certificate");
    fs::write(folder.join("ca.pem"), own.pem()).expect("the folder takes it");
    fs::write(folder.join("server.pem"), server.pem()).expect("the folder takes it");
    fs::write(folder.join("server.key"), key.serialize_pem()).expect("the folder takes it");
}

fn config(database: &Database, folder: &Path) -> Config {
    let file = |name: &str| folder.join(name).display().to_string();
    let flags = [
        ("database", database.url.clone()),
        ("key_file", database.key_file.display().to_string()),
        ("listen", "127.0.0.1:0".to_owned()),
        ("tls_cert", file("server.pem")),
        ("tls_key", file("server.key")),
    ];
    Config::load(None, [], flags).expect("good settings").config
}

/// Signs in by `frsc`; its exit code.
fn sign_in(home: &Path, endpoint: &str, authority: Option<&Path>) -> u8 {
    let mut variables = HashMap::from([
        ("HOME", home.display().to_string()),
        ("FRSC_ENDPOINT", endpoint.to_owned()),
        ("FRSC_LANG", "en".to_owned()),
    ]);
    variables.extend(authority.map(|file| ("FRSC_CA_FILE", file.display().to_string())));
    let words = ["frsc", "auth", "login", "--login-name", "clerk", "--password-stdin"];
    let mut io = Io {
        stdin: Box::new(Cursor::new(format!("{SECRET}\n").into_bytes())),
        out: Box::new(std::io::sink()),
        err: Box::new(std::io::sink()),
        env: Box::new(move |name| variables.get(name).cloned()),
        ask: Box::new(|_: Asked, _: &str| Err(ErrorKind::Other.into())),
        stdin_is_terminal: false,
        out_is_terminal: false,
        width: None,
        on_interrupt: None,
    };
    run(words.map(std::ffi::OsString::from).to_vec(), &mut io)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_signs_in_over_tls_where_he_knows_the_authority() {
    let database = Database::filled().await;
    let folder = tempfile::tempdir().expect("a folder");
    certificates(folder.path());
    let config = config(&database, folder.path());
    let app = server::open(&config, clock_at(MONDAY), Purpose::Centre).await.expect("a database");
    let running = server::serve(&config, &app).await.expect("a server");
    let (port, place) = (running.address.port(), folder.path().to_owned());
    let tried = tokio::task::spawn_blocking(move || {
        let secure = format!("https://localhost:{port}");
        let known = sign_in(&place, &secure, Some(&place.join("ca.pem")));
        let unknown = sign_in(&place, &secure, None);
        let plain = sign_in(&place, &format!("http://localhost:{port}"), None);
        (known, unknown, plain)
    });
    assert_eq!(tried.await.expect("it ends"), (0, 7, 7));
    assert!(running.shutdown().await);
}
