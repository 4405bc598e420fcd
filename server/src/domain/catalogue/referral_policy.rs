//! The rules of referrals: the hotlines that hand matters over, and within what time each step is
//! to be done.

use serde::{Deserialize, Serialize};

/// A hotline that hands matters over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralSource {
    /// Its code.
    pub id: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The department that is its feed.
    pub department_id: String,
}

/// The rules of referrals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralPolicy {
    /// 签收 within so many minutes.
    pub sign_minutes: u32,
    /// 联系 within so many minutes.
    pub contact_minutes: u32,
    /// 响应 within so many minutes.
    pub respond_minutes: u32,
    /// 反馈 within so many hours.
    pub close_hours: u32,
    /// An ordinary matter within so many working days.
    pub ordinary_working_days: u32,
    /// At so many returns the centre appoints.
    pub returns_until_appointment: u32,
    /// The rule or practice behind the minutes and hours.
    pub clock_basis: String,
    /// The rule or practice behind the working days.
    pub ordinary_basis: String,
    /// The sources.
    pub sources: Vec<ReferralSource>,
}

impl Default for ReferralPolicy {
    /// The published practice.
    fn default() -> Self {
        let source = |id: &str, name_zh: &str, name_en: &str| ReferralSource {
            id: id.to_owned(),
            name_zh: name_zh.to_owned(),
            name_en: name_en.to_owned(),
            department_id: "SGC".to_owned(),
        };
        Self {
            sign_minutes: 1,
            contact_minutes: 3,
            respond_minutes: 30,
            close_hours: 24,
            ordinary_working_days: 5,
            returns_until_appointment: 3,
            clock_basis: "涉外诉求分钟级办理（海宁长安做法，2023年），自然时间".to_owned(),
            ordinary_basis: "12345一般件办理做法，自受理之日起计工作日".to_owned(),
            sources: vec![
                source("PZ110", "平治110", "Pingzhi 110"),
                source("12345", "12345政务服务便民热线", "12345 government hotline"),
            ],
        }
    }
}

impl ReferralPolicy {
    /// A source by its code.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&ReferralSource> {
        self.sources.iter().find(|source| source.id == id)
    }
}
