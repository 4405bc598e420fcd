//! Where a case stands, how it came in, and which step is allowed from where.

use crate::domain::refusal::Refusal;

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseState {
    /// 收件.
    Received,
    /// 一次性告知.
    MaterialNotified,
    /// 受理, 审查.
    Accepted,
    /// 中止.
    Suspended,
    /// 决定.
    Decided,
    /// 送达.
    Delivered,
    /// 办结.
    Closed,
    /// 不予受理.
    Refused,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// 终止.
    Terminated,
    /// 归档.
    Archived,
}

impl CaseState {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::Received,
        Self::MaterialNotified,
        Self::Accepted,
        Self::Suspended,
        Self::Decided,
        Self::Delivered,
        Self::Closed,
        Self::Refused,
        Self::Withdrawn,
        Self::Terminated,
        Self::Archived,
    ];

    /// The states in which somebody has to act.
    pub const OPEN: [Self; 6] = [
        Self::Received,
        Self::MaterialNotified,
        Self::Accepted,
        Self::Suspended,
        Self::Decided,
        Self::Delivered,
    ];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Received => 1,
            Self::MaterialNotified => 2,
            Self::Accepted => 3,
            Self::Suspended => 4,
            Self::Decided => 5,
            Self::Delivered => 6,
            Self::Closed => 7,
            Self::Refused => 8,
            Self::Withdrawn => 9,
            Self::Terminated => 10,
            Self::Archived => 11,
        }
    }

    /// The state kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }

    /// Its public name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "RECEIVED",
            Self::MaterialNotified => "MATERIAL_NOTIFIED",
            Self::Accepted => "ACCEPTED",
            Self::Suspended => "SUSPENDED",
            Self::Decided => "DECIDED",
            Self::Delivered => "DELIVERED",
            Self::Closed => "CLOSED",
            Self::Refused => "REFUSED",
            Self::Withdrawn => "WITHDRAWN",
            Self::Terminated => "TERMINATED",
            Self::Archived => "ARCHIVED",
        }
    }

    /// True while somebody has to act.
    #[must_use]
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }
}

/// A step in the life of a case that a person takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseMove {
    /// 一次性告知.
    NotifyMissingMaterial,
    /// 补正 before acceptance.
    Supplement,
    /// Promised material comes after acceptance.
    SupplementPromised,
    /// 受理.
    Accept,
    /// 不予受理.
    Refuse,
    /// 中止.
    Suspend,
    /// Clocks run again.
    Resume,
    /// An extension is asked for.
    RequestExtension,
    /// An extension is decided.
    DecideExtension,
    /// An expedite is asked for.
    RequestExpedite,
    /// An expedite is decided, or withdrawn.
    DecideExpedite,
    /// A task is worked on.
    WorkTask,
    /// 送达.
    Deliver,
    /// 办结.
    Close,
    /// Withdrawn.
    Withdraw,
    /// 终止.
    Terminate,
    /// Taken up again.
    Reopen,
    /// 归档.
    Archive,
}

impl CaseMove {
    /// Every step.
    pub const ALL: [Self; 18] = [
        Self::NotifyMissingMaterial,
        Self::Supplement,
        Self::SupplementPromised,
        Self::Accept,
        Self::Refuse,
        Self::Suspend,
        Self::Resume,
        Self::RequestExtension,
        Self::DecideExtension,
        Self::RequestExpedite,
        Self::DecideExpedite,
        Self::WorkTask,
        Self::Deliver,
        Self::Close,
        Self::Withdraw,
        Self::Terminate,
        Self::Reopen,
        Self::Archive,
    ];

    const fn allowed(self) -> (&'static [CaseState], &'static [&'static str]) {
        use CaseState as S;
        match self {
            Self::NotifyMissingMaterial => (&[S::Received], &["RECEIVED"]),
            Self::Supplement | Self::Accept | Self::Refuse => {
                (&[S::Received, S::MaterialNotified], &["RECEIVED", "MATERIAL_NOTIFIED"])
            }
            Self::SupplementPromised
            | Self::DecideExtension
            | Self::DecideExpedite
            | Self::WorkTask
            | Self::Terminate => (&[S::Accepted, S::Suspended], &["ACCEPTED", "SUSPENDED"]),
            Self::Suspend | Self::RequestExtension | Self::RequestExpedite => {
                (&[S::Accepted], &["ACCEPTED"])
            }
            Self::Resume => (&[S::Suspended], &["SUSPENDED"]),
            Self::Deliver => (&[S::Decided], &["DECIDED"]),
            Self::Close => (&[S::Delivered], &["DELIVERED"]),
            Self::Withdraw => (
                &[S::Received, S::MaterialNotified, S::Accepted, S::Suspended],
                &["RECEIVED", "MATERIAL_NOTIFIED", "ACCEPTED", "SUSPENDED"],
            ),
            Self::Reopen => (&[S::Delivered, S::Closed], &["DELIVERED", "CLOSED"]),
            Self::Archive => (
                &[S::Closed, S::Refused, S::Withdrawn, S::Terminated],
                &["CLOSED", "REFUSED", "WITHDRAWN", "TERMINATED"],
            ),
        }
    }

    /// Refuses the step where the state forbids it.
    ///
    /// # Errors
    /// `StateForbids` with the states from which it is allowed.
    pub fn check(self, state: CaseState) -> Result<(), Refusal> {
        let (states, allowed) = self.allowed();
        if states.contains(&state) {
            return Ok(());
        }
        Err(Refusal::StateForbids { current: state.name(), allowed })
    }
}

/// How a case came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseChannel {
    /// 预约.
    Booked,
    /// 现场.
    WalkIn,
    /// 第三方代办.
    ThirdParty,
    /// 平治110, 12345.
    Hotline,
    /// 线上.
    Online,
}

impl CaseChannel {
    /// Every channel.
    pub const ALL: [Self; 5] =
        [Self::Booked, Self::WalkIn, Self::ThirdParty, Self::Hotline, Self::Online];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Booked => 1,
            Self::WalkIn => 2,
            Self::ThirdParty => 3,
            Self::Hotline => 4,
            Self::Online => 5,
        }
    }

    /// The channel kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.number() == number)
    }

    /// True where somebody comes to the centre.
    #[must_use]
    pub const fn is_visit(self) -> bool {
        match self {
            Self::Booked | Self::WalkIn | Self::ThirdParty => true,
            Self::Hotline | Self::Online => false,
        }
    }
}

/// What became of a task or case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// 准予.
    Granted,
    /// 不予.
    NotGranted,
}

impl Outcome {
    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Granted => 1,
            Self::NotGranted => 2,
        }
    }

    /// The outcome kept as a number; 0 is none.
    #[must_use]
    pub const fn from_number(number: i32) -> Option<Self> {
        match number {
            1 => Some(Self::Granted),
            2 => Some(Self::NotGranted),
            _ => None,
        }
    }
}
