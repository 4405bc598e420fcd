//! How one row is judged, and what becomes of what is known by it.

use super::{
    Row, ToldEntry, ToldPerson, Who, blank,
    known::{Known, Own},
};
use crate::{
    domain::{
        enterprise::{Contact, EnterpriseGroup, Membership},
        id::Id as _,
        whitelist::{
            Application, Coverage, Direction, Entry, EntryState, Misnamed, StepKind, Terms,
        },
    },
    error::Violation,
    service::{
        App,
        enterprise::group::new_group,
        import::Outcome,
        whitelist::{self, new_entry},
        write::WriteCall,
    },
};
use chrono::NaiveDate;

type Judged<T> = Result<T, Vec<Violation>>;

/// Judges a row; where nothing is wrong, what is known is as it says.
pub(super) fn judge(app: &App, call: &WriteCall, known: &mut Known, row: &Row) -> Judged<Outcome> {
    let before = known.own(&row.id);
    let is_new = before.is_none();
    let mut own = match before {
        Some(own) => own.clone(),
        None => begun(app, &row.id)?,
    };
    let mut judging = Judging { app, call, known, row, violations: Vec::new(), told: Vec::new() };
    let mut changed = judging.profile(&mut own) | is_new;
    let new_group = judging.group(&mut own, &mut changed);
    own.changed |= changed;
    let entry = judging.entry(&mut own, &mut changed);
    judging.person(&mut own, entry, &mut changed);
    let Judging { violations, told, .. } = judging;
    if !violations.is_empty() {
        return Err(violations);
    }
    known.told.entry(row.id.clone()).or_default().extend(told);
    if let Some(group) = new_group {
        known.groups.entry(group.name_zh.clone()).or_default().push(group.clone());
        known.new_groups.push(group);
    }
    known.put(row.id.clone(), own);
    Ok(match (is_new, changed) {
        (true, _) => Outcome::New,
        (false, true) => Outcome::Changed,
        (false, false) => Outcome::Same,
    })
}

fn begun(app: &App, id: &str) -> Judged<Own> {
    let unsealed = |_| vec![Violation::told("enterprise", "cannot be kept", "无法登记")];
    let enterprise = blank(app, id).map_err(unsealed)?;
    let contact = Contact::default();
    Ok(Own { before: None, enterprise, contact, changed: true, entries: Vec::new() })
}

/// A row on its way to be judged.
struct Judging<'a> {
    app: &'a App,
    call: &'a WriteCall,
    known: &'a Known,
    row: &'a Row,
    violations: Vec<Violation>,
    told: Vec<&'static str>,
}

impl Judging<'_> {
    fn wrong(&mut self, field: &str, problem: impl Into<String>, zh: impl Into<String>) {
        self.violations.push(Violation::told(field, problem, zh));
    }

    /// Notes that a field is told; false where an earlier row told it otherwise.
    fn tells(&mut self, field: &'static str, differs: bool) -> bool {
        let before = self.known.told.get(&self.row.id);
        if differs && before.is_some_and(|told| told.contains(field)) {
            self.wrong(
                field,
                "contradicts an earlier row of the same enterprise",
                "与前面同一企业的行矛盾",
            );
            return false;
        }
        self.told.push(field);
        true
    }

    /// Takes what is said of the enterprise itself; true where something changed.
    fn profile(&mut self, own: &mut Own) -> bool {
        let (row, of) = (self.row, &mut own.enterprise);
        if of.name_zh.is_empty() && row.profile.name_zh.is_empty() {
            let problem = "is required: the enterprise is not on record";
            self.wrong("enterprise.name_zh", problem, "尚未登记的企业须填写名称");
        }
        let fields = [
            ("enterprise.name_zh", &mut of.name_zh, &row.profile.name_zh),
            ("enterprise.name_en", &mut of.name_en, &row.profile.name_en),
            ("enterprise.town", &mut of.town, &row.profile.town),
            ("enterprise.language", &mut of.language, &row.profile.language),
            ("enterprise.contact.name", &mut own.contact.name, &row.profile.contact.name),
            ("enterprise.contact.phone_number", &mut own.contact.phone, &row.profile.contact.phone),
            ("enterprise.contact.email", &mut own.contact.email, &row.profile.contact.email),
        ];
        let mut changed = false;
        for (field, own, told) in fields {
            if told.is_empty() {
                continue;
            }
            let differs = own != told;
            if self.tells(field, differs) && differs {
                own.clone_from(told);
                changed = true;
            }
        }
        changed
    }

    /// Takes what is said of the group; the group, where it is new.
    fn group(&mut self, own: &mut Own, changed: &mut bool) -> Option<EnterpriseGroup> {
        const NAME: &str = "group_name_zh";
        let (name, told_from) = self.row.group.as_ref()?;
        let known = self.known.groups.get(name).map_or(&[][..], Vec::as_slice);
        let (group, new) = match known {
            [] => {
                let new = new_group(self.app, name, "");
                (new.id, Some(new))
            }
            [one] => (one.id, None),
            _ => {
                let problem = "is the name of several groups: rename all but one of them";
                self.wrong(NAME, problem, "有多个同名集团，请先改名");
                return None;
            }
        };
        let (of, today) = (&own.enterprise, self.app.clock.today());
        let from = told_from.unwrap_or(today);
        let is_told = |one: &&Membership| {
            one.group == group && told_from.map_or(one.holds_on(from), |day| one.from == day)
        };
        if of.memberships.iter().any(|one| is_told(&one)) {
            self.tells(NAME, false);
            return None;
        }
        if let Some(held) = of.memberships.last().filter(|_| of.is_in(group)) {
            let since = held.from;
            self.wrong(
                "group_from_date",
                format!(
                    "is not the day on record, {since}: leave it empty, or move the enterprise"
                ),
                format!("与登记的加入日 {since} 不符：请留空，或另行变更"),
            );
            return None;
        }
        if !self.tells(NAME, true) {
            return None;
        }
        match of.joining(group, from) {
            Ok(after) => {
                own.enterprise = after;
                *changed = true;
                new
            }
            Err(_) => {
                self.wrong(
                    "group_from_date",
                    "is not after the last day on which the enterprise changed its group",
                    "应晚于该企业上一次集团变更之日",
                );
                None
            }
        }
    }

    /// Takes what is said of an entry; its place among those of the enterprise.
    fn entry(&mut self, own: &mut Own, changed: &mut bool) -> Option<usize> {
        match self.row.entry {
            ToldEntry::None => None,
            ToldEntry::Meant(direction, from) => self.meant(own, direction, from),
            ToldEntry::Whole(terms, state) => {
                let same = |(_, one): &(_, Entry)| one.terms == terms && !one.is_void();
                if let Some(at) = own.entries.iter().position(same) {
                    let known = own.entries[at].1.state(self.app.clock.now());
                    if state.is_some_and(|told| contradict(told, known)) {
                        self.wrong(
                            "entry_state",
                            format!("is {} on record: revoke or lift it there", known.name()),
                            "与在册状态不符：请在系统中撤销或恢复",
                        );
                    }
                    return Some(at);
                }
                let new = self.applied(own, terms, state)?;
                own.entries.push((None, new));
                *changed = true;
                Some(own.entries.len() - 1)
            }
        }
    }

    fn applied(&mut self, own: &Own, terms: Terms, state: Option<EntryState>) -> Option<Entry> {
        let over = matches!(
            state,
            Some(
                EntryState::Revoked
                    | EntryState::Expired
                    | EntryState::Rejected
                    | EntryState::Withdrawn
            )
        );
        if over || terms.valid_until < self.app.clock.today() {
            self.wrong(
                if over { "entry_state" } else { "entry.valid_until_date" },
                "says that the entry is over, and it is not on record: leave the row out",
                "该名单已终止且未登记，请删除本行",
            );
            return None;
        }
        let told = whitelist::Told::default();
        let application = Application {
            enterprise_id: self.row.id.clone(),
            terms,
            persons: Vec::new(),
            renews: None,
            step: whitelist::step(self.app, self.call, StepKind::Applied, &told),
        };
        let held: Vec<_> = own.entries.iter().map(|(_, one)| one.clone()).collect();
        let new = new_entry(self.app, &held, application);
        if new.is_err() {
            self.overlaps(own, &terms);
        }
        new.ok()
    }

    /// Tells which entry is in the way: one on record, or that of an earlier row.
    fn overlaps(&mut self, own: &Own, terms: &Terms) {
        let in_the_way = |(_, one): &&(Option<Entry>, Entry)| {
            one.terms.direction.meets(terms.direction)
                && one.held_until().is_some_and(|until| {
                    one.terms.valid_from <= terms.valid_until && terms.valid_from <= until
                })
        };
        let Some((before, other)) = own.entries.iter().find(in_the_way) else {
            let problem = "meets another entry of the enterprise";
            return self.wrong("entry.valid_from_date", problem, "与该企业另一名单重叠");
        };
        let (from, until) = (other.terms.valid_from, other.held_until());
        let until = until.unwrap_or(other.terms.valid_until);
        let (problem, zh) = match before {
            Some(_) => (
                format!(
                    "meets another entry of the enterprise, from {from} to {until} ({}): renew or \
                     revoke that one",
                    other.id.text()
                ),
                format!(
                    "与该企业另一名单 {from} 至 {until} 重叠（{}）：请续期或先撤销",
                    other.id.text()
                ),
            ),
            None => (
                format!("meets the entry of an earlier row, from {from} to {until}"),
                format!("与前面一行的名单 {from} 至 {until} 重叠"),
            ),
        };
        self.wrong("entry.valid_from_date", problem, zh);
    }

    /// The NAMED entry that is meant.
    fn meant(&mut self, own: &Own, direction: Direction, from: Option<NaiveDate>) -> Option<usize> {
        let now = self.app.clock.now();
        let is_meant = |one: &Entry| {
            one.terms.direction == direction
                && one.terms.coverage == Coverage::Named
                && !one.is_void()
                && from.map_or_else(|| one.is_open(now), |from| one.terms.valid_from == from)
        };
        let entries = own.entries.iter().enumerate();
        let found: Vec<_> =
            entries.filter(|(_, (_, one))| is_meant(one)).map(|(at, _)| at).collect();
        match found.as_slice() {
            [at] => Some(*at),
            [] => {
                self.wrong(
                    "entry.direction",
                    "names no entry of the enterprise that covers NAMED persons",
                    "该企业在此方向没有按名单覆盖的名单",
                );
                None
            }
            _ => {
                self.wrong(
                    "entry.valid_from_date",
                    "is required: several entries of the enterprise may be meant",
                    "该企业有多个名单，请填写起始日",
                );
                None
            }
        }
    }

    /// Takes what is said of a named person.
    fn person(&mut self, own: &mut Own, entry: Option<usize>, changed: &mut bool) {
        let Some(told) = &self.row.person else { return };
        let holders = self.known.holders(self.app, &told.who);
        let [who] = holders.as_slice() else {
            return self.nobody(told, holders.is_empty());
        };
        let Some(at) = entry else {
            if matches!(self.row.entry, ToldEntry::None) {
                let problem = "is required: of the entry that names the person";
                self.wrong("entry.direction", problem, "请填写人员所属名单的方向");
            }
            return;
        };
        let told_by =
            whitelist::Told { reason: "导入文件".to_owned(), ..whitelist::Told::default() };
        let step = whitelist::step(self.app, self.call, StepKind::PersonsChanged, &told_by);
        let (before, entry) = &own.entries[at];
        let on_record = before.as_ref().map_or(0, |before| before.steps.len());
        let days = (told.from, told.until);
        match entry.naming((&step, on_record), *who, days, self.app.clock.today()) {
            Ok(None) => {}
            Ok(Some(after)) => {
                own.entries[at].1 = after;
                *changed = true;
            }
            Err(misnamed) => self.misnamed(&misnamed),
        }
    }

    fn nobody(&mut self, told: &ToldPerson, none: bool) {
        let field = match told.who {
            Who::Resident(_) => "person.resident_id",
            Who::Passport(..) => "person.passport_number",
        };
        if none {
            let problem = "is of nobody on record: import or register the person first";
            self.wrong(field, problem, "未找到已登记的人员，请先登记或导入人员");
        } else {
            let problem = "is required: several persons hold a passport of this number";
            self.wrong("person.passport_issuer", problem, "有多人持同号护照，请填写签发国");
        }
    }

    fn misnamed(&mut self, misnamed: &Misnamed) {
        let (field, problem, zh) = match misnamed {
            Misnamed::NotNamed => (
                "entry.coverage",
                "is not NAMED: the entry names nobody".to_owned(),
                "该名单不按人员名单覆盖".to_owned(),
            ),
            Misnamed::Over => (
                "entry",
                "is over: whom it names does not change any more".to_owned(),
                "名单已终止，不能再变更人员".to_owned(),
            ),
            Misnamed::Approved => (
                "person",
                "is new to an approved entry: the approving department adds him".to_owned(),
                "名单已批准，新增人员由主管部门办理".to_owned(),
            ),
            Misnamed::Backwards => (
                "person.until_date",
                "must not be before from_date".to_owned(),
                "不能早于起始日".to_owned(),
            ),
            Misnamed::Ended(day) => (
                "person.until_date",
                format!("is after {day}, when his coverage ended: name him anew from a later day"),
                format!("该人员的覆盖已于 {day} 结束，请以更晚的起始日重新列入"),
            ),
            Misnamed::Full => (
                "person",
                "is one more than an entry names".to_owned(),
                "名单人数已达上限".to_owned(),
            ),
        };
        self.wrong(field, problem, zh);
    }
}

/// True where a list says of an entry what is not so: that it is in force, or that it is not. What
/// is only applied for is not in force yet, whatever the list says.
const fn contradict(told: EntryState, known: EntryState) -> bool {
    use EntryState::{Active, Approved, Revoked, Suspended};
    match told {
        Active => matches!(known, Revoked | Suspended),
        Revoked => matches!(known, Active | Approved | Suspended),
        _ => false,
    }
}
