//! Where an expedite stands, and on which ground it is asked for.

use crate::domain::refusal::Refusal;

/// Why an expedite is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExpediteGround {
    /// 紧急商务活动.
    UrgentBusiness,
    /// 奔丧、探望危重病人.
    BereavementOrIllness,
    /// 就医.
    Medical,
    /// 入学.
    SchoolStart,
    /// 证件即将到期.
    VisaExpiry,
    /// 境外紧急事务.
    OverseasEmergency,
    /// 人才.
    Talent,
    /// 重点项目.
    Project,
    /// 其他, in words.
    Other,
}

impl ExpediteGround {
    /// Every ground.
    pub const ALL: [Self; 9] = [
        Self::UrgentBusiness,
        Self::BereavementOrIllness,
        Self::Medical,
        Self::SchoolStart,
        Self::VisaExpiry,
        Self::OverseasEmergency,
        Self::Talent,
        Self::Project,
        Self::Other,
    ];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::UrgentBusiness => 1,
            Self::BereavementOrIllness => 2,
            Self::Medical => 3,
            Self::SchoolStart => 4,
            Self::VisaExpiry => 5,
            Self::OverseasEmergency => 6,
            Self::Talent => 7,
            Self::Project => 8,
            Self::Other => 9,
        }
    }

    /// The ground kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.number() == number)
    }

    /// Its public name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UrgentBusiness => "URGENT_BUSINESS",
            Self::BereavementOrIllness => "BEREAVEMENT_OR_ILLNESS",
            Self::Medical => "MEDICAL",
            Self::SchoolStart => "SCHOOL_START",
            Self::VisaExpiry => "VISA_EXPIRY",
            Self::OverseasEmergency => "OVERSEAS_EMERGENCY",
            Self::Talent => "TALENT",
            Self::Project => "PROJECT",
            Self::Other => "OTHER",
        }
    }
}

/// Where an expedite stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExpediteState {
    /// Asked for.
    Requested,
    /// Approved.
    Approved,
    /// Rejected.
    Rejected,
    /// Taken back.
    Withdrawn,
    /// Its case ended first.
    Lapsed,
}

impl ExpediteState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Requested, Self::Approved, Self::Rejected, Self::Withdrawn, Self::Lapsed];

    /// The states of which a case has one at most.
    pub const OPEN: [Self; 2] = [Self::Requested, Self::Approved];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Requested => 1,
            Self::Approved => 2,
            Self::Rejected => 3,
            Self::Withdrawn => 4,
            Self::Lapsed => 5,
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
            Self::Requested => "REQUESTED",
            Self::Approved => "APPROVED",
            Self::Rejected => "REJECTED",
            Self::Withdrawn => "WITHDRAWN",
            Self::Lapsed => "LAPSED",
        }
    }

    /// True for the states of which a case has one at most.
    #[must_use]
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }

    /// The event that tells of coming to it.
    #[must_use]
    pub const fn event(self) -> &'static str {
        match self {
            Self::Requested => "expedite.requested",
            Self::Approved => "expedite.approved",
            Self::Rejected => "expedite.rejected",
            Self::Withdrawn => "expedite.withdrawn",
            Self::Lapsed => "expedite.lapsed",
        }
    }

    /// Refuses a step from another state than these, which are named.
    ///
    /// # Errors
    /// `StateForbids`.
    pub(super) fn check(
        self,
        from: &[Self],
        allowed: &'static [&'static str],
    ) -> Result<(), Refusal> {
        if from.contains(&self) {
            return Ok(());
        }
        Err(Refusal::StateForbids { current: self.name(), allowed })
    }
}
