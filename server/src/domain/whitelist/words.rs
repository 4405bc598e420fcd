//! The words of entries: directions, purposes, roles, benefits, and sets of them.

kept! {
    /// In which direction people travel; its number has a bit for each of the two.
    Direction, 3 {
        /// Into the country.
        Entry = 1, "ENTRY";
        /// Out of the country.
        Exit = 2, "EXIT";
        /// Both.
        Both = 3, "BOTH";
    }
}

impl Direction {
    /// True where they share one.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.number() & other.number() != 0
    }

    /// The one or two of which it is made.
    #[must_use]
    pub const fn parts(self) -> &'static [Self] {
        match self {
            Self::Entry => &[Self::Entry],
            Self::Exit => &[Self::Exit],
            Self::Both => &[Self::Entry, Self::Exit],
        }
    }
}

kept! {
    /// For what people travel.
    TravelPurpose, 8 {
        /// 商务洽谈.
        Business = 1, "BUSINESS";
        /// 任职、管理.
        Management = 2, "MANAGEMENT";
        /// 设备安装、调试、维修.
        Installation = 3, "INSTALLATION";
        /// 技术指导.
        Technical = 4, "TECHNICAL";
        /// 考察、验收.
        Inspection = 5, "INSPECTION";
        /// 培训.
        Training = 6, "TRAINING";
        /// 参展、会议.
        Conference = 7, "CONFERENCE";
        /// 其他.
        Other = 8, "OTHER";
    }
}

kept! {
    /// What a person is to the enterprise.
    TravellerRole, 6 {
        /// 法定代表人.
        LegalRepresentative = 1, "LEGAL_REPRESENTATIVE";
        /// 高级管理人员.
        Executive = 2, "EXECUTIVE";
        /// 技术人员.
        Technician = 3, "TECHNICIAN";
        /// 业务人员.
        Business = 4, "BUSINESS";
        /// 外国专家.
        Expert = 5, "EXPERT";
        /// 随行家属.
        Family = 6, "FAMILY";
    }
}

kept! {
    /// Whom an entry covers.
    Coverage, 3 {
        /// Everybody who travels for the enterprise.
        All = 1, "ALL";
        /// The persons named.
        Named = 2, "NAMED";
        /// Those of some roles.
        Roles = 3, "ROLES";
    }
}

kept! {
    /// What an entry brings beside passage.
    WhitelistBenefit, 2 {
        /// The expedited lane.
        ExpediteLane = 1, "EXPEDITE_LANE";
        /// A counter of its own.
        PriorityCounter = 2, "PRIORITY_COUNTER";
    }
}

kept! {
    /// Where an entry stands.
    EntryState, 9 {
        /// Applied for.
        Applied = 1, "APPLIED";
        /// Recommended by a department.
        Recommended = 2, "RECOMMENDED";
        /// Approved; its first day has not come.
        Approved = 3, "APPROVED";
        /// In force.
        Active = 4, "ACTIVE";
        /// Suspended.
        Suspended = 5, "SUSPENDED";
        /// Revoked.
        Revoked = 6, "REVOKED";
        /// Its last day has passed.
        Expired = 7, "EXPIRED";
        /// Rejected.
        Rejected = 8, "REJECTED";
        /// Withdrawn by who applied.
        Withdrawn = 9, "WITHDRAWN";
    }
}

kept! {
    /// What happened to an entry.
    StepKind, 9 {
        /// It was applied for.
        Applied = 1, "APPLIED";
        /// It was recommended.
        Recommended = 2, "RECOMMENDED";
        /// It was approved.
        Approved = 3, "APPROVED";
        /// It was rejected.
        Rejected = 4, "REJECTED";
        /// It was withdrawn.
        Withdrawn = 5, "WITHDRAWN";
        /// It was suspended.
        Suspended = 6, "SUSPENDED";
        /// Its suspension was lifted.
        Lifted = 7, "LIFTED";
        /// It was revoked.
        Revoked = 8, "REVOKED";
        /// Whom it names was changed.
        PersonsChanged = 9, "PERSONS_CHANGED";
    }
}

impl StepKind {
    /// The states from which it is taken.
    #[must_use]
    pub const fn from_names(self) -> &'static [&'static str] {
        match self {
            Self::Applied => &[],
            Self::Recommended => &["APPLIED"],
            Self::Approved => &["RECOMMENDED"],
            Self::Rejected | Self::Withdrawn => &["APPLIED", "RECOMMENDED"],
            Self::Suspended => &["APPROVED", "ACTIVE"],
            Self::Lifted => &["SUSPENDED"],
            Self::Revoked => &["APPROVED", "ACTIVE", "SUSPENDED"],
            Self::PersonsChanged => &["APPLIED", "RECOMMENDED", "APPROVED", "ACTIVE", "SUSPENDED"],
        }
    }

    /// The event that tells of it.
    #[must_use]
    pub const fn event(self) -> &'static str {
        match self {
            Self::Applied => "whitelist.applied",
            Self::Recommended => "whitelist.recommended",
            Self::Approved => "whitelist.approved",
            Self::Rejected => "whitelist.rejected",
            Self::Withdrawn => "whitelist.withdrawn",
            Self::Suspended => "whitelist.suspended",
            Self::Lifted => "whitelist.lifted",
            Self::Revoked => "whitelist.revoked",
            Self::PersonsChanged => "whitelist.persons_changed",
        }
    }
}

/// Makes a set of the values of a kept enumeration, kept as the bits of their numbers.
macro_rules! set_of {
    ($(#[$doc:meta])* $name:ident of $value:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(u16);

        impl $name {
            /// The set kept as bits; unknown ones fall away.
            #[must_use]
            pub fn from_bits(bits: i32) -> Self {
                $value::ALL.into_iter().filter(|one| bits & (1 << one.number()) != 0).collect()
            }

            /// The bits to keep.
            #[must_use]
            pub fn bits(self) -> i32 {
                self.0.into()
            }

            /// True where the value is in the set.
            #[must_use]
            pub const fn has(self, one: $value) -> bool {
                self.0 & (1 << one.number()) != 0
            }

            /// True where there is none.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// What both have.
            #[must_use]
            pub const fn and(self, other: Self) -> Self {
                Self(self.0 & other.0)
            }

            /// The values, in their order.
            pub fn iter(self) -> impl Iterator<Item = $value> {
                $value::ALL.into_iter().filter(move |one| self.has(*one))
            }
        }

        impl FromIterator<$value> for $name {
            fn from_iter<I: IntoIterator<Item = $value>>(values: I) -> Self {
                Self(values.into_iter().fold(0, |bits, one| bits | (1 << one.number())))
            }
        }
    };
}

set_of! {
    /// Purposes.
    Purposes of TravelPurpose
}
set_of! {
    /// Roles.
    TravellerRoles of TravellerRole
}
set_of! {
    /// Benefits.
    Benefits of WhitelistBenefit
}
