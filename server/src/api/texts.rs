//! What an error says to a person, in Chinese or English: what happened and what helps. Nothing
//! here holds a value that a client sent.

mod case;
mod document;
mod enterprise;
mod evidence;
mod expedite;
mod expiry;
mod mandate;
mod rating;
mod resident;
mod supervision;
mod trip;
mod whitelist;

use crate::{clock, domain::refusal::Refusal, error::Error};
use chrono::{DateTime, NaiveDate, Utc};

/// Most wrong fields that a sentence names; the details tell more of them.
const MAX_FIELDS_NAMED: usize = 10;

/// The language of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// 简体中文, where nothing else is asked for.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// Its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language that an `accept-language` header prefers; its first known tag counts.
    #[must_use]
    pub fn preferred(header: &str) -> Self {
        for tag in header.split(',') {
            let tag = tag.trim();
            if tag.starts_with("en") {
                return Self::En;
            }
            if tag.starts_with("zh") {
                return Self::Zh;
            }
        }
        Self::default()
    }
}

/// The sentence of an error.
#[must_use]
pub fn of(error: &Error, language: Language) -> String {
    let (zh, en) = match error {
        Error::Invalid(violations) => {
            let named = violations.iter().map(|v| v.field.as_str()).take(MAX_FIELDS_NAMED);
            let mut fields = named.collect::<Vec<_>>().join(", ");
            if violations.len() > MAX_FIELDS_NAMED {
                fields.push_str(", …");
            }
            return match language {
                Language::Zh => format!("请求内容有误，请更正：{fields}"),
                Language::En => format!("The request is not valid; mend: {fields}"),
            };
        }
        Error::Refused { refusals, .. } => return of_refusals(refusals, language),
        Error::RevealQuotaUsed { quota_a_day, .. } => {
            return match language {
                Language::Zh => format!("今日查看完整号码已达上限 {quota_a_day} 次，明日可再查看"),
                Language::En => {
                    format!("The {quota_a_day} whole numbers of today are used; come back tomorrow")
                }
            };
        }
        Error::Internal { incident } => {
            return match language {
                Language::Zh => format!("服务器内部错误，请报告事件编号 {incident}"),
                Language::En => format!("An error of the server; quote incident {incident}"),
            };
        }
        Error::Unauthenticated => ("身份未验证，请重新登录", "Not signed in; sign in again"),
        Error::PermissionDenied => ("没有权限执行此操作", "Your roles do not allow this"),
        Error::NotFound => ("未找到", "Not found"),
        Error::QueueEmpty => ("没有本窗口可办理的等候号", "Nobody waits whom this counter serves"),
        Error::AlreadyExists { .. } => ("已存在", "It exists already"),
        Error::EtagMismatch => (
            "内容已被他人修改，请重新读取后再试",
            "It changed meanwhile; read it again, then retry",
        ),
        Error::RequestIdReused => {
            ("request_id 已用于另一请求，请更换", "The request_id stands for another request")
        }
        Error::Conflict => ("并发冲突，请重试", "A conflict with other calls; repeat the call"),
        Error::Overloaded { .. } => {
            ("服务器繁忙，请稍后重试", "The server is busy; try again soon")
        }
        Error::TooLarge => ("消息超过大小限制", "The message is larger than allowed"),
        Error::DeadlineExceeded => {
            ("超过时限；写操作可用同一 request_id 重试", "The deadline passed; repeat is safe")
        }
        Error::Unavailable => ("服务暂不可用，请稍后重试", "Not available now; try again soon"),
        Error::Draining => ("连接已到期，请重新打开", "The stream's time is over; open it again"),
        Error::EventTokenTooOld => (
            "该位置之后的变更已不再保留，请重新读取列表，再从列表给出的位置继续",
            "The events after the token are not kept any more; list again, go on from its token",
        ),
        Error::ReaderTooSlow => (
            "读取变更的速度过慢，请从最后的位置重新打开",
            "The events were read too slowly; open the stream again with the last token",
        ),
        Error::MethodUnknown => ("没有此方法", "There is no such method"),
    };
    match language {
        Language::Zh => zh.to_owned(),
        Language::En => en.to_owned(),
    }
}

/// The sentences of refusals, each rule once: that ten items break one rule is told of the first of
/// them, and of the others by how many there are, so that the text stays short.
fn of_refusals(refusals: &[Refusal], language: Language) -> String {
    let first =
        |index: usize| refusals[..index].iter().all(|r| r.reason() != refusals[index].reason());
    let sentences = (0..refusals.len()).filter(|index| first(*index)).map(|index| {
        let reason = refusals[index].reason();
        let more = refusals[index + 1..].iter().filter(|r| r.reason() == reason).count();
        let sentence = refusal(&refusals[index], language);
        match (more, language) {
            (0, _) => sentence,
            (_, Language::Zh) => format!("{sentence}（另有 {more} 项）"),
            (_, Language::En) => format!("{sentence} (and {more} more)"),
        }
    });
    let between = match language {
        Language::Zh => "；",
        Language::En => "; ",
    };
    sentences.collect::<Vec<_>>().join(between)
}

/// The sentence of a refusal.
#[must_use]
pub fn refusal(refusal: &Refusal, language: Language) -> String {
    let (zh, en) = sentences(refusal);
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

fn local(instant: &DateTime<Utc>) -> String {
    instant.with_timezone(&clock::shanghai()).format("%Y-%m-%d %H:%M").to_string()
}

fn both(zh: &str, en: &str) -> (String, String) {
    (zh.to_owned(), en.to_owned())
}

fn sentences(refusal: &Refusal) -> (String, String) {
    match refusal {
        Refusal::StateForbids { current, allowed } => {
            let allowed = allowed.join(", ");
            (
                format!("当前状态 {current} 不允许此操作，允许的状态：{allowed}"),
                format!("The state {current} forbids this; it is allowed from {allowed}"),
            )
        }
        Refusal::CalendarNotPublished { year } => (
            format!("{year} 年工作日历尚未公布"),
            format!("The working-day calendar of {year} is not published"),
        ),
        Refusal::BookedTooLate { min_days_ahead } => (
            format!("须至少提前 {min_days_ahead} 天预约"),
            format!("Booking ends {min_days_ahead} day(s) ahead"),
        ),
        Refusal::BeyondBookingWindow { last_open_date } => match last_open_date {
            Some(date) => {
                (format!("预约只开放到 {date}"), format!("Booking is open through {date}"))
            }
            None => both("当前没有开放的预约日", "No day is open for booking now"),
        },
        Refusal::DuplicateBooking { service_item_id, date } => (
            format!("此人 {date} 已有事项 {service_item_id} 的预约"),
            format!("The person has an appointment for {service_item_id} on {date} already"),
        ),
        Refusal::NoShowBlock { blocked_until } => (
            format!("因多次爽约，{blocked_until} 前不能网上预约，可现场取号"),
            format!("Missed appointments block booking through {blocked_until}; walk in instead"),
        ),
        Refusal::Case(refusal) => case::sentences(refusal),
        Refusal::Expedite(refusal) => expedite::sentences(refusal),
        Refusal::Evidence(refusal) => evidence::sentences(refusal),
        Refusal::Mandate(refusal) => mandate::sentences(refusal),
        Refusal::Enterprise(refusal) => enterprise::sentences(refusal),
        Refusal::Trip(refusal) => trip::sentences(refusal),
        Refusal::Whitelist(refusal) => whitelist::sentences(refusal),
        Refusal::Rating(refusal) => rating::sentences(refusal),
        Refusal::Expiry(refusal) => expiry::sentences(refusal),
        Refusal::Resident(refusal) => resident::sentences(refusal),
        Refusal::Document(refusal) => document::sentences(refusal),
        Refusal::Supervision(refusal) => supervision::sentences(refusal),
        Refusal::ItemNotInForce { .. }
        | Refusal::DepartmentNotResponsible { .. }
        | Refusal::CancelledTooLate { .. }
        | Refusal::CheckInWrongDay { .. }
        | Refusal::NoShowTooEarly { .. }
        | Refusal::CounterBusy { .. }
        | Refusal::PlacesBelowSold { .. }
        | Refusal::SlotFull
        | Refusal::SlotNotOffered
        | Refusal::SlotPast
        | Refusal::ChannelFull
        | Refusal::NoCounterServes
        | Refusal::HoldExpired
        | Refusal::HoldUsed
        | Refusal::TooManyHolds { .. }
        | Refusal::WalkInTodayOnly
        | Refusal::CounterLacksSkill
        | Refusal::RoleConflict
        | Refusal::GrantExceedsOwn
        | Refusal::SelfGrant
        | Refusal::LastAdmin
        | Refusal::ValidityOverlap
        | Refusal::AppointedByCentre
        | Refusal::NotFlagged
        | Refusal::ReferralOfAnotherDepartment { .. }
        | Refusal::SourceOfAnotherDepartment { .. } => later_sentences(refusal),
    }
}

fn too_many_holds(max_holds: u32) -> (String, String) {
    (
        format!("同一账号最多同时暂留 {max_holds} 个号源，请先确认或释放"),
        format!("One account has at most {max_holds} holds; confirm or release some"),
    )
}

/// The sentences about items, times and counters.
fn later_sentences(refusal: &Refusal) -> (String, String) {
    match refusal {
        Refusal::ItemNotInForce { service_item_id } => (
            format!("事项 {service_item_id} 在该日未生效"),
            format!("The item {service_item_id} is not in force on that day"),
        ),
        Refusal::DepartmentNotResponsible { service_item_id } => (
            format!("事项 {service_item_id} 不属于本部门"),
            format!("Your department is not responsible for {service_item_id}"),
        ),
        Refusal::CancelledTooLate { cutoff } => (
            format!("已过取消或改期的截止时间 {}", local(cutoff)),
            format!("Cancelling and moving ended at {}", local(cutoff)),
        ),
        Refusal::CheckInWrongDay { date } => (
            format!("只能在预约当日 {date} 签到"),
            format!("Check-in is on the day of the appointment, {date}"),
        ),
        Refusal::NoShowTooEarly { start } => (
            format!("预约时段 {} 开始后才能登记爽约", local(start)),
            format!("A no-show is recorded once the slot has begun, {}", local(start)),
        ),
        Refusal::CounterBusy { ticket_number, .. } => (
            format!("本窗口还有未办结的号 {ticket_number}"),
            format!("The counter has the unfinished ticket {ticket_number}"),
        ),
        Refusal::TooManyHolds { max_holds } => too_many_holds(*max_holds),
        Refusal::PlacesBelowSold { date } => places_below_sold(*date),
        Refusal::ReferralOfAnotherDepartment { department_id: Some(department) } => (
            format!("该件已指派给 {department}，不属于本部门"),
            format!("The referral is assigned to {department}, not to your department"),
        ),
        Refusal::SourceOfAnotherDepartment { source_id } => of_another_department(source_id),
        Refusal::Case(_)
        | Refusal::Expedite(_)
        | Refusal::Evidence(_)
        | Refusal::Mandate(_)
        | Refusal::Enterprise(_)
        | Refusal::Trip(_)
        | Refusal::Whitelist(_)
        | Refusal::Rating(_)
        | Refusal::Expiry(_)
        | Refusal::Resident(_)
        | Refusal::Document(_)
        | Refusal::Supervision(_)
        | Refusal::StateForbids { .. }
        | Refusal::CalendarNotPublished { .. }
        | Refusal::BookedTooLate { .. }
        | Refusal::BeyondBookingWindow { .. }
        | Refusal::DuplicateBooking { .. }
        | Refusal::NoShowBlock { .. }
        | Refusal::SlotFull
        | Refusal::SlotNotOffered
        | Refusal::SlotPast
        | Refusal::ChannelFull
        | Refusal::NoCounterServes
        | Refusal::HoldExpired
        | Refusal::HoldUsed
        | Refusal::WalkInTodayOnly
        | Refusal::CounterLacksSkill
        | Refusal::RoleConflict
        | Refusal::GrantExceedsOwn
        | Refusal::SelfGrant
        | Refusal::LastAdmin
        | Refusal::ValidityOverlap
        | Refusal::AppointedByCentre
        | Refusal::NotFlagged
        | Refusal::ReferralOfAnotherDepartment { department_id: None } => fixed_sentences(refusal),
    }
}

fn places_below_sold(date: NaiveDate) -> (String, String) {
    (
        format!("{date} 的名额将少于已售名额，请先关闭该场次"),
        format!("On {date} there would be fewer places than sold; close the session first"),
    )
}

fn of_another_department(source_id: &str) -> (String, String) {
    (
        format!("来源 {source_id} 不属于本部门"),
        format!("The source {source_id} is not your department's"),
    )
}

/// The sentences without variables; those with variables are made above.
fn fixed_sentences(refusal: &Refusal) -> (String, String) {
    match refusal {
        Refusal::SlotNotOffered => both("该时段不开放", "The slot is not offered"),
        Refusal::SlotPast => both("该时段已过", "The slot lies in the past"),
        Refusal::ChannelFull => {
            both("该渠道的名额已满", "The places of this channel are sold or kept for others")
        }
        Refusal::NoCounterServes => {
            both("没有窗口能一次办理所选全部事项", "No counter serves all the items in one visit")
        }
        Refusal::HoldExpired => {
            both("号源保留已过期，请重新选择", "The hold ran out; choose again")
        }
        Refusal::HoldUsed => both("号源保留已使用", "The hold is used already"),
        Refusal::WalkInTodayOnly => {
            both("现场取号只限当日", "A walk-in takes a place of the present day")
        }
        Refusal::CounterLacksSkill => {
            both("该窗口不能办理此号的事项", "The counter does not serve the ticket's items")
        }
        Refusal::RoleConflict => both("角色互斥", "The roles exclude each other"),
        Refusal::GrantExceedsOwn => {
            both("不能授予自己无权授予的角色", "You may not hand on one of these roles")
        }
        Refusal::SelfGrant => both("不能给自己授权", "Nobody grants roles to himself"),
        Refusal::LastAdmin => {
            both("至少要保留一个有效的管理员账户", "One active administrator must remain")
        }
        Refusal::ValidityOverlap => {
            both("与另一条记录的有效期重叠", "Another row holds for part of the same time")
        }
        Refusal::NotFlagged => both("没有待处理的标记", "It carries no flags"),
        Refusal::AppointedByCentre => {
            both("由中心指定办理，不能退回", "The centre appointed you; it cannot be returned")
        }
        Refusal::ReferralOfAnotherDepartment { .. } => {
            both("该件未指派给任何部门", "The referral is not assigned to a department")
        }
        Refusal::SlotFull
        | Refusal::Case(_)
        | Refusal::Expedite(_)
        | Refusal::Evidence(_)
        | Refusal::Mandate(_)
        | Refusal::Enterprise(_)
        | Refusal::Trip(_)
        | Refusal::Whitelist(_)
        | Refusal::Rating(_)
        | Refusal::Expiry(_)
        | Refusal::Resident(_)
        | Refusal::Document(_)
        | Refusal::Supervision(_)
        | Refusal::StateForbids { .. }
        | Refusal::CalendarNotPublished { .. }
        | Refusal::BookedTooLate { .. }
        | Refusal::BeyondBookingWindow { .. }
        | Refusal::DuplicateBooking { .. }
        | Refusal::NoShowBlock { .. }
        | Refusal::ItemNotInForce { .. }
        | Refusal::DepartmentNotResponsible { .. }
        | Refusal::CancelledTooLate { .. }
        | Refusal::CheckInWrongDay { .. }
        | Refusal::NoShowTooEarly { .. }
        | Refusal::CounterBusy { .. }
        | Refusal::TooManyHolds { .. }
        | Refusal::SourceOfAnotherDepartment { .. }
        | Refusal::PlacesBelowSold { .. } => both("该时段已约满", "No place is left in the slot"),
    }
}
