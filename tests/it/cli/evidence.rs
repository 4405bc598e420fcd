//! Files of evidence on the command line.

use super::Terminal;
use crate::harness::{Centre, evidence::picture};
use std::fs;

#[tokio::test]
async fn a_file_goes_to_the_server_and_comes_back() {
    let centre = Centre::start().await;
    let terminal = Terminal::signed_in(&centre, "clerk").await;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let content = picture(200_000, 5);
    fs::write(at("passport.jpg"), &content).unwrap();
    fs::write(at("zip.jpg"), b"PK\x03\x04\x14\0\0\0 not a photo").unwrap();
    let line = format!("evidence upload {} --kind passport -o json", at("passport.jpg"));
    let checked = terminal.frsc(&format!("{line} --dry-run"), "").await;
    assert_eq!(checked.code, 0, "{checked:?}");
    let kept = terminal.frsc(&line, "").await;
    assert_eq!(kept.json()["evidence"]["file_name"], "passport.jpg");
    let id = kept.json()["evidence"]["evidence_id"].as_str().unwrap().to_owned();
    let listed = terminal.frsc("evidence list -o name", "").await;
    assert_eq!(listed.out.trim(), id);
    let zip = format!("evidence upload {} --kind photo", at("zip.jpg"));
    assert_eq!(terminal.frsc(&zip, "").await.code, 10);
    let to = at("copy.jpg");
    let tail = &id[id.len() - 6..];
    let line = format!("evidence download {tail} --to {to} --purpose identity-check");
    let done = terminal.frsc(&line, "").await;
    assert_eq!(done.code, 0, "{done:?}");
    assert!(fs::read(&to).unwrap() == content);
    fs::write(&to, b"something of the clerk's own").unwrap();
    let refused = terminal.frsc(&line, "").await;
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("--yes"), "{refused:?}");
    assert_eq!(fs::read(&to).unwrap(), b"something of the clerk's own");
    assert_eq!(terminal.frsc(&format!("{line} --yes"), "").await.code, 0);
    assert!(fs::read(&to).unwrap() == content);
    let files = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 3, "nothing half-written is left");
    let gone = terminal.frsc(&format!("evidence delete {id} --yes"), "").await;
    assert_eq!(gone.code, 0, "{gone:?}");
    assert_eq!(terminal.frsc(&format!("evidence show {id}"), "").await.code, 3);
}
