//! Documents. A finder asks for a scope: a department sees those of the applicants of cases in
//! which it has a task. The unique index on live numbers is the last word on one document a
//! number, kind and issuer.

mod custody;
mod row;

use row::NO_LAST_DAY;
pub(in crate::store) use row::{of_row, row_of};

use super::{
    Session, Tx, after_row, duplicate,
    entity::{document, resident},
    padded,
    resident::applicants_of,
};
use crate::{
    domain::{
        caller::Scope,
        document::{CustodyHolder, Document, DocumentKind, DocumentStatus, EndReason},
        id::{CaseId, DocumentId, ResidentId},
    },
    error::{Error, Result},
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _, Select,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Most documents that one number finds.
pub const MAX_FOUND: u64 = 20;

/// Which documents are asked for.
#[derive(Clone, Debug, Default)]
pub struct DocumentFilter {
    /// Of this resident.
    pub resident_id: Option<ResidentId>,
    /// Of these kinds; empty: of any.
    pub kinds: Vec<DocumentKind>,
    /// With these statuses; empty: live.
    pub statuses: Vec<DocumentStatus>,
    /// Whose last day is not before this.
    pub from: Option<NaiveDate>,
    /// Whose last day is not after this.
    pub to: Option<NaiveDate>,
    /// Passports that these hold; empty: whoever does.
    pub holders: Vec<CustodyHolder>,
    /// Of those who work there, by its credit code.
    pub enterprise_id: Option<String>,
}

/// The day by which a document is listed.
#[must_use]
pub fn listed_under(expires_on: Option<NaiveDate>) -> NaiveDate {
    expires_on.unwrap_or(NO_LAST_DAY)
}

impl<C: ConnectionTrait> Session<C> {
    /// A document within the scope.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn document(&self, scope: &Scope, id: DocumentId) -> Result<Document> {
        let find = scoped(document::Entity::find_by_id(id.0), scope);
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Those documents of some ids that are within the scope, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn documents_by_id(
        &self,
        scope: &Scope,
        ids: &[DocumentId],
    ) -> Result<Vec<Document>> {
        let ids = ids.iter().map(|id| id.0).collect();
        let wanted = document::Column::Id.is_in(super::padded::<Uuid>(ids));
        let find = scoped(document::Entity::find().filter(wanted), scope);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// All documents of a resident within the scope, live and ended, by last day, then id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn documents_of(&self, scope: &Scope, of: ResidentId) -> Result<Vec<Document>> {
        use document::Column;
        let own = document::Entity::find().filter(Column::ResidentId.eq(of.0));
        let find = scoped(own, scope).order_by_asc(Column::ExpiresOn).order_by_asc(Column::Id);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// The documents of some residents that were cancelled or lost, and not replaced on record.
    ///
    /// # Errors
    /// What the database says.
    pub async fn missing_documents_of(&self, of: &[ResidentId]) -> Result<Vec<Document>> {
        use document::Column;
        if of.is_empty() {
            return Ok(Vec::new());
        }
        let reasons = [EndReason::Cancelled, EndReason::Lost].map(EndReason::number);
        let find = document::Entity::find()
            .filter(Column::ResidentId.is_in(padded(of.iter().map(|id| id.0).collect())))
            .filter(Column::EndedReason.is_in(reasons))
            .filter(Column::ReplacedBy.is_null())
            .order_by_asc(Column::Id);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// Until when the live documents of a kind last that some residents hold.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_days(
        &self,
        of: &[ResidentId],
        kind: DocumentKind,
    ) -> Result<HashMap<ResidentId, NaiveDate>> {
        use document::Column;
        let mut last: HashMap<ResidentId, NaiveDate> = HashMap::new();
        if of.is_empty() {
            return Ok(last);
        }
        let ids = padded::<Uuid>(of.iter().map(|id| id.0).collect());
        let rows: Vec<(Uuid, Option<NaiveDate>)> = document::Entity::find()
            .select_only()
            .columns([Column::ResidentId, Column::ExpiresOn])
            .filter(Column::ResidentId.is_in(ids))
            .filter(Column::Kind.eq(kind.number()))
            .filter(Column::EndedOn.is_null())
            .into_tuple()
            .all(&self.conn)
            .await?;
        for (id, day) in rows.into_iter().filter_map(|(id, day)| Some((ResidentId(id), day?))) {
            let own = last.entry(id).or_insert(day);
            *own = day.max(*own);
        }
        Ok(last)
    }

    /// The documents within the scope that have a number, live ones first, then the newest.
    ///
    /// # Errors
    /// What the database says.
    pub async fn documents_of_number(
        &self,
        scope: &Scope,
        key: &[u8; 32],
        kind: Option<DocumentKind>,
    ) -> Result<Vec<Document>> {
        use document::Column;
        let mut find = document::Entity::find().filter(Column::NumberKey.eq(key.to_vec()));
        if let Some(kind) = kind {
            find = find.filter(Column::Kind.eq(kind.number()));
        }
        let find = scoped(find, scope)
            .order_by_asc(Column::EndedReason)
            .order_by_desc(Column::CreatedAt)
            .limit(MAX_FOUND);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// The live document of a number, kind and issuer, whoever may see it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live_document(
        &self,
        key: &[u8; 32],
        kind: DocumentKind,
        issuer: &str,
    ) -> Result<Option<DocumentId>> {
        use document::Column;
        let id: Option<Uuid> = document::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::NumberKey.eq(key.to_vec()))
            .filter(Column::Kind.eq(kind.number()))
            .filter(Column::Issuer.eq(issuer))
            .filter(Column::EndedOn.is_null())
            .into_tuple()
            .one(&self.conn)
            .await?;
        Ok(id.map(DocumentId))
    }

    /// Who holds live documents of some numbers and a kind, by the numbers' keys.
    ///
    /// # Errors
    /// What the database says.
    pub async fn residents_of_numbers(
        &self,
        keys: &[[u8; 32]],
        kind: DocumentKind,
    ) -> Result<HashMap<[u8; 32], Vec<ResidentId>>> {
        use document::Column;
        let mut found: HashMap<[u8; 32], Vec<ResidentId>> = HashMap::new();
        if keys.is_empty() {
            return Ok(found);
        }
        let find = document::Entity::find()
            .select_only()
            .columns([Column::NumberKey, Column::ResidentId])
            .filter(Column::NumberKey.is_in(padded(keys.iter().map(|key| key.to_vec()).collect())))
            .filter(Column::Kind.eq(kind.number()))
            .filter(Column::EndedOn.is_null())
            .order_by_asc(Column::Id);
        let rows: Vec<(Vec<u8>, Uuid)> = find.into_tuple().all(&self.conn).await?;
        for (key, resident) in rows {
            let key = <[u8; 32]>::try_from(key).map_err(|_| Error::internal("a key's length"))?;
            let own = found.entry(key).or_default();
            if !own.contains(&ResidentId(resident)) {
                own.push(ResidentId(resident));
            }
        }
        Ok(found)
    }

    /// The open receipt of a case.
    ///
    /// # Errors
    /// What the database says.
    pub async fn receipt_of_case(&self, case: CaseId) -> Result<Option<Document>> {
        use document::Column;
        let find = document::Entity::find()
            .filter(Column::CaseId.eq(case.0))
            .filter(Column::Kind.eq(DocumentKind::Receipt.number()))
            .filter(Column::EndedOn.is_null());
        find.one(&self.conn).await?.map(of_row).transpose()
    }

    /// A page of documents within the scope, by last day, then id, as they are on a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn documents(
        &self,
        scope: &Scope,
        filter: &DocumentFilter,
        today: NaiveDate,
        after: Option<(NaiveDate, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Document>> {
        use document::Column;
        let find = scoped(document::Entity::find(), scope);
        let mut find = find.filter(conditions(filter, today));
        if let Some((day, id)) = after {
            let columns = [Column::ExpiresOn, Column::Id];
            find = find.filter(after_row(&columns, vec![day.into(), id.into()]));
        }
        let find = find.order_by_asc(Column::ExpiresOn).order_by_asc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }
}

impl Tx {
    /// The documents of some residents, which nobody changes until the transaction ends; in the
    /// order of their ids.
    ///
    /// # Errors
    /// What the database says.
    pub async fn share_documents(&self, of: &[ResidentId]) -> Result<Vec<Document>> {
        if of.is_empty() {
            return Ok(Vec::new());
        }
        let ids = super::padded::<Uuid>(of.iter().map(|id| id.0).collect());
        let find = document::Entity::find().filter(document::Column::ResidentId.is_in(ids));
        let find = find.order_by_asc(document::Column::Id).lock_shared();
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// A document within the scope, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn lock_document(&self, scope: &Scope, id: DocumentId) -> Result<Document> {
        let find = scoped(document::Entity::find_by_id(id.0), scope).lock_exclusive();
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Adds a document.
    ///
    /// # Errors
    /// `Conflict` where its number was taken meanwhile: the request is judged again.
    pub async fn add_document(&self, new: &Document) -> Result<()> {
        let insert = document::Entity::insert(row_of(new)?);
        match insert.exec_without_returning(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes a changed document.
    ///
    /// # Errors
    /// `Conflict` where its number and issuer were taken meanwhile.
    pub async fn update_document(&self, changed: &Document) -> Result<()> {
        let update = document::Entity::update_many()
            .set(row_of(changed)?)
            .filter(document::Column::Id.eq(changed.id.0));
        match update.exec(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }
}

fn scoped(find: Select<document::Entity>, scope: &Scope) -> Select<document::Entity> {
    match scope {
        Scope::Centre => find,
        Scope::Department(own) => {
            find.filter(document::Column::ResidentId.in_subquery(applicants_of(own)))
        }
    }
}

fn conditions(filter: &DocumentFilter, today: NaiveDate) -> Condition {
    use document::Column;
    let mut all = Condition::all().add(of_statuses(&filter.statuses, today));
    if let Some(resident) = filter.resident_id {
        all = all.add(Column::ResidentId.eq(resident.0));
    }
    match filter.kinds.as_slice() {
        [] => {}
        // One kind has an index in the order of the list.
        [kind] => all = all.add(Column::Kind.eq(kind.number())),
        kinds => all = all.add(Column::Kind.is_in(kinds.iter().map(|kind| kind.number()))),
    }
    if let Some(enterprise) = &filter.enterprise_id {
        let staff = resident::Entity::find()
            .select_only()
            .column(resident::Column::Id)
            .filter(resident::Column::EnterpriseId.eq(enterprise))
            .into_query();
        all = all.add(Column::ResidentId.in_subquery(staff));
    }
    if let Some(from) = filter.from {
        all = all.add(Column::ExpiresOn.gte(from));
    }
    if let Some(to) = filter.to {
        all = all.add(Column::ExpiresOn.lte(to));
    }
    if !filter.holders.is_empty() {
        all = all.add(Column::Holder.is_in(filter.holders.iter().map(|holder| holder.number())));
        all = all.add(Column::Kind.eq(DocumentKind::Passport.number()));
    }
    all
}

/// What has a status on a day. Only live documents where none is asked for, as the partial indexes
/// have them.
fn of_statuses(statuses: &[DocumentStatus], today: NaiveDate) -> Condition {
    use document::Column;
    let live = || Condition::all().add(Column::EndedOn.is_null());
    if statuses.is_empty() || DocumentStatus::LIVE.iter().all(|status| statuses.contains(status)) {
        let ended = statuses.iter().filter(|status| !DocumentStatus::LIVE.contains(status));
        let ended: Vec<_> = ended.collect();
        if ended.is_empty() {
            return live();
        }
        let any = Condition::any().add(live());
        return ended.into_iter().fold(any, |any, status| any.add(one_status(*status, today)));
    }
    if let [one] = statuses {
        return one_status(*one, today);
    }
    statuses.iter().fold(Condition::any(), |any, status| any.add(one_status(*status, today)))
}

fn one_status(status: DocumentStatus, today: NaiveDate) -> Condition {
    use document::Column;
    let live = Condition::all().add(Column::EndedOn.is_null());
    let ended = |reason: EndReason| Condition::all().add(Column::EndedReason.eq(reason.number()));
    match status {
        DocumentStatus::Expired => live.add(Column::ExpiresOn.lt(today)),
        DocumentStatus::NotYetValid => {
            live.add(Column::ExpiresOn.gte(today)).add(Column::ValidFrom.gt(today))
        }
        DocumentStatus::Valid => {
            live.add(Column::ExpiresOn.gte(today)).add(Column::ValidFrom.lte(today))
        }
        DocumentStatus::Replaced => ended(EndReason::Replaced),
        DocumentStatus::Cancelled => ended(EndReason::Cancelled),
        DocumentStatus::Lost => ended(EndReason::Lost),
        DocumentStatus::Closed => ended(EndReason::Closed),
    }
}
