//! The words of a referral: its states, how urgent it is, what a contact came to, and what its
//! steps are called, each with the number it is kept as.

kept! {
    /// Where a referral stands.
    ReferralState, 8 {
        /// 待签收: handed over by the source.
        Received = 1, "RECEIVED";
        /// 已签收.
        Signed = 2, "SIGNED";
        /// 已指派.
        Assigned = 3, "ASSIGNED";
        /// 已联系.
        Contacted = 4, "CONTACTED";
        /// 已响应.
        Responded = 5, "RESPONDED";
        /// 已退回: to be assigned anew.
        Returned = 6, "RETURNED";
        /// 中心指定: returned so often that the centre appoints.
        CentreAppoints = 7, "CENTRE_APPOINTS";
        /// 已办结.
        Closed = 8, "CLOSED";
    }
}

kept! {
    /// How urgent the source calls a matter.
    Urgency, 3 {
        /// 一般.
        Ordinary = 1, "ORDINARY";
        /// 紧急.
        Urgent = 2, "URGENT";
        /// 特急.
        Emergency = 3, "EMERGENCY";
    }
}

kept! {
    /// What became of a contact with the caller.
    ContactOutcome, 4 {
        /// 已联系上.
        Reached = 1, "REACHED";
        /// 无人接听.
        NoAnswer = 2, "NO_ANSWER";
        /// 号码有误.
        WrongNumber = 3, "WRONG_NUMBER";
        /// 未留联系方式.
        NoNumber = 4, "NO_NUMBER";
    }
}

kept! {
    /// What a step of a referral was, by the name of the event that tells of it.
    StepKind, 8 {
        /// 转来.
        Created = 1, "referral.created";
        /// 签收.
        Signed = 2, "referral.signed";
        /// 指派.
        Assigned = 3, "referral.assigned";
        /// 联系.
        Contacted = 4, "referral.contacted";
        /// 响应.
        Responded = 5, "referral.responded";
        /// 反馈办结.
        Closed = 6, "referral.closed";
        /// 退回.
        Returned = 7, "referral.returned";
        /// 重办.
        Reopened = 8, "referral.reopened";
    }
}

impl ReferralState {
    /// True until it is closed.
    #[must_use]
    pub const fn is_unfinished(self) -> bool {
        !matches!(self, Self::Closed)
    }
}
