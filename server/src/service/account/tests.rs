//! Accounts and the first of them, over a database file.

use super::super::{
    bootstrap::{bootstrap, issue_bootstrap_code},
    fixture::{ADMIN, Fixture, SECRET, Told, grant, target, text},
    identity::SignedIn,
};
use super::*;
use crate::domain::{caller::Role, token::BOOTSTRAP_CODE_LIFE};

const CREATE: &str = "frsc.admin.v1.AccountService/CreateAccount";
const SET_ROLES: &str = "frsc.admin.v1.AccountService/SetAccountRoles";
const DISABLE: &str = "frsc.admin.v1.AccountService/DisableAccount";
const ENABLE: &str = "frsc.admin.v1.AccountService/EnableAccount";
const RESET: &str = "frsc.admin.v1.AccountService/ResetSecret";

fn is<T>(result: Result<T>, refusal: &Refusal) -> bool {
    matches!(result, Err(Error::Refused { refusals, .. }) if refusals == [refusal.clone()])
}

impl Fixture {
    async fn give(
        &self,
        by: &SignedIn,
        to: AccountId,
        given: &Grant,
    ) -> Result<Reply<Told<Account>>> {
        let call = self.write(by, SET_ROLES);
        let now = self.read(to).await;
        set_account_roles(&self.app, &call, target(&now), given).await
    }

    async fn create(&self, by: &SignedIn, name: &str, given: Grant) -> Result<Issued> {
        let call = self.write(by, CREATE);
        let (kind, login_name) = (AccountKind::Person, name.to_owned());
        let new = NewAccount { kind, login_name, display_name: "New".into(), grant: given };
        let reply = create_account::<Told<Issued>>(&self.app, &call, &new, None).await?;
        Ok(reply.answer.0)
    }

    async fn disable(&self, by: &SignedIn, id: AccountId) -> Result<Reply<Told<Account>>> {
        let now = self.read(id).await;
        disable_account(&self.app, &self.write(by, DISABLE), target(&now)).await
    }
}

#[tokio::test]
async fn a_bootstrap_code_makes_one_administrator_once() {
    let fixture = Fixture::new().await;
    let app = &fixture.app;
    let admin = fixture.sign_in(ADMIN).await;
    assert_eq!(admin.caller.grantable_roles, Role::ALL.into_iter().collect());
    assert!(issue_bootstrap_code(app).await.is_err());
    assert!(bootstrap(app, "any", "another", "Another", text(SECRET)).await.is_err());
    assert_eq!(fixture.results("frscd user bootstrap").await, ["STATE_TRANSITION_FORBIDDEN", "OK"]);
}

#[tokio::test]
async fn a_bootstrap_code_is_good_for_an_hour_and_only_the_last_one() {
    let fixture = Fixture::empty().await;
    let app = &fixture.app;
    let make = async |code: &str| bootstrap(app, code, "an.admin", "Admin", text(SECRET)).await;
    let first = issue_bootstrap_code(app).await.unwrap();
    let second = issue_bootstrap_code(app).await.unwrap();
    assert!(matches!(make(&first).await, Err(Error::Unauthenticated)));
    assert!(matches!(make("").await, Err(Error::Unauthenticated)));
    app.clock.advance(BOOTSTRAP_CODE_LIFE);
    assert!(matches!(make(&second).await, Err(Error::Unauthenticated)));
    let third = issue_bootstrap_code(app).await.unwrap();
    let short = bootstrap(app, &third, "an.admin", "Admin", text("short")).await;
    assert!(matches!(short, Err(Error::Invalid(_))));
    make(&third).await.unwrap();
}

#[tokio::test]
async fn the_made_secret_signs_in_and_is_told_once() {
    let fixture = Fixture::new().await;
    let admin = fixture.sign_in(ADMIN).await;
    let issued = fixture.create(&admin, "a.clerk", grant(&[Role::Clerk], &[])).await.unwrap();
    let secret = issued.secret.unwrap();
    fixture.try_sign_in("a.clerk", &secret).await.unwrap();
    let existing = fixture.create(&admin, "a.clerk", grant(&[], &[])).await;
    let id = issued.account.id.to_string();
    assert!(matches!(existing, Err(Error::AlreadyExists { existing_id }) if existing_id == id));

    let call = fixture.write(&admin, RESET);
    let reset = reset_secret::<Told<Issued>>(&fixture.app, &call, target(&issued.account));
    let new = reset.await.unwrap().answer.0.secret.unwrap();
    assert!(fixture.try_sign_in("a.clerk", &secret).await.is_err());
    fixture.try_sign_in("a.clerk", &new).await.unwrap();
    let call = fixture.write(&admin, RESET);
    let stale = reset_secret::<Told<Issued>>(&fixture.app, &call, target(&issued.account));
    assert!(matches!(stale.await, Err(Error::EtagMismatch)));
}

#[tokio::test]
async fn nobody_grants_to_himself_or_what_he_may_not_hand_on() {
    let fixture = Fixture::new().await;
    let first = fixture.sign_in(ADMIN).await;
    let hands_on = [Role::Clerk, Role::DutyLead];
    fixture.account("small.admin", grant(&[Role::Admin], &hands_on)).await;
    let small = fixture.sign_in("small.admin").await;

    let own = fixture.give(&first, first.account.id, &grant(&[Role::Clerk], &[])).await;
    assert!(is(own, &Refusal::SelfGrant));
    let exceeds = Refusal::GrantExceedsOwn;
    for given in [grant(&[Role::Auditor], &[]), grant(&[], &[Role::Admin])] {
        assert!(is(fixture.create(&small, "another", given.clone()).await, &exceeds));
    }
    let clerk = fixture.create(&small, "a.clerk", grant(&[Role::Clerk], &[])).await.unwrap();
    let more = fixture.give(&small, clerk.account.id, &grant(&[Role::Admin], &[])).await;
    assert!(is(more, &exceeds));
    let both = fixture.create(&first, "both", grant(&[Role::Admin, Role::Auditor], &[])).await;
    assert!(is(both, &Refusal::RoleConflict));
    assert_eq!(fixture.results(SET_ROLES).await, ["GRANT_EXCEEDS_OWN", "SELF_GRANT"]);

    // A new secret would hand the first administrator's rights to whoever resets it.
    let target = target(&fixture.read(first.account.id).await);
    let call = fixture.write(&small, RESET);
    let taken = reset_secret::<Told<Issued>>(&fixture.app, &call, target).await;
    assert!(is(taken, &exceeds));
}

#[tokio::test]
async fn the_last_administrator_is_neither_disabled_nor_demoted() {
    let fixture = Fixture::new().await;
    let first = fixture.sign_in(ADMIN).await;
    assert!(is(fixture.disable(&first, first.account.id).await, &Refusal::LastAdmin));
    let all: Vec<_> = Role::ALL.into_iter().collect();
    let second = fixture.account("second.admin", grant(&[Role::Admin], &all)).await;
    let by_second = fixture.sign_in("second.admin").await;
    fixture.give(&by_second, first.account.id, &grant(&[], &[])).await.unwrap();
    let last = fixture.disable(&by_second, second.id).await;
    assert!(is(last, &Refusal::LastAdmin));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_who_disable_each_other_leave_one() {
    let fixture = Fixture::new().await;
    let all: Vec<_> = Role::ALL.into_iter().collect();
    let second = fixture.account("second.admin", grant(&[Role::Admin], &all)).await;
    let (one, two) = (fixture.sign_in(ADMIN).await, fixture.sign_in("second.admin").await);
    let first = one.account.id;
    let results =
        futures_util::join!(fixture.disable(&one, second.id), fixture.disable(&two, first));
    assert_eq!([results.0.is_ok(), results.1.is_ok()].iter().filter(|done| **done).count(), 1);
}

#[tokio::test]
async fn an_account_is_opened_after_it_was_disabled_or_locked() {
    let fixture = Fixture::new().await;
    let admin = fixture.sign_in(ADMIN).await;
    let clerk = fixture.account("a.clerk", grant(&[Role::Clerk], &[])).await;
    let enable = async || {
        let now = fixture.read(clerk.id).await;
        let call = fixture.write(&admin, ENABLE);
        enable_account::<Told<Account>>(&fixture.app, &call, target(&now)).await
    };
    assert!(enable().await.is_err());
    fixture.disable(&admin, clerk.id).await.unwrap();
    assert!(fixture.disable(&admin, clerk.id).await.is_err());
    enable().await.unwrap();
    fixture.sign_in("a.clerk").await;
    for _ in 0..5 {
        assert!(fixture.try_sign_in("a.clerk", "wrong").await.is_err());
    }
    assert!(fixture.read(clerk.id).await.locked_until.is_some());
    enable().await.unwrap();
    fixture.sign_in("a.clerk").await;
}

#[tokio::test]
async fn a_check_changes_nothing_and_a_repeat_is_not_done_twice() {
    let fixture = Fixture::new().await;
    let admin = fixture.sign_in(ADMIN).await;
    let new = NewAccount {
        kind: AccountKind::Person,
        login_name: "a.clerk".into(),
        display_name: "Clerk".into(),
        grant: grant(&[Role::Clerk], &[]),
    };
    let call = fixture.write(&admin, CREATE);
    let check = WriteCall { mode: Mode::ValidateOnly, ..call.clone() };
    let checked = create_account::<Told<Issued>>(&fixture.app, &check, &new, None).await.unwrap();
    assert!(checked.answer.0.secret.is_none());
    assert!(fixture.app.store.reader().credentials_of("a.clerk").await.unwrap().is_none());
    create_account::<Told<Issued>>(&fixture.app, &call, &new, None).await.unwrap();
    // A kept answer of the tests cannot be read back, which shows that it was found.
    let again = create_account::<Told<Issued>>(&fixture.app, &call, &new, None).await;
    assert!(matches!(again, Err(Error::Internal { .. })));
    let other = WriteCall { request_hash: [1; 32], ..call };
    let other = create_account::<Told<Issued>>(&fixture.app, &other, &new, None).await;
    assert!(matches!(other, Err(Error::RequestIdReused)));
}

#[tokio::test]
async fn accounts_are_listed_by_name_role_and_page() {
    let fixture = Fixture::new().await;
    let admin = fixture.sign_in(ADMIN).await;
    for name in ["c.clerk", "a.clerk", "b.clerk"] {
        fixture.create(&admin, name, grant(&[Role::Clerk], &[])).await.unwrap();
    }
    let call = fixture.write(&admin, "frsc.admin.v1.AccountService/ListAccounts").call;
    let mut names = Vec::new();
    let mut page = PageRequest { size: 2, token: String::new() };
    loop {
        let filter = AccountFilter { roles: Roles::of(&[Role::Clerk]), department_ids: Vec::new() };
        let rows = list_accounts(&fixture.app, &call, &filter, &page).await.unwrap();
        names.extend(rows.rows.into_iter().map(|account| account.login_name));
        if rows.next_token.is_empty() {
            break;
        }
        page.token = rows.next_token;
    }
    assert_eq!(names, ["a.clerk", "b.clerk", "c.clerk"]);
    let everyone = AccountFilter::default();
    let all = list_accounts(&fixture.app, &call, &everyone, &PageRequest::default()).await;
    assert_eq!(all.unwrap().rows.len(), 4);
}
