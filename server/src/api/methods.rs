//! The one table of methods: who may call each, which rows he reaches, whether it writes, and what
//! the audit trail keeps of it. What is not in the table is not served: a method of the contract that
//! is missing here keeps the server from starting.

use crate::domain::caller::{Caller, Role, Roles};
use std::{collections::HashMap, sync::LazyLock};

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
    &METHODS
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

const ADMIN: Roles = Roles::of(&[Role::Admin]);
const AUDITOR: Roles = Roles::of(&[Role::Auditor]);
const LEAD: Roles = Roles::of(&[Role::DutyLead]);
const HALL: Roles = Roles::of(&[Role::Clerk, Role::DutyLead]);
const PLANNERS: Roles = Roles::of(&[Role::Admin, Role::Clerk, Role::DutyLead]);
const COUNTER: Roles = Roles::of(&[Role::Clerk, Role::DutyLead, Role::DepartmentOfficer]);
const BOOKERS: Roles = Roles::of(&[Role::Clerk, Role::DutyLead, Role::PartnerSystem]);
const BUSINESS: Roles =
    Roles::of(&[Role::Clerk, Role::DutyLead, Role::DepartmentOfficer, Role::PartnerSystem]);
const DIR: Roles = Roles::of(&[
    Role::Clerk,
    Role::DutyLead,
    Role::DepartmentOfficer,
    Role::PartnerSystem,
    Role::Admin,
]);

static BY_PATH: LazyLock<HashMap<&'static str, &'static Method>> =
    LazyLock::new(|| METHODS.iter().map(|method| (method.path, method)).collect());

const fn row(
    path: &'static str,
    access: Access,
    reach: Reach,
    effect: Effect,
    audit: Audit,
) -> Method {
    Method { path, access, reach, effect, audit }
}

#[rustfmt::skip]
static METHODS: [Method; 73] = [
    row("/frsc.v1.SystemService/GetServerInfo", Access::Public, Reach::None, Effect::Read, Audit::Never),
    row("/frsc.v1.AuthService/CreateSession", Access::Public, Reach::None, Effect::Write, Audit::Always),
    row("/frsc.v1.AuthService/RefreshSession", Access::Public, Reach::None, Effect::Write, Audit::Always),
    row("/frsc.v1.AuthService/RevokeSession", Access::SignedIn, Reach::None, Effect::Write, Audit::Always),
    row("/frsc.v1.AuthService/GetCaller", Access::SignedIn, Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.v1.AuthService/ChangePassword", Access::SignedIn, Reach::None, Effect::Write, Audit::Always),
    row("/frsc.v1.DirectoryService/ListDepartments", Access::Roles(DIR), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.v1.DirectoryService/GetDepartment", Access::Roles(DIR), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.v1.DirectoryService/ListServiceItems", Access::Roles(DIR), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.v1.DirectoryService/GetServiceItem", Access::Roles(DIR), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.v1.DirectoryService/ListCounters", Access::Roles(DIR), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.v1.DirectoryService/ListOpeningHours", Access::Roles(DIR), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.v1.DirectoryService/GetCalendarYear", Access::Roles(DIR), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.v1.DirectoryService/ComputeDeadline", Access::Roles(DIR), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.v1.DirectoryService/ComputeFee", Access::Roles(DIR), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.v1.AppointmentService/ListSlots", Access::Roles(BUSINESS), Reach::Department, Effect::Read, Audit::Refusals),
    row("/frsc.v1.AppointmentService/HoldSlot", Access::Roles(BOOKERS), Reach::Department, Effect::Write, Audit::Always),
    row("/frsc.v1.AppointmentService/ReleaseHold", Access::Roles(BOOKERS), Reach::Department, Effect::Write, Audit::Always),
    row("/frsc.v1.AppointmentService/BookAppointment", Access::Roles(BOOKERS), Reach::Department, Effect::Write, Audit::Always),
    row("/frsc.v1.AppointmentService/GetAppointment", Access::Roles(BUSINESS), Reach::Department, Effect::Read, Audit::Refusals),
    row("/frsc.v1.AppointmentService/ListAppointments", Access::Roles(BUSINESS), Reach::Department, Effect::Read, Audit::Refusals),
    row("/frsc.v1.AppointmentService/RescheduleAppointment", Access::Roles(BOOKERS), Reach::Department, Effect::Write, Audit::Always),
    row("/frsc.v1.AppointmentService/CancelAppointment", Access::Roles(BOOKERS), Reach::Department, Effect::Write, Audit::Always),
    row("/frsc.v1.AppointmentService/CheckInAppointment", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.AppointmentService/MarkNoShow", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.AppointmentService/RevealPassportNumber", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.QueueService/IssueTicket", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.QueueService/CallNextTicket", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.QueueService/RecallTicket", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.QueueService/ServeTicket", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.QueueService/CompleteTicket", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.QueueService/TransferTicket", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.QueueService/ParkTicket", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.QueueService/ReturnTicket", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.QueueService/VoidTicket", Access::Roles(HALL), Reach::Centre, Effect::Write, Audit::Always),
    row("/frsc.v1.QueueService/GetTicket", Access::Roles(BUSINESS), Reach::Department, Effect::Read, Audit::Refusals),
    row("/frsc.v1.QueueService/ListTickets", Access::Roles(BUSINESS), Reach::Department, Effect::Read, Audit::Refusals),
    row("/frsc.v1.QueueService/WatchQueue", Access::Roles(BUSINESS), Reach::Department, Effect::Stream, Audit::Refusals),
    row("/frsc.v1.IdentifierService/ReadScan", Access::Roles(COUNTER), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.admin.v1.AccountService/CreateAccount", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.AccountService/GetAccount", Access::Roles(ADMIN), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.admin.v1.AccountService/ListAccounts", Access::Roles(ADMIN), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.admin.v1.AccountService/SetAccountRoles", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.AccountService/DisableAccount", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.AccountService/EnableAccount", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.AccountService/ResetSecret", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.AuditService/ListAuditRecords", Access::Roles(AUDITOR), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.admin.v1.CatalogueService/CreateDepartment", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.CatalogueService/UpdateDepartment", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.CatalogueService/CreateServiceItem", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.CatalogueService/UpdateServiceItem", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.CatalogueService/CreateCounter", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.CatalogueService/UpdateCounter", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.CatalogueService/CreateOpeningHours", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.CatalogueService/UpdateOpeningHours", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.CatalogueService/GetBookingPolicy", Access::Roles(PLANNERS), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.admin.v1.CatalogueService/UpdateBookingPolicy", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.CatalogueService/GetFeeSchedule", Access::Roles(PLANNERS), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.admin.v1.CatalogueService/UpdateFeeSchedule", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.CatalogueService/LoadCalendarYear", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.ScheduleService/CreateHallSession", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.ScheduleService/UpdateHallSession", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.ScheduleService/GetHallSession", Access::Roles(PLANNERS), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.admin.v1.ScheduleService/ListHallSessions", Access::Roles(PLANNERS), Reach::None, Effect::Read, Audit::Refusals),
    row("/frsc.admin.v1.ScheduleService/SetHallSessionException", Access::Roles(ADMIN), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.ScheduleService/CreateClosure", Access::Roles(LEAD), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.ScheduleService/EndClosure", Access::Roles(LEAD), Reach::None, Effect::Write, Audit::Always),
    row("/frsc.admin.v1.ScheduleService/ListClosures", Access::Roles(PLANNERS), Reach::None, Effect::Read, Audit::Refusals),
    row("/grpc.health.v1.Health/Check", Access::Public, Reach::None, Effect::Read, Audit::Never),
    row("/grpc.health.v1.Health/List", Access::Public, Reach::None, Effect::Read, Audit::Never),
    row("/grpc.health.v1.Health/Watch", Access::Public, Reach::None, Effect::Stream, Audit::Never),
    row("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", Access::Public, Reach::None, Effect::Stream, Audit::Never),
    row("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", Access::Public, Reach::None, Effect::Stream, Audit::Never),
];
