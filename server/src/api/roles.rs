//! Roles between messages and the domain.

use super::fields::Fields;
use crate::domain::caller::{Role, Roles};
use frsc_proto::v1;

/// A set of roles as messages carry it, in the order of the contract.
#[must_use]
pub fn encode(roles: Roles) -> Vec<i32> {
    roles.iter().map(|role| i32::from(public(role))).collect()
}

/// A set of roles out of a message; what is no role is noted.
pub fn decode(fields: &mut Fields, field: &str, values: &[i32]) -> Roles {
    if values.len() > Role::ALL.len() {
        fields.fault(field, "must name each role once");
        return Roles::NONE;
    }
    let roles = values.iter().enumerate().filter_map(|(index, value)| {
        let path = format!("{field}[{index}]");
        if values[..index].contains(value) {
            fields.fault(&path, "is there twice; name it once");
        }
        fields.choice::<v1::Role>(&path, *value).and_then(private)
    });
    roles.collect()
}

const fn public(role: Role) -> v1::Role {
    match role {
        Role::Clerk => v1::Role::Clerk,
        Role::DutyLead => v1::Role::DutyLead,
        Role::DepartmentOfficer => v1::Role::DepartmentOfficer,
        Role::PartnerSystem => v1::Role::PartnerSystem,
        Role::Auditor => v1::Role::Auditor,
        Role::Admin => v1::Role::Admin,
    }
}

const fn private(role: v1::Role) -> Option<Role> {
    match role {
        v1::Role::Unspecified => None,
        v1::Role::Clerk => Some(Role::Clerk),
        v1::Role::DutyLead => Some(Role::DutyLead),
        v1::Role::DepartmentOfficer => Some(Role::DepartmentOfficer),
        v1::Role::PartnerSystem => Some(Role::PartnerSystem),
        v1::Role::Auditor => Some(Role::Auditor),
        v1::Role::Admin => Some(Role::Admin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_read_back_and_what_is_none_is_named() {
        let all: Roles = Role::ALL.into_iter().collect();
        let mut fields = Fields::new();
        assert_eq!(decode(&mut fields, "roles", &encode(all)), all);
        assert!(fields.finish(()).is_ok());
        for bad in [vec![0], vec![7], vec![1, 1], vec![1; 7]] {
            let mut fields = Fields::new();
            let _ = decode(&mut fields, "roles", &bad);
            assert!(fields.finish(()).is_err(), "{bad:?}");
        }
    }
}
