//! Enterprises as rows of files: decoded on their way in, encoded on their way out.

use super::convert::{encode_profile, profile};
use crate::{
    api::{
        appointment::passport,
        directory::convert::count,
        fields::{Fields, date},
        handle::{Entry, answers},
        import::{fault, read},
        stream::Source,
        whitelist::{direction, encode_terms, terms},
    },
    domain::{
        enterprise::MAX_ENTERPRISE_NAME_CHARS, id::Id as _, whitelist::EntryState,
        whitelist::NamedPerson,
    },
    error::Result,
    service::{
        App,
        enterprise::{
            ProfileMask,
            export::{self, Export, ExportRow},
            import::{self, Decoded, ImportedEnterprises, Row, ToldEntry, ToldPerson, Who},
        },
        write::Reply,
    },
};
use frsc_proto::v1 as pb;
use std::sync::Arc;
use tonic::Streaming;

/// Rows of a message.
const ROWS_OF_MESSAGE: usize = 500;

answers! {
    pb::ImportEnterprisesResponse, ImportedEnterprises => |of| Self {
        new_count: count(of.rows.new),
        changed_count: count(of.rows.changed),
        same_count: count(of.rows.same),
        wrong_count: count(of.rows.wrong),
        written: of.rows.written,
        faults: of.rows.faults.iter().map(fault).collect(),
        new_group_names: of.new_groups.clone(),
    };
}

/// Reads an import whole, then does it.
pub(super) async fn run(
    app: &Arc<App>,
    entry: &Entry,
    stream: Streaming<pb::ImportEnterprisesRequest>,
) -> Result<Reply<pb::ImportEnterprisesResponse>> {
    let (call, mode, rows) = read(app, entry, stream).await?;
    let rows: Vec<Decoded> = rows.into_iter().map(row).collect();
    import::import(app, &call, mode, &rows).await
}

/// A row: what it leaves out is not looked at.
fn row(given: pb::EnterpriseRow) -> Decoded {
    let mut fields = Fields::new();
    let enterprise = given.enterprise.unwrap_or_default();
    let id = fields.credit_code("enterprise.enterprise_id", &enterprise.enterprise_id);
    let mask = ProfileMask {
        name_zh: !enterprise.name_zh.is_empty(),
        name_en: true,
        town: true,
        language: !enterprise.language.is_empty(),
        contact: true,
    };
    let profile = profile(&mut fields, enterprise, mask);
    let most = MAX_ENTERPRISE_NAME_CHARS;
    let name = fields.text("group_name_zh", &given.group_name_zh, 0, most);
    let from = fields.optional_date("group_from_date", given.group_from_date);
    if name.is_empty() && from.is_some() {
        fields.told("group_name_zh", "is required with group_from_date", "请填写集团名称");
    }
    let entry = given.entry.map(|entry| told_entry(&mut fields, &entry, &given.person));
    let state = match given.entry_state {
        0 => None,
        number => fields.choice::<pb::WhitelistState>("entry_state", number),
    };
    let state = state.and_then(|state| EntryState::from_number(state.into()));
    let person = given.person.map(|person| told_person(&mut fields, &person));
    let violations = fields.into_faults();
    let (Some(id), true) = (id, violations.is_empty()) else { return Err(violations) };
    let entry = match entry.flatten() {
        Some(ToldEntry::Whole(terms, _)) => ToldEntry::Whole(terms, state),
        other => other.unwrap_or(ToldEntry::None),
    };
    let group = (!name.is_empty()).then_some((name, from));
    Ok(Row { id, profile, group, entry, person: person.flatten() })
}

fn told_entry(
    fields: &mut Fields,
    given: &pb::WhitelistTerms,
    person: &Option<pb::EnterpriseRowPerson>,
) -> Option<ToldEntry> {
    if person.is_some() && given.coverage == 0 && given.purposes.is_empty() {
        let direction = direction(fields, "entry.direction", given.direction)?;
        let from = fields.optional_date("entry.valid_from_date", given.valid_from_date);
        return Some(ToldEntry::Meant(direction, from));
    }
    let terms = terms(fields, "entry", given)?;
    Some(ToldEntry::Whole(terms, None))
}

fn told_person(fields: &mut Fields, given: &pb::EnterpriseRowPerson) -> Option<ToldPerson> {
    let from = fields.optional_date("person.from_date", given.from_date);
    let until = fields.optional_date("person.until_date", given.until_date);
    let who = match (given.resident_id.is_empty(), given.passport_number.is_empty()) {
        (false, true) => fields.id("person.resident_id", &given.resident_id).map(Who::Resident),
        (true, false) => {
            let issuer = given.passport_issuer.trim().to_uppercase();
            let number = passport(fields, "person.passport_number", &given.passport_number);
            number.map(|number| Who::Passport(number, issuer))
        }
        _ => {
            let zh = "请填写人员编号或护照号码之一";
            fields.told("person", "needs a resident_id or a passport_number, one of them", zh);
            None
        }
    };
    Some(ToldPerson { who: who?, from, until })
}

/// An export on its way out.
pub(super) struct Outgoing {
    export: Export,
    rows: std::vec::IntoIter<ExportRow>,
}

impl Outgoing {
    /// Begins an export.
    ///
    /// # Errors
    /// What is wrong with the request; what the database says.
    pub(super) async fn begin(
        app: &Arc<App>,
        entry: &Entry,
        request: &pb::ExportEnterprisesRequest,
    ) -> Result<Self> {
        let filter = super::convert::exported(request)?;
        let export = export::export(app, entry.call()?, filter).await?;
        Ok(Self { export, rows: Vec::new().into_iter() })
    }
}

impl Source for Outgoing {
    type Message = pb::ExportEnterprisesResponse;

    async fn next(&mut self) -> Result<Option<pb::ExportEnterprisesResponse>> {
        if self.rows.len() == 0 {
            let Some(rows) = self.export.next().await? else { return Ok(None) };
            self.rows = rows.into_iter();
        }
        let rows = self.rows.by_ref().take(ROWS_OF_MESSAGE).map(|row| encode_row(&row)).collect();
        Ok(Some(pb::ExportEnterprisesResponse { rows }))
    }
}

fn encode_row(of: &ExportRow) -> pb::EnterpriseRow {
    let person = |one: &NamedPerson| pb::EnterpriseRowPerson {
        resident_id: one.resident_id.text(),
        from_date: Some(date(one.from)),
        until_date: one.until().map(date),
        ..Default::default()
    };
    let entry = of.entry.as_ref().map(|view| match of.person {
        None => encode_terms(&view.entry.terms),
        Some(_) => pb::WhitelistTerms {
            direction: view.entry.terms.direction.number(),
            valid_from_date: Some(date(view.entry.terms.valid_from)),
            ..Default::default()
        },
    });
    let whole = of.entry.as_ref().filter(|_| of.person.is_none());
    pb::EnterpriseRow {
        enterprise: Some(encode_profile(&of.id, of.profile.as_ref())),
        group_name_zh: of.group.as_ref().map(|(name, _)| name.clone()).unwrap_or_default(),
        group_from_date: of.group.as_ref().map(|(_, from)| date(*from)),
        entry,
        entry_state: whole.map(|view| view.state.number()).unwrap_or_default(),
        person: of.person.as_ref().map(person),
    }
}
