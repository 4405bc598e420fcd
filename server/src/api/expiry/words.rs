//! A plan in words, in Chinese or English: what is left, until when, and why.

use crate::{
    api::texts::Language,
    domain::{
        document::DocumentKind,
        expiry::{
            Before, Coupling, Fee, Filing, Fit, Lane, LastDay, Limiter, OVERSTAY_BASIS, Procedures,
            ProxyAnswer, Renewal,
        },
        fee::HealthCertificate,
        limit::{CountedDay, Limit, LimitUnit, OverstayHint},
        slot::SlotKey,
    },
    service::expiry::PlanView,
};

/// The plan, a line for each thing to know.
pub(super) fn lines(view: &PlanView, language: Language) -> Vec<String> {
    let mut words = Words { view, language, lines: Vec::new() };
    words.document();
    if let Some(renewal) = &view.plan.renewal {
        words.renewal(renewal);
    }
    if let Some(day) = view.plan.last_day_as_a_minor {
        words.say(
            format!("子女最后符合条件日 {day}（18周岁生日前一日）"),
            format!("A child qualifies until {day}, the day before he turns 18"),
        );
    }
    if let Some(hint) = view.plan.overstay {
        words.overstay(hint);
    }
    words.lines
}

struct Words<'a> {
    view: &'a PlanView,
    language: Language,
    lines: Vec<String>,
}

impl Words<'_> {
    fn say(&mut self, zh: String, en: String) {
        self.lines.push(self.pick(zh, en));
    }

    fn pick<T>(&self, zh: T, en: T) -> T {
        match self.language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    fn document(&mut self) {
        let kind = match self.view.document.kind {
            DocumentKind::Passport => ("护照", "Passport"),
            DocumentKind::Visa => ("签证", "Visa"),
            DocumentKind::ResidencePermit => ("居留证件", "Residence permit"),
            DocumentKind::StayPermit => ("停留证件", "Stay permit"),
            DocumentKind::WorkPermit => ("工作许可", "Work permit"),
            DocumentKind::PermanentResidenceCard => ("永久居留身份证", "Permanent residence card"),
            DocumentKind::Receipt => ("受理回执", "Receipt"),
        };
        let (until, left) = (self.view.plan.expires_on, self.view.plan.days_left);
        let (zh, en) = match left {
            0.. => (format!("还有 {left} 天"), format!("{left} day(s) left")),
            _ => (format!("已过 {} 天", -left), format!("over for {} day(s)", -left)),
        };
        self.say(
            format!("{}有效期至 {until}，{zh}", kind.0),
            format!("{}: last day {until}, {en}", kind.1),
        );
    }

    fn renewal(&mut self, of: &Renewal) {
        let item = of.service_item_id.as_str();
        let (zh, en) = match of.lane {
            Lane::Normal => ("普通办理即可", "normal procedure"),
            Lane::ExpediteAdvised => ("建议加急", "expedite advised"),
            Lane::ExpediteOnly => ("只有加急来得及", "expedited only"),
            Lane::TooLate => (
                "到期前已办不完，仍须立即申请，到期前受理的回执使停留合法（条例 18）",
                "too late for every procedure; file at once: a receipt given before the last day \
                 makes the stay lawful",
            ),
        };
        self.say(format!("事项 {item}：{zh}"), format!("Item {item}: {en}"));
        if let Some(missing) = of.lane_provisional {
            let year = missing.missing_year;
            self.say(
                format!("{year} 年日历未公布，以上为暂定，公布后可能更宽"),
                format!("Provisional: the calendar of {year} is not published; it may be better"),
            );
        }
        if let Some(filing) = &of.filing {
            self.filing(item, filing);
        }
        self.procedures(item, &of.procedures);
        if let Some(before) = &of.before {
            self.before(before);
        }
        self.length(&of.coupling);
        self.fee(&of.fee);
        self.proxy(&of.proxy);
        let materials = of.materials.join("；");
        if !materials.is_empty() {
            self.say(format!("材料：{materials}"), format!("Bring: {materials}"));
        }
    }

    fn filing(&mut self, item: &str, of: &Filing) {
        let Some(day) = of.last_day() else { return };
        let working = of.last_working_day().filter(|working| *working != day);
        let (working_zh, working_en) = working.map_or_else(Default::default, |working| {
            (format!("（最后一个工作日 {working}）"), format!(" (last working day {working})"))
        });
        let (late_zh, late_en) = match of.days_late {
            0 => (String::new(), String::new()),
            late => (format!("，现在申请晚 {late} 天"), format!(", {late} day(s) late by now")),
        };
        let (limit, basis) = (of.deadline.limit.amount(), &of.legal_basis);
        let places = self.places(&self.view.places_to_file(item, of));
        self.say(
            format!("最迟按时申请 {day}{working_zh}：届满 {limit} 日前{late_zh}；依据：{basis}"),
            format!("File by {day}{working_en}: {limit} days before{late_en}; basis: {basis}"),
        );
        self.lines.extend(places);
    }

    fn procedures(&mut self, item: &str, of: &Procedures) {
        let table = [
            (&of.normal, "普通程序", "Normal procedure"),
            (&of.expedited, "加急程序", "Expedited procedure"),
            (&of.statutory, "按法定时限", "By the law's limit"),
        ];
        for (day, zh, en) in table {
            if let Some(day) = day {
                self.procedure(item, day, zh, en);
            }
        }
    }

    fn procedure(&mut self, item: &str, of: &LastDay, zh: &str, en: &str) {
        let limit = self.limit(&of.limit);
        let last = match (of.date, of.safe_date, &of.provisional) {
            (Some(day), ..) => self.pick(format!("最迟 {day} 受理"), format!("accepted by {day}")),
            (None, Some(safe), Some(missing)) => self.pick(
                format!("{safe} 前受理稳妥（{} 年日历未公布）", missing.missing_year),
                format!("safe by {safe} ({} is not published)", missing.missing_year),
            ),
            (None, ..) => self.pick("日历未公布，无法推算".to_owned(), "not known yet".to_owned()),
        };
        let counted = of.counted.as_ref().map(|deadline| days(&deadline.counted));
        let counted = counted.filter(|days| !days.is_empty());
        let counted = counted.map(|days| self.pick(format!("；计入 {days}"), format!("; {days}")));
        let now = of.from_now.as_ref().and_then(|now| now.due_date);
        let now = now.map_or_else(String::new, |due| {
            let fit = match of.fit {
                Fit::InTime => self.pick("来得及", "in time"),
                Fit::TooLate => self.pick("来不及", "too late"),
                Fit::Unknown(_) => self.pick("暂定", "provisional"),
            };
            self.pick(format!("；现在受理 {due} 到期，{fit}"), format!("; from now {due}, {fit}"))
        });
        let (counted, basis) = (counted.unwrap_or_default(), &of.legal_basis);
        self.say(
            format!("{zh}（{limit}）：{last}{counted}{now}；依据：{basis}"),
            format!("{en} ({limit}): {last}{counted}{now}; basis: {basis}"),
        );
        let places = self.places(&self.view.places_of(item, of));
        self.lines.extend(places);
    }

    /// The next free places, where there are some.
    fn places(&self, slots: &[SlotKey]) -> Option<String> {
        if slots.is_empty() {
            return None;
        }
        let at = |slot: &SlotKey| {
            let local = slot.start.with_timezone(&crate::clock::shanghai());
            local.format("%Y-%m-%d %H:%M").to_string()
        };
        let all = slots.iter().map(at).collect::<Vec<_>>().join(", ");
        Some(self.pick(format!("  最近空号：{all}"), format!("  Next free: {all}")))
    }

    fn before(&mut self, of: &Before) {
        let item = &of.service_item_id;
        let (zh, en) = match of.needed {
            true => ("须先办", "comes first"),
            false => ("不必先办", "need not come first"),
        };
        let by = of.decided_by.map_or_else(String::new, |day| {
            self.pick(format!("，须于 {day} 前决定"), format!(", to be decided by {day}"))
        });
        self.say(format!("工作许可 {item}：{zh}{by}"), format!("Work permit {item}: {en}{by}"));
        if of.needed {
            if let Some(filing) = &of.filing {
                self.filing(item, filing);
            }
            self.procedures(item, &of.procedures);
        }
    }

    fn length(&mut self, of: &Coupling) {
        let limiter = of.limited_by.map(|limiter| match limiter {
            Limiter::Passport => ("护照", "the passport"),
            Limiter::WorkPermit => ("工作许可", "the work permit"),
            Limiter::Contract => ("劳动合同", "the contract"),
            Limiter::Principal => ("主申请人的居留证件", "the principal's permit"),
            Limiter::Majority => ("年满18周岁", "turning 18"),
            Limiter::LongestMonths | Limiter::LongestDays => ("最长期限", "the longest there is"),
        });
        let Some((zh, en)) = limiter else { return };
        let (from, days, least) = (of.starts_on, of.days, of.shortest_days);
        let until = of.suggested_until.map_or_else(|| "—".to_owned(), |day| day.to_string());
        let (short_zh, short_en) = match of.long_enough {
            true => (String::new(), String::new()),
            false => (format!("，不足最短 {least} 天"), format!(", less than the least {least}")),
        };
        self.say(
            format!("新证 {from} 至 {until}，{days} 天{short_zh}；受{zh}限制"),
            format!("New document {from} to {until}, {days} day(s){short_en}; limited by {en}"),
        );
        if of.passport_first {
            self.say(
                "先换护照可更长".to_owned(),
                "A new passport first makes it longer".to_owned(),
            );
        }
    }

    fn fee(&mut self, of: &Fee) {
        let known = of.yuan.map(|yuan| self.pick(format!("{yuan} 元"), format!("{yuan} yuan")));
        let fee = known.unwrap_or_else(|| of.text.clone());
        let (zh, en) = match of.health_certificate {
            HealthCertificate::Needed => (
                "；满1年，须6个月内开具的健康证明（条例 16）",
                "; it reaches a year: with a health certificate not older than 6 months",
            ),
            HealthCertificate::NotNeeded => ("", ""),
        };
        if !fee.is_empty() {
            self.say(format!("费用：{fee}{zh}"), format!("Fee: {fee}{en}"));
        }
    }

    fn proxy(&mut self, of: &ProxyAnswer) {
        match (of.allowed_by, of.claimable.is_empty()) {
            (Some(rule), _) => self.say(format!("可代办：{rule}"), format!("By proxy: {rule}")),
            (None, true) => self.say("须本人办理".to_owned(), "In person only".to_owned()),
            (None, false) => {
                let rules: Vec<_> = of.claimable.iter().map(|ground| ground.rule()).collect();
                let rules = rules.join("；");
                self.say(
                    format!("符合下列情形之一可代办：{rules}"),
                    format!("By proxy on one of these grounds: {rules}"),
                );
            }
        }
    }

    fn overstay(&mut self, hint: OverstayHint) {
        let (days, fine) = (hint.days, hint.reference_fine_yuan);
        self.say(
            format!("非法居留 {days} 天，参考罚款 {fine} 元（仅提示；{OVERSTAY_BASIS}）"),
            format!("Overstay of {days} day(s), reference fine {fine} yuan; {OVERSTAY_BASIS}"),
        );
    }

    fn limit(&self, of: &Limit) -> String {
        let amount = of.amount();
        match of.unit() {
            LimitUnit::WorkingDays => {
                self.pick(format!("{amount} 个工作日"), format!("{amount} working day(s)"))
            }
            LimitUnit::CalendarDays => {
                self.pick(format!("{amount} 日"), format!("{amount} calendar day(s)"))
            }
            LimitUnit::Hours => self.pick(format!("{amount} 小时"), format!("{amount} hour(s)")),
            LimitUnit::Minutes => {
                self.pick(format!("{amount} 分钟"), format!("{amount} minute(s)"))
            }
            LimitUnit::Months => self.pick(format!("{amount} 个月"), format!("{amount} month(s)")),
            LimitUnit::Instant => self.pick("即办".to_owned(), "at once".to_owned()),
        }
    }
}

fn days(counted: &[CountedDay]) -> String {
    let day = |day: &CountedDay| format!("{}={}", day.ordinal, day.date.format("%m-%d"));
    counted.iter().map(day).collect::<Vec<_>>().join(" ")
}
