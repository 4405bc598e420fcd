//! Accounts: who may make whom what, that a lost right is gone at the next call, and that nobody
//! locks the door behind himself.

use crate::harness::{Centre, Client, Who, make::*, soon};
use frsc_proto::{
    admin::{self, Account, AccountKind},
    v1::{self, Role},
};
use tonic::Code;

/// A new account of a person.
fn person(login_name: &str, roles: &[Role]) -> admin::CreateAccountRequest {
    admin::CreateAccountRequest {
        request_id: request_id(),
        kind: AccountKind::Person.into(),
        login_name: login_name.to_owned(),
        display_name: login_name.to_owned(),
        roles: roles.iter().map(|role| (*role).into()).collect(),
        ..Default::default()
    }
}

fn set_roles(account: &Account, roles: &[Role]) -> admin::SetAccountRolesRequest {
    admin::SetAccountRolesRequest {
        request_id: request_id(),
        account_id: account.account_id.clone(),
        etag: account.etag.clone(),
        roles: roles.iter().map(|role| (*role).into()).collect(),
        ..Default::default()
    }
}

/// Shuts an account.
pub async fn disable(centre: &Centre, who: Who) {
    let account = of(centre, who.login_name()).await;
    centre.admin().ok(shut(&account)).await;
}

fn shut(account: &Account) -> admin::DisableAccountRequest {
    admin::DisableAccountRequest {
        request_id: request_id(),
        account_id: account.account_id.clone(),
        etag: account.etag.clone(),
        validate_only: false,
    }
}

fn open(account: &Account) -> admin::EnableAccountRequest {
    admin::EnableAccountRequest {
        request_id: request_id(),
        account_id: account.account_id.clone(),
        etag: account.etag.clone(),
        validate_only: false,
    }
}

fn reset(account: &Account) -> admin::ResetSecretRequest {
    admin::ResetSecretRequest {
        request_id: request_id(),
        account_id: account.account_id.clone(),
        etag: account.etag.clone(),
    }
}

async fn of(centre: &Centre, login_name: &str) -> Account {
    let all = centre.admin().ok(admin::ListAccountsRequest::default()).await.accounts;
    all.into_iter().find(|account| account.login_name == login_name).expect("the account")
}

async fn signed_in(centre: &Centre, login_name: &str, secret: &str) -> Client {
    let request =
        v1::CreateSessionRequest { login_name: login_name.to_owned(), secret: secret.to_owned() };
    let tokens = centre.nobody().ok(request).await.tokens.unwrap();
    centre.nobody().bearing(&tokens.access_token)
}

#[tokio::test]
async fn a_new_account_signs_in_with_the_secret_that_is_told_once() {
    let centre = Centre::start().await;
    let admin = centre.admin();
    let request = person("newcomer", &[Role::Clerk]);
    let made = admin.ok(request.clone()).await;
    let account = made.account.unwrap();
    assert_eq!((account.login_name.as_str(), account.roles.as_slice()), ("newcomer", &[1][..]));
    signed_in(&centre, "newcomer", &made.secret).await.ok(v1::GetCallerRequest {}).await;
    let again = admin.ok(request).await;
    assert_eq!((again.account, again.secret.as_str()), (Some(account.clone()), ""));
    let taken = admin.refused(person("newcomer", &[Role::Clerk])).await;
    taken.is(Code::AlreadyExists, "ALREADY_EXISTS");
    assert_eq!(taken.variable("existing_id").unwrap(), account.account_id);
}

#[tokio::test]
async fn roles_that_exclude_each_other_are_not_given_together() {
    let centre = Centre::start().await;
    let admin = centre.admin();
    let both = person("both", &[Role::Admin, Role::Auditor]);
    admin.refused(both).await.is(Code::FailedPrecondition, "ROLE_CONFLICT");
    let system = admin::CreateAccountRequest {
        kind: AccountKind::PartnerSystem.into(),
        ..person("a-system", &[Role::Clerk])
    };
    admin.refused(system).await.is(Code::FailedPrecondition, "ROLE_CONFLICT");
    let auditor = of(&centre, "auditor").await;
    let refused = admin.refused(set_roles(&auditor, &[Role::Auditor, Role::Admin])).await;
    refused.is(Code::FailedPrecondition, "ROLE_CONFLICT");
    let nowhere = person("officer", &[Role::DepartmentOfficer]);
    assert_eq!(admin.refused(nowhere).await.fields(), ["department_id"]);
    let unknown = admin::CreateAccountRequest {
        department_id: "NOPE".to_owned(),
        ..person("officer", &[Role::DepartmentOfficer])
    };
    assert_eq!(admin.refused(unknown).await.fields(), ["department_id"]);
}

#[tokio::test]
async fn nobody_hands_on_more_than_he_was_given_to_hand_on() {
    let centre = Centre::start().await;
    let request = admin::CreateAccountRequest {
        grantable_roles: vec![Role::Clerk.into()],
        ..person("small-admin", &[Role::Admin])
    };
    let made = centre.admin().ok(request).await;
    let small = signed_in(&centre, "small-admin", &made.secret).await;
    small.ok(person("a-clerk", &[Role::Clerk])).await;
    let exceeds = "GRANT_EXCEEDS_OWN";
    small
        .refused(person("an-auditor", &[Role::Auditor]))
        .await
        .is(Code::FailedPrecondition, exceeds);
    let lead = of(&centre, "lead").await;
    small.refused(set_roles(&lead, &[Role::Auditor])).await.is(Code::FailedPrecondition, exceeds);
    small.refused(reset(&lead)).await.is(Code::FailedPrecondition, exceeds);
    let admin = of(&centre, "admin").await;
    small.refused(reset(&admin)).await.is(Code::FailedPrecondition, exceeds);
    let itself = of(&centre, "small-admin").await;
    let refused = small.refused(set_roles(&itself, &[Role::Admin, Role::Clerk])).await;
    refused.is(Code::FailedPrecondition, "SELF_GRANT");
    small.refused(reset(&itself)).await.is(Code::FailedPrecondition, "SELF_GRANT");
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let centre = Centre::start().await;
    let admin = centre.admin();
    let itself = of(&centre, "admin").await;
    admin.refused(shut(&itself)).await.is(Code::FailedPrecondition, "LAST_ADMIN");
    let request = admin::CreateAccountRequest {
        grantable_roles: (1..=6).collect(),
        ..person("second", &[Role::Admin])
    };
    let made = admin.ok(request).await;
    let second = signed_in(&centre, "second", &made.secret).await;
    let lowered = second.ok(set_roles(&itself, &[Role::Clerk])).await.account.unwrap();
    assert_eq!(lowered.roles, [Role::Clerk as i32]);
    let last = made.account.unwrap();
    second.refused(shut(&last)).await.is(Code::FailedPrecondition, "LAST_ADMIN");
}

#[tokio::test]
async fn two_administrators_who_shut_each_other_at_once_leave_one() {
    let centre = Centre::start().await;
    let request = admin::CreateAccountRequest {
        grantable_roles: (1..=6).collect(),
        ..person("second", &[Role::Admin])
    };
    let made = centre.admin().ok(request).await;
    let second = signed_in(&centre, "second", &made.secret).await;
    let (first, other) = (of(&centre, "admin").await, made.account.unwrap());
    let admin = centre.admin();
    let outcomes = tokio::join!(admin.call(shut(&other)), second.call(shut(&first)));
    let done = [outcomes.0.is_ok(), outcomes.1.is_ok()];
    assert!(done[0] != done[1], "{outcomes:?}");
    let active = "SELECT count(*) FROM account WHERE state = 1 AND (roles & 32) = 32";
    assert_eq!(centre.database.number(active).await, 1);
}

#[tokio::test]
async fn a_right_taken_away_is_gone_at_the_next_call() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    clerk.slot("2024-03-05T09:00").await;
    let account = of(&centre, "clerk").await;
    centre.admin().ok(set_roles(&account, &[Role::Auditor])).await;
    let refused = clerk.refused(v1::ListSlotsRequest::default()).await;
    refused.is(Code::PermissionDenied, "PERMISSION_DENIED");
    clerk.ok(admin::ListAuditRecordsRequest::default()).await;
    disable(&centre, Who::Clerk).await;
    let refused = clerk.refused(v1::GetCallerRequest {}).await;
    refused.is(Code::Unauthenticated, "UNAUTHENTICATED");
    let shut = of(&centre, "clerk").await;
    centre.admin().ok(open(&shut)).await;
    clerk.refused(v1::GetCallerRequest {}).await.is(Code::Unauthenticated, "UNAUTHENTICATED");
    clerk.sign_out().await;
    clerk.ok(v1::GetCallerRequest {}).await;
}

#[tokio::test]
async fn a_right_taken_away_at_one_server_is_gone_at_another_within_five_seconds() {
    let centre = Centre::start().await;
    let other = centre.another().await;
    let clerk = other.clerk();
    clerk.ok(v1::GetCallerRequest {}).await;
    disable(&centre, Who::Clerk).await;
    centre.clock.advance(chrono::Duration::seconds(5));
    clerk.refused(v1::GetCallerRequest {}).await.is(Code::Unauthenticated, "UNAUTHENTICATED");
}

#[tokio::test]
async fn the_stream_of_a_disabled_account_ends() {
    let centre = Centre::start().await;
    let mut display = centre.client(Who::PsbOfficer).watch_queue().await.unwrap();
    soon("the first state", display.message()).await.unwrap();
    disable(&centre, Who::PsbOfficer).await;
    let ended = soon("the end", async {
        loop {
            if let Err(status) = display.message().await {
                return status;
            }
        }
    });
    let refused = crate::harness::Refused { status: ended.await };
    refused.is(Code::Unauthenticated, "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_reset_secret_is_told_once_and_ends_every_session() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    clerk.ok(v1::GetCallerRequest {}).await;
    let request = reset(&of(&centre, "clerk").await);
    let answer = admin.ok(request.clone()).await;
    assert_eq!(admin.ok(request).await.secret, "", "a repeat does not get it again");
    clerk.refused(v1::GetCallerRequest {}).await.is(Code::Unauthenticated, "UNAUTHENTICATED");
    signed_in(&centre, "clerk", &answer.secret).await.ok(v1::GetCallerRequest {}).await;
}

#[tokio::test]
async fn a_locked_account_is_opened_by_an_administrator() {
    let centre = Centre::start().await;
    let wrong = v1::CreateSessionRequest {
        login_name: "clerk".to_owned(),
        secret: "not-this-one-either".to_owned(),
    };
    for _ in 0..5 {
        centre.nobody().refused(wrong.clone()).await;
    }
    let locked = of(&centre, "clerk").await;
    assert!(locked.locked_until_time.is_some());
    let opened = centre.admin().ok(open(&locked)).await.account.unwrap();
    assert_eq!(opened.locked_until_time, None);
    centre.clerk().ok(v1::GetCallerRequest {}).await;
}

#[tokio::test]
async fn a_stale_etag_changes_no_account() {
    let centre = Centre::start().await;
    let admin = centre.admin();
    let stale = of(&centre, "clerk").await;
    let now = admin.ok(set_roles(&stale, &[Role::DutyLead])).await.account.unwrap();
    for refused in [
        admin.refused(set_roles(&stale, &[Role::Clerk])).await,
        admin.refused(shut(&stale)).await,
        admin.refused(reset(&stale)).await,
        admin.refused(open(&stale)).await,
    ] {
        refused.is(Code::Aborted, "ETAG_MISMATCH");
    }
    assert_eq!(of(&centre, "clerk").await, now);
}

#[tokio::test]
async fn accounts_are_listed_by_role_and_department_page_by_page() {
    let centre = Centre::start().await;
    let admin = centre.admin();
    let (mut names, mut token) = (Vec::new(), String::new());
    loop {
        let page =
            admin::ListAccountsRequest { page_size: 4, page_token: token, ..Default::default() };
        let answer = admin.ok(page).await;
        names.extend(answer.accounts.into_iter().map(|account| account.login_name));
        token = answer.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    let mut wanted: Vec<_> = Who::ALL.iter().map(|who| who.login_name()).collect();
    wanted.sort_unstable();
    assert_eq!(names, wanted);
    let filtered = admin::ListAccountsRequest {
        roles: vec![Role::PartnerSystem.into()],
        department_ids: vec!["STB".to_owned()],
        ..Default::default()
    };
    let found = admin.ok(filtered).await.accounts;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind(), AccountKind::PartnerSystem);
    let id = found[0].account_id.clone();
    let one = admin.ok(admin::GetAccountRequest { account_id: id }).await.account.unwrap();
    assert_eq!(one, found[0]);
}
