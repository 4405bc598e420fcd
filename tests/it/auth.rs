//! Signing in and out over the wire: what a token is good for and for how long, and how little a
//! refused sign-in tells.

use crate::harness::{Centre, Client, Refused, Who, client::SECRET, make::*};
use frsc_proto::v1;
use tonic::Code;

fn sign_in(login_name: &str, secret: &str) -> v1::CreateSessionRequest {
    v1::CreateSessionRequest { login_name: login_name.to_owned(), secret: secret.to_owned() }
}

fn refresh(token: &str) -> v1::RefreshSessionRequest {
    v1::RefreshSessionRequest { refresh_token: token.to_owned() }
}

async fn tokens(centre: &Centre, who: Who) -> v1::TokenPair {
    centre.nobody().ok(sign_in(who.login_name(), SECRET)).await.tokens.unwrap()
}

/// Code, text and details, byte by byte.
fn bytes(refused: &Refused) -> (Code, String, Vec<u8>) {
    let status = &refused.status;
    (status.code(), status.message().to_owned(), status.details().to_vec())
}

async fn is_signed_out(client: &Client) {
    let refused = client.refused(v1::GetCallerRequest {}).await;
    refused.is(Code::Unauthenticated, "UNAUTHENTICATED");
}

#[tokio::test]
async fn who_signs_in_is_told_who_he_is_and_what_he_may_do() {
    let centre = Centre::start().await;
    let answer = centre.nobody().ok(sign_in("psb-officer", SECRET)).await;
    let caller = answer.caller.unwrap();
    assert_eq!(caller.roles, [v1::Role::DepartmentOfficer as i32]);
    assert_eq!(caller.department_id, "PSB");
    assert!(caller.methods.contains(&"frsc.v1.QueueService/WatchQueue".to_owned()));
    assert!(!caller.methods.contains(&"frsc.v1.QueueService/IssueTicket".to_owned()));
    assert!(caller.methods.is_sorted());
    let tokens = answer.tokens.unwrap();
    let now = centre.clock.now().timestamp();
    assert_eq!(tokens.access_expire_time.unwrap().seconds, now + 600, "ten minutes");
    let itself = centre.nobody().bearing(&tokens.access_token);
    assert_eq!(itself.ok(v1::GetCallerRequest {}).await.caller.unwrap(), caller);
}

#[tokio::test]
async fn unknown_wrong_locked_and_disabled_look_alike_to_the_byte() {
    let centre = Centre::start().await;
    let nobody = centre.nobody();
    let unknown = bytes(&nobody.refused(sign_in("nobody", SECRET)).await);
    let wrong = bytes(&nobody.refused(sign_in("clerk", "not-this-one-either")).await);
    for _ in 0..5 {
        nobody.refused(sign_in("lead", "not-this-one-either")).await;
    }
    let locked = bytes(&nobody.refused(sign_in("lead", SECRET)).await);
    crate::account::disable(&centre, Who::Auditor).await;
    let disabled = bytes(&nobody.refused(sign_in("auditor", SECRET)).await);
    assert_eq!(unknown.0, Code::Unauthenticated);
    assert_eq!([&wrong, &locked, &disabled], [&unknown; 3]);
}

#[tokio::test]
async fn five_wrong_secrets_lock_an_account_for_fifteen_minutes() {
    let centre = Centre::start().await;
    let nobody = centre.nobody();
    for _ in 0..4 {
        nobody.refused(sign_in("clerk", "not-this-one-either")).await;
    }
    nobody.ok(sign_in("clerk", SECRET)).await;
    for _ in 0..5 {
        nobody.refused(sign_in("clerk", "not-this-one-either")).await;
    }
    centre.clock.advance(chrono::Duration::seconds(15 * 60 - 1));
    nobody.refused(sign_in("clerk", SECRET)).await;
    centre.clock.advance(chrono::Duration::seconds(1));
    nobody.ok(sign_in("clerk", SECRET)).await;
}

#[tokio::test]
async fn wrong_secrets_sent_at_once_are_all_counted() {
    let centre = Centre::start().await;
    let nobody = centre.nobody();
    let wrong = (0..5).map(|_| nobody.refused(sign_in("clerk", "not-this-one-either")));
    futures_util::future::join_all(wrong).await;
    nobody.refused(sign_in("clerk", SECRET)).await.is(Code::Unauthenticated, "UNAUTHENTICATED");
}

#[tokio::test]
async fn an_access_token_is_good_for_ten_minutes() {
    let centre = Centre::start().await;
    let clerk = centre.nobody().bearing(&tokens(&centre, Who::Clerk).await.access_token);
    clerk.ok(v1::GetCallerRequest {}).await;
    centre.minutes_pass(11);
    is_signed_out(&clerk).await;
}

#[tokio::test]
async fn a_refresh_token_has_one_successor_and_a_thief_ends_the_session() {
    let centre = Centre::start().await;
    let nobody = centre.nobody();
    let first = tokens(&centre, Who::Clerk).await;
    let second = nobody.ok(refresh(&first.refresh_token)).await.tokens.unwrap();
    assert_ne!(first.refresh_token, second.refresh_token);
    nobody.bearing(&second.access_token).ok(v1::GetCallerRequest {}).await;
    centre.clock.advance(chrono::Duration::seconds(30));
    let again = nobody.ok(refresh(&first.refresh_token)).await.tokens.unwrap();
    assert_eq!(again.refresh_token, second.refresh_token, "an answer that was lost on the way");
    centre.clock.advance(chrono::Duration::seconds(1));
    let stolen = nobody.refused(refresh(&first.refresh_token)).await;
    stolen.is(Code::Unauthenticated, "UNAUTHENTICATED");
    is_signed_out(&nobody.bearing(&second.access_token)).await;
    let refused = nobody.refused(refresh(&second.refresh_token)).await;
    refused.is(Code::Unauthenticated, "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_refresh_token_sent_16_times_at_once_has_one_successor() {
    let centre = Centre::start().await;
    let nobody = centre.nobody();
    let first = tokens(&centre, Who::Clerk).await;
    let calls = (0..16).map(|_| nobody.ok(refresh(&first.refresh_token)));
    let successors: std::collections::HashSet<_> = futures_util::future::join_all(calls)
        .await
        .into_iter()
        .map(|answer| answer.tokens.unwrap().refresh_token)
        .collect();
    assert_eq!(successors.len(), 1);
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once_and_no_other() {
    let centre = Centre::start().await;
    let nobody = centre.nobody();
    let (one, two) = (tokens(&centre, Who::Clerk).await, tokens(&centre, Who::Clerk).await);
    let first = nobody.bearing(&one.access_token);
    first.ok(v1::GetCallerRequest {}).await;
    first.ok(v1::RevokeSessionRequest { request_id: request_id() }).await;
    is_signed_out(&first).await;
    nobody.refused(refresh(&one.refresh_token)).await.is(Code::Unauthenticated, "UNAUTHENTICATED");
    nobody.bearing(&two.access_token).ok(v1::GetCallerRequest {}).await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_a_wrong_one_counts() {
    let centre = Centre::start().await;
    let nobody = centre.nobody();
    let own = nobody.bearing(&tokens(&centre, Who::Clerk).await.access_token);
    let other = nobody.bearing(&tokens(&centre, Who::Clerk).await.access_token);
    let change = |current: &str, new: &str| v1::ChangePasswordRequest {
        request_id: request_id(),
        current_password: current.to_owned(),
        new_password: new.to_owned(),
    };
    let new = "a-better-horse-and-battery";
    own.refused(change("not-this-one-either", new))
        .await
        .is(Code::Unauthenticated, "UNAUTHENTICATED");
    assert_eq!(own.refused(change(SECRET, "too short")).await.fields(), ["new_password"]);
    own.ok(change(SECRET, new)).await;
    own.ok(v1::GetCallerRequest {}).await;
    is_signed_out(&other).await;
    nobody.refused(sign_in("clerk", SECRET)).await;
    nobody.ok(sign_in("clerk", new)).await;
    let system = centre.partner();
    system.refused(change(SECRET, new)).await.is(Code::PermissionDenied, "PERMISSION_DENIED");
}

#[tokio::test]
async fn whatever_is_wrong_with_a_token_the_answer_is_the_same_to_the_byte() {
    let centre = Centre::start().await;
    let nobody = centre.nobody();
    let good = tokens(&centre, Who::Clerk).await.access_token;
    let (head, tail) = good.rsplit_once('.').unwrap();
    let mut turned: String = tail.chars().rev().collect();
    turned.insert_str(0, &format!("{head}."));
    let other = Centre::start().await;
    other.minutes_pass(30);
    let not_yet = tokens(&other, Who::Clerk).await.access_token;
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjbGVyayJ9.";
    let wanted = bytes(&nobody.refused(v1::GetCallerRequest {}).await);
    assert_eq!(wanted.0, Code::Unauthenticated);
    for token in ["x", unsigned, head, &turned, &not_yet, &"a".repeat(4000)] {
        let refused = nobody.bearing(token).refused(v1::GetCallerRequest {}).await;
        assert_eq!(bytes(&refused), wanted);
    }
    let basic = nobody.with("authorization", "Basic Y2xlcms6c2VjcmV0");
    assert_eq!(bytes(&basic.refused(v1::GetCallerRequest {}).await), wanted);
    nobody.bearing(&good).ok(v1::GetCallerRequest {}).await;
}
