//! The rules of accounts, by tables.

use super::*;
use crate::domain::id::SessionId;
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn account(number: u128, roles: &[Role]) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(number)),
        kind: AccountKind::Person,
        login_name: "li.wei".into(),
        display_name: "Li Wei".into(),
        state: AccountState::Active,
        roles: Roles::of(roles),
        grantable_roles: Roles::NONE,
        department_id: None,
        failed_attempts: 0,
        locked_until: None,
        created_at: now(),
        updated_at: now(),
        version: 1,
    }
}

#[test]
fn roles_that_exclude_each_other_are_refused() {
    use AccountKind::{PartnerSystem as System, Person};
    let table: [(AccountKind, &[Role], bool); 9] = [
        (Person, &[], true),
        (Person, &[Role::Admin], true),
        (Person, &[Role::Auditor], true),
        (Person, &[Role::Admin, Role::Auditor], false),
        (Person, &[Role::Clerk, Role::DutyLead, Role::DepartmentOfficer], true),
        (Person, &[Role::PartnerSystem], false),
        (System, &[Role::PartnerSystem], true),
        (System, &[Role::PartnerSystem, Role::Clerk], false),
        (System, &[Role::Admin], false),
    ];
    for (kind, roles, fits) in table {
        assert_eq!(check_roles(kind, Roles::of(roles)).is_ok(), fits, "{kind:?} {roles:?}");
    }
}

#[test]
fn departmental_roles_have_a_department_and_others_none() {
    let table: [(&[Role], Option<&str>, bool); 6] = [
        (&[Role::DepartmentOfficer], Some("PSB"), true),
        (&[Role::DepartmentOfficer], None, false),
        (&[Role::PartnerSystem], None, false),
        (&[Role::Clerk], None, true),
        (&[Role::Clerk], Some("PSB"), false),
        (&[Role::Clerk, Role::DepartmentOfficer], Some("PSB"), true),
    ];
    for (roles, department, fits) in table {
        let problem = department_problem(Roles::of(roles), department);
        assert_eq!(problem.is_none(), fits, "{roles:?} {department:?}");
    }
}

#[test]
fn nobody_hands_on_what_he_may_not_or_to_himself() {
    let granter = Caller {
        account_id: AccountId(Uuid::from_u128(1)),
        session_id: SessionId(Uuid::nil()),
        roles: Roles::of(&[Role::Admin]),
        grantable_roles: Roles::of(&[Role::Clerk, Role::DutyLead]),
        department_id: None,
    };
    let other = AccountId(Uuid::from_u128(2));
    let table: [(AccountId, &[Role], Result<(), Refusal>); 5] = [
        (other, &[Role::Clerk], Ok(())),
        (other, &[], Ok(())),
        (other, &[Role::Clerk, Role::Auditor], Err(Refusal::GrantExceedsOwn)),
        (other, &[Role::Admin], Err(Refusal::GrantExceedsOwn)),
        (granter.account_id, &[Role::Clerk], Err(Refusal::SelfGrant)),
    ];
    for (to, roles, expected) in table {
        assert_eq!(check_grant(&granter, to, Roles::of(roles)), expected, "{roles:?}");
    }
}

#[test]
fn five_wrong_secrets_lock_for_fifteen_minutes_and_no_longer() {
    let mut account = account(1, &[Role::Clerk]);
    for _ in 0..4 {
        account = account.after_wrong_secret(now());
        assert!(account.may_sign_in(now()));
    }
    assert_eq!(account.version, 1);
    account = account.after_wrong_secret(now());
    assert_eq!(account.version, 2);
    let later = now() + Duration::minutes(10);
    account = account.after_wrong_secret(later);
    assert!(account.is_locked(later));
    let open = now() + LOCK_DURATION;
    assert!(account.is_locked(open - Duration::microseconds(1)));
    assert!(account.may_sign_in(open));
    account = account.after_wrong_secret(open);
    assert!(account.may_sign_in(open));
    let account = account.unlocked(open);
    assert_eq!((account.failed_attempts, account.locked_until), (0, None));
}

#[test]
fn the_last_active_administrator_stays() {
    let admin = account(1, &[Role::Admin]);
    let demoted = account(1, &[Role::Clerk]);
    let disabled = Account { state: AccountState::Disabled, ..admin.clone() };
    let (own, other) = (admin.id, AccountId(Uuid::from_u128(2)));
    let refused = Err(Refusal::LastAdmin);
    assert_eq!(check_admin_left(&admin, &demoted, &[own]), refused);
    assert_eq!(check_admin_left(&admin, &disabled, &[own]), refused);
    assert_eq!(check_admin_left(&admin, &demoted, &[own, other]), Ok(()));
    assert_eq!(check_admin_left(&admin, &admin, &[own]), Ok(()));
    assert_eq!(check_admin_left(&demoted, &demoted, &[]), Ok(()));
    assert_eq!(check_admin_left(&disabled, &demoted, &[other]), Ok(()));
}

#[test]
fn names_and_secrets_have_their_shape() {
    for good in ["abc", "li.wei", "psb-gateway_2", &"a".repeat(64)] {
        assert_eq!(login_name_problem(good), None, "{good}");
    }
    for bad in ["", "ab", "Li.Wei", "li wei", "李伟李伟", "a@b.c", &"a".repeat(65)] {
        assert!(login_name_problem(bad).is_some(), "{bad}");
    }
    assert_eq!(secret_problem("correct horse", "li.wei"), None);
    assert_eq!(secret_problem(&"密".repeat(12), "li.wei"), None);
    assert!(secret_problem("short", "li.wei").is_some());
    assert!(secret_problem(&"x".repeat(257), "li.wei").is_some());
    assert!(secret_problem("A.LONG.LOGIN.NAME", "a.long.login.name").is_some());
    assert!(display_name_problem("李伟").is_none() && display_name_problem("").is_some());
}
