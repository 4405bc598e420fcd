//! The one table of methods: who may call each, which rows he reaches, whether it writes, and what
//! the audit trail keeps of it. What is not in the table is not served: a method of the contract
//! that is missing here keeps the server from starting.

mod table;

use crate::domain::caller::{Caller, Roles, Scope};
use std::{collections::HashMap, sync::LazyLock};
use table::METHODS;

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, without credentials.
    Public,
    /// Every signed-in principal.
    SignedIn,
    /// A principal with one of the roles.
    Roles(Roles),
}

impl Access {
    /// True where the caller may call the method.
    #[must_use]
    pub fn allows(self, caller: Option<&Caller>) -> bool {
        match (self, caller) {
            (Self::Public, _) | (Self::SignedIn, Some(_)) => true,
            (Self::Roles(roles), Some(caller)) => roles.meets(caller.roles),
            (Self::SignedIn | Self::Roles(_), None) => false,
        }
    }
}

/// Which business rows a method reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// None: its own session, the catalogue, accounts or the audit trail.
    None,
    /// The whole centre's.
    Centre,
    /// The whole centre's for its staff, one department's for officers and partner systems.
    Department,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Reads; may be dropped when the client goes away.
    Read,
    /// Writes; runs to its end even when the client goes away.
    Write,
    /// Takes a stream of requests, then writes; given up at its deadline, at shutdown, and when the
    /// right to it is lost.
    Upload,
    /// Streams; ends at its deadline, at shutdown, and when the right to it is lost.
    Stream,
}

/// What the audit trail keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audit {
    /// Nothing: anyone may call it and it tells nothing.
    Never,
    /// Refused calls.
    Refusals,
    /// Every call, done or refused.
    Always,
}

/// A row of the table.
#[derive(Debug)]
pub struct Method {
    /// The path of the HTTP/2 request, for example `/frsc.v1.AuthService/GetCaller`.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Which business rows it reaches.
    pub reach: Reach,
    /// What it does.
    pub effect: Effect,
    /// What the audit trail keeps of it.
    pub audit: Audit,
}

impl Method {
    /// True where the caller may call it: by his roles, and by the rows that they show him.
    #[must_use]
    pub fn allows(&self, caller: Option<&Caller>) -> bool {
        let scope = caller.and_then(Caller::scope);
        let reaches = match self.reach {
            Reach::None => true,
            Reach::Centre => scope == Some(Scope::Centre),
            Reach::Department => scope.is_some(),
        };
        reaches && self.access.allows(caller)
    }

    /// The public name: the path without its first slash.
    #[must_use]
    pub fn name(&self) -> &'static str {
        &self.path[1..]
    }
}

/// The row of a path.
#[must_use]
pub fn find(path: &str) -> Option<&'static Method> {
    BY_PATH.get(path).copied()
}

/// Every row.
#[must_use]
pub fn all() -> &'static [Method] {
    METHODS
}

/// Compares the table with the contract and names every method that is in one only.
///
/// # Errors
/// The names, where table and contract differ.
pub fn compare_with_contract() -> Result<(), String> {
    use prost::Message as _;
    let set = prost_types::FileDescriptorSet::decode(frsc_proto::DESCRIPTOR_SET)
        .map_err(|error| error.to_string())?;
    let mut contract = Vec::new();
    for file in &set.file {
        for service in &file.service {
            for method in &service.method {
                let names = (file.package(), service.name(), method.name());
                contract.push(format!("/{}.{}/{}", names.0, names.1, names.2));
            }
        }
    }
    let missing = contract.iter().filter(|path| find(path).is_none()).cloned();
    let standard = |path: &str| path.starts_with("/grpc.");
    let unknown = METHODS.iter().map(|method| method.path).filter(|path| !standard(path));
    let unknown = unknown.filter(|path| !contract.iter().any(|known| known == path));
    let odd: Vec<_> = missing.chain(unknown.map(str::to_owned)).collect();
    if odd.is_empty() { Ok(()) } else { Err(odd.join(", ")) }
}

static BY_PATH: LazyLock<HashMap<&'static str, &'static Method>> =
    LazyLock::new(|| METHODS.iter().map(|method| (method.path, method)).collect());
