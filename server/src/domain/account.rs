//! Accounts: what an account may look like, who may hand on which rights, and when wrong secrets
//! lock it. Never sees a secret's hash, and never decides who is signed in.

use super::{
    caller::{Caller, Role, Roles},
    id::AccountId,
    refusal::Refusal,
};
use chrono::{DateTime, Duration, Utc};

/// Fewest characters of a login name.
pub const MIN_LOGIN_NAME_LENGTH: usize = 3;
/// Most characters of a login name.
pub const MAX_LOGIN_NAME_LENGTH: usize = 64;
/// Most characters of a display name.
pub const MAX_DISPLAY_NAME_LENGTH: usize = 64;
/// Fewest characters of a secret.
pub const MIN_SECRET_LENGTH: usize = 12;
/// Most characters of a secret.
pub const MAX_SECRET_LENGTH: usize = 256;
/// Wrong secrets in a row that lock an account.
pub const MAX_FAILED_ATTEMPTS: u32 = 5;
/// How long it stays locked.
pub const LOCK_DURATION: Duration = Duration::minutes(15);

/// What an account stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountKind {
    /// A person, who signs in with a password.
    Person,
    /// A department's system, which signs in with a client secret.
    PartnerSystem,
}

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// May sign in.
    Active,
    /// May not.
    Disabled,
}

impl AccountState {
    /// The public name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Disabled => "DISABLED",
        }
    }
}

/// An account, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What it stands for.
    pub kind: AccountKind,
    /// The name it signs in with.
    pub login_name: String,
    /// The name shown.
    pub display_name: String,
    /// Where it stands.
    pub state: AccountState,
    /// What it may do.
    pub roles: Roles,
    /// What it may hand on.
    pub grantable_roles: Roles,
    /// Its department, for the departmental roles.
    pub department_id: Option<String>,
    /// Wrong secrets in a row.
    pub failed_attempts: u32,
    /// Locked until then.
    pub locked_until: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

impl Account {
    /// True where it may sign in now, given the right secret.
    #[must_use]
    pub fn may_sign_in(&self, now: DateTime<Utc>) -> bool {
        self.state == AccountState::Active && !self.is_locked(now)
    }

    /// True while wrong secrets keep it locked.
    #[must_use]
    pub fn is_locked(&self, now: DateTime<Utc>) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// True for an account that administers and may sign in once a lock has passed.
    #[must_use]
    pub fn is_active_admin(&self) -> bool {
        self.state == AccountState::Active && self.roles.has(Role::Admin)
    }

    /// The account after a wrong secret; the fifth in a row locks it. A lock does not lengthen by
    /// attempts made while it lasts, or anyone could keep a person out for ever.
    #[must_use]
    pub fn after_wrong_secret(mut self, now: DateTime<Utc>) -> Self {
        if self.is_locked(now) {
            return self;
        }
        self.failed_attempts += 1;
        if self.failed_attempts >= MAX_FAILED_ATTEMPTS {
            self.failed_attempts = 0;
            self.locked_until = Some(now + LOCK_DURATION);
            return self.changed(now);
        }
        self
    }

    /// The account after the right secret, or after an administrator opened it.
    #[must_use]
    pub fn unlocked(mut self, now: DateTime<Utc>) -> Self {
        self.failed_attempts = 0;
        if self.locked_until.take().is_some() { self.changed(now) } else { self }
    }

    /// The account in its next version.
    #[must_use]
    pub fn changed(mut self, now: DateTime<Utc>) -> Self {
        self.version += 1;
        self.updated_at = now;
        self.as_of(now)
    }

    /// The account as it stands at an instant: a lock that has passed is none.
    #[must_use]
    pub fn as_of(mut self, now: DateTime<Utc>) -> Self {
        self.locked_until = self.locked_until.filter(|until| now < *until);
        self
    }

    /// Its state in one canonical text, to be hashed for the audit trail.
    #[must_use]
    pub fn canonical(&self) -> String {
        let department = self.department_id.as_deref().unwrap_or_default();
        format!(
            "{}|{:?}|{}|{}|{}|{}|{}|{department}|{:?}|{}",
            self.id,
            self.kind,
            self.login_name,
            self.display_name,
            self.state.name(),
            self.roles.bits(),
            self.grantable_roles.bits(),
            self.locked_until,
            self.version,
        )
    }
}

/// What is wrong with a login name, and how to mend it.
#[must_use]
pub fn login_name_problem(name: &str) -> Option<&'static str> {
    let sign = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b);
    let good = (MIN_LOGIN_NAME_LENGTH..=MAX_LOGIN_NAME_LENGTH).contains(&name.len());
    let good = good && name.bytes().all(sign);
    (!good).then_some("must have 3 to 64 of a-z, 0-9, dot, hyphen, underscore")
}

/// What is wrong with a new secret, and how to mend it.
#[must_use]
pub fn secret_problem(secret: &str, login_name: &str) -> Option<&'static str> {
    if !(MIN_SECRET_LENGTH..=MAX_SECRET_LENGTH).contains(&secret.chars().count()) {
        return Some("must have 12 to 256 characters");
    }
    secret.eq_ignore_ascii_case(login_name).then_some("must not be the login name")
}

/// What is wrong with a display name, and how to mend it.
#[must_use]
pub fn display_name_problem(name: &str) -> Option<&'static str> {
    let good = (1..=MAX_DISPLAY_NAME_LENGTH).contains(&name.chars().count());
    let good = good && !name.chars().any(char::is_control);
    (!good).then_some("must have 1 to 64 characters, no control characters")
}

/// What is wrong with a department beside these roles, and how to mend it.
#[must_use]
pub fn department_problem(roles: Roles, department_id: Option<&str>) -> Option<&'static str> {
    match (roles.iter().any(Role::is_departmental), department_id) {
        (true, None) => Some("is required for DEPARTMENT_OFFICER and PARTNER_SYSTEM"),
        (false, Some(_)) => Some("is for DEPARTMENT_OFFICER and PARTNER_SYSTEM only; leave it out"),
        (true, Some(_)) | (false, None) => None,
    }
}

/// Whether the roles go together, and with the kind of account. Who administers rights must not be
/// the one who reviews their use; and a system does nothing but a system's work.
///
/// # Errors
/// `RoleConflict`.
pub fn check_roles(kind: AccountKind, roles: Roles) -> Result<(), Refusal> {
    let exclusive = roles.has(Role::Admin) && roles.has(Role::Auditor);
    let system = Roles::of(&[Role::PartnerSystem]);
    let fits_kind = match kind {
        AccountKind::Person => !roles.meets(system),
        AccountKind::PartnerSystem => roles.within(system),
    };
    if exclusive || !fits_kind { Err(Refusal::RoleConflict) } else { Ok(()) }
}

/// Whether the caller may give these rights to the account: never to himself, and only what he was
/// given to hand on.
///
/// # Errors
/// `SelfGrant` or `GrantExceedsOwn`.
pub fn check_grant(granter: &Caller, to: AccountId, given: Roles) -> Result<(), Refusal> {
    if granter.account_id == to {
        Err(Refusal::SelfGrant)
    } else if !given.within(granter.grantable_roles) {
        Err(Refusal::GrantExceedsOwn)
    } else {
        Ok(())
    }
}

/// Whether an active administrator is left when the account becomes what it is to be.
///
/// # Errors
/// `LastAdmin`.
pub fn check_admin_left(
    before: &Account,
    after: &Account,
    active_admins: &[AccountId],
) -> Result<(), Refusal> {
    let loses = before.is_active_admin() && !after.is_active_admin();
    let others = active_admins.iter().any(|id| *id != before.id);
    if loses && !others { Err(Refusal::LastAdmin) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
