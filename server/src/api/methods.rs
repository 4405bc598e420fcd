//! The one table of methods: who may call each, which rows he reaches, whether it writes, and what
//! the audit trail keeps of it. What is not in the table is not served: a method of the contract
//! that is missing here keeps the server from starting.

use crate::domain::caller::{Caller, Role, Roles, Scope};
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

const PUBLIC: Access = Access::Public;
const SIGNED_IN: Access = Access::SignedIn;
const ADMIN: Access = Access::Roles(Roles::of(&[Role::Admin]));
const AUDITOR: Access = Access::Roles(Roles::of(&[Role::Auditor]));
const LEAD: Access = Access::Roles(Roles::of(&[Role::DutyLead]));
const HALL: Access = Access::Roles(Roles::of(&[Role::Clerk, Role::DutyLead]));
const PLANNERS: Access = Access::Roles(Roles::of(&[Role::Admin, Role::Clerk, Role::DutyLead]));
const COUNTER: Access =
    Access::Roles(Roles::of(&[Role::Clerk, Role::DutyLead, Role::DepartmentOfficer]));
const BOOKERS: Access =
    Access::Roles(Roles::of(&[Role::Clerk, Role::DutyLead, Role::PartnerSystem]));
const LEDGER: Access = Access::Roles(Roles::of(&[Role::Clerk, Role::DutyLead, Role::Auditor]));
const BUSINESS: Access = Access::Roles(Roles::of(&[
    Role::Clerk,
    Role::DutyLead,
    Role::DepartmentOfficer,
    Role::PartnerSystem,
]));
const DIR: Access = Access::Roles(Roles::of(&[
    Role::Clerk,
    Role::DutyLead,
    Role::DepartmentOfficer,
    Role::PartnerSystem,
    Role::Admin,
]));

static BY_PATH: LazyLock<HashMap<&'static str, &'static Method>> =
    LazyLock::new(|| METHODS.iter().map(|method| (method.path, method)).collect());

const NO_ROWS: Reach = Reach::None;
const CENTRE: Reach = Reach::Centre;
const SCOPE: Reach = Reach::Department;
const READ: Effect = Effect::Read;
const WRITE: Effect = Effect::Write;
const UPLOAD: Effect = Effect::Upload;
const STREAM: Effect = Effect::Stream;
const NEVER: Audit = Audit::Never;
const REFUSALS: Audit = Audit::Refusals;
const ALWAYS: Audit = Audit::Always;

const fn row(
    path: &'static str,
    access: Access,
    reach: Reach,
    effect: Effect,
    audit: Audit,
) -> Method {
    Method { path, access, reach, effect, audit }
}

#[rustfmt::skip] // A row a line reads as a table.
static METHODS: &[Method] = &[
    row("/frsc.v1.SystemService/GetServerInfo", PUBLIC, NO_ROWS, READ, NEVER),
    row("/frsc.v1.AuthService/CreateSession", PUBLIC, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.v1.AuthService/RefreshSession", PUBLIC, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.v1.AuthService/RevokeSession", SIGNED_IN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.v1.AuthService/GetCaller", SIGNED_IN, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.AuthService/ChangePassword", SIGNED_IN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.v1.DirectoryService/ListDepartments", DIR, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.DirectoryService/GetDepartment", DIR, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.DirectoryService/ListServiceItems", DIR, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.DirectoryService/GetServiceItem", DIR, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.DirectoryService/ListCounters", DIR, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.DirectoryService/ListOpeningHours", DIR, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.DirectoryService/GetCalendarYear", DIR, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.DirectoryService/ComputeDeadline", DIR, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.DirectoryService/ComputeFee", DIR, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.AppointmentService/ListSlots", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.AppointmentService/HoldSlot", BOOKERS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.AppointmentService/ReleaseHold", BOOKERS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.AppointmentService/BookAppointment", BOOKERS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.AppointmentService/GetAppointment", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.AppointmentService/ListAppointments", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.AppointmentService/RescheduleAppointment", BOOKERS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.AppointmentService/CancelAppointment", BOOKERS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.AppointmentService/CheckInAppointment", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.AppointmentService/MarkNoShow", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.AppointmentService/RevealPassportNumber", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.QueueService/IssueTicket", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.QueueService/CallNextTicket", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.QueueService/RecallTicket", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.QueueService/ServeTicket", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.QueueService/CompleteTicket", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.QueueService/TransferTicket", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.QueueService/ParkTicket", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.QueueService/ReturnTicket", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.QueueService/VoidTicket", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.QueueService/GetTicket", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.QueueService/ListTickets", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.QueueService/WatchQueue", BUSINESS, SCOPE, STREAM, REFUSALS),
    row("/frsc.v1.EventService/WatchEvents", BUSINESS, SCOPE, STREAM, REFUSALS),
    row("/frsc.v1.EventService/ListEvents", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.EventService/AcknowledgeEvents", BUSINESS, SCOPE, WRITE, REFUSALS),
    row("/frsc.v1.EventService/GetFeedPosition", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.EvidenceService/UploadEvidence", HALL, CENTRE, UPLOAD, ALWAYS),
    row("/frsc.v1.EvidenceService/DownloadEvidence", BUSINESS, SCOPE, STREAM, ALWAYS),
    row("/frsc.v1.EvidenceService/GetEvidence", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.EvidenceService/ListEvidence", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.EvidenceService/DeleteEvidence", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/CreateCase", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/GetCase", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.CaseService/ListCases", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.CaseService/ListCaseSteps", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.CaseService/ExplainDueDate", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.CaseService/NotifyMissingMaterial", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/SupplementCase", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/AcceptCase", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/RefuseCase", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/SuspendCase", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/ResumeCase", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/RequestExtension", COUNTER, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/DecideExtension", LEAD, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/DeliverCase", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/CloseCase", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/WithdrawCase", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/TerminateCase", LEAD, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/ReopenCase", LEAD, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/ArchiveCase", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.CaseService/RevealApplicantPassportNumber", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.ResidentService/CreateResident", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.ResidentService/GetResident", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.DocumentService/CreateDocument", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.DocumentService/GetDocument", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.DocumentService/ListDocuments", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.DocumentService/LookupDocument", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.DocumentService/GetStay", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.DocumentService/UpdateDocument", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.DocumentService/ReplaceDocument", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.DocumentService/CancelDocument", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.DocumentService/ReportDocumentLost", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.DocumentService/RevealDocumentNumber", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.DocumentService/RecordCustody", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.DocumentService/ListCustody", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.DocumentService/RecordDisclosure", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.DocumentService/ListDisclosures", LEDGER, NO_ROWS, READ, REFUSALS),
    row("/frsc.v1.RatingService/RateCase", BOOKERS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.RatingService/GetRating", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.RatingService/ListRatings", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.RatingService/GetRatingStatistics", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.RatingService/ExplainRectificationDueDate", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.RatingService/ContactRater", COUNTER, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.RatingService/MarkRectificationComplex", LEAD, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.RatingService/SubmitRectification", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.RatingService/RecordCallBack", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.RatingService/CloseRectification", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.TaskService/GetTask", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.TaskService/ListTasks", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.TaskService/AcceptTask", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.TaskService/CompleteTask", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.TaskService/BatchCompleteTasks", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.TaskService/ReturnTask", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.TaskService/ReassignTask", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.TaskService/SuspendTask", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.TaskService/ResumeTask", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.TaskService/AddTaskNote", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.ReferralService/CreateReferral", BOOKERS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.ReferralService/GetReferral", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.ReferralService/ListReferrals", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.ReferralService/SignReferral", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.ReferralService/AssignReferral", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.ReferralService/ContactReferral", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.ReferralService/RespondReferral", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.ReferralService/CloseReferral", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.ReferralService/ReturnReferral", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.ReferralService/ReopenReferral", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.ExpediteService/RequestExpedite", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.ExpediteService/DecideExpedite", LEAD, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.ExpediteService/WithdrawExpedite", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.ExpediteService/GetExpedite", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.ExpediteService/ListExpedites", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.ExpediteService/GetExpediteStatistics", HALL, CENTRE, READ, REFUSALS),
    row("/frsc.v1.ExpiryService/GetExpiryPlan", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.SupervisionService/GetCard", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.SupervisionService/ListCards", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.SupervisionService/RectifyCard", BUSINESS, SCOPE, WRITE, ALWAYS),
    row("/frsc.v1.SupervisionService/CloseCard", LEAD, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.SupervisionService/WithdrawCard", LEAD, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.SupervisionService/GetDepartmentScores", BUSINESS, SCOPE, READ, REFUSALS),
    row("/frsc.v1.SupervisionService/RunSupervisionSweep", LEAD, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.NoticeService/GetNotice", HALL, CENTRE, READ, REFUSALS),
    row("/frsc.v1.NoticeService/ListNotices", HALL, CENTRE, READ, REFUSALS),
    row("/frsc.v1.NoticeService/RetryNotice", HALL, CENTRE, WRITE, ALWAYS),
    row("/frsc.v1.IdentifierService/ReadScan", COUNTER, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.AccountService/CreateAccount", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.AccountService/GetAccount", ADMIN, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.AccountService/ListAccounts", ADMIN, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.AccountService/SetAccountRoles", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.AccountService/DisableAccount", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.AccountService/EnableAccount", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.AccountService/ResetSecret", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.AuditService/ListAuditRecords", AUDITOR, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.CatalogueService/CreateDepartment", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/UpdateDepartment", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/CreateServiceItem", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/UpdateServiceItem", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/CreateCounter", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/UpdateCounter", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/CreateOpeningHours", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/UpdateOpeningHours", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/GetBookingPolicy", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.CatalogueService/UpdateBookingPolicy", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/GetRatingPolicy", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.CatalogueService/UpdateRatingPolicy", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/GetExpiryPolicy", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.CatalogueService/UpdateExpiryPolicy", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/GetCasePolicy", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.CatalogueService/UpdateCasePolicy", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/GetSupervisionPolicy", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.CatalogueService/UpdateSupervisionPolicy", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/GetFeeSchedule", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.CatalogueService/UpdateFeeSchedule", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/GetReferralPolicy", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.CatalogueService/UpdateReferralPolicy", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/GetNoticePolicy", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.CatalogueService/UpdateNoticePolicy", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.CatalogueService/LoadCalendarYear", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.ScheduleService/CreateHallSession", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.ScheduleService/UpdateHallSession", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.ScheduleService/GetHallSession", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.ScheduleService/ListHallSessions", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.ScheduleService/SetHallSessionException", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.ScheduleService/CreateClosure", LEAD, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.ScheduleService/EndClosure", LEAD, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.ScheduleService/ListClosures", PLANNERS, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.WebhookEndpointService/CreateWebhookEndpoint", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.WebhookEndpointService/ListWebhookEndpoints", ADMIN, NO_ROWS, READ, REFUSALS),
    row("/frsc.admin.v1.WebhookEndpointService/RotateWebhookSecret", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.WebhookEndpointService/PingWebhookEndpoint", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/frsc.admin.v1.WebhookEndpointService/DisableWebhookEndpoint", ADMIN, NO_ROWS, WRITE, ALWAYS),
    row("/grpc.health.v1.Health/Check", PUBLIC, NO_ROWS, READ, NEVER),
    row("/grpc.health.v1.Health/List", PUBLIC, NO_ROWS, READ, NEVER),
    row("/grpc.health.v1.Health/Watch", PUBLIC, NO_ROWS, STREAM, NEVER),
    row("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", PUBLIC, NO_ROWS, STREAM, NEVER),
    row("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", PUBLIC, NO_ROWS, STREAM, NEVER),
];
