//! Who calls and what he may see. Roles are a set; a scope is made from a caller only, and every
//! finder of rows asks for one, so that a row outside it cannot be fetched by mistake.

use super::id::{AccountId, SessionId};
use std::fmt;

/// What a principal may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Works at a counter, sees the whole centre's business.
    Clerk,
    /// A clerk who approves, supervises and closes sessions.
    DutyLead,
    /// Sees the business of one department.
    DepartmentOfficer,
    /// A system bound to one department.
    PartnerSystem,
    /// Reads the audit trail and nothing else.
    Auditor,
    /// Accounts and catalogue, no business data.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::Clerk,
        Self::DutyLead,
        Self::DepartmentOfficer,
        Self::PartnerSystem,
        Self::Auditor,
        Self::Admin,
    ];

    const fn bit(self) -> u8 {
        match self {
            Self::Clerk => 1,
            Self::DutyLead => 2,
            Self::DepartmentOfficer => 4,
            Self::PartnerSystem => 8,
            Self::Auditor => 16,
            Self::Admin => 32,
        }
    }

    /// True for the roles that belong to one department.
    #[must_use]
    pub const fn is_departmental(self) -> bool {
        matches!(self, Self::DepartmentOfficer | Self::PartnerSystem)
    }
}

/// A set of roles.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Roles(u8);

impl Roles {
    /// No role.
    pub const NONE: Self = Self(0);

    /// The set of the roles given.
    #[must_use]
    pub const fn of(roles: &[Role]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < roles.len() {
            bits |= roles[index].bit();
            index += 1;
        }
        Self(bits)
    }

    /// The set kept as bits; unknown bits fall away.
    #[must_use]
    pub fn from_bits(bits: i32) -> Self {
        Self(u8::try_from(bits & 0x3f).unwrap_or(0))
    }

    /// The bits to keep.
    #[must_use]
    pub fn bits(self) -> i32 {
        i32::from(self.0)
    }

    /// True where the role is in the set.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// True where the sets share a role.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// True where every role of the set is in the other.
    #[must_use]
    pub const fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The roles of this set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// True where there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles, in their order.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self(roles.into_iter().fold(0, |bits, role| bits | role.bit()))
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Which rows a caller may see.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The whole centre's.
    Centre,
    /// Those that concern one department.
    Department(String),
}

impl Scope {
    /// True where a row that concerns these departments may be seen.
    #[must_use]
    pub fn sees<'a>(&self, mut departments: impl Iterator<Item = &'a str>) -> bool {
        match self {
            Self::Centre => true,
            Self::Department(own) => departments.any(|department| department == own),
        }
    }
}

/// A signed-in principal, with his rights as they are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account.
    pub account_id: AccountId,
    /// The session.
    pub session_id: SessionId,
    /// What he may do.
    pub roles: Roles,
    /// What he may hand on.
    pub grantable_roles: Roles,
    /// His department, for the departmental roles.
    pub department_id: Option<String>,
}

impl Caller {
    /// Which business rows he may see; `None` where his roles show him none.
    #[must_use]
    pub fn scope(&self) -> Option<Scope> {
        if self.roles.meets(Roles::of(&[Role::Clerk, Role::DutyLead])) {
            return Some(Scope::Centre);
        }
        if self.roles.iter().any(Role::is_departmental) {
            return self.department_id.clone().map(Scope::Department);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn caller(roles: &[Role], department: Option<&str>) -> Caller {
        Caller {
            account_id: AccountId(Uuid::nil()),
            session_id: SessionId(Uuid::nil()),
            roles: Roles::of(roles),
            grantable_roles: Roles::NONE,
            department_id: department.map(str::to_owned),
        }
    }

    #[test]
    fn only_roles_with_business_have_a_scope() {
        assert_eq!(caller(&[Role::Clerk], None).scope(), Some(Scope::Centre));
        let own = Some(Scope::Department("PSB".into()));
        assert_eq!(caller(&[Role::DepartmentOfficer], Some("PSB")).scope(), own);
        assert_eq!(caller(&[Role::DepartmentOfficer], None).scope(), None);
        assert_eq!(caller(&[Role::Admin], None).scope(), None);
        assert_eq!(caller(&[Role::Auditor], Some("PSB")).scope(), None);
    }

    #[test]
    fn bits_read_back() {
        for role in Role::ALL {
            let roles = Roles::of(&[role]);
            assert_eq!(Roles::from_bits(roles.bits()), roles);
            assert_eq!(roles.iter().collect::<Vec<_>>(), [role]);
        }
    }
}
