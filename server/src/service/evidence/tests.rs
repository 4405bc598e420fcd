use super::*;
use crate::service::testing::{Told, app, write_call};
use bytes::Bytes;
use std::collections::VecDeque;

/// A file that comes in these chunks, and then ends or breaks off.
struct Coming(VecDeque<Bytes>, Option<Error>);

impl Chunks for Coming {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        match (self.0.pop_front(), self.1.take()) {
            (Some(chunk), broken) => {
                self.1 = broken;
                Ok(Some(chunk))
            }
            (None, Some(broken)) => Err(broken),
            (None, None) => Ok(None),
        }
    }
}

fn content() -> Vec<u8> {
    [&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], &[7; 90_000]].concat()
}

fn new() -> NewEvidence {
    NewEvidence {
        kind: EvidenceKind::Photo,
        media_type: MediaType::Jpeg,
        file_name: "photo.jpg".to_owned(),
        size: content().len() as u64,
        sha256: crate::secrets::sha256(&content()),
        case_id: None,
    }
}

fn coming(broken: Option<Error>) -> Coming {
    let chunks = content().chunks(50_000).map(Bytes::copy_from_slice).collect();
    Coming(chunks, broken)
}

fn centre_call(app: &App) -> WriteCall {
    use crate::domain::caller::{Caller, Role, Roles};
    let mut call = write_call(app, Mode::Commit);
    let caller = Caller { roles: Roles::of(&[Role::Clerk]), ..(*call.call.caller).clone() };
    call.call.caller = std::sync::Arc::new(caller);
    call
}

async fn loose(app: &App) -> usize {
    let tx = app.store.begin().await.unwrap();
    tx.take_loose(app.clock.now() + Duration::days(1), 100).await.unwrap().len()
}

#[tokio::test]
async fn what_a_crash_left_is_swept_and_what_is_on_its_way_is_not() {
    let (app, folder) = app().await;
    let id = EvidenceId(app.clock.new_id());
    let tx = app.store.begin().await.unwrap();
    tx.add_loose(id, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    app.vault.keep(id.0, 0, vec![1; 10]).await.unwrap();
    sweep(&app).await.unwrap();
    assert!(app.vault.block(id.0, 0).await.is_ok(), "it may still be on its way");
    app.clock.advance(LOOSE_FOR + Duration::minutes(1));
    sweep(&app).await.unwrap();
    assert_eq!(loose(&app).await, 0);
    assert_eq!(std::fs::read_dir(folder.path().join("evidence")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_file_whose_bytes_are_being_cleared_away_is_not_kept() {
    let (app, folder) = app().await;
    let call = centre_call(&app);
    let id = EvidenceId(app.clock.new_id());
    let blocks = receive(&app, &call, id, &new(), &mut coming(None)).await.unwrap();
    let tx = app.store.begin().await.unwrap();
    let later = app.clock.now() + Duration::days(1);
    assert_eq!(tx.take_loose(later, 100).await.unwrap(), [id]);
    tx.commit().await.unwrap();
    let kept: Result<Reply<Told<EvidenceView>>> = keep(&app, &call, id, &new(), blocks).await;
    assert!(matches!(kept, Err(Error::Unavailable)));
    app.clock.advance(LOOSE_FOR + Duration::minutes(1));
    sweep(&app).await.unwrap();
    assert_eq!(std::fs::read_dir(folder.path().join("evidence")).unwrap().count(), 0);
}

#[tokio::test]
async fn what_breaks_off_is_cleared_at_once() {
    let (app, folder) = app().await;
    for broken in [Error::Unavailable, Error::DeadlineExceeded] {
        let call = centre_call(&app);
        let sent = &mut coming(Some(broken));
        let done: Result<Reply<Told<EvidenceView>>> = upload(&app, &call, &new(), sent).await;
        assert!(done.is_err());
        assert_eq!(loose(&app).await, 0);
    }
    assert_eq!(std::fs::read_dir(folder.path().join("evidence")).unwrap().count(), 0);
}
