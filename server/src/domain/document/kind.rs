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
