//! Why a rule of cases and tasks refuses. Each has its public reason in `ErrorReason`.

use crate::domain::refusal::Refusal;

/// One rule of cases and tasks that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseRefusal {
    /// The item's rule does not allow a proxy on the grounds claimed.
    ProxyNotAllowed {
        /// The item.
        service_item_id: String,
    },
    /// A piece of material is missing.
    MaterialMissing {
        /// Its name.
        material: String,
    },
    /// A case that must be granted first is not.
    PrerequisiteOpen {
        /// The case.
        case_id: String,
    },
    /// The notice of missing material is given once.
    NoticeGiven,
    /// Nothing is missing.
    NothingMissing,
    /// The law allows no extension.
    ExtensionNotAllowed,
    /// The extension is asked for or used.
    ExtensionUsed,
    /// Nobody asked for what is to be decided.
    NoRequest,
    /// Nobody approves his own request.
    SelfApproval,
    /// An item that must be decided first is not.
    TaskDependencyOpen {
        /// The item.
        service_item_id: String,
    },
    /// A refusal has ended the joint case.
    JointRefused,
    /// The department was appointed.
    ReturnForbidden,
    /// Only the duty lead appoints.
    AppointmentByLead,
}

impl CaseRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::ProxyNotAllowed { .. } => "PROXY_NOT_ALLOWED",
            Self::MaterialMissing { .. } => "MATERIAL_MISSING",
            Self::PrerequisiteOpen { .. } => "PREREQUISITE_OPEN",
            Self::NoticeGiven => "NOTICE_GIVEN",
            Self::NothingMissing => "NOTHING_MISSING",
            Self::ExtensionNotAllowed => "EXTENSION_NOT_ALLOWED",
            Self::ExtensionUsed => "EXTENSION_USED",
            Self::NoRequest => "NO_REQUEST",
            Self::SelfApproval => "SELF_APPROVAL",
            Self::TaskDependencyOpen { .. } => "TASK_DEPENDENCY_OPEN",
            Self::JointRefused => "JOINT_REFUSED",
            Self::ReturnForbidden => "RETURN_FORBIDDEN",
            Self::AppointmentByLead => "APPOINTMENT_BY_LEAD",
        }
    }
}

impl From<CaseRefusal> for Refusal {
    fn from(refusal: CaseRefusal) -> Self {
        Self::Case(refusal)
    }
}
