//! The words of documents, each with the number it is kept as.

kept! {
    /// What a document is.
    DocumentKind, 7 {
        /// 护照.
        Passport = 1, "PASSPORT";
        /// 签证.
        Visa = 2, "VISA";
        /// 居留证件 (外国人入境出境管理条例 15).
        ResidencePermit = 3, "RESIDENCE_PERMIT";
        /// 停留证件 (出境入境管理法 34).
        StayPermit = 4, "STAY_PERMIT";
        /// 外国人工作许可证.
        WorkPermit = 5, "WORK_PERMIT";
        /// 外国人永久居留身份证.
        PermanentResidenceCard = 6, "PERMANENT_RESIDENCE_CARD";
        /// 受理回执: makes the stay lawful while the passport is held (外国人入境出境管理条例 18).
        Receipt = 7, "RECEIPT";
    }
}

kept! {
    /// For what a residence permit is given (外国人入境出境管理条例 15).
    PermitPurpose, 5 {
        /// 工作.
        Work = 1, "WORK";
        /// 学习.
        Study = 2, "STUDY";
        /// 记者.
        Journalist = 3, "JOURNALIST";
        /// 团聚.
        Reunion = 4, "REUNION";
        /// 私人事务.
        Private = 5, "PRIVATE";
    }
}

kept! {
    /// The class of a work permit (外专发〔2017〕36号).
    WorkPermitClass, 3 {
        /// 外国高端人才.
        A = 1, "A";
        /// 外国专业人才.
        B = 2, "B";
        /// 其他外国人员.
        C = 3, "C";
    }
}

kept! {
    /// How often one may enter on a visa.
    VisaEntries, 3 {
        /// 一次.
        Single = 1, "SINGLE";
        /// 二次.
        Double = 2, "DOUBLE";
        /// 多次.
        Multiple = 3, "MULTIPLE";
    }
}

kept! {
    /// Why a document is not live any more.
    EndReason, 4 {
        /// A new one is in its place.
        Replaced = 1, "REPLACED";
        /// Cancelled, or entered by mistake.
        Cancelled = 2, "CANCELLED";
        /// Lost or stolen.
        Lost = 3, "LOST";
        /// A receipt whose case was delivered or ended.
        Closed = 4, "CLOSED";
    }
}

kept! {
    /// Where a document stands on a day: told from its dates and its end, never kept.
    DocumentStatus, 7 {
        /// Its first day is to come.
        NotYetValid = 1, "NOT_YET_VALID";
        /// Valid, through the end of its last day (外国人入境出境管理条例 36).
        Valid = 2, "VALID";
        /// Its last day has passed.
        Expired = 3, "EXPIRED";
        /// A new one is in its place.
        Replaced = 4, "REPLACED";
        /// Cancelled.
        Cancelled = 5, "CANCELLED";
        /// Lost or stolen.
        Lost = 6, "LOST";
        /// A receipt whose case was delivered or ended.
        Closed = 7, "CLOSED";
    }
}

kept! {
    /// Who holds a passport.
    CustodyHolder, 4 {
        /// Whose it is.
        Holder = 1, "HOLDER";
        /// The centre.
        Centre = 2, "CENTRE";
        /// A department.
        Department = 3, "DEPARTMENT";
        /// A courier.
        Courier = 4, "COURIER";
    }
}

impl DocumentKind {
    /// True where its end ends a lawful stay (出境入境管理法 78).
    #[must_use]
    pub const fn makes_stay_lawful(self) -> bool {
        match self {
            Self::Visa | Self::ResidencePermit | Self::StayPermit => true,
            Self::Passport | Self::WorkPermit | Self::PermanentResidenceCard | Self::Receipt => {
                false
            }
        }
    }

    /// True where a document of the kind makes a stay lawful by itself.
    #[must_use]
    pub const fn carries_stay(self) -> bool {
        match self {
            Self::Visa
            | Self::ResidencePermit
            | Self::StayPermit
            | Self::PermanentResidenceCard
            | Self::Receipt => true,
            Self::Passport | Self::WorkPermit => false,
        }
    }

    /// True where a document of the kind may be without a last day.
    #[must_use]
    pub const fn may_be_endless(self) -> bool {
        match self {
            Self::Passport | Self::PermanentResidenceCard | Self::Receipt => true,
            Self::Visa | Self::ResidencePermit | Self::StayPermit | Self::WorkPermit => false,
        }
    }
}

impl DocumentStatus {
    /// The statuses of what is not ended.
    pub const LIVE: [Self; 3] = [Self::NotYetValid, Self::Valid, Self::Expired];
    /// Their names.
    pub const LIVE_NAMES: [&'static str; 3] = ["VALID", "NOT_YET_VALID", "EXPIRED"];
}
