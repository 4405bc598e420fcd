//! When somebody may act for the applicant (外国人入境出境管理条例 16, 19). A proxy is judged by
//! facts and not by a flag, and the answer names the rule that allowed him.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The ground on which somebody acts for the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProxyGround {
    /// Under 16.
    Under16,
    /// 60 or over.
    Aged60OrOver,
    /// Ill, or unable to move.
    UnableToMove,
    /// Needed talent.
    NeededTalent,
    /// Not the first entry, with a good record.
    GoodRecord,
    /// The inviter guarantees the costs.
    InviterGuarantees,
}

impl ProxyGround {
    /// Every ground.
    pub const ALL: [Self; 6] = [
        Self::Under16,
        Self::Aged60OrOver,
        Self::UnableToMove,
        Self::NeededTalent,
        Self::GoodRecord,
        Self::InviterGuarantees,
    ];

    /// True where a birth date proves it or disproves it.
    #[must_use]
    pub const fn is_of_age(self) -> bool {
        matches!(self, Self::Under16 | Self::Aged60OrOver)
    }

    /// Its public name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Under16 => "UNDER_16",
            Self::Aged60OrOver => "AGED_60_OR_OVER",
            Self::UnableToMove => "UNABLE_TO_MOVE",
            Self::NeededTalent => "NEEDED_TALENT",
            Self::GoodRecord => "GOOD_RECORD",
            Self::InviterGuarantees => "INVITER_GUARANTEES",
        }
    }

    /// The ground of a public name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.name() == name)
    }

    /// The rule in words, with its article.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Under16 => "未满16周岁（外国人入境出境管理条例 16、19）",
            Self::Aged60OrOver => "已满60周岁（外国人入境出境管理条例 16、19）",
            Self::UnableToMove => "疾病等原因行动不便（外国人入境出境管理条例 16、19）",
            Self::NeededTalent => "国家需要的人才（外国人入境出境管理条例 16）",
            Self::GoodRecord => "非首次入境且在境内停留居留记录良好（外国人入境出境管理条例 19）",
            Self::InviterGuarantees => {
                "邀请单位或者个人对所需费用提供保证（外国人入境出境管理条例 19）"
            }
        }
    }
}

/// When a proxy may act for the applicant of a service item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProxyRule {
    /// Any agent with a mandate.
    #[default]
    Free,
    /// An agent with a mandate, where one of the grounds is met.
    OnGrounds(Vec<ProxyGround>),
    /// Nobody.
    Never,
}

/// The rule where any agent with a mandate may act.
const FREE: &str = "凭委托书办理";

impl ProxyRule {
    /// The rule that allows a proxy; `None` where none does. An age is a fact where the birth date
    /// is known, whatever is claimed; without it, and for every other ground, it is the claim.
    #[must_use]
    pub fn allowed_by(
        &self,
        claimed: &[ProxyGround],
        birth_date: Option<NaiveDate>,
        day: NaiveDate,
    ) -> Option<&'static str> {
        match self {
            Self::Free => Some(FREE),
            Self::Never => None,
            Self::OnGrounds(grounds) => {
                let met = |ground: &&ProxyGround| match birth_date {
                    Some(birth) if ground.is_of_age() => age_fits(**ground, birth, day),
                    Some(_) | None => claimed.contains(ground),
                };
                grounds.iter().find(met).map(|ground| ground.rule())
            }
        }
    }
}

fn age_fits(ground: ProxyGround, birth: NaiveDate, day: NaiveDate) -> bool {
    let age = day.years_since(birth).unwrap_or(0);
    match ground {
        ProxyGround::Under16 => age < 16,
        ProxyGround::Aged60OrOver => age >= 60,
        ProxyGround::UnableToMove
        | ProxyGround::NeededTalent
        | ProxyGround::GoodRecord
        | ProxyGround::InviterGuarantees => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_counts_only_where_the_item_knows_it_and_the_age_is_true() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 4).unwrap();
        let first = ProxyRule::OnGrounds(vec![ProxyGround::Under16, ProxyGround::NeededTalent]);
        let of_15 = NaiveDate::from_ymd_opt(2008, 3, 5);
        let of_16 = NaiveDate::from_ymd_opt(2008, 3, 4);
        let claims = [ProxyGround::Under16];
        assert_eq!(first.allowed_by(&claims, of_15, day), Some(ProxyGround::Under16.rule()));
        assert_eq!(first.allowed_by(&claims, of_16, day), None);
        assert_eq!(first.allowed_by(&[], of_15, day), Some(ProxyGround::Under16.rule()));
        assert_eq!(first.allowed_by(&claims, None, day), Some(ProxyGround::Under16.rule()));
        assert_eq!(first.allowed_by(&[ProxyGround::GoodRecord], None, day), None);
        assert_eq!(first.allowed_by(&[], None, day), None);
        assert_eq!(ProxyRule::Free.allowed_by(&[], None, day), Some(FREE));
        assert_eq!(ProxyRule::Never.allowed_by(&ProxyGround::ALL, None, day), None);
    }
}
