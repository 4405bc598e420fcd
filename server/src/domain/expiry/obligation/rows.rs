//! The obligations that a centre begins with, in a table.

use super::{LifeEventKind as Event, ObligationOwner as Owner, ObligationRule};
use crate::domain::{
    document::{DocumentKind as Kind, PermitPurpose},
    limit::{
        Limit, LimitDirection,
        LimitKind::{self, Internal, Statutory},
        LimitUnit::{self, CalendarDays, Hours, WorkingDays},
    },
};

/// One row.
pub(super) struct Row {
    event: Event,
    code: &'static str,
    owner: Owner,
    limit: (u32, LimitUnit, LimitKind),
    item: Option<&'static str>,
    holds: Option<Kind>,
    purpose: Option<PermitPurpose>,
    of_dependants: bool,
    text: &'static str,
    basis: &'static str,
}

impl Row {
    /// The rule of a row; each fits its unit.
    pub(super) fn rule(&self) -> Option<ObligationRule> {
        let (amount, unit, kind) = self.limit;
        Some(ObligationRule {
            event: self.event,
            code: self.code.to_owned(),
            owner: self.owner,
            limit: Limit::new(amount, unit, LimitDirection::After, kind).ok()?,
            service_item_id: self.item.map(str::to_owned),
            holds: self.holds,
            purpose: self.purpose,
            of_dependants: self.of_dependants,
            text: self.text.to_owned(),
            legal_basis: self.basis.to_owned(),
        })
    }
}

const PLAIN: Row = Row {
    event: Event::NewPassport,
    code: "",
    owner: Owner::Holder,
    limit: (10, CalendarDays, Statutory),
    item: None,
    holds: None,
    purpose: None,
    of_dependants: false,
    text: "",
    basis: "",
};

const PERMIT: Option<Kind> = Some(Kind::ResidencePermit);
const WORK: Option<PermitPurpose> = Some(PermitPurpose::Work);
const GUIDE: &str = "外国人来华工作许可服务指南（暂行）外专发〔2017〕36号";
const ARTICLE_33: &str = "出境入境管理法 33、76";
const ARTICLE_39: &str = "出境入境管理法 39、76";

/// The law's limits, and the centre's where the law only says "in time".
pub(super) const ROWS: &[Row] = &[
    Row {
        code: "RESIDENCE_PERMIT_CHANGE",
        item: Some("RP-W-CHG"),
        holds: PERMIT,
        text: "居留证件登记事项变更（新护照）",
        basis: ARTICLE_33,
        ..PLAIN
    },
    Row {
        code: "WORK_PERMIT_CHANGE",
        owner: Owner::Employer,
        limit: (10, WorkingDays, Internal),
        item: Some("WP-CHG"),
        holds: Some(Kind::WorkPermit),
        text: "工作许可变更（新护照）",
        basis: GUIDE,
        ..PLAIN
    },
    Row {
        event: Event::NewAddress,
        code: "ACCOMMODATION_REGISTRATION",
        owner: Owner::Host,
        limit: (24, Hours, Statutory),
        item: Some("AC-REG"),
        text: "住宿登记",
        basis: ARTICLE_39,
        ..PLAIN
    },
    Row {
        event: Event::NewAddress,
        code: "RESIDENCE_PERMIT_CHANGE",
        item: Some("RP-W-CHG"),
        holds: PERMIT,
        text: "居留证件登记事项变更（新住址）",
        basis: ARTICLE_33,
        ..PLAIN
    },
    Row {
        event: Event::JobEnded,
        code: "WORK_PERMIT_CANCELLATION",
        owner: Owner::Employer,
        limit: (10, WorkingDays, Internal),
        item: Some("WP-CANCEL"),
        holds: Some(Kind::WorkPermit),
        text: "工作许可注销",
        basis: GUIDE,
        ..PLAIN
    },
    Row {
        event: Event::JobEnded,
        code: "EMPLOYER_REPORT",
        owner: Owner::Employer,
        limit: (10, CalendarDays, Internal),
        item: Some("EMP-REP"),
        text: "向公安机关出入境管理机构报告",
        basis: "出境入境管理法 45；外国人入境出境管理条例 26；“及时”由中心定为10日",
        ..PLAIN
    },
    Row {
        event: Event::JobEnded,
        code: "RESIDENCE_PERMIT_CANCELLATION",
        limit: (10, CalendarDays, Internal),
        item: Some("RP-CANCEL"),
        holds: PERMIT,
        purpose: WORK,
        text: "工作类居留证件注销",
        basis: "外国人入境出境管理条例 26、34、35；“及时”由中心定为10日",
        ..PLAIN
    },
    Row {
        event: Event::JobEnded,
        code: "STAY_PERMIT",
        limit: (30, CalendarDays, Internal),
        item: Some("SP-NEW"),
        holds: PERMIT,
        purpose: WORK,
        text: "离境，或换停留证件衔接",
        basis: "出境入境管理法 34；停留证件衔接30日为惯例",
        ..PLAIN
    },
    Row {
        event: Event::PrincipalCeased,
        code: "PRINCIPAL_CEASED",
        owner: Owner::Centre,
        limit: (10, CalendarDays, Internal),
        holds: PERMIT,
        purpose: Some(PermitPurpose::Private),
        of_dependants: true,
        text: "主申请人居留证件提前终止，核查家属的居留事由",
        basis: "外国人入境出境管理条例 15；核查期限由中心定为10日",
        ..PLAIN
    },
    Row {
        event: Event::Birth,
        code: "BIRTH_REGISTRATION",
        limit: (60, CalendarDays, Statutory),
        item: Some("BIRTH-REG"),
        text: "境内出生外国婴儿停居留登记",
        basis: "出境入境管理法 40、76",
        ..PLAIN
    },
];
