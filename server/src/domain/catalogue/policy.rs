//! The rules that administrators set: of booking, of cases, of supervision, and the fees.

use crate::domain::supervision::Rung;
use serde::{Deserialize, Serialize};

/// The rules of booking. What was kept before a rule was there has its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BookingPolicy {
    /// Booking ends so many calendar days ahead.
    pub min_days_ahead: u32,
    /// So many working days ahead are open.
    pub open_working_days: u32,
    /// Cancelling and moving end so many minutes before the slot.
    pub cancel_minutes_before: u32,
    /// So many no-shows in a calendar month block online booking.
    pub no_show_limit: u32,
    /// For so many days from the next day.
    pub no_show_block_days: u32,
    /// A hold lives so many minutes.
    pub hold_minutes: u32,
    /// Most live holds of one account.
    pub max_holds: u32,
    /// A place an agent gave back is free again after so many minutes.
    pub agent_return_minutes: u32,
    /// Unsold booked places flow to walk-ins so many minutes before the slot.
    pub walk_in_release_minutes: u32,
}

impl Default for BookingPolicy {
    /// The published practice.
    fn default() -> Self {
        Self {
            min_days_ahead: 1,
            open_working_days: 5,
            cancel_minutes_before: 120,
            no_show_limit: 2,
            no_show_block_days: 30,
            hold_minutes: 5,
            max_holds: 50,
            agent_return_minutes: 30,
            walk_in_release_minutes: 15,
        }
    }
}

/// The rules of cases. What was kept before a rule was there has its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CasePolicy {
    /// Missing material is told within so many working days (行政许可法 32).
    pub notice_working_days: u32,
    /// 容缺: promised material comes within so many working days.
    pub supplement_working_days: u32,
    /// After so many returns the centre appoints the department.
    pub returns_before_appointment: u32,
    /// Most expedites approved a day; 0: without a limit.
    pub expedites_a_day: u32,
    /// Most whole numbers told to one account a day; 0: none.
    pub reveals_a_day: u32,
}

impl Default for CasePolicy {
    /// The law's limit, and the centre's practice.
    fn default() -> Self {
        Self {
            notice_working_days: 5,
            supplement_working_days: 5,
            returns_before_appointment: 3,
            expedites_a_day: 10,
            reveals_a_day: 50,
        }
    }
}

/// The rules of ratings (好差评).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingPolicy {
    /// The highest level that counts as bad.
    pub bad_level: u32,
    /// The rater is contacted within so many working days.
    pub contact_working_days: u32,
    /// What was bad is mended within so many working days.
    pub rectify_working_days: u32,
    /// The same for complex matters.
    pub complex_rectify_working_days: u32,
    /// The tags that a rating may carry.
    pub tags: Vec<String>,
    /// The department whose system collects ratings.
    pub platform_department_id: String,
}

impl Default for RatingPolicy {
    /// 国办发〔2019〕51号 and the centre's practice.
    fn default() -> Self {
        let tags = [
            "friendly",
            "fast",
            "clear",
            "one_visit",
            "slow",
            "unfriendly",
            "unclear",
            "repeated_visits",
            "extra_material",
        ];
        Self {
            bad_level: 2,
            contact_working_days: 1,
            rectify_working_days: 5,
            complex_rectify_working_days: 15,
            tags: tags.map(str::to_owned).to_vec(),
            platform_department_id: "GSO".to_owned(),
        }
    }
}

/// The rules of the whitelist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhitelistPolicy {
    /// The department that decides.
    pub approving_department_id: String,
    /// The departments that may recommend.
    pub recommending_department_ids: Vec<String>,
    /// An entry can be renewed from so many days before its last on.
    pub renewal_opens_days: u32,
}

impl Default for WhitelistPolicy {
    /// The centre's practice: the foreign affairs office decides, those who know the enterprises
    /// recommend.
    fn default() -> Self {
        let recommending = ["COM", "STB", "DRB", "EIB", "HRS", "CUS"];
        Self {
            approving_department_id: "FAO".to_owned(),
            recommending_department_ids: recommending.map(str::to_owned).to_vec(),
            renewal_opens_days: 60,
        }
    }
}

/// A rung of the ladder of supervision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisionRung {
    /// Which.
    pub rung: Rung,
    /// When it is raised, in working days from the due date; see `supervision::rung_date`.
    pub working_days: i32,
    /// The new limit that its card gives, in working days; 0: none.
    pub rectification_working_days: u32,
    /// Points of its card in the department's score.
    pub points: u32,
    /// The rule that its card names.
    pub rule: String,
}

/// The ladder of supervision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisionPolicy {
    /// The rungs, in order.
    pub rungs: Vec<SupervisionRung>,
}

impl Default for SupervisionPolicy {
    /// The centre's practice.
    fn default() -> Self {
        let row = |rung, working_days, rectification_working_days, points, rule: &str| {
            let rule = rule.to_owned();
            SupervisionRung { rung, working_days, rectification_working_days, points, rule }
        };
        Self {
            rungs: vec![
                row(Rung::Reminder, -1, 0, 0, "剩余不超过 1 个工作日，催办"),
                row(Rung::YellowCard, 0, 3, 2, "超过办理期限，黄牌督办"),
                row(Rung::RedCard, 3, 5, 6, "超过办理期限 3 个工作日，红牌督办，须书面整改"),
                row(Rung::Escalation, 3, 0, 0, "超过办理期限 3 个工作日，升级至分管领导"),
            ],
        }
    }
}

/// A band of the fee table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeScheduleBand {
    /// From so many months of validity.
    pub from_months: u32,
    /// The fee in yuan.
    pub fee_yuan: u32,
}

/// The fee table of residence permits; without bands no fee is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeSchedule {
    /// The bands in order.
    pub bands: Vec<FeeScheduleBand>,
    /// The longest validity in months.
    pub max_months: u32,
    /// The rule behind the fees.
    pub legal_basis: String,
}
