//! Signing in, refreshing and signing out, over a database file.

use super::super::{
    fixture::{ADMIN, Fixture, SECRET, Told, grant, target, text, visit},
    identity::{authenticate, known, refresh_session, rotate_keys},
};
use super::*;
use crate::domain::{
    account::LOCK_DURATION,
    caller::{Role, Roles},
    token::{ACCESS_TOKEN_LIFE, REFRESH_TOKEN_LIFE, RETRY_WINDOW},
};
use crate::service::account::{disable_account, set_account_roles};
use chrono::Duration;

const SIGN_IN: &str = "frsc.v1.AuthService/CreateSession";
const REFRESH: &str = "frsc.v1.AuthService/RefreshSession";
const REVOKE: &str = "frsc.v1.AuthService/RevokeSession";
const CHANGE: &str = "frsc.v1.AuthService/ChangePassword";
const SET_ROLES: &str = "frsc.admin.v1.AccountService/SetAccountRoles";
const DISABLE: &str = "frsc.admin.v1.AccountService/DisableAccount";

fn is_unauthenticated<T>(result: Result<T>) -> bool {
    matches!(result, Err(Error::Unauthenticated))
}

async fn refresh(app: &App, token: &Zeroizing<String>) -> Result<Tokens> {
    refresh_session(app, visit(REFRESH), token.clone()).await
}

#[tokio::test]
async fn the_right_secret_signs_in_and_the_token_tells_who() {
    let fixture = Fixture::new().await;
    let app = &fixture.app;
    let done = fixture.sign_in(ADMIN).await;
    let token = &done.tokens.access_token;
    assert_eq!(known(app, token), None);
    let caller = authenticate(app, token).await.unwrap();
    assert_eq!(*caller, done.caller);
    assert_eq!(caller.roles, Roles::of(&[Role::Admin]));
    assert_eq!(known(app, token), Some(caller));
    app.clock.advance(Duration::seconds(5));
    assert_eq!(known(app, token), None);
    authenticate(app, token).await.unwrap();
    app.clock.advance(ACCESS_TOKEN_LIFE);
    assert_eq!(known(app, token), None);
    assert!(is_unauthenticated(authenticate(app, token).await));
    assert!(is_unauthenticated(authenticate(app, "no token").await));
}

#[tokio::test]
async fn unknown_wrong_locked_and_disabled_look_alike_and_are_on_record() {
    let fixture = Fixture::new().await;
    let clerk = fixture.account("a.clerk", grant(&[Role::Clerk], &[])).await;
    assert!(is_unauthenticated(fixture.try_sign_in("nobody", SECRET).await));
    assert!(is_unauthenticated(fixture.try_sign_in("a.clerk", "wrong").await));
    let admin = fixture.sign_in(ADMIN).await;
    let call = fixture.write(&admin, DISABLE);
    let now = fixture.read(clerk.id).await;
    disable_account::<Told<_>>(&fixture.app, &call, target(&now)).await.unwrap();
    assert!(is_unauthenticated(fixture.try_sign_in("a.clerk", SECRET).await));
    let results = fixture.results(SIGN_IN).await;
    let refused = results.iter().filter(|result| *result == "UNAUTHENTICATED").count();
    assert_eq!(refused, 3);
}

#[tokio::test]
async fn five_wrong_secrets_lock_for_fifteen_minutes() {
    let fixture = Fixture::new().await;
    for _ in 0..5 {
        assert!(is_unauthenticated(fixture.try_sign_in(ADMIN, "wrong").await));
    }
    assert!(is_unauthenticated(fixture.try_sign_in(ADMIN, SECRET).await));
    // The lock is in the database: another server knows of it.
    let other = fixture.another_server().await;
    let signed_in = create_session(&other, visit(SIGN_IN), ADMIN, text(SECRET)).await;
    assert!(is_unauthenticated(signed_in));
    fixture.app.clock.advance(LOCK_DURATION - Duration::seconds(1));
    assert!(is_unauthenticated(fixture.try_sign_in(ADMIN, SECRET).await));
    fixture.app.clock.advance(Duration::seconds(1));
    fixture.sign_in(ADMIN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_wrong_secrets_at_once_each_is_counted() {
    let fixture = Fixture::new().await;
    let wrong = (0..4).map(|_| fixture.try_sign_in(ADMIN, "wrong"));
    futures_util::future::join_all(wrong).await;
    let found = fixture.app.store.reader().credentials_of(ADMIN).await.unwrap().unwrap();
    assert_eq!(found.account.failed_attempts, 4);
    let more = (0..6).map(|_| fixture.try_sign_in(ADMIN, "wrong"));
    futures_util::future::join_all(more).await;
    assert!(is_unauthenticated(fixture.try_sign_in(ADMIN, SECRET).await));
}

#[tokio::test]
async fn a_refresh_token_is_used_once_and_repeated_for_thirty_seconds() {
    let fixture = Fixture::new().await;
    let app = &fixture.app;
    let first = fixture.sign_in(ADMIN).await.tokens;
    let second = refresh(app, &first.refresh_token).await.unwrap();
    assert_ne!(first.refresh_token, second.refresh_token);
    authenticate(app, &second.access_token).await.unwrap();
    app.clock.advance(RETRY_WINDOW);
    let again = refresh(app, &first.refresh_token).await.unwrap();
    assert_eq!(again.refresh_token, second.refresh_token);
    assert_eq!(again.refresh_expires_at, second.refresh_expires_at);
    app.clock.advance(Duration::microseconds(1));
    assert!(is_unauthenticated(refresh(app, &first.refresh_token).await));
    // The whole family has ended: the successor, and every access token.
    assert!(is_unauthenticated(refresh(app, &second.refresh_token).await));
    assert_eq!(known(app, &again.access_token), None);
    assert!(is_unauthenticated(authenticate(app, &again.access_token).await));
    let results = fixture.results(REFRESH).await;
    assert_eq!(results, ["UNAUTHENTICATED", "UNAUTHENTICATED", "OK"]);
}

#[tokio::test]
async fn a_refresh_token_slides_but_never_past_its_session() {
    let fixture = Fixture::new().await;
    let app = &fixture.app;
    let mut tokens = fixture.sign_in(ADMIN).await.tokens;
    assert_eq!(tokens.refresh_expires_at, app.clock.now() + REFRESH_TOKEN_LIFE);
    let session_ends = app.clock.now() + SESSION_LIFE;
    for _ in 0..2 {
        app.clock.advance(Duration::hours(11));
        tokens = refresh(app, &tokens.refresh_token).await.unwrap();
    }
    assert_eq!(tokens.refresh_expires_at, session_ends);
    app.clock.advance(Duration::hours(2));
    assert!(is_unauthenticated(refresh(app, &tokens.refresh_token).await));
    let other = fixture.sign_in(ADMIN).await.tokens;
    app.clock.advance(REFRESH_TOKEN_LIFE);
    assert!(is_unauthenticated(refresh(app, &other.refresh_token).await));
    assert!(is_unauthenticated(refresh(app, &text("frscrt_made_up")).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refresh_token_at_once_has_one_successor() {
    let fixture = Fixture::new().await;
    let first = fixture.sign_in(ADMIN).await.tokens;
    let servers = [Arc::clone(&fixture.app), fixture.another_server().await];
    let tasks = (0..8).map(|index| {
        let (app, token) = (Arc::clone(&servers[index % 2]), first.refresh_token.clone());
        tokio::spawn(async move { refresh(&app, &token).await.unwrap().refresh_token })
    });
    let successors = futures_util::future::join_all(tasks).await;
    let successors: std::collections::BTreeSet<_> =
        successors.into_iter().map(|done| done.unwrap().to_string()).collect();
    assert_eq!(successors.len(), 1);
}

#[tokio::test]
async fn a_revoked_right_stops_at_once_here_and_within_five_seconds_elsewhere() {
    let fixture = Fixture::new().await;
    let other = fixture.another_server().await;
    let clerk = fixture.account("a.clerk", grant(&[Role::Clerk], &[])).await;
    let token = fixture.sign_in("a.clerk").await.tokens.access_token;
    for app in [&fixture.app, &other] {
        assert!(authenticate(app, &token).await.unwrap().roles.has(Role::Clerk));
        assert!(known(app, &token).is_some());
    }
    let admin = fixture.sign_in(ADMIN).await;
    let call = fixture.write(&admin, SET_ROLES);
    let none = grant(&[], &[]);
    let now = fixture.read(clerk.id).await;
    set_account_roles::<Told<_>>(&fixture.app, &call, target(&now), &none).await.unwrap();
    assert_eq!(known(&fixture.app, &token), None);
    assert!(authenticate(&fixture.app, &token).await.unwrap().roles.is_empty());
    fixture.app.clock.advance(Duration::seconds(5));
    assert_eq!(known(&other, &token), None);
    assert!(authenticate(&other, &token).await.unwrap().roles.is_empty());
}

#[tokio::test]
async fn signing_out_and_being_disabled_end_a_session_at_once() {
    let fixture = Fixture::new().await;
    let app = &fixture.app;
    let clerk = fixture.account("a.clerk", grant(&[Role::Clerk], &[])).await;
    let (one, two) = (fixture.sign_in("a.clerk").await, fixture.sign_in("a.clerk").await);
    authenticate(app, &one.tokens.access_token).await.unwrap();
    authenticate(app, &two.tokens.access_token).await.unwrap();
    let call = fixture.write(&one, REVOKE);
    revoke_session::<Told<()>>(app, &call).await.unwrap();
    assert_eq!(known(app, &one.tokens.access_token), None);
    assert!(is_unauthenticated(authenticate(app, &one.tokens.access_token).await));
    assert!(is_unauthenticated(refresh(app, &one.tokens.refresh_token).await));
    authenticate(app, &two.tokens.access_token).await.unwrap();
    let admin = fixture.sign_in(ADMIN).await;
    let call = fixture.write(&admin, DISABLE);
    let now = fixture.read(clerk.id).await;
    disable_account::<Told<_>>(app, &call, target(&now)).await.unwrap();
    assert!(is_unauthenticated(authenticate(app, &two.tokens.access_token).await));
    assert!(is_unauthenticated(refresh(app, &two.tokens.refresh_token).await));
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions_and_a_wrong_one_counts() {
    let fixture = Fixture::new().await;
    let app = &fixture.app;
    let (own, other) = (fixture.sign_in(ADMIN).await, fixture.sign_in(ADMIN).await);
    let call = fixture.write(&own, CHANGE);
    let new = "another long secret";
    let change = |call: WriteCall, from: &'static str, to: &'static str| async move {
        change_password::<Told<()>>(app, &call, text(from), text(to)).await
    };
    assert!(is_unauthenticated(change(call.clone(), "wrong", new).await));
    let found = app.store.reader().credentials_of(ADMIN).await.unwrap().unwrap();
    assert_eq!(found.account.failed_attempts, 1);
    assert!(matches!(change(call.clone(), SECRET, "short").await, Err(Error::Invalid(_))));
    change(call, SECRET, new).await.unwrap();
    authenticate(app, &own.tokens.access_token).await.unwrap();
    assert!(is_unauthenticated(authenticate(app, &other.tokens.access_token).await));
    assert!(is_unauthenticated(fixture.try_sign_in(ADMIN, SECRET).await));
    fixture.try_sign_in(ADMIN, new).await.unwrap();
    assert_eq!(fixture.results(CHANGE).await, ["OK", "INVALID_FIELD", "UNAUTHENTICATED"]);
}

#[tokio::test]
async fn keys_are_agreed_on_and_a_new_one_takes_over_without_a_gap() {
    let fixture = Fixture::new().await;
    let (one, two) = (Arc::clone(&fixture.app), fixture.another_server().await);
    let before = fixture.sign_in(ADMIN).await.tokens.access_token;
    authenticate(&two, &before).await.unwrap();
    let kid = rotate_keys(&one).await.unwrap();
    authenticate(&one, &before).await.unwrap();
    one.clock.advance(Duration::seconds(15));
    let after = fixture.sign_in(ADMIN).await.tokens.access_token;
    assert!(crate::service::keys::current(&two).await.unwrap().verifies(&kid, two.clock.now()));
    for app in [&one, &two] {
        authenticate(app, &before).await.unwrap();
        authenticate(app, &after).await.unwrap();
    }
    let rows = one.store.reader().signing_keys().await.unwrap();
    assert_eq!(rows.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_at_once_make_one_key() {
    let fixture = Fixture::new().await;
    let servers = [fixture.another_server().await, fixture.another_server().await];
    let keys = servers.iter().map(|app| crate::service::keys::current(app));
    for key in futures_util::future::join_all(keys).await {
        assert!(key.unwrap().can_sign(fixture.app.clock.now()));
    }
    assert_eq!(fixture.app.store.reader().signing_keys().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_nobody_can_ask_for_any_more_is_forgotten() {
    let fixture = Fixture::new().await;
    let app = &fixture.app;
    let first = fixture.sign_in(ADMIN).await.tokens;
    let second = refresh(app, &first.refresh_token).await.unwrap();
    app.clock.advance(RETRY_WINDOW + Duration::seconds(1));
    identity::forget_ended(app).await.unwrap();
    let third = refresh(app, &second.refresh_token).await.unwrap();
    identity::forget_ended(app).await.unwrap();
    let again = refresh(app, &second.refresh_token).await.unwrap();
    assert_eq!(again.refresh_token, third.refresh_token);
    app.clock.advance(Duration::days(40));
    identity::forget_ended(app).await.unwrap();
    let hash = crate::secrets::sha256(third.refresh_token.as_bytes());
    assert_eq!(app.store.reader().session_of_refresh_token(&hash).await.unwrap(), None);
}
